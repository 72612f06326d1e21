"""The sample company: the same on the same day, and the classic cases are in it on every day."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import Select, func, select

from bot.commands.import_ import recognise_all
from bot.commands.sample import ADMIN, empty_database, import_sample, sample_company
from bot.sample.company import write_books
from bot.understanding.places import Place, Places
from crm.cadence import NextVisit, VisitState, next_visit
from crm.entities import Person, Role
from crm.grading.figures import Grade
from crm.grading.grade import grade
from crm.imports.apply import import_files
from crm.names import Index, match
from crm.names.folding import fold
from crm.store import customers, facts, people, policies, potentials, tables
from crm.store.customers import Listed
from crm.store.database import Database, Session

DAYS = (date(2026, 11, 24), date(2028, 2, 29), date(2027, 1, 3))


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


@dataclass
class Company:
    """The sample company on one day."""

    day: date
    session: Session

    @cached_property
    def people(self) -> dict[str, Person]:
        return {person.name: person for person in people.list_people(self.session)}

    @property
    def reps(self) -> list[Person]:
        return [person for person in self.people.values() if person.role is Role.REP]

    def list_seen_by(self, name: str) -> dict[str, Listed]:
        viewer = people.viewer_of(self.people[name])
        listed = customers.list_customers(self.session, viewer, customers.Filter())
        return {each.customer.name: each for each in listed}

    def next_visits(self, name: str) -> dict[str, NextVisit]:
        policy = policies.get_in_force(self.session)
        return {
            customer: next_visit(policy, each.customer.tier, each.contacts, self.day)
            for customer, each in self.list_seen_by(name).items()
        }

    def grades(self, **rules: object) -> dict[str, Grade]:
        policy = policies.get_in_force(self.session)
        policy = policy.model_copy(update={"grading": policy.grading.model_copy(update=rules)})
        found = facts.gather(self.session, policy, self.day - timedelta(days=1))
        return {row.name: row for row in grade(found, policy).rows()}

    def count(self, query: Select[int]) -> int:
        return self.session.scalar(query) or 0


@pytest.fixture(scope="module", params=DAYS, ids=str)
def company(request: pytest.FixtureRequest) -> Iterator[Company]:
    with sample_company(morning(request.param)) as database, database.reading() as session:
        yield Company(request.param, session)


def fingerprint(database: Database) -> str:
    """What the company's rows come to; the numbers of ``revisions`` are drawn, never the same."""
    digest = hashlib.sha256()
    with database.reading() as session:
        for table in tables.metadata.sorted_tables:
            if table is tables.revisions:
                continue
            for row in session.execute(select(table).order_by(*table.primary_key.columns)):
                digest.update(repr((table.name, *row)).encode())
    return digest.hexdigest()


def test_the_same_day_gives_the_same_rows_and_another_day_others() -> None:
    found = []
    for day in (DAYS[0], DAYS[0], DAYS[0] + timedelta(days=1)):
        with sample_company(morning(day)) as database:
            found.append(fingerprint(database))
    assert found[0] == found[1] != found[2]


def test_every_row_of_its_books_is_taken_in() -> None:
    with empty_database() as database:
        plan = import_sample(database, morning(DAYS[0]))
    assert plan.refused == 0
    assert plan.created_customers == 0
    assert plan.notes == ["1 customer has no rep"]


def test_its_books_imported_again_change_nothing(tmp_path: Path) -> None:
    with sample_company(morning(DAYS[0])) as database, database.writing() as session:
        again = recognise_all(write_books(tmp_path, DAYS[0]), None, {})
        plan = import_files(session, again, today=DAYS[0], now=morning(DAYS[0])).plan
        assert not plan.changes_anything


def test_two_managers_under_one_lead_seven_reps_five_of_them_one(company: Company) -> None:
    everyone = company.people
    managers = [p for p in everyone.values() if p.role is Role.MANAGER]
    (top,) = [p for p in managers if p.manager_id is None]
    teams = {p.name: [r for r in company.reps if r.manager_id == p.id] for p in managers}
    assert sorted(map(len, teams.values())) == [0, 2, 5]
    assert teams[top.name] == []
    assert len(company.list_seen_by(ADMIN)) == 120
    assert len(company.list_seen_by(top.name)) == 119


def test_every_rep_has_visits_due_somebody_overdue_and_as_to_look_after(company: Company) -> None:
    shares = []
    for rep in company.reps:
        states = [visit.state for visit in company.next_visits(rep.name).values()]
        assert VisitState.DUE in states
        assert VisitState.OVERDUE in states
        tiers = [each.customer.tier for each in company.list_seen_by(rep.name).values()]
        assert tiers.count("A") >= 2
        shares.append(len(tiers))
    assert max(shares) < 2 * min(shares)
    assert len(set(shares)) > 3


