"""A wish about a tier, with its reason and its last day: "set Bravo to A because …, until June".

The reason is anybody's words, so it is cut off before the rest is understood: "because Alpha left"
doesn't make the message one about Alpha.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.reckoning import MONTHS, When, away, number
from bot.understanding.understand import Context, Understood, understand

GIVES_REASON = frozenset({"set_tier", "release_tier", "propose_tier"})

_BECAUSE = re.compile(
    r"(?<![\s,;，；。、])[\s,;，；。、]*"
    r"(?:\b(?:because(?: of)?|bcs|bcos|bcoz|becos|coz|cos|cuz"
    r"|since(?= (?:they|it|he|she|we|the|their|its)\b)"
    r"|due to|for the reason that|reason(?: is|:)?)\b"
    r"|因为|由于|原因(?:是|为)?|理由(?:是|为)?)[\s:：]*",
    re.IGNORECASE,
)
_PAUSES = (
    re.compile(r"(?<!\s)\s*[:：;；]\s*"),
    re.compile(r"(?<!\s)\s*[,，。]\s*|\.\s+|(?<!\s)\s+-\s+"),
)
_BLANK = re.compile(r"(?<=[A-Za-z类级])\s+(?=[\u3400-\u9fff]{3,})")
"""In Chinese a blank parts as well as a comma: 蓝湾降到C 长期不下单."""
_UNTIL = re.compile(
    r"(?<![\s,，、;；(（])[\s,，、;；(（]*"
    r"(?:\b(?:until|till|til|through)\b|有效期?到|直到|截止到?|截至|到|至)\s*(?:the\s)?\s*",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\s+for (?:the next )?(\d{1,3}|an?|one|two|three|four|five|six)"
    r" (days?|weeks?|months?|years?)\b"
    r"|[，,\s]*(?:为期|期限)(\d{1,3}|[一二两三四五六七八九十]{1,3})个?(天|周|月|年)",
    re.IGNORECASE,
)
"""How long a tier is to hold, right behind it; in a reason it says something else."""
_TO_A_TIER = re.compile(r"\S+.* to (?:an? |tier )?[\w+-]{1,3}", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:how|what|can|could|when|why|will|would|lift|get|gets|missing|need)\b|\?")
_MONTH_NAMES = "|".join(f"{name}[a-z]*" for name in MONTHS)
_EN_MONTH = re.compile(
    rf"(?:end of |late )?({_MONTH_NAMES})\.?(?: (\d{{4}}))?(?![\w ]*\d)", re.IGNORECASE
)
_ZH_MONTH = re.compile(r"(?:(\d{4}|今|明)年)?(\d{1,2})月(?:底|末|份)?(?!\d)(?:为止)?")
_YEAR = re.compile(r",? (\d{4})\b")
_END = re.compile(r"\s*(?:为止|[)）])?")
_COMMANDS = re.compile(r"(?:please )?(?:make|upgrade|promote|raise)\b|请?把", re.IGNORECASE)


def understand_wish(text: str, context: Context) -> Understood:
    """Say what a message means, and where it wishes a tier, why and until when."""
    until, rest = find_until(text, context.today)
    for head, reason in _list_splits(rest):
        found = _as_wish(understand(head, context), head, reasoned=True)
        if found.intent in GIVES_REASON:
            return replace(found, slots=replace(found.slots, reason=reason, until=until))
    found = _as_wish(understand(rest, context), rest, reasoned=until is not None)
    if found.intent in GIVES_REASON:
        return replace(found, slots=replace(found.slots, until=until))
    return found if rest == text else understand(text, context)


def _as_wish(found: Understood, head: str, *, reasoned: bool) -> Understood:
    """A question is no proposal; "make it an A", with a reason or an end, is no question."""
    if found.intent == "propose_tier" and head.rstrip().endswith(("?", "？")):
        return replace(found, intent="grade_lift", action="do")
    to_a_tier = _TO_A_TIER.fullmatch(head.strip()) and not _ASKS.search(head)
    commanded = _COMMANDS.match(head) or to_a_tier
    wished = found.intent == "grade_lift" and found.slots.tiers and commanded
    if reasoned and (wished or "set_tier" in found.intents):
        named = found.customer is not None and found.customer.customer_id is not None
        action = "confirm" if named else found.action
        return replace(found, intent="set_tier", action=action, intents=())
    return found


def _list_splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part a message from its reason, the plainest first."""
    because = _BECAUSE.search(text)
    if because:
        head, reason = text[: because.start()], text[because.end() :]
        if head.strip():
            yield head, _tidy(reason)
        else:
            for comma in re.finditer(r"[,，]", reason):
                yield reason[comma.end() :], _tidy(reason[: comma.start()])
    for pattern in _PAUSES:
        pause = pattern.search(text)
        if pause and text[: pause.start()].strip() and text[pause.end() :].strip():
            yield text[: pause.start()], _tidy(text[pause.end() :])
    blank = _BLANK.search(text)
    if blank:
        yield text[: blank.start()], _tidy(text[blank.end() :])


def _tidy(reason: str) -> str:
    return " ".join(reason.split()).strip(" ,，;；。、.")


def find_until(text: str, today: date) -> tuple[date | None, str]:
    """Return the last day that a message names after "until", and the message without it.

    A month means its last day; a day or month without a year is the coming one.
    """
    for marker in _UNTIL.finditer(text):
        found = _read_day(text[marker.end() :], today)
        if found is not None:
            day, length = found
            end = marker.end() + length
            closing = _END.match(text, end)
            end = closing.end() if closing else end
            return day, f"{text[: marker.start()]} {text[end:]}"
    return _find_last_day(text, today)


def _find_last_day(text: str, today: date) -> tuple[date | None, str]:
    """The last day of "for 3 months", said before any reason; and the message without it."""
    lasting = _FOR.search(text)
    if lasting is None or re.search(r"[,，;；:：]", text[: lasting.start()].strip(" ,，")):
        return None, text
    if _BECAUSE.search(text[: lasting.start()]):
        return None, text
    count, unit = (lasting[1], lasting[2]) if lasting[1] else (lasting[3], lasting[4])
    try:
        day, _, _ = away(number(count.lower()), unit.lower(), When(today, ahead=True), later=True)
    except (ValueError, OverflowError, KeyError):
        return None, text
    return day, f"{text[: lasting.start()]}{text[lasting.end() :]}"


def _read_day(text: str, today: date) -> tuple[date, int] | None:
    """Read a day at the beginning of a text; return it and how long its name is."""
    for pattern in (_EN_MONTH, _ZH_MONTH):
        match = pattern.match(text)
        if match:
            name, year = (match[1], match[2]) if pattern is _EN_MONTH else (match[2], match[1])
            day = _end_of_month(name, year, today)
            return None if day is None else (day, match.end())
    period = find_period(normalise(text), today, ahead=True)
    if period is None or period.span[0] > 0:
        return None
    day, end = period.to_on, period.span[1]
    year = _YEAR.match(text[end:])
    if year and str(day.year) not in text[:end]:
        try:
            day = day.replace(year=int(year[1]))
        except ValueError:
            return None
        end += year.end()
    return day, end


def _end_of_month(name: str, year: str | None, today: date) -> date | None:
    number = int(name) if name.isdigit() else MONTHS.index(name[:3].lower()) + 1
    if not 1 <= number <= 12:
        return None
    if year in {None, "今", "明"}:
        chosen = today.year + (year == "明")
        if year is None and number < today.month:
            chosen += 1
    else:
        chosen = int(year or 0)
    if not 1 <= chosen <= 9999:
        return None
    return date(chosen, number, monthrange(chosen, number)[1])
