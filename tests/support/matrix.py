"""Things of several people, for the matrix: whose is what, and what is nobody's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.coaching import heard
from bot.coaching.walk import Judged
from bot.conversations.access import Access
from bot.conversations.dialog import Dialog
from bot.conversations.pending import (
    NewContact,
    NoteWish,
    Pending,
    Remark,
    ReportWish,
    TierWish,
)
from crm.entities import Viewer, VisitKind
from crm.store import absences, contacts, reminders, requests, visits
from crm.store.contacts import Particulars
from crm.store.database import Session
from crm.store.tables import contacts as contact_rows
from crm.store.tables import metadata as books
from crm.store.tables import reminders as reminder_rows
from crm.store.tables import requests as request_rows
from crm.store.visits import Told
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING

NOBODYS = 987_654_321
"""No row of any table has this number."""

Things = Mapping[str, tuple[int, ...]]
"""Numbers by what they are of: customer, person, visit, deed …"""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody, what is theirs (it makes up the rest of an action), and what is not."""

    name: str
    viewer: Viewer
    own: Things
    others: Things
    unseen: tuple[str, ...]


_NAMES = {
    who.ALPHA: "Alpha Foods",
    who.BRAVO: "Bravo Tools",
    who.CEDAR: "Cedar Paper",
    who.DELTA: "Delta Marine",
    who.ORPHAN: "Orphan Optics",
    who.BORIS_OWN: "Bolt & Sons",
}


def make_things(session: Session, actor: Viewer, customer_id: int) -> dict[str, tuple[int, ...]]:
    """Let somebody do a bit of everything with a customer of theirs; return what came of it."""
    today = MORNING.date()
    done = visits.record(
        session, actor, [Told(customer_id, VisitKind.VISIT)], on=today, now=MORNING
    )
    added = contacts.add(session, actor, customer_id, Particulars(name="Quentin"), now=MORNING)
    remind = reminders.record(
        session, actor, due_on=today, text="quark", customer_id=customer_id, now=MORNING
    )
    asked = requests.ask(session, actor, "not_mine", customer_id=customer_id, now=MORNING)
    away_on = today + timedelta(days=30)
    away = absences.plan_away(session, actor, actor.person_id, away_on, away_on, None, now=MORNING)
    assert done.deed_id is not None
    mine = reminder_rows.c.person_id == actor.person_id
    asks = request_rows.c.person_id == actor.person_id
    return {
        "customer": (customer_id,),
        "visit": tuple(visit.id for visit in done.visits),
        "deed": (done.deed_id, added.deed_id, remind, asked, away),
        "absence": (away,),
        "reminder": tuple(session.scalars(select(reminder_rows.c.id).where(mine))),
        "request": tuple(session.scalars(select(request_rows.c.id).where(asks))),
        "contact": tuple(
            session.scalars(
                select(contact_rows.c.id).where(contact_rows.c.customer_id == customer_id)
            )
        ),
        "person": (actor.person_id,),
        "heard": _report_line(session, actor),
    }


def _report_line(session: Session, actor: Viewer) -> tuple[int, ...]:
    """Let somebody say that a line of theirs was judged wrongly."""
    judged = Judged("closing", "new_line", f"line of {actor.name}", "en", "bad", fault="money")
    heard.report(session, actor.person_id, judged, MORNING)
    waits = heard.find_first(session, [actor.person_id])
    return (waits.id,) if waits else ()


def list_seats(session: Session, cast: Cast) -> list[Seat]:
    """Everybody at once: a rep of each team, a manager, the desk, an admin, and a rep who stands
    in for a colleague of another team today."""
    ana = make_things(session, cast.ana, who.ALPHA)
    carla = make_things(session, cast.carla, who.CEDAR)
    gus = make_things(session, cast.gus, who.BRAVO)
    covering = replace(cast.ana, covers=(who.CARLA,))
    written = ("visit", "deed", "reminder")
    only_written = {kind: carla[kind] for kind in written}
    away = {"absence": carla["absence"]}
    ours = {**ana, "customer": (who.ALPHA, who.CEDAR), "person": (who.ANA, who.CARLA)}
    return [
        Seat("rep", cast.ana, ana, {**carla, "customer": (who.CEDAR, who.ORPHAN)}, _unseen(ana)),
        Seat("other rep", cast.carla, carla, ana, _unseen(carla, who.DELTA)),
        Seat("manager", cast.boris, {**ana, **only_written}, carla, ("Cedar Paper",)),
        Seat("desk", cast.fay, {"person": (who.FAY,)}, only_written | away, ()),
        Seat("admin", cast.gus, gus, only_written, ()),
        Seat(
            "covering rep",
            covering,
            ours,
            {
                **only_written,
                **away,
                "customer": (who.BORIS_OWN, who.ORPHAN),
                "person": (who.BORIS,),
            },
            ("Bolt & Sons", "Orphan Optics"),
        ),
    ]


def _unseen(own: Things, *also: int) -> tuple[str, ...]:
    mine = {*own["customer"], *also}
    if who.ALPHA in mine:
        mine.add(who.BRAVO)
    return tuple(name for number, name in _NAMES.items() if number not in mine)


@dataclass(frozen=True, slots=True)
class Press:
    """One button pressed: about somebody else's, and the same about what nobody has."""

    about: int
    action: str
    like_nobodys: str
    dialog: Dialog
    dialog_like_nobodys: Dialog


def list_presses(verb: str, access: Access, seat: Seat) -> Iterator[Press]:
    """Make every action of a button with one of its parts replaced by what is another's."""
    for form in access.actions or ((),):
        for place, kind in enumerate(form):
            for about in seat.others.get(kind, ()):
                dialog, question = open_dialog(verb, about)
                like, _ = open_dialog(verb, NOBODYS)
                parts = [_own_part(part, seat, question) for part in form]
                yield Press(
                    about,
                    _written(verb, parts, place, about),
                    _written(verb, parts, place, NOBODYS),
                    dialog,
                    like,
                )


def _written(verb: str, parts: list[str], place: int, number: int) -> str:
    return ":".join([verb, *parts[:place], str(number), *parts[place + 1 :]])


def _own_part(part: str, seat: Seat, question: int) -> str:
    """What stands in a part that is not the one tried: something of theirs, so that only the part
    tried is wrong."""
    if part.startswith("="):
        return part[1:]
    fixed = {
        "offer": question,
        "question": question,
        "number": 0,
        "version": 1,
        "colleague": who.EMIL,
        "date": MORNING.date() + timedelta(days=1),
    }
    return str(fixed[part] if part in fixed else (seat.own.get(part) or (NOBODYS,))[0])


def open_dialog(verb: str, about: int) -> tuple[Dialog, int]:
    """Return a dialog with an offer and a question of the same number that such a button answers,
    as if it had come about by mistake."""
    dialog = Dialog()
    number = dialog.offer(MORNING)
    made: dict[str, Pending] = {
        "pick": TierWish(number, MORNING, "set", None, "A", reason="growing"),
        "do": TierWish(number, MORNING, "set", about, "A", reason="growing", version=1),
        "whose": NewContact(number, MORNING, None, "Quincy"),
        "remark": Remark(number, MORNING, "quick", (about,)),
        "wason": ReportWish(number, MORNING, (), MORNING.date()),
    }
    dialog.pending = made.get(verb, NoteWish(number, MORNING, "note", None, "quiet"))
    return dialog, number


def read_books(session: Session) -> dict[str, list[Any]]:
    """Return every row of the company's own tables."""
    return {
        table.name: list(session.execute(select(table)).all())
        for table in books.sorted_tables
        if table.name != "revisions"
    }
