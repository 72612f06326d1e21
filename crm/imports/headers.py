"""Whose column is this? The kind of a file and which column holds which field.

Captions decide first, in English and Chinese; where they say too little, what the cells look
like may. Nobody is left to wonder: what was found, what was ignored and what is missing are all
in the Mapping or in the error.
"""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from crm.errors import BadFile, Problem
from crm.imports.captions import (
    MAYBE,
    MAYBE_TAIL,
    SURE,
    SURE_TAIL,
    caption_forms,
    fold_caption,
    vocabulary,
)
from crm.imports.fields import FIELDS, NEEDS, Form, Kind, missing
from crm.imports.formats import looks_like_dates, looks_like_flags, looks_like_numbers
from crm.imports.readers import Source

CONFIDENT = 0.6
LOOKED_AT = 200

_BRACKETS = str.maketrans("()[]", "    ")

# A field that only one kind of file has tells more than a name or a date, which all have.
_TELLING: MappingType[Kind, MappingType[str, float]] = {
    Kind.PEOPLE: {"manager": 4, "name": 1},
    Kind.CUSTOMERS: {"name": 2, "contact_name": 2, "address": 1, "alias": 2, "industry": 1},
    Kind.ORDERS: {"quantity": 3, "price": 3, "product": 2, "number": 1, "ordered_on": 1},
    Kind.INVOICES: {"due_on": 3, "paid_on": 4, "delay_reason": 4, "number": 1, "issued_on": 1},
    Kind.VISITS: {"visited_on": 3, "kind": 1, "note": 1, "person": 1},
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a file was taken for: the kind, the column of each field, and why."""

    kind: Kind
    columns: MappingType[str, int]
    captions: tuple[str, ...]
    confidence: float
    reasons: tuple[str, ...] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The captions that no field took."""
        used = set(self.columns.values())
        return tuple(c for i, c in enumerate(self.captions) if c and i not in used)

    def caption(self, field: str) -> str:
        """Return the caption of the column that holds a field."""
        return self.captions[self.columns[field]]


@dataclass(frozen=True, slots=True)
class _Guess:
    kind: Kind
    columns: dict[str, int]
    score: float
    reasons: tuple[str, ...]
    sure: bool

    @property
    def missing(self) -> list[str]:
        return missing(self.kind, frozenset(self.columns))


def recognise(
    source: Source, kind: Kind | None = None, wishes: MappingType[str, str] | None = None
) -> Mapping:
    """Decide what a file holds. ``wishes`` are captions with the field (or '') a person gave them.

    Raises BadFile when no kind fits, naming what was found and how to say it with --map.
    """
    chosen = _chosen_columns(source, wishes or {})
    guesses = [_guess(source, each, chosen) for each in ([kind] if kind else list(Kind))]
    fitting = [guess for guess in guesses if not guess.missing and (guess.sure or kind)]
    other = None if kind else _other_kind(source, chosen)
    if other or not fitting:
        raise BadFile([_unknown(source, guesses, other, kind)])
    fitting.sort(key=lambda guess: -guess.score)
    best = fitting[0]
    rival = fitting[1].score if len(fitting) > 1 else 0.0
    confidence = 1.0 if kind else best.score / (best.score + rival)
    return Mapping(best.kind, best.columns, source.captions, confidence, best.reasons)


def _chosen_columns(source: Source, wishes: MappingType[str, str]) -> dict[int, str]:
    folded = {fold_caption(caption): field for caption, field in wishes.items()}
    return {
        column: folded[fold_caption(caption)]
        for column, caption in enumerate(source.captions)
        if fold_caption(caption) in folded
    }


def _guess(source: Source, kind: Kind, chosen: MappingType[int, str]) -> _Guess:
    wished = {field: column for column, field in chosen.items() if field in FIELDS[kind]}
    claims = sorted(
        _doubt(claim, kind, source)
        for column, caption in enumerate(source.captions)
        if column not in chosen
        for claim in _claims(kind, column, caption)
    )
    columns, strengths = dict(wished), dict.fromkeys(wished, SURE)
    reasons: list[str] = []
    for weakness, _, column, field in claims:
        if field in columns or column in columns.values():
            continue
        if weakness > 0 and (not _is_needed(kind, field) or _holds_flags(source, column)):
            reasons.append(f"{source.captions[column]!r} is not {field}: its cells say otherwise")
            continue
        columns[field], strengths[field] = column, abs(weakness)
    reasons += _guess_by_values(source, kind, columns, set(chosen))
    telling = _TELLING[kind]
    explained = len(columns) / max(1, sum(bool(caption) for caption in source.captions))
    score = explained * sum(s * (1 + telling.get(f, 0)) for f, s in strengths.items())
    sure = bool(wished) or _is_sure(kind, strengths)
    return _Guess(kind, columns, score, tuple(reasons), sure)


def _claims(kind: Kind, column: int, caption: str) -> list[tuple[float, int, int, str]]:
    """Return the fields a caption may name: how weakly, how far down the list, column, field."""
    full, tail = caption_forms(caption)
    words = vocabulary()
    found = []
    for strength, text, known in (
        (SURE, full, words.sure[kind]),
        (SURE_TAIL, tail, words.sure[kind]),
        (MAYBE, full, words.maybe[kind]),
        (MAYBE_TAIL, tail, words.maybe[kind]),
    ):
        if text and text in known:
            field, place = known[text]
            found.append((-strength, place, column, field))
    return found


def _doubt(
    claim: tuple[float, int, int, str], kind: Kind, source: Source
) -> tuple[float, int, int, str]:
    """Put a claim to a date last if the cells of its column hold something else.

    So too a claim of a column of yes and no, which says what a row is and not whose.
    """
    weakness, place, column, field = claim
    if FIELDS[kind][field].form not in {Form.PAST, Form.DUE}:
        return (-weakness, place, column, field) if _holds_flags(source, column) else claim
    cells = [row[column] for row in source.sample[:LOOKED_AT]]
    if not any(cell.strip() for cell in cells) or looks_like_dates(cells, share=0.5):
        return claim
    return -weakness, place, column, field


def _holds_flags(source: Source, column: int) -> bool:
    return looks_like_flags([row[column] for row in source.sample[:LOOKED_AT]])


def _is_needed(kind: Kind, field: str) -> bool:
    return any(field in alternative for group in NEEDS[kind] for alternative in group)


def _is_sure(kind: Kind, strengths: MappingType[str, float]) -> bool:
    """Say whether something in the header speaks for this kind and not only for any table."""
    sure = {field for field, strength in strengths.items() if strength >= SURE_TAIL}
    if kind is Kind.PEOPLE:
        return bool(sure & {"name", "code", "manager", "first_name"})
    if kind is Kind.CUSTOMERS:
        return bool(sure & {"name", "code", "alias"}) or (
            {"name", "alias"} <= strengths.keys() or {"name", "address"} <= strengths.keys()
        )
    if kind is Kind.ORDERS:
        numbers = {"quantity", "price", "product", "total", "amount"} & strengths.keys()
        return len(numbers) > 0
    if kind is Kind.INVOICES:
        return bool(sure & {"number", "issued_on", "due_on", "paid_on", "amount"})
    return bool(sure & {"visited_on", "kind", "note", "person"})


def _guess_by_values(
    source: Source, kind: Kind, columns: dict[str, int], chosen: set[int]
) -> list[str]:
    """Give a needed date or amount the only unnamed column whose cells look like it."""
    date_field = next((f for f, x in FIELDS[kind].items() if x.form is Form.PAST), None)
    amount_field = "amount" if "amount" in FIELDS[kind] else None
    reasons: list[str] = []
    for field, looks in ((date_field, looks_like_dates), (amount_field, looks_like_numbers)):
        lacking = " ".join(missing(kind, frozenset(columns)))
        if field is None or field not in lacking:
            continue
        free = set(range(len(source.captions))) - set(columns.values()) - chosen
        fitting = [c for c in sorted(free) if looks([row[c] for row in source.sample[:LOOKED_AT]])]
        if len(fitting) == 1:
            columns[field] = fitting[0]
            reasons.append(f"{source.captions[fitting[0]]!r} is {field} by what its cells hold")
    return reasons


def _other_kind(source: Source, chosen: MappingType[int, str]) -> str | None:
    if chosen:
        return None
    keys = enumerate(source.header.keys[: len(source.captions)])
    for column, caption in [*enumerate(source.captions), *keys]:
        if _holds_flags(source, column):
            continue
        opened = fold_caption(caption.translate(_BRACKETS))
        for form in (opened, *caption_forms(caption)):
            if form and form in vocabulary().other:
                return f"{caption!r} says that its rows are {vocabulary().other[form]}"
    return None


def _unknown(
    source: Source, guesses: list[_Guess], other: str | None, kind: Kind | None
) -> Problem:
    shown = ", ".join(caption or "(no caption)" for caption in source.captions[:12])
    shown += " …" if len(source.captions) > 12 else ""
    best = max(guesses, key=lambda guess: (guess.score, -len(guess.missing)))
    if other:
        what = f"cannot be used: {other}."
    elif kind and best.missing:
        what = f"is to be read as {kind}, but no column for {', '.join(best.missing)} is found."
    elif best.score and best.missing:
        what = f"looks most like {best.kind}, but no column for {', '.join(best.missing)} is found."
    else:
        what = "has a header nobody here knows."
    fields = ", ".join(FIELDS[best.kind])
    caption = next((c for c in source.captions if 0 < len(c) <= 40 and "<" not in c), "Caption")
    advice = (
        f"Its captions are: {shown}. Say which column is which, for example "
        f"--kind {best.kind} --map '{caption}={next(iter(FIELDS[best.kind]))}'. "
        f"Fields of {best.kind}: {fields}."
    )
    return Problem(source.name, what, advice)
