"""A rep's morning: what it tells, what a tap does, and how it is worded anew as the day goes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.post.tables import digests, outbox
from crm.store import absences, handovers, plans, reminders, requests
from crm.store.tables import absences as absence_rows
from crm.store.tables import customers, people, planned_visits, visits
from crm.store.tables import reminders as reminder_rows
from crm.text import fold
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING, Office
from tests.support.waking import TODAY, Phone, Town

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def town(office: Office) -> Town:
    """Ana's customers: Alpha 12 days late, Huaxin due, Bravo and Huaxing seen the other day."""
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.HUAXIN, "2026-10-20")
    office.visited(who.BRAVO, "2026-11-20")
    office.visited(who.HUAXING, "2026-11-20")
    return Town(office)


@pytest.fixture
def ana(town: Town) -> Phone:
    """Ana's phone."""
    return town.phone(who.ANA)


def count(office: Office, table: str) -> int:
    of = {"visits": visits, "plans": planned_visits}[table]
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def remind(town: Town, cast: Cast, text: str, on: date = TODAY, at: str | None = None) -> None:
    with town.office.database.writing() as session:
        reminders.record(
            session,
            cast.ana,
            due_on=on,
            text=text,
            customer_id=None,
            now=MORNING - timedelta(days=1),
        )
        if at is not None:
            session.execute(update(reminder_rows).values(due_time=at))


def give_many(town: Town, number: int, rep_id: int = who.ANA) -> None:
    with town.office.database.writing() as session:
        for n in range(number):
            name = f"Firm {n:03d}"
            row = {"name": name, "name_key": fold(name), "rep_id": rep_id, "tier": "C"}
            session.execute(insert(customers).values(row))


def test_a_few_stand_in_one_line_with_their_names_to_tap(ana: Phone) -> None:
    assert ana.wakes() == "2 today: 🔴Alpha Foods A, 12 days late | 深圳市华兴电子有限公司 A"
    assert ana.labels(ana.find("Alpha")) == ["Alpha Foods", "深圳市华兴电子有限公司"]


def test_it_speaks_the_persons_language(town: Town, ana: Phone) -> None:
    with town.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.ANA).values(language="zh"))
    assert ana.wakes() == "今天2家：🔴Alpha Foods A 超期12天｜深圳市华兴电子有限公司 A"


def test_a_name_opens_in_the_place_of_the_list_and_back_again(ana: Phone) -> None:
    told = ana.wakes()
    assert ana.taps("Alpha") == "🔴 Alpha Foods · A · 12 days late"
    assert ana.labels(ana.find("Met")) == ["Met", "Nobody in", "Tomorrow", "Card", "Back"]
    assert ana.taps("Back") == told
    assert len(ana.messages) == 1


def test_met_is_noted_below_and_ticked_off_in_place(ana: Phone) -> None:
    ana.wakes()
    ana.taps("Alpha")
    assert ana.taps("Met") == "2 today, 1 left: 深圳市华兴电子有限公司 A | ✓ Alpha Foods"
    assert ana.read(ana.find("Undo")) == (
        "Tue 24 Nov: Alpha Foods\nNext 24 Dec\nA word about it? Type it, or leave it."
    )
    assert len(ana.messages) == 2


def test_nobody_in_moves_the_day_and_says_until_when(ana: Phone) -> None:
    ana.wakes()
    ana.taps("Alpha")
    assert ana.taps("Nobody in") == (
        "2 today, 1 left: 深圳市华兴电子有限公司 A | – Alpha Foods, nobody in; again Fri 27 Nov"
    )


def test_tomorrow_is_the_next_working_day(ana: Phone) -> None:
    ana.wakes()
    ana.taps("Alpha")
    assert ana.taps("Tomorrow") == (
        "2 today, 1 left: 深圳市华兴电子有限公司 A | → Alpha Foods, Wed 25 Nov"
    )


def test_before_a_day_off_the_button_names_the_day(town: Town, ana: Phone) -> None:
    with town.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.ANA).values(working_days="125"))
    ana.wakes()
    ana.taps("Alpha")
    assert "Fri 27 Nov" in ana.labels(ana.find("Met"))


@pytest.mark.parametrize("label", ["Met", "Nobody in", "Tomorrow"])
def test_a_second_tap_does_nothing(town: Town, ana: Phone, label: str) -> None:
    ana.wakes()
    ana.taps("Alpha")
    number = ana.find(label)
    action = next(b.action for b in ana.messages[number].buttons if b.label == label)
    shown = ana.presses(action, number)
    before = count(town.office, "visits"), count(town.office, "plans")
    assert ana.presses(action, number) == shown
    assert (count(town.office, "visits"), count(town.office, "plans")) == before


