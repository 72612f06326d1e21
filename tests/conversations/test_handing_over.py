"""Somebody has left, customers go to others all at once, and whoever gets them reads of them."""

import pytest
from sqlalchemy import select

from bot.post import outbox
from bot.post.outbox import REMINDER, Outgoing
from bot.post.tables import outbox as rows
from crm.store import complaints, contacts, notes, plans
from crm.store.contacts import Particulars
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING, Chat, Office
from tests.support.snapshots import take_snapshot
from tests.support.waking import Town


def left(office: Office, by: str = "dora", name: str = "Ana") -> Chat:
    chat = office.chat(by)
    chat.says(f"{name} has left")
    chat.taps("Yes")
    return chat


def test_nobody_is_shut_out_before_the_tap(office: Office) -> None:
    before = take_snapshot(office.database)
    boris = office.chat("boris")
    asked = boris.says("Ana Alba has left the company")
    assert "4 customers then wait for somebody else" in asked
    assert take_snapshot(office.database) == before
    assert "nothing is changed" in boris.taps("Never mind")
    boris.says("Ana离职了")
    assert "账号已停用" in boris.says("好")
    assert take_snapshot(office.database) != before
    boris.says("撤销")
    assert take_snapshot(office.database) == before


@pytest.mark.parametrize("name", ["ana", "carla", "emil", "fay"])
def test_others_say_nothing_of_who_has_left(office: Office, name: str) -> None:
    before = take_snapshot(office.database)
    chat = office.chat(name)
    chat.says("Ana has left")
    chat.says("yes")
    chat.presses("left:1:1")
    assert take_snapshot(office.database) == before


@pytest.mark.parametrize(
    "text", ["the buyer has left", "Alpha’s Ana left early", "has Ana left?", "采购离职了"]
)
def test_who_is_no_colleague_may_leave(office: Office, text: str) -> None:
    boris = office.chat("boris")
    boris.says(text)
    assert not any(label.startswith("Yes, shut") for label in boris.labels)


def test_who_has_left_is_a_stranger_and_what_waits_for_them_is_cancelled(office: Office) -> None:
    town = Town(office)
    ana, boris = town.phone(who.ANA), town.phone(who.BORIS)
    assert "Alpha Foods" in ana.says("my customers")
    with office.database.writing() as session:
        queued = Outgoing("telegram", ana.chat, "{}", who.ANA, REMINDER, key="later")
        row_id = outbox.enqueue(session, queued, MORNING)
        boris_row = outbox.enqueue(
            session, Outgoing("telegram", ana.chat, "{}", who.ANA, key="reply"), MORNING
        )
    left(office)
    read = len(ana.messages)
    town.deliver()
    assert len(ana.messages) == read
    with office.database.reading() as session:
        found = session.execute(select(rows.c.id, rows.c.state))
        states = {row.id: row.state for row in found}
    assert {states[row_id or 0], states[boris_row or 0]} == {"cancelled"}
    told = ana.says("who are my customers?")
    assert "Alpha" not in told
    assert "Ana" in boris.says("who needs a rep")


def test_a_leaver_is_let_in_again_by_undo(office: Office) -> None:
    town = Town(office)
    ana, boris = town.phone(who.ANA), town.phone(who.BORIS)
    boris.says("Ana has left")
    boris.taps("Yes")
    assert "Alpha" not in ana.says("my customers")
    assert "let in again" in boris.says("undo")
    assert "Alpha Foods" in ana.says("my customers")


def test_those_who_wait_are_listed_and_handed_on(office: Office) -> None:
    dora = left(office)
    assert "4 customers wait" in dora.last[0].text
    assert dora.says("who needs a rep") == (
        "4 customers wait for a rep\n· Ana Alba (left 24 Nov): 4 (2 A, 1 B, 1 C)"
    )
    dora.taps("Ana Alba")
    assert set(dora.labels[:2]) == {"All to Boris Banks", "All to Carla Cruz"}
    assert "Ana Alba no longer sees them" in dora.taps("All to Carla")
    assert "Every customer you see has a rep" in dora.says("who needs a rep")
    assert "Alpha Foods" in office.chat("carla").says("my customers")
    assert "back with whoever had them" in dora.says("undo")
    assert "4 customers wait" in dora.says("who needs a rep")


def test_an_admin_finds_those_that_never_had_a_rep(office: Office) -> None:
    gus, fay = office.chat("gus"), office.chat("fay")
    assert "一直没有业务员：1家" in gus.says("哪些客户没人管")
    gus.taps("没有业务员")
    gus.taps("都给Carla")
    assert "Orphan Optics" in office.chat("carla").says("my customers")
    assert "has a rep" in fay.says("who needs a rep")
    assert fay.labels == []


@pytest.mark.parametrize(
    "text",
    [
        "give all Ana's customers to Carla",
        "transfer all customers of Ana Alba to Carla Cruz",
        "把Ana的客户都转给Carla",
        "Carla接手Ana的客户",
    ],
)
def test_all_go_with_one_tap_and_come_back_with_one(office: Office, text: str) -> None:
    before = take_snapshot(office.database)
    dora = office.chat("dora")
    dora.says(text)
    assert take_snapshot(office.database) == before
    dora.presses(dora.last[0].buttons[0].action)
    assert "Alpha Foods" not in office.chat("ana").says("my customers")
    dora.says("undo")
    assert take_snapshot(office.database) == before


