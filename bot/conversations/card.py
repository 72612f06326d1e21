"""One customer at a glance: what a rep wants to know at the door."""

from bot.conversations import tiers
from bot.conversations.desk import Desk
from bot.messages import Button, Message
from crm.entities import Customer
from crm.store import customers, gradings, hand_tiers, potentials


def show_card(desk: Desk, customer_id: int) -> list[Message]:
    """Show a customer's card. Contact people's numbers stay out until somebody asks for them.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    customer = card.customer
    text = desk.say(
        "card",
        c=customer,
        card=card,
        stored=gradings.find_grade(desk.session, customer_id),
        next=desk.next_visit(customer.tier, card.contacts),
        where=", ".join(part for part in (customer.city, customer.country) if part),
        hand=hand_tiers.find(desk.session, customer_id, desk.today),
        potential=potentials.find(desk.session, customer_id, desk.today),
        mine=customer.rep_id == desk.viewer.person_id,
    )
    return [Message(text, (*tiers.decisions(desk, customer_id), _buttons(desk, customer)))]


def _buttons(desk: Desk, customer: Customer) -> tuple[Button, ...]:
    lift = Button(desk.label("buttons.lift"), f"lift:{customer.id}")
    if customer.tier is None:
        return (lift,)
    why = Button(desk.label("buttons.why", tier=customer.tier), f"why:{customer.id}")
    return (why,) if customer.tier == desk.policy.tier_names[0] else (why, lift)
