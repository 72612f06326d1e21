"""The program, built once: the database, the policy, and what is kept between messages."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.coaching.shelf import Shelves
from bot.conversations import respond
from bot.conversations.desk import Desk, Glance
from bot.conversations.dialog import Dialog, as_kept, read_kept
from bot.conversations.door import Door, Letter, guess_language
from bot.conversations.entering import enter
from bot.conversations.errands import run_errand
from bot.conversations.saying import Said
from bot.messages import Arrival, Errand, Incoming, Message
from bot.post import dialogs, digests, mornings, outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.settings import Settings
from bot.understanding.concepts import load_lexicon
from bot.understanding.directory import Directory
from bot.understanding.intents import load_table
from bot.understanding.phrases import load_phrases
from bot.understanding.places import Places
from bot.understanding.report_words import load_words
from bot.understanding.scenes import load_scenes
from bot.voice.rendering import LANGUAGES, Language, Voice
from crm.calendar import Hours, hours_of
from crm.entities import Person
from crm.store import absences, deeds, followers, people, standing
from crm.store.database import Database, Session
from crm.store.people import viewer_of
from crm.store.policies import PolicyInForce

Clock = Callable[[], datetime]

Say = Callable[[Desk], list[Message]]

T = TypeVar("T")


def ticking_from(start: datetime) -> Clock:
    """Return a clock that shows ``start`` now and ticks on from there."""
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


def real_time() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def _find_dialog(session: Session, chat: str, person: Person, now: datetime) -> Dialog:
    """Return what is kept of a chat; of one that has rested, the language spoken last."""
    state = dialogs.find(session, chat, person.id, now)
    if state is not None:
        return read_kept(state)
    return Dialog(language=read_kept(dialogs.find_rested(session, chat, person.id)).language)


def _known(language: str | None) -> Language | None:
    return next((known for known in LANGUAGES if known == language), None)


@dataclass(slots=True)
class App:
    """Answers messages of any channel."""

    database: Database
    settings: Settings
    clock: Clock
    policy: PolicyInForce = field(default_factory=PolicyInForce)
    directory: Directory = field(default_factory=Directory)
    shelves: Shelves = field(init=False)

    def __post_init__(self) -> None:
        """Read what words mean now, so that nobody's first message waits for it."""
        self.shelves = Shelves(self.settings.playbooks)
        for load in (load_lexicon, load_table, load_phrases, load_words, load_scenes, Places):
            load()

    def voice(self, language: Language | None = None) -> Voice:
        """Return the voice for somebody not known yet."""
        today = self.clock().astimezone(self.settings.timezone).date()
        return Voice(language or self.settings.language, today)

    def voice_in(self, chat: str, person: Person) -> Voice:
        """Return the voice spoken last in a chat."""
        with self.database.reading() as session:
            dialog = _find_dialog(session, chat, person, self.clock())
        return self.voice(dialog.language or _known(person.language))

    def answer(
        self, person: Person, incoming: Incoming, chat: str, language: Language | None = None
    ) -> list[Message]:
        """Answer one message of a chat in one transaction, in the language it was written in.

        What the answer writes, and what is kept of the dialog, is committed with it or not at all.
        ``language`` overrides that of the message; a message in no language is answered in the
        one spoken last.
        """
        with self.database.writing() as session:
            person = people.get_person(session, person.id)
            return self.answer_in(session, person, incoming, chat, language)

    def answer_in(
        self,
        session: Session,
        person: Person,
        incoming: Incoming,
        chat: str,
        language: Language | None = None,
    ) -> list[Message]:
        """Answer one message of a chat in a transaction that is somebody else's to commit."""
        before = len(deeds.list_begun(session))
        said = self._talk(session, person, chat, lambda desk: respond(incoming, desk), language)
        begun = deeds.list_begun(session)[before:]
        if begun:
            self._follow(session, person, begun)
        return said

    def hours_of(self, person: Person) -> Hours:
        """Return when a person may be spoken to."""
        return hours_of(person, self.settings.company_hours)

    def _follow(self, session: Session, person: Person, begun: list[int]) -> None:
        """See to what follows from deeds: what rings is planned anew, and the digests are
        edited of who did them and of whose customers were visited or planned."""
        now = self.clock()
        mornings.plan_after(session, begun, now, self.hours_of)
        others = [people.get_person(session, each) for each in followers.list_reps(session, begun)]
        for each in {each.id: each for each in (person, *others)}.values():
            today = now.astimezone(self.hours_of(each).zone).date()
            digests.refresh(session, each.id, today, now)

    def receive_in(
        self, session: Session, channel: str, chat: str, arrival: Arrival
    ) -> list[Letter]:
        """Answer what came in from an account, whoever that is; others may be written to as well.

        The transaction is somebody else's to commit.
        """

        def talk(person: Person, chat: str, say: Say) -> list[Message]:
            return self._talk(session, person, chat, say)

        now = self.clock().astimezone(self.settings.timezone)
        language, hours = self.settings.language, self.settings.company_hours
        door = Door(session, channel, chat, arrival, now, language, hours, talk)
        entered = enter(door)
        letters = list(entered.letters)
        person = entered.person
        if person is not None:
            if person.language is None:
                person = replace(person, language=guess_language(arrival.language_code))
            said = self.answer_in(session, person, arrival.incoming, chat)
            letters += [Letter(chat, person.id, message) for message in said]
        return letters

    def run_errand(self, session: Session, row: Claimed, errand: Errand) -> Said | Outcome:
        """Find the words of an errand at the desk of whoever it is for, in the language they
        have set: nobody's words are answered here."""
        if row.person_id is None:
            return outcomes.cancelled("for nobody")
        person = people.get_person(session, row.person_id)

        def say(desk: Desk) -> Said | Outcome:
            return run_errand(desk, row, errand)

        return self._talk(session, person, row.chat, say, _known(person.language))

    def _talk(
        self,
        session: Session,
        person: Person,
        chat: str,
        say: Callable[[Desk], T],
        language: Language | None = None,
    ) -> T:
        """Open the desk of a person in a chat, and keep what is left of the dialog."""
        hours = self.hours_of(person)
        now = self.clock().astimezone(hours.zone)
        dialog = _find_dialog(session, chat, person, now)
        own = _known(person.language) or self.settings.language
        stands = standing.look(session, person.id, now.date())
        covers = absences.list_covered(session, person.id, now.date()) if stands.covers else ()
        desk = Desk(
            session=session,
            viewer=viewer_of(person, covers),
            policy=self.policy.get_version(session, stands.policy),
            directory=self.directory,
            shelves=self.shelves,
            voice=Voice(language or dialog.language or own, now.date()),
            fixed_language=language is not None,
            dialog=dialog,
            now=now,
            hours=hours,
            company_on=now.astimezone(self.settings.timezone).date(),
            company_hours=self.settings.company_hours,
            glance=Glance(stands.names),
        )
        said = say(desk)
        dialogs.keep(session, chat, person.id, as_kept(dialog), now)
        return said
