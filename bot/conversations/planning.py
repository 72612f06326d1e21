"""A visit put off or agreed for a day: "postpone Hansen to 4 Dec", 明辉改到后天.

The tier's latest day does not move: a plan beyond it is kept, and the rep is told.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.conversations import whom
from bot.conversations.bare_dates import find_answered_date, find_bare_date
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.conversations.pending import Named, PlanWish, ReminderWish, ReportWish
from bot.conversations.taps import gone, mending_row, speak_of, take, undo_row
from bot.messages import Button, Message, one_each, parse_id
from bot.understanding.understand import Understood
from crm.store import customers, deeds, plans
from crm.store.tables import planned_visits
from crm.store.writers import RECORDS

_AT_ONCE = 5
"""So many visits of one message are planned."""

_SOON = (1, 3, 7)
"""Days ahead that are offered to tap when a day is missing."""


def show_plan(desk: Desk, understood: Understood) -> list[Message]:
    """Plan the next visit for the day that was said, or ask for the customer or the day.

    Of several those that are clear come first: one question can be open at a time.
    """
    slots = understood.slots
    on = slots.until or slots.on or (slots.period.from_on if slots.period else None)
    wishes = [
        PlanWish(0, desk.now, whom.name(each.customer, ""), each.on, slots.text)
        for each in sorted(understood.plans, key=lambda each: not each.customer.sure)
    ]
    if not wishes:
        named = whom.name(understood.customer, understood.typed_name)
        return go_on(desk, PlanWish(0, desk.now, named, on, slots.text))
    return [message for wish in wishes[:_AT_ONCE] for message in go_on(desk, wish)]


def show_planned(desk: Desk, _understood: Understood) -> list[Message]:
    """List the visits one has agreed, the next one first."""
    ahead = plans.list_ahead(desk.session, desk.viewer, desk.today)
    text = desk.say("plans_ahead", shown=ahead[:ROWS], others=max(0, len(ahead) - ROWS))
    cards = one_each(Button(each.customer, f"card:{each.customer_id}") for each in ahead[:ROWS])
    return [Message(text, cards)]


def show_dropped(desk: Desk, customer_id: int) -> list[Message]:
    """Forget the visit agreed with a customer, and say when it is next."""
    deed_id = plans.drop(desk.session, desk.viewer, customer_id, now=desk.now)
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    following = desk.next_visit(card.customer.tier, card.contacts)
    speak_of(desk, customer_id)
    text = desk.say(
        "plan_dropped", name=card.customer.name, next=following, dropped=deed_id is not None
    )
    return [Message(text, undo_row(desk, deed_id) if deed_id is not None else ())]


def take_customer(desk: Desk, wish: PlanWish, named: Named | None) -> list[Message]:
    """Go on with the customer that was asked for; None asks for another one."""
    return go_on(desk, replace(wish, whom=named))


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with the name or the day that was asked for; None when it is something else."""
    wish = desk.dialog.pending
    if not isinstance(wish, PlanWish) or understood.intent == "cancel":
        return None
    if wish.whom is None or wish.whom.settled_id is None:
        named = whom.take_name(desk, text, understood)
        return None if named is None else take_customer(desk, wish, named)
    other = whom.find_named_alone(text, understood)
    if other is not None:
        return take_customer(desk, wish, other)
    on = find_answered_date(text, understood, desk.today, ahead=True)
    return None if on is None else go_on(desk, replace(wish, on=on))


def go_on(desk: Desk, wish: PlanWish) -> list[Message]:
    """Ask for what is missing, or plan the visit and say what it replaces."""
    wish = whom.opened(desk, wish)
    customer_id = wish.whom.settled_id if wish.whom else None
    if customer_id is None:
        return whom.ask(desk, wish.number, wish.whom)
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    if wish.on is None or wish.on < desk.today:
        text = desk.say("plan_day", name=card.customer.name, past=wish.on)
        return [Message(text, day_buttons(desk, wish.number))]
    before = desk.next_visit(card.customer.tier, card.contacts)
    deed_id = plans.plan(desk.session, desk.viewer, customer_id, wish.on, now=desk.now)
    desk.dialog.pending = None
    speak_of(desk, customer_id)
    text = desk.say(
        "planned",
        name=card.customer.name,
        tier=card.customer.tier,
        on=wish.on,
        before=before,
        days_over=_days_over(wish.on, before.latest_on),
        unkept=wish.unkept,
    )
    return [Message(text, mending_row(desk, deed_id))]


