"""Role × intent and button × somebody else's object, made from the tables themselves.

What is not theirs reads exactly like what does not exist, names nobody, and writes nothing.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from bot.conversations import ABOUT_ONE, INTENTS, PRESSED, answer_understood, respond
from bot.conversations.access import PRESSES, Access, Reach, reads
from bot.conversations.admitting import DECISIONS
from bot.conversations.desk import Desk
from bot.conversations.dialog import Dialog
from bot.messages import Incoming, Message
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from crm.errors import NotAllowed, NotFound, Refused
from crm.names import Match
from crm.store import deeds
from crm.store.database import Database, Session, savepoint
from tests.support.cast import Cast
from tests.support.chatting import Office, open_office
from tests.support.desks import open_desk
from tests.support.matrix import NOBODYS, Seat, list_presses, list_seats, read_books

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SEATS = ["rep", "other rep", "manager", "desk", "admin", "covering rep"]


def test_every_intent_and_every_button_says_who_may() -> None:
    assert {name for name, each in INTENTS.items() if not isinstance(each.access, Access)} == set()
    assert set(PRESSED) | set(DECISIONS) == set(PRESSES)
    assert {intent for _, intent in ABOUT_ONE.values()} <= set(INTENTS)


Books = dict[str, list[Any]]


class _Undone(Exception):
    """What was tried is to leave nothing behind."""


def _leave_nothing() -> NoReturn:
    raise _Undone


class Trial:
    """One person tries something in a transaction that leaves nothing behind."""

    def __init__(self, office: Office, session: Session, seat: Seat) -> None:
        self.office, self.session, self.seat = office, session, seat
        self.books = read_books(session)

    def press(self, action: str, dialog: Dialog) -> tuple[list[Message], Books]:
        return self._try(lambda desk: respond(Incoming(action=action), desk), dialog)

    def ask(self, understood: Understood) -> tuple[list[Message], Books]:
        return self._try(lambda desk: _answered(desk, understood), Dialog())

    def _try(
        self, act: Callable[[Desk], list[Message]], dialog: Dialog
    ) -> tuple[list[Message], Books]:
        said: list[Message] = []
        after = self.books
        try:
            with savepoint(self.session):
                desk = open_desk(self.office.app, self.session, self.seat.viewer, dialog)
                said = act(desk)
                after = read_books(self.session)
                _leave_nothing()
        except _Undone:
            return said, after


def _answered(desk: Desk, understood: Understood) -> list[Message]:
    try:
        return answer_understood(desk, understood)
    except (NotFound, NotAllowed, Refused) as error:
        return [Message(type(error).__name__)]


def shown(messages: list[Message], *numbers: int) -> str:
    """All that somebody gets, with the numbers that were asked for written alike."""
    text = "\n".join(
        f"{each.text} {[(b.label, b.action) for b in each.buttons]}" for each in messages
    )
    for number in numbers:
        text = re.sub(rf"(?<=:){number}(?=[:'])", "?", text)
    return text


def wrong(seat: Seat, what: str, said: str, like: str, *, wrote: bool) -> list[str]:
    """Say what is wrong with an answer about somebody else's."""
    leaks = [name for name in seat.unseen if name in said]
    return [
        *([f"{what} wrote"] if wrote else []),
        *([f"{what} named {leaks}"] if leaks else []),
        *([f"{what} said {said!r}, of nobody's {like!r}"] if said != like else []),
    ]


@ON_SQLITE
@pytest.mark.parametrize("name", SEATS)
def test_a_button_about_what_is_not_theirs_does_nothing(
    database: Database, cast: Cast, name: str
) -> None:
    office = open_office(database)
    found = []
    declared = {verb: INTENTS[intent].access for verb, (_, intent) in ABOUT_ONE.items()}
    one = {verb: reads(each.reach, "customer") for verb, each in declared.items()}
    tried = 0
    with database.writing() as session:
        seat = next(seat for seat in list_seats(session, cast) if seat.name == name)
        trial = Trial(office, session, seat)
        for verb, access in {**PRESSES, **one}.items():
            if verb in DECISIONS:
                continue
            for press in list_presses(verb, access, seat):
                said, after = trial.press(press.action, press.dialog)
                wrote = after != trial.books
                like, _ = trial.press(press.like_nobodys, press.dialog_like_nobodys)
                about = (press.about, NOBODYS)
                found += wrong(
                    seat, press.action, shown(said, *about), shown(like, *about), wrote=wrote
                )
                tried += 1
    assert not found, "\n".join(found)
    assert tried > 10


@ON_SQLITE
@pytest.mark.parametrize("name", SEATS)
def test_a_question_about_a_customer_not_theirs_is_one_about_nobody(
    database: Database, cast: Cast, name: str
) -> None:
    office = open_office(database)
    found = []
    with database.writing() as session:
        seat = next(seat for seat in list_seats(session, cast) if seat.name == name)
        trial = Trial(office, session, seat)
        for intent, declared in INTENTS.items():
            for about in seat.others.get("customer", (NOBODYS,)):
                said, after = trial.ask(_about(intent, about))
                like, likewise = trial.ask(_about(intent, NOBODYS))
                own = declared.access.reach is Reach.OWN and declared.access.writes
                wrote = after != (likewise if own else trial.books)
                pair = shown(said, about, NOBODYS), shown(like, about, NOBODYS)
                found += wrong(seat, intent, *pair, wrote=wrote)
            if seat.viewer.role not in declared.access.roles:
                said, after = trial.ask(Understood(intent, "do"))
                assert [each.text for each in said] == ["NotAllowed"], intent
                assert after == trial.books, intent
    assert not found, "\n".join(found)


def _about(intent: str, customer_id: int) -> Understood:
    match = Match(customer_id, sure=True, candidates=(customer_id,))
    return Understood(intent, "do", Slots(text="1"), customer=match)


@ON_SQLITE
def test_what_only_reads_cannot_write(office: Office, cast: Cast) -> None:
    with office.database.writing() as session:
        with deeds.only_reading(session), pytest.raises(RuntimeError):
            deeds.begin(session, cast.ana, "note", office.app.clock())
        assert deeds.begin(session, cast.ana, "note", office.app.clock())
