"""Admins let people in: whoever sees other people's customers is asked about before they see them.

The buttons name the account, the person and the invite: an old one never lets in somebody else,
or as something else, than it said. One admin's decision is told to the others.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.conversations import guide, settings
from bot.conversations.desk import Desk
from bot.conversations.door import Door, Letter, guess_language
from bot.messages import Button, Message, one_row, parse_id
from bot.post import invites, links, mornings
from bot.post.invites import Invite
from bot.post.links import Link
from bot.voice.rendering import LANGUAGES
from crm.calendar import hours_of
from crm.entities import Person, Role
from crm.store import people
from crm.store.database import Session

CONFIRMED = frozenset({Role.MANAGER, Role.ADMIN})
"""Who is let in by an admin: they see what is other people's."""


def needs_admin(
    person: Person, invite: Invite, admins: Collection[Link], link: Link | None
) -> bool:
    """Say whether an admin lets this person in: all who see other people's customers, but for the
    first admin and for those who are in already as what they are invited as."""
    if invite.role not in CONFIRMED or (invite.role is Role.ADMIN and not admins):
        return False
    is_in = link is not None and link.lets_in and link.person.id == person.id
    return not (is_in and person.role is invite.role)


def let_in(
    door: Door, link_id: int, chat: str, person: Person, role: Role, by: Person | None = None
) -> tuple[Letter, ...]:
    """Let a person in as what they were invited as, shut their other accounts out, set their
    next morning, and tell whoever is concerned."""
    was = person.role
    if role is not was:
        actor = people.viewer_of(by) if by else None
        people.give_role(door.session, actor, person.id, role, now=door.now)
        person = replace(person, role=role)
    mornings.plan(door.session, person.id, hours_of(person, door.hours), door.now)
    gone = links.cut_others(door.session, door.channel, person.id, but=link_id)
    letters = list(welcome(door, chat, person))
    cut = Message(door.voice(person).say("account_cut"))
    letters += [Letter(old, None, cut) for old in gone]
    what = "let_in" if by else "moved" if gone else "role" if role is not was else None
    if what is not None:
        rest = f"{link_id}:{person.id}" if what == "moved" else ""
        letters += _tell_admins(door, what, person, by=by, before=was, cut_off=rest)
    if role is Role.ADMIN:
        letters += _ask_of_all(door, link_id)
    return tuple(letters)


def welcome(door: Door, chat: str, person: Person) -> tuple[Letter, ...]:
    """Greet who is in, in the language of their phone until they have written in one."""

    def say(desk: Desk) -> list[Message]:
        if desk.dialog.language is None:
            known = next((each for each in LANGUAGES if each == person.language), None)
            guessed = guess_language(door.arrival.language_code) if chat == door.chat else None
            desk = desk.speaking(known or guessed)
        rows = (*guide.example_rows(desk, ()), settings.settings_row(desk))
        role = desk.label(f"roles.{person.role}")
        facts = settings.hours_facts(desk)
        return [Message(desk.say("entered", name=person.name, role=role, **facts), rows)]

    messages = door.talk(person, chat, say)
    return tuple(Letter(chat, person.id, message) for message in messages)


def ask(
    door: Door, admin: Link, link_id: int, person: Person, invite: Invite, account: str = ""
) -> Letter:
    """Ask an admin whether somebody is let in; ``account`` is what theirs calls itself."""
    voice = door.voice(admin.person)
    text = voice.say(
        "account_ask",
        name=person.name,
        role=voice.label(f"roles.{invite.role}"),
        before=voice.label(f"roles.{person.role}") if person.role is not invite.role else None,
        account=account,
    )
    yes = Button(voice.label("buttons.let_in"), f"letin:{link_id}:{person.id}:{invite.id}")
    no = Button(voice.label("buttons.keep_out"), f"keepout:{link_id}:{person.id}")
    return Letter(admin.chat, admin.person.id, Message(text, one_row(yes, no)))


def _ask_of_all(door: Door, link_id: int) -> list[Letter]:
    """Ask a new admin about everybody who waits."""
    admin = links.find_by_id(door.session, door.channel, link_id, door.today)
    others = links.list_open(door.session, door.channel, door.today)
    found = [(each, find_awaited(door, each)) for each in others]
    return [
        ask(door, admin, each.id, each.person, invite)
        for each, invite in found
        if invite is not None and admin is not None
    ]


