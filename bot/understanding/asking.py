"""What the set questions of ``phrases.yaml`` ask for: of a team, of orders, of what we are.

They are read before the table of intents, since nothing is left over of them that it could misread;
of those that name somebody, only where no customer of ours is called so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates import Period
from bot.understanding.excerpts import find_customer
from bot.understanding.namesakes import list_living_in
from bot.understanding.open_reminders import read_open_one
from bot.understanding.phrases import Said, find_said
from bot.understanding.reckoning import When, away, number
from bot.understanding.slots import Slots, with_place
from bot.understanding.understand import Context, Understood
from crm.cadence import VisitState
from crm.names.match import NOBODY

_CONTACT = "contact_of"


def read_set_question(text: str, context: Context) -> Understood | None:
    """Read a question that is one of the list and says nothing besides; else None."""
    said = find_said(text, context, tuple(_READERS))
    return _READERS[said.name](said, context) if said else None


def read_contact(found: Understood, text: str, context: Context) -> Understood | None:
    """Read whose number is asked for, or whose somebody is, where no customer is named."""
    lost = found.action == "abstain" or found.intent in {"rep_stats", "details", "customer_card"}
    if not lost or (found.customer is not None and found.customer.candidates):
        return None
    said = find_said(text, context, (_CONTACT,))
    if said is None or not said.typed or said.people:
        return None
    if said.typed.lower().partition(" ")[0] in _NO_PERSON:
        return None
    named = find_customer(said.typed, (0, len(said.typed)), context)
    if named.customer is not None and named.customer.sure:
        return None
    slots = replace(found.slots, contact_name=said.typed, which=None)
    if found.intent == "details":
        return replace(found, slots=slots)
    return Understood("details", "do", slots, NOBODY, typed_name=said.typed)


def _who_idle(said: Said, _context: Context) -> Understood:
    return Understood("who_idle", "do", Slots(period=said.gone))


def _who_did(said: Said, context: Context) -> Understood | None:
    gone = said.gone
    past = gone is not None and gone.from_on <= context.today
    return Understood("visits_made", "do", Slots(period=gone)) if past else None


def _day_visits(said: Said, context: Context) -> Understood | None:
    """Those made on a day that has passed, those to make on one that lies ahead; today who asks
    decides."""
    day = said.day
    if day is None or day.from_on != context.today or day.to_on != context.today:
        return None
    slots = Slots(visit_state=VisitState.DUE, period=day)
    return Understood("day_visits", "do", slots)


def _unvisited(said: Said, context: Context) -> Understood:
    slots = _with_places(Slots(tiers=said.tiers, tier=_only(said.tiers)), said)
    since = said.gone.from_on if said.gone else None
    if since is not None and since < context.today:
        return Understood("list_customers", "do", replace(slots, not_visited_since=since))
    return Understood("due_visits", "do", replace(slots, visit_state=VisitState.DUE))


def _due_within(said: Said, context: Context) -> Understood | None:
    until = _count(said, context.today, later=True)
    if until is None:
        return None
    period = Period(context.today, until, None, (0, 0))
    return Understood("due_visits", "do", Slots(visit_state=VisitState.DUE, period=period))


def _can_rise(said: Said, context: Context) -> Understood | None:
    """Who stands below a tier, the best ranked first: what lifts one is another question."""
    tier = said.tiers[-1]
    place = context.tiers.index(tier) + 1 if tier in context.tiers else len(context.tiers)
    if place >= len(context.tiers):
        return None
    below = context.tiers[place]
    return Understood("can_rise", "do", Slots(tier=below, tiers=(below,), ranked=True, text=tier))


def _last_orders(said: Said, _context: Context) -> Understood:
    return Understood("last_orders", "do", Slots(period=said.gone))


def _not_ordered(said: Said, context: Context) -> Understood:
    since = said.gone.from_on if said.gone else _count(said, context.today, later=False)
    since = since or context.today - timedelta(days=_A_WHILE)
    return Understood("last_orders", "do", Slots(not_ordered_since=since))


def _longest(_said: Said, _context: Context) -> Understood:
    return Understood("list_customers", "do", Slots(longest=True))


def _team_who(_said: Said, _context: Context) -> Understood:
    return Understood("list_customers", "do", Slots(group_by="rep", count=True))


def _list_needs(said: Said, context: Context) -> Understood | None:
    named = find_customer(said.typed, (0, len(said.typed)), context) if said.typed else None
    if named is not None and named.customer is not None:
        return None
    if said.typed in _NO_THING:
        return None
    return Understood("list_needs", "do", Slots(text=said.typed or None))


def _needs_done(said: Said, context: Context) -> Understood | None:
    customer = context.previous.customer if context.previous else None
    if customer is None or customer.customer_id is None:
        return Understood("list_needs", "do")
    return Understood("needs_met", "do", Slots(text=said.text), customer)


def _meaning(said: Said, _context: Context) -> Understood | None:
    """What a word of ours means; other words are somebody else's question."""
    typed = said.typed.lower()
    term = next((term for term, words in _TERMS.items() if any(w in typed for w in words)), None)
    return Understood("meaning", "do", Slots(text=term)) if term else None