def test_when_all_is_done_it_says_so(ana: Phone) -> None:
    ana.wakes()
    ana.taps("Alpha")
    ana.taps("Met")
    ana.taps("深圳")
    assert ana.taps("Met") == "All 2 done. 👏"


def test_what_is_taken_back_is_open_again(ana: Phone) -> None:
    told = ana.wakes()
    number = ana.find("Alpha")
    ana.taps("Alpha")
    ana.taps("Met")
    ana.taps("Undo")
    assert ana.read(number) == told


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("见到了 要100个", "11月24日周二：Alpha Foods\n需求：100个\n下次12月24日"),
        ("met them, they want 100", "Tue 24 Nov: Alpha Foods\nNeeds: 100\nNext 24 Dec"),
        ("没见到人", "11月24日周二，没人在：Alpha Foods"),
        ("nobody was there", "Tue 24 Nov: Alpha Foods, nobody in"),
        ("done, they need 5 pumps", "Tue 24 Nov: Alpha Foods\nNeeds: 5 pumps\nNext 24 Dec"),
        ("谈好了", "11月24日周二：Alpha Foods"),
        ("周五再去", "Alpha Foods：11月27日周五"),
        ("Friday", "Alpha Foods: Fri 27 Nov"),
    ],
)
def test_a_text_is_about_the_name_that_was_tapped(ana: Phone, text: str, noted: str) -> None:
    ana.wakes()
    number = ana.find("Alpha")
    ana.taps("Alpha")
    assert ana.says(text).startswith(noted)
    assert "Alpha Foods" in ana.read(number).split("|")[-1].split("｜")[-1]


def test_a_text_with_a_name_needs_no_tap(ana: Phone) -> None:
    ana.wakes()
    number = ana.find("Alpha")
    ana.says("alpha nobody in")
    assert ana.read(number).endswith("– Alpha Foods, nobody in; again Fri 27 Nov")
    assert ana.edits == 1


def test_what_changes_no_word_is_not_edited(town: Town, ana: Phone) -> None:
    ana.wakes()
    ana.says("note for Bravo Tools: new boss")
    assert ana.edits == 0
    assert town.why_not() == ["unchanged"]


def test_more_than_seven_rows_are_a_tap_away(town: Town, ana: Phone) -> None:
    give_many(town, 10)
    told = ana.wakes()
    assert told.splitlines()[0] == "12 today, 1 overdue"
    assert len(told.splitlines()) == 7
    assert ana.labels(ana.find("Alpha"))[-1] == "+6 more"
    number = ana.find("+6 more")
    assert len(ana.taps("+6 more").splitlines()) == 7
    assert "Firm 009" in ana.read(number)
    assert ana.taps("Back") == told


@pytest.mark.parametrize("due", [0, 1, 200])
def test_never_more_than_seven_rows(town: Town, cast: Cast, ana: Phone, due: int) -> None:
    with town.office.database.writing() as session:
        session.execute(update(customers).values(rep_id=None))
    give_many(town, due)
    for n in range(5):
        remind(town, cast, f"thing {n}")
    told = ana.wakes()
    number = ana.find("✓ thing 0")
    assert len(told.splitlines()) <= 7
    assert len(ana.messages[number].rows) <= 7


def test_reminders_without_an_hour_stand_among_the_rows(town: Town, cast: Cast, ana: Phone) -> None:
    remind(town, cast, "at three", at="15:00")
    remind(town, cast, "call the bank")
    remind(town, cast, "on Friday", on=FRIDAY)
    told = ana.wakes()
    assert told.splitlines()[1:] == ["⏰ call the bank"]
    assert ana.taps("✓ call").splitlines()[1:] == ["✓ call the bank"]


def test_whom_one_stands_in_for_is_said(town: Town, cast: Cast, ana: Phone) -> None:
    with town.office.database.writing() as session:
        row = {"person_id": who.CARLA, "cover_id": who.ANA, "from_on": TODAY, "until_on": FRIDAY}
        session.execute(insert(absence_rows).values(**row, made_at=MORNING))
    told = ana.wakes()
    assert "⚪ Cedar Paper · A · never visited · for Carla Cruz" in told.splitlines()
    ana.taps("Cedar")
    assert ana.read(ana.find("Met")).endswith("You stand in for Carla Cruz.")


