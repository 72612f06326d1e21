"""A change that has been asked for and waits: for its reason, for which customer, or for a tap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Deed = Literal["set", "release", "propose"]

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pending:
    """One for each chat; the buttons name its number, so that older messages do nothing."""

    number: int
    deed: Deed
    asked_at: datetime
    customer_id: int | None = None
    tier: str = ""
    reason: str | None = None
    until: date | None = None
    version: int | None = None
    awaits_reason: bool = False

    def is_open(self, now: datetime) -> bool:
        """Say whether it may still be answered."""
        return now - self.asked_at <= LASTS
