"""A walk through a playbook, played in the chat: a scene, the line the rep says, and why.

The rep types; the choices are a hint. Between two scenes a person may ask anything else; the walk
waits and can be gone on with. It is the line that is spoken of, never the person.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.coaching import walk
from bot.coaching.judge import Judgement
from bot.coaching.log import Rating
from bot.coaching.playbook import BadLine, GoodLine, Line, Playbook, Scene
from bot.coaching.walk import WalkState
from bot.conversations import (
    lines_meant,
    no_lines,
    own_scene,
    practice_language,
    spoken_of,
    walk_scenes,
)
from bot.conversations import stage as staging
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.playbook_versions import list_buttons
from bot.conversations.practice_orders import FOUND_IN, LONGEST_NAME
from bot.conversations.stage import Assessed, Stage
from bot.conversations.taps import Rows
from bot.conversations.walk_scenes import onward
from bot.messages import Button, Message
from bot.understanding.understand import Understood

FIRST = "suit_shop"
"""The playbook for whoever names none: it holds every step once."""

MEANT_FOR_FIRST = frozenset({None, FIRST, "walk"})
"""What a person may have asked to practise and find in that playbook."""


def show_start(desk: Desk, understood: Understood) -> list[Message]:
    """Begin a walk through the playbook asked for, or go on with the one that was left."""
    asked = understood.slots.scene
    wanted = FOUND_IN.get(asked or "", asked)
    playbooks = desk.shelf.playbooks
    state = desk.dialog.walk
    if wanted is None and state is not None and state.is_running:
        return _resume(desk, replace(state, language=desk.voice.language))
    if wanted not in MEANT_FOR_FIRST and wanted not in playbooks:
        return show_all(desk, str(wanted).replace("_", " ") if desk.voice.language == "en" else "")
    chosen = playbooks.get(wanted or FIRST, playbooks[FIRST])
    if state is not None and state.is_running and state.playbook == chosen.id:
        return _resume(desk, replace(state, language=desk.voice.language))
    return _begin(desk, chosen, "start")


def show_all(desk: Desk, rest: str = "") -> list[Message]:
    """Show what can be practised, a tap begins it: ``walks``, ``walks:<what there is none of>``."""
    buttons = [
        Button(staging.title_of(desk, each), f"practise:{each.id}")
        for each in desk.shelf.playbooks.values()
    ]
    own = (Button(desk.label("buttons.drill"), "drills"), *list_buttons(desk))
    rows = (*in_rows(buttons, 2), own)
    return [Message(desk.say("walks", missing=rest[:LONGEST_NAME]), rows)]


def press_one(desk: Desk, rest: str) -> list[Message]:
    """Begin the playbook that was tapped, or go on with it: ``practise:<playbook>``."""
    chosen = desk.shelf.playbooks.get(rest)
    if rest == own_scene.OWN and own_scene.find_own(desk) is not None:
        chosen = own_scene.load_own()
    if chosen is None:
        return [Message(desk.say("button_gone"))]
    state = desk.dialog.walk
    if state is not None and state.is_running and state.playbook == chosen.id:
        return _resume(desk, state)
    return _begin(desk, chosen, "start")


def press(desk: Desk, rest: str) -> list[Message]:
    """Answer a button of a walk: a hint, a line picked, go on, stop, start over.

    A button of an earlier step does nothing but say so.
    """
    step, _, word = rest.partition(":")
    state = desk.dialog.walk
    if state is None:
        return [Message(desk.say("button_gone"))]
    desk = desk.speaking(state.language)
    if word == "on" and state.is_running:
        return _resume(desk, state)
    if step != str(state.step):
        text = desk.say("walk_answered", running=state.is_running)
        return [Message(text, onward(desk, state))]
    if word == "over":
        return _begin(desk, _playbook(desk, state), "start")
    scene = _playbook(desk, state).find_scene(state.scene)
    if scene is None:
        return [Message(desk.say("button_gone"), onward(desk, state))]
    return _press_at(desk, state, scene, word)


def take_line(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Take what was typed in the middle of a walk as the line said at its scene.

    None where no walk is in mind, or where the text asks for something else.
    """
    state = desk.dialog.walk
    if state is None or not state.is_in_mind(desk.now):
        return None
    playbook = _playbook(desk, state)
    scene = playbook.find_scene(state.scene)
    if scene is None:
        return None
    if lines_meant.calls_off(desk, text, understood):
        return _stop(practice_language.at_practice(desk), state)
    none = no_lines.find_none(text)
    if none is not None:
        desk = practice_language.at_practice(desk)
        stage = staging.open_stage(desk, playbook, state.about)
        return [walk_scenes.show_none(stage, state, none)]
    stage = staging.open_stage(desk, playbook, state.about)
    assessed = staging.assess(stage, scene, no_lines.without_tags(text))
    if not lines_meant.is_meant(stage, scene, understood, assessed):
        return None
    desk = practice_language.at_practice(desk, text)
    state = replace(state, language=desk.voice.language)
    return _take(replace(stage, desk=desk), state, scene, assessed)