def test_who_asked_for_a_visit_is_said(town: Town, cast: Cast, ana: Phone) -> None:
    with town.office.database.writing() as session:
        plans.plan(session, cast.boris, who.BRAVO, TODAY, now=MORNING)
    told = ana.wakes()
    assert "🟡 Bravo Tools · B · Boris Banks asks" in told.splitlines()


def test_own_plans_are_asked_by_nobody(town: Town, cast: Cast, ana: Phone) -> None:
    with town.office.database.writing() as session:
        plans.plan(session, cast.ana, who.BRAVO, TODAY, now=MORNING)
    assert "asks" not in ana.wakes()


def test_what_was_decided_is_told_once(town: Town, cast: Cast, ana: Phone) -> None:
    with town.office.database.writing() as session:
        requests.ask(session, cast.ana, "not_mine", customer_id=who.BRAVO, now=MORNING)
        (asked,) = requests.list_open(session, cast.boris)
        requests.settle(session, cast.boris, asked.id, "kept", now=MORNING)
    assert ana.wakes().splitlines()[-1] == "💬 Bravo Tools: stays with you (Boris Banks)"
    with town.office.database.writing() as session:
        session.execute(digests.delete())
        session.execute(update(outbox).values(key=None))
    assert "💬" not in ana.wakes()


def test_who_has_nothing_to_be_told_is_told_nothing(town: Town) -> None:
    assert town.phone(who.FAY).wakes() == ""
    assert town.why_not() == ["nothing to say"]


def test_who_is_away_is_told_nothing(town: Town, cast: Cast, ana: Phone) -> None:
    with town.office.database.writing() as session:
        absences.plan_away(session, cast.ana, who.ANA, TODAY, FRIDAY, None, now=MORNING)
    assert ana.wakes() == ""
    assert town.why_not() == ["away"]


def test_a_customer_handed_over_meanwhile_is_gone_from_the_list(
    town: Town, cast: Cast, ana: Phone
) -> None:
    ana.wakes()
    number = ana.find("Alpha")
    with town.office.database.writing() as session:
        handovers.hand_over(
            session,
            cast.dora,
            who.ALPHA,
            from_id=who.ANA,
            to_id=who.CARLA,
            request_id=None,
            now=MORNING,
        )
    ana.says("note for Bravo Tools: new boss")
    assert ana.read(number) == "1 today: 深圳市华兴电子有限公司 A"


def test_yesterdays_digest_is_not_told_today(town: Town, ana: Phone) -> None:
    assert ana.wakes(TODAY - timedelta(days=1)) == ""
    assert town.why_not() == ["another morning"]


@pytest.mark.parametrize("asked", ["my morning", "早报", "晨报", "my agenda"])
def test_it_can_be_asked_for(ana: Phone, asked: str) -> None:
    said = ana.says(asked)
    assert said.startswith(("2 today: 🔴Alpha", "今天2家：🔴Alpha"))
    ana.taps("Alpha")
    ana.taps("Back" if "today" in said else "返回")
    assert len(ana.messages) == 1


def test_what_was_asked_for_does_not_stand_in_for_the_digest(ana: Phone) -> None:
    ana.says("my morning")
    assert ana.wakes().startswith("2 today: ")
    assert len(ana.messages) == 2


def test_somebody_elses_customer_opens_like_none(ana: Phone) -> None:
    ana.wakes()
    number = ana.find("Alpha")
    texts = []
    for customer_id in (who.CEDAR, 99999):
        ana.presses(f"mopen:20261124:{customer_id}", number)
        texts.append(ana.read(max(ana.messages)))
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("Alpha Foods nobody in", "– Alpha Foods, nobody in; again Fri 27 Nov"),
        ("met Alpha Foods", "✓ Alpha Foods"),
        ("postpone Alpha Foods to Friday", "→ Alpha Foods, Fri 27 Nov"),
        ("Alpha Foods没人在", "– Alpha Foods"),
    ],
)
def test_what_was_noted_before_the_first_look_is_counted_and_comes_back(
    town: Town, said: str, row: str
) -> None:
    chat = town.office.chat("Ana")
    chat.says(said)
    first = chat.says("my morning")
    assert first.startswith("2 today")
    assert row in first
    chat.says("undo")
    assert "🔴Alpha Foods A, 12 days late" in chat.says("my morning")


def test_a_visit_to_whom_was_not_due_joins_no_morning(town: Town) -> None:
    chat = town.office.chat("Ana")
    chat.says("met Bravo Tools")
    assert "Bravo" not in chat.says("my morning")
