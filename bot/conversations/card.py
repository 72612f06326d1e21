"""One customer at a glance: what a rep wants to know at the door."""

from bot.conversations import marks, tiers, visits
from bot.conversations.choosing import asked_about
from bot.conversations.desk import Desk
from bot.messages import Button, Message
from bot.understanding.places import Kind, name_in
from crm.entities import Customer
from crm.store import customers, gradings, hand_tiers, notes, potentials
from crm.store.customers import Card


def show_card(desk: Desk, customer_id: int) -> list[Message]:
    """Show a customer's card. Contact people's numbers stay out until somebody asks for them.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    customer = card.customer
    following = desk.next_visit(customer.tier, card.contacts)
    asked = asked_about(desk, "customer_card", customer_id)
    text = desk.say(
        "card",
        verdict=marks.judge(asked, customer, following),
        c=customer,
        industry=_name(desk, "industry", customer.industry),
        card=card,
        stored=gradings.find_grade(desk.session, customer_id),
        next=following,
        newest=notes.find_newest(desk.session, customer_id),
        where=_name_where(desk, customer),
        hand=hand_tiers.find(desk.session, customer_id, desk.today),
        potential=potentials.find(desk.session, customer_id, desk.today),
        mine=customer.rep_id == desk.viewer.person_id,
    )
    rows = (
        *tiers.decisions(desk, customer_id),
        visits.visit_buttons(desk, customer_id),
        _reach(desk, card),
        _grade(desk, customer),
    )
    return [Message(text, tuple(row for row in rows if row))]


def _name_where(desk: Desk, customer: Customer) -> str:
    """The city as the books spell it, the country in the language of the answer."""
    country = _name(desk, "country", customer.country)
    return ", ".join(part for part in (customer.city, country) if part)


def _name(desk: Desk, kind: Kind, name: str | None) -> str | None:
    return name_in(kind, name, chinese=desk.voice.language == "zh") if name else None


def _reach(desk: Desk, card: Card) -> tuple[Button, ...]:
    """How to get hold of somebody there, what it bought, and what it owes if it does."""
    about = card.customer.id
    call = Button(desk.label("buttons.call"), f"call:{about}")
    orders = Button(desk.label("buttons.orders"), f"orders:{about}")
    owes = Button(desk.label("buttons.owes"), f"owes:{about}")
    return (call, orders, owes) if card.overdue_amount > 0 else (call, orders)


def _grade(desk: Desk, customer: Customer) -> tuple[Button, ...]:
    lift = Button(desk.label("buttons.lift"), f"lift:{customer.id}")
    if customer.tier is None:
        return (lift,)
    why = Button(desk.label("buttons.why", tier=customer.tier), f"why:{customer.id}")
    return (why,) if customer.tier == desk.policy.tier_names[0] else (why, lift)
