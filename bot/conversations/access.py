"""Who may ask what: every intent and every button declares it here or in the table of intents.

``respond()`` answers nothing that has no declaration. It checks the role itself, and whoever only
reads begins no deed. What of that is theirs is a matter of rows: the store filters by the viewer,
so that somebody else's reads like what does not exist (see tests/conversations/test_matrix.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from crm.entities import Role
from crm.errors import NotAllowed
from crm.store import deeds
from crm.store.database import Session
from crm.store.tier_moves import DECIDES
from crm.store.writers import RECORDS


class Reach(StrEnum):
    """Whose things it is about."""

    ANYBODY = "nobody's: help, rules, practice"
    OWN = "what they did, asked for, planned or set themselves, and this chat"
    CUSTOMER = "customers in their sight"
    TEAM = "people in their sight"
    DECIDERS = "customers, people and requests in the sight of who decides"
    ADMINS = "everybody's accounts and roles"


_EVERYONE = frozenset(Role)
_ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Access:
    """Whose things something is about, whether it writes, and the roles that may.

    ``actions`` says what the parts of a button's action name after its first word, in each of its
    forms; ``=word`` is that word itself.
    """

    reach: Reach
    writes: bool
    actions: tuple[tuple[str, ...], ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who may at all: the desk only looks at customers, and who decides has a role for it."""
        if self.reach is Reach.ADMINS:
            return _ADMINS
        if self.reach is Reach.DECIDERS:
            return DECIDES
        return RECORDS if self.reach is Reach.CUSTOMER and self.writes else _EVERYONE


def reads(reach: Reach, *actions: str) -> Access:
    """Declare what only looks."""
    return Access(reach, writes=False, actions=_parts(actions))


def writes(reach: Reach, *actions: str) -> Access:
    """Declare what writes, or asks for what does."""
    return Access(reach, writes=True, actions=_parts(actions))


def check(role: Role, access: Access) -> None:
    """Raise NotAllowed for a role that may not."""
    if role not in access.roles:
        raise NotAllowed("Others do that.")


def check_decides(role: Role, access: Access) -> None:
    """Raise NotAllowed for a role that leaves such a thing to others to decide."""
    if access.reach in {Reach.DECIDERS, Reach.ADMINS}:
        check(role, access)


@contextmanager
def within(session: Session, access: Access) -> Iterator[None]:
    """Hold what is done to what was declared: whoever only reads begins no deed."""
    if access.writes:
        yield
        return
    with deeds.only_reading(session):
        yield


def _parts(actions: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(action.split(":")) for action in actions)


