"""A manager asks which objections cost most: figures, and a picture to look at."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import insert

from bot.voice.charts import WIDTH, Bar, draw_bars
from crm.entities import VisitKind
from crm.store.tables import visits
from tests.conversations.test_field_facts import bought
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


def told(
    office: Office,
    customer_id: int,
    on: str,
    objection: str,
    asks: int | None = None,
    person_id: int = who.ANA,
) -> None:
    with office.database.writing() as session:
        session.execute(
            insert(visits).values(
                customer_id=customer_id,
                person_id=person_id,
                kind=VisitKind.VISIT,
                visited_on=date.fromisoformat(on),
                asks=asks,
                objection=objection,
            )
        )


@pytest.fixture
def autumn(office: Office) -> Office:
    """Alpha found it too expensive and has bought nothing since, Bravo thought it over and bought
    after a fortnight, Huaxing doesn't say."""
    bought(office, who.ALPHA, "2026-06-01", ("valve", "200", "12300"))
    bought(office, who.BRAVO, "2026-06-01", ("valve", "200", "5000"))
    told(office, who.ALPHA, "2026-10-05", "too_expensive", 1)
    told(office, who.ALPHA, "2026-11-05", "too_expensive", 2)
    told(office, who.BRAVO, "2026-10-20", "think_it_over", 3)
    bought(office, who.BRAVO, "2026-11-03", ("valve", "20", "800"))
    told(office, who.HUAXING, "2026-11-10", "unknown", 0)
    told(office, who.HUAXIN, "2026-11-11", "too_expensive")
    told(office, who.HUAXIN, "2026-11-12", "none", 1)
    return office


def test_each_objection_with_its_visits_orders_asks_and_what_is_at_stake(autumn: Office) -> None:
    reply = autumn.chat("boris").says("which objections cost most")
    head, *rows = reply.splitlines()
    assert head.startswith("What held customers back at 5 visits since 26 Aug (at stake: ")
    assert rows == [
        "Too expensive: 3, 0 ordered, asked 1.5×; 12,300 at stake",
        "Think it over: 1, 1 ordered, asked 3×; 0 at stake",
        "Don’t know: 1, 0 ordered, asked 0×; 0 at stake",
        "At 1 of them nobody asked for the order.",
    ]


def test_it_is_told_in_chinese_with_a_picture(autumn: Office) -> None:
    chat = autumn.chat("boris")
    assert (
        chat.says("哪些异议最伤单").splitlines()[1] == "太贵了：3次，下单0，开口1.5次；悬着12,300"
    )
    (message,) = chat.last
    assert message.picture is not None
    with Image.open(io.BytesIO(message.picture.content)) as picture:
        assert picture.format == "PNG"
        assert picture.width == WIDTH


def test_a_few_visits_are_no_figures(office: Office) -> None:
    told(office, who.ALPHA, "2026-11-05", "too_expensive", 2)
    chat = office.chat("boris")
    assert chat.says("which objections cost most").startswith("Only 1 of the visits so far says")
    assert chat.last[0].picture is None
    assert office.chat("emil").says("which objections cost most").startswith("None of ")


def test_a_rep_sees_what_their_own_visits_say(autumn: Office) -> None:
    told(autumn, who.BRAVO, "2026-11-13", "no_budget", person_id=who.BORIS)
    ana = autumn.chat("ana")
    reply = ana.says("which objections cost me most")
    assert reply.startswith("What held customers back at 5 of your visits")
    assert "No budget" not in reply
    assert ana.says("哪些异议最费单").startswith("8月26日以来你的5次拜访")


@pytest.mark.parametrize("name", ["fay", "carla"])
def test_who_told_of_no_visit_sees_nobody_elses(autumn: Office, name: str) -> None:
    reply = autumn.chat(name).says("which objections cost most")
    assert reply.startswith("None of your visits so far says what held the customer back")


def test_other_teams_dont_count(autumn: Office) -> None:
    for day in range(1, 8):
        told(autumn, who.CEDAR, f"2026-11-0{day}", "no_budget", person_id=who.CARLA)
    assert "No budget" not in autumn.chat("boris").says("which objections cost most")
    assert "No budget" in autumn.chat("dora").says("which objections cost most")


def test_old_visits_dont_count(autumn: Office) -> None:
    told(autumn, who.ALPHA, "2026-05-05", "no_time")
    assert "No time" not in autumn.chat("boris").says("which objections cost most")


@pytest.mark.parametrize("name", ["太贵了" * 30, "Too expensive " * 12, "x" * 300])
def test_a_chart_keeps_its_width_whatever_is_written_on_it(name: str) -> None:
    drawn = draw_bars(name, [Bar(name, 5, "1,234,567"), Bar("none", 0, "0")], name)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.width == WIDTH
        assert picture.height < 2 * WIDTH


def test_a_longer_bar_stands_for_more() -> None:
    def length(value: float) -> int:
        drawn = draw_bars("", [Bar("most", 100, "100"), Bar("other", value, "1")])
        with Image.open(io.BytesIO(drawn)) as picture:
            colours = picture.convert("RGB").getcolors(1 << 24)
            assert colours is not None
            return next(count for count, colour in colours if colour == (47, 111, 176))

    assert length(20) < length(50) < length(90)
