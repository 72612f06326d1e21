"""A visit told in a sentence: "saw Huaxin, Minghui yesterday; Huaxin +200 valves".

Everybody named for sure is recorded at once, in one deed, and said again with the date's weekday.
Where a name or a day is not clear, the whole report waits for that one answer.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.conversations import whom
from bot.conversations.desk import Desk
from bot.conversations.noted import show_recorded
from bot.conversations.pending import Named, NamedVisit, ReportWish
from bot.conversations.taps import gone, take
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.entities import VisitKind
from crm.errors import Refused
from crm.store import customers, newcomers, visits
from crm.store.newcomers import Newcomer
from crm.store.visits import Told
from crm.store.writers import RECORDS
from crm.text import fold

_WANTS = re.compile(
    r"\b(?:they|he|she|it|also|and|wants?|wanted|needs?|needed|asked for|asks for|would like)\b"
    r"|想要|需要|还要|说要|要求|需求|他们|要|想"
)
"""Words that lead to a need and say nothing by themselves."""

_WORD = re.compile(r"[\w+]+")

LONG_AGO = timedelta(days=90)
"""A visit longer ago than this is asked about: most likely another year was meant."""


def show_report(desk: Desk, understood: Understood) -> list[Message]:
    """Record the visits that were told, or ask for what is not clear."""
    report = understood.report
    if report is None:
        named = whom.name(understood.customer, understood.typed_name)
        period = understood.slots.period
        on = period.from_on if period else desk.today
        return go_on(desk, ReportWish(0, desk.now, _only(named), on))
    told = tuple(
        NamedVisit(whom.name(each.customer, each.typed_name) or Named(), each.kind, each.need)
        for each in report.told
    )
    return go_on(
        desk, ReportWish(0, desk.now, told, report.on, note=report.note, next_on=report.next_on)
    )


def take_customer(desk: Desk, wish: ReportWish, named: Named | None) -> list[Message]:
    """Go on with the customer that was asked for; None asks for another one."""
    place = _find_unclear(wish)
    if place is None:
        return go_on(desk, ReportWish(0, desk.now, _only(named), wish.on, wish.note, wish.next_on))
    if named is None:
        return _ask(desk, wish, None)
    asked = wish.told[place]
    settled = NamedVisit(named, asked.kind, asked.need)
    told = (*wish.told[:place], settled, *wish.told[place + 1 :])
    return go_on(desk, ReportWish(0, desk.now, told, wish.on, wish.note, wish.next_on, wish.agreed))


def take_name(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with a text that is the customer's name; None when it says something else."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish):
        return None
    named = whom.take_name(desk, text, understood)
    return None if named is None else take_customer(desk, wish, named)


def go_on(desk: Desk, wish: ReportWish) -> list[Message]:
    """Ask for the first thing that isn't clear; record the report when nothing is left to ask.

    Whom nobody knows is left out, unless the report is about nobody else.
    """
    wish = whom.opened(desk, wish)
    place = _find_unclear(wish)
    if not wish.told or place is not None:
        return _ask(desk, wish, wish.told[place].whom if place is not None else None)
    if wish.on > desk.today:
        return _ask_day(desk, wish, "plan_it", f"plan:{wish.number}")
    if desk.today - wish.on > LONG_AGO and not wish.agreed:
        return _ask_day(desk, wish, "yes_note", f"agree:{wish.number}")
    return _record(desk, wish)


def press_agree(desk: Desk, rest: str) -> list[Message]:
    """Record what was asked about since it is long ago: ``agree:<number>``."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish) or not whom.is_asked(desk, rest):
        return gone(desk)
    return go_on(
        desk, ReportWish(0, desk.now, wish.told, wish.on, wish.note, wish.next_on, agreed=True)
    )


def press_add(desk: Desk, rest: str) -> list[Message]:
    """Add the customer nobody knows as one's own, and record the visit: ``addnew:<number>``."""
    wish = desk.dialog.pending
    place = _find_unclear(wish) if isinstance(wish, ReportWish) else None
    if not isinstance(wish, ReportWish) or place is None or not whom.is_asked(desk, rest):
        return gone(desk)
    try:
        newcomer = Newcomer(newcomers.parse(wish.told[place].whom.typed))
    except Refused:
        return _ask(desk, wish, None)
    added = newcomers.add(
        desk.session, desk.viewer, newcomer, rep_id=desk.viewer.person_id, now=desk.now
    )
    first, *more = take_customer(desk, wish, whom.chosen(added.row_id))
    said = desk.say("whom_added", name=newcomer.name)
    return [Message(f"{said}\n{first.text}", first.rows), *more]


