"""What everybody has for themselves: nobody sees or changes another's settings or reminders."""

from bot.conversations.desk import Desk
from bot.conversations.reminders import show_reminders
from bot.conversations.settings import show_settings
from bot.messages import Message
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood


def show_whose(desk: Desk, understood: Understood) -> list[Message]:
    """Say that everybody has their own; whoever named themselves sees theirs."""
    slots = understood.slots
    if slots.rep_id in {None, desk.viewer.person_id}:
        mine = Understood("settings", "do", Slots())
        return show_settings(desk, mine) if slots.key == "settings" else show_reminders(desk, mine)
    return [Message(desk.say("others_own", kind=slots.key, name=slots.rep_name))]
