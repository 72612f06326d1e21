"""Days away: "I'm away 1–5 Dec", 我下周一到周三请假, "Nancy is on leave tomorrow, Jason covers".

It is told of oneself or of a colleague, and of nobody else: a message is taken only where nothing
is left over but small words, since what a customer's people do is a note. "I'm back" ends it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.understanding import away_words as words
from bot.understanding.away_days import Days, find_days, spread
from bot.understanding.dates import Period, Span, find_period
from bot.understanding.excerpts import is_question
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.entities import Person

HALF_DAY = "half"
"""The key of a wish for half a day: only whole days are kept."""

_LETTER = re.compile(r"[^\W_]")


def read_away(text: str, context: Context) -> Understood | None:
    """Read who is away when and who stands in, that somebody is back, or who is away."""
    return _read_back(text, context) or _read_who(text, context) or _read_told(text, context)


def read_away_days(text: str, today: date) -> Slots | None:
    """Read the days of a text that is nothing else, as the answer to when; None for other texts."""
    text = spread(text)
    days = find_days(text, today)
    if days.from_on is None and days.count is None:
        return None
    left = words.AWAY.sub(" ", _cut(normalise(text).plain, days.spans))
    return None if _is_left(left) else _slots(days)


def list_named(text: str, context: Context) -> list[tuple[Person, Span]]:
    """Return the colleagues a message names, in its order, and where."""
    normal = normalise(text)
    found: list[tuple[Person, Span]] = []
    for mark in sorted(context.people.list_marks(normal), key=lambda each: each.start - each.end):
        span = normal.folded.origin(mark.start, mark.end)
        apart = all(span[1] <= start or end <= span[0] for _, (start, end) in found)
        if isinstance(mark.value, Person) and apart:
            found.append((mark.value, span))
    return sorted(found, key=lambda each: each[1])


def _read_back(text: str, context: Context) -> Understood | None:
    plain = normalise(text).plain.rstrip()
    if words.BACK.fullmatch(plain):
        return Understood("back", "do")
    named = list_named(text, context)
    if len(named) != 1:
        return None
    ((person, (start, end)),) = named
    if plain[:start].strip() or not words.IS_BACK.fullmatch(plain[end:]):
        return None
    return Understood("back", "do", Slots(rep_id=person.id, rep_name=person.name))


def _read_who(text: str, context: Context) -> Understood | None:
    """Read the question who is away, and when."""
    found = words.WHO.fullmatch(normalise(text).plain)
    if found is None:
        return None
    said = " ".join(filter(None, (found["when"], found["zh_when"], found["zh_later"])))
    normal = normalise(said)
    period = find_period(normal, context.today, ahead=True) if said.strip() else None
    if _is_left(_cut(normal.plain, [period.span] if period else [])):
        return None
    return Understood("list_away", "do", Slots(period=period))


def _read_told(text: str, context: Context) -> Understood | None:
    slash = words.SLASH.match(text)
    if slash is not None:
        text = text[slash.end() :]
    text = spread(text)
    plain = normalise(text).plain
    cue = words.AWAY.search(plain)
    if slash is None and (cue is None or is_question(text)):
        return None
    days = find_days(text, context.today)
    named = list_named(text, context)
    covers = words.COVERS.search(plain) if named else None
    left = words.AWAY.sub(" ", _cut(plain, [*days.spans, *(span for _, span in named)]))
    left = words.COVERS.sub(" ", left) if covers else left
    half = words.HALF.search(left) is not None
    if _is_left(words.HALF.sub(" ", left)):
        return None
    over = days.until_on is not None and days.until_on < context.today
    slots = _slots(days)
    if over or not (slash or named or half or _is_told(plain, cue, days)):
        return None
    about, cover = _tell_apart(named, covers)
    slots = replace(
        slots,
        key=HALF_DAY if half else None,
        rep_id=about.id if about else None,
        rep_name=about.name if about else None,
        cover_id=cover.id if cover else None,
        cover_name=cover.name if cover else None,
    )
    return Understood("away", "do", slots)


def _is_told(plain: str, cue: re.Match[str] | None, days: Days) -> bool:
    """Whether it is said of somebody: of oneself, of some days, or with a word that says it all."""
    if cue is None or words.SELF.search(plain):
        return cue is not None
    if cue[0] == words.NOT_THERE:
        return days.until_on is not None and days.until_on != days.from_on
    dated = days.from_on is not None or days.count is not None
    return dated or (cue[0].strip() == plain.strip() and cue[0].strip() not in words.TOO_SHORT)


def _slots(days: Days) -> Slots:
    period = None
    if days.from_on is not None and days.until_on is not None:
        period = Period(days.from_on, days.until_on, None, (0, 0))
    return Slots(on=days.from_on, period=period, days=days.count)


def _tell_apart(
    named: Sequence[tuple[Person, Span]], covers: re.Match[str] | None
) -> tuple[Person | None, Person | None]:
    """Who is away, None for whoever says it, and who stands in: who is named beside that word."""
    if not named:
        return None, None
    if covers is None:
        return named[0][0], None
    start, end = covers.span()
    cover, _ = min(named, key=lambda each: min(abs(each[1][0] - end), abs(start - each[1][1])))
    others = [person for person, _ in named if person.id != cover.id]
    return (others[0] if others else None), cover


def _is_left(text: str) -> bool:
    return _LETTER.search(words.SMALL.sub(" ", text)) is not None


def _cut(text: str, spans: Sequence[Span]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
