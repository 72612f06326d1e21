"""A visit told in a sentence: "saw Huaxin, Minghui yesterday; Huaxin +200 valves".

Everybody named for sure is recorded at once, in one deed, and said again with the date's weekday.
Where a name or a day is not clear, the whole report waits for that one answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.conversations import after_visits, correcting, whom
from bot.conversations.bare_dates import find_answered_date
from bot.conversations.desk import Desk
from bot.conversations.noted import show_recorded
from bot.conversations.pending import Correction, Named, NamedVisit, ReportWish
from bot.conversations.taps import gone, take
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.told import Report
from bot.understanding.told import Told as Heard
from bot.understanding.understand import Understood
from crm.entities import VisitKind
from crm.errors import Refused
from crm.store import customers, newcomers, visits
from crm.store.newcomers import Newcomer
from crm.store.visits import Told
from crm.store.writers import RECORDS

LONG_AGO = timedelta(days=90)
"""A visit longer ago than this is asked about: most likely another year was meant."""


_OTHERWISE = {VisitKind.ATTEMPT: VisitKind.VISIT, VisitKind.VISIT: VisitKind.ATTEMPT}
"""Of one day and one customer only one of these is so, when both are tapped."""


def show_report(desk: Desk, understood: Understood) -> list[Message]:
    """Record the visits that were told, or ask for what is not clear."""
    report = understood.report
    if report is None:
        named = whom.name(understood.customer, understood.typed_name)
        period = understood.slots.period
        on = period.from_on if period else desk.today
        return go_on(desk, ReportWish(0, desk.now, _only(named), on))
    if report.unclear is not None:
        return [_ask_which_of_them(desk, report)]
    wish = ReportWish(
        0,
        desk.now,
        tuple(map(_as_asked, report.told)),
        report.on,
        impossible=report.impossible,
        left_out=report.left_out,
        vague=report.vague,
    )
    return go_on(desk, wish)


def _ask_which_of_them(desk: Desk, report: Report) -> Message:
    """Ask for a report with names where its words may mean any of its customers."""
    told = [each.customer.customer_id for each in report.told]
    known = customers.list_by_id(desk.session, desk.viewer, [each for each in told if each])
    names = [each.name for each in known]
    return Message(desk.say("which_of_them", typed=report.unclear, names=names))


def take_customer(desk: Desk, wish: ReportWish, named: Named | None) -> list[Message]:
    """Go on with the customer that was asked for; None asks for another one."""
    place = _find_unclear(wish)
    if place is None:
        return go_on(desk, replace(wish, told=_only(named)))
    if named is None:
        return _ask(desk, wish, None)
    settled = replace(wish.told[place], whom=named)
    told = (*wish.told[:place], settled, *wish.told[place + 1 :])
    return go_on(desk, replace(wish, told=told))


def take_name(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with the customer's name or the day that was asked for; None when it is neither."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish):
        return None
    if (wish.impossible or wish.vague) and wish.told and _find_unclear(wish) is None:
        on = find_answered_date(text, understood, desk.today, ahead=False)
        if on is None or on > desk.today:
            return None
        return go_on(desk, replace(wish, on=on, impossible=None, vague=None))
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
    if wish.impossible or wish.vague:
        return _ask_which_day(desk, wish)
    first = min([wish.on, *(each.on for each in wish.told if each.on)])
    if wish.on > desk.today:
        return _ask_day(desk, wish, "plan_it", f"plan:{wish.number}")
    if desk.today - first > LONG_AGO and not wish.agreed:
        return _ask_day(desk, replace(wish, on=first), "yes_note", f"agree:{wish.number}")
    return _record(desk, wish)


def press_agree(desk: Desk, rest: str) -> list[Message]:
    """Record what was asked about since it is long ago: ``agree:<number>``."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish) or not whom.is_asked(desk, rest):
        return gone(desk)
    return go_on(desk, replace(wish, agreed=True))


def press_day(desk: Desk, rest: str) -> list[Message]:
    """Record a report for the day that was tapped, or move one there: ``wason:<number>:<date>``."""
    number, _, written = rest.partition(":")
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish | Correction) or not whom.is_asked(desk, number):
        return gone(desk)
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return gone(desk)
    if isinstance(wish, Correction):
        moves = wish.what == "date" and wish.table == "visits"
        return correcting.press_day(desk, wish, on) if moves else gone(desk)
    return go_on(desk, replace(wish, on=on, impossible=None, vague=None))


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


