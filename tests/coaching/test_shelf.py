"""Which playbook of an id is in force, and that a broken one never replaces one that works."""

import logging
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.coaching import uploads
from bot.coaching.reading import shipped_playbooks
from bot.coaching.shelf import Shelf, Shelves
from crm.store.database import Database
from tests.support.chatting import MORNING
from tests.support.playbooks import changed


def shelf_of(database: Database, shelves: Shelves) -> Shelf:
    with database.reading() as session:
        return shelves.get(session)


def put(database: Database, text: str | None, playbook: str = "tea") -> int:
    with database.writing() as session:
        return uploads.put_in_force(session, None, playbook, text, MORNING)


def write(file: Path, text: str, second: int) -> None:
    """Write a file as an editor does, at a moment of its own."""
    file.write_text(text, "utf-8")
    os.utime(file, (second, second))


def title(shelf: Shelf, playbook: str = "tea") -> str | None:
    found = shelf.playbooks.get(playbook)
    return found.title.en if found else None


TEA, COFFEE, COCOA = (changed('en: "Tea"', f'en: "{word}"') for word in ("Tea", "Coffee", "Cocoa"))
BROKEN = changed("act: confirm", "act: confrim")


def test_without_any_of_ones_own_the_shipped_ones_are_in_force(database: Database) -> None:
    assert shelf_of(database, Shelves()).playbooks == shipped_playbooks()


def test_an_upload_counts_before_a_file_and_a_file_before_what_is_shipped(
    database: Database, tmp_path: Path
) -> None:
    ours = TEA.replace("id: tea", "id: upsell", 1)
    write(tmp_path / "any_name.yaml", ours, 1)
    shelves = Shelves(tmp_path)
    assert title(shelf_of(database, shelves), "upsell") == "Tea"
    put(database, COFFEE.replace("id: tea", "id: upsell", 1), "upsell")
    assert title(shelf_of(database, shelves), "upsell") == "Coffee"
    put(database, None, "upsell")
    assert title(shelf_of(database, shelves), "upsell") == "Tea"
    (tmp_path / "any_name.yaml").unlink()
    assert shelf_of(database, shelves).playbooks == shipped_playbooks()


def test_an_edited_file_is_used_without_a_restart(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "tea.yaml"
    shelves = Shelves(tmp_path)
    assert title(shelf_of(database, shelves)) is None
    write(file, TEA, 1)
    assert title(shelf_of(database, shelves)) == "Tea"
    write(file, COCOA, 2)
    assert title(shelf_of(database, shelves)) == "Cocoa"


def test_a_file_that_breaks_leaves_what_worked_in_use_and_says_so_once(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "tea.yaml"
    shelves = Shelves(tmp_path)
    write(file, TEA, 1)
    before = shelf_of(database, shelves).playbooks["tea"]
    write(file, BROKEN, 2)
    with caplog.at_level(logging.WARNING):
        assert shelf_of(database, shelves).playbooks["tea"] == before
        shelf_of(database, shelves)
    (record,) = caplog.records
    assert "tea.yaml:39:14" in record.getMessage()
    write(file, COFFEE, 3)
    assert title(shelf_of(database, shelves)) == "Coffee"


def test_a_folder_with_one_broken_file_still_gives_the_others(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path / "broken.yaml", BROKEN, 1)
    write(tmp_path / "fine.yaml", TEA.replace("id: tea", "id: fine", 1), 1)
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    shelf = shelf_of(database, Shelves(tmp_path))
    assert title(shelf, "fine") == "Tea"
    assert title(shelf) is None


def test_an_upload_that_an_older_program_took_and_this_one_does_not_is_left_out(
    database: Database,
) -> None:
    shelves = Shelves()
    put(database, TEA)
    assert title(shelf_of(database, shelves)) == "Tea"
    put(database, BROKEN)
    assert title(shelf_of(database, shelves)) == "Tea"
    assert title(shelf_of(database, Shelves())) is None


def test_what_one_process_puts_in_force_another_uses_at_its_next_question(
    database: Database,
) -> None:
    one, other = Shelves(), Shelves()
    put(database, TEA)
    assert title(shelf_of(database, one)) == title(shelf_of(database, other)) == "Tea"
    put(database, COFFEE)
    assert title(shelf_of(database, other)) == title(shelf_of(database, one)) == "Coffee"
    put(database, None)
    assert title(shelf_of(database, one)) is title(shelf_of(database, other)) is None


def test_what_is_taken_back_before_its_commit_was_never_in_force(database: Database) -> None:
    shelves = Shelves()
    put(database, TEA)

    def put_and_fail() -> None:
        with database.writing() as session:
            uploads.put_in_force(session, None, "tea", COFFEE, MORNING)
            assert title(shelves.get(session)) == "Coffee"
            raise InterruptedError

    with pytest.raises(InterruptedError):
        put_and_fail()
    assert title(shelf_of(database, shelves)) == "Tea"


def test_an_unchanged_shelf_costs_one_small_query_and_stays_the_same(database: Database) -> None:
    shelves = Shelves()
    put(database, TEA)
    before = shelf_of(database, shelves)
    asked: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _r, statement, *_: asked.append(statement),
    )
    assert shelf_of(database, shelves) is before
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
    assert not any("content," in each for each in asked)


def test_threads_that_ask_at_once_all_get_a_whole_shelf(database: Database, tmp_path: Path) -> None:
    shelves = Shelves(tmp_path)
    found: list[int] = []

    def ask(number: int) -> None:
        write(tmp_path / f"tea{number}.yaml", TEA.replace("id: tea", f"id: tea{number}", 1), 1)
        found.append(len(shelf_of(database, shelves).playbooks))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(found) == len(shipped_playbooks()) + 6


def test_a_judge_is_made_once_for_a_playbook_of_a_shelf(database: Database) -> None:
    shelf = shelf_of(database, Shelves())
    closing = shelf.playbooks["closing"]
    assert shelf.judge_of(closing) is shelf.judge_of(closing)
