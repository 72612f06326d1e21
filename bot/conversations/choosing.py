"""Which customer is meant? One is answered, a few are asked about with buttons, none is said so."""

from collections.abc import Callable

from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_each
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.store import customers

About = Callable[[Desk, int], list[Message]]

SHOWN = 5


def about_one(verb: str, show: About) -> Callable[[Desk, Understood], list[Message]]:
    """Make an answer about one customer into an answer to a question that names it somehow.

    ``verb`` is what the buttons ask for when several fit: ``why:12`` answers for customer 12.
    """

    def show_about(desk: Desk, understood: Understood) -> list[Message]:
        match = understood.customer
        if match is not None and match.customer_id is not None:
            return show(desk, match.customer_id)
        if match is None or not match.candidates:
            return [Message(desk.say("nobody", typed=understood.typed_name))]
        found = customers.list_by_id(desk.session, desk.viewer, match.candidates[:SHOWN])
        others = len(match.candidates) - len(found) + match.others
        buttons = [Button(_told_apart(customer), f"{verb}:{customer.id}") for customer in found]
        return [Message(desk.say("which", others=others), one_each(buttons))]

    return show_about


def _told_apart(customer: Customer) -> str:
    """A label that tells namesakes apart: name, code, city, tier."""
    parts = [customer.name, customer.code, customer.city, customer.tier]
    return " · ".join(part for part in parts if part)
