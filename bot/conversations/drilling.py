"""A drill in the chat: two minutes of lines, typed in the rep's own words.

The lines are chosen when a session begins: what is due, what tomorrow's customers may ask for, what
went wrong lately. A line of a playbook that is gone is passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.coaching import cards, drill, log
from bot.coaching.drill import DrillState, Picked
from bot.coaching.judge import Judgement
from bot.coaching.log import Rating
from bot.coaching.playbook import BadLine, Line, Playbook, Scene
from bot.conversations import coaching, lines_meant, no_lines, practice_language, spoken_of
from bot.conversations import stage as staging
from bot.conversations.desk import Desk
from bot.conversations.stage import Assessed, Stage
from bot.conversations.taps import Rows
from bot.messages import Button, Message, one_row
from bot.understanding.understand import Understood
from crm.calendar import next_working_day
from crm.store import customers


def choose_lines(desk: Desk) -> tuple[Picked, ...]:
    """Choose the lines of a session that would begin now."""
    entries = log.list_entries(desk.session, desk.viewer.person_id)
    wishes = spoken_of.list_wishes(desk)
    learnt = cards.learn(entries)
    return drill.choose_lines(desk.shelf.playbooks, entries, learnt, wishes, desk.now)


def name_customers(desk: Desk, lines: tuple[Picked, ...]) -> list[str]:
    """Return the names of the customers that lines were picked for."""
    about = list(dict.fromkeys(each.about for each in lines if each.about is not None))
    found = customers.list_by_id(desk.session, desk.viewer, about) if about else []
    return [each.name for each in sorted(found, key=lambda each: about.index(each.id))]


def show_start(desk: Desk, _understood: Understood) -> list[Message]:
    """Begin a session, or go on with the one that was left today."""
    return press_begin(desk, "")


def press_begin(desk: Desk, _rest: str) -> list[Message]:
    """Begin a session, or go on with the one that was left today: ``drills``."""
    state = desk.dialog.drill
    if state is not None and _was_left_today(desk, state):
        desk = practice_language.at_practice(desk)
        return _show(desk, _stay(desk, state), "resumed")
    lines = choose_lines(desk)
    if not lines:
        return [Message(desk.say("drill_none"), _walks_row(desk))]
    begun = drill.begin(lines, desk.dialog.next_number(), desk.now, desk.voice.language)
    return _show(desk, begun, "start")


def _was_left_today(desk: Desk, state: DrillState) -> bool:
    touched_on = state.touched_at.astimezone(desk.now.tzinfo).date()
    return state.picked is not None and touched_on == desk.today


def press(desk: Desk, rest: str) -> list[Message]:
    """Answer a button of a drill: ``drill:<step>:<show|next|again|stop|on>``."""
    step, _, word = rest.partition(":")
    state = desk.dialog.drill
    if state is None or state.picked is None:
        return [Message(desk.say("button_gone"), _walks_row(desk))]
    desk = desk.speaking(state.language)
    if step != str(state.step) and word != "on":
        return [Message(desk.say("walk_answered", running=True), _onward(desk, state))]
    if word in _PRESSED:
        return _PRESSED[word](desk, state)
    return [Message(desk.say("button_gone"), _onward(desk, state))]


def take_line(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Take what was typed in the middle of a drill as the line asked for.

    None where no drill is in mind, or where the text asks for something else.
    """
    state = desk.dialog.drill
    if state is None or not state.is_in_mind(desk.now):
        return None
    at = _find_place(desk, state)
    if at is None:
        return None
    if lines_meant.calls_off(desk, text, understood):
        return stop(practice_language.at_practice(desk), state)
    none = no_lines.find_none(text)
    if none is not None:
        desk = practice_language.at_practice(desk)
        said = desk.say("walk_none", kind=none, drill=True)
        return [Message(said, _choices(desk, state))]
    stage, scene, line = at
    assessed = staging.assess(stage, scene, no_lines.without_tags(text))
    if not lines_meant.is_meant(stage, scene, understood, assessed):
        return None
    desk = practice_language.at_practice(desk, text)
    state = replace(state, language=desk.voice.language)
    return _take(replace(stage, desk=desk), state, scene, line, assessed)


def stop(desk: Desk, state: DrillState) -> list[Message]:
    """Leave a session where it is; today it can be gone on with."""
    desk.dialog.drill = drill.pause(state)
    text = desk.say("drill_stopped", done=state.right + state.wrong)
    return [Message(text, _onward(desk, state))]


def onward(desk: Desk) -> Rows:
    """The way back into a session that is in mind; nothing where none is."""
    state = desk.dialog.drill
    in_mind = state is not None and state.is_in_mind(desk.now)
    return _onward(desk, state) if state is not None and in_mind else ()


def _take(
    stage: Stage, state: DrillState, scene: Scene, line: Line, assessed: Assessed
) -> list[Message]:
    desk, found = stage.desk, assessed.judgement
    step = desk.dialog.next_number()
    wrongly = staging.keep_judged(stage, scene, assessed, step)
    rating = _rating(state, found)
    staging.write_log(stage, scene, "drill", line, found, rating)
    if found.verdict == "unsure":
        _keep(desk, drill.stay(state, step, desk.now))
        return [_word_unsure(stage, scene, step, wrongly)]
    if found.verdict == "good":
        told = {**staging.told_facts(stage, scene, assessed), "model": None}
        return _show(desk, drill.say_right(state, step, desk.now), "", told, wrongly)
    after = drill.say_wrong(state, step, desk.now)
    model = _model(stage, scene, line) if after.at > state.at else None
    told = {**staging.told_facts(stage, scene, assessed), "model": model}
    return _show(desk, after, "", told, wrongly)


