"""The particulars of a question: which tier, where, whose, in what state of visits, how many."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.understanding.concepts import Mark
from bot.understanding.dates import Period
from bot.understanding.hours import Hour
from bot.understanding.places import Place
from crm.cadence import VisitState
from crm.entities import Person

NEW = "new"
"""Stands in place of a tier for customers that have none yet."""

GroupBy = Literal["tier", "city", "country", "industry", "rep"]

NoteKind = Literal["note", "need"]
Detail = Literal["phone", "address", "email", "contact"]

_GROUPS: tuple[GroupBy, ...] = ("rep", "tier", "city", "country", "industry")


@dataclass(frozen=True, slots=True)
class Slots:
    """What was said besides the question itself; what was not said is None or empty.

    ``cities``, ``countries`` and ``industries`` are the books' own spellings, any of which will
    do; ``place`` and ``industry`` are how to say it in the language of the message. ``reason`` and
    ``until`` go with a wish about a tier (see ``reasons``); ``until`` is also the day a visit is
    put off to, and ``on`` the day of a reminder or of a correction. ``text``, ``name`` and the
    parts of a contact are as they were typed (see ``commands``). ``asked``: yes or no is wanted;
    ``own``: a manager means their own customers, without those of their people; ``no_rep``: those
    of nobody; ``over_days``: money late by so many days or more; ``ranked``: the best first;
    ``longest``: who was not visited for the longest time first; ``not_ordered_since``: without an
    order from that day on. ``days`` somebody is away from ``on`` on, and ``cover_id`` stands in
    (see ``away``); ``to_id`` gets the customers of ``rep_id`` (see ``handing_over``).
    """

    tier: str | None = None
    tiers: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    place: str | None = None
    industry: str | None = None
    rep_id: int | None = None
    rep_name: str | None = None
    visit_state: VisitState | None = None
    count: bool = False
    group_by: GroupBy | None = None
    thanks: bool = False
    bye: bool = False
    ack: bool = False
    period: Period | None = None
    reason: str | None = None
    until: date | None = None
    on: date | None = None
    hour: Hour | None = None
    text: str | None = None
    note_kind: NoteKind | None = None
    which: Detail | None = None
    name: str | None = None
    contact_name: str | None = None
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    scene: str | None = None
    objection: str | None = None
    status: Literal["open", "overdue"] | None = None
    ref: str | None = None
    key: str | None = None
    value: str | None = None
    rep: str | None = None
    not_visited_since: date | None = None
    own: bool = False
    no_rep: bool = False
    over_days: int | None = None
    ranked: bool = False
    longest: bool = False
    not_ordered_since: date | None = None
    asked: bool = False
    days: int | None = None
    cover_id: int | None = None
    cover_name: str | None = None
    to_id: int | None = None
    to_name: str | None = None


def fill(
    marks: Iterable[Mark], found: frozenset[str], period: Period | None, *, chinese: bool
) -> Slots:
    """Collect the particulars from what was marked in a message."""
    marked = tuple(marks)
    tiers = tuple(dict.fromkeys(mark.value for mark in marked if isinstance(mark.value, str)))
    reps = [mark.value for mark in marked if isinstance(mark.value, Person)]
    rep = reps[0] if reps else None
    slots = Slots(
        tier=NEW if "new_tier" in found and not tiers else _only(tiers),
        tiers=tiers,
        rep_id=rep.id if rep else None,
        rep_name=rep.name if rep else None,
        visit_state=_state(found),
        count="count" in found,
        group_by=next((name for name in _GROUPS if f"by_{name}" in found), None),
        thanks="thanks" in found and not found & {"hello", "bye"},
        bye="bye" in found,
        ack="ack" in found and not found & {"hello", "bye", "thanks"},
        period=period,
    )
    for mark in marked:
        if isinstance(mark.value, Place):
            slots = with_place(slots, mark.value, chinese=chinese)
    return slots


def with_place(slots: Slots, place: Place, *, chinese: bool) -> Slots:
    """Add a place or a trade."""
    shown = place.zh if chinese else place.en
    if place.kind == "industry":
        both = shown if slots.industry is None else f"{slots.industry} / {shown}"
        return replace(slots, industries=(*slots.industries, *place.values), industry=both)
    said = shown if slots.place is None else f"{shown}, {slots.place}"
    if place.kind == "city":
        return replace(slots, cities=(*slots.cities, *place.values), place=said)
    return replace(slots, countries=(*slots.countries, *place.values), place=said)


def merge(before: Slots, now: Slots) -> Slots:
    """What a follow-up means: everything said before, replaced by what is said now."""
    before = _without_contradicted(before, now)
    placed = bool(now.place)
    return Slots(
        tier=now.tier or before.tier,
        tiers=now.tiers or before.tiers,
        cities=now.cities if placed else before.cities,
        countries=now.countries if placed else before.countries,
        place=now.place or before.place,
        industries=now.industries or before.industries,
        industry=now.industry or before.industry,
        rep_id=now.rep_id or before.rep_id,
        rep_name=now.rep_name or before.rep_name,
        no_rep=now.no_rep,
        ranked=now.ranked or before.ranked,
        longest=now.longest or before.longest,
        visit_state=now.visit_state or before.visit_state,
        count=now.count or (before.count and not now.visit_state),
        group_by=now.group_by,
        thanks=now.thanks,
        period=now.period or before.period,
        not_visited_since=None if now.visit_state else before.not_visited_since,
        own=before.own and not now.rep_id,
    )


def _without_contradicted(before: Slots, now: Slots) -> Slots:
    """What was said before, without the one thing the customers are now spread over.

    "By tier" after "the A's" asks about all tiers: of one there is nothing to spread.
    """
    if now.group_by == "tier":
        return replace(before, tier=None, tiers=())
    if now.group_by == "rep":
        return replace(before, rep_id=None, rep_name=None, own=False)
    if now.group_by == "industry":
        return replace(before, industries=(), industry=None)
    single = now.group_by == "city" and before.cities
    if single or (now.group_by == "country" and before.countries):
        return replace(before, cities=(), countries=(), place=None)
    return before


def _only(tiers: tuple[str, ...]) -> str | None:
    return tiers[0] if len(tiers) == 1 else None


def _state(found: frozenset[str]) -> VisitState | None:
    if "overdue" in found:
        return VisitState.OVERDUE
    if "never" in found:
        return VisitState.NEVER
    return VisitState.DUE if "due" in found else None
