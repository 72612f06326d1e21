"""Whoever was told that customers are theirs, or that they stand in, reads when it is off again."""

from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.messages import Errand, Message, parse_id
from bot.post import notices, outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from crm.store import deeds, people

_TOLD = {"handover": "packet", "absence": "cover"}
"""Under which key people are told of a deed, by its kind."""


def tell_undone(desk: Desk, kind: str, deed_id: int) -> None:
    """Have those told who were told of what was taken back just now."""
    if kind not in _TOLD:
        return
    for person_id in notices.list_told(desk.session, f"{_TOLD[kind]}:{deed_id}"):
        _tell(desk, person_id, kind, deed_id)


def tell_ended(desk: Desk, cover_id: int | None, deed_id: int) -> None:
    """Have the cover told that whoever was away is back, or does not go."""
    if cover_id is not None and cover_id != desk.viewer.person_id:
        _tell(desk, cover_id, "back", deed_id)


def run_called_off(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Say that it is off, unless that was taken back in its turn: ``<kind>:<deed>``."""
    kind, _, which = about.partition(":")
    deed_id = parse_id(which) or 0
    doer_id = deeds.find_doer(desk.session, deed_id)
    if doer_id is None or deeds.is_taken_back(desk.session, deed_id) != (kind != "back"):
        return outcomes.cancelled("taken back in its turn")
    doer = people.get_person(desk.session, doer_id)
    return Said(Message(desk.say("called_off", kind=kind, who=doer.name)))


def _tell(desk: Desk, person_id: int, kind: str, deed_id: int) -> None:
    notices.tell(
        desk.session,
        person_id,
        Errand("called_off", f"{kind}:{deed_id}"),
        key=f"called-off:{deed_id}",
        now=desk.now,
    )
