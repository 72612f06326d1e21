"""How to reach a customer: the number to tap, the address, the people there.

Numbers stand in the text as they are: the phone makes them something to tap.
"""

from bot.conversations.choosing import asked_about
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row
from crm.store import details
from crm.store.details import Details

PEOPLE = 5


def show_details(desk: Desk, customer_id: int) -> list[Message]:
    """Show what is known of how to reach a customer, and say what was asked for and isn't known.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    known = details.get_details(desk.session, desk.viewer, customer_id)
    asked = asked_about(desk, "details", customer_id)
    wanted = (asked.slots.which if asked else None) or "phone"
    shown = known.contacts[:PEOPLE]
    where = [part for part in (known.address, known.city, known.country) if part]
    text = desk.say(
        "details",
        d=known,
        missing=None if _is_known(known, wanted) else wanted,
        shown=shown,
        left=len(known.contacts) - len(shown),
        address=", ".join(where),
    )
    return [Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer_id}")))]


def _is_known(known: Details, wanted: str) -> bool:
    if wanted == "address":
        return known.address is not None
    if wanted == "contact":
        return bool(known.contacts)
    if wanted == "email":
        return bool(known.email) or any(who.email for who in known.contacts)
    return bool(known.phone) or any(who.phone for who in known.contacts)
