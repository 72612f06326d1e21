"""Colleagues let in from the chat, codes taken back, and what somebody is here."""

import re

import pytest
from sqlalchemy import func, select

from bot.conversations.errands import run_errand
from bot.conversations.saying import Said
from bot.messages import Errand
from bot.post import bots, outbox
from bot.post.outbox import Claimed
from bot.post.tables import invites
from bot.voice.plain import as_plain
from crm.entities import Role
from crm.store import people
from crm.store.tables import people as staff
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import Office
from tests.support.desks import open_desk
from tests.support.phones import Phones


@pytest.fixture
def phones(office: Office) -> Phones:
    """Everybody's phones."""
    with office.database.writing() as session:
        bots.record_name(session, "telegram", "coach_bot")
    return Phones(office)


def code_in(said: str) -> str:
    found = re.search(r"start=([\w-]{32})", said)
    assert found is not None, said
    return found[1]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("invite Zoe Zimmer as rep under Boris", "Zoe Zimmer"),
        ("邀请赵小明 业务员，归Boris管", "赵小明"),
        ("/invite Zoe Zimmer as rep under Boris", "Zoe Zimmer"),
    ],
)
def test_a_new_colleague_is_let_in_by_a_link_that_is_said_once(
    phones: Phones, asked: str, name: str
) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    said = admin.says(asked)
    assert name in said
    assert "Boris Banks" in said
    made = admin.taps(admin.labels[0])
    code = code_in(made)
    assert name in phones.phone(20, "en").starts(code)
    assert code not in admin.says(asked)
    with phones.office.database.reading() as session:
        (person,) = people.find_people(session, name)
        assert (person.role, person.manager_id) == (Role.REP, who.BORIS)
        assert session.scalar(select(func.count()).where(invites.c.made_by == who.GUS)) == 1


def test_who_is_in_the_books_already_is_linked_and_not_doubled(phones: Phones) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    said = admin.says("invite Ana")
    assert "Ana Alba" in said
    assert "Already in your books" in said
    code = code_in(admin.taps("Make the code"))
    assert "Ana Alba" in phones.phone(1).starts(code)
    with phones.office.database.reading() as session:
        assert len(people.find_people(session, "Ana")) == 1


def test_nothing_is_written_before_the_tap_and_the_tap_works_once(phones: Phones) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    admin.says("invite Zoe as rep under Boris")
    action = admin.buttons[0].action
    with phones.office.database.reading() as session:
        assert people.find_people(session, "Zoe") == []
    code_in(admin.presses(action))
    assert "no longer does anything" in admin.presses(action)


def test_what_is_missing_is_asked_for(phones: Phones) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    assert "Whom" in admin.says("/invite")
    assert "As what?" in admin.says("Zoe Zimmer")
    assert "as manager" in admin.taps("manager")
    assert "an admin lets them in" in admin.got[-1]


def test_a_manager_invites_reps_of_their_own_team_only(phones: Phones) -> None:
    phones.let_in(7, who.GUS, Role.ADMIN)
    boss = phones.let_in(2, who.BORIS, Role.MANAGER)
    phones.phone(7).taps("Let")
    assert "under Boris Banks" in boss.says("invite Zoe")
    assert "reps of your team" in boss.says("invite Zoe as manager")
    assert "not in your team" in boss.says("invite Carla under Boris")
    assert "below you" in boss.says("invite Zoe under Emil")
    assert "can’t decide" in phones.let_in(1, who.ANA).says("invite Zoe")


def test_a_code_taken_back_lets_nobody_in(phones: Phones) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    admin.says("invite Zoe as rep under Boris")
    code = code_in(admin.taps("Make the code"))
    assert "no longer lets" in admin.says("revoke Zoe's invite")
    assert "Zoe" not in phones.phone(20).starts(code)
    assert "no code" in admin.says("撤销Zoe的邀请") or "没有" in admin.got[-1]


@pytest.mark.parametrize("asked", ["make Ana a manager", "让Ana当经理"])
def test_a_role_is_given_with_a_tap_and_taken_back_the_same_day(office: Office, asked: str) -> None:
    chat = office.chat("gus")
    chat.says(asked)
    assert role_of(office, who.ANA) is Role.REP
    chat.taps(chat.labels[0])
    assert role_of(office, who.ANA) is Role.MANAGER
    chat.taps(chat.labels[0])
    assert role_of(office, who.ANA) is Role.REP


@pytest.mark.parametrize("name", ["ana", "boris", "fay"])
def test_only_an_admin_gives_roles(office: Office, name: str) -> None:
    chat = office.chat(name)
    assert "can’t decide" in chat.says("make Ana a manager")
    chat.presses(f"role:1:{who.ANA}:manager")
    assert role_of(office, who.ANA) is Role.REP


def test_nobody_changes_what_they_are_themselves(office: Office) -> None:
    assert "Another admin" in office.chat("gus").says("make Gus a rep")


def test_whose_role_changed_and_the_other_admins_are_told(phones: Phones, cast: Cast) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    phones.let_in(1, who.ANA)
    admin.says("make Ana a manager")
    admin.taps("Yes")
    with phones.office.database.writing() as session:
        (row,) = [row for row in outbox.list_rows(session) if '"role"' in row.payload]
        assert row.person_id == who.ANA
        desk = open_desk(phones.app, session, cast.ana)
        claimed = Claimed(row.id, "telegram", row.chat, 1, None, 1, "", None, "me", 1, 0.0, 1.0)
        said = run_errand(desk, claimed, Errand("role", f"{who.ANA}:manager:{who.GUS}"))
        assert isinstance(said, Said)
        assert "You are manager now" in as_plain(said.message.text)


def role_of(office: Office, person_id: int) -> Role:
    with office.database.reading() as session:
        return Role(session.scalar(select(staff.c.role).where(staff.c.id == person_id)) or "")


@pytest.mark.parametrize(
    "said", ["Carla has left", "Carla离职了", "Zoe has left", "make Ana admin"]
)
def test_what_means_something_else_is_no_name_to_invite(phones: Phones, said: str) -> None:
    admin = phones.let_in(7, who.GUS, Role.ADMIN)
    admin.says("/invite")
    assert "As what" not in admin.says(said)
    assert "是新同事" not in admin.got[-1]