def test_those_of_a_tier_alone(office: Office) -> None:
    dora = office.chat("dora")
    assert "2 customers (2 A) of Ana Alba" in dora.says("give Ana's A customers to Carla")
    dora.says("yes")
    assert "Bravo Tools" in office.chat("ana").says("my customers")


def test_shared_out_is_shown_first(office: Office) -> None:
    dora = office.chat("dora")
    dora.says("share out Carla's customers")
    before = take_snapshot(office.database)
    assert "Ana Alba: +2 (1 A, 1 C)" in dora.taps("Share out")
    assert take_snapshot(office.database) == before
    dora.taps("Yes")
    assert "Cedar Paper" in office.chat("ana").says("my customers")


def test_one_by_one(office: Office) -> None:
    dora = office.chat("dora")
    dora.says("把Carla的客户分了")
    dora.taps("逐家选")
    dora.taps("Cedar Paper")
    assert "由Ana Alba负责" in dora.taps("Ana")


def test_who_cannot_take_them_is_told(office: Office) -> None:
    boris = office.chat("boris")
    assert "Carla Cruz can’t take them" in boris.says("give all Ana's customers to Carla")
    assert boris.labels[0] == "All to Boris Banks"
    assert "no customers that you see" in boris.says("give all Carla's customers to Ana")


def test_whoever_gets_customers_reads_a_page_on_each(office: Office, cast: Cast) -> None:
    office.visited(who.ALPHA, "2026-11-10")
    with office.database.writing() as session:
        notes.record(session, cast.ana, who.ALPHA, "note", "closed on Mondays", now=MORNING)
        notes.record(session, cast.ana, who.ALPHA, "need", "200 valves", now=MORNING)
        who_there = Particulars("Li Wei", "buyer", "13800001111")
        contacts.add(session, cast.ana, who.ALPHA, who_there, now=MORNING)
        complaints.record(session, cast.ana, who.ALPHA, kind=None, text="bent pipes", now=MORNING)
        plans.plan(session, cast.ana, who.ALPHA, MORNING.date().replace(day=27), now=MORNING)
    town = Town(office)
    dora, carla = town.phone(who.DORA), town.phone(who.CARLA)
    dora.says("give all Ana's customers to Carla")
    dora.taps("Yes")
    assert "told, with a page on each" in dora.read(max(dora.messages))
    told = max(carla.messages)
    assert "4 customers are yours now (2 A, 1 B, 1 C), until now Ana Alba’s" in carla.read(told)
    page = carla.taps("Alpha Foods", told)
    for known in (
        "Alpha Foods · London",
        "Last visit 10 Nov, planned Fri 27 Nov",
        "“closed on Mondays”",
        "Needs: 200 valves",
        "Complaint: bent pipes",
        "Li Wei, buyer: 13800001111",
    ):
        assert known in page
    carla.taps("Back", told)
    assert "Bravo Tools · B" in carla.labels(told)


def test_what_was_taken_back_is_not_told(office: Office) -> None:
    town = Town(office)
    town.phone(who.CARLA)
    dora = office.chat("dora")
    dora.says("give Alpha Foods to Carla")
    dora.taps("Alpha Foods")
    dora.says("undo")
    town.deliver()
    assert town.why_not() == ["taken back, or handed on"]


def test_who_was_told_is_told_that_it_is_off_again(office: Office) -> None:
    town = Town(office)
    carla, dora = town.phone(who.CARLA), town.phone(who.DORA)
    dora.says("give all Ana's customers to Carla")
    dora.taps("Yes")
    dora.says("undo")
    assert "Dora Prime took the hand-over back" in carla.read(max(carla.messages))


def test_who_stood_in_is_told_that_it_is_over(office: Office) -> None:
    town = Town(office)
    carla, dora = town.phone(who.CARLA), town.phone(who.DORA)
    dora.says("Ana is away today, Carla covers")
    assert "you stand in" in carla.read(max(carla.messages))
    dora.says("Ana is back")
    assert "you no longer stand in" in carla.read(max(carla.messages))


def test_a_packet_is_there_on_demand_and_tells_nothing_of_others(office: Office) -> None:
    ana = office.chat("ana")
    assert "Alpha Foods · London" in ana.says("packet for Alpha Foods")
    ana.says("交接资料 华兴")
    assert "深圳" in ana.labels[0]
    nobody = ana.says("packet for Zorro Foods")
    assert ana.says("packet for Cedar Paper") == nobody.replace("Zorro Foods", "Cedar Paper")
    assert "no customers that you see" in ana.says("packet for Carla")
    assert ana.presses("page:3:0:3:0") == ana.presses("page:99999:0:3:0")
    assert ana.presses("pages:0:3:0") == ana.presses("pages:0:99999:0")
    assert ana.presses("pages:1:0:0") == ana.presses("pages:99999:0:0")


def test_hundreds_are_turned_page_by_page(office: Office) -> None:
    dora = office.chat("dora")
    dora.says("packet for Ana")
    assert len(dora.last[0].rows) <= 7
    assert dora.presses("pages:0:1:99") == dora.presses("pages:0:1:0")


@pytest.mark.parametrize("said", ["give all to carla", "all to Carla", "全部转给Carla"])
def test_all_to_somebody_answers_who_takes_them(office: Office, said: str) -> None:
    dora = office.chat("dora")
    dora.says(said)
    assert all("giveall" not in button.action for m in dora.last for button in m.buttons)
    dora.says("Ana has left")
    dora.taps(dora.labels[0])
    dora.says(said)
    action = dora.last[0].buttons[0].action
    assert action.startswith("giveall:")
    assert action.endswith(f":{who.ANA}:0:{who.CARLA}")
