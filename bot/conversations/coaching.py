"""A walk through a playbook, played in the chat: a scene, lines to pick from, and why.

Between two scenes a person may ask anything else; the walk waits and can be gone on with. A wrong
line is told at once, and it is the line that is spoken of, never the person.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.coaching import likeness, walk
from bot.coaching.playbook import BadLine, GoodLine, Line, Playbook, Text
from bot.coaching.templates import fill_in
from bot.coaching.walk import WalkState
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.messages import Button, Message, one_row
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from bot.voice.rendering import LANGUAGES, Language

FIRST = "suit_shop"
"""The playbook for whoever names none: it holds every step once."""

MEANT_FOR_FIRST = frozenset({None, FIRST, "walk"})
"""What a person may have asked to practise and find in that playbook."""

FOUND_IN = {"has_supplier": "competitor"}
"""Which playbook has what people call otherwise."""

LIKE_A_LINE = 60.0
"""A typed text so much like a line of the scene is an answer, whatever else it may mean."""

SHOWN_FAULTS = 3

_MARKS = "①②③④⑤⑥⑦⑧⑨"


def show_start(desk: Desk, understood: Understood) -> list[Message]:
    """Begin a walk through the playbook asked for, or go on with the one that was left."""
    asked = understood.slots.scene
    wanted = FOUND_IN.get(asked or "", asked)
    playbooks = desk.shelf.playbooks
    chosen = playbooks.get(wanted or FIRST, playbooks[FIRST])
    there = wanted in MEANT_FOR_FIRST or wanted in playbooks
    state = desk.dialog.walk
    if state is not None and state.is_running and state.playbook == chosen.id:
        return _resume(desk, state, "resumed" if there else "not_there")
    return _begin(desk, chosen, "start" if there else "not_there")


def show_all(desk: Desk, _rest: str = "") -> list[Message]:
    """Show what can be practised; a tap begins it."""
    buttons = [
        Button(_written(desk, each, each.title), f"practise:{each.id}")
        for each in desk.shelf.playbooks.values()
    ]
    return [Message(desk.say("walks"), in_rows(buttons, 2))]


def press_one(desk: Desk, rest: str) -> list[Message]:
    """Begin the playbook that was tapped, or go on with it: ``practise:<playbook>``."""
    chosen = desk.shelf.playbooks.get(rest)
    if chosen is None:
        return [Message(desk.say("button_gone"))]
    state = desk.dialog.walk
    if state is not None and state.is_running and state.playbook == chosen.id:
        return _resume(desk, state)
    return _begin(desk, chosen, "start")


def press(desk: Desk, rest: str) -> list[Message]:
    """Answer a button of a walk: a line picked, go on, stop, start over.

    A button of an earlier step does nothing but say so.
    """
    step, _, word = rest.partition(":")
    state = desk.dialog.walk
    if state is None:
        return [Message(desk.say("button_gone"))]
    if word == "on" and state.is_running:
        return _resume(desk, state)
    if step != str(state.step):
        return [Message(desk.say("walk_answered", running=state.is_running), _onward(desk, state))]
    if word == "over":
        return _begin(desk, _playbook(desk, state), "start")
    return _stop(desk, state) if word == "stop" and state.is_running else _pick(desk, state, word)


def take_line(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Take what was typed in the middle of a walk as an answer to its scene.

    None where no walk is in mind, or where the text asks for something else.
    """
    state = desk.dialog.walk
    if state is None or not state.is_in_mind(desk.now):
        return None
    playbook = _playbook(desk, state)
    scene = playbook.find_scene(state.scene)
    if scene is None:
        return None
    names = {language: _names(playbook, language, desk) for language in LANGUAGES}
    said = likeness.find_said(scene, text, names)
    if said is not None:
        return _choose(desk, state, said)
    if understood.intent == "cancel" and desk.dialog.pending is None:
        return _stop(desk, state)
    means_something = understood.intent not in {OUT_OF_SCOPE, "ambiguous"}
    if means_something and likeness.nearness(scene, text) < LIKE_A_LINE:
        return None
    return [_show_scene(desk, state, opening="pick")]


def with_way_back(desk: Desk, messages: Sequence[Message]) -> list[Message]:
    """Add a way back into a walk to an answer to something else."""
    state = desk.dialog.walk
    shown = list(messages)
    if state is None or not shown or not state.is_in_mind(desk.now):
        return shown
    if any(button.action.startswith("walk:") for one in shown for button in one.buttons):
        return shown
    last = shown[-1]
    return [*shown[:-1], replace(last, rows=(*last.rows, *_onward(desk, state)))]


