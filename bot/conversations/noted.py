"""What was recorded is said again: date with its weekday, customers, needs, when next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversations import whom
from bot.conversations.desk import Desk
from bot.conversations.pending import VisitWord
from bot.conversations.taps import mending_row, speak_of, undo_row
from bot.messages import Message
from bot.understanding.understand import Understood
from crm.cadence import NextVisit
from crm.entities import VisitKind
from crm.store import customers
from crm.store.visits import Recorded, Told, Visit
from crm.store.writers import LONGEST_TEXT
from crm.text import clean

NAMES = 5
NEEDS = 3
_NOTHING: Mapping[str, Any] = {"strangers": (), "silent": (), "left_out": None, "beside": ()}
SHOWN = 200
"""Characters of a note that are said again; all of it is kept."""


def show_recorded(
    desk: Desk,
    done: Recorded,
    *,
    said: str | None = None,
    strangers: Sequence[str] = (),
    silent: Sequence[int] = (),
    left_out: str | None = None,
    beside: Sequence[Told] = (),
    awaits: bool = False,
) -> list[Message]:
    """Say what was recorded, with Edit and Undo.

    ``said`` is the longest note as it was typed, ``strangers`` are names that nobody knows,
    ``silent`` the customers that did not take the call, ``left_out`` what was said of visits not
    made, ``beside`` what was said of customers no visit to whom was told; ``awaits``: a word about
    the visit is asked for. Another date may follow in any case.
    """
    called = [each.name for each in customers.list_by_id(desk.session, desk.viewer, silent)]
    aside = {
        "strangers": strangers,
        "silent": called,
        "left_out": left_out,
        "beside": _list_beside(desk, beside),
    }
    if done.deed_id is None:
        return show_visits(desk, None, done.visits, why="known", aside=aside)
    if not done.visits and len(silent) == 1:
        speak_of(desk, silent[0])
    return show_visits(
        desk,
        done.deed_id,
        done.visits,
        why="joined" if done.joined else "new",
        cut=said is not None and len(clean(said)) > LONGEST_TEXT,
        aside=aside,
        awaits=awaits,
    )


def show_visits(
    desk: Desk,
    deed_id: int | None,
    shown: Sequence[Visit],
    *,
    why: str,
    cut: bool = False,
    aside: Mapping[str, Any] = _NOTHING,
    awaits: bool = False,
) -> list[Message]:
    """Say how some visits stand recorded; ``why``: new, joined, corrected, or known before.

    ``aside`` is what was said besides them: see ``show_recorded``.
    """
    if len(shown) == 1:
        speak_of(desk, shown[0].customer_id)
    elif desk.dialog.last is None or desk.dialog.last.intent != "log_visit":
        desk.dialog.last = Understood("log_visit", "do")
    text = desk.say(
        "visit_noted",
        groups=_group(shown),
        needs=_list_needs(shown),
        more_needs=max(0, sum(len(each.needs) for each in shown) - NEEDS),
        notes=_list_notes(shown)[:NEEDS],
        turns=_list_turns(desk, shown),
        counts=desk.policy.visits.touch_restarts,
        why=why,
        cut=cut,
        aside=aside,
        awaits=awaits,
    )
    if deed_id is None:
        desk.dialog.pending = None
        return [Message(text)]
    if not shown:
        desk.dialog.pending = None
        return [Message(text, undo_row(desk, deed_id))]
    ids = tuple(each.id for each in shown)
    word = whom.opened(desk, VisitWord(0, desk.now, deed_id, ids, awaits))
    before = desk.dialog.reported
    if before is not None and why == "corrected" and set(ids) < set(before.visit_ids):
        word = replace(before, asked_at=desk.now)
    desk.dialog.reported = word
    return [Message(text, mending_row(desk, deed_id))]


def _list_beside(desk: Desk, told: Sequence[Told]) -> list[tuple[str, str]]:
    """What was kept of customers no visit to whom was told: whose, and what."""
    names = {
        each.id: each.name
        for each in customers.list_by_id(
            desk.session, desk.viewer, [each.customer_id for each in told]
        )
    }
    return [
        (names.get(each.customer_id, ""), _short(each.note or each.need or "")) for each in told
    ][:NEEDS]


def _group(shown: Sequence[Visit]) -> list[dict[str, Any]]:
    groups: dict[Any, list[str]] = {}
    for each in shown:
        groups.setdefault((each.visited_on, each.kind), []).append(each.customer)
    return [
        {"on": on, "kind": kind, "names": names[:NAMES], "total": len(names)}
        for (on, kind), names in groups.items()
    ]


def _list_needs(shown: Sequence[Visit]) -> list[tuple[str | None, str]]:
    several = len({each.customer_id for each in shown}) > 1
    return [
        (each.customer if several else None, _short(need)) for each in shown for need in each.needs
    ][:NEEDS]


def _list_notes(shown: Sequence[Visit]) -> list[tuple[str | None, str]]:
    """What was noted; whose it is where it is not everybody's."""
    notes: list[tuple[str | None, str]] = [
        (each.customer, _short(each.note)) for each in shown if each.note
    ]
    common = len(shown) == len(notes) and len({note for _, note in notes}) == 1
    return [(None, notes[0][1])] if common else notes


def _list_turns(desk: Desk, shown: Sequence[Visit]) -> list[dict[str, Any]]:
    """When each is next, those that agree together."""
    turns: dict[tuple[VisitKind, NextVisit], dict[str, None]] = {}
    for each in shown:
        card = customers.get_card(desk.session, desk.viewer, each.customer_id, desk.today)
        turn = desk.next_visit(each.tier, card.contacts)
        said = (each.kind, replace(turn, latest_on=None))
        turns.setdefault(said, {})[each.customer] = None
    return [
        {"kind": kind, "next": turn, "names": list(names)}
        for (kind, turn), names in list(turns.items())[:NEEDS]
    ]


def _short(text: str) -> str:
    line = "; ".join(" ".join(part.split()) for part in text.split("\n") if part.strip())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