def press_plan(desk: Desk, rest: str) -> list[Message]:
    """Plan what was reported for a day ahead: ``plan:<number>``."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReportWish) or not whom.is_asked(desk, rest):
        return gone(desk)
    desk.dialog.pending = None
    ids = [each.whom.settled_id for each in wish.told if each.whom.settled_id is not None]
    messages = []
    for customer_id in dict.fromkeys(ids):
        messages += go_on(desk, PlanWish(0, desk.now, whom.chosen(customer_id), wish.on))
    return messages or gone(desk)


def offering(
    show: Callable[[Desk, Understood], list[Message]],
) -> Callable[[Desk, Understood], list[Message]]:
    """Let an answer about the next visit offer to plan it, where a day ahead was named."""

    def show_and_offer(desk: Desk, understood: Understood) -> list[Message]:
        messages = show(desk, understood)
        match, period = understood.customer, understood.slots.period
        one_day = period is not None and period.from_on == period.to_on
        if match is None or match.customer_id is None or period is None or not one_day:
            return messages
        if period.from_on <= desk.today or desk.viewer.role not in RECORDS:
            return messages
        label = desk.label("buttons.plan_on", day=desk.voice.dated(period.from_on))
        about = f"{desk.offer()}:{match.customer_id}:{period.from_on.isoformat()}"
        *others, last = messages
        rows = ((Button(label, f"planon:{about}"),), *last.rows)
        return [*others, Message(last.text, rows)]

    return show_and_offer


def press_plan_on(desk: Desk, rest: str) -> list[Message]:
    """Plan a visit for a day that was named: ``planon:<number>:<customer>:<date>``."""
    number, about, written = [*rest.split(":"), "", ""][:3]
    customer_id, on = parse_id(about), _parse_date(written)
    if customer_id is None or on is None or not take(desk, number):
        return gone(desk)
    return go_on(desk, PlanWish(0, desk.now, whom.chosen(customer_id), on))


def show_edit(desk: Desk, deed_id: int) -> list[Message]:
    """Ask for another day for a planned visit."""
    deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    for row_id in deeds.list_rows(desk.session, deed_id, planned_visits):
        customer_id = plans.find_customer_id(desk.session, row_id)
        if customer_id is not None:
            return go_on(desk, PlanWish(0, desk.now, whom.chosen(customer_id)))
    return gone(desk)


def correct_last(desk: Desk, deed_id: int, understood: Understood) -> list[Message] | None:
    """Move the visit planned last to the day that was typed; None when none was."""
    on = find_bare_date(understood.slots.text or "", desk.today, ahead=True)
    rows = deeds.list_rows(desk.session, deed_id, planned_visits)
    customer_id = plans.find_customer_id(desk.session, rows[0]) if rows else None
    if on is None or customer_id is None:
        return None
    return go_on(desk, PlanWish(0, desk.now, whom.chosen(customer_id), on))


def day_buttons(desk: Desk, number: int) -> tuple[tuple[Button, ...], ...]:
    """Return the days that are offered where one is missing, and Cancel."""
    labels = [
        desk.label("buttons.tomorrow"),
        desk.label("buttons.in_days", days=_SOON[1]),
        desk.label("buttons.in_a_week"),
    ]
    soon = tuple(
        Button(label, f"day:{number}:{(desk.today + timedelta(days=days)).isoformat()}")
        for label, days in zip(labels, _SOON, strict=True)
    )
    return (soon, (whom.call_off(desk, number),))


def find_tapped_day(desk: Desk, rest: str) -> date | None:
    """Return the day of ``day:<number>:<date>`` if it answers the question that is open."""
    number, _, written = rest.partition(":")
    if not whom.is_asked(desk, number) or not isinstance(
        desk.dialog.pending, PlanWish | ReminderWish
    ):
        return None
    return _parse_date(written)


def _parse_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _days_over(on: date, latest_on: date | None) -> int:
    return 0 if latest_on is None else max(0, (on - latest_on).days)
