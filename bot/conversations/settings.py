"""Somebody's own settings: language, time zone, working days, quiet time, when the morning list
and the drill come.

Two taps, or a sentence. What is not set is the company's. Buttons name the value they set, so an
old one still does what it says; a value that is set already is not written again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.conversations import practice_time
from bot.conversations.desk import Desk
from bot.conversations.taps import gone, undo_row
from bot.messages import Button, Message
from bot.understanding.preferences import OFF
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from bot.understanding.zones import name_zone
from bot.voice.rendering import LANGUAGES, Language
from crm.calendar import EVERY_DAY, Hours, hours_of, next_morning, read_days
from crm.entities import Person
from crm.store import people

Key = Literal[
    "language", "timezone", "working_days", "quiet_hours", "reminder_time", "practice_time"
]
KEYS: tuple[Key, ...] = get_args(Key)

_WEEKS = ("12345", "123456", "1234567", "71234")
_QUIET = ("20:00-08:00", "21:00-08:00", "22:00-07:00", OFF)
_MORNINGS = ("07:30", "08:00", "08:30", "09:00", "09:30", "10:00")
_CITIES = ("Asia/Shanghai", "Europe/London", "America/New_York", "America/Los_Angeles")
_CITIES_TOO = ("Europe/Berlin", "Asia/Singapore")
_ZONES_SHOWN = 6

Values = Mapping[str, str | None]


def show_settings(desk: Desk, understood: Understood) -> list[Message]:
    """Set what was said, ask for what was left open, or show all settings."""
    slots = understood.slots
    key = next((each for each in KEYS if each == slots.key), None)
    if key is None:
        return show_all(desk)
    if slots.value is None:
        return _ask(desk, key, unknown=slots.name)
    return _set(desk, key, slots.value)


def show_all(desk: Desk, _rest: str = "") -> list[Message]:
    """Show every setting as it is now, each with a button to change it."""
    person = people.get_person(desk.session, desk.viewer.person_id)
    facts = _facts(desk, desk.hours, person)
    text = desk.say("settings", language=_language(desk, person), **facts)
    buttons = [Button(desk.label(f"settings.{key}"), f"pref:{key}") for key in KEYS]
    return [Message(text, _in_pairs(buttons), in_place=desk.glance.pressed)]


_COLUMNS: Mapping[str, Key] = {
    "quiet_from": "quiet_hours",
    "quiet_until": "quiet_hours",
    "digest_time": "reminder_time",
    "practice_time": "practice_time",
}
"""Which setting a column is part of, where its name is another."""


def show_put_back(desk: Desk, columns: Sequence[str]) -> list[Message]:
    """Say how the settings are that were taken back, by the columns that hold them."""
    person = people.get_person(desk.session, desk.viewer.person_id)
    hours = hours_of(person, desk.company_hours or desk.hours)
    text = desk.say(
        "taken_back_setting",
        keys=[_COLUMNS.get(each, each) for each in columns],
        language=_language(desk, person),
        **_facts(desk, hours, person),
    )
    return [Message(text, (settings_row(desk),), in_place=True)]


def settings_row(desk: Desk) -> tuple[Button, ...]:
    """The button that shows them, for the row of another message."""
    return (Button(desk.label("buttons.settings"), "prefs"),)


def hours_facts(desk: Desk) -> Mapping[str, object]:
    """Return what can be said of the hours of whoever sits at a desk."""
    return _facts(desk, desk.hours)


def _press_key(desk: Desk, rest: str) -> list[Message]:
    key = next((each for each in KEYS if each == rest), None)
    if key is None:
        return gone(desk)
    desk.dialog.last = Understood("settings", "do", Slots(key=key))
    return _ask(desk, key)


def _press_value(desk: Desk, rest: str) -> list[Message]:
    """Set what a button says: ``set:<key>:<value>``."""
    wanted, _, value = rest.partition(":")
    key = next((each for each in KEYS if each == wanted), None)
    return _set(desk, key, value) if key is not None and value else gone(desk)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "prefs": show_all,
    "pref": _press_key,
    "set": _press_value,
}


def _ask(
    desk: Desk, key: Key, *, unknown: str | None = None, why: str | None = None
) -> list[Message]:
    """Offer values to tap for one setting, the one there is now marked; typing is as good."""
    person = people.get_person(desk.session, desk.viewer.person_id)
    facts = _facts(desk, desk.hours, person)
    text = desk.say("setting_ask", key=key, unknown=unknown, why=why, **facts)
    now = _CURRENT[key](desk)
    buttons = [
        Button(f"✓ {label}" if value == now else label, f"set:{key}:{value}")
        for value, label in _OFFERED[key](desk)
    ]
    rows = (*_in_pairs(buttons), settings_row(desk))
    return [Message(text, rows, in_place=desk.glance.pressed)]


def _set(desk: Desk, key: Key, value: str) -> list[Message]:
    """Write one setting and say how things are now; no working day at all is refused."""
    values = _READ[key](desk, value)
    if values is None:
        return _ask(desk, key, why=_WHY_NOT.get(key))
    person = people.get_person(desk.session, desk.viewer.person_id)
    changed = any(getattr(person, name) != wanted for name, wanted in values.items())
    deed_id = None
    if changed:
        deed_id = people.change_settings(
            desk.session, desk.viewer, person.id, now=desk.now, **values
        )
        person = people.get_person(desk.session, person.id)
    if key == "language":
        desk = desk.speaking(_language(desk, person))
    row = (*(undo_row(desk, deed_id)[0] if deed_id else ()), *settings_row(desk))
    hours = hours_of(person, desk.company_hours or desk.hours)
    facts = _facts(desk, hours, person)
    text = desk.say("setting_done", key=key, language=_language(desk, person), **facts)
    return [Message(text, (row,), in_place=desk.glance.pressed)]


def _facts(desk: Desk, hours: Hours, person: Person | None = None) -> dict[str, object]:
    now = desk.now.astimezone(hours.zone)
    morning = next_morning(hours, now)
    return {
        "zone": name_zone(hours.zone, desk.voice.language),
        "time": f"{now:%H:%M}",
        "days": _runs(hours.days),
        "quiet": _kept(hours) if hours.quiet_from != hours.quiet_until else None,
        "digest_at": f"{hours.digest_at:%H:%M}",
        "morning_on": morning.date(),
        "morning_at": f"{morning:%H:%M}",
        "practice_at": person.practice_time if person else None,
    }


def _language(desk: Desk, person: Person | None = None) -> Language | None:
    """The language somebody has set; None is what they speak."""
    person = person or people.get_person(desk.session, desk.viewer.person_id)
    return next((each for each in LANGUAGES if each == person.language), None)


def _runs(days: frozenset[int]) -> list[tuple[int, int]]:
    """Weekdays as runs, which may pass Sunday: Monday to Friday is one, from 1 to 5.

    >>> _runs(frozenset({1, 2, 3, 5})), _runs(frozenset({7, 1, 2, 3, 4}))
    ([(1, 3), (5, 5)], [(7, 4)])
    """
    if days == EVERY_DAY:
        return [(1, 7)]
    first = [day for day in sorted(days) if (day - 2) % 7 + 1 not in days]
    last = [day for day in sorted(days) if day % 7 + 1 not in days]
    turned = last[1:] + last[:1] if last[0] < first[0] else last
    return list(zip(first, turned, strict=True))


def _in_pairs(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def _kept(hours: Hours) -> str:
    return f"{hours.quiet_from:%H:%M}-{hours.quiet_until:%H:%M}"


_Read = Callable[[Desk, str], Values | None]


def _read_language(_desk: Desk, value: str) -> Values | None:
    return {"language": value} if value in LANGUAGES else None


def _read_zone(_desk: Desk, value: str) -> Values | None:
    return {"timezone": value}


def _read_week(desk: Desk, value: str) -> Values | None:
    """Read a whole week, or days more or less than now; None when no day is left."""
    sign, digits = value[:1], value.lstrip("+-")
    if not digits.isdecimal() or not read_days(digits) <= EVERY_DAY:
        return None
    said = read_days(digits)
    days = {"+": desk.hours.days | said, "-": desk.hours.days - said}.get(sign, said)
    return {"working_days": "".join(map(str, sorted(days)))} if days else None


def _read_quiet(desk: Desk, value: str) -> Values | None:
    """Read from when to when; half of it leaves the other half as it is, or as usual if none is."""
    if value == OFF:
        return {"quiet_from": "00:00", "quiet_until": "00:00"}
    begins, _, ends = value.partition("-")
    now = desk.hours if desk.hours.quiet_from != desk.hours.quiet_until else desk.company_hours
    usual = now or desk.hours
    return {
        "quiet_from": begins or f"{usual.quiet_from:%H:%M}",
        "quiet_until": ends or f"{usual.quiet_until:%H:%M}",
    }


def _read_morning(_desk: Desk, value: str) -> Values | None:
    """Read the hour; the list can be moved and cannot be stopped."""
    return None if value == OFF else {"digest_time": value}


_WHY_NOT: Mapping[Key, str] = {
    "working_days": "no_days",
    "reminder_time": "no_stop",
    "practice_time": "quiet",
}


_READ: Mapping[Key, _Read] = {
    "language": _read_language,
    "timezone": _read_zone,
    "working_days": _read_week,
    "quiet_hours": _read_quiet,
    "reminder_time": _read_morning,
    "practice_time": practice_time.read,
}

_CURRENT: Mapping[Key, Callable[[Desk], str | None]] = {
    "language": _language,
    "timezone": lambda desk: desk.hours.zone.key,
    "working_days": lambda desk: "".join(map(str, sorted(desk.hours.days))),
    "quiet_hours": lambda desk: (
        OFF if desk.hours.quiet_from == desk.hours.quiet_until else _kept(desk.hours)
    ),
    "reminder_time": lambda desk: f"{desk.hours.digest_at:%H:%M}",
    "practice_time": practice_time.find_current,
}


def _offer_zones(desk: Desk) -> list[tuple[str, str]]:
    """The person's zone, the company's, and a few cities, each with the time it is there."""
    company = (desk.company_hours or desk.hours).zone.key
    zones = dict.fromkeys((desk.hours.zone.key, company, *_CITIES, *_CITIES_TOO))
    shown = [ZoneInfo(zone) for zone in list(zones)[:_ZONES_SHOWN]]
    language = desk.voice.language
    return [
        (zone.key, f"{name_zone(zone, language)} {desk.now.astimezone(zone):%H:%M}")
        for zone in shown
    ]


def _offer_weeks(desk: Desk) -> list[tuple[str, str]]:
    return [("".join(sorted(week)), desk.label(f"weeks.w{week}")) for week in _WEEKS]


_OFFERED: Mapping[Key, Callable[[Desk], list[tuple[str, str]]]] = {
    "language": lambda _desk: [("zh", "中文"), ("en", "English")],
    "timezone": _offer_zones,
    "working_days": _offer_weeks,
    "quiet_hours": lambda desk: [
        (each, desk.label("settings.no_quiet") if each == OFF else each.replace("-", "–"))
        for each in _QUIET
    ],
    "reminder_time": lambda _desk: [(each, each) for each in _MORNINGS],
    "practice_time": practice_time.list_offered,
}
