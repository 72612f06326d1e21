"""What a conversation function is given: everything it needs for one message, and nothing else."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.conversations.pending import Pending
from bot.messages import Button
from bot.understanding.directory import Directory, Known, know
from bot.understanding.understand import Context, Understood
from bot.voice.rendering import Language, Voice
from crm.cadence import NextVisit, next_visit
from crm.entities import LastContacts, Viewer
from crm.policy import Policy
from crm.store import customers, people
from crm.store.database import Session

KEPT_LISTS = 60


@dataclass(slots=True)
class Dialog:
    """What was said last in one chat: the question, the answer's buttons, lists to go on with.

    A list's button names its number; a list that has been put away says so when it is pressed.
    ``pending`` waits for a tap or for its reason; ``undo`` is what takes the last change back.
    """

    last: Understood | None = None
    language: Language | None = None
    buttons: tuple[Button, ...] = ()
    number: int = 0
    lists: OrderedDict[int, Any] = field(default_factory=OrderedDict)
    pending: Pending | None = None
    undo: str | None = None

    def next_number(self) -> int:
        """Return a number that no list and no question of this chat has."""
        self.number += 1
        return self.number

    def keep_list(self, asked: Any) -> int:
        """Keep what was asked for under a new number and return the number."""
        self.lists[self.next_number()] = asked
        if len(self.lists) > KEPT_LISTS:
            self.lists.popitem(last=False)
        return self.number


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one moment: the open transaction, whose eyes, which rules, which language."""

    session: Session
    viewer: Viewer
    policy: Policy
    directory: Directory
    voice: Voice
    dialog: Dialog
    now: datetime
    fixed_language: bool = False

    def speaking(self, language: Language | None) -> "Desk":
        """Return this desk in the language of a message; a fixed one stays."""
        if language is None or self.fixed_language:
            return self
        self.dialog.language = language
        return replace(self, voice=Voice(language, self.today))

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.now.date()

    def say(self, text: str, **facts: Any) -> str:
        """Say a text in the person's language."""
        return self.voice.say(text, **facts)

    def label(self, name: str, **facts: Any) -> str:
        """Return what a button says in the person's language."""
        return self.voice.label(name, **facts)

    def context(self) -> Context:
        """Return what is known around a message: names and places in sight, people, tiers."""
        key = (self.viewer.person_id, self.viewer.role)
        revision = customers.find_names_revision(self.session)
        known = self.directory.get(key, revision, self._know)
        return Context(
            names=known.names,
            places=known.places,
            tiers=self.policy.tier_names,
            today=self.today,
            people=tuple(people.list_people(self.session)),
            previous=self.dialog.last,
        )

    def _know(self) -> Known:
        return know(
            customers.list_namings(self.session, self.viewer),
            *(
                customers.list_distinct(self.session, self.viewer, what)
                for what in ("city", "country", "industry")
            ),
        )

    def next_visit(self, tier: str | None, contacts: LastContacts) -> NextVisit:
        """Decide when a customer is visited next, by this company's policy."""
        return next_visit(self.policy, tier, contacts, self.today)