def _tell_admins(
    door: Door,
    what: str,
    person: Person,
    *,
    by: Person | None,
    before: Role,
    cut_off: str = "",
) -> list[Letter]:
    """Tell every other admin what became of somebody's account."""
    letters = []
    for admin in links.list_admins(door.session, door.channel, door.today, but=person.id):
        if by is None or admin.person.id != by.id:
            message = _told(door, admin.person, what, person, by=by, before=before)
            if cut_off:
                label = door.voice(admin.person).label("buttons.cut_off")
                message = replace(message, rows=one_row(Button(label, f"keepout:{cut_off}")))
            letters.append(Letter(admin.chat, admin.person.id, message))
    return letters


def _told(
    door: Door, reader: Person, what: str, person: Person, *, by: Person | None, before: Role
) -> Message:
    voice = door.voice(reader)
    text = voice.say(
        "account_told",
        what=what,
        name=person.name,
        role=voice.label(f"roles.{person.role}"),
        before=voice.label(f"roles.{before}") if before is not person.role else None,
        by=by.name if by else None,
        account=door.arrival.name,
    )
    return Message(text)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Somebody about whom an admin has yet to decide: ``action`` is what lets them in."""

    person: Person
    role: Role
    action: str


def list_open_questions(session: Session, today: date) -> list[OpenQuestion]:
    """Return who waits for an admin, the oldest first."""
    found = [(each, _find_awaited(session, each)) for each in links.list_open(session, None, today)]
    return [
        OpenQuestion(each.person, invite.role, f"letin:{each.id}:{each.person.id}:{invite.id}")
        for each, invite in found
        if invite is not None
    ]


def find_awaited(door: Door, link: Link | None) -> Invite | None:
    """Return the invite about which an admin has yet to decide, or None.

    Somebody who is in already may wait to be more than they are.
    """
    return _find_awaited(door.session, link)


def _find_awaited(session: Session, link: Link | None) -> Invite | None:
    if link is None or link.has_left or link.state == "cut":
        return None
    invite = invites.find_last_used(session, link.person.id)
    if invite is None or link.state == "unconfirmed":
        return invite
    is_more = invite.role in CONFIRMED and invite.role is not link.person.role
    return invite if is_more else None


def _press_let_in(door: Door, admin: Person, rest: str) -> tuple[Letter, ...] | None:
    """Let in who waits: ``letin:<link>:<person>:<invite>``; None when that is past."""
    link = _concerned(door, admin, rest)
    invite = find_awaited(door, link)
    if link is None or invite is None or rest != f"{link.id}:{link.person.id}:{invite.id}":
        return None
    if link.state == "unconfirmed" and not links.confirm(door.session, link.id, link.person.id):
        return None
    letters = let_in(door, link.id, link.chat, link.person, invite.role, admin)
    person = replace(link.person, role=invite.role)
    told = _told(door, admin, "let_in", person, by=None, before=link.person.role)
    return (Letter(door.chat, admin.id, replace(told, in_place=True)), *letters)


def _press_keep_out(door: Door, admin: Person, rest: str) -> tuple[Letter, ...] | None:
    """Shut an account out: ``keepout:<link>:<person>``; None when it is out already."""
    link = _concerned(door, admin, rest)
    if link is None or rest != f"{link.id}:{link.person.id}":
        return None
    if not links.cut(door.session, link.id, link.person.id):
        return None
    invites.revoke(door.session, link.person.id, door.now)
    role = link.person.role
    told = _told(door, admin, "kept_out", link.person, by=None, before=role)
    others = _tell_admins(door, "kept_out", link.person, by=admin, before=role)
    return (Letter(door.chat, admin.id, replace(told, in_place=True)), *others)


def _concerned(door: Door, admin: Person, rest: str) -> Link | None:
    """Return the link a decision is about; None for who may not decide, and about oneself."""
    link_id = parse_id(rest.partition(":")[0])
    if admin.role is not Role.ADMIN or link_id is None:
        return None
    link = links.find_by_id(door.session, door.channel, link_id, door.today)
    return None if link is None or link.person.id == admin.id else link


DECISIONS: Mapping[str, Callable[[Door, Person, str], tuple[Letter, ...] | None]] = {
    "letin": _press_let_in,
    "keepout": _press_keep_out,
}
"""What an admin decides with a tap, by the first word of the button's action."""
