"""Visits made, by whom and when, and how a team does: "sofias visits this month", "team this week".

"Visits" alone may be those to come. They were made where they are counted, where somebody's are
meant, and on days gone: October asked for in November is the one that has passed.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates import Period, find_period
from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.cadence import VisitState
from crm.entities import Person

_FAR = timedelta(days=90)
"""A month that comes again only after so long is the one that has passed."""

_VISITS = re.compile(r"(?<![a-z])visits?(?![a-z])")
_COUNTS = re.compile(r"(?<![a-z])(?:how many|number of|count)(?![a-z])")
_TEAM = re.compile(r"(?<![a-z])(?:team|by rep|per rep|reps)(?![a-z])")
_PASSING = re.compile(
    r"(?<![a-z])(?:how many|number of|count|visits?|made|done|did|were|have|of|by|per|each|from|for"
    r"|in|on|the|my|our|i|we|team|reps?|customer|show|me|list|all|please|pls|s|there|any|during)"
    r"(?![a-z])|[\s.,!?'’]"
)
_DID = re.compile(
    r"(?:and )?what (?:did|has|have) (?:i|we|my team|the team|@) (?:do|done|did|been doing)"
    r"|(?:and )?(?:how is|hows|how's|how are|how did|how has) (?:@|we|my team|the team|our team)"
    r"(?: (?:doing|do|done|performing|going|been doing))?"
    r"|(?:my |the )?team (?:overview|report|summary|status|performance|activity)"
    r"|who (?:did ?n.?t|didnt|did not|has ?n.?t|hasnt|has not) (?:do|make|made|done|visit|visited)"
    r"(?: any| a| any customer)?(?: visits?| customers?| anyone| anybody)?(?: yet)?"
)
_ON_TODAY = re.compile(
    r"(?:so )?what(?:'s| is|s| do i have)? (?:on|up|planned|due|happening"
    r"|the plan|my plan)(?: for)?"
)
_BEHIND = re.compile(
    r"(?:who(?:'s| is|s)?|which reps?(?: is| are)?) (?:behind|late|lagging|lagging behind)"
    r"(?: (?:in|of|on) (?:my|the|our) (?:team|reps))?"
)
_WHO = re.compile(
    r"(?:who(?:'s| is|s| are)? (?:in|on) (?:my|the|our) team|(?:list|show)(?: me)?"
    r"(?: my| the| all)? (?:sales )?reps|who are (?:my|the|our) (?:sales )?reps"
    r"|(?:list|show)(?: me)? (?:my|the) team)"
)
_BEST = re.compile(
    r"(?:show |list |who are )?(?:me )?(?:my |our |the )?(?:top|best|biggest|largest)"
    r"(?: \d{1,3}| three| five| ten| twenty)? (?:customers|clients|accounts)"
    r"(?: by (?:turnover|sales|revenue|value|orders|profit|rank|score))?"
)


def read_made(text: str, context: Context) -> Understood | None:
    """Read a question about visits made or a team; None for every other message."""
    normal = normalise(text)
    plain = normal.plain.strip(" ?!.")
    return _read_set_phrase(normal, plain, context) or _read_whose(normal, context)


def _read_set_phrase(normal: Normal, plain: str, context: Context) -> Understood | None:
    """The best customers, the reps, who is behind, and what is on that day."""
    if _BEST.fullmatch(plain):
        return Understood("list_customers", "do", Slots(ranked=True))
    if _WHO.fullmatch(plain):
        return Understood("list_customers", "do", Slots(group_by="rep", count=True))
    if _BEHIND.fullmatch(plain):
        overdue = Slots(group_by="rep", visit_state=VisitState.OVERDUE)
        return Understood("due_visits", "do", overdue)
    coming = find_period(normal, context.today, ahead=True)
    if coming is not None and coming.to_on >= context.today:
        start, end = coming.span
        said = f"{normal.plain[:start]}{normal.plain[end:]}".strip(" ?!.,")
        if _ON_TODAY.fullmatch(said):
            due = Slots(period=coming, visit_state=VisitState.DUE)
            return Understood("due_visits", "do", due)
    return None


def _read_whose(normal: Normal, context: Context) -> Understood | None:
    """Whose visits, and when they were made."""
    people, rest = _without_people(normal, context)
    period = find_period(normal, context.today, ahead=False)
    if period is not None and period.from_on > context.today:
        return None
    if period is not None:
        start, end = period.span
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    asked = bool(_DID.fullmatch(" ".join(rest.split()).strip(" ?!.")))
    if not asked and not _asks_for_visits(rest, period, people, context.today):
        return None
    person = people[0] if people else None
    slots = Slots(
        period=period,
        rep_id=person.id if person else None,
        rep_name=person.name if person else None,
        rep=person.name if person else None,
    )
    return Understood("visits_made", "do", slots)


def look_back(found: Understood, text: str, context: Context) -> Understood:
    """Read visits due in a month without a year that is long to come as those made in it."""
    period = found.slots.period
    if found.intent != "due_visits" or period is None or not _VISITS.search(normalise(text).plain):
        return found
    passed = find_period(normalise(text), context.today, ahead=False)
    if passed is None or passed.to_on >= context.today or period.from_on - context.today < _FAR:
        return found
    return replace(found, intent="visits_made", slots=replace(found.slots, period=passed))


def _without_people(normal: Normal, context: Context) -> tuple[list[Person], str]:
    """Who is named, and the message with an @ in the place of each."""
    people = []
    rest = normal.plain
    for mark in context.people.list_marks(normal):
        if isinstance(mark.value, Person):
            start, end = normal.folded.origin(mark.start, mark.end)
            people.append(mark.value)
            rest = f"{rest[:start]}@{' ' * (end - start - 1)}{rest[end:]}"
    return people, rest


def _asks_for_visits(rest: str, period: Period | None, people: list[Person], today: date) -> bool:
    """Whether a message says nothing but whose visits, and when, and they were made."""
    team = bool(_TEAM.search(rest))
    if not _VISITS.search(rest) and not (team and period is not None):
        return False
    if len(people) > 1 or _PASSING.sub("", rest).strip("@"):
        return False
    gone = period is not None and period.from_on < today and period.to_on <= today
    counted = period is not None and _COUNTS.search(rest) is not None
    return gone or counted or team or bool(people)