def _begin(desk: Desk, playbook: Playbook, opening: str) -> list[Message]:
    state = walk.begin(playbook, desk.dialog.next_number(), desk.now)
    desk.dialog.walk = state
    return [_show_scene(desk, state, opening=opening)]


def _resume(desk: Desk, state: WalkState, opening: str = "resumed") -> list[Message]:
    """Show the scene that was left; a playbook that has it no more is begun anew."""
    playbook = _playbook(desk, state)
    if playbook.find_scene(state.scene) is None:
        return _begin(desk, playbook, "start")
    state = replace(state, touched_at=desk.now, paused=False)
    desk.dialog.walk = state
    return [_show_scene(desk, state, opening=opening)]


def _stop(desk: Desk, state: WalkState) -> list[Message]:
    state = replace(state, paused=True)
    desk.dialog.walk = state
    return [Message(desk.say("walk_stopped", seen=len(state.seen)), _onward(desk, state))]


def _pick(desk: Desk, state: WalkState, place: str) -> list[Message]:
    """Choose the line of that place among those offered; anything else is no button of ours."""
    scene = _playbook(desk, state).find_scene(state.scene)
    for number, line in enumerate(walk.offered(scene, state) if scene else ()):
        if place == str(number):
            return _choose(desk, state, line)
    return [Message(desk.say("button_gone"), _onward(desk, state))]


def _choose(desk: Desk, before: WalkState, line: Line) -> list[Message]:
    playbook = _playbook(desk, before)
    state = walk.choose(playbook, before, line, desk.dialog.next_number(), desk.now)
    desk.dialog.walk = state
    if state.is_running:
        return [_show_scene(desk, state, after=line)]
    review = walk.review(playbook, state)
    faults = [
        (desk.label(f"faults.{fault}"), count, _written(desk, playbook, last.fix))
        for fault, count, last in review.faults[:SHOWN_FAULTS]
    ]
    why = _written(desk, playbook, line.why)
    return [
        Message(desk.say("walk_end", why=why, review=review, faults=faults), _again(desk, state))
    ]


def _show_scene(
    desk: Desk, state: WalkState, *, opening: str = "", after: Line | None = None
) -> Message:
    """Show where the walk is: after a line, why it was right or wrong; the scene, unless it is
    only another try; the lines to pick from."""
    playbook = _playbook(desk, state)
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    lines = [_written(desk, playbook, line.say) for line in walk.offered(scene, state)]
    branched = after if isinstance(after, BadLine) and not state.tried else None
    text = desk.say(
        "walk",
        opening=opening,
        title=_written(desk, playbook, playbook.title),
        about=_written(desk, playbook, playbook.about),
        why=_written(desk, playbook, after.why) if after else None,
        right=isinstance(after, GoodLine),
        fix=_written(desk, playbook, branched.fix) if branched else None,
        number=len(state.seen) + 1,
        customer=None if after and state.tried else _written(desk, playbook, scene.customer),
        lines=list(zip(_MARKS, lines, strict=False)),
    )
    picks = [
        Button(mark, f"walk:{state.step}:{number}")
        for number, (mark, _) in enumerate(zip(_MARKS, lines, strict=False))
    ]
    stop = Button(desk.label("buttons.stop_walk"), f"walk:{state.step}:stop")
    over = Button(desk.label("buttons.start_over"), f"walk:{state.step}:over")
    others = [over] if opening == "resumed" else [stop]
    rows = one_row(*picks, *others)
    if opening in {"start", "not_there"} and len(desk.shelf.playbooks) > 1:
        rows = (*rows, *one_row(Button(desk.label("buttons.other_walks"), "walks")))
    return Message(text, rows)


def _onward(desk: Desk, state: WalkState) -> tuple[tuple[Button, ...], ...]:
    if not state.is_running:
        return _again(desk, state)
    return one_row(Button(desk.label("buttons.go_on"), f"walk:{state.step}:on"))


def _again(desk: Desk, state: WalkState) -> tuple[tuple[Button, ...], ...]:
    return one_row(Button(desk.label("buttons.once_more"), f"walk:{state.step}:over"))


def _playbook(desk: Desk, state: WalkState) -> Playbook:
    playbooks = desk.shelf.playbooks
    return playbooks.get(state.playbook, playbooks[FIRST])


def _names(playbook: Playbook, language: Language, desk: Desk) -> dict[str, str]:
    """What the names in a playbook's texts stand for: the person is the rep."""
    usual = {name: text.written(language) for name, text in playbook.vars.items()}
    return {**usual, "rep": desk.viewer.name}


def _written(desk: Desk, playbook: Playbook, text: Text) -> str:
    language = desk.voice.language
    return fill_in(text.written(language), _names(playbook, language, desk))
