"""Which customer is meant? One is answered, a few are asked about with buttons, none is said so."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_each
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.names import Match
from crm.names.folding import is_han
from crm.names.forms import Evidence
from crm.store import customers

KEEPS_SUBJECT = frozenset({"coach_line", "coach_start"})
"""What is about the customer spoken of last, where it names none."""

About = Callable[[Desk, int], list[Message]]

SHOWN = 5

COMPLETED = frozenset({"orders", "details", "last_visit", "next_visit", "not_mine"})
"""Questions that ask which customer and are answered once it is named."""


def about_one(verb: str, show: About) -> Callable[[Desk, Understood], list[Message]]:
    """Make an answer about one customer into an answer to a question that names it somehow.

    ``verb`` is what the buttons ask for when several fit: ``why:12`` answers for customer 12.
    """

    def show_about(desk: Desk, understood: Understood) -> list[Message]:
        match = understood.customer
        if match is None or not match.candidates:
            return [Message(desk.say("nobody", typed=understood.typed_name))]
        found = customers.list_by_id(desk.session, desk.viewer, match.candidates[:SHOWN])
        if match.customer_id is not None and not _is_doubtful(understood, match, found):
            return show(desk, match.customer_id)
        others = len(match.candidates) - len(found) + match.others
        buttons = [Button(told_apart(customer), f"{verb}:{customer.id}") for customer in found]
        return [Message(desk.say("which", found=len(found), others=others), one_each(buttons))]

    return show_about


def asked_about(desk: Desk, intent: str, customer_id: int) -> Understood | None:
    """Return the question asked last, if it has this intent and may be about this customer.

    Its particulars (which month, which number) hold for the customer that is tapped afterwards.
    """
    asked = desk.dialog.last
    if asked is None or asked.customer is None or intent not in (asked.intent, *asked.intents):
        return None
    return asked if customer_id in asked.customer.candidates else None


def complete(text: str, understood: Understood, asked: Understood | None) -> Understood:
    """Return the question asked before, about the customer that is now named alone.

    "Orders last month" asks which customer; "Huaxin" is then no wish to see its card.
    """
    named = understood.customer
    if understood.intent in KEEPS_SUBJECT:
        return _about_the_last(understood, asked)
    if asked is None or asked.intent not in COMPLETED or understood.intent != "customer_card":
        return understood
    if (asked.customer is not None and asked.customer.candidates) or named is None:
        return understood
    if named.span is None or (text[: named.span[0]] + text[named.span[1] :]).strip(" .,!。，！"):
        return understood
    return replace(asked, action=understood.action, customer=named, typed_name="")


def _about_the_last(understood: Understood, asked: Understood | None) -> Understood:
    spoken_of = asked.customer.customer_id if asked and asked.customer else None
    if spoken_of is None or (understood.customer is not None and understood.customer.candidates):
        return understood
    return replace(understood, customer=Match(spoken_of, sure=True, candidates=(spoken_of,)))


def _is_doubtful(understood: Understood, match: Match, found: Sequence[Customer]) -> bool:
    """Say whether the one customer that fits had better be asked about.

    One character makes another company of a Chinese name, so what only looks or sounds like one
    is asked; a Latin name typed with a slip is still itself. A single word of a name beside other
    words that it does not have may be somebody else's name.
    """
    if match.sure or not found:
        return False
    if match.evidence is Evidence.PART:
        return bool(understood.typed_name or understood.slots.place)
    looks_alike = match.evidence in {Evidence.SIMILAR, Evidence.HOMOPHONE}
    return looks_alike and any(map(is_han, found[0].name))


def told_apart(customer: Customer) -> str:
    """A label that tells namesakes apart: name, code, city, tier."""
    parts = [customer.name, customer.code, customer.city, customer.tier]
    return " · ".join(part for part in parts if part)
