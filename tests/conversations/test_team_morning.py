"""The morning of who leads: what a team has due, whom it is late at, and what waits for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.post import links
from bot.post.tables import digests, outbox
from crm.store import potentials, requests
from crm.store.tables import customers, people, planned_visits
from crm.text import fold
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING, Office
from tests.support.waking import TODAY, Phone, Town

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def town(office: Office) -> Town:
    """Ana's Alpha is 12 days late, her Huaxin due; Carla's Cedar is late by 39 days."""
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.HUAXIN, "2026-10-20")
    office.visited(who.BRAVO, "2026-11-20")
    office.visited(who.HUAXING, "2026-11-20")
    office.visited(who.CEDAR, "2026-09-01", person_id=who.CARLA)
    office.visited(who.DELTA, "2026-11-20", person_id=who.CARLA)
    with office.database.writing() as session:
        session.execute(update(customers).where(customers.c.id == who.BORIS_OWN).values(rep_id=3))
        session.execute(update(customers).where(customers.c.id == who.BORIS_OWN).values(tier=None))
    office.visited(who.BORIS_OWN, "2026-11-20", person_id=who.CARLA)
    return Town(office)


@pytest.fixture
def boris(town: Town) -> Phone:
    """The phone of Ana's manager."""
    return town.phone(who.BORIS)


def again(town: Town) -> None:
    """Let the same morning come again, as another one would."""
    with town.office.database.writing() as session:
        session.execute(digests.delete())
        session.execute(update(outbox).values(key=None))


def late_ones(town: Town, number: int, rep_id: int = who.ANA) -> None:
    """Give a rep so many A customers that slipped on different days, the last of them yesterday."""
    for n in range(number):
        name = f"Firm {n:03d}"
        row = {"name": name, "name_key": fold(name), "rep_id": rep_id, "tier": "A"}
        with town.office.database.writing() as session:
            made = session.execute(insert(customers).values(row).returning(customers.c.id))
            customer_id = made.scalar_one()
        on = TODAY - timedelta(days=46 + n)
        town.office.visited(customer_id, on.isoformat(), person_id=rep_id)


def planned_on(town: Town, customer_id: int) -> date | None:
    query = select(planned_visits.c.planned_on).where(planned_visits.c.customer_id == customer_id)
    with town.office.database.reading() as session:
        found: date | None = session.scalar(query)
        return found


def at(town: Town, hour: int) -> None:
    moment = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
    town.office.app.clock = lambda: moment


def test_a_team_is_told_of_in_a_few_rows_that_lead_on(boris: Phone) -> None:
    assert boris.wakes().splitlines() == [
        "👥 Team: 2 due · Ana Alba 2",
        "🔴 Alpha Foods A · Ana Alba · 12 days late",
    ]
    assert boris.labels(boris.find("By rep")) == ["By rep", "Assign Alpha Foods"]
    boris.taps("By rep")
    assert "Ana Alba · 2" in boris.read(max(boris.messages))


def test_who_has_customers_too_gets_both_own_ones_first(town: Town, boris: Phone) -> None:
    with town.office.database.writing() as session:
        session.execute(update(customers).where(customers.c.id == who.BRAVO).values(rep_id=2))
    town.office.visited(who.HUAXING, "2026-11-20")
    with town.office.database.writing() as session:
        session.execute(update(customers).where(customers.c.id == who.HUAXIN).values(rep_id=2))
    told = boris.wakes().splitlines()
    assert told[0] == "1 today: 深圳市华兴电子有限公司 A"
    assert told[1] == "👥 Team: 1 due · Ana Alba 1"


def test_a_customer_that_slipped_is_named_once(town: Town, boris: Phone) -> None:
    assert "Alpha Foods" in boris.wakes()
    again(town)
    assert boris.wakes().splitlines()[1:] == ["🔴 1 A customer overdue"]


def test_one_that_slips_again_later_is_named_again(town: Town, boris: Phone) -> None:
    boris.wakes()
    again(town)
    town.office.visited(who.ALPHA, "2026-09-30")
    assert "🔴 Alpha Foods A · Ana Alba · 10 days late" in boris.wakes()


