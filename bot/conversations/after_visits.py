"""After a visit: how often was the order asked for, and what held the customer back?

A question below the answer, never in its way: it can be left, skipped, tapped or typed. It is asked
once of a visit, and of whoever has left three in a row once a week. What the report tells already
is kept and not asked again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

from bot.coaching.playbook import Objection
from bot.conversations.asked_answers import is_skip, may_tell, read_answer
from bot.conversations.desk import Desk
from bot.conversations.following import is_addition
from bot.conversations.marks import in_rows
from bot.conversations.pending import AskedAfter
from bot.conversations.reported import list_reported
from bot.conversations.taps import Rows, gone, speak_of, undo_row
from bot.messages import Button, Message, one_row, parse_id
from bot.post import tellings
from bot.understanding.asks_told import AsksTold, read_asks_told, tells_nothing_else
from bot.understanding.scenes import find_whom
from crm.entities import VisitKind
from crm.store import asked, visits
from crm.store.asked import MOST_ASKS, NOTHING, UNKNOWN
from crm.store.visits import Recorded, Visit

LEFT_IN_A_ROW = 3
A_WEEK = timedelta(days=7)

FRESH = timedelta(days=7)
"""Of a visit longer ago nobody remembers how often they asked."""

USUAL_OF = timedelta(days=180)
SHOWN = 5
USUAL = ("too_expensive", "think_it_over", "has_supplier", "not_decision_maker", "no_time")
"""What is offered until customers have said enough themselves."""

_KNOWN: frozenset[str] = frozenset((*get_args(Objection), UNKNOWN, NOTHING))
_KEY = "asks:"


def with_question(desk: Desk, done: Recorded, messages: Sequence[Message]) -> list[Message]:
    """Add to the answer to a report how often the order was asked for at its first visit."""
    visit = next((each for each in done.visits if _may_be_asked(desk, each)), None)
    if done.deed_id is None or visit is None or not messages:
        return list(messages)
    told = read_asks_told(_words_of(visit)) if len(done.visits) == 1 else AsksTold()
    if told.asks is not None or told.objection is not None:
        return _with_told(desk, visit, told, messages)
    if _has_left_it(desk) or not _is_first_time(desk, visit):
        return list(messages)
    desk.dialog.asked_after = AskedAfter(visit.id, desk.now, ordered=told.ordered)
    return _below(
        messages, desk.say("asked", stage="asks", name=visit.customer), _counts(desk, visit)
    )


def _words_of(visit: Visit) -> str:
    return "; ".join(each for each in (*visit.needs, visit.note) if each)


def _is_first_time(desk: Desk, visit: Visit) -> bool:
    key = f"{_KEY}{visit.id}"
    return tellings.tell_once(desk.session, desk.viewer.person_id, key, desk.today)


def _with_told(
    desk: Desk, visit: Visit, told: AsksTold, messages: Sequence[Message]
) -> list[Message]:
    """Keep what the report tells, say so below it, and ask only for what it leaves out."""
    _is_first_time(desk, visit)
    objection = NOTHING if told.ordered else told.objection
    asked.record(
        desk.session, desk.viewer, visit.id, now=desk.now, asks=told.asks, objection=objection
    )
    if told.asks is None:
        desk.dialog.asked_after = AskedAfter(visit.id, desk.now)
        text = f"{_tell(desk, visit)}\n{desk.say('asked', stage='asks', name=visit.customer)}"
        return _below(messages, text, _counts(desk, visit))
    if objection is None:
        desk.dialog.asked_after = AskedAfter(visit.id, desk.now, held=True)
        text = desk.say("asked", stage="held", name=visit.customer, asks=min(told.asks, MOST_ASKS))
        return _below(messages, text, _list_reasons(desk, visit.id))
    desk.dialog.asked_after = None
    return _below(messages, _tell(desk, visit), _what_to_say(desk, visit, objection))


def _below(messages: Sequence[Message], text: str, rows: Rows) -> list[Message]:
    *others, last = messages
    return [*others, replace(last, text=f"{last.text}\n{text}", rows=(*last.rows, *rows))]


def _counts(desk: Desk, visit: Visit) -> Rows:
    counts = [
        Button(f"{n}+" if n == MOST_ASKS else str(n), f"asked:{visit.id}:{n}")
        for n in range(MOST_ASKS + 1)
    ]
    return ((*counts, Button(desk.label("buttons.skip"), f"noask:{visit.id}")),)


def take_text(desk: Desk, text: str) -> list[Message] | None:
    """Take a text as the answer; None where it doesn't clearly answer."""
    waits = desk.dialog.asked_after
    if waits is None or not waits.is_open(desk.now) or _has_practised_since(desk, waits.asked_at):
        return _take_late(desk, text)
    if is_skip(text):
        return _skip(desk)
    told = read_answer(desk, text, waits)
    is_more = told.asks is None and not waits.held and is_addition(text)
    if is_more or (told != AsksTold() and _names_another(desk, text, waits.visit_id)):
        return None
    if told.asks is not None and (told.objection is not None or told.ordered):
        objection = NOTHING if told.ordered else told.objection
        return _keep(desk, waits.visit_id, told.asks, objection)
    if told.objection is not None:
        return _keep_objection(desk, waits.visit_id, told.objection)
    return None if told.asks is None else _keep_count(desk, waits.visit_id, told.asks)