def press_reached(desk: Desk, rest: str, kind: VisitKind, *, asks: bool = True) -> list[Message]:
    """Record today's visit, attempt or call with one tap: ``met:<number>:<customer>``.

    ``asks``: it is asked besides how often the order was asked for.
    """
    number, _, about = rest.partition(":")
    customer = customers.get_customer(desk.session, desk.viewer, parse_id(about) or 0)
    session, person_id = desk.session, desk.viewer.person_id
    today = {
        each: same
        for each in VisitKind
        if (same := visits.find_same(session, customer.id, person_id, each, desk.today))
    }
    fresh = take(desk, number)
    if not fresh and (not today or kind in today):
        return [Message(desk.say("noted_before" if today else "button_gone"))]
    other = _OTHERWISE.get(kind)
    if other in today and kind not in today and (not fresh or kind is VisitKind.ATTEMPT):
        visit = visits.get_own(session, desk.viewer, today[other].id)
        return correcting.change_kind(desk, [visit], kind)
    if not fresh:
        return gone(desk)
    told = [Told(customer.id, kind)]
    done = visits.record(desk.session, desk.viewer, told, on=desk.today, now=desk.now)
    shown = show_recorded(desk, done, awaits=kind is not VisitKind.ATTEMPT)
    return after_visits.with_question(desk, done, shown) if asks else shown


def _as_asked(heard: Heard) -> NamedVisit:
    named = whom.name(heard.customer, heard.typed_name) or Named()
    return NamedVisit(
        named,
        heard.kind,
        heard.need,
        heard.on,
        heard.note,
        heard.next_on,
        heard.answered,
        heard.only_said,
    )


def _record(desk: Desk, wish: ReportWish) -> list[Message]:
    settled = [each for each in wish.told if each.whom.settled_id is not None]
    told = [_as_told(desk, each) for each in settled]
    done = visits.record(desk.session, desk.viewer, told, on=wish.on, now=desk.now)
    strangers = tuple(each for each in wish.told if whom.is_unknown(each.whom))
    called = [each.whom.typed for each in strangers]
    silent = [each.whom.settled_id or 0 for each in settled if not each.answered]
    beside = [each for each in told if each.kind is None and each.customer_id not in silent]
    said = max((each.note or "" for each in settled), key=len, default="")
    messages = show_recorded(
        desk,
        done,
        said=said,
        strangers=called,
        silent=silent,
        left_out=wish.left_out,
        beside=beside,
    )
    messages = after_visits.with_question(desk, done, messages)
    if not strangers:
        return messages
    rest = whom.opened(desk, replace(wish, told=strangers, left_out=None))
    add = Button(desk.label("buttons.add_name", who=called[0]), f"addnew:{rest.number}")
    (message,) = messages
    return [Message(message.text, (*message.rows, (add,)))]


def _as_told(desk: Desk, each: NamedVisit) -> Told:
    """What is kept of a customer; a call nobody took is only noted, and its day with it."""
    next_on = each.next_on if each.next_on and each.next_on >= desk.today else None
    note = each.note
    if not each.answered:
        said = desk.say("call_unanswered", on=each.on or desk.today)
        note = f"{said} {note}" if note else said
    kind = each.kind if each.answered and not each.only_said else None
    return Told(each.whom.settled_id or 0, kind, each.need, each.on, note, next_on)


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


def _ask_which_day(desk: Desk, wish: ReportWish) -> list[Message]:
    text = desk.say(
        "visit_when",
        typed=wish.impossible or wish.vague,
        vague=wish.vague is not None,
        names=_list_settled(desk, wish),
    )
    days = tuple(
        Button(desk.label(f"buttons.{label}"), f"wason:{wish.number}:{on.isoformat()}")
        for label, on in (("today", desk.today), ("yesterday", desk.today - timedelta(days=1)))
    )
    if wish.vague and wish.on == desk.today - timedelta(days=7):
        label = desk.voice.dated(wish.on)
        days = (days[0], Button(label, f"wason:{wish.number}:{wish.on.isoformat()}"))
    return [Message(text, (days, (whom.call_off(desk, wish.number),)))]


def _list_settled(desk: Desk, wish: ReportWish) -> list[str]:
    ids = [each.whom.settled_id for each in wish.told if each.whom.settled_id is not None]
    return [each.name for each in customers.list_by_id(desk.session, desk.viewer, ids)]


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "met": lambda desk, rest: press_reached(desk, rest, VisitKind.VISIT),
    "out": lambda desk, rest: press_reached(desk, rest, VisitKind.ATTEMPT),
    "tel": lambda desk, rest: press_reached(desk, rest, VisitKind.TOUCH),
    "agree": press_agree,
    "wason": press_day,
    "addnew": press_add,
}
"""What a button about a visit does, by the first word of its action."""
