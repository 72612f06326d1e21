"""The menu of commands on the phones: as people are, whatever made them so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.post.tables import links, menus
from crm.entities import Role
from crm.store.database import Database
from crm.store.tables import people
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.emulator import Emulator
from tests.support.running import link, running_bot

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@ON_SQLITE
def test_everybody_sees_the_commands_of_their_role(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 2, who.BORIS)
    with running_bot(emulator, database_url, tmp_path):
        emulator.wait_until(lambda: bool(emulator.menu(2, "zh")))
    assert list(emulator.menu("all_private_chats")) == ["start", "help"]
    assert emulator.menu("all_private_chats", "zh")["help"] == "我能做什么"
    assert list(emulator.menu(1)) == ["today", "customers", "practice", "away", "settings", "help"]
    assert "team" in emulator.menu(2)
    assert emulator.menu(1)["customers"] == "My customers"
    assert emulator.menu(1, "zh")["customers"] == "我的客户"


@ON_SQLITE
def test_a_menu_follows_whoever_changes_role_or_language_or_is_shut_out(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 2, who.CARLA)
    with running_bot(emulator, database_url, tmp_path):
        emulator.wait_until(lambda: bool(emulator.menu(2, "zh")))
    with database.writing() as session:
        ana = update(people).where(people.c.id == who.ANA)
        session.execute(ana.values(role=Role.MANAGER, language="zh"))
        session.execute(update(links).where(links.c.account == 2).values(state="cut"))
    with running_bot(emulator, database_url, tmp_path):
        emulator.wait_until(lambda: "team" in emulator.menu(1, "zh"))
        emulator.wait_until(lambda: emulator.menu(2, "zh") == {})
    assert emulator.menu(1)["customers"] == "我的客户"
    assert emulator.menu(2) == {}


@ON_SQLITE
def test_what_is_set_already_is_not_set_again(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    with running_bot(emulator, database_url, tmp_path):
        emulator.wait_until(lambda: bool(emulator.menu(1, "zh")))
        emulator.phone(1, "Ana").says("my A customers")
    before = emulator.server.calls.count("setMyCommands")
    with running_bot(emulator, database_url, tmp_path):
        emulator.phone(1, "Ana").says("my B customers")
    assert emulator.server.calls.count("setMyCommands") == before


@ON_SQLITE
def test_a_phone_that_takes_no_menu_keeps_nobody_else_waiting(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 2, who.CARLA)
    refused = "Bad Request: chat not found"
    emulator.fail(
        "setMyCommands", 400, refused, when=lambda fields: '"chat_id": 1' in fields["scope"]
    )
    with running_bot(emulator, database_url, tmp_path):
        emulator.wait_until(lambda: bool(emulator.menu(2, "zh")))
    with database.reading() as session:
        noted = select(menus.c.chat).order_by(menus.c.chat)
        assert "telegram:1" in session.scalars(noted).all()
