"""Taking back what was done, and calling off what was asked."""

from datetime import timedelta

from bot.conversations import called_off, put_back, requests
from bot.conversations.desk import Desk
from bot.conversations.pending import Correction, Mending, NewContact, Opened, Remark, VisitWord
from bot.conversations.taps import undo_row
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.errors import NotFound
from crm.store import absences, customers, deeds, hand_tiers, people, taking_back
from crm.store.tables import people as staff

_OF_WRITTEN = (VisitWord, Correction, Mending, Remark, Opened)

JUST_NOW = timedelta(minutes=10)
"""So long "never mind" may mean what was done already."""

NAMED = 3
"""So many customers are named in what was taken back."""


def show_undone_last(desk: Desk) -> list[Message]:
    """Take back the last thing this person did today; a wish that still waits is dropped first."""
    deed_id = deeds.find_last(desk.session, desk.viewer, desk.now)
    if deed_id is None or _is_wish_since(desk, deed_id):
        return [_dropped(desk)]
    return show_undone(desk, str(deed_id))


def _is_wish_since(desk: Desk, deed_id: int) -> bool:
    """Whether something was asked for after that deed, and waits; about what is written already
    only a word more is asked."""
    pending = desk.dialog.find_listening(desk.now)
    if pending is None or isinstance(pending, _OF_WRITTEN):
        return False
    return pending.asked_at >= deeds.get_done_at(desk.session, deed_id)


def show_undone(desk: Desk, which: str) -> list[Message]:
    """Take back a deed of today, and say of whom everything is as it was: where it was told."""
    deed_id = parse_id(which)
    if deed_id is None:
        return [Message(desk.say("button_gone"))]
    if deeds.is_taken_back(desk.session, deed_id):
        return [Message(desk.say("taken_back_before"))]
    try:
        done = taking_back.take_back(desk.session, desk.viewer, deed_id, now=desk.now)
    except NotFound:
        return [Message(desk.say("button_gone"))]
    desk.dialog.pending = None
    called_off.tell_undone(desk, done.kind, deed_id)
    if done.kind == "visits":
        back = put_back.show_put_back(desk, deed_id)
    else:
        back = put_back.show_other_put_back(desk, done.kind, deed_id)
    if back is not None:
        return back
    about = customers.list_by_id(desk.session, desk.viewer, done.customer_ids)
    only = about[0] if len(about) == 1 else None
    text = desk.say(
        "taken_back",
        kind=done.kind,
        **_of_whom(desk, done.kind, deed_id),
        names=[customer.name for customer in about[:NAMED]],
        others=max(0, len(done.customer_ids) - NAMED),
        tier=only.tier if only else None,
        hand=hand_tiers.find(desk.session, only.id, desk.today) if only else None,
    )
    if only is None:
        return [Message(text, in_place=True)]
    card = one_row(Button(desk.label("buttons.card"), f"card:{only.id}"))
    return [Message(text, card, in_place=True)]


def _of_whom(desk: Desk, kind: str, deed_id: int) -> dict[str, object]:
    """Name the colleague a deed was about, and what is so again: their role, or their days."""
    away = absences.find_touched(desk.session, deed_id) if kind == "absence" else None
    changed = [away.person_id] if away else deeds.list_changed(desk.session, deed_id, staff)
    others = [each for each in changed if each != desk.viewer.person_id]
    person = people.get_person(desk.session, others[0]) if others else None
    return {
        "of": person.name if person else None,
        "role": desk.label(f"roles.{person.role}") if person and kind == "person" else None,
        "away": away,
    }


def show_cancelled(desk: Desk, _understood: Understood) -> list[Message]:
    """Drop what waits for an answer; what was just done is not touched, and Undo is offered."""
    return [_dropped(desk)]


def show_withdrawn(desk: Desk) -> list[Message]:
    """Take back what was asked for last of those above, or list what waits with them."""
    deed_id = deeds.find_last(desk.session, desk.viewer, desk.now)
    if deed_id is not None and deeds.find_kind(desk.session, deed_id) == "request":
        return show_undone(desk, str(deed_id))
    return requests.show_list(desk)


def _dropped(desk: Desk) -> Message:
    pending = desk.dialog.pending
    waited = pending is not None and pending.is_open(desk.now)
    if isinstance(pending, NewContact) and pending.contact_id is not None:
        waited = False  # the contact is there: only its particulars were asked for
    desk.dialog.pending = None
    deed_id = None if waited else deeds.find_last(desk.session, desk.viewer, desk.now)
    if deed_id is None or desk.now - deeds.get_done_at(desk.session, deed_id) > JUST_NOW:
        return Message(desk.say("dropped", waited=waited, done=False))
    return Message(desk.say("dropped", waited=False, done=True), undo_row(desk, deed_id))
