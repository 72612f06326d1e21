"""The values that rules and store hand to each other. Frozen: facts do not change in the hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What a person may see and do.

    A rep sees their own customers, a manager everything below them however deep, the desk the
    complaints and orders of everyone, an admin everything.
    """

    REP = "rep"
    MANAGER = "manager"
    DESK = "desk"
    ADMIN = "admin"


class VisitKind(StrEnum):
    """How a customer was reached.

    Only a visit restarts the rhythm; an attempt (nobody in) moves the next date a little, and the
    policy says whether a touch (phone, chat) counts.
    """

    VISIT = "visit"
    ATTEMPT = "attempt"
    TOUCH = "touch"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here: their place in the tree is ``manager_id``.

    What follows ``timezone`` are their own settings; None is the company's. ``working_days`` are
    digits, 1 is Monday; times are HH:MM where they are.
    """

    id: int
    name: str
    role: Role
    manager_id: int | None = None
    code: str | None = None
    title: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    working_days: str | None = None
    quiet_from: str | None = None
    quiet_until: str | None = None
    digest_time: str | None = None
    practice_time: str | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a question is answered for. Store functions take one and filter in SQL.

    ``covers`` are the people they stand in for today: those's customers are in sight as well.
    """

    person_id: int
    name: str
    role: Role
    covers: tuple[int, ...] = ()

    @property
    def eyes(self) -> tuple[int, ...]:
        """Whose customers are looked after: their own first, then those of whom they cover."""
        return (self.person_id, *self.covers)


@dataclass(frozen=True, slots=True)
class Customer:
    """A company we sell to; ``code`` is its number in the company's own books."""

    id: int
    name: str
    code: str | None = None
    tier: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    industry: str | None = None
    address: str | None = None
    phone: str | None = None
    rep_id: int | None = None
    rep_name: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """All the ways one customer is called, as far as the books know."""

    customer_id: int
    name: str
    code: str | None = None
    city: str | None = None
    tier: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastContacts:
    """When a customer was last met, tried and touched; None is never.

    ``planned_on`` is the day agreed since for the next visit.
    """

    visited_on: date | None = None
    attempted_on: date | None = None
    touched_on: date | None = None
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided. The words come later, in the reader's language."""

    kind: str
    facts: Mapping[str, str | int | float | Decimal | date | None] = field(default_factory=dict)