def explain_judged(desk: Desk, _rest: str = "") -> list[Message]:
    """Say again why the last line was judged so: ``judgedwhy``."""
    judged = desk.dialog.judged
    playbook = desk.shelf.playbooks.get(judged.playbook) if judged else None
    scene = playbook.find_scene(judged.scene) if playbook and judged else None
    if judged is None or playbook is None or scene is None:
        return [Message(desk.say("button_gone"))]
    state = desk.dialog.walk
    stage = staging.open_stage(desk, playbook, state.about if state else None)
    assessed = staging.assess(stage, scene, judged.text)
    if assessed.judgement.verdict == "unsure":
        return [Message(desk.say("walk_unsure", lines=staging.examples(stage, scene)))]
    model = staging.model_line(stage, scene, assessed) if judged.verdict == "bad" else None
    told = {**staging.told_facts(stage, scene, assessed), "model": model}
    return [Message(desk.say("walk_why", line=judged.text, told=told))]


def with_way_back(desk: Desk, messages: Sequence[Message], otherwise: Rows = ()) -> list[Message]:
    """Add a way back into a walk, or ``otherwise``, to an answer to something else."""
    state = desk.dialog.walk
    in_mind = state is not None and state.is_in_mind(desk.now)
    back = onward(desk, state) if state is not None and in_mind else otherwise
    shown = list(messages)
    if not back or not shown or any(_is_practice(one) for one in shown):
        return shown
    last = shown[-1]
    return [*shown[:-1], replace(last, rows=(*last.rows, *back))]


def _is_practice(message: Message) -> bool:
    return any(each.action.startswith(("walk:", "drill:")) for each in message.buttons)


def pause(desk: Desk) -> None:
    """Let a walk wait while something else is practised."""
    state = desk.dialog.walk
    if state is not None and state.is_running:
        desk.dialog.walk = replace(state, paused=True)


def _begin(desk: Desk, playbook: Playbook, opening: str) -> list[Message]:
    about = spoken_of.find_customer(desk) if staging.plays_at_a_customer(playbook) else None
    if playbook.id == own_scene.OWN:
        about = own_scene.find_own(desk)
    number, language = desk.dialog.next_number(), desk.voice.language
    state = walk.begin(playbook, number, desk.now, about, language)
    _keep(desk, state)
    stage = staging.open_stage(desk, playbook, about)
    return [walk_scenes.show(stage, state, opening=opening)]


def _resume(desk: Desk, state: WalkState) -> list[Message]:
    """Show the scene that was left; a playbook that has it no more is begun anew."""
    playbook = _playbook(desk, state)
    if playbook.find_scene(state.scene) is None:
        return _begin(desk, playbook, "start")
    state = replace(state, touched_at=desk.now, paused=False)
    _keep(desk, state)
    desk = desk.speaking(state.language)
    stage = staging.open_stage(desk, playbook, state.about)
    return [walk_scenes.show(stage, state, opening="resumed")]


def _stop(desk: Desk, state: WalkState) -> list[Message]:
    state = replace(state, paused=True)
    desk.dialog.walk = state
    return [Message(desk.say("walk_stopped", seen=len(state.seen)), onward(desk, state))]