def _take_late(desk: Desk, text: str) -> list[Message] | None:
    """What comes after the answer: a count put right, or nothing left to skip."""
    reported = list_reported(desk)
    if len(reported) != 1 or not may_tell(text):
        return None
    if is_skip(text):
        return [Message(desk.say("asked", stage="nothing", name=""))]
    visit, told = reported[0], read_asks_told(text)
    known = asked.find(desk.session, visit.id)
    if told.asks is None or known is None or known.asks is None:
        return None
    if not tells_nothing_else(text) or _names_another(desk, text, visit.id):
        return None
    return _keep(desk, visit.id, told.asks, told.objection or known.objection)


def _names_another(desk: Desk, text: str, visit_id: int) -> bool:
    """Whether a text names a customer that the visit was not at."""
    named = find_whom(text, desk.context())
    if named is None:
        return False
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    return visit.customer_id not in named.candidates


def _has_practised_since(desk: Desk, moment: datetime) -> bool:
    """Whether a walk or a drill was gone on with since: what is typed then is said there."""
    states = (desk.dialog.walk, desk.dialog.drill)
    return any(
        each is not None and each.is_in_mind(desk.now) and each.touched_at >= moment
        for each in states
    )


def press_count(desk: Desk, rest: str) -> list[Message]:
    """Keep how often the order was asked for: ``asked:<visit>:<times>``."""
    visit_id, times = map(parse_id, (rest.partition(":")[0], rest.partition(":")[2]))
    if visit_id is None or times is None or times > MOST_ASKS:
        return gone(desk)
    return _keep_count(desk, visit_id, times)


def press_objection(desk: Desk, rest: str) -> list[Message]:
    """Keep what held the customer back: ``held:<visit>:<objection>``."""
    about, _, objection = rest.partition(":")
    visit_id = parse_id(about)
    if visit_id is None or objection not in _KNOWN:
        return gone(desk)
    return _keep_objection(desk, visit_id, objection)


def press_skip(desk: Desk, _rest: str) -> list[Message]:
    """Leave the question: ``noask:<visit>``."""
    return _skip(desk)


def _skip(desk: Desk) -> list[Message]:
    desk.dialog.asked_after = None
    return [Message(desk.say("asked", stage="skipped", name=""))]


def _keep_count(desk: Desk, visit_id: int, times: int) -> list[Message]:
    waits, before = desk.dialog.asked_after, asked.find(desk.session, visit_id)
    if waits is not None and waits.visit_id == visit_id and waits.ordered:
        return _keep(desk, visit_id, times, NOTHING, ordered=True)
    if before is not None and before.objection is not None:
        return _keep(desk, visit_id, times, None)
    deed_id = asked.record(desk.session, desk.viewer, visit_id, now=desk.now, asks=times)
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    desk.dialog.asked_after = AskedAfter(visit_id, desk.now, held=True)
    text = desk.say("asked", stage="held", name=visit.customer, asks=min(times, MOST_ASKS))
    *reasons, skips = _list_reasons(desk, visit_id)
    undo = undo_row(desk, deed_id)[0] if deed_id is not None else ()
    return [Message(text, (*reasons, (*skips, *undo)))]


