"""After a visit: how often was the order asked for, and what held the customer back?

A question below the answer, never in its way: it can be left, skipped, tapped or typed. It is asked
once of a visit, and of whoever has left three in a row once a week.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from bot.coaching.playbook import Objection
from bot.conversations.answering import asks as is_question
from bot.conversations.answering import is_no
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.pending import AskedAfter, VisitWord
from bot.conversations.taps import gone, speak_of, undo_row
from bot.messages import Button, Message, parse_id
from bot.post import tellings
from bot.understanding.normalise import normalise
from bot.understanding.scenes import find_said
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

LONGEST = 60

_KNOWN: frozenset[str] = frozenset((*get_args(Objection), UNKNOWN, NOTHING))
_KEY = "asks:"

_COUNT = re.compile(
    r"(?:(?:我|就|只|总共|一共|大概|开口|要单|开了口|问|问了|要了|提了|他"
    r"|i|we|asked|just|only|about)[ ,，]*)*"
    r"(?:(?P<none>没有?(?:开口|问|要|提)|一次(?:都|也)?没(?:有|问|开口|要|提)?|零|zero|never"
    r"|not (?:once|at all)|didnt ask|didn't ask|did not ask)"
    r"|(?P<digits>\d{1,2})\+?"
    r"|(?P<word>once|twice|thrice|one|two|three|four|five|six|several|many|a few"
    r"|一|两|二|三|四|五|六|几))"
    r" *(?:times?|次|回|遍)?[了吧以上 ]*[.。!！]*"
)
_WORDS = {
    **dict.fromkeys(("once", "one", "一"), 1),
    **dict.fromkeys(("twice", "two", "两", "二"), 2),
}
_UNKNOWN = re.compile(
    r"(?:i )?(?:don'?t know|dunno|no idea|not sure|didn'?t say|unknown)"
    r"|不知道|不清楚|不晓得|唔知|没说|他没说|客户没说"
)
_NOTHING = re.compile(r"nothing|none|no|没什么|没啥|没有|无|冇")
_SKIP = re.compile(r"skip(?: it| this)?|跳过|略过")


def with_question(desk: Desk, done: Recorded, messages: Sequence[Message]) -> list[Message]:
    """Add to the answer to a report how often the order was asked for at its first visit."""
    visit = next((each for each in done.visits if _may_be_asked(desk, each)), None)
    if done.deed_id is None or visit is None or not messages:
        return list(messages)
    session, person_id = desk.session, desk.viewer.person_id
    if _has_left_it(desk):
        return list(messages)
    if not tellings.tell_once(session, person_id, f"{_KEY}{visit.id}", desk.today):
        return list(messages)
    desk.dialog.asked_after = AskedAfter(visit.id, desk.now)
    *others, last = messages
    text = desk.say("asked", stage="asks", name=visit.customer)
    counts = [
        Button(f"{n}+" if n == MOST_ASKS else str(n), f"asked:{visit.id}:{n}")
        for n in range(MOST_ASKS + 1)
    ]
    row = (*counts, Button(desk.label("buttons.skip"), f"noask:{visit.id}"))
    return [*others, replace(last, text=f"{last.text}\n{text}", rows=(*last.rows, row))]


def take_text(desk: Desk, text: str) -> list[Message] | None:
    """Take a text as the answer; None where it doesn't clearly answer."""
    waits = desk.dialog.asked_after
    if waits is None or not waits.is_open(desk.now):
        return None
    plain = normalise(text).plain.strip()
    if _SKIP.fullmatch(plain):
        return _skip(desk)
    if waits.held:
        objection = _read_objection(plain, text)
        return _keep_objection(desk, waits.visit_id, objection) if objection else None
    times = _read_count(desk, plain)
    return None if times is None else _keep_count(desk, waits.visit_id, times)


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
    deed_id = asked.record(desk.session, desk.viewer, visit_id, now=desk.now, asks=times)
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    desk.dialog.asked_after = AskedAfter(visit_id, desk.now, held=True)
    text = desk.say("asked", stage="held", name=visit.customer, asks=min(times, MOST_ASKS))
    buttons = [
        Button(desk.label(f"objections.{each}"), f"held:{visit_id}:{each}")
        for each in (*_list_usual(desk), UNKNOWN, NOTHING)
    ]
    skip = Button(desk.label("buttons.skip"), f"noask:{visit_id}")
    undo = undo_row(desk, deed_id)[0] if deed_id is not None else ()
    return [Message(text, (*in_rows(buttons, 2), (skip, *undo)))]


def _keep_objection(desk: Desk, visit_id: int, objection: str) -> list[Message]:
    deed_id = asked.record(desk.session, desk.viewer, visit_id, now=desk.now, objection=objection)
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    desk.dialog.asked_after = None
    speak_of(desk, visit.customer_id)
    told = asked.find(desk.session, visit_id)
    text = desk.say(
        "asked",
        stage="done",
        name=visit.customer,
        asks=told.asks if told else None,
        objection=objection,
        said=desk.label(f"objections.{objection}"),
    )
    lines = Button(desk.label("buttons.what_to_say"), f"objection:{objection}:{visit.customer_id}")
    first = (lines,) if objection not in {NOTHING, UNKNOWN} else ()
    undo = undo_row(desk, deed_id)[0] if deed_id is not None else ()
    row = (*first, *undo)
    return [Message(text, (row,) if row else (), in_place=True)]


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


def _read_count(desk: Desk, plain: str) -> int | None:
    """How often a text says it was; "no" only where no word about the visit is waited for."""
    waits = desk.dialog.find_listening(desk.now)
    if is_no(plain):
        return None if isinstance(waits, VisitWord) and waits.awaits else 0
    found = _COUNT.fullmatch(plain)
    if found is None:
        return None
    if found["none"]:
        return 0
    return int(found["digits"]) if found["digits"] else _WORDS.get(found["word"], MOST_ASKS)


def _read_objection(plain: str, text: str) -> str | None:
    if _UNKNOWN.fullmatch(plain.rstrip(" .。!！了")):
        return UNKNOWN
    if _NOTHING.fullmatch(plain.rstrip(" .。!！了")):
        return NOTHING
    if len(text) > LONGEST or is_question(text):
        return None
    return find_said(normalise(text), "objection.")


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
