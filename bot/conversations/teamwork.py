"""What a team's leader asks: who made no visit, whose tier was set by hand, who may rise."""

from dataclasses import replace

from bot.conversations import listing, marks, rounds
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.messages import Button, Message
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from crm.cadence import VisitState
from crm.entities import Role
from crm.store import hand_tiers


def show_idle(desk: Desk, understood: Understood) -> list[Message]:
    """Say who of the team made no visit; a rep alone asks whom to visit yet."""
    if desk.viewer.role is Role.REP:
        due = Slots(visit_state=VisitState.DUE, not_visited_since=None)
        return listing.show_list(desk, Understood("due_visits", "do", due))
    return rounds.show_made(desk, replace(understood, intent="visits_made"))


def show_rising(desk: Desk, understood: Understood) -> list[Message]:
    """List who stands right below a tier, the best ranked first."""
    slots = understood.slots
    asked = replace(understood, intent="list_customers", slots=replace(slots, text=None))
    first, *others = listing.show_list(desk, asked)
    said = desk.say("rising", tier=slots.text)
    return [replace(first, text=f"{first.text}\n{said}"), *others]


def show_hand_tiers(desk: Desk, _understood: Understood) -> list[Message]:
    """List the tiers that are set by hand, with the reason and until when."""
    found = hand_tiers.list_in_force(desk.session, desk.viewer, desk.today)
    shown = found[:ROWS]
    text = desk.say("hand_tiers", shown=shown, left=len(found) - len(shown))
    cards = [Button(each.name, f"card:{each.customer_id}") for each in shown]
    return [Message(text, marks.in_rows(cards, 2))]
