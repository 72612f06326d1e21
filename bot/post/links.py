"""Links: which account of a channel is which person here.

An account is known by its number only, never by a name that it gives itself. A person has one
account at a channel: a new one replaces the old. Whoever has left is a stranger from that day on.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.post.inserts import insert_into
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.post.tables import links
from crm.entities import Person, Role
from crm.store.database import Session
from crm.store.tables import people

State = Literal["linked", "unconfirmed", "cut"]


@dataclass(frozen=True, slots=True)
class Link:
    """One account and the person it was let in as.

    ``unconfirmed`` waits for an admin. ``has_left``: the person no longer works here.
    """

    id: int
    account: int
    chat: str
    state: State
    out_of_reach: str | None
    has_left: bool
    person: Person

    @property
    def lets_in(self) -> bool:
        """Whether what this account writes is answered."""
        return self.state == "linked" and not self.has_left


_GONE = people.c.left_on.is_not(None) & (
    people.c.left_on <= bindparam("today", type_=people.c.left_on.type)
)
_FIELDS = tuple(Person.__dataclass_fields__)
_LINK = (
    select(links.c.id, links.c.account, links.c.chat, links.c.state, links.c.out_of_reach)
    .add_columns(_GONE.label("has_left"), *(people.c[name] for name in _FIELDS))
    .select_from(links.join(people, people.c.id == links.c.person_id))
)
_OF_ACCOUNT = _LINK.where(
    links.c.channel == bindparam("of_channel"), links.c.account == bindparam("of_account")
)


def find(session: Session, channel: str, account: int, today: date) -> Link | None:
    """Return the link of an account, whatever its state, or None when it never had one."""
    terms = {"of_channel": channel, "of_account": account, "today": today}
    row = session.connection().execute(_OF_ACCOUNT, terms).one_or_none()
    return None if row is None else _read(row)


def find_person(session: Session, channel: str, account: int, today: date) -> Person | None:
    """Return whose account this is; None for a stranger, and for who reads the same."""
    link = find(session, channel, account, today)
    return link.person if link is not None and link.lets_in else None


def find_by_id(session: Session, channel: str, link_id: int, today: date) -> Link | None:
    """Return a link by its number."""
    query = _LINK.where(links.c.channel == channel, links.c.id == link_id)
    row = session.execute(query, {"today": today}).one_or_none()
    return None if row is None else _read(row)


def list_admins(
    session: Session, channel: str, today: date, *, but: int | None = None
) -> list[Link]:
    """Return the accounts of admins, except those of the person ``but``."""
    query = _LINK.where(people.c.role == Role.ADMIN, links.c.state == "linked", ~_GONE)
    if but is not None:
        query = query.where(people.c.id != but)
    return _list(session, query, channel, today)


def list_open(session: Session, channel: str | None, today: date) -> list[Link]:
    """Return the accounts that are in or wait for an admin, the oldest first; those of all
    channels without one."""
    query = _LINK.where(links.c.state != "cut", ~_GONE)
    return _list(session, query, channel, today)


def list_of(session: Session, channel: str | None, person_id: int, today: date) -> list[Link]:
    """Return the accounts that one person is in with."""
    query = _LINK.where(links.c.person_id == person_id, links.c.state == "linked", ~_GONE)
    return _list(session, query, channel, today)


def _list(session: Session, query: Any, channel: str | None, today: date) -> list[Link]:
    if channel is not None:
        query = query.where(links.c.channel == channel)
    ordered = query.order_by(links.c.linked_at, links.c.id)
    return [_read(row) for row in session.execute(ordered, {"today": today})]


def _read(row: Any) -> Link:
    link_id, account, chat, state, out_of_reach, has_left, *values = row
    person = Person(**dict(zip(_FIELDS, values, strict=True)))
    person = replace(person, role=Role(person.role))
    return Link(link_id, account, chat, state, out_of_reach, bool(has_left), person)


def is_in(session: Session, person_id: int) -> bool:
    """Say whether a person is let in from any account, and so can be written to."""
    query = select(links.c.id).where(links.c.person_id == person_id, links.c.state == "linked")
    return session.execute(query.limit(1)).first() is not None


def put_in(
    session: Session,
    channel: str,
    account: int,
    chat: str,
    person_id: int,
    *,
    confirmed: bool,
    now: datetime,
) -> int:
    """Link an account to a person, whomever it was linked to before; return the link."""
    values = {
        "chat": chat,
        "person_id": person_id,
        "state": "linked" if confirmed else "unconfirmed",
        "linked_at": now,
        "out_of_reach": None,
    }
    row = insert_into(session.connection().dialect.name, links).values(
        channel=channel, account=account, **values
    )
    row = row.on_conflict_do_update(index_elements=["channel", "account"], set_=values)
    link_id: int = session.execute(row.returning(links.c.id)).scalar_one()
    return link_id


def confirm(session: Session, link_id: int, person_id: int) -> bool:
    """Let in who waits; False when nobody waits there any more, or somebody else does."""
    return _turn(session, _is(link_id, person_id), ("unconfirmed",), "linked") != []


def cut(session: Session, link_id: int, person_id: int) -> bool:
    """Shut an account of a person out; False when it is not theirs any more."""
    return _turn(session, _is(link_id, person_id), ("linked", "unconfirmed"), "cut") != []


def cut_others(session: Session, channel: str, person_id: int, but: int | None = None) -> list[str]:
    """Shut out all accounts of a person except the link ``but``; return the chats of those that
    were let in."""
    others = (links.c.channel == channel) & (links.c.person_id == person_id)
    if but is not None:
        others &= links.c.id != but
    _turn(session, others, ("unconfirmed",), "cut")
    return _turn(session, others, ("linked",), "cut")


def _is(link_id: int, person_id: int) -> ColumnElement[bool]:
    return (links.c.id == link_id) & (links.c.person_id == person_id)


def _turn(
    session: Session, which: ColumnElement[bool], before: tuple[State, ...], after: State
) -> list[str]:
    """Give links another state; return their chats."""
    turned = update(links).where(which, links.c.state.in_(before)).values(state=after)
    return list(session.scalars(turned.returning(links.c.chat)))


def note_reach(session: Session, channel: str, account: int, out: str | None) -> None:
    """Note that an account cannot be reached ("blocked"), or that it can again (None)."""
    found = (links.c.channel == channel) & (links.c.account == account)
    session.execute(update(links).where(found).values(out_of_reach=out))


_NOT_REACHED = (
    update(links)
    .where(links.c.channel == bindparam("of_channel"), links.c.chat == bindparam("of_chat"))
    .values(out_of_reach=bindparam("why"))
)


_OUT = (
    select(links.c.person_id, func.max(links.c.out_of_reach))
    .where(
        links.c.state == "linked",
        links.c.out_of_reach.is_not(None),
        links.c.person_id.in_(bindparam("of_people", expanding=True)),
    )
    .group_by(links.c.person_id)
    .order_by(links.c.person_id)
)


def list_out_of_reach(session: Session, person_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return which of these people cannot be written to, and why: "blocked" or "unreachable"."""
    found = session.connection().execute(_OUT, {"of_people": list(person_ids)})
    return [(person_id, why) for person_id, why in found]


def note_settled(session: Session, claimed: Claimed, outcome: Outcome) -> None:
    """Note of a send that ended whether its chat could not be reached, for ``Delivery``."""
    if outcome.state in {"blocked", "unreachable"}:
        terms = {"of_channel": claimed.channel, "of_chat": claimed.chat, "why": outcome.state}
        session.connection().execute(_NOT_REACHED, terms)


_MAY_READ = (
    select(links.c.id)
    .select_from(links.join(people, people.c.id == links.c.person_id))
    .where(
        links.c.channel == bindparam("of_channel"),
        links.c.chat == bindparam("of_chat"),
        links.c.person_id == bindparam("of_person"),
        links.c.state == "linked",
        ~_GONE,
    )
    .limit(1)
)


def may_be_sent(session: Session, claimed: Claimed, today: date) -> bool:
    """Say whether whom a message is for may still read it, in the chat it goes to.

    What is for nobody in particular (a stranger is told whom to ask) goes out.
    """
    if claimed.person_id is None:
        return True
    terms = {
        "of_channel": claimed.channel,
        "of_chat": claimed.chat,
        "of_person": claimed.person_id,
        "today": today,
    }
    return session.connection().execute(_MAY_READ, terms).first() is not None
