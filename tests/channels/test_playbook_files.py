"""A playbook sent as a file on Telegram, or named in the terminal, arrives with what is in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.terminal import Terminal
from bot.coaching.reading import LARGEST
from crm.store.database import Database
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import Office
from tests.support.emulator import Emulator, Phone
from tests.support.playbooks import SMALL, changed
from tests.support.running import link, running_bot

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def sends_file(
    phone: Phone, content: bytes, name: str = "tea.yaml", size: int | None = None
) -> str:
    """Send a file and return the answer."""
    reference = f"file-{len(phone.emulator.server.assets)}"
    phone.emulator.server.assets[reference] = {"data": content}
    document = {
        "file_id": reference,
        "file_unique_id": reference,
        "file_name": name,
        "file_size": len(content) if size is None else size,
    }
    phone.sends(document=document)
    (answer,) = phone.hears()
    return answer.text


@ON_SQLITE
def test_a_manager_uploads_a_changed_playbook_and_the_next_walk_uses_it(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 2, who.BORIS)
    ana, boris = emulator.phone(1, "Ana"), emulator.phone(2, "Boris")
    with running_bot(emulator, database_url, tmp_path):
        assert "It is a new one." in sends_file(boris, SMALL.encode())
        (used,) = boris.taps("Use it")
        assert "is in force" in used.text
        ana.presses("practise:tea")
        (scene,) = ana.hears()
        assert "Somebody comes in." in scene.text
        sends_file(boris, changed("Somebody comes in.", "A neighbour comes in.").encode())
        boris.taps("Use it")
        broken = sends_file(boris, b"id: tea: x\n")
        assert "one colon too many" in broken
        large = sends_file(boris, b"", size=LARGEST + 1)
        assert "256 kB" in large
        calls = emulator.server.calls.count("getFile")
        assert calls == 3
        assert "Others" not in sends_file(ana, SMALL.encode())
        assert emulator.server.calls.count("getFile") == calls


def test_a_file_that_cannot_be_had_is_asked_for_again(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 2, who.BORIS)
    boris = emulator.phone(2, "Boris")
    emulator.fail("getFile", 400, "Bad Request: file is temporarily unavailable")
    with running_bot(emulator, database_url, tmp_path):
        assert "send it again" in sends_file(boris, SMALL.encode())
        assert "It is a new one." in sends_file(boris, SMALL.encode())


def test_in_the_terminal_a_path_is_the_file(office: Office, tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(SMALL, "utf-8")
    written: list[str] = []
    write: Callable[[str], None] = written.append
    terminal = Terminal(office.app, write)
    terminal.take_all(["/as boris", f"/file {tmp_path / 'tea.yaml'}", "#1"])
    assert "Tea is in force" in "\n".join(written)
    terminal.take(f"/file {tmp_path / 'none.yaml'}")
    assert "send it again" in "\n".join(written)
