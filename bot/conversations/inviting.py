"""Colleagues are let in from the chat: a name, a role, a tap, and one code to forward.

An admin invites anybody; a manager reps, below themselves or below a manager of their team. The
code is said once: whoever asks again gets another, and the one before is void.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversations import whom
from bot.conversations.desk import Desk
from bot.conversations.pending import InviteWish
from bot.conversations.taps import Rows, gone
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.post import bots, invites
from bot.understanding.inviting import LONGEST_NAME, read_inviting
from bot.understanding.understand import Understood
from crm.entities import Person, Role, Viewer
from crm.store import people
from crm.text import clean

SHOWN = 6
"""So many people of one name are offered."""


def show_invite(desk: Desk, understood: Understood) -> list[Message]:
    """Ask what is missing, then for the tap that makes the code."""
    slots = understood.slots
    wish = InviteWish(0, desk.now, slots.name or "", slots.key, None, slots.rep_id)
    if slots.rep is not None:
        return [Message(desk.say("invite_refused", why="no_such_boss", who=slots.rep))]
    return go_on(desk, wish)


def go_on(desk: Desk, wish: InviteWish) -> list[Message]:
    """Go on with what is known: who, as what, under whom."""
    if not wish.name:
        whom.opened(desk, wish)
        return [Message(desk.say("invite_whom", every=desk.viewer.role is Role.ADMIN))]
    person = None
    if wish.person_id is not None:
        person = people.get_person(desk.session, wish.person_id)
    elif not wish.new:
        found = people.find_people(desk.session, wish.name)
        if found and not _is_called(found, wish.name):
            return _ask_which(desk, wish, found)
        person = found[0] if found else None
    role = _role(desk, wish, person)
    if role is None:
        return _ask_role(desk, wish)
    above = _above(desk, wish, person)
    why = _why_not(desk, person, role, above)
    if why is not None:
        who = person.name if person and why in {"above", "self", "not_yours"} else wish.name
        return [Message(desk.say("invite_refused", why=why, who=who))]
    known = replace(
        wish,
        role=role.value,
        person_id=person.id if person else None,
        under_id=above.id if above else None,
    )
    asked = whom.opened(desk, known)
    text = desk.say(
        "invite_sure",
        name=person.name if person else wish.name,
        role=desk.label(f"roles.{role}"),
        before=desk.label(f"roles.{person.role}") if person and person.role is not role else None,
        is_new=person is None,
        above=above.name if above else None,
        waits=role in {Role.MANAGER, Role.ADMIN},
    )
    make = Button(desk.label("buttons.make_code"), f"invmake:{asked.number}")
    return [Message(text, one_row(make, whom.call_off(desk, asked.number)))]


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Take a text as who is to be let in; None when it asks something else."""
    wish = desk.dialog.pending
    if not isinstance(wish, InviteWish) or wish.name:
        return None
    match = understood.customer
    told = understood.action in {"do", "confirm"} and match is None
    if told or (match is not None and match.candidates):
        return None
    read = read_inviting(f"invite {text}", desk.context())
    if read is None or not read.slots.name:
        return None
    return show_invite(desk, read)


def press_role(desk: Desk, rest: str) -> list[Message]:
    """It is somebody of this role: ``invrole:<number>:manager``."""
    number, _, role = rest.partition(":")
    wish = _find_asked(desk, number)
    if wish is None or role not in {each.value for each in Role}:
        return gone(desk)
    return go_on(desk, replace(wish, role=role))


def press_who(desk: Desk, rest: str) -> list[Message]:
    """It is this one of them, or somebody new: ``invwho:<number>:<person>`` (0: new)."""
    number, _, about = rest.partition(":")
    wish, person_id = _find_asked(desk, number), parse_id(about)
    if wish is None or person_id is None:
        return gone(desk)
    if person_id == 0:
        return go_on(desk, replace(wish, new=True))
    if all(each.id != person_id for each in people.find_people(desk.session, wish.name)):
        return gone(desk)
    return go_on(desk, replace(wish, person_id=person_id))


