"""The pace of all senders together: a row that says when the next call may leave.

Calls leave one step apart, whoever makes them, so that no second sees more of them than the rate.
A process takes its turn a little ahead and waits for it: otherwise every pause between a free
gate and somebody's noticing it would be lost. The row is locked from the reading on.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, select, update

from bot.post.clock import SECONDS
from bot.post.inserts import insert_into
from bot.post.tables import gates
from crm.store.database import Session

AHEAD = 0.1
"""How early a turn is taken, in seconds. Longer, and an answer would wait behind broadcasts."""

_OF_CHANNEL = gates.c.channel == bindparam("of_channel")
_LOOK = select(SECONDS.label("now"), gates.c.free_at).where(_OF_CHANNEL).with_for_update()
_MOVE = update(gates).where(_OF_CHANNEL).values(free_at=bindparam("until"))
_REST_UNTIL = SECONDS + bindparam("rest")
_REST = (
    update(gates)
    .where(_OF_CHANNEL)
    .values(free_at=case((gates.c.free_at < _REST_UNTIL, _REST_UNTIL), else_=gates.c.free_at))
)


@dataclass(frozen=True, slots=True)
class Gate:
    """A channel's gate as it stands: the moment, when it is free, and the seconds of a step."""

    channel: str
    now: float
    free_at: float
    step: float

    @property
    def turns(self) -> int:
        """How many calls may take their turn now."""
        open_for = self.now + AHEAD - max(self.free_at, self.now)
        return int(open_for / self.step) + 1 if open_for >= 0 else 0

    @property
    def wait(self) -> float:
        """Seconds until the next turn can be taken."""
        return max(0.0, self.free_at - AHEAD - self.now)

    def turn(self, index: int) -> float:
        """Return when the call of that index, from 0 on, leaves."""
        return max(self.free_at, self.now) + index * self.step


def look(session: Session, channel: str, rate: float) -> Gate:
    """Return the gate of a channel, locked until the transaction ends.

    ``rate`` is in calls a second.
    """
    connection = session.connection()
    row = connection.execute(_LOOK, {"of_channel": channel}).one_or_none()
    if row is None:
        first = insert_into(connection.dialect.name, gates).values(channel=channel, free_at=0.0)
        connection.execute(first.on_conflict_do_nothing())
        row = connection.execute(_LOOK, {"of_channel": channel}).one()
    return Gate(channel, row.now, row.free_at, 1 / rate)


def move(session: Session, gate: Gate, calls: int) -> None:
    """Move the gate behind so many calls."""
    until = {"of_channel": gate.channel, "until": gate.turn(calls)}
    session.connection().execute(_MOVE, until)


def pause(session: Session, channel: str, seconds: float) -> None:
    """Let the channel rest: nobody's call leaves before."""
    look(session, channel, 1.0)
    session.connection().execute(_REST, {"of_channel": channel, "rest": seconds})