def _press_at(desk: Desk, state: WalkState, scene: Scene, word: str) -> list[Message]:
    """Do at a scene what its button says; anything else is no button of ours."""
    if word == "stop":
        return _stop(desk, state)
    stage = staging.open_stage(desk, _playbook(desk, state), state.about)
    if word in {"hint", "again"}:
        state = walk.stay(state, desk.dialog.next_number(), desk.now, hinted=word == "hint")
        _keep(desk, state)
        return [walk_scenes.show(stage, state)]
    if word == "next":
        after = walk.go_past(stage.playbook, state, desk.dialog.next_number(), desk.now)
        return _show_after(stage, state, after)
    offered = walk.offered(scene, state) if state.hinted else ()
    for number, line in enumerate(offered):
        if word == str(number):
            return _pick(stage, state, scene, line)
    return [Message(desk.say("button_gone"), onward(desk, state))]


def _pick(stage: Stage, state: WalkState, scene: Scene, line: Line) -> list[Message]:
    """Choose a line from the hint: only a wrong one counts for its card, nothing was produced."""
    desk = stage.desk
    wrong = isinstance(line, BadLine)
    judgement = (
        Judgement("bad", fault=line.fault)
        if isinstance(line, BadLine)
        else Judgement("good", act=line.act)
    )
    staging.write_log(stage, scene, "walk", line, judgement, "again" if wrong else None)
    after = walk.choose(stage.playbook, state, line, desk.dialog.next_number(), desk.now)
    after = _rested(desk, after)
    return [walk_scenes.show_picked(stage, state, after, line)]


def _take(stage: Stage, state: WalkState, scene: Scene, assessed: Assessed) -> list[Message]:
    """Go where a typed line leads, and say how it was judged."""
    desk, found = stage.desk, assessed.judgement
    step = desk.dialog.next_number()
    wrongly = staging.keep_judged(stage, scene, assessed, step)
    nearest = _nearest_here(scene, assessed)
    rating = _rating(state, assessed)
    staging.write_log(stage, scene, "walk", nearest, found, rating)
    if found.verdict == "unsure":
        after = walk.stay(state, step, desk.now)
        _keep(desk, after)
        return [walk_scenes.show_unsure(stage, after, wrongly)]
    if found.verdict == "good":
        said = assessed.line if isinstance(assessed.line, GoodLine) else None
        after = walk.say_right(stage.playbook, state, said, step, desk.now)
    else:
        assert found.fault is not None
        fits = staging.fits(scene, assessed)
        wrong = nearest if isinstance(nearest, BadLine) and fits else None
        after = walk.say_wrong(stage.playbook, state, wrong, found.fault, step, desk.now)
    after = _rested(desk, after)
    return [walk_scenes.show_said(stage, state, after, assessed, wrongly)]


def _show_after(stage: Stage, state: WalkState, after: WalkState) -> list[Message]:
    after = _rested(stage.desk, after)
    return [walk_scenes.show_left(stage, state, after)]


def _rating(state: WalkState, assessed: Assessed) -> Rating | None:
    """Only the first line of one's own counts, said without a hint."""
    if assessed.judgement.verdict == "unsure" or state.tried:
        return None
    if assessed.judgement.verdict == "bad":
        return "again"
    return None if state.hinted else "good"


def _nearest_here(scene: Scene, assessed: Assessed) -> Line | None:
    """The authored line that says why, if it is one of the scene."""
    nearest = assessed.nearest
    return nearest if nearest in scene.lines() else None


def _rested(desk: Desk, state: WalkState) -> WalkState:
    """Keep the walk; after two minutes it waits."""
    after = walk.rest(state) if state.wants_rest else state
    _keep(desk, after)
    return after


def _keep(desk: Desk, state: WalkState) -> None:
    desk.dialog.walk = state
    if desk.dialog.drill is not None and state.is_running:
        desk.dialog.drill = replace(desk.dialog.drill, paused=True)


def _playbook(desk: Desk, state: WalkState) -> Playbook:
    playbooks = desk.shelf.playbooks
    if state.playbook == own_scene.OWN:
        return own_scene.load_own()
    return playbooks.get(state.playbook, playbooks[FIRST])