PRESSES: Mapping[str, Access] = {
    # which customer is meant, and whether it is meant at all
    "whom": writes(Reach.CUSTOMER, "question:customer"),
    "other": writes(Reach.CUSTOMER, "question"),
    "off": reads(Reach.OWN, "question"),
    "resume": writes(Reach.OWN, "question"),
    "how": reads(Reach.CUSTOMER, "=report"),
    "walk": reads(Reach.ANYBODY, "number:=on"),
    "walks": reads(Reach.ANYBODY),
    "practise": reads(Reach.ANYBODY, "=suit_shop"),
    "drill": reads(Reach.OWN, "number:=on"),
    "drills": reads(Reach.OWN),
    "judgedwhy": reads(Reach.OWN),
    "practised": reads(Reach.OWN),
    "nodrill": reads(Reach.OWN),
    "list": reads(Reach.CUSTOMER, "list:number"),
    # how a visit went: asks and what held the customer back
    "asked": writes(Reach.OWN, "visit:=2"),
    "held": writes(Reach.OWN, "visit:=too_expensive"),
    "noask": reads(Reach.OWN, "visit"),
    # lines judged wrongly: sent by whoever said them, judged by whoever leads them
    "wrongly": writes(Reach.OWN, "number"),
    "heardall": reads(Reach.DECIDERS),
    "heardok": writes(Reach.DECIDERS, "heard"),
    "heardbad": writes(Reach.DECIDERS, "heard:=permission"),
    "heardfault": reads(Reach.DECIDERS, "heard"),
    "hearddrop": writes(Reach.DECIDERS, "heard"),
    "heardnext": reads(Reach.DECIDERS, "number"),
    # an objection at a customer's: what to say, and when nothing more
    "objection": reads(Reach.CUSTOMER, "=too_expensive:customer"),
    "rung": reads(Reach.CUSTOMER, "=too_expensive:customer:number"),
    "clearno": reads(Reach.CUSTOMER, "=too_expensive:customer"),
    # visits, plans, reminders
    "met": writes(Reach.CUSTOMER, "offer:customer"),
    "out": writes(Reach.CUSTOMER, "offer:customer"),
    "tel": writes(Reach.CUSTOMER, "offer:customer"),
    "agree": writes(Reach.OWN, "question"),
    "wason": writes(Reach.OWN, "question:date"),
    "addnew": writes(Reach.OWN, "question"),
    "plan": writes(Reach.CUSTOMER, "customer"),
    "planon": writes(Reach.CUSTOMER, "offer:customer:date"),
    "day": writes(Reach.OWN, "question:date"),
    "rdone": writes(Reach.OWN, "reminder"),
    "remark": writes(Reach.OWN, "question:=note:customer"),
    # the morning
    "morn": reads(Reach.CUSTOMER, "number:number"),
    "mopen": reads(Reach.CUSTOMER, "number:customer"),
    "mmet": writes(Reach.CUSTOMER, "number:offer:customer"),
    "mout": writes(Reach.CUSTOMER, "number:offer:customer"),
    "mlater": writes(Reach.CUSTOMER, "number:offer:customer"),
    "mdone": writes(Reach.OWN, "number:reminder"),
    "mlate": reads(Reach.DECIDERS, "number:number"),
    "massign": writes(Reach.DECIDERS, "number:offer:customer:number"),
    "askvisit": writes(Reach.DECIDERS, "offer:customer"),
    "mteam": reads(Reach.DECIDERS),
    "mgone": reads(Reach.DECIDERS),
    "mdoor": reads(Reach.ADMINS),
    "mreach": reads(Reach.DECIDERS, "person"),
    # what was written, put right or taken back
    "fix": writes(Reach.OWN, "=date:=visit:visit", "=date:=deed:deed"),
    "kind": writes(Reach.OWN, "offer:visit:=attempt"),
    "mend": writes(Reach.CUSTOMER, "=customer:customer:=name", "=contact:contact:=phone"),
    "edit": writes(Reach.OWN, "deed"),
    "undo": writes(Reach.OWN, "deed"),
    # their own settings
    "prefs": reads(Reach.OWN),
    "pref": reads(Reach.OWN, "=language", "=timezone", "=working_days"),
    "set": writes(Reach.OWN, "=language:=en", "=quiet_hours:=off"),
    # tiers
    "pick": writes(Reach.CUSTOMER, "question:customer"),
    "drop": reads(Reach.OWN, "question"),
    "do": writes(Reach.CUSTOMER, "question:customer:version"),
    "confirm": writes(Reach.DECIDERS, "customer:version"),
    "decline": writes(Reach.DECIDERS, "customer:version"),
    # customers and contacts added, requests, customers handed over
    "newc": writes(Reach.OWN, "question"),
    "tellm": writes(Reach.OWN, "question"),
    "addc": writes(Reach.CUSTOMER, "customer"),
    "whose": writes(Reach.CUSTOMER, "question:customer"),
    "skip": reads(Reach.OWN, "question"),
    "waiting": reads(Reach.OWN),
    "request": reads(Reach.OWN, "request"),
    "disown": writes(Reach.CUSTOMER, "customer"),
    "notmine": writes(Reach.CUSTOMER, "offer:customer"),
    "leave": reads(Reach.OWN, "offer"),
    "settle": writes(Reach.OWN, "offer:request:=kept", "offer:request:=dropped"),
    "addfor": writes(Reach.DECIDERS, "offer:request"),
    "give": writes(Reach.DECIDERS, "offer:customer:person:person:request"),
    "passon": reads(Reach.DECIDERS, "person"),
    "alltakers": reads(Reach.DECIDERS, "person:number:number"),
    "giveall": writes(Reach.DECIDERS, "offer:person:number:person"),
    "share": reads(Reach.DECIDERS, "person:number"),
    "shareout": writes(Reach.DECIDERS, "offer:person:number"),
    "onebyone": reads(Reach.DECIDERS, "person:number:number"),
    "left": writes(Reach.DECIDERS, "offer:person"),
    "page": reads(Reach.CUSTOMER, "customer:deed:person:number"),
    "pages": reads(Reach.CUSTOMER, "deed:person:number"),
    # days away
    "away": writes(Reach.OWN, "question:date:date"),
    "cover": writes(Reach.OWN, "offer:absence:colleague"),
    "covers": reads(Reach.OWN, "absence:number"),
    "takers": reads(Reach.DECIDERS, "customer:number:request"),
    # colleagues let in, and what they are
    "invrole": writes(Reach.DECIDERS, "question:=rep"),
    "invwho": writes(Reach.DECIDERS, "question:person"),
    "invmake": writes(Reach.DECIDERS, "question"),
    "revoke": writes(Reach.DECIDERS, "person"),
    "role": writes(Reach.ADMINS, "offer:person:=manager"),
    # a playbook's file that was sent, and versions of playbooks
    "pbuse": writes(Reach.DECIDERS, "offer"),
    "pbcancel": reads(Reach.DECIDERS, "offer"),
    "pbback": writes(Reach.DECIDERS, "number"),
    "pbroll": writes(Reach.DECIDERS, "number"),
    "pbours": writes(Reach.DECIDERS, "=closing"),
    "pbversions": reads(Reach.DECIDERS, "=closing"),
    "pbfile": reads(Reach.DECIDERS, "=closing"),
    # getting in: decided at the door, before a chat is opened
    "letin": writes(Reach.ADMINS, "link:person:invite"),
    "keepout": writes(Reach.ADMINS, "link:person"),
}
"""What a button asks for, by the first word of its action; see Intent.access for the others."""
