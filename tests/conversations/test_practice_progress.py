"""Progress as it is told: to a rep by fault, to a manager in sums of five people and more."""

import re

import pytest
from sqlalchemy import insert

from crm.entities import Role
from crm.store.tables import people
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.practising import SHOP, has_practised


@pytest.mark.parametrize(
    ("typed", "says"),
    [("show my coaching progress", "Nothing practised yet"), ("我的训练进度", "还没练过")],
)
def test_before_any_practice_there_is_no_progress_to_show(
    office: Office, typed: str, says: str
) -> None:
    chat = office.chat("ana")
    assert chat.says(typed).startswith(says)
    assert chat.labels


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "show my coaching progress",
            (
                "last 14 days: 3 lines, 2 right",
                "Not asking permission: 2 of 3",
                "Next: in 3 days, 1.",
            ),
        ),
        (
            "我的训练进度",
            ("近14天：3句，2句说对", "不问“可不可以”：3次说对2次", "下次：3天后1句。"),
        ),
    ],
)
def test_a_reps_progress_is_by_fault_and_short(
    office: Office, typed: str, parts: tuple[str, ...]
) -> None:
    line = next(
        line.id for scene in SHOP.scenes for line in scene.bad if line.fault == "permission"
    )
    has_practised(office.database, who.ANA, line, "again", days=3)
    has_practised(office.database, who.ANA, line, "good", days=2)
    has_practised(office.database, who.ANA, line, "good", days=1)
    reply = office.chat("ana").says(typed)
    assert all(part in reply for part in parts), reply
    assert len(reply.split("\n")) <= 7


@pytest.mark.parametrize(
    ("start", "show", "asks", "says"),
    [
        ("drill", "Show me", "my progress", "0 lines; 2 looked up."),
        ("每日一练", "看答案", "我的训练进度", "0句，看了答案2句。"),
    ],
)
def test_what_was_looked_up_or_skipped_is_no_mistake(
    office: Office, start: str, show: str, asks: str, says: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.taps(show)
    chat.taps(show)
    chat.says("next")
    reply = chat.says(asks)
    assert says in reply
    assert "· " not in reply


def hires(office: Office, count: int) -> list[int]:
    with office.database.writing() as session:
        for number in range(count):
            session.execute(
                insert(people).values(
                    id=100 + number,
                    name=f"Rep Number{number}",
                    name_key=f"rep number{number}",
                    role=Role.REP,
                    manager_id=who.BORIS,
                )
            )
    return [100 + number for number in range(count)]


def test_a_manager_sees_sums_of_five_people_and_no_name(office: Office) -> None:
    for person_id in [who.ANA, *hires(office, 4)]:
        has_practised(office.database, person_id)
    chat = office.chat("boris")
    reply = chat.says("show my coaching progress")
    assert re.search(r"5 of \d people, 5 lines, 0 right", reply)
    assert "(5 people)" in reply
    assert "Rep" not in reply
    assert "Ana" not in reply
    assert "人里5人，5句，说对0句" in office.chat("boris").says("我的训练进度")


def test_of_fewer_than_five_a_manager_is_told_only_how_many_practised(office: Office) -> None:
    for person_id in [who.ANA, *hires(office, 3)]:
        has_practised(office.database, person_id)
    has_practised(office.database, who.CARLA)
    reply = office.chat("boris").says("show my coaching progress")
    assert re.fullmatch(
        r"4 of your \d people have practised in the last 14 days. From five on I show what lines "
        r"need work, in sums and never by name.",
        reply,
    )
    assert "个人里有4个练过" in office.chat("boris").says("我的训练进度")
    assert office.chat("boris").says("how does Ana practise") == reply


def test_a_rep_sees_nobody_elses_practice(office: Office) -> None:
    for person_id in hires(office, 6):
        has_practised(office.database, person_id)
    assert office.chat("ana").says("show my coaching progress").startswith("Nothing practised yet")
