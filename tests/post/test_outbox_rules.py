"""The outbox against a simple picture of it, through any order of events, on both databases."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from bot.post import outbox, outcomes
from bot.post.outbox import Claimed
from bot.post.tables import gates, paces
from bot.post.tables import outbox as rows
from crm.store.database import Database
from tests.support.posting import NOW, Post

CHATS = ("ana", "boris", "carla")
ENDS = (
    outcomes.sent(1),
    outcomes.blocked("x"),
    outcomes.refused("x"),
    outcomes.unknown("x"),
    outcomes.cancelled("x"),
)


class Picture(RuleBasedStateMachine):
    """What should stand in the outbox: each text with its chat, priority, state and tries."""

    claims = Bundle("claims")

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.post = Post(self.database)
        self.order: list[str] = []
        self.facts: dict[str, tuple[int, str, int]] = {}
        self.states: dict[str, str] = {}
        self.sends: dict[str, int] = {}
        self.allowed: dict[str, int] = {}
        self.resting: set[str] = set()
        self.run_out: set[str] = set()

    @initialize()
    def begin_anew(self) -> None:
        with self.post.database.writing() as session:
            for table in (rows, gates, paces):
                session.execute(delete(table))

    @rule(chat=st.sampled_from(CHATS), priority=st.sampled_from(outbox.PRIORITIES))
    def queue(self, chat: str, priority: int) -> None:
        text = f"{len(self.facts)}"
        row_id = self.post.queue(chat, text, priority=priority)
        assert row_id is not None
        self.facts[text] = (row_id, chat, priority)
        self.states[text] = "queued"
        self.allowed[text] = 1
        self.order.append(text)

    def _expected(self, limit: int) -> list[str]:
        """What comes next: by priority, in the order queued, one a chat, nobody who rests."""
        taken = {self.facts[text][1] for text, state in self.states.items() if state == "sending"}
        expected: list[str] = []
        for text in sorted(self.order, key=lambda text: self.facts[text][2]):
            chat = self.facts[text][1]
            if self.states[text] == "queued" and chat not in taken | self.resting:
                taken.add(chat)
                expected.append(text)
        return expected[:limit]

    @rule(target=claims, limit=st.integers(1, 4), lease=st.sampled_from([-1.0, 3600.0]))
    def claim(self, limit: int, lease: float) -> object:
        expected = self._expected(limit)
        claimed = self.post.claim(limit=limit, lease=lease)
        assert [each.payload for each in claimed] == expected
        for text in expected:
            self.states[text] = "sending"
            self.sends[text] = self.sends.get(text, 0) + 1
            self.run_out.discard(text)
        if lease < 0:
            self.run_out |= set(expected)
        return multiple(*claimed)

    def _is_ours(self, claimed: Claimed) -> bool:
        text = claimed.payload
        return self.states[text] == "sending" and self.sends[text] == claimed.attempts

    @rule(claimed=claims, outcome=st.sampled_from(ENDS))
    def settle(self, claimed: Claimed, outcome: outcomes.Outcome) -> None:
        ours = self._is_ours(claimed)
        assert self.post.settle(claimed, outcome) == ours
        if ours:
            self.states[claimed.payload] = outcome.state

    @rule(claimed=consumes(claims), rests=st.booleans())
    def put_back(self, claimed: Claimed, rests: bool) -> None:
        ours = self._is_ours(claimed)
        assert self.post.settle(claimed, outcomes.again(3600 if rests else -1)) == ours
        if ours:
            self.states[claimed.payload] = "queued"
            self.allowed[claimed.payload] += 1
            if rests:
                self.resting.add(claimed.chat)

    @rule()
    def reap(self) -> None:
        late = [text for text in self.run_out if self.states[text] == "sending"]
        assert self.post.reap() == len(late)
        for text in late:
            self.states[text] = "unknown"

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(self.order))
        if self.states[text] in {"queued", "sending", "sent"}:
            return
        with self.post.database.writing() as session:
            outbox.resend(session, self.facts[text][0], NOW)
        self.states[text] = "queued"
        self.allowed[text] += 1
        self.order.remove(text)
        self.order.append(text)

    @invariant()
    def each_row_is_in_its_one_state(self) -> None:
        assert self.post.states() == self.states

    @invariant()
    def nothing_is_sent_without_a_word(self) -> None:
        for text, times in self.sends.items():
            assert times <= self.allowed[text]


def test_the_outbox_is_as_pictured(database: Database) -> None:
    class OnThisDatabase(Picture):
        pass

    OnThisDatabase.database = database
    unhurried = settings(
        max_examples=12,
        stateful_step_count=25,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(OnThisDatabase, settings=unhurried)
