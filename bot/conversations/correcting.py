"""Edit below a report: another date, note, customer, or "nobody was in" after all.

Each correction is a deed of its own, said again as a whole and taken back by itself.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.conversations import whom
from bot.conversations.answering import is_no, is_other_topic
from bot.conversations.bare_dates import find_answered_date
from bot.conversations.desk import Desk
from bot.conversations.kinds import find_how_it_went
from bot.conversations.noted import show_visits
from bot.conversations.pending import Correction, Named
from bot.conversations.taps import gone, take
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.entities import VisitKind
from crm.names import match
from crm.store import corrections, deeds, visits
from crm.store.asked import KIND as ASKED
from crm.store.visits import Visit

_RATHER = re.compile(
    r"(?:no[,，]? |不对[,，]?)?(?:it was |that was )?(?:not |不是).{1,60}?"
    r"(?:[,，;；] ?(?:but |it was |而?是)| but |而是)(.{1,60}?)[.。!！]?",
    re.IGNORECASE,
)

_DAYS_BACK = 3
"""So many days before today are offered for another date."""

ONE_BY_ONE = 5
"""So many customers of one report are offered to be put right."""


def show_edit(desk: Desk, deed_id: int) -> list[Message]:
    """Ask what is wrong with a report: with all of it, or first with which customer."""
    deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    found = visits.list_of_deed(desk.session, desk.viewer, deed_id)
    if not found:
        return gone(desk)
    if len(found) == 1:
        return _show_menu(desk, found[0])
    _ask_any(desk, found)
    whole = Button(desk.label("buttons.its_date"), f"fix:date:deed:{deed_id}")
    each = [Button(v.customer, f"fix:one:visit:{v.id}") for v in found[:ONE_BY_ONE]]
    return [Message(desk.say("visit_edit", several=True, shown=found), ((whole,), *_rows(each)))]


def press_fix(desk: Desk, rest: str) -> list[Message]:
    """Ask for what is to be typed anew: ``fix:date:visit:12``."""
    what, of, about = [*rest.split(":"), "", ""][:3]
    row_id = parse_id(about) or 0
    if of == "deed":
        found = visits.list_of_deed(desk.session, desk.viewer, row_id)
    elif of == "visit":
        found = [visits.get_own(desk.session, desk.viewer, row_id)]
    else:
        found = []
    if what == "one" and found:
        return _show_menu(desk, found[0])
    return _open(desk, what, found) if found else gone(desk)


def press_day(desk: Desk, asked: Correction, on: date) -> list[Message]:
    """Move the visits whose date was asked for to the day that was tapped."""
    return change_date(desk, asked.row_ids, on)


def press_kind(desk: Desk, rest: str) -> list[Message]:
    """Make a visit an attempt or a touch, or the other way: ``kind:<number>:<visit>:attempt``."""
    number, about, kind = [*rest.split(":"), "", ""][:3]
    visit = visits.get_own(desk.session, desk.viewer, parse_id(about) or 0)
    if kind not in set(VisitKind) or not take(desk, number):
        return gone(desk)
    return change_kind(desk, [visit], VisitKind(kind))


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Put right what Edit asked about with a text; None when the text asks something else."""
    asked = desk.dialog.pending
    if not isinstance(asked, Correction) or asked.table != "visits":
        return None
    if asked.what == "any":
        return _take_any(desk, asked, text, understood)
    if is_other_topic(text, understood) or is_report(understood):
        return None
    if asked.what == "customer":
        named = whom.take_name(desk, text, understood)
        return None if named is None else take_customer(desk, asked, named)
    if asked.what == "date":
        on = find_answered_date(text, understood, desk.today, ahead=False)
        return None if on is None else change_date(desk, asked.row_ids, on)
    return whom.dropped(desk) if is_no(text) else _reword(desk, asked, text)


def is_report(understood: Understood) -> bool:
    """Say whether a text reports a visit to somebody it names: that is no words for a note."""
    told = understood.report.told if understood.report else ()
    return any(each.customer.span is not None and each.customer.sure for each in told)


