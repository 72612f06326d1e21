"""What a conversation function is given: everything it needs for one message, and nothing else."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.coaching.shelf import Shelf, Shelves
from bot.conversations.dialog import Dialog
from bot.understanding.directory import Directory, Known, know
from bot.understanding.people import People
from bot.understanding.understand import Context
from bot.voice.rendering import Language, Voice
from crm.cadence import NextVisit, next_visit
from crm.calendar import Hours
from crm.entities import LastContacts, Viewer
from crm.policy import Policy
from crm.store import customers, leaving, people
from crm.store.database import Session


@dataclass(slots=True)
class Glance:
    """What was looked up already while one message is answered, and whether a button was pressed:
    then what is shown may take the place of what stood there."""

    revision: int | None = None
    pressed: bool = False
    shelf: Shelf | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one moment: the open transaction, whose eyes, which rules, which language.

    ``company_on`` is the date where the company is, by which accounts are let in; ``company_hours``
    are those of whoever has no settings of their own.
    """

    session: Session
    viewer: Viewer
    policy: Policy
    directory: Directory
    shelves: Shelves
    voice: Voice
    dialog: Dialog
    now: datetime
    hours: Hours
    fixed_language: bool = False
    company_on: date | None = None
    company_hours: Hours | None = None
    glance: Glance = field(default_factory=Glance)

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

    @property
    def shelf(self) -> Shelf:
        """The playbooks in force when they were first asked for while this message is answered."""
        if self.glance.shelf is None:
            self.glance.shelf = self.shelves.get(self.session)
        return self.glance.shelf

    def offer(self) -> int:
        """Return a new number for buttons that write; those of one number exclude each other."""
        return self.dialog.offer(self.now)

    def take(self, number: int | None) -> bool:
        """Use an offer up: true once, and only while it lasts."""
        return self.dialog.take(number, self.now)

    def say(self, text: str, **facts: Any) -> str:
        """Say a text in the person's language."""
        return self.voice.say(text, **facts)

    def label(self, name: str, **facts: Any) -> str:
        """Return what a button says in the person's language."""
        return self.voice.label(name, **facts)

    def context(self) -> Context:
        """Return what is known around a message: names and places in sight, people, tiers."""
        key = (self.viewer.eyes, self.viewer.role)
        if self.glance.revision is None:
            self.glance.revision = customers.find_names_revision(self.session)
        revision = self.glance.revision
        known = self.directory.get(key, revision, self._know)
        return Context(
            names=known.names,
            places=known.places,
            tiers=self.policy.tier_names,
            today=self.today,
            people=self.directory.get_people(revision, self._know_people),
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

    def _know_people(self) -> People:
        gone = leaving.list_gone_with_customers(self.session)
        return People([*people.list_people(self.session), *gone])

    def next_visit(self, tier: str | None, contacts: LastContacts) -> NextVisit:
        """Decide when a customer is visited next, by this company's policy."""
        return next_visit(self.policy, tier, contacts, self.today)
