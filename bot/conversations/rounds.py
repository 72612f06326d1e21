"""Visits made: when a customer was last met and is next, and what somebody did in a while."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.conversations import marks
from bot.conversations.choosing import about_one, asked_about
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS, Verdict
from bot.messages import Button, Message, one_row
from bot.understanding.dates import Period
from bot.understanding.understand import Understood
from crm.entities import Role, VisitKind
from crm.store import customers, people, rounds
from crm.store.rounds import Made


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each kind, and whose."""

    visit: int
    attempt: int
    touch: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """How often a customer was met in some days, and when last; None: in twelve months."""

    period: Period | None
    times: int
    days: tuple[date, ...]


_YEAR = 365
_DAYS = 4


def show_last(desk: Desk, customer_id: int) -> list[Message]:
    """Say when the customer was last met and by whom, what came after, and when it is next."""
    return _show_visits(desk, customer_id, ahead=False)


def show_next(desk: Desk, customer_id: int) -> list[Message]:
    """Say when the customer is visited next, and when it was last."""
    return _show_visits(desk, customer_id, ahead=True)


def _show_visits(desk: Desk, customer_id: int, *, ahead: bool) -> list[Message]:
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    last, *tries = (
        rounds.find_last(desk.session, customer_id, kind, desk.today)
        for kind in (VisitKind.VISIT, VisitKind.ATTEMPT, VisitKind.TOUCH)
    )
    since = last.on if last else date.min
    later = sorted((one for one in tries if one and one.on > since), key=lambda one: one.on)
    following = desk.next_visit(card.customer.tier, card.contacts)
    asked = asked_about(desk, "next_visit" if ahead else "last_visit", customer_id)
    met = _find_met(desk, customer_id, asked)
    text = desk.say(
        "visited",
        name=card.customer.name,
        verdict=marks.judge(asked, card.customer, following) or _judge_visits(asked, last, met),
        met=met,
        last=last,
        later=later,
        next=following,
        me=desk.viewer.person_id,
        ahead=ahead,
    )
    return [Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer_id}")))]


def _find_met(desk: Desk, customer_id: int, asked: Understood | None) -> Met | None:
    """The days somebody asks about, or the last twelve months where it is asked how often."""
    if asked is None or not (asked.slots.count or (asked.slots.asked and asked.slots.period)):
        return None
    period = asked.slots.period
    since = period.from_on if period else desk.today - timedelta(days=_YEAR)
    until = min(period.to_on, desk.today) if period else desk.today
    days = rounds.list_days(desk.session, customer_id, since, until)
    return Met(period, len(days), tuple(days[:_DAYS]))


def _judge_visits(
    asked: Understood | None, last: rounds.Reached | None, met: Met | None
) -> Verdict | None:
    """Yes or no, where it was asked whether somebody was there, in some days or ever."""
    if asked is None or not asked.slots.asked or asked.slots.visit_state is not None:
        return None
    return Verdict("visits", yes=met.times > 0 if met else last is not None)


def show_made(desk: Desk, understood: Understood) -> list[Message]:
    """Say how many visits somebody made in a while, and where; to a manager, rep by rep."""
    if understood.customer is not None and understood.customer.candidates:
        return about_one("last", show_last)(desk, understood)
    slots = understood.slots
    if slots.rep_id is not None and not people.is_in_sight(desk.session, desk.viewer, slots.rep_id):
        return [Message(desk.say("not_yours_to_see", rep=slots.rep_name, role=desk.viewer.role))]
    period = slots.period or _this_week(desk.today)
    until = min(period.to_on, desk.today)
    made = rounds.list_made(
        desk.session, desk.viewer, period.from_on, until, person_id=slots.rep_id
    )
    by_rep = desk.viewer.role is not Role.REP and slots.rep_id is None
    reps = _by_rep(made) if by_rep else []
    shown = [] if by_rep else made[:ROWS]
    text = desk.say(
        "visits_made",
        p=period,
        total=_tally(made),
        who=slots.rep_name,
        reps=reps[:ROWS],
        idle=_list_idle(desk, made) if by_rep else [],
        shown=shown,
        left=0 if by_rep else len(made) - len(shown),
    )
    return [Message(text)]


def _this_week(today: date) -> Period:
    monday = today - timedelta(days=today.weekday())
    return Period(monday, monday + timedelta(days=6), "this_week", (0, 0))


def _tally(made: Sequence[Made], name: str | None = None) -> Tally:
    counted = Counter(one.kind for one in made)
    return Tally(
        counted[VisitKind.VISIT], counted[VisitKind.ATTEMPT], counted[VisitKind.TOUCH], name
    )


def _by_rep(made: Sequence[Made]) -> list[Tally]:
    """A tally for each of those who did something, the busiest first."""
    names = {one.person_id: one.person for one in made}
    tallies = [
        _tally([one for one in made if one.person_id == who], name) for who, name in names.items()
    ]
    return sorted(tallies, key=lambda of: (-of.visit, -of.attempt - of.touch, of.name or ""))


def _list_idle(desk: Desk, made: Sequence[Made]) -> list[str]:
    """The reps in sight of whom nothing is recorded."""
    busy = {one.person_id for one in made}
    team = people.list_team(desk.session, desk.viewer)
    return [who.name for who in team if who.role is Role.REP and who.id not in busy][:ROWS]
