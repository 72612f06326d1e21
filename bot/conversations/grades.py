"""Why this tier, and what would lift it: told from the grading applied last, never graded anew."""

from typing import Any

from bot.conversations.choosing import about_one
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.grading.lift import lift
from crm.grading.why import explain
from crm.store import customers, gradings, hand_tiers, potentials


def show_why(desk: Desk, customer_id: int) -> list[Message]:
    """Say why a customer has its tier: rank, each indicator, what carried it, the next line.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    stored = gradings.find_grade(desk.session, customer_id)
    if stored is None:
        return [_not_graded(desk, customer)]
    overview = stored.grading.overview
    text = desk.say(
        "why",
        name=customer.name,
        tier_now=customer.tier,
        grade=stored.grade,
        as_of_on=overview.as_of_on,
        population=overview.population,
        reasons=explain(stored.grade, overview),
        **_decided(desk, customer_id),
    )
    card = Button(desk.label("buttons.card"), f"card:{customer_id}")
    lever = Button(desk.label("buttons.lift"), f"lift:{customer_id}")
    top = stored.grade.ruled == overview.policy.tier_names[0]
    return [Message(text, one_row(card) if top else one_row(lever, card))]


def show_lift_asked(desk: Desk, understood: Understood) -> list[Message]:
    """Say what would lift the customer that is meant, to the tier that was named if any."""

    def show(desk: Desk, customer_id: int) -> list[Message]:
        return show_lift(desk, customer_id, understood.slots.tier)

    return about_one("lift", show)(desk, understood)


def show_lift(desk: Desk, customer_id: int, target: str | None = None) -> list[Message]:
    """Say what would lift a customer a tier, or to a target: each lever alone, or why it can't.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    stored = gradings.find_grade(desk.session, customer_id)
    if stored is None:
        return [_not_graded(desk, customer)]
    overview, grade = stored.grading.overview, stored.grade
    figures = gradings.load_figures(desk.session, stored.grading.id)
    text = desk.say(
        "lift",
        name=customer.name,
        tier_now=customer.tier,
        lift=lift(figures, overview.policy, customer_id, grade.ruled, target),
        grade=grade,
        margin=grade.margin,
        measure=overview.policy.grading.measure,
        population=overview.population,
        as_of_on=overview.as_of_on,
        **_decided(desk, customer_id),
    )
    why = Button(desk.label("buttons.why", tier=grade.tier), f"why:{customer_id}")
    return [Message(text, one_row(why, Button(desk.label("buttons.card"), f"card:{customer_id}")))]


def _decided(desk: Desk, customer_id: int) -> dict[str, Any]:
    """What a person decided that counts today: by hand, and the potential."""
    return {
        "hand": hand_tiers.find(desk.session, customer_id, desk.today),
        "potential": potentials.find(desk.session, customer_id, desk.today),
    }


def _not_graded(desk: Desk, customer: Customer) -> Message:
    graded = gradings.find_latest(desk.session) is not None
    text = desk.say(
        "not_graded",
        name=customer.name,
        tier_now=customer.tier,
        graded=graded,
        **_decided(desk, customer.id),
    )
    return Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer.id}")))
