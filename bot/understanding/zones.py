"""Which time zone somebody means: a city in two languages, a country, UTC+8, or its own name.

A city that is not known is no guess: two towns of one name may be hours apart.
"""

import re
from functools import cache
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.understanding.concepts import read_own
from bot.voice.rendering import Language
from crm.countries import find_country, find_zone, list_zones
from crm.names.folding import is_han
from crm.text import fold

FILE = "zones.yaml"

_OWN_NAME = re.compile(r"[a-z]+(?:/[a-z_+\-0-9]+)+", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:utc|gmt) ?([+\-−–]) ?(\d{1,2})(?![\d:])|(东|西)([一二三四五六七八九十]{1,2})区"
)
_HAN_NUMBERS = "一二三四五六七八九十"
_MOST = 12


def find_named_zone(text: str) -> str | None:
    """Return the zone that is named anywhere in a text, by the longest name; None without one.

    >>> find_named_zone("set my time zone to New York"), find_named_zone("我在伦敦时间")
    ('America/New_York', 'Europe/London')
    >>> find_named_zone("UTC+8"), find_named_zone("atlantis")
    ('Etc/GMT-8', None)
    """
    folded = fold(text)
    own = _OWN_NAME.search(folded)
    if own is not None and own[0] in _own_names():
        return _own_names()[own[0]]
    offset = _OFFSET.search(folded)
    if offset is not None:
        return _find_fixed(offset)
    found = _names_in().findall(folded)
    if found:
        return _by_name()[max(found, key=len)]
    return _find_only(text)


def find_zone_called(name: str) -> str | None:
    """Return the zone of which this is a name, and nothing besides.

    >>> find_zone_called("beijing"), find_zone_called("what is beijing")
    ('Asia/Shanghai', None)
    """
    folded = fold(name)
    offset = _OFFSET.fullmatch(folded)
    if offset is not None:
        return _find_fixed(offset)
    return _by_name().get(folded) or _own_names().get(folded) or _find_only(name)


def _find_only(country: str) -> str | None:
    """The zone of a country that has one."""
    code = find_country(country)
    zone = find_zone(code) if code else None
    return zone.key if zone else None


def name_zone(zone: ZoneInfo, language: Language) -> str:
    """Return how a zone is called: by its best-known city, UTC+8, or its last word.

    >>> name_zone(ZoneInfo("America/Los_Angeles"), "zh"), name_zone(ZoneInfo("Etc/GMT-8"), "en")
    ('洛杉矶', 'UTC+8')
    """
    names = _listed().get(zone.key, [])
    zh = language == "zh"
    called = next((name for name in names if is_han(name[0]) is zh), None)
    if called is None and zone.key.startswith("Etc/GMT"):
        return "UTC" + zone.key.removeprefix("Etc/GMT").translate(str.maketrans("+-", "-+"))
    return called or zone.key.rpartition("/")[2].replace("_", " ")


def _find_fixed(found: re.Match[str]) -> str | None:
    """The zone so many hours from UTC; its name has the sign the other way round."""
    sign, digits, side, han = found.groups()
    if han:
        hours = 10 * ("十" in han) + (_HAN_NUMBERS.index(han[-1]) + 1) % 10
        sign = "+" if side == "东" else "-"
    else:
        hours = int(digits)
    if hours == 0:
        return "UTC"
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours <= _MOST else None


@cache
def _listed() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe", pure=True).load(read_own(FILE))
    return loaded


@cache
def _by_name() -> dict[str, str]:
    cities = {
        fold(zone.rpartition("/")[2].replace("_", " ")): zone
        for zone in list_zones()
        if zone.count("/") == 1
    }
    return cities | {fold(name): zone for zone, names in _listed().items() for name in names}


@cache
def _own_names() -> dict[str, str]:
    return {zone.casefold(): zone for zone in (*list_zones(), *_listed())}


@cache
def _names_in() -> re.Pattern[str]:
    """Every name, the longest first; a Latin one stands between what is no letter."""
    names = sorted(_by_name(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if not is_han(name[0]))
    han = "|".join(re.escape(name) for name in names if is_han(name[0]))
    return re.compile(rf"(?<![a-z])(?:{latin})(?![a-z])|{han}")
