"""What was said last in one chat, as it is kept between messages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.coaching.walk import WalkState
from bot.conversations.groups import Asked
from bot.conversations.pending import Pending, VisitWord
from bot.messages import Button
from bot.understanding.understand import Understood
from bot.voice.rendering import Language

KEPT = 40
"""So many lists, and so many buttons that write, stay alive in a chat."""

OFFER_LASTS = timedelta(hours=24)


@dataclass(slots=True)
class Dialog:
    """The last question, the answer's buttons, lists to go on with, and what waits.

    A list's button names its number; a list that has been put away says so when it is pressed.
    ``offers`` are the numbers of buttons that write and were not pressed yet: each writes once.
    ``walk`` is where the person is in a playbook. ``aside`` is the number of a question that was
    left for another topic: its buttons still answer it, a text no longer does. ``reported`` are the
    visits told last.
    """

    last: Understood | None = None
    language: Language | None = None
    buttons: tuple[Button, ...] = ()
    number: int = 0
    lists: dict[int, Asked] = field(default_factory=dict)
    offers: dict[int, datetime] = field(default_factory=dict)
    pending: Pending | None = None
    walk: WalkState | None = None
    aside: int = 0
    reported: VisitWord | None = None

    def find_listening(self, now: datetime) -> Pending | None:
        """Return the question that a text may answer, if there is one."""
        asked = self.pending
        if asked is None or asked.number == self.aside or not asked.is_open(now):
            return None
        return asked

    def next_number(self) -> int:
        """Return a number that no list, no button and no question of this chat has."""
        self.number += 1
        return self.number

    def keep_list(self, asked: Asked) -> int:
        """Keep what was asked for under a new number and return the number."""
        self.lists[self.next_number()] = asked
        _forget_oldest(self.lists)
        return self.number

    def offer(self, now: datetime) -> int:
        """Return a new number for buttons that write; those of one number exclude each other."""
        self.offers[self.next_number()] = now
        _forget_oldest(self.offers)
        return self.number

    def take(self, number: int | None, now: datetime) -> bool:
        """Use an offer up: true once, and only while it lasts."""
        offered_at = self.offers.pop(number, None) if number is not None else None
        return offered_at is not None and now - offered_at <= OFFER_LASTS


_KEPT_AS = TypeAdapter(Dialog)


def as_kept(dialog: Dialog) -> str:
    """Return a dialog as the text that is kept of it."""
    return _KEPT_AS.dump_json(dialog).decode()


def read_kept(state: str | None) -> Dialog:
    """Return the dialog kept as that text; a new one for None, and for what an older program kept
    that is no dialog any more."""
    if state is None:
        return Dialog()
    try:
        return _KEPT_AS.validate_json(state)
    except ValidationError:
        return Dialog()


def _forget_oldest(kept: dict[int, Any]) -> None:
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