def press_make(desk: Desk, rest: str) -> list[Message]:
    """Make the code and say it, in a message of its own to forward: ``invmake:<number>``."""
    wish = _find_asked(desk, rest)
    if wish is None or wish.role is None:
        return gone(desk)
    desk.dialog.pending = None
    role, above_id = Role(wish.role), wish.under_id
    person = people.get_person(desk.session, wish.person_id) if wish.person_id else None
    above = people.get_person(desk.session, above_id) if above_id else None
    if _why_not(desk, person, role, above) is not None:
        return gone(desk)
    if person is None:
        name = " ".join(clean(wish.name).split())[:LONGEST_NAME]
        person_id = people.add(
            desk.session, desk.viewer, name, role, manager_id=above_id, now=desk.now
        )
        person = people.get_person(desk.session, person_id)
    elif above is not None and person.manager_id != above.id:
        people.place_under(desk.session, desk.viewer, person.id, above.id, now=desk.now)
    code = invites.make(desk.session, person.id, role, made_by=desk.viewer.person_id, now=desk.now)
    link = bots.find_link(desk.session, code)
    until = (desk.now + invites.LASTS).replace(second=0, microsecond=0)
    made = desk.say("invite_made", name=person.name, until=until)
    forward = desk.say("invite_forward", name=person.name, link=link, code=code, until=until)
    revoke = Button(desk.label("buttons.revoke"), f"revoke:{person.id}")
    return [Message(made, one_row(revoke)), Message(forward)]


def show_revoked(desk: Desk, understood: Understood) -> list[Message]:
    """Take back the codes that would still let somebody in."""
    if understood.slots.rep_id is None:
        who = understood.slots.name
        return [Message(desk.say("invite_refused", why="nobody", who=who))]
    return press_revoke(desk, str(understood.slots.rep_id))


def press_revoke(desk: Desk, rest: str) -> list[Message]:
    """Take back somebody's code: ``revoke:<person>``. Who is in already stays in."""
    person_id = parse_id(rest) or 0
    if not people.is_in_sight(desk.session, desk.viewer, person_id):
        return gone(desk)
    person = people.get_person(desk.session, person_id)
    codes = invites.revoke(desk.session, person.id, desk.now)
    return [Message(desk.say("invite_revoked", name=person.name, codes=codes))]


def _find_asked(desk: Desk, number: str) -> InviteWish | None:
    wish = desk.dialog.pending
    return wish if isinstance(wish, InviteWish) and whom.is_asked(desk, number) else None


def _is_called(found: list[Person], name: str) -> bool:
    """Whether it is clear who is meant: one person, by the whole name or by a part of it."""
    return len(found) == 1 and (len(name) > 1)


def _ask_which(desk: Desk, wish: InviteWish, found: list[Person]) -> list[Message]:
    asked = whom.opened(desk, wish)
    buttons = [
        Button(f"{each.name} ({each.code})" if each.code else each.name, _who(asked, each.id))
        for each in found[:SHOWN]
    ]
    new = Button(desk.label("buttons.somebody_new"), _who(asked, 0))
    return [Message(desk.say("invite_which", name=wish.name), one_each([*buttons, new]))]


def _who(asked: InviteWish, person_id: int) -> str:
    return f"invwho:{asked.number}:{person_id}"


def _role(desk: Desk, wish: InviteWish, person: Person | None) -> Role | None:
    """The role that was said, else what they are already; a manager lets in reps only."""
    if wish.role is not None:
        return Role(wish.role)
    if person is not None:
        return person.role
    return Role.REP if desk.viewer.role is Role.MANAGER else None


def _ask_role(desk: Desk, wish: InviteWish) -> list[Message]:
    asked = whom.opened(desk, wish)
    buttons = [
        Button(desk.label(f"roles.{role}"), f"invrole:{asked.number}:{role}") for role in Role
    ]
    rows: Rows = (tuple(buttons[:2]), tuple(buttons[2:]), (whom.call_off(desk, asked.number),))
    return [Message(desk.say("invite_role", name=wish.name), rows)]


def _above(desk: Desk, wish: InviteWish, person: Person | None) -> Person | None:
    """Who will be above them: who was named, else who is, else the manager who invites."""
    above_id = wish.under_id or (person.manager_id if person else None)
    if above_id is None and person is None and desk.viewer.role is Role.MANAGER:
        above_id = desk.viewer.person_id
    return people.get_person(desk.session, above_id) if above_id else None


def _why_not(desk: Desk, person: Person | None, role: Role, above: Person | None) -> str | None:
    """Say why somebody may not be let in so by this person, or None."""
    if person is not None and person.id == desk.viewer.person_id:
        return "self"
    if above is not None and above.role is Role.REP:
        return "boss_is_rep"
    if desk.viewer.role is Role.ADMIN:
        return None
    if role is not Role.REP or (person is not None and person.role is not Role.REP):
        return "only_reps"
    team = {each.id for each in people.list_team(desk.session, _alone(desk))}
    if above is None or above.id not in team:
        return "above"
    return "not_yours" if person is not None and person.id not in team else None


def _alone(desk: Desk) -> Viewer:
    return replace(desk.viewer, covers=())


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "invrole": press_role,
    "invwho": press_who,
    "invmake": press_make,
    "revoke": press_revoke,
}
"""What a button about an invitation does, by the first word of its action."""
