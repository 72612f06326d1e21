"""The terminal: whose words these are, and buttons pressed by number."""

import pytest
from sqlalchemy import delete, update

from bot.channels.terminal import Terminal
from crm.store.database import Database
from crm.store.tables import customers, people
from tests.support import cast as who
from tests.support.chatting import Office


@pytest.fixture
def written() -> list[str]:
    """What the terminal has printed."""
    return []


@pytest.fixture
def terminal(office: Office, written: list[str]) -> Terminal:
    """A terminal in the cast's office, nobody at it yet."""
    return Terminal(office.app, write=written.append)


def make_gus_a_rep(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(people).where(people.c.id == who.GUS).values(role="rep"))


def test_the_only_admin_speaks_when_nobody_says_who(terminal: Terminal, written: list[str]) -> None:
    terminal.take_all(["how many customers are there"])
    assert terminal.person is not None
    assert terminal.person.name == "Gus Gold"
    assert any("8" in line for line in written)


def test_without_an_only_admin_there_is_a_list_to_choose_from(
    terminal: Terminal, written: list[str], database: Database
) -> None:
    make_gus_a_rep(database)
    terminal.start()
    assert "Who are you?" in written[0]
    terminal.take("#1")
    assert terminal.person is not None
    assert terminal.person.name == "Ana Alba"


def test_a_name_typed_first_is_taken_for_who_one_is(terminal: Terminal, database: Database) -> None:
    make_gus_a_rep(database)
    terminal.take("carla")
    assert terminal.person is not None
    assert terminal.person.id == who.CARLA


def test_an_unknown_person_is_offered_those_there_are(
    terminal: Terminal, written: list[str]
) -> None:
    terminal.take("/as Nobody Here")
    assert "Nobody here is called “Nobody Here”" in written[0]
    assert any("Ana Alba" in line for line in written)


def test_namesakes_are_asked_which_one(
    terminal: Terminal, written: list[str], database: Database
) -> None:
    with database.writing() as session:
        session.execute(
            update(people).where(people.c.id == who.CARLA).values(name="Ana Alba", code="E5")
        )
    terminal.take("/as Ana Alba")
    assert "Several people" in written[0]
    assert "Ana Alba (E5)" in "".join(written)


def test_speaking_as_somebody_else_forgets_the_buttons(
    terminal: Terminal, written: list[str]
) -> None:
    terminal.take_all(["/as ana", "my customers", "/as carla", "#1"])
    assert "no button" in written[-2]


def test_buttons_are_numbered_through_all_rows(terminal: Terminal, written: list[str]) -> None:
    terminal.take_all(["/as ana", "my customers"])
    rows = [line for line in written if line.startswith("[")]
    numbers = [int(part.split("]")[0]) for row in rows for part in row.split("[")[1:]]
    assert numbers == list(range(1, len(numbers) + 1))
    terminal.take(f"# {numbers[-1]}")
    assert written[-2] != rows[-1]


def test_nothing_typed_is_nothing_said(terminal: Terminal, written: list[str]) -> None:
    terminal.take_all(["", "   ", "\t"])
    assert written == []


def test_quit_ends_it(terminal: Terminal) -> None:
    assert not terminal.take("/quit")


def test_a_company_without_people_says_what_to_do(
    terminal: Terminal, written: list[str], database: Database
) -> None:
    with database.writing() as session:
        session.execute(update(customers).values(rep_id=None))
        session.execute(update(people).values(manager_id=None))
        session.execute(delete(people))
    terminal.start()
    assert "import a file of your people" in written[0]


def test_what_a_keyboard_cannot_send_is_pretended(terminal: Terminal, written: list[str]) -> None:
    terminal.take_all(["/as ana", "/voice", "/photo show me Bravo Tools", "/location"])
    said = "\n".join(written)
    assert "can’t listen yet" in said
    assert "Bravo Tools (K2)" in said
    assert "keep pictures" in said
    assert "keep where you are" in said
    terminal.take_all(["/contact Karl Mo, +49 30 5550100", "#1"])
    assert "Added: Karl Mo, +49 30 5550100, at Bravo Tools." in "\n".join(written)
    terminal.take("/file Customers.xlsx")
    assert "tiercoach import" in "\n".join(written)
