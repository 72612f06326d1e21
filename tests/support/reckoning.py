"""Reps who write notes to the bot, and the reckoning of all that became of them.

Every note has a number of its own, so that losing one, keeping one twice or changing their order
shows: among the notes, in both tables of the post, and in what the server was sent.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from bot.channels.payloads import read_call
from bot.channels.telegram import chat_of
from bot.post.tables import inbox, outbox
from crm.entities import Role
from crm.store.database import Database
from crm.store.tables import customers, notes, people
from crm.text import fold
from tests.support.emulator import Emulator
from tests.support.running import link

NAMES = (
    "Aster", "Birch", "Clover", "Daisy", "Elder", "Fennel", "Gentian", "Heather", "Iris", "Juniper",
    "Kelp", "Lavender", "Maple", "Nettle", "Olive", "Poplar", "Quince", "Rowan", "Sorrel", "Thyme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How all answers ended; so many of the unknown ones had ``arrived``."""

    sent: int
    unknown: int
    arrived: int


@dataclass
class Reps:
    """So many reps with one customer and one chat each. ``written`` are their notes by chat."""

    emulator: Emulator
    database: Database
    count: int
    written: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.database.writing() as session:
            for number, name in enumerate(NAMES[: self.count], start=1):
                rep, firm = f"Rep {name}", f"{name} Foods"
                person = {"id": number, "name": rep, "name_key": fold(rep), "role": Role.REP}
                session.execute(insert(people).values(person))
                customer = {"code": f"K{number}", "name": firm, "name_key": fold(firm)}
                session.execute(insert(customers).values(id=number, rep_id=number, **customer))
        for number in range(1, self.count + 1):
            link(self.database, number, number)

    @property
    def messages(self) -> int:
        """How many notes were written so far."""
        return sum(map(len, self.written.values()))

    def write(self, messages: int, *, every_nth_twice: int = 0) -> None:
        """Let everybody write by turns; the server tells about every n-th note twice."""
        for turn in range(messages):
            chat, number = turn % self.count + 1, self.messages + 1
            phone = self.emulator.phone(chat, NAMES[chat - 1])
            message = phone.message(text=f"note on {NAMES[chat - 1]} Foods: number {number}")
            twice = every_nth_twice and number % every_nth_twice == 0
            (self.emulator.put_twice if twice else self.emulator.put)(message)
            self.written.setdefault(chat, []).append(number)

    def reckon(self) -> Reckoning:
        """Check that nothing is lost, done twice, out of order or unaccounted for."""
        self.check_inbox()
        self.check_notes()
        arrived = sum(self.check_chat(chat) for chat in self.written)
        assert {said.chat for said in self.emulator.said} <= set(self.written)
        states = [row.state for row in self._rows(outbox)]
        reckoning = Reckoning(states.count("sent"), states.count("unknown"), arrived)
        assert reckoning.sent + reckoning.unknown == len(states) == self.messages
        return reckoning

    def check_inbox(self) -> None:
        """Every update is a row, once, and answered; what it said is kept no longer."""
        rows = self._rows(inbox)
        assert len({row.update_id for row in rows}) == len(rows) == self.messages
        assert {(row.state, row.payload, row.failure) for row in rows} == {("answered", "", None)}

    def check_notes(self) -> None:
        """Every note is kept once, those of a chat in the order they were written."""
        kept: dict[int, list[int]] = {}
        for row in self._rows(notes):
            assert row.person_id == row.customer_id
            kept.setdefault(row.customer_id, []).append(number_in(row.text))
        assert kept == self.written

    def check_chat(self, chat: int) -> int:
        """The answers stand in their order, and the server got what is sent and no more.

        Returns how many of the unknown ones it got.
        """
        rows = [row for row in self._rows(outbox) if row.chat == chat_of(chat)]
        numbers = [number_in(read_call(row.payload).message.text) for row in rows]
        assert numbers == self.written[chat]
        assert {(row.owner, row.lease_until) for row in rows} == {(None, None)}
        came = [(number_in(said.text), said.message_id) for said in self.emulator.heard(chat)]
        heard = dict(came)
        assert len(heard) == len(came), "one came twice"
        assert list(heard) == [number for number in numbers if number in heard], "one overtook"
        by_state: dict[str, dict[int, Any]] = {"sent": {}, "unknown": {}}
        for number, row in zip(numbers, rows, strict=True):
            by_state[row.state][number] = row.message_id
        assert by_state["sent"].items() <= heard.items()
        assert heard.keys() <= by_state["sent"].keys() | by_state["unknown"].keys()
        return len(heard) - len(by_state["sent"])

    def _rows(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.execute(select(table).order_by(table.c.id)))


def number_in(text: str) -> int:
    """Return the number that a note, or the answer to it, names."""
    return int(text.partition("number ")[2].split()[0])
