"""How a walk shows where it is: the scene, what became of the line before, what can be tapped."""

from bot.coaching import walk
from bot.coaching.playbook import BadLine, GoodLine, Line, Scene
from bot.coaching.walk import WalkState
from bot.conversations import own_scene
from bot.conversations import stage as staging
from bot.conversations.desk import Desk
from bot.conversations.stage import Assessed, Stage
from bot.conversations.taps import Rows
from bot.messages import Button, Message, one_row

SHOWN_FAULTS = 3

MARKS = "①②③④⑤⑥⑦⑧⑨"

Told = dict[str, object]

_BEGINS = frozenset({"start"})


def show(stage: Stage, state: WalkState, *, opening: str = "") -> Message:
    """Show the scene that a walk is at, begun or gone on with."""
    scene = _scene(stage, state)
    facts = _scene_facts(stage, state, scene)
    text = stage.desk.say("walk", told=None, **facts, **_opening(stage, opening))
    rows = _rows(stage, state, scene, over=opening == "resumed")
    if opening in _BEGINS and len(stage.desk.shelf.playbooks) > 1:
        rows = (*rows, (Button(stage.desk.label("buttons.other_walks"), "walks"),))
    return Message(text, rows)


def show_picked(stage: Stage, before: WalkState, state: WalkState, line: Line) -> Message:
    """Show what became of a line picked from the choices, and where the walk is now."""
    led = _has_led(before, state)
    told: dict[str, object] = {
        "verdict": "good" if isinstance(line, GoodLine) else "bad",
        "why": stage.written(line.why),
        "words": None,
        "model": stage.written(line.fix) if isinstance(line, BadLine) and led else None,
    }
    return _onward(stage, before, state, told, None)


def show_said(
    stage: Stage, before: WalkState, state: WalkState, assessed: Assessed, wrongly: Button
) -> Message:
    """Show how a typed line was judged, and where the walk is now."""
    scene = _scene(stage, before)
    led = _has_led(before, state)
    bad = assessed.judgement.verdict == "bad"
    model = staging.model_line(stage, scene, assessed) if bad and led else None
    told = {**staging.told_facts(stage, scene, assessed), "model": model}
    return _onward(stage, before, state, told, wrongly)


def show_unsure(stage: Stage, state: WalkState, wrongly: Button) -> Message:
    """Say that a line can't be judged, and show lines that work to compare it with."""
    desk = stage.desk
    text = desk.say("walk_unsure", lines=staging.examples(stage, _scene(stage, state)))
    first = (
        Button(desk.label("buttons.next"), f"walk:{state.step}:next"),
        Button(desk.label("buttons.try_again"), f"walk:{state.step}:again"),
    )
    beside = () if stage.playbook.id == own_scene.OWN else ((wrongly,),)
    return Message(text, (first, *beside))


def show_none(stage: Stage, state: WalkState, kind: str) -> Message:
    """Say that what was typed is no line; the scene stays as it is."""
    text = stage.desk.say("walk_none", kind=kind, drill=False)
    return Message(text, _rows(stage, state, _scene(stage, state)))


def show_left(stage: Stage, before: WalkState, state: WalkState) -> Message:
    """Show where the walk is after a line that nobody could judge was left as it is."""
    return _onward(stage, before, state, None, None)


def onward(desk: Desk, state: WalkState) -> Rows:
    """The way back into a walk, or into another one like it."""
    if not state.is_running:
        return one_row(Button(desk.label("buttons.once_more"), f"walk:{state.step}:over"))
    return one_row(Button(desk.label("buttons.go_on"), f"walk:{state.step}:on"))


def _onward(
    stage: Stage, before: WalkState, state: WalkState, told: Told | None, wrongly: Button | None
) -> Message:
    """The next scene, another try, a rest, or the end, below what was told of a line."""
    beside = (wrongly,) if wrongly and stage.playbook.id != own_scene.OWN else ()
    if not state.is_running:
        return _show_end(stage, state, told, beside)
    if state.paused:
        return _show_rest(stage, before, state, told, beside)
    scene = _scene(stage, state)
    facts = _scene_facts(stage, state, scene, again=not _has_led(before, state))
    text = stage.desk.say("walk", told=told, **facts, **_opening(stage, ""))
    first, *others = _rows(stage, state, scene)
    return Message(text, (first, *others, beside) if beside else (first, *others))


def _show_rest(
    stage: Stage, before: WalkState, state: WalkState, told: Told | None, beside: tuple[Button, ...]
) -> Message:
    desk = stage.desk
    since = before.rested_at
    text = desk.say(
        "walk_rest",
        told=told,
        seen=len(state.seen) - since,
        right=walk.count_right(state, since),
    )
    enough = Button(desk.label("buttons.enough"), f"walk:{state.step}:stop")
    rows: Rows = ((onward(desk, state)[0][0], enough), *((beside,) if beside else ()))
    return Message(text, rows)


def _show_end(
    stage: Stage, state: WalkState, told: Told | None, beside: tuple[Button, ...]
) -> Message:
    desk = stage.desk
    review = walk.review(stage.playbook, state)
    faults = [
        (desk.label(f"faults.{fault}"), count, stage.written(fix))
        for fault, count, fix in review.faults[:SHOWN_FAULTS]
    ]
    text = desk.say("walk_end", told=told, review=review, faults=faults)
    row = onward(desk, state)[0]
    if faults:
        row = (Button(desk.label("buttons.drill_missed"), "drills"), *row)
    own = () if stage.playbook.id == own_scene.OWN else own_scene.offer(desk)
    return Message(text, (*((own,) if own else ()), row, *((beside,) if beside else ())))


def _has_led(before: WalkState, state: WalkState) -> bool:
    return len(state.seen) > len(before.seen)


def _scene(stage: Stage, state: WalkState) -> Scene:
    scene = stage.playbook.find_scene(state.scene)
    assert scene is not None
    return scene


def _scene_facts(
    stage: Stage, state: WalkState, scene: Scene, *, again: bool = False
) -> dict[str, object]:
    lines = [stage.written(line.say) for line in walk.offered(scene, state)]
    return {
        "number": len(state.seen) + 1,
        "customer": None if again else stage.written(scene.customer),
        "again": again,
        "lines": list(zip(MARKS, lines, strict=False)) if state.hinted else [],
    }


def _opening(stage: Stage, opening: str) -> dict[str, object]:
    """What is said before the first scene: which playbook. It tells of people of its own, so no
    customer of the books is named above it."""
    playbook = stage.playbook
    return {
        "opening": opening,
        "title": stage.written(playbook.title),
        "about": stage.written(playbook.about),
    }


def _rows(stage: Stage, state: WalkState, scene: Scene, *, over: bool = False) -> Rows:
    desk, step = stage.desk, state.step
    picks = [
        Button(mark, f"walk:{step}:{number}")
        for number, (mark, _) in enumerate(zip(MARKS, walk.offered(scene, state), strict=False))
    ]
    hint = [Button(desk.label("buttons.hint"), f"walk:{step}:hint")]
    word = "over" if over else "stop"
    last = Button(
        desk.label("buttons.start_over" if over else "buttons.stop_walk"), f"walk:{step}:{word}"
    )
    return one_row(*(picks if state.hinted else hint), last)