def _show_line(desk: Desk, state: DrillState) -> list[Message]:
    """Show the line that was asked for instead of said: that counts as not known."""
    at = _find_place(desk, state)
    if at is None:
        return _show(desk, state, "")
    stage, scene, line = at
    if _rating(state, Judgement("bad")) is not None:
        fault = line.fault if isinstance(line, BadLine) else None
        judgement = Judgement("unsure", fault=fault)
        staging.write_log(stage, scene, "drill", line, judgement, "again")
    told = {"verdict": "shown", "why": None, "words": None}
    after = drill.give_up(state, desk.dialog.next_number(), desk.now)
    return _show(desk, after, "", {**told, "model": _model(stage, scene, line)})


def _show(
    desk: Desk,
    state: DrillState,
    opening: str,
    told: dict[str, object] | None = None,
    wrongly: Button | None = None,
) -> list[Message]:
    """Show the line at hand below what was told of the one before, or the end."""
    at = _find_place(desk, state)
    while at is None and state.picked is not None:
        state = drill.go_past(state, state.step, desk.now)
        at = _find_place(desk, state)
    _keep(desk, state)
    beside: Rows = ((wrongly,),) if wrongly else ()
    if at is None:
        return [_word_end(desk, state, told, beside)]
    stage, scene, line = at
    picked = state.picked
    assert picked is not None
    bad = isinstance(line, BadLine)
    text = desk.say(
        "drill",
        opening=opening,
        told=told,
        again=state.tries > 0,
        number=None if picked.again else state.at + 1,
        total=sum(not each.again for each in state.lines),
        at=next(iter(name_customers(desk, (picked,))), None),
        tomorrow=_is_tomorrow(desk),
        customers=name_customers(desk, state.lines) if opening == "start" else [],
        customer=stage.written(scene.customer),
        said=stage.written(line.say) if bad else None,
    )
    return [Message(text, (*_choices(desk, state), *beside))]


def _is_tomorrow(desk: Desk) -> bool:
    """Whether the next working day, whose customers lines are picked for, is tomorrow."""
    return next_working_day(desk.hours, desk.today) - desk.today == timedelta(days=1)


def _choices(desk: Desk, state: DrillState) -> Rows:
    return one_row(
        Button(desk.label("buttons.show_line"), f"drill:{state.step}:show"),
        Button(desk.label("buttons.stop_walk"), f"drill:{state.step}:stop"),
    )


def _word_unsure(stage: Stage, scene: Scene, step: int, wrongly: Button) -> Message:
    desk = stage.desk
    text = desk.say("walk_unsure", lines=staging.examples(stage, scene))
    first = (
        Button(desk.label("buttons.next"), f"drill:{step}:next"),
        Button(desk.label("buttons.try_again"), f"drill:{step}:again"),
    )
    return Message(text, (first, (wrongly,)))


def _word_end(
    desk: Desk, state: DrillState, told: dict[str, object] | None, beside: Rows
) -> Message:
    learnt = cards.learn(log.list_entries(desk.session, desk.viewer.person_id))
    following = cards.count_next(learnt, desk.now)
    text = desk.say(
        "drill_end",
        told=told,
        lines=state.right + state.wrong,
        right=state.right,
        days=following[0] if following else None,
        count=following[1] if following else 0,
    )
    return Message(text, (*_walks_row(desk), *beside))


def _model(stage: Stage, scene: Scene, line: Line) -> str:
    return stage.written(line.fix if isinstance(line, BadLine) else scene.good[0].say)


def _rating(state: DrillState, found: Judgement) -> Rating | None:
    """Only the first try counts; what comes back in the same session says only that it is there
    again, and a wrong line then has counted already."""
    if found.verdict == "unsure" or state.tries > 0 or state.picked is None:
        return None
    if state.picked.again:
        return "good" if found.verdict == "good" else None
    return "good" if found.verdict == "good" else "again"


def _find_place(desk: Desk, state: DrillState) -> tuple[Stage, Scene, Line] | None:
    picked = state.picked
    found = drill.find_place(desk.shelf.playbooks, picked) if picked else None
    if picked is None or found is None:
        return None
    playbook: Playbook = found[0]
    return staging.open_stage(desk, playbook, picked.about), found[1], found[2]


def _stay(desk: Desk, state: DrillState) -> DrillState:
    return drill.stay(state, desk.dialog.next_number(), desk.now)


def _keep(desk: Desk, state: DrillState) -> None:
    desk.dialog.drill = state
    if state.picked is not None:
        coaching.pause(desk)


def _onward(desk: Desk, state: DrillState) -> Rows:
    return one_row(Button(desk.label("buttons.go_on"), f"drill:{state.step}:on"))


def _walks_row(desk: Desk) -> Rows:
    return one_row(Button(desk.label("buttons.other_walks"), "walks"))


_PRESSED: Mapping[str, Callable[[Desk, DrillState], list[Message]]] = {
    "on": lambda desk, state: _show(desk, _stay(desk, state), "resumed"),
    "again": lambda desk, state: _show(desk, _stay(desk, state), ""),
    "next": lambda desk, state: _show(
        desk, drill.go_past(state, desk.dialog.next_number(), desk.now), ""
    ),
    "show": _show_line,
    "stop": stop,
}
"""What a button of a drill does, by its last word."""
