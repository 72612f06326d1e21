"""Taking back what was done, and calling off what was asked."""

from datetime import timedelta

from bot.conversations import called_off, inviting, put_back, requests, settings
from bot.conversations.desk import Desk
from bot.conversations.pending import AwayWish, Correction, Mending, NewContact, Opened, VisitWord
from bot.conversations.taps import undo_row
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.errors import NotFound
from crm.store import absences, asked, customers, deeds, hand_tiers, people, taking_back
from crm.store.tables import people as staff

_OF_WRITTEN = (VisitWord, Correction, Mending, Opened)

_ASKED = frozenset({"role", "left", "give", "giveall", "shareout", "notmine", "set"})
"""What buttons ask without a question being kept, by the first word of their action."""

JUST_NOW = timedelta(minutes=10)
"""So long "never mind" may mean what was done already."""

NAMED = 3
"""So many customers are named in what was taken back."""


def show_undone_last(desk: Desk) -> list[Message]:
    """Drop what is asked just now; only where nothing is, take back the last deed of today."""
    deed_id = deeds.find_last(desk.session, desk.viewer, desk.now)
    if _is_asked_by_buttons(desk):
        return [_dropped(desk, asked=True)]
    if deed_id is None or _is_wish_since(desk, deed_id):
        return [_dropped(desk)]
    for button in desk.dialog.buttons:
        verb, _, rest = button.action.partition(":")
        if verb == "revoke":
            return inviting.press_revoke(desk, rest)
    return show_undone(desk, str(deed_id))


def _is_asked_by_buttons(desk: Desk) -> bool:
    """Whether the last reply asks for a tap that writes, below nothing that is written already.

    Their offers are used up: who has called a question off does not answer it any more.
    """
    actions = [button.action.split(":") for button in desk.dialog.buttons]
    asking = [action for action in actions if action[0] in _ASKED]
    if not asking or any(action[0] == "undo" for action in actions):
        return False
    for verb, *parts in asking:
        if verb != "set":
            desk.take(parse_id(parts[0]))
    return True


def _is_wish_since(desk: Desk, deed_id: int) -> bool:
    """Whether something was asked for after that deed, and waits; about what is written already
    only a word more is asked."""
    pending = desk.dialog.find_listening(desk.now)
    if pending is None or isinstance(pending, _OF_WRITTEN):
        return False
    if isinstance(pending, AwayWish) and pending.deed_id is not None:
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
        if deeds.find_kind(desk.session, deed_id) == "visits":
            asked.take_back_on(desk.session, desk.viewer, deed_id, now=desk.now)
        done = taking_back.take_back(desk.session, desk.viewer, deed_id, now=desk.now)
    except NotFound:
        return [Message(desk.say("button_gone"))]
    desk.dialog.pending = None
    called_off.tell_undone(desk, done.kind, deed_id)
    back = _find_own_words(desk, done.kind, deed_id)
    if back is not None:
        return back
    about = customers.list_by_id(desk.session, desk.viewer, done.customer_ids)
    only = about[0] if len(about) == 1 else None
    text = desk.say(
        "taken_back",
        kind=done.kind,
        **_of_whom(desk, done.kind, deed_id, done.undone_id),
        names=[customer.name for customer in about[:NAMED]],
        others=max(0, len(done.customer_ids) - NAMED),
        tier=only.tier if only else None,
        hand=hand_tiers.find(desk.session, only.id, desk.today) if only else None,
    )
    if only is None:
        return [Message(text, in_place=True)]
    card = one_row(Button(desk.label("buttons.card"), f"card:{only.id}"))
    return [Message(text, card, in_place=True)]


def _find_own_words(desk: Desk, kind: str, deed_id: int) -> list[Message] | None:
    """Say it as that kind of deed has words for; None where it has none."""
    if kind == "visits":
        return put_back.show_put_back(desk, deed_id)
    if kind == "settings":
        before = deeds.list_before(desk.session, deed_id, staff)
        return settings.show_put_back(desk, [name for each in before for name in each])
    return put_back.show_other_put_back(desk, kind, deed_id)


def _of_whom(desk: Desk, kind: str, deed_id: int, undone_id: int) -> dict[str, object]:
    """Name the colleague a deed was about, and what is so again: their role, their days, or that
    they are not here."""
    away = absences.find_touched(desk.session, deed_id) if kind == "absence" else None
    changed = [away.person_id] if away else deeds.list_changed(desk.session, deed_id, staff)
    others = [each for each in changed if each != desk.viewer.person_id]
    person = people.get_person(desk.session, others[0]) if others else None
    removed = [] if person else deeds.list_before(desk.session, undone_id, staff)
    before = deeds.list_before(desk.session, deed_id, staff)
    had_role = person is not None and any("role" in each for each in before)
    return {
        "of": person.name if person else next((each.get("name") for each in removed), None),
        "role": desk.label(f"roles.{person.role}") if person and had_role else None,
        "away": away,
        "added": person is None,
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


def _dropped(desk: Desk, *, asked: bool = False) -> Message:
    pending = desk.dialog.pending
    waited = asked or (pending is not None and pending.is_open(desk.now))
    if isinstance(pending, NewContact) and pending.contact_id is not None:
        waited = False  # the contact is there: only its particulars were asked for
    desk.dialog.pending = None
    deed_id = None if waited else deeds.find_last(desk.session, desk.viewer, desk.now)
    if deed_id is None or desk.now - deeds.get_done_at(desk.session, deed_id) > JUST_NOW:
        return Message(desk.say("dropped", waited=waited, done=False))
    return Message(desk.say("dropped", waited=False, done=True), undo_row(desk, deed_id))
