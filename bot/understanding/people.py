"""Whose customers? People of the company as others call them: in full, by one name, 老李."""

import re
from collections.abc import Iterable, Iterator

import ahocorasick

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal
from crm.entities import Person
from crm.names.folding import Folded, fold, is_han, squeeze

_FAMILIAR = re.compile(r"[老小阿](\w)|(\w)(?:哥|姐|总|经理|工|主管)")


class People:
    """Everyone who works here, by what they are called."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        everyone = tuple(people)
        called: dict[str, tuple[Folded, Person]] = {}
        for way, person in _ways_to_call(everyone):
            folded = fold(way)
            called[folded.text] = (folded, person)
        self._called = ahocorasick.Automaton()
        for name, found in called.items():
            self._called.add_word(name, found)
        self._called.make_automaton()
        self._squeezed = [(squeeze(person.name), person) for person in everyone]

    def list_marks(self, normal: Normal) -> list[Mark]:
        """Return where people are named. A part of a name counts where only one person has it.

        Blanks may be left out but not added: nobody called Ana is meant by ``an A``.
        """
        marks = []
        for last, (own, person) in self._list_called(normal.folded.text):
            length = len(own.text)
            start, end = last + 1 - length, last + 1
            inside = range(1, length)
            parted = any(normal.folded.edges[start + i] and not own.edges[i] for i in inside)
            end += _is_owner(normal, start, end)
            if normal.folded.whole(start, end) and not parted:
                marks.append(Mark(start, end, ("@person",), 3, person))
        for found in _FAMILIAR.finditer(normal.plain):
            surname = found[1] or found[2]
            fitting = [person for name, person in self._squeezed if name.startswith(surname)]
            if len(fitting) == 1 and is_han(surname):
                span = normal.folded_span(*found.span())
                marks.append(Mark(*span, ("@person",), 3, fitting[0]))
        return marks

    def _list_called(self, text: str) -> Iterable[tuple[int, tuple[Folded, Person]]]:
        """Yield where a way to call somebody ends; an automaton of no words cannot be asked."""
        return self._called.iter(text) if len(self._called) else ()


def _is_owner(normal: Normal, start: int, end: int) -> bool:
    """Whether the s of an owner ends a name without its apostrophe: ``sofias customers``."""
    said = normal.folded.text[start : end + 1]
    latin = said.isascii() and len(said) > _SHORTEST_OWNER
    return latin and said.endswith("s") and not normal.folded.edges[end]


_SHORTEST_OWNER = 4


def _ways_to_call(people: tuple[Person, ...]) -> Iterator[tuple[str, Person]]:
    parts: dict[str, set[int]] = {}
    for person in people:
        for part in {squeeze(word) for word in person.name.split()}:
            parts.setdefault(part, set()).add(person.id)
    for person in people:
        for word in person.name.split():
            part = squeeze(word)
            if len(part) >= 3 and len(parts[part]) == 1:
                yield word, person
    full: dict[str, list[Person]] = {}
    for person in people:
        full.setdefault(squeeze(person.name), []).append(person)
    for name, namesakes in full.items():
        if len(namesakes) == 1 and len(name) > 1:
            yield namesakes[0].name, namesakes[0]
