"""A report of several customers that counts them instead of naming them again."""

import pytest
from sqlalchemy import select

from crm.store.tables import visits
from tests.support import cast as who
from tests.support.chatting import Office

ALL_THREE = {who.ALPHA, who.BRAVO, who.HUAXIN}
LISTED = "Alpha Foods、Bravo Tools、华兴电子"
LISTED_EN = "Alpha Foods, Bravo Tools and 华兴电子"


def recorded(office: Office) -> dict[int, str]:
    with office.database.reading() as session:
        rows = session.execute(select(visits.c.customer_id, visits.c.kind).order_by(visits.c.id))
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("text", "nobody_in"),
    [
        (f"今天去了{LISTED}，前两家都没人，后一家见到了", {who.ALPHA, who.BRAVO}),
        (f"今天去了{LISTED}，前两家没人在，最后一家见到了", {who.ALPHA, who.BRAVO}),
        (f"今天去了{LISTED}，后两家都不在", {who.BRAVO, who.HUAXIN}),
        (f"今天去了{LISTED}，头一家没人，其他两家都见到了", {who.ALPHA}),
        (f"跑了{LISTED}，第二家没人在，其他都见到了", {who.BRAVO}),
        (f"跑了{LISTED}，华兴电子没人，其余都见到了", {who.HUAXIN}),
        (f"今天去了{LISTED}，最后一家关门", {who.HUAXIN}),
        (f"saw {LISTED_EN} today, nobody in at the first two", {who.ALPHA, who.BRAVO}),
        (f"visited {LISTED_EN}. the last one was closed", {who.HUAXIN}),
        (f"visited {LISTED_EN}, the second was not in", {who.BRAVO}),
        (f"visited {LISTED_EN}, nobody in at Alpha Foods, met the others", {who.ALPHA}),
    ],
)
def test_customers_of_the_report_may_be_counted(
    office: Office, text: str, nobody_in: set[int]
) -> None:
    office.chat("ana").says(text)
    found = recorded(office)
    assert set(found) == ALL_THREE
    assert {each for each, kind in found.items() if kind == "attempt"} == nobody_in


@pytest.mark.parametrize(
    "text",
    [
        f"今天去了{LISTED}，一家没人，两家见到了",
        f"今天去了{LISTED}，其中一家关门",
        f"今天去了{LISTED}，前五家没人",
        f"saw {LISTED_EN} today, one of them was not in",
    ],
)
def test_what_may_mean_any_of_them_is_asked_for_and_nothing_is_noted(
    office: Office, text: str
) -> None:
    reply = office.chat("ana").says(text)
    assert recorded(office) == {}
    assert "Alpha Foods" in reply
    assert "Bravo Tools" in reply


@pytest.mark.parametrize(
    "text",
    [
        "今天去了Alpha Foods，他们开了两家店，没人管",
        "去了Alpha Foods和Bravo Tools，他们第二家店下月开",
        "saw Alpha Foods and Bravo Tools, the first order is late",
        "今天去了Alpha Foods和Bravo Tools，两家都见到了",
    ],
)
def test_other_things_that_are_counted_are_told_as_they_were(office: Office, text: str) -> None:
    office.chat("ana").says(text)
    assert set(recorded(office).values()) == {"visit"}
