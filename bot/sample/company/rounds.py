"""Whom the sample company's reps visited, whom they missed, whom they called, and who complained.

Visits are counted back from each customer's last one. Both are written so that on the day of the
books somebody is due, somebody is overdue and somebody was never seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.sample.company.roster import Buyer, members, notes, products, read_rows
from bot.sample.company.trade import DAYS_A_MONTH, MONTHS, workday


@dataclass(frozen=True, slots=True)
class Contact:
    """A visit, an attempt or a touch, and what the rep wrote down."""

    buyer: Buyer
    kind: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a customer complained of; ``closed_on`` is None while it is open."""

    customer: str
    kind: str
    text: str
    opened_on: date
    closed_on: date | None


def languages() -> dict[str, str]:
    """Return in which language each rep writes, by name."""
    return {member.name: member.writes for member in members()}


def list_contacts(buyer: Buyer, language: str, today: date) -> Iterator[Contact]:
    """Yield how a customer was reached in the last 24 months, the newest first."""
    if buyer.seen is None:
        return
    dice = buyer.dice("visits")
    first = today - timedelta(days=(buyer.since or MONTHS / 8) * DAYS_A_MONTH)
    after, day = today, workday(today - timedelta(days=buyer.seen))
    while day > first:
        for kind, on in (*_between(day, after, buyer, dice), ("visit", day)):
            yield Contact(buyer, kind, on, _note(buyer, kind, language, dice))
        after = day
        day = workday(day - timedelta(days=max(4, buyer.rhythm * dice.uniform(0.8, 1.25))))


def _between(day: date, after: date, buyer: Buyer, dice: Random) -> Iterator[tuple[str, date]]:
    """A customer met late was not in the first time; in between somebody may have called."""
    gap = (after - day).days
    missed, called, when = dice.random(), dice.random(), dice.uniform(0.3, 0.7)
    before = dice.randint(4, max(5, gap // 4))
    if gap > 14 and missed < (0.4 if gap > 1.4 * buyer.rhythm else 0.12):
        yield "attempt", workday(after - timedelta(days=before))
    if gap > 14 and called < 0.45:
        yield "touch", workday(day + timedelta(days=round(gap * when)))


def _note(buyer: Buyer, kind: str, language: str, dice: Random) -> str:
    texts = [note.text for note in notes() if (note.kind, note.language) == (kind, language)]
    product = dice.choice(products())
    return dice.choice(texts).format(
        contact=buyer.contact,
        product=product.name_zh if language == "zh" else product.name,
        quantity=product.lot * dice.choice((1, 2, 3, 5, 8)),
    )


def list_complaints(today: date) -> Iterator[Complaint]:
    """Yield what customers complained of, and when that was settled."""
    for row in read_rows("complaints.csv"):
        opened_on = workday(today - timedelta(days=int(row["opened"])))
        answered = int(row["answered"]) if row["answered"] else None
        closed_on = None if answered is None else opened_on + timedelta(days=answered)
        yield Complaint(row["customer"], row["kind"], row["text"], opened_on, closed_on)