def visit_buttons(desk: Desk, customer_id: int) -> tuple[Button, ...]:
    """Return what a card offers after a visit: met, or nobody in. The desk only looks."""
    if desk.viewer.role not in RECORDS:
        return ()
    about = f"{desk.offer()}:{customer_id}"
    return (
        Button(desk.label("buttons.met"), f"met:{about}"),
        Button(desk.label("buttons.nobody_in"), f"out:{about}"),
    )


def phone_button(desk: Desk, customer_id: int) -> Button:
    """Return the button that records a phone call of today."""
    return Button(desk.label("buttons.phoned"), f"tel:{desk.offer()}:{customer_id}")


def press_reached(desk: Desk, rest: str, kind: VisitKind) -> list[Message]:
    """Record today's visit, attempt or call with one tap: ``met:<number>:<customer>``."""
    number, _, about = rest.partition(":")
    customer = customers.get_customer(desk.session, desk.viewer, parse_id(about) or 0)
    if not take(desk, number):
        session, person_id = desk.session, desk.viewer.person_id
        before = any(
            visits.find_same(session, customer.id, person_id, each, desk.today)
            for each in VisitKind
        )
        return [Message(desk.say("noted_before" if before else "button_gone"))]
    told = [Told(customer.id, kind)]
    done = visits.record(desk.session, desk.viewer, told, on=desk.today, now=desk.now)
    return show_recorded(desk, done, awaits=kind is not VisitKind.ATTEMPT)


def _record(desk: Desk, wish: ReportWish) -> list[Message]:
    told = [
        Told(each.whom.settled_id, each.kind, each.need)
        for each in wish.told
        if each.whom.settled_id is not None
    ]
    agreed = wish.next_on if wish.next_on and wish.next_on >= desk.today else None
    done = visits.record(
        desk.session,
        desk.viewer,
        told,
        on=wish.on,
        now=desk.now,
        note=_beyond_needs(desk, wish),
        next_on=agreed,
    )
    strangers = tuple(each for each in wish.told if whom.is_unknown(each.whom))
    called = [each.whom.typed for each in strangers]
    messages = show_recorded(desk, done, said=wish.note, strangers=called)
    if not strangers:
        return messages
    rest = whom.opened(desk, ReportWish(0, desk.now, strangers, wish.on, wish.note, agreed))
    add = Button(desk.label("buttons.add_name", who=called[0]), f"addnew:{rest.number}")
    (message,) = messages
    return [Message(message.text, (*message.rows, (add,)))]


def _beyond_needs(desk: Desk, wish: ReportWish) -> str | None:
    """The note, unless it says nothing but what is needed: that is kept by itself."""
    needs = [each.need for each in wish.told if each.need]
    if not wish.note or not needs:
        return wish.note
    left = fold(wish.note)
    for need in sorted(map(fold, needs), key=len, reverse=True):
        left = left.replace(need, " ")
    names = " ".join(map(fold, _list_settled(desk, wish)))
    words = [word for word in _WORD.findall(_WANTS.sub(" ", left)) if word not in names]
    return wish.note if words else None


def _only(named: Named | None) -> tuple[NamedVisit, ...]:
    return () if named is None else (NamedVisit(named),)


def _find_unclear(wish: ReportWish) -> int | None:
    """The place of the first customer to ask about."""
    open_ones = [n for n, each in enumerate(wish.told) if each.whom.settled_id is None]
    asked = [n for n in open_ones if not whom.is_unknown(wish.told[n].whom)]
    if not asked and len(open_ones) == len(wish.told):
        asked = open_ones
    return asked[0] if asked else None


def _ask(desk: Desk, wish: ReportWish, named: Named | None) -> list[Message]:
    return whom.ask(
        desk, wish.number, named, besides=_list_settled(desk, wish), may_add=named is not None
    )


def _ask_day(desk: Desk, wish: ReportWish, label: str, action: str) -> list[Message]:
    text = desk.say(
        "visit_day",
        on=wish.on,
        names=_list_settled(desk, wish),
        ahead=wish.on > desk.today,
        days=(desk.today - wish.on).days,
    )
    yes = Button(desk.label(f"buttons.{label}"), action)
    return [Message(text, one_row(yes, whom.call_off(desk, wish.number)))]


def _list_settled(desk: Desk, wish: ReportWish) -> list[str]:
    ids = [each.whom.settled_id for each in wish.told if each.whom.settled_id is not None]
    return [each.name for each in customers.list_by_id(desk.session, desk.viewer, ids)]


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "met": lambda desk, rest: press_reached(desk, rest, VisitKind.VISIT),
    "out": lambda desk, rest: press_reached(desk, rest, VisitKind.ATTEMPT),
    "tel": lambda desk, rest: press_reached(desk, rest, VisitKind.TOUCH),
    "agree": press_agree,
    "addnew": press_add,
}
"""What a button about a visit does, by the first word of its action."""