def test_its_books_hold_two_years_of_trade_with_the_usual_gaps(company: Company) -> None:
    ordered_on = tables.orders.c.ordered_on
    first, last = company.session.execute(select(func.min(ordered_on), func.max(ordered_on))).one()
    assert (company.day - first).days in range(710, 735)
    assert (company.day - last).days in range(5)
    overview = company.grades()
    lines, lines_without = company.session.execute(
        select(func.count(), func.count() - func.count(tables.order_lines.c.cost))
    ).one()
    assert 0 < lines_without < lines / 20
    assert len(overview) == 117
    invoices = tables.invoices.c
    late = select(func.count()).where(invoices.paid_on > invoices.due_on)
    assert company.count(late.where(invoices.delay_reason.in_(("late delivery", "交货延迟"))))
    assert company.count(late.where(invoices.delay_reason.in_(("cash flow", "资金紧张"))))
    assert company.count(late.where(invoices.delay_reason.is_(None)))
    for status in ("open", "closed"):
        assert company.count(select(func.count()).where(tables.complaints.c.status == status))
    for kind in ("visit", "attempt", "touch"):
        assert company.count(select(func.count()).where(tables.visits.c.kind == kind)) > 50


def test_some_customers_have_stopped_buying(company: Company) -> None:
    last_order = (
        select(func.max(tables.orders.c.ordered_on).label("day"))
        .group_by(tables.orders.c.customer_id)
        .subquery()
    )
    long_ago = company.day - timedelta(days=120)
    assert company.count(select(func.count()).where(last_order.c.day < long_ago)) >= 3


def test_the_small_one_pays_on_the_day_and_stays_small(company: Company) -> None:
    small = company.grades()["Lantau Toys Ltd"]
    assert small.tier == "C"
    assert small.credit is not None
    assert small.credit < 1


def test_the_largest_one_pays_late_at_a_thin_margin_and_is_no_a(company: Company) -> None:
    grades = company.grades()
    large = grades["Fortune Harbour Trading Ltd"]
    assert large.value == max(row.value for row in grades.values())
    assert large.profit is not None
    assert large.profit < large.value / 10
    assert large.credit is not None
    assert large.credit > 25
    assert large.tier == "B"


def test_the_new_one_with_promise_can_be_proposed(company: Company) -> None:
    new = company.list_seen_by("Emily Kwok")["Blue Kite Batteries Ltd"].customer
    assert new.tier is None
    assert potentials.is_new(company.session, new.id, company.day)


def test_lateness_of_ours_does_not_count_and_an_a_hangs_on_it(company: Company) -> None:
    assert company.grades()["Sakura Pharma KK"].tier == "A"
    assert company.grades(ours=())["Sakura Pharma KK"].tier == "B"


def test_an_a_is_overdue_and_one_was_never_visited(company: Company) -> None:
    seen = company.list_seen_by("Emily Kwok")
    visits = company.next_visits("Emily Kwok")
    assert seen["Silverstream Beverages Ltd"].customer.tier == "A"
    assert visits["Silverstream Beverages Ltd"].state is VisitState.OVERDUE
    assert visits["Keelung Marine Parts Co., Ltd."].state is VisitState.NEVER


@pytest.mark.parametrize("typed", ["Jade River", "玉河"])
def test_namesakes_are_asked_about(company: Company, typed: str) -> None:
    emily = people.viewer_of(company.people["Emily Kwok"])
    names = Index(customers.list_namings(company.session, emily))
    found = match(names, typed)
    assert found.customer_id is None
    assert len(found.candidates) == 2


def test_one_customer_has_no_rep(company: Company) -> None:
    everyone = company.list_seen_by(ADMIN)
    assert [n for n, each in everyone.items() if each.customer.rep_id is None] == [
        "Greenfield Drip Irrigation"
    ]


def test_its_places_and_trades_have_names_in_both_languages(company: Company) -> None:
    viewer = people.viewer_of(company.people[ADMIN])
    known = {
        what: customers.list_distinct(company.session, viewer, what)
        for what in ("city", "country", "industry")
    }
    places = Places(known["city"], known["country"], known["industry"])
    for names in known.values():
        for name in names:
            shown = [mark.value for mark in places.list_marks(fold(name))]
            assert any(isinstance(place, Place) and place.zh != place.en for place in shown), name
