"""Second thoughts about a reading, before it is judged what the message asks for.

A name that is only similar, a trade nobody is in: alone they mean nothing. An unknown word behind
"in" is a place where nobody is.
"""

from dataclasses import replace

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal
from bot.understanding.places import Place
from bot.understanding.reading import Reading
from crm.names.folding import is_han
from crm.names.match import ENOUGH, NOBODY, SURE

ABOUT_CUSTOMERS = frozenset({"@named", "@tier", "tier_word", "card", "graded", "customer", "gap"})
"""What shows that unknown words name a customer."""


def without_doubtful(reading: Reading) -> Reading:
    """A name that is only similar doesn't count in a message about something else."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    elsewhere = "elsewhere" in concepts and reading.customer.score < SURE
    alone = reading.customer.score < ENOUGH and reading.unknown and not concepts & ABOUT_CUSTOMERS
    if not elsewhere and not alone:
        return reading
    kept = tuple(mark for mark in reading.marks if "@customer" not in mark.means)
    return replace(reading, marks=kept, customer=NOBODY)


def with_unknown_place(normal: Normal, reading: Reading) -> Reading:
    """Customers "in" an unknown word: it is a place where nobody is, not a word to pass over."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    if len(reading.unknown) != 1 or "@place" in concepts:
        return reading
    if not concepts & {"customer", "overdue", "never", "@tier"}:
        return reading
    start, end = reading.unknown[0]
    if end - start < 2:
        return reading
    first, last = normal.folded.origin(start, end)
    before, after = normal.plain[:first].rstrip(), normal.plain[last:].lstrip()
    han = is_han(normal.folded.text[start])
    said = before.endswith((" in", " from", " at", "在"))
    if not said and not (han and after.startswith(("那边", "那里", "有客"))):
        return reading
    name = normal.original[first:last].strip()
    place = Place("city", (name,), name, name, known=False)
    marks = (*reading.marks, Mark(start, end, ("@place",), value=place))
    return replace(reading, marks=marks, unknown=(), named=())


def without_unheard_trade(reading: Reading) -> Reading:
    """A trade nobody in the books is in means something only beside a customer or a place."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    if "@industry" not in concepts or concepts & {"customer", "@place", "@tier"}:
        return reading
    strange = [
        mark
        for mark in reading.marks
        if isinstance(mark.value, Place) and not mark.value.known and "@industry" in mark.means
    ]
    kept = tuple(mark for mark in reading.marks if mark not in strange)
    unknown = (*reading.unknown, *((mark.start, mark.end) for mark in strange))
    return replace(reading, marks=kept, unknown=tuple(sorted(unknown)))
