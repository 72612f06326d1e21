"""What goes with a tap: its number used up, the row below what was written, whom is spoken of."""

from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.names import Match

Rows = tuple[tuple[Button, ...], ...]


def take(desk: Desk, number: str) -> bool:
    """Use a button's number up; False when it was used, has expired or never was."""
    return desk.take(parse_id(number))


def gone(desk: Desk) -> list[Message]:
    """Say that a button no longer does anything."""
    return [Message(desk.say("button_gone"))]


def undo_row(desk: Desk, deed_id: int) -> Rows:
    """The row below what was written."""
    return one_row(Button(desk.label("buttons.undo"), f"undo:{deed_id}"))


def mending_row(desk: Desk, deed_id: int) -> Rows:
    """The row below what was written and may have been misunderstood: Edit and Undo."""
    edit = Button(desk.label("buttons.edit"), f"edit:{deed_id}")
    return one_row(edit, *undo_row(desk, deed_id)[0])


def speak_of(desk: Desk, customer_id: int) -> None:
    """Let "and why?" be about this customer from now on."""
    about = Match(customer_id, sure=True, candidates=(customer_id,))
    desk.dialog.last = Understood("customer_card", "do", customer=about)