def take_customer(desk: Desk, asked: Correction, named: Named | None) -> list[Message]:
    """Give a visit the customer that was meant; one that isn't sure is asked about first."""
    customer_id = named.settled_id if named else None
    if customer_id is None:
        asked = whom.opened(desk, asked)
        return whom.ask(desk, asked.number, named)
    before = _list(desk, asked.row_ids)
    deed_id = corrections.change(
        desk.session, desk.viewer, asked.row_ids, now=desk.now, customer_id=customer_id
    )
    return _show_corrected(desk, deed_id, before, customer_id=customer_id)


def change_kind(desk: Desk, found: Sequence[Visit], kind: VisitKind) -> list[Message]:
    """Make visits attempts or touches, or the other way."""
    ids = [each.id for each in found]
    deed_id = corrections.change(desk.session, desk.viewer, ids, now=desk.now, kind=kind)
    return _show_corrected(desk, deed_id, found, kind=kind)


def change_date(desk: Desk, visit_ids: Iterable[int], on: date) -> list[Message]:
    """Move visits to another day, which must not lie ahead."""
    found = _list(desk, visit_ids)
    if on > desk.today:
        return _open(desk, "date", found, ahead=on)
    ids = [each.id for each in found]
    deed_id = corrections.change(desk.session, desk.viewer, ids, now=desk.now, on=on)
    return _show_corrected(desk, deed_id, found, on=on)


def correct_last(desk: Desk, deed_id: int, understood: Understood) -> list[Message] | None:
    """Put the last report right by what was typed: "不对，是周二", "no, it was Bravo".

    None when nothing was said that could be put right.
    """
    found = visits.list_of_deed(desk.session, desk.viewer, deed_id)
    slots = understood.slots
    if not found:
        return None
    if slots.on is not None:
        return change_date(desk, [each.id for each in found], slots.on)
    how = find_how_it_went(slots.text or "")
    if how is not None and how.choose(found):
        return change_kind(desk, how.choose(found), how.kind)
    if not slots.text or len(found) > 1:
        return None
    return _switch(desk, found[0], slots.text)


def switch_customer(desk: Desk, found: Sequence[Visit], text: str) -> list[Message] | None:
    """Give the visit just told another customer: "not Bravo but Alpha", 不是拾光，是小满.

    None when a text says no such thing.
    """
    rather = _RATHER.fullmatch(text)
    return _switch(desk, found[0], rather[1]) if rather and len(found) == 1 else None


def _switch(desk: Desk, visit: Visit, called: str) -> list[Message] | None:
    named = whom.name(match(desk.context().names, called), called[: whom.LONGEST_NAME])
    if whom.is_unknown(named):
        return None
    return take_customer(desk, Correction(0, desk.now, "customer", "visits", (visit.id,)), named)


def editing_last(
    edit: Callable[[Desk, int], list[Message]],
    correct: Callable[[Desk, str, int, Understood], list[Message] | None],
) -> Callable[[Desk, Understood], list[Message]]:
    """Make the answer to "change that" out of what puts a deed right, by its kind."""

    def show_edit_last(desk: Desk, understood: Understood) -> list[Message]:
        deed_id = deeds.find_last(desk.session, desk.viewer, desk.now, but=(ASKED,))
        if deed_id is None:
            return [Message(desk.say("dropped", waited=False))]
        kind = deeds.find_kind(desk.session, deed_id) or ""
        return correct(desk, kind, deed_id, understood) or edit(desk, deed_id)

    return show_edit_last