def _sales(said: Said, context: Context) -> Understood:
    gone = said.gone if said.gone and said.gone.from_on <= context.today else None
    return Understood("sales", "do", Slots(period=gone))


def _best_sold(_said: Said, context: Context) -> Understood:
    """To whom most was sold, of the last twelve months: a month says little of who is large."""
    year = Period(context.today - timedelta(days=_YEAR), context.today, None, (0, 0))
    return Understood("sales", "do", Slots(period=year))


def _due_in_place(said: Said, context: Context) -> Understood | None:
    """Whom to visit there by that day; the only customer of a place is meant by it itself."""
    if said.day is None or said.day.to_on < context.today or not said.places:
        return None
    if sum(len(list_living_in(place, context)) for place in said.places) == 1:
        return None
    slots = Slots(visit_state=VisitState.DUE, period=said.day)
    return Understood("due_visits", "do", _with_places(slots, said))


def _plainly(intent: str, slots: Slots = Slots()) -> Callable[[Said, Context], Understood]:  # noqa: B008 - frozen
    return lambda said, _context: Understood(
        intent, "do", replace(slots, tiers=said.tiers, tier=_only(said.tiers))
    )


def _with_places(slots: Slots, said: Said) -> Slots:
    for place in said.places:
        slots = with_place(slots, place, chinese=said.chinese)
    return slots


def _only(tiers: Sequence[str]) -> str | None:
    return tiers[0] if len(tiers) == 1 else None


def _count(said: Said, today: date, *, later: bool) -> date | None:
    """The day so many days or weeks away; half a month is 15 days. None if none is counted."""
    if said.n is None or said.unit is None:
        return None
    when = When(today, ahead=later)
    if said.n.startswith(("半", "half")):
        half = (15, "天") if said.unit[0] in "月m" else (6, "月")
        return away(*half, when, later=later)[0]
    try:
        return away(number(said.n), said.unit, when, later=later)[0]
    except (ValueError, OverflowError, KeyError):
        return None


_A_WHILE = 90
"""Days without an order that are a while, where nobody says how long."""

_TERMS: Mapping[str, tuple[str, ...]] = {
    "never": ("never", "white", "从未", "没去过", "白"),
    "overdue": ("overdue", "late", "red", "超期", "逾期", "红"),
    "on_time": ("green", "on time", "绿"),
    "due": ("due", "yellow", "该去", "到期", "黄"),
    "attempt": ("attempt", "nobody in", "未遇", "没人在"),
    "touch": ("touch", "phone or chat", "电话或微信"),
}
"""What is told of, and the words for it; "overdue" is looked for before "due"."""

_NO_PERSON = frozenset(
    {"and", "hi", "his", "her", "their", "its", "my", "the", "it", "this", "that"}
)
"""What begins the number of somebody who is not named."""

_YEAR = 365

_NO_THING = frozenset(
    {"去", "来", "拜访", "多少", "什么", "我", "a visit", "visit", "visits", "me"}
)

_READERS: Mapping[str, Callable[[Said, Context], Understood | None]] = {
    "who_idle": _who_idle,
    "who_did": _who_did,
    "day_visits": _day_visits,
    "unvisited": _unvisited,
    "due_within": _due_within,
    "can_rise": _can_rise,
    "last_orders": _last_orders,
    "not_ordered": _not_ordered,
    "longest": _longest,
    "team_who": _team_who,
    "hand_tiers": _plainly("hand_tiers"),
    "list_needs": _list_needs,
    "needs_done": _needs_done,
    "meaning": _meaning,
    "who_am_i": _plainly("about_us", Slots(text="me")),
    "who_are_you": _plainly("about_us", Slots(text="bot")),
    "cadence_rule": _plainly("cadence_rule"),
    "grading_rule": _plainly("grading_rule"),
    "sales": _sales,
    "best_first": _plainly("list_customers", Slots(ranked=True)),
    "best_sold": _best_sold,
    "drill": _plainly("drill"),
    "heard_lines": _plainly("heard_lines"),
    "objection_costs": _plainly("objection_costs"),
    "my_practice": _plainly("coach_progress"),
    "team_practice": _plainly("coach_progress", Slots(text="team")),
    "playbooks": _plainly("playbooks"),
    "playbook_back": _plainly("playbook_back"),
    "due_in_place": _due_in_place,
    "drop_reminder": lambda said, _context: (
        read_open_one(said.text) or Understood("drop_reminder", "do")
    ),
}
"""Those that need no look at names; ``contact_of`` is asked last."""
