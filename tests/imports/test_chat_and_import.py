"""A customer added in the chat and the same one in the company's books are one."""

from pathlib import Path

import pytest

from crm.entities import Role, Viewer
from crm.errors import Overtaken
from crm.imports.fields import Kind
from crm.store import newcomers, people, requests
from crm.store.database import Database
from crm.store.newcomers import Newcomer
from crm.store.tables import customers
from crm.store.undoing import undo_import
from tests.support.importing import NOW, Importer

ANA = Viewer(1, "Ana", Role.REP)


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    importer = Importer(database, tmp_path)
    importer.take_text("Customer code,Customer name,Rep\nK1,Alpha,Ana\n")
    return importer


def test_the_books_give_a_customer_of_the_chat_its_code(
    importer: Importer, database: Database
) -> None:
    with database.writing() as session:
        newcomers.add(session, ANA, Newcomer("Zorro Foods"), rep_id=1, now=NOW)
    importer.take_text("Customer code,Customer name,Rep\nK2,Zorro Foods,Ana\n")
    assert importer.rows(customers, "code", "name") == [("K1", "Alpha"), ("K2", "Zorro Foods")]


def test_an_import_on_which_a_request_stands_is_not_undone(
    importer: Importer, database: Database
) -> None:
    with database.writing() as session:
        requests.ask(session, ANA, "not_mine", customer_id=1, now=NOW)
    with pytest.raises(Overtaken), database.writing() as session:
        undo_import(session, None, NOW)


def test_the_books_never_overwrite_what_a_person_has_set(
    importer: Importer, database: Database
) -> None:
    with database.writing() as session:
        people.change_settings(
            session, None, 1, now=NOW, language="zh", timezone="Asia/Tokyo", digest_time="07:30"
        )
    importer.take_text("Employee code,Employee,Title,Country\nE1,Ana,Lead,Japan\n", Kind.PEOPLE)
    with database.reading() as session:
        ana = people.get_person(session, 1)
    assert (ana.title, ana.country) == ("Lead", "Japan")
    assert (ana.language, ana.timezone, ana.digest_time) == ("zh", "Asia/Tokyo", "07:30")
