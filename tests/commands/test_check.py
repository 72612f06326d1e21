"""``tiercoach check``: all that is wrong at once, and nothing of the token."""

import json
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.coaching import uploads
from bot.commands.main import main
from bot.post import bots, links, outcomes
from crm.store.database import open_database
from tests.support.playbooks import PRESSING, SMALL, changed
from tests.support.posting import Post
from tests.support.process import Finished

Run = Callable[..., Finished]

TOKEN = "12345678:canary-" + "x" * 28


class Server(HTTPServer):
    """A Bot API server that knows one bot, and tells any time."""

    ahead = timedelta(0)
    status = 200


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        known = self.path == f"/bot{TOKEN}/getMe"
        status = self.server.status if known else 401
        self.send_response_only(status)
        self.send_header("Date", format_datetime(datetime.now(UTC) + self.server.ahead))
        self.end_headers()
        bot = {"ok": True, "result": {"id": 1, "username": "acme_sales_bot"}}
        self.wfile.write(json.dumps(bot if status == 200 else {"ok": False}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A Bot API server on this machine."""
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("no_proxy", "*")
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **settings: str) -> Finished:
        with monkeypatch.context() as setting:
            for name, value in settings.items():
                setting.setenv(f"TIERCOACH_{name}", value)
            code = main(list(arguments))
        out, err = capsys.readouterr()
        assert "canary" not in out + err
        return Finished(code, out, err)

    return run


@pytest.fixture
def company(run: Run) -> Run:
    """A command line in a folder with an admin in its database."""
    assert run("invite", "Nora Berg", "--role", "admin").code == 0
    return run


def where(server: Server) -> dict[str, str]:
    return {
        "TELEGRAM_API": f"http://127.0.0.1:{server.server_port}",
        "TELEGRAM_TOKEN": TOKEN,
        "TIMEZONE": "Asia/Shanghai",
    }


def bot_name() -> str | None:
    with closing(open_database("tiercoach.db", create=False)) as database, database.reading() as s:
        return bots.find_name(s, "telegram")


def test_where_all_is_well_it_says_what_was_looked_at(company: Run) -> None:
    done = company("check", TIMEZONE="Asia/Shanghai", TELEGRAM_TOKEN=TOKEN)
    assert done.code == 0
    assert done.err == ""
    for what in ("Settings: fine", "Asia/Shanghai", "Playbooks", "People 1", "right form"):
        assert what in done.out


def test_it_counts_what_waits_and_what_became_of_messages_lately(company: Run) -> None:
    now = datetime.now(UTC)
    with closing(open_database("tiercoach.db", create=False)) as opened:
        post = Post(opened)
        for chat in ("ana", "boris"):
            post.queue(chat)
        post.queue("carla", due_at=now + timedelta(days=1))
        post.queue("dora", expires_at=now - timedelta(minutes=1))
        (ana, *_) = post.claim(now=now, limit=1)
        post.settle(ana)
        (boris, *_) = post.claim(now=now, limit=1)
        post.settle(boris, outcomes.unknown("cut"))
        assert post.claim(now=now) == []
    out = company("check").out
    assert "Outbox: 1 wait, 1 of them until later; 1 unknown." in out
    assert "In 7 days 1 sent, 1 expired, 0 dropped." in out


def test_a_zone_that_nobody_set_is_pointed_out(company: Run) -> None:
    assert "TIERCOACH_TIMEZONE" in company("check").out


def test_everything_that_is_wrong_is_told_at_once_one_line_each(run: Run) -> None:
    done = run("check", TIMEZONE="Mars/Crater", LANGUAGE="fr", TELEGRAM_TOKEN="abc")
    assert done.code == 2
    wrong = [line.partition(":")[0] for line in done.err.splitlines()]
    assert wrong == [
        "TIERCOACH_TIMEZONE",
        "TIERCOACH_LANGUAGE",
        "There is no database at tiercoach.db yet. Load your company's files first",
        "TIERCOACH_TELEGRAM_TOKEN",
    ]
    assert re.fullmatch(r"Playbooks: \d+ fine\.\n", done.out)


def test_a_bad_env_file_hides_nothing_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00x")
    done = run("check")
    assert [line.partition(" ")[0] for line in done.err.splitlines()] == [".env:", "There"]


def test_without_a_database_nothing_is_made(run: Run, tmp_path: Path) -> None:
    assert run("check").code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("token", ["abc", "12345678", f" {TOKEN} x", "1:2", '"12345678:x"'])
def test_a_token_cut_short_is_told(company: Run, token: str) -> None:
    done = company("check", TELEGRAM_TOKEN=token.replace("canary", "other"))
    assert done.code == 2
    assert done.err.startswith("TIERCOACH_TELEGRAM_TOKEN: ")
    assert token not in done.err


def test_people_in_a_loop_are_named(company: Run) -> None:
    company("invite", "Ana Alba", "--role", "manager", "--under", "Nora Berg")
    with closing(sqlite3.connect("tiercoach.db")) as file, file:
        file.execute("UPDATE people SET manager_id = 2 WHERE id = 1")
    done = company("check")
    assert done.code == 2
    assert done.err.startswith("people: Ana Alba reports to Nora Berg reports to Ana Alba: a loop.")


def test_a_table_or_column_that_is_gone_is_told(company: Run) -> None:
    with closing(sqlite3.connect("tiercoach.db")) as file, file:
        file.execute("DROP TABLE paces")
        file.execute("ALTER TABLE links DROP COLUMN out_of_reach")
    done = company("check")
    assert done.code == 2
    assert "the table paces is missing" in done.err
    assert "links has no column out_of_reach" in done.err


def test_rows_that_refer_to_nothing_are_told(company: Run) -> None:
    with closing(sqlite3.connect("tiercoach.db")) as file, file:
        file.execute("UPDATE people SET manager_id = 99")
    assert "rows of people refer to what is not there" in company("check").err


def test_who_waits_for_an_admin_that_is_not_there_is_named(company: Run) -> None:
    with closing(open_database("tiercoach.db", create=False)) as database, database.writing() as s:
        now = datetime.now(UTC)
        links.put_in(s, "telegram", 5, "telegram:5", 1, confirmed=False, now=now)
    done = company("check")
    assert done.code == 2
    assert "Nora Berg" in done.err
    assert "--role admin" in done.err


def test_online_it_learns_the_bots_name(company: Run, server: Server) -> None:
    done = company("check", "--online", **where(server))
    assert (done.code, done.err) == (0, "")
    assert "the bot is @acme_sales_bot" in done.out
    assert bot_name() == "acme_sales_bot"


def test_a_token_nobody_knows_is_told(company: Run, server: Server) -> None:
    settings = where(server) | {"TELEGRAM_TOKEN": TOKEN[:-1]}
    done = company("check", "--online", **settings)
    assert done.code == 2
    assert done.err.startswith("TIERCOACH_TELEGRAM_TOKEN: Telegram knows no bot with this token.")


def test_a_server_in_trouble_is_told(company: Run, server: Server) -> None:
    server.status = 502
    done = company("check", "--online", **where(server))
    assert done.code == 2
    assert "answers with error 502" in done.err


@pytest.mark.parametrize(("minutes", "way"), [(5, "behind"), (-5, "ahead of")])
def test_a_clock_far_from_telegrams_is_told(
    company: Run, server: Server, minutes: int, way: str
) -> None:
    server.ahead = timedelta(minutes=minutes)
    done = company("check", "--online", **where(server))
    assert done.code == 2
    assert done.err.startswith("clock: this machine's is ")
    assert way in done.err


def test_a_server_that_cannot_be_reached_says_what_to_do(company: Run, server: Server) -> None:
    server.server_close()
    done = company("check", "--online", **where(server))
    assert done.code == 2
    assert "TIERCOACH_TELEGRAM_API" in done.err
    assert "HTTPS_PROXY" in done.err


def test_online_needs_a_token(company: Run) -> None:
    done = company("check", "--online")
    assert done.code == 2
    assert "there is no token" in done.err


def test_a_broken_playbook_of_the_companys_folder_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "tea.yaml").write_text(changed("act: confirm", "act: confrim"), "utf-8")
    done = run("check", PLAYBOOKS=str(folder), TIMEZONE="UTC")
    assert done.code == 2
    assert f"{folder / 'tea.yaml'}:39:14  value  act of good line 1 of scene 2" in done.err
    (folder / "tea.yaml").write_text(SMALL, "utf-8")
    done = run("check", PLAYBOOKS=str(folder), TIMEZONE="UTC")
    assert f"fine, 1 of them in {folder}." in done.out


def test_a_playbook_of_the_companys_folder_that_would_press_customers_is_told(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "tea.yaml").write_text(changed("Black or green?", PRESSING), "utf-8")
    done = run("check", PLAYBOOKS=str(tmp_path), TIMEZONE="UTC")
    assert done.code == 2
    assert "good line 1 of scene 1 is judged wrong (pressure, which no playbook may" in done.err


def test_an_uploaded_version_that_cannot_be_read_any_more_is_told(company: Run) -> None:
    with (
        closing(open_database("tiercoach.db", create=False)) as database,
        database.writing() as session,
    ):
        text = changed("act: confirm", "act: confrim")
        uploads.put_in_force(session, None, "tea", text, datetime.now(UTC))
    done = company("check", TIMEZONE="UTC")
    assert done.code == 2
    assert "tea (uploaded):39:14  value  act of good line 1 of scene 2" in done.err
