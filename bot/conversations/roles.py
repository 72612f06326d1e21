"""What somebody is here changes with an admin's tap; they and the other admins are told."""

from collections.abc import Callable, Mapping

from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.conversations.taps import gone, take, undo_row
from bot.messages import Button, Errand, Message, one_row, parse_id
from bot.post import invites, notices, outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.understanding.understand import Understood
from crm.entities import Person, Role
from crm.store import deeds, people


def show_wish(desk: Desk, understood: Understood) -> list[Message]:
    """Ask for the tap that gives somebody a role."""
    person = _find(desk, understood.slots.rep_id or 0)
    role = Role(understood.slots.key or Role.REP)
    if person is None:
        return [Message(desk.say("nobody_here"))]
    if person.id == desk.viewer.person_id or person.role is role:
        why = "self" if person.id == desk.viewer.person_id else "same"
        return [Message(_refused(desk, person, role, why))]
    button = Button(desk.label("buttons.yes_role"), f"role:{desk.offer()}:{person.id}:{role}")
    below = sum(1 for each in people.list_people(desk.session) if each.manager_id == person.id)
    text = desk.say(
        "role_sure",
        name=person.name,
        role=desk.label(f"roles.{role}"),
        before=desk.label(f"roles.{person.role}"),
        more=role in {Role.MANAGER, Role.ADMIN},
        below=below if role is Role.REP else 0,
    )
    return [Message(text, one_row(button))]


def press_role(desk: Desk, rest: str) -> list[Message]:
    """Give somebody a role: ``role:<number>:<person>:manager``. Codes for another one are void."""
    number, about, said = [*rest.split(":"), "", ""][:3]
    person = _find(desk, parse_id(about) or 0)
    if person is None or said not in {each.value for each in Role} or not take(desk, number):
        return gone(desk)
    role = Role(said)
    if person.id == desk.viewer.person_id or person.role is role:
        return gone(desk)
    people.give_role(desk.session, desk.viewer, person.id, role, now=desk.now)
    deed_id = deeds.find_last(desk.session, desk.viewer, desk.now) or 0
    invites.revoke(desk.session, person.id, desk.now)
    about = f"{person.id}:{role}:{desk.viewer.person_id}"
    everyone = people.list_people(desk.session)
    told = {each.id for each in everyone if each.role is Role.ADMIN} | {person.id}
    for person_id in sorted(told - {desk.viewer.person_id}):
        notices.tell(
            desk.session, person_id, Errand("role", about), key=f"role:{deed_id}", now=desk.now
        )
    name = desk.label(f"roles.{role}")
    text = desk.say("role_given", name=person.name, role=name, by=None, own=False)
    return [Message(text, undo_row(desk, deed_id))]


def run_told(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Tell somebody what a colleague, or they themselves, have become; not if it was taken back."""
    person_id, role, by_id = [*about.split(":"), "", ""][:3]
    person, by = _find(desk, parse_id(person_id) or 0), _find(desk, parse_id(by_id) or 0)
    if person is None or person.role != role:
        return outcomes.cancelled("taken back, or changed again")
    text = desk.say(
        "role_given",
        name=person.name,
        role=desk.label(f"roles.{role}"),
        by=by.name if by else None,
        own=person.id == desk.viewer.person_id,
    )
    return Said(Message(text))


def _refused(desk: Desk, person: Person, role: Role, why: str) -> str:
    return desk.say("role_refused", why=why, name=person.name, role=desk.label(f"roles.{role}"))


def _find(desk: Desk, person_id: int) -> Person | None:
    return next((each for each in people.list_people(desk.session) if each.id == person_id), None)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {"role": press_role}
"""What a button about a role does, by the first word of its action."""
