"""Getting in: who an account is, codes redeemed, and strangers told nothing.

Whatever comes in passes here first. An account is a person only by a link; everybody else reads
one neutral sentence, whether they never were invited, were cut off or have left.
"""

from dataclasses import dataclass

from bot.conversations.admitting import (
    DECISIONS,
    ask,
    find_awaited,
    let_in,
    needs_admin,
    welcome,
)
from bot.conversations.door import Door, Letter
from bot.messages import Message
from bot.post import invites, links, strangers
from bot.post.links import Link
from crm.entities import Person, Role
from crm.store import people


@dataclass(frozen=True, slots=True)
class Entered:
    """What is said of getting in; ``person`` is whose message is still to be answered."""

    letters: tuple[Letter, ...] = ()
    person: Person | None = None


def enter(door: Door) -> Entered:
    """Find out who wrote, and answer what is about getting in."""
    arrival = door.arrival
    if arrival.chat_kind == "group":
        return Entered(_tell_group(door))
    if arrival.what == "membership":
        out = "blocked" if arrival.incoming.text == "kicked" else None
        links.note_reach(door.session, door.channel, arrival.account, out)
        return Entered()
    link = links.find(door.session, door.channel, arrival.account, door.today)
    if link is not None and link.out_of_reach:
        links.note_reach(door.session, door.channel, arrival.account, None)
    code = arrival.incoming.text.strip()
    if arrival.what == "start" and code:
        return Entered(_redeem(door, code, link))
    if link is not None and link.lets_in:
        return _go_on(door, link.person)
    if arrival.what == "message" and invites.is_code(code):
        return Entered(_redeem(door, code, link))
    return Entered(_turn_away(door, link))


def _go_on(door: Door, person: Person) -> Entered:
    """Go on with somebody who is in."""
    if door.arrival.what == "start":
        return Entered(welcome(door, door.chat, person))
    verb, _, rest = (door.arrival.incoming.action or "").partition(":")
    if verb in DECISIONS:
        return Entered(DECISIONS[verb](door, person, rest) or _gone(door, person))
    return Entered(person=person)


def _tell_group(door: Door) -> tuple[Letter, ...]:
    """Say once in a group that nothing is said there; what is pressed there shows nothing."""
    arrival = door.arrival
    if arrival.what == "press" or arrival.incoming.text == "kicked":
        return ()
    if not strangers.may_tell_group(door.session, door.chat, door.now):
        return ()
    return door.say("in_group")


def _turn_away(door: Door, link: Link | None) -> tuple[Letter, ...]:
    """Tell a stranger whom to ask, and who waits that they wait, at most once an hour."""
    if strangers.is_shut(door.session, door.chat, door.now):
        return ()
    if not strangers.may_tell(door.session, door.chat, door.now):
        return ()
    invite = find_awaited(door, link)
    if link is None or invite is None:
        return door.say("stranger")
    return _say_waits(door, link.person, invite.role)


def _redeem(door: Door, code: str, link: Link | None) -> tuple[Letter, ...]:
    """Let in whoever has a good code; after too many bad ones say nothing for a while."""
    if strangers.is_shut(door.session, door.chat, door.now):
        return ()
    invite = invites.redeem(door.session, code, now=door.now)
    if invite is None:
        strangers.record_wrong_code(door.session, door.chat, door.now)
        return door.say("code_bad")
    strangers.forget(door.session, door.chat)
    person = people.get_person(door.session, invite.person_id)
    admins = links.list_admins(door.session, door.channel, door.today, but=person.id)
    confirmed = not needs_admin(person, invite, admins, link)
    if link is not None and link.lets_in and link.person.id == person.id:
        link_id = link.id
    else:
        link_id = links.put_in(
            door.session,
            door.channel,
            door.arrival.account,
            door.chat,
            person.id,
            confirmed=confirmed,
            now=door.now,
        )
    if confirmed:
        return let_in(door, link_id, door.chat, person, invite.role)
    name = door.arrival.name
    asked = (ask(door, admin, link_id, person, invite, name) for admin in admins)
    return (*_say_waits(door, person, invite.role), *asked)


def _say_waits(door: Door, person: Person, role: Role) -> tuple[Letter, ...]:
    called = door.voice().label(f"roles.{role}")
    return door.say("entered_waits", name=person.name, role=called)


def _gone(door: Door, person: Person) -> tuple[Letter, ...]:
    text = door.voice(person).say("button_gone")
    return (Letter(door.chat, person.id, Message(text)),)
