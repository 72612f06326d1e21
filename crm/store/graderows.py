"""A grading as rows and an overview as JSON, there and back."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from sqlalchemy import RowMapping

from crm.grading.figures import Floats, Grade, Line, Measured, Overview, Totals
from crm.grading.grade import Grading
from crm.policy import INDICATORS, Indicator, Policy

COLUMNS = (
    "grading_id",
    "customer_id",
    "value",
    "all_time_value",
    "costed_value",
    "profit",
    "credit",
    *(f"{name}_points" for name in INDICATORS),
    *(f"{name}_weight" for name in INDICATORS),
    "score",
    "code_order",
    "rank",
    "suggested",
    "tier",
    "capped",
    "ruled",
    "held_by",
)
"""The columns of ``grades`` in the order of the rows written."""

_STRETCH = 10_000


def grade_rows(grading: Grading, grading_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield what ``grades`` keeps of every customer."""
    figures, names = grading.facts.figures, grading.policy.tier_names
    nothing = np.full(len(figures), np.nan)
    indicators = [
        column.get(name, nothing)
        for column in (grading.points, grading.weights)
        for name in INDICATORS
    ]
    for begin in range(0, len(figures), _STRETCH):
        part = slice(begin, begin + _STRETCH)
        yield from zip(
            [grading_id] * len(figures.ids[part]),
            figures.ids[part].tolist(),
            figures.value[part].tolist(),
            figures.all_time[part].tolist(),
            _whole(figures.costed[part]),
            _whole(figures.profit[part]),
            _known(figures.credit[part]),
            *(_known(column[part]) for column in indicators),
            grading.score[part].tolist(),
            figures.code_order[part].tolist(),
            grading.rank[part].tolist(),
            [names[number] for number in grading.suggested[part].tolist()],
            [names[number] for number in grading.tier[part].tolist()],
            grading.capped[part].tolist(),
            *_held(grading, begin, len(figures.ids[part])),
            strict=True,
        )


def _held(grading: Grading, begin: int, count: int) -> tuple[list[str | None], list[str | None]]:
    """Return the columns ``ruled`` and ``held_by``, empty but for the few that are held."""
    ruled: list[str | None] = [None] * count
    held_by: list[str | None] = [None] * count
    for place, by in grading.held.items():
        if begin <= place < begin + count:
            held_by[place - begin] = by
            if grading.ruled[place] != grading.tier[place]:
                ruled[place - begin] = grading.policy.tier_names[grading.ruled[place]]
    return ruled, held_by


def read_grade(row: RowMapping, policy: Policy) -> Grade:
    """Return the grade that a row of ``grades`` keeps, with the customer's code and name."""
    raw: Mapping[Indicator, Decimal | float | None] = {
        "credit": row["credit"],
        "value": row["value"],
        "profit": row["profit"],
    }
    return Grade(
        customer_id=row["customer_id"],
        code=row["code"],
        name=row["name"],
        value=row["value"],
        all_time_value=row["all_time_value"],
        costed_value=row["costed_value"],
        profit=row["profit"],
        credit=row["credit"],
        indicators=tuple(
            Measured(name, raw[name], row[f"{name}_points"], row[f"{name}_weight"])
            for name in INDICATORS
            if name in policy.grading.indicators
        ),
        score=row["score"],
        rank=row["rank"],
        suggested=row["suggested"],
        ruled=row["ruled"] or row["tier"],
        tier=row["tier"],
        capped=row["capped"],
        held_by=row["held_by"],
    )


def write_overview(overview: Overview) -> dict[str, Any]:
    """Return an overview as JSON, but for the date and the policy, which have their columns."""
    kept = asdict(overview)
    del kept["as_of_on"], kept["policy"]
    return {name: _plain(value) for name, value in kept.items()}


def read_overview(kept: Mapping[str, Any], as_of_on: date, policy: Policy) -> Overview:
    """Return the overview that was written."""
    lines = (
        Line(**{**line, "value": None if line["value"] is None else Decimal(line["value"])})
        for line in kept["lines"]
    )
    totals: dict[str, Any] = {
        name: Decimal(value) if isinstance(value, str) else value
        for name, value in kept["totals"].items()
    }
    return Overview(
        as_of_on=as_of_on,
        policy=policy,
        population=kept["population"],
        new=kept["new"],
        capped=kept["capped"],
        dropped=tuple(kept["dropped"]),
        lines=tuple(lines),
        totals=Totals(**totals),
        from_invoices=kept["from_invoices"],
        held=kept.get("held", {}),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def _known(column: Floats) -> list[float | None]:
    return [None if figure != figure else figure for figure in column.tolist()]  # noqa: PLR0124 - NaN


def _whole(column: Floats) -> list[int | None]:
    return [None if figure is None else int(figure) for figure in _known(column)]
