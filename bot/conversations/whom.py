"""Which customer is a report, a note or a plan about? Asked before anything is written.

Only a customer named for sure is written about at once. One that merely looks like it is confirmed
with a tap, of several one is chosen, and a name typed as the answer will do as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.conversations.answering import asks, may_be_a_name
from bot.conversations.choosing import SHOWN, told_apart
from bot.conversations.desk import Desk
from bot.conversations.pending import Named, NoteWish, PlanWish, Question, ReminderWish
from bot.conversations.taps import gone
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.understanding.described import reads_like_a_name
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.cadence import VisitState, urgency
from crm.entities import Customer
from crm.names import Match, match
from crm.names.forms import Evidence
from crm.store import customers
from crm.store.customers import Filter

_NAMES = frozenset({"customer_card", OUT_OF_SCOPE, "ambiguous"})
"""What a text that is only a name may have been understood as."""

COMMANDS = frozenset({"cancel", "help", "remind_me", "list_reminders", "edit_last"})
"""What is never the words somebody was asked for."""

LONGEST_NAME = 60

Wish = TypeVar("Wish", bound=Question)


def name(found: Match | None, typed: str) -> Named | None:
    """Return whom a message names; None when it names nobody."""
    if found is None:
        return Named(typed=typed) if typed else None
    return Named(found.customer_id, found.sure, found.candidates, found.others, typed)


def chosen(customer_id: int) -> Named:
    """Return a customer that was chosen with a tap."""
    return Named(customer_id, sure=True, candidates=(customer_id,))


def is_unknown(whom: Named | None) -> bool:
    """Say whether somebody is named whom nobody knows."""
    return whom is not None and not whom.candidates and whom.customer_id is None


def ask(
    desk: Desk,
    number: int,
    whom: Named | None,
    *,
    besides: Sequence[str] = (),
    may_add: bool = False,
) -> list[Message]:
    """Ask which customer is meant; ``besides`` are those that are clear and wait for this one.

    ``may_add``: whom nobody knows may be added with a tap (``addnew``).
    """
    cancel = call_off(desk, number)
    if whom is None:
        shown = _list_due(desk)
        return _asked(desk, number, "whom_open", shown, one_row(cancel), besides=besides)
    if is_unknown(whom):
        may_add = may_add and reads_like_a_name(whom.typed)
        add = Button(desk.label("buttons.add_and_note"), f"addnew:{number}")
        text = desk.say("whom_unknown", typed=whom.typed, besides=besides, may_add=may_add)
        return [Message(text, one_row(*([add] if may_add else []), cancel))]
    found = customers.list_by_id(desk.session, desk.viewer, whom.candidates[:SHOWN])
    if whom.customer_id is not None and found:
        first = found[0]
        label = "yes_plan" if isinstance(desk.dialog.pending, PlanWish) else "yes_note"
        yes = Button(desk.label(f"buttons.{label}"), f"whom:{number}:{first.id}")
        other = Button(desk.label("buttons.another"), f"other:{number}")
        text = desk.say("whom_fuzzy", name=told_apart(first), besides=besides)
        return [Message(text, ((yes,), (other, cancel)))]
    others = max(0, len(whom.candidates) - len(found)) + whom.others
    return _asked(
        desk, number, "whom_which", found, one_row(cancel), besides=besides, others=others
    )


def take_name(desk: Desk, text: str, understood: Understood) -> Named | None:
    """Read a text as the name that was asked for; None when it asks or says something else.

    A word that stands in one customer's name and in no other's is enough here. Whom nobody knows
    is called by something that reads like a name: 今天天气不错 is nobody.
    """
    if understood.intent not in _NAMES or asks(text):
        return None
    found = match(desk.context().names, text)
    if not found.candidates and not may_be_a_name(text, desk.today):
        return None
    if found.sure and found.customer_id not in _list_offered(desk, found.candidates):
        return None
    if found.customer_id is not None and found.evidence is Evidence.PART and not found.others:
        return chosen(found.customer_id)
    return name(found, text[:LONGEST_NAME])


def _list_offered(desk: Desk, otherwise: tuple[int, ...]) -> tuple[int, ...]:
    """The customers to choose from, where a note or a plan waits for one of several."""
    asked = desk.dialog.pending
    if not isinstance(asked, NoteWish | PlanWish | ReminderWish) or asked.whom is None:
        return otherwise
    choosing = asked.whom.customer_id is None and asked.whom.candidates and not asked.whom.others
    return asked.whom.candidates if choosing else otherwise


def find_named_alone(text: str, understood: Understood) -> Named | None:
    """Return the customer whose name a text is and nothing else, for sure; or None."""
    found = understood.customer
    if understood.intent != "customer_card" or found is None or not found.sure:
        return None
    whole = found.span is not None and found.span[1] - found.span[0] >= len(text.strip())
    return name(found, "") if whole else None


def pressing(
    taking: Mapping[type, Callable[[Desk, Any, Named | None], list[Message]]],
) -> Callable[[Desk, str], list[Message]]:
    """Make the answer to ``whom:<number>:<customer>`` and ``other:<number>``.

    ``taking`` tells who goes on with a customer, by the type of the question that is open; None
    is "another one".
    """

    def press(desk: Desk, rest: str) -> list[Message]:
        number, _, about = rest.partition(":")
        pending = desk.dialog.pending
        go_on = taking.get(type(pending))
        if go_on is None or not is_asked(desk, number):
            return gone(desk)
        customer_id = parse_id(about)
        return go_on(desk, pending, None if customer_id is None else chosen(customer_id))

    return press


def is_asked(desk: Desk, number: str) -> bool:
    """Say whether a button belongs to the question that is open."""
    pending = desk.dialog.pending
    return pending is not None and str(pending.number) == number and pending.is_open(desk.now)


def opened(desk: Desk, question: Wish) -> Wish:
    """Make a question the open one, under a fresh number: older buttons of it are void."""
    again = replace(question, number=desk.dialog.next_number(), asked_at=desk.now)
    desk.dialog.pending = again  # type: ignore[assignment]
    return again


def press_off(desk: Desk, rest: str) -> list[Message]:
    """Call off what was asked: ``off:<number>``."""
    if not is_asked(desk, rest):
        return gone(desk)
    return dropped(desk)


def dropped(desk: Desk) -> list[Message]:
    """Drop what was asked and say so."""
    desk.dialog.pending = None
    return [Message(desk.say("dropped", waited=True))]


def call_off(desk: Desk, number: int) -> Button:
    """Return the button that drops what was asked."""
    return Button(desk.label("buttons.cancel"), f"off:{number}")


def _asked(
    desk: Desk,
    number: int,
    text: str,
    shown: Sequence[Customer],
    last: tuple[tuple[Button, ...], ...],
    **facts: Any,
) -> list[Message]:
    buttons = [Button(told_apart(each), f"whom:{number}:{each.id}") for each in shown]
    said = desk.say(text, found=len(shown), **facts)
    return [Message(said, (*one_each(buttons), *last))]


def _list_due(desk: Desk) -> list[Customer]:
    """The customers whose turn it is, the most urgent first: one of them was visited, likely."""
    listed = customers.list_customers(desk.session, desk.viewer, Filter())
    placed = [(row, desk.next_visit(row.customer.tier, row.contacts)) for row in listed]
    waiting = [
        (urgency(desk.policy, row.customer.tier, turn, desk.today), row.customer)
        for row, turn in placed
        if turn.state is not VisitState.ON_TIME
    ]
    waiting.sort(key=lambda each: -each[0])
    return [customer for _, customer in waiting[:SHOWN]]