def test_only_the_nearest_manager_is_told_who_slipped(town: Town) -> None:
    assert town.phone(who.DORA).wakes().splitlines()[1:] == ["🔴 2 A customers overdue"]
    assert "Cedar Paper" in town.phone(who.EMIL).wakes()


def test_whom_the_manager_above_has_lost_is_told_to_the_next(town: Town) -> None:
    with town.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.BORIS).values(left_on=TODAY))
    assert "🔴 Alpha Foods A · Ana Alba" in town.phone(who.DORA).wakes()


def test_many_are_named_a_few_a_morning_the_worst_first(town: Town, boris: Phone) -> None:
    late_ones(town, 5)
    told = boris.wakes().splitlines()
    named = [line.split(" A ·")[0] for line in told[1:4]]
    assert named == ["🔴 Alpha Foods", "🔴 Firm 004", "🔴 Firm 003"]
    assert told[4] == "🔴 3 other A customers overdue"
    again(town)
    assert "Firm 002" in boris.wakes()


def test_the_others_stand_behind_one_tap_each_with_its_own(town: Town, boris: Phone) -> None:
    late_ones(town, 9)
    told = boris.wakes()
    number = boris.find("All A overdue")
    assert boris.taps("All A overdue").splitlines()[0] == "A overdue: 10"
    assert boris.labels(number)[-2:] == ["Back", "+4 more"]
    boris.taps("+4 more", number)
    assert "Firm 000" in boris.read(number)
    boris.taps("Assign Firm 000", number)
    assert "→ Firm 000 · Ana Alba · Tue 24 Nov" in boris.read(number)
    assert boris.taps("Back", number) == told


def test_asked_before_ten_the_rep_goes_today_and_reads_who_asked(town: Town, boris: Phone) -> None:
    ana = town.phone(who.ANA)
    ana.wakes()
    number = ana.find("Alpha")
    boris.wakes()
    told = boris.taps("Assign Alpha")
    assert "→ Alpha Foods · Ana Alba · Tue 24 Nov" in told
    assert planned_on(town, who.ALPHA) == TODAY
    assert "🔴 Alpha Foods · A · Boris Banks asks, 12 days late" in ana.read(number)


def test_a_customer_that_was_not_due_joins_the_reps_list(town: Town, boris: Phone) -> None:
    late_ones(town, 1)
    ana = town.phone(who.ANA)
    with town.office.database.writing() as session:
        plan = {"customer_id": who.ALPHA, "planned_on": WEDNESDAY, "person_id": who.ANA}
        before = TODAY - timedelta(days=1)
        session.execute(insert(planned_visits).values(**plan, made_on=before))
    ana.wakes()
    number = ana.find("Firm")
    assert "Alpha" not in ana.read(number)
    boris.says("postpone Alpha Foods")
    boris.says("today")
    assert "🔴 Alpha Foods · A · Boris Banks asks, 12 days late" in ana.read(number)


def test_asked_later_the_rep_goes_on_the_next_working_day(town: Town, boris: Phone) -> None:
    at(town, 14)
    boris.wakes()
    assert "→ Alpha Foods · Ana Alba · Wed 25 Nov" in boris.taps("Assign Alpha")
    assert planned_on(town, who.ALPHA) == WEDNESDAY


def test_it_is_the_reps_clock_that_counts(town: Town, boris: Phone) -> None:
    with town.office.database.writing() as session:
        shanghai = update(people).where(people.c.id == who.ANA)
        session.execute(shanghai.values(timezone="Asia/Shanghai"))
    boris.wakes()
    boris.taps("Assign Alpha")
    assert planned_on(town, who.ALPHA) == WEDNESDAY


def test_what_was_asked_is_taken_back_with_who_asked(town: Town, boris: Phone) -> None:
    ana = town.phone(who.ANA)
    before = ana.wakes()
    number = ana.find("Alpha")
    told = boris.wakes()
    mine = boris.find("Assign Alpha")
    boris.taps("Assign Alpha")
    boris.taps("Undo")
    assert ana.read(number) == before
    assert boris.read(mine) == told


