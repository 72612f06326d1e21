"""A company over three zones: fifty reps in five teams, their managers, three hundred customers.

It also knows by itself when each of them may be spoken to: the calendar of that autumn is written
out below, so that what the bot says is compared with something else than its own calendar.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from crm.entities import Role, VisitKind
from crm.store.database import Session
from crm.store.tables import customers, people, visits
from crm.text import fold

LONDON, NEW_YORK, SHANGHAI = "Europe/London", "America/New_York", "Asia/Shanghai"

COUNTRIES = {LONDON: "UK", NEW_YORK: "USA", SHANGHAI: "中国"}
"""The country in the books of whoever is there; it stays theirs when they travel."""

DAYS_OFF = {
    "UK": set[date](),
    "USA": {date(2026, 10, 12), date(2026, 11, 11)},
    "中国": {date(2026, 10, day) for day in range(1, 8)},
}
"""The public holidays between the end of September and the middle of November 2026."""

MADE_UP = {"UK": set[date](), "USA": set[date](), "中国": {date(2026, 9, 20), date(2026, 10, 10)}}
"""... and the days that are worked for them."""

TEAMS = (LONDON, NEW_YORK, SHANGHAI, LONDON, NEW_YORK)
"""Where each manager and their ten reps are."""

HEAD = 1
TEAM_SIZE = 10
CUSTOMERS_EACH = 6
TIERS = ("A", "A", "B", "B", "C", "C")


@dataclass
class Someone:
    """One of them, and their hours as they stand now: times are local and may be changed."""

    id: int
    role: Role
    manager_id: int | None
    country: str
    zone: str
    days: str = "12345"
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    digest_at: time = time(8, 30)

    @property
    def name(self) -> str:
        """What they are called."""
        return f"{'Rep' if self.role is Role.REP else 'Chief'} {self.id:02d}"

    @property
    def account(self) -> int:
        """Their number at the channel."""
        return 1000 + self.id

    def today(self, moment: datetime) -> date:
        """Return the date where they are."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def works_on(self, day: date) -> bool:
        """Say whether that is a working day of theirs."""
        if day in MADE_UP[self.country]:
            return True
        return str(day.isoweekday()) in self.days and day not in DAYS_OFF[self.country]

    def is_quiet(self, at: time) -> bool:
        """Say whether a local time is in their quiet hours."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def may_be_spoken_to(self, moment: datetime) -> bool:
        """Say whether that is in their working hours."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return self.works_on(local.date()) and not self.is_quiet(local.time())

    def is_morning(self, moment: datetime) -> bool:
        """Say whether their morning begins now: once a working day, not in their quiet hours."""
        local = moment.astimezone(ZoneInfo(self.zone))
        at = self.quiet_until if self.is_quiet(self.digest_at) else self.digest_at
        return local.time() == at and not local.fold and self.works_on(local.date())


def gather_people() -> dict[int, Someone]:
    """Return everybody by number: the head, five managers, their reps.

    Most reps live by the company's hours. Of each team some are told earlier than their quiet
    time ends, some later, one works at weekends, and one at night.
    """
    found = {HEAD: Someone(HEAD, Role.MANAGER, None, COUNTRIES[SHANGHAI], SHANGHAI)}
    for index, zone in enumerate(TEAMS):
        manager = Someone(HEAD + 1 + index, Role.MANAGER, HEAD, COUNTRIES[zone], zone)
        found[manager.id] = manager
    rep_id = len(found)
    for index, zone in enumerate(TEAMS):
        for place in range(TEAM_SIZE):
            rep_id += 1
            rep = Someone(rep_id, Role.REP, HEAD + 1 + index, COUNTRIES[zone], zone)
            _give_habits(rep, place)
            found[rep_id] = rep
    return found


def _give_habits(rep: Someone, place: int) -> None:
    match place:
        case 5:
            rep.digest_at = time(7, 45)
        case 6:
            rep.digest_at = time(9, 15)
        case 7:
            rep.quiet_from, rep.quiet_until, rep.digest_at = time(18), time(9), time(9)
        case 8:
            rep.days = "123456"
        case 9:
            rep.days, rep.digest_at = "1234567", time(1, 30)
            rep.quiet_from, rep.quiet_until = time(20), time(1)


def write_company(
    session: Session, everyone: dict[int, Someone], on: date, dice: random.Random
) -> dict[int, int]:
    """Write them and their customers; return whose each customer is.

    When a customer was last visited goes by the dice: some are overdue at once, most become due
    within the month. A few were never visited.
    """
    for someone in everyone.values():
        session.execute(insert(people).values(_row_of(someone)))
    reps = [someone.id for someone in everyone.values() if someone.role is Role.REP]
    owners = {}
    for place, rep_id in enumerate(rep_id for rep_id in reps for _ in TIERS):
        customer_id, tier = place + 1, TIERS[place % len(TIERS)]
        name = customer_name(customer_id)
        row = {"id": customer_id, "code": f"K{customer_id:03d}", "name": name, "tier": tier}
        row |= {"name_key": fold(name), "rep_id": rep_id, "city": "Ghent"}
        session.execute(insert(customers).values(row))
        owners[customer_id] = rep_id
        if place % 11:
            longest = {"A": 60, "B": 140, "C": 380}[tier]
            visit = {"customer_id": customer_id, "person_id": rep_id, "kind": VisitKind.VISIT}
            visit["visited_on"] = on - timedelta(days=dice.randint(1, longest))
            session.execute(insert(visits).values(visit))
    return owners


def customer_name(customer_id: int) -> str:
    """Return what a customer is called: a word of its own, to be found in any text."""
    return f"Firm{customer_id:03d}"


def _row_of(someone: Someone) -> dict[str, object]:
    usual = Someone(0, Role.REP, None, "", "")
    row: dict[str, object] = {
        "id": someone.id,
        "name": someone.name,
        "name_key": fold(someone.name),
        "role": someone.role,
        "manager_id": someone.manager_id,
        "country": someone.country,
        "timezone": someone.zone,
        "language": "zh" if someone.zone == SHANGHAI else "en",
    }
    if someone.days != usual.days:
        row["working_days"] = someone.days
    for field_name, column in (
        ("quiet_from", "quiet_from"),
        ("quiet_until", "quiet_until"),
        ("digest_at", "digest_time"),
    ):
        if getattr(someone, field_name) != getattr(usual, field_name):
            row[column] = f"{getattr(someone, field_name):%H:%M}"
    return row
