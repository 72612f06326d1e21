"""Ids for what has none: a playbook's author writes lines, and names for them are made from words.

Ids are permanent, so one that is there is never changed. What is added is put into the text as it
stands: comments, quotation marks and blank lines are the author's.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.coaching.plain_parts import Named, list_all, mapping, word
from bot.coaching.playbook import END
from bot.coaching.problems import part_of
from crm.policy.contradictions import Path
from crm.policy.document import Document, read_document
from crm.policy.unreadable import Place

LONGEST = 36
"""Characters of an id that is made, so that a number may follow."""

MOST_WORDS = 3
"""Words of what is said that an id is made of, besides the id of what it belongs to."""

_NAMING = ("scene", "objection", "situation")
_WORD = re.compile(r"[a-z0-9]+")
_WHOLE = re.compile(r"[a-z][a-z0-9_]+")
_PLACELESS = re.compile(r"[^a-z0-9]+")
_BRACES = re.compile(r"\{\{.*?\}\}")
_NOTHING = re.compile(r"^ *(?:\"\"|''|~|null)")
_FILLERS = {
    *("a", "an", "and", "are", "at", "be", "do", "for", "i", "in", "is", "it", "its", "of", "on"),
    *("or", "so", "that", "the", "this", "to", "up", "we", "with", "you", "your"),
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A part without an id of its own, where it is, and the id that it could have.

    ``taken_by`` is what has its id already; None where there is none at all.
    """

    path: Path
    place: Place
    new_id: str
    taken_by: str | None

    @property
    def part(self) -> str:
        """What it is, as people say it."""
        return part_of(self.path)

    @property
    def what(self) -> str:
        """What is lacking, in one sentence."""
        found = "no id" if self.taken_by is None else f"the id of {self.taken_by}"
        return f"{self.part} has {found}. It could be {self.new_id}."


def list_lacking(text: str) -> list[Lacking]:
    """Return the parts of a playbook's text that need an id of their own.

    Of two with one id it is the later that needs another.
    """
    document = read_document(text)
    return list(_lacking(document)) if document.is_whole else []


def add_ids(text: str) -> str:
    """Return the text with an id for each part that lacks one; nothing else in it is touched."""
    document = read_document(text)
    lines = text.split("\n")
    for lacking in reversed(list(_lacking(document)) if document.is_whole else []):
        if lacking.taken_by is None:
            _insert(lines, document, lacking)
        else:
            _replace(lines, document.place((*lacking.path, "id")), lacking.new_id)
    return "\n".join(lines)


def _lacking(document: Document) -> Iterator[Lacking]:
    parts = [each for each in list_all(document.data) if isinstance(each.part, dict)]
    taken = {each.id for each in parts if each.id}
    owners: dict[str, Path] = {}
    ids: dict[Path, str] = {}
    for each in parts:
        own = each.id or ""
        if each.part.get("id") and own not in owners:
            owners[own], ids[each.path] = each.path, own
            continue
        ids[each.path] = _make(each, ids.get(each.path[:-2], ""), taken)
        taken.add(ids[each.path])
        owner = owners.get(own)
        place = document.place((*each.path, "id") if owner else each.path)
        yield Lacking(each.path, place, ids[each.path], part_of(owner) if owner else None)


def _make(each: Named, owner: str, taken: Collection[str | None]) -> str:
    """Return a new id: that of what it belongs to, and the first telling words of the English."""
    part = mapping(each.part)
    said = part.get("say")
    english = said if isinstance(said, str) else word(said, "en") or ""
    first = owner or next(filter(None, (word(part, key) for key in _NAMING)), "")
    found = _WORD.findall(_plain(english))
    telling = [each for each in found if each not in {*_FILLERS, first}] or found
    made = _PLACELESS.sub("_", first.casefold()).strip("_")
    for each_word in telling[:MOST_WORDS]:
        longer = f"{made}_{each_word}".strip("_")
        made = longer if len(longer) <= LONGEST else made
    return _free(made if _WHOLE.fullmatch(made) else f"line_{made}"[:LONGEST].rstrip("_"), taken)


def _plain(english: str) -> str:
    return _BRACES.sub(" ", english.casefold()).replace("'", "").replace("\u2019", "")


def _free(made: str, taken: Collection[str | None]) -> str:
    number = 1
    free = made
    while free in taken or free == END:
        number += 1
        free = f"{made}_{number}"
    return free


def _insert(lines: list[str], document: Document, lacking: Lacking) -> None:
    """Put ``id: …`` in front of a part's first key, in the way that part is written."""
    line, column = document.place(lacking.path)
    if (*lacking.path, "id") in document.keys:  # The key is there, and nothing behind it.
        _fill(lines, document.keys[*lacking.path, "id"], lacking.new_id)
    elif lines[line - 1][column - 1 : column] == "{":
        _write(lines, line, column + 1, f"id: {lacking.new_id}, ")
    else:
        indent = " " * (column - 1)
        rest = lines[line - 1][column - 1 :]
        before = lines[line - 1][: column - 1]
        lines[line - 1 : line] = [f"{before}id: {lacking.new_id}", f"{indent}{rest}"]


def _fill(lines: list[str], key: Place, new_id: str) -> None:
    written = lines[key[0] - 1]
    colon = written.index(":", key[1] - 1) + 1
    rest = _NOTHING.sub("", written[colon:], count=1)
    lines[key[0] - 1] = f"{written[:colon]} {new_id}{rest}"


def _write(lines: list[str], line: int, column: int, text: str) -> None:
    written = lines[line - 1]
    lines[line - 1] = f"{written[: column - 1]}{text}{written[column - 1 :]}"


def _replace(lines: list[str], place: Place, new_id: str) -> None:
    """Write another id in the place of one; its quotation marks stay."""
    written = lines[place[0] - 1]
    before, rest = written[: place[1] - 1], written[place[1] - 1 :]
    lines[place[0] - 1] = before + re.sub(r"[A-Za-z0-9_-]+", new_id, rest, count=1)