def test_a_second_tap_asks_nothing_twice(town: Town, boris: Phone) -> None:
    boris.wakes()
    number = boris.find("Assign")
    action = next(b.action for b in boris.messages[number].buttons if "Assign" in b.label)
    shown = boris.presses(action, number)
    messages = len(boris.messages)
    assert boris.presses(action, number) == shown
    assert len(boris.messages) == messages


def test_decisions_wanted_lead_to_their_list(town: Town, cast: Cast, boris: Phone) -> None:
    with town.office.database.writing() as session:
        requests.ask(session, cast.ana, "not_mine", customer_id=who.BRAVO, now=MORNING)
        potentials.propose(
            session,
            cast.ana,
            who.HUAXING,
            "A",
            evidence="second plant",
            policy=town.office.app.policy.get(session),
            now=MORNING,
        )
    assert "💬 2 decisions wait for you" in boris.wakes()
    boris.taps("Decide")
    assert "Bravo Tools" in boris.read(max(boris.messages))


def test_customers_whose_rep_has_left_wait_in_sight(town: Town, boris: Phone) -> None:
    with town.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.ANA).values(left_on=TODAY))
    assert "📦 4 customers have no rep: Alpha Foods, 深圳市华兴电子有限公司 …" in boris.wakes()


def test_an_admin_reads_of_customers_that_nobody_has(town: Town) -> None:
    gus = town.phone(who.GUS)
    assert gus.wakes() == "📦 1 customer has no rep: Orphan Optics"


def test_a_phone_that_cannot_be_reached_is_told_of_once(town: Town, boris: Phone) -> None:
    ana = town.phone(who.ANA)
    with town.office.database.writing() as session:
        links.note_reach(session, "telegram", ana.account, "blocked")
    assert "🔕 Ana Alba gets no messages from me" in boris.wakes()
    boris.taps("Ana Alba")
    assert boris.read(max(boris.messages)).startswith("Ana Alba has blocked me")
    again(town)
    assert "🔕" not in boris.wakes()


def test_who_leads_and_has_nothing_to_be_told_is_told_nothing(town: Town) -> None:
    with town.office.database.writing() as session:
        session.execute(update(customers).values(tier="C"))
    assert town.phone(who.EMIL).wakes() == ""


@pytest.mark.parametrize("number", [0, 1, 200])
def test_never_more_than_seven_rows(town: Town, cast: Cast, boris: Phone, number: int) -> None:
    late_ones(town, number)
    for n in range(4):
        name = f"Own {n}"
        row = {"name": name, "name_key": fold(name), "rep_id": who.BORIS, "tier": "C"}
        with town.office.database.writing() as session:
            session.execute(insert(customers).values(row))
    with town.office.database.writing() as session:
        requests.ask(session, cast.ana, "missing", text="Firm X", now=MORNING)
    told = boris.wakes()
    shown = boris.messages[max(boris.messages)]
    assert len(told.splitlines()) <= 7
    assert len(shown.rows) <= 7


def test_a_rep_asks_nobody_for_a_visit(town: Town) -> None:
    ana = town.phone(who.ANA)
    ana.wakes()
    number = ana.find("Alpha")
    for action in (f"massign:20261124:1:{who.BRAVO}:0", "mlate:20261124:0", "mteam:", "mgone:"):
        ana.presses(action, number)
        assert planned_on(town, who.BRAVO) is None


def test_another_teams_customer_is_assigned_like_none(town: Town, boris: Phone) -> None:
    boris.wakes()
    number = boris.find("Assign")
    texts = []
    for customer_id in (who.CEDAR, 99999):
        boris.presses(f"massign:20261124:1:{customer_id}:0", number)
        texts.append(boris.read(max(boris.messages)))
    assert texts[0] == texts[1]
    assert planned_on(town, who.CEDAR) is None