def taking(
    *takers: Callable[[Desk, str, Understood], list[Message] | None],
) -> Callable[[Desk, str, Understood], list[Message] | None]:
    """Make one out of those who put something right: each knows its own."""

    def take(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
        given = (taker(desk, text, understood) for taker in takers)
        return next((messages for messages in given if messages is not None), None)

    return take


def _reword(desk: Desk, asked: Correction, text: str) -> list[Message]:
    (visit_id,) = asked.row_ids
    session, actor = desk.session, desk.viewer
    if asked.what == "note":
        deed_id = corrections.change(session, actor, [visit_id], now=desk.now, note=text)
    else:
        deed_id = corrections.change_need(session, actor, visit_id, text, now=desk.now)
    return _show_corrected(desk, deed_id, _list(desk, [visit_id]))


def _ask_any(desk: Desk, found: Sequence[Visit]) -> None:
    ids = tuple(each.id for each in found)
    whom.opened(desk, Correction(0, desk.now, "any", "visits", ids))


def _take_any(
    desk: Desk, asked: Correction, text: str, understood: Understood
) -> list[Message] | None:
    """Take what says by itself what is wrong: a day, how it went, whose visit it was."""
    found = _list(desk, asked.row_ids)
    how = find_how_it_went(text)
    if how is not None and how.choose(found):
        return change_kind(desk, how.choose(found), how.kind)
    on = find_answered_date(text, understood, desk.today, ahead=False)
    if on is not None:
        return change_date(desk, asked.row_ids, on)
    named = whom.find_named_alone(text, understood)
    if named is None:
        return switch_customer(desk, found, text)
    if len(found) == 1:
        return take_customer(desk, replace(asked, what="customer"), named)
    one = next((each for each in found if each.customer_id == named.customer_id), None)
    return None if one is None else _show_menu(desk, one)


def _show_menu(desk: Desk, visit: Visit) -> list[Message]:
    _ask_any(desk, [visit])
    parts = ["date", "note", "need", "customer"] if visit.needs else ["date", "note", "customer"]
    fix = [Button(desk.label(f"buttons.its_{p}"), f"fix:{p}:visit:{visit.id}") for p in parts]
    number = desk.offer()
    kinds = [
        Button(desk.label(f"buttons.was_{kind}"), f"kind:{number}:{visit.id}:{kind}")
        for kind in VisitKind
        if kind is not visit.kind
    ]
    return [Message(desk.say("visit_edit", several=False, shown=[visit]), _rows([*fix, *kinds]))]


def _open(
    desk: Desk, what: str, found: Sequence[Visit], ahead: date | None = None
) -> list[Message]:
    ids = tuple(each.id for each in found)
    if what == "customer" and len(ids) == 1:
        asked = whom.opened(desk, Correction(0, desk.now, "customer", "visits", ids))
        return whom.ask(desk, asked.number, None)
    if what == "date":
        asked = whom.opened(desk, Correction(0, desk.now, "date", "visits", ids))
    elif what in {"note", "need"} and len(ids) == 1:
        part: Literal["note", "need"] = "note" if what == "note" else "need"
        asked = whom.opened(desk, Correction(0, desk.now, part, "visits", ids))
    else:
        return gone(desk)
    text = desk.say("correct_ask", what=what, ahead=ahead)
    days = _list_days(desk, asked.number, found) if what == "date" else ()
    return [Message(text, (*one_row(*days), *one_row(whom.call_off(desk, asked.number))))]


def _list_days(desk: Desk, number: int, found: Sequence[Visit]) -> list[Button]:
    """The last days as buttons, besides the day that is recorded."""
    now = {each.visited_on for each in found}
    days = [desk.today - timedelta(days=back) for back in range(_DAYS_BACK + 1)]
    shown = [day for day in days if {day} != now][:_DAYS_BACK]
    return [Button(desk.voice.dated(day), f"wason:{number}:{day.isoformat()}") for day in shown]


def _show_corrected(
    desk: Desk, deed_id: int | None, before: Sequence[Visit], **changed: Any
) -> list[Message]:
    """Say how the visits stand now; one that went up in another is shown as that one."""
    if deed_id is None:
        desk.dialog.pending = None
        return show_visits(desk, None, before, why="known")
    person_id = desk.viewer.person_id
    ids = dict.fromkeys(
        same.id
        for each in before
        if (
            same := visits.find_same(
                desk.session,
                changed.get("customer_id", each.customer_id),
                person_id,
                changed.get("kind", each.kind),
                changed.get("on", each.visited_on),
            )
        )
    )
    return show_visits(desk, deed_id, _list(desk, ids), why="corrected")


def _list(desk: Desk, visit_ids: Iterable[int]) -> list[Visit]:
    return [visits.get_own(desk.session, desk.viewer, each) for each in visit_ids]


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
