"""What was said last in one chat, as it is kept between messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.coaching.drill import DrillState
from bot.coaching.uploads import Draft
from bot.coaching.walk import Judged, WalkState
from bot.conversations.groups import Asked
from bot.conversations.pending import AskedAfter, Pending, VisitWord
from bot.messages import Button, Message, parse_id
from bot.understanding.understand import Understood
from bot.voice.rendering import Language

KEPT = 40
"""So many lists, and so many buttons that write, stay alive in a chat."""

OFFER_LASTS = timedelta(hours=24)

LIST_LASTS = timedelta(hours=12)

_LISTS = {"card": 1, "mopen": 2, "whom": 2, "massign": 3}
"""Buttons that stand for a customer of a list, and which part of their action names it."""


@dataclass(slots=True)
class Dialog:
    """The last question, the answer's buttons, lists to go on with, and what waits.

    A list's button names its number; a list that has been put away says so when it is pressed.
    ``offers`` are the numbers of buttons that write and were not pressed yet: each writes once.
    ``walk`` and ``drill`` are where the person is in a playbook and in a session of lines,
    ``judged`` is the line typed last in either. ``aside``
    is the number of a question that was left for another topic: its buttons still answer it, a text
    no longer does. ``reported`` are the visits told last. ``listed`` are the customers of the list
    shown last, in its order.
    """

    last: Understood | None = None
    language: Language | None = None
    buttons: tuple[Button, ...] = ()
    number: int = 0
    lists: dict[int, Asked] = field(default_factory=dict)
    offers: dict[int, datetime] = field(default_factory=dict)
    pending: Pending | None = None
    walk: WalkState | None = None
    drill: DrillState | None = None
    judged: Judged | None = None
    draft: Draft | None = None
    aside: int = 0
    reported: VisitWord | None = None
    asked_after: AskedAfter | None = None
    listed: tuple[int, ...] = ()
    listed_at: datetime | None = None

    def show(self, messages: Sequence[Message], now: datetime) -> None:
        """Keep what can be tapped now, and the customers of the last list among it."""
        self.buttons = tuple(button for message in messages for button in message.buttons)
        for message in messages:
            found = tuple(each for button in message.buttons if (each := _find_listed(button)))
            if len(found) > 1 or (found and message.buttons[0].action.startswith("mopen:")):
                self.listed, self.listed_at = tuple(dict.fromkeys(found)), now

    def find_listed(self, now: datetime) -> tuple[int, ...]:
        """Return the customers of the list shown last, while it can still be in somebody's eye."""
        fresh = self.listed_at is not None and now - self.listed_at <= LIST_LASTS
        return self.listed if fresh else ()

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


def _find_listed(button: Button) -> int | None:
    verb, *parts = button.action.split(":")
    place = _LISTS.get(verb)
    return parse_id(parts[place - 1]) if place is not None and place <= len(parts) else None


def _forget_oldest(kept: dict[int, Any]) -> None:
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
