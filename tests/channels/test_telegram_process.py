"""``tiercoach telegram`` as it runs: many chats, starts, stops, and a token nobody gets to see."""

import logging
import socket
import traceback
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.commands.logs import INSTEAD, Discreet
from bot.post.tables import inbox, outbox
from crm.store.database import Database
from crm.store.tables import visits
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.emulator import CUT, TOKEN, Emulator, Said
from tests.support.process import tiercoach
from tests.support.running import link, running_bot, states, wait_until_quiet

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what has nothing to do with the database: a process takes seconds to start."""


def texts(said: list[Said]) -> list[str]:
    return [each.text.partition("\n")[0] for each in said]


def test_from_an_invitation_to_a_visit_and_back(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    given = {"TIERCOACH_DATABASE_URL": database_url}
    code, *_ = tiercoach("invite", "Ana Alba", folder=tmp_path, **given).out.splitlines()
    ana = emulator.phone(1, "Ana", language="en")
    with running_bot(emulator, database_url, tmp_path):
        (hello,) = ana.says(f"/start {code}")
        assert "Ana Alba" in hello.text
        (listed,) = ana.says("my A customers")
        assert listed.labels[0] == "Alpha Foods"
        (card,) = ana.taps("Alpha Foods")
        assert card.text.startswith("<b>Alpha Foods</b> (K1)")
        (visited,) = ana.taps("Met")
        assert visited.labels[:2] == ["Edit", "Undo"]
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(visits)) == 1
        (undone,) = ana.taps("Undo")
        assert undone.text.startswith("Taken back")
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(visits)) == 0
        emulator.wait_until(lambda: emulator.server.calls.count("answerCallbackQuery") == 3)


def test_nobody_waits_for_somebody_who_sends_a_hundred_messages(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 3, who.CARLA)
    ana, carla = emulator.phone(1, "Ana"), emulator.phone(3, "Carla")
    for _ in range(99):
        ana.sends("my A customers")
    carla.sends("my A customers")
    ana.sends("my A customers")
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, 101)
    with database.reading() as session:
        answered = select(inbox.c.answered_at, inbox.c.chat).order_by(inbox.c.answered_at)
        order = [chat for _, chat in session.execute(answered)]
    assert order.index("telegram:3") <= 1
    assert [said.chat for said in emulator.said].index(3) <= 4
    assert len(emulator.heard(1)) == 100


@ON_SQLITE
def test_the_answers_of_a_chat_come_in_the_order_of_its_messages(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    ana = emulator.phone(1, "Ana")
    asked = ["Alpha Foods", "Bravo Tools", "东莞华兴五金厂"] * 10
    for name in asked:
        ana.sends(f"card of {name}")
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, len(asked))
    names = [text.split("</b>")[0].removeprefix("<b>") for text in texts(emulator.heard(1))]
    assert names == asked


@ON_SQLITE
def test_an_update_told_twice_is_answered_once(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    ana = emulator.phone(1, "Ana")
    emulator.put_twice(ana.message(text="my A customers"))
    ana.sends("card of Bravo Tools")
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, 2)
    first, second = emulator.heard(1)
    assert "A customers" in first.text
    assert "Bravo Tools" in second.text


@ON_SQLITE
def test_a_process_killed_before_it_could_say_it_has_a_message_answers_it_once(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    emulator.phone(1, "Ana").sends("my A customers")
    killed = {"TIERCOACH_FAULT": "inbox.after_commit"}
    with running_bot(emulator, database_url, tmp_path, **killed) as bot:
        assert bot.ends() == -9
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, 1)
    assert len(emulator.heard(1)) == 1


def test_one_asked_to_stop_ends_what_it_began_and_nothing_is_unknown(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 3, who.CARLA)
    phones = [emulator.phone(1, "Ana"), emulator.phone(3, "Carla")]
    for number in range(60):
        phones[number % 2].sends("my A customers")
    with running_bot(emulator, database_url, tmp_path) as bot:
        emulator.wait_until(lambda: len(emulator.said) >= 5)
        assert bot.stops() == 0
    found = states(database)
    assert found.get("outbox unknown", 0) == found.get("outbox sending", 0) == 0
    assert found.get("inbox failed", 0) == 0
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, 60)
    assert len(emulator.said) == 60


@ON_SQLITE
def test_it_starts_where_telegram_cannot_be_reached_and_says_so(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with running_bot(emulator, database_url, tmp_path, TIERCOACH_TELEGRAM_API=nobody) as bot:
            bot.waits_to_tell("Telegram cannot be reached")
            assert bot.stops() == 0


@ON_SQLITE
def test_a_token_telegram_does_not_know_ends_it_with_a_sentence(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    emulator.fail("getMe", 401, "Unauthorized")
    with running_bot(emulator, database_url, tmp_path) as bot:
        assert bot.ends() == 2
    assert "Telegram does not know this token" in bot.told


@ON_SQLITE
def test_the_token_may_stand_in_a_file(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    given = {"TIERCOACH_TELEGRAM_TOKEN": "", "TIERCOACH_TELEGRAM_TOKEN_FILE": str(file)}
    with running_bot(emulator, database_url, tmp_path, **given):
        emulator.phone(1, "Ana").says("my A customers")


@ON_SQLITE
def test_whatever_goes_wrong_the_token_is_told_to_nobody(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    """``running_bot`` looks for it in all that was written."""
    link(database, 1, who.ANA)
    for method in ("getMe", "getUpdates", "sendMessage", "answerCallbackQuery"):
        for status in (CUT, 502, 404 if method == "sendMessage" else 400):
            emulator.fail(method, status, f"wrong at /bot{TOKEN}/{method}")
    ana = emulator.phone(1, "Ana")
    for _ in range(4):
        ana.sends("my A customers")
        ana.presses("card:1")
    with running_bot(emulator, database_url, tmp_path, TIERCOACH_LOG_LEVEL="DEBUG") as bot:
        emulator.wait_until(lambda: emulator.server.calls.count("answerCallbackQuery") >= 4)
        emulator.wait_until(lambda: emulator.server.calls.count("sendMessage") >= 3)
    assert "Telegram cannot be reached" in bot.told
    with database.reading() as session:
        assert all(TOKEN not in str(row) for row in session.execute(select(outbox)))


def test_a_secret_is_left_out_of_lines_and_tracebacks_alike(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = "4242:AA/bb"
    discreet = Discreet([secret])
    try:
        int(f"POST https://api.telegram.org/bot{secret}/getMe")
    except ValueError:
        logging.getLogger("test").exception("asked %s and 4242%%3AAA%%2Fbb", secret)
        assert secret in traceback.format_exc()
    told = discreet.format(caplog.records[0])
    assert secret not in told
    assert told.count(INSTEAD) >= 2
    assert "Traceback" in told


@ON_SQLITE
def test_another_persons_button_shows_nothing(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 3, who.CARLA)
    with running_bot(emulator, database_url, tmp_path):
        carla = emulator.phone(3, "Carla")
        carla.presses(f"card:{who.ALPHA}")
        (forged,) = carla.hears()
        carla.presses("card:999999")
        (nothing,) = carla.hears()
        emulator.phone(99, "Stranger").presses(f"card:{who.ALPHA}")
        (stranger,) = emulator.phone(99).hears()
    assert forged.text == nothing.text
    assert "Alpha" not in forged.text + stranger.text


@ON_SQLITE
def test_the_phones_language_is_the_first_guess(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    with running_bot(emulator, database_url, tmp_path):
        phone = emulator.phone(1, "Ana", language="zh-hans")
        phone.sends(photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
        (said,) = phone.hears()
    assert not said.text.isascii()
