"""Whose customers? People of the company as others call them: in full, by one name, 老李."""

import re
from collections.abc import Iterable, Iterator

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal
from crm.entities import Person
from crm.names.folding import is_han, squeeze

_FAMILIAR = re.compile(r"[老小阿](\w)|(\w)(?:哥|姐|总|经理|工|主管)")


def list_people(normal: Normal, people: Iterable[Person]) -> list[Mark]:
    """Return where people are named. A part of a name counts where only one person has it."""
    everyone = tuple(people)
    called = dict(_ways_to_call(everyone))
    marks = []
    for name, person in called.items():
        start = normal.folded.text.find(name)
        while start >= 0:
            end = start + len(name)
            if normal.folded.whole(start, end):
                marks.append(Mark(start, end, ("@person",), 3, person))
            start = normal.folded.text.find(name, end)
    for found in _FAMILIAR.finditer(normal.plain):
        surname = found[1] or found[2]
        fitting = [person for person in everyone if squeeze(person.name).startswith(surname)]
        if len(fitting) == 1 and is_han(surname):
            span = normal.folded_span(*found.span())
            marks.append(Mark(*span, ("@person",), 3, fitting[0]))
    return marks


def _ways_to_call(people: tuple[Person, ...]) -> Iterator[tuple[str, Person]]:
    parts: dict[str, set[int]] = {}
    for person in people:
        for part in {squeeze(word) for word in person.name.split()}:
            parts.setdefault(part, set()).add(person.id)
    for person in people:
        for word in person.name.split():
            part = squeeze(word)
            if len(part) >= 3 and len(parts[part]) == 1:
                yield part, person
    full: dict[str, list[Person]] = {}
    for person in people:
        full.setdefault(squeeze(person.name), []).append(person)
    for name, namesakes in full.items():
        if len(namesakes) == 1 and len(name) > 1:
            yield name, namesakes[0]
