"""Facts → sentences: one template a message in each language, one rendering for all of them.

Every value is escaped; a template sees only the facts it is given, and a fact it names but was
not given is an error. The markup is <b> and <i>, nothing else.
"""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from ruamel.yaml import YAML

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_TEXTS = Path(__file__).parent / "texts"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = {"en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "zh": list("一二三四五六日")}


def number(value: Decimal | float, places: int = 2, *, fixed: bool = False) -> str:
    """Write a figure with thousands separators; a whole one without places unless they are fixed.

    >>> number(Decimal("82373.5000")), number(0.29936, 1), number(18.0)
    ('82,373.50', '0.3', '18')
    """
    if isinstance(value, Decimal):
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{value:,.{places}f}"
    if not fixed:
        written = written.removesuffix("." + "0" * places)
    return "0" if written == "-0" else written.replace("-", "−")


def rounded_up(value: Decimal | float, places: int = 0) -> str:
    """Write the next larger figure of that many places: what is still enough.

    >>> rounded_up(Decimal("1234.0001")), rounded_up(2.31, 1)
    ('1,235', '2.4')
    """
    step = Decimal(1).scaleb(-places)
    up = Decimal(str(value)).quantize(step, rounding=ROUND_CEILING)
    return f"{up:,.{places}f}"


def percent(value: Decimal | float, places: int = 1) -> str:
    """Write a share (0.228) as per cent (22.8)."""
    return number(float(value) * 100, places)


def written_date(day: date, language: Language, today: date) -> str:
    """Write a date as people say it; the year only when it isn't this one.

    >>> written_date(date(1998, 5, 6), "en", date(1998, 5, 7))
    '6 May'
    >>> written_date(date(1997, 12, 31), "zh", date(1998, 5, 7))
    '1997年12月31日'
    """
    if language == "zh":
        year = "" if day.year == today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def weekday(day: date, language: Language) -> str:
    """Return the short name of a date's weekday."""
    return _WEEKDAYS[language][day.weekday()]


def capitalise(text: str) -> str:
    """Write the first letter large and leave the rest alone."""
    return text[:1].upper() + text[1:]


def shortened(text: str, longest: int = 160) -> str:
    """Write what somebody typed on one line, and no more of it than can be taken in.

    >>> shortened("200 more\\nvalves", 12)
    '200 more val…'
    """
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_TEXTS / language]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.filters.update(
        number=number,
        rounded_up=rounded_up,
        percent=percent,
        capitalise=capitalise,
        shortened=shortened,
    )
    return environment


@cache
def _labels(language: Language) -> dict[str, Template]:
    written = YAML(typ="safe", pure=True).load(_TEXTS / language / "labels.yaml")
    plain = Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701 - not markup
    labels = {
        f"{group}.{name}": text for group, texts in written.items() for name, text in texts.items()
    }
    return {name: plain.from_string(text) for name, text in labels.items()}


class Voice:
    """One language on one day."""

    def __init__(self, language: Language, today: date) -> None:
        self.language = language
        self.today = today

    def say(self, text: str, **facts: Any) -> str:
        """Return a text with its facts: ``card`` is ``texts/<language>/card.j2``."""
        template = _environment(self.language).get_template(f"{text}.j2")
        return template.render(
            day=self.day,
            full_day=self.full_day,
            dated=self.dated,
            weekday=self.weekday,
            **facts,
        ).strip()

    def label(self, name: str, **facts: Any) -> str:
        """Return a short plain text: ``buttons.more``, ``examples.help``, ``report.score``."""
        return _labels(self.language)[name].render(**facts)

    def day(self, day: date) -> str:
        """Write a date in this language."""
        return written_date(day, self.language, self.today)

    def full_day(self, day: date) -> str:
        """Write a date in this language, the year always."""
        return written_date(day, self.language, date.min)

    def dated(self, day: date) -> str:
        """Write a date with its weekday: Mon 23 Nov, 11月23日周一."""
        if self.language == "zh":
            return f"{self.day(day)}周{self.weekday(day)}"
        return f"{self.weekday(day)} {self.day(day)}"

    def weekday(self, day: date) -> str:
        """Write a date's weekday in this language."""
        return weekday(day, self.language)
