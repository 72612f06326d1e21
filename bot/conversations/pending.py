"""What has been asked and waits for an answer: a tap, or a text.

There is one for each chat. It is kept as JSON between messages: plain fields only, and ``about``
tells the kinds apart, so every kind has its own. Buttons name its number, so that older messages
do nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from crm.entities import VisitKind

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Question:
    """What every open question has."""

    number: int
    asked_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Say whether it may still be answered."""
        return now - self.asked_at <= LASTS


@dataclass(frozen=True, slots=True)
class TierWish(Question):
    """A tier to set, release or propose: waits for its reason, for which customer, or for a tap."""

    deed: Literal["set", "release", "propose"]
    customer_id: int | None = None
    tier: str = ""
    reason: str | None = None
    until: date | None = None
    version: int | None = None
    awaits_reason: bool = False
    about: Literal["tier_wish"] = "tier_wish"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a message is about: somebody for sure, to be confirmed, one of a few, or nobody known
    (then ``typed`` is how they were called)."""

    customer_id: int | None = None
    sure: bool = False
    candidates: tuple[int, ...] = ()
    others: int = 0
    typed: str = ""

    @property
    def settled_id(self) -> int | None:
        """The customer, if nothing need be asked."""
        return self.customer_id if self.sure else None


@dataclass(frozen=True, slots=True)
class NamedVisit:
    """One customer of a report, with what is its own; ``on`` is None for the report's day.

    ``only_said``: something was said of it, and no visit to it told.
    """

    whom: Named
    kind: VisitKind = VisitKind.VISIT
    need: str | None = None
    on: date | None = None
    note: str | None = None
    next_on: date | None = None
    answered: bool = True
    only_said: bool = False


@dataclass(frozen=True, slots=True)
class ReportWish(Question):
    """A report that waits for which customer, or for its day.

    ``impossible`` is the day that was said and that no calendar has; a day long ago waits for a
    tap (``agreed``). ``left_out`` is what was said of visits that were not made. ``vague`` is what
    was said of a day that may be several.
    """

    told: tuple[NamedVisit, ...]
    on: date
    agreed: bool = False
    impossible: str | None = None
    left_out: str | None = None
    vague: str | None = None
    about: Literal["report"] = "report"


@dataclass(frozen=True, slots=True)
class VisitWord(Question):
    """A visit recorded just now: a word about it may follow (``awaits``), or another date."""

    deed_id: int
    visit_ids: tuple[int, ...]
    awaits: bool = False
    about: Literal["visit_word"] = "visit_word"


@dataclass(frozen=True, slots=True)
class AskedAfter:
    """A visit after which it was asked how often the order was asked for, or, ``held``, what held
    the customer back. It waits beside whatever else waits: a text answers it only if it is clear.
    ``ordered``: the report tells of an order, so nothing held them back.
    """

    visit_id: int
    asked_at: datetime
    held: bool = False
    ordered: bool = False

    def is_open(self, now: datetime) -> bool:
        """Say whether it may still be answered with a text."""
        return now - self.asked_at <= LASTS


@dataclass(frozen=True, slots=True)
class NoteWish(Question):
    """A note or need that waits for which customer, or for its text."""

    kind: Literal["note", "need"]
    whom: Named | None = None
    text: str | None = None
    about: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class PlanWish(Question):
    """A visit to plan for another day: waits for which customer, or for the day.

    ``unkept`` is what was said besides, such as the time of day: a plan is for a day.
    """

    whom: Named | None = None
    on: date | None = None
    unkept: str | None = None
    about: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class ReminderWish(Question):
    """A reminder that waits for which customer, for the day, or for what it is about.

    ``repeats``: it was wanted again and again, which it cannot be.
    """

    whom: Named | None = None
    on: date | None = None
    text: str | None = None
    at: str | None = None
    repeats: bool = False
    about: Literal["reminder"] = "reminder"


@dataclass(frozen=True, slots=True)
class Correction(Question):
    """Something recorded that is put right: what is typed next is its new date, note and so on.

    ``any``: it was only asked what is wrong, and a date, a name or "nobody in" says it.
    """

    what: Literal["date", "note", "customer", "need", "any"]
    table: Literal["visits", "notes", "reminders", "plans"]
    row_ids: tuple[int, ...]
    about: Literal["correction"] = "correction"


@dataclass(frozen=True, slots=True)
class Remark(Question):
    """Something that was told and not understood, and may be kept as a note of one of these."""

    text: str
    customer_ids: tuple[int, ...]
    about: Literal["remark"] = "remark"


@dataclass(frozen=True, slots=True)
class NewCustomer(Question):
    """A customer to add that waits for its name, or for a tap; ``missing``: from whose list;
    ``left``: what was said besides, and is not kept with a new customer."""

    rep_id: int
    name: str = ""
    city: str | None = None
    country: str | None = None
    industry: str | None = None
    phone: str | None = None
    left: str | None = None
    missing: bool = False
    about: Literal["new_customer"] = "new_customer"


@dataclass(frozen=True, slots=True)
class NewContact(Question):
    """Somebody to add at a customer: waits for which, for who it is, or, once ``contact_id`` is
    kept, for what else is known of them."""

    customer_id: int | None = None
    name: str | None = None
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    contact_id: int | None = None
    about: Literal["new_contact"] = "new_contact"


@dataclass(frozen=True, slots=True)
class Mending(Question):
    """One thing known of a customer or a contact that is typed anew."""

    of: Literal["customer", "contact"]
    row_id: int
    field: str
    about: Literal["mending"] = "mending"


@dataclass(frozen=True, slots=True)
class AwayWish(Question):
    """Days away that wait for the first or the last of them; or, once ``deed_id`` has noted them,
    for who stands in."""

    person_id: int
    from_on: date | None = None
    until_on: date | None = None
    cover_id: int | None = None
    deed_id: int | None = None
    about: Literal["away"] = "away"


@dataclass(frozen=True, slots=True)
class Opened(Question):
    """A customer tapped in the morning's list: what is typed next is how it went there."""

    customer_id: int
    about: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True)
class InviteWish(Question):
    """Somebody to let in: waits for who, as what, or for the tap; ``new``: nobody of that name."""

    name: str = ""
    role: str | None = None
    person_id: int | None = None
    under_id: int | None = None
    new: bool = False
    about: Literal["invite"] = "invite"


Pending = (
    TierWish
    | ReportWish
    | VisitWord
    | NoteWish
    | PlanWish
    | ReminderWish
    | Correction
    | Remark
    | NewCustomer
    | NewContact
    | Mending
    | Opened
    | InviteWish
    | AwayWish
)
"""Any of them."""
