"""Customers of one report counted instead of named again: "saw A, B and C; nobody in at the last".

前两家, "the last two", 其他几家 stand for names of the list before them, and are read as those
names. Where words leave open which of the list are meant (一家没人，一家见到了), nobody can know,
and the report has to be told with names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.normalise import Normal, normalise
from crm.names import Index
from crm.names.match import list_certain

_NUMBERS = {
    **{sign: n for n, sign in enumerate("一二三四五六七八九十", 1)},
    "两": 2,
    "俩": 2,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    **{str(n): n for n in range(1, 11)},
}
_PLACES = {
    word: place
    for place, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th"), 1
    )
    for word in words.split()
}
_ZH = "[一二两俩三四五六七八九十2-9]"
_EN = "two|three|four|five|six|seven|[2-7]"
_UNIT = "(?:家|个)(?:客户)?"
_GROUP = re.compile(
    rf"(?:前面?|头|开头)(?P<first_zh>{_ZH}){_UNIT}"
    rf"|(?:最后|后面?|末)(?P<last_zh>{_ZH}){_UNIT}"
    rf"|(?P<only_last_zh>最后(?:那?一)?{_UNIT}|后一{_UNIT})"
    rf"|(?P<only_first_zh>前一{_UNIT}|头一{_UNIT})"
    rf"|第(?P<place_zh>[一二三四五六七八九十]){_UNIT}(?!店|分|工厂)"
    rf"|(?P<others_zh>(?:其他|其它|其余|剩下|别的|剩余|余下)的?(?:(?:那?几|{_ZH}|一|那){_UNIT})?"
    rf"|另外?(?:一|几|{_ZH}){_UNIT})(?=[都也全见没不去在均，,]|$)"
    rf"|\b(?:the )?first (?P<first_en>{_EN})\b|\b(?:the )?last (?P<last_en>{_EN})\b"
    r"|\bthe (?P<place_en>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th)(?: one)?"
    r"(?= (?:was|wasn|had|has|not|nobody|no one|said|wants|closed|met)\b)"
    r"|(?P<only_last_en>\bthe last(?: one)?"
    r"(?= (?:was|wasn|had|not|nobody|no one|said|wants|closed)))"
    rf"|(?P<others_en>\bthe (?:others?|rest|other (?:one|ones|{_EN}))\b)",
    re.IGNORECASE,
)
_FATE = (
    r"(?:都|也|全)?(?:没人|没在|不在|没见|没碰|没开|没遇|关门|关着|冇人"
    r"|见到|见了|见着|碰到|谈了|在家|有人)"
)
_FATE_EN = (
    r"(?:was |were |wasn't |weren't |had )?(?:nobody|no one|not |closed|empty|out\b|away|met)"
)
_OPEN = re.compile(
    rf"(?<![前后头最末第另0-9])(?:其中|有)?(?P<zh>[一二两三四五六]){_UNIT}{_FATE}"
    rf"|\b(?P<en>one|two|three|four)(?: of (?:them|those))?,? {_FATE_EN}",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s*(?:[、,，/&＆+;；]|\band\b|和|跟|与|及|以及|还有|\s)\s*", re.IGNORECASE)
_ONLY_MARKS = re.compile(rf"(?:{_MARKS.pattern})*", re.IGNORECASE)
_BEFORE_LIST = re.compile(r"[、/&＆+,，]\s*$")


@dataclass(frozen=True, slots=True)
class Grouped:
    """A message in which every group is named; ``unclear`` is one nobody can name, as typed."""

    text: str
    unclear: str | None = None


def name_groups(text: str, names: Index) -> Grouped:
    """Return a message with the customers of its own list in the place of groups of them."""
    if _GROUP.search(text) is None and _OPEN.search(text) is None:
        return Grouped(text)
    listed = _find_list(normalise(text), names)
    if listed is None:
        return Grouped(text)
    start, items = listed
    told: set[str] = set()
    parts = [text[:start]]
    rest = start
    for said in _GROUP.finditer(text, start):
        told |= {item for item in items if item in text[rest : said.start()]}
        chosen = _choose(said, items, told)
        if chosen is None:
            return Grouped(text, said.group())
        told |= set(chosen)
        parts += [text[rest : said.start()], _joined(chosen, text)]
        rest = said.end()
    named = "".join([*parts, text[rest:]])
    unclear = next(_list_open(named, start, len(items)), None)
    return Grouped(named, unclear)


def _find_list(normal: Normal, names: Index) -> tuple[int, list[str]] | None:
    """Where the first list of a message ends and what is in it, if all of it is known names.

    A list in which something stands that is no name for sure cannot be counted.
    """
    text = normal.original
    hits = sorted(list_certain(names, normal.folded), key=lambda hit: (hit.start, -hit.end))
    spans: list[tuple[int, int]] = []
    for hit in hits:
        start, end = normal.folded.origin(hit.start, hit.end)
        if not spans:
            spans.append((start, end))
        elif start < spans[-1][1]:
            continue
        elif _ONLY_MARKS.fullmatch(text, spans[-1][1], start) and _is_new(text, spans, start, end):
            spans.append((start, end))
        else:
            break
    if len(spans) < 2 or _BEFORE_LIST.search(text[: spans[0][0]]):
        return None
    return spans[-1][1], [text[start:end] for start, end in spans]


def _is_new(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether something is named for the first time: whoever is named again is spoken of."""
    return all(text[first:last] != text[start:end] for first, last in spans)


def _choose(said: re.Match[str], items: Sequence[str], told: set[str]) -> list[str] | None:
    """Return the items of a list that a group stands for; None where it has not so many."""
    kind, word = next((kind, word) for kind, word in said.groupdict().items() if word)
    if kind.startswith("others"):
        return [item for item in items if item not in told] or None
    if kind.startswith("only"):
        return list(items[-1:] if "last" in kind else items[:1])
    number = _PLACES.get(word.lower()) or _NUMBERS[word.lower()]
    if number > len(items):
        return None
    if kind.startswith("place"):
        return [items[number - 1]]
    return list(items[:number] if kind.startswith("first") else items[-number:])


def _joined(chosen: Sequence[str], text: str) -> str:
    joint = "、" if any("一" <= character <= "鿿" for character in text) else " and "
    return f" {joint.join(chosen)} "


def _list_open(text: str, start: int, listed: int) -> Iterator[str]:
    for said in _OPEN.finditer(text, start):
        if _NUMBERS[(said["zh"] or said["en"]).lower()] < listed:
            yield said.group()