def _list_reasons(desk: Desk, visit_id: int) -> Rows:
    buttons = [
        Button(desk.label(f"objections.{each}"), f"held:{visit_id}:{each}")
        for each in (*_list_usual(desk), UNKNOWN, NOTHING)
    ]
    skip = Button(desk.label("buttons.skip"), f"noask:{visit_id}")
    return (*in_rows(buttons, 2), (skip,))


def _keep_objection(desk: Desk, visit_id: int, objection: str) -> list[Message]:
    return _keep(desk, visit_id, None, objection)


def _keep(
    desk: Desk, visit_id: int, times: int | None, objection: str | None, *, ordered: bool = False
) -> list[Message]:
    """Keep all that was told, in one deed, and say how it stands."""
    deed_id = asked.record(
        desk.session, desk.viewer, visit_id, now=desk.now, asks=times, objection=objection
    )
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    desk.dialog.asked_after = None
    speak_of(desk, visit.customer_id)
    told = asked.find(desk.session, visit_id)
    said = told.objection if told else None
    lines = _what_to_say(desk, visit, said)
    undo = undo_row(desk, deed_id)[0] if deed_id is not None else ()
    row = (*(lines[0] if lines else ()), *undo)
    return [Message(_tell(desk, visit, ordered=ordered), (row,) if row else (), in_place=True)]


def _tell(desk: Desk, visit: Visit, *, ordered: bool = False) -> str:
    """Say what stands of a visit: how often it was asked, and what held them back."""
    told = asked.find(desk.session, visit.id)
    objection = told.objection if told else None
    return desk.say(
        "asked",
        stage="done",
        name=visit.customer,
        asks=told.asks if told else None,
        objection=objection,
        said=desk.label(f"objections.{objection}") if objection else None,
        ordered=ordered,
    )


def _what_to_say(desk: Desk, visit: Visit, objection: str | None) -> Rows:
    if objection is None or objection in {NOTHING, UNKNOWN}:
        return ()
    label = desk.label("buttons.what_to_say")
    return one_row(Button(label, f"objection:{objection}:{visit.customer_id}"))


def _may_be_asked(desk: Desk, visit: Visit) -> bool:
    told = asked.find(desk.session, visit.id)
    fresh = desk.today - visit.visited_on <= FRESH
    return visit.kind is VisitKind.VISIT and fresh and told is not None and told.asks is None


def _has_left_it(desk: Desk) -> bool:
    """Whether the last three were left, the newest of them less than a week ago."""
    told = tellings.list_told(desk.session, desk.viewer.person_id, _KEY, LEFT_IN_A_ROW * 4)
    newest = sorted(told, key=_by_visit, reverse=True)[:LEFT_IN_A_ROW]
    if len(newest) < LEFT_IN_A_ROW or desk.today - newest[0][1] >= A_WEEK:
        return False
    found = (asked.find(desk.session, _visit_of(key)) for key, _ in newest)
    return all(each is None or each.asks is None for each in found)


def _by_visit(told: tuple[str, date]) -> tuple[date, int]:
    key, on = told
    return on, _visit_of(key)


def _visit_of(key: str) -> int:
    return parse_id(key.removeprefix(_KEY)) or 0


def _list_usual(desk: Desk) -> list[str]:
    """What customers objected most lately, and what they do anywhere."""
    found = asked.list_usual(desk.session, desk.viewer, desk.today - USUAL_OF)
    return [each for each in dict.fromkeys((*found, *USUAL)) if each in _KNOWN][:SHOWN]


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "asked": press_count,
    "held": press_objection,
    "noask": press_skip,
}
"""What a button of the question does, by the first word of its action."""
