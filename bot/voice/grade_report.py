"""A grading as a report: a summary to reconcile, a table to read, rows to compute with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich import box
from rich.table import Table

from bot.voice.plain import as_plain
from bot.voice.rendering import Voice, number
from crm.grading.figures import Grade, HeldBy, Measured, Overview
from crm.grading.grade import Grading
from crm.grading.why import explain

NEW = "new"
MARKS: Mapping[HeldBy, str] = {"hand": "✎", "potential": "◇", "hold": "="}
"""How the table marks a tier that isn't left to the figures; the summary says what they mean."""

FIRST, BESIDE, MOST_LINES = 4, 2, 6

COLUMNS = (
    "customer",
    "name",
    "value",
    "profit",
    "credit",
    "score",
    "rank",
    "suggested",
    "tier",
    "why",
)


def summary(grading: Grading, voice: Voice, last_order_on: date | None) -> str:
    """Return what the grading adds up to: tiers, totals, what is missing."""
    overview = grading.overview
    return voice.say(
        "report",
        o=overview,
        t=overview.totals,
        rules=overview.policy.grading,
        tiers=[_tier_share(grading, name, count) for name, count in overview.tier_counts.items()],
        last_order_on=last_order_on,
        held=[(mark, by, overview.held.get(by, 0)) for by, mark in MARKS.items()],
    )


def _tier_share(grading: Grading, name: str, customers: int) -> dict[str, Any]:
    figures, totals = grading.facts.figures, grading.overview.totals
    members = grading.tier == grading.policy.tier_names.index(name)
    value = Decimal(int(figures.value[members].sum())).scaleb(-4)
    profits = figures.profit[members]
    profit = Decimal(int(profits[profits == profits].sum())).scaleb(-4)  # noqa: PLR0124 - not NaN
    return {
        "name": name,
        "customers": customers,
        "value_share": value / totals.value if totals.value else 0,
        "profit_share": profit / totals.profit if totals.profit > 0 else None,
    }


def telling_ranks(grading: Grading) -> list[int]:
    """Return the ranks that tell most: the first ones, those beside a line, the last."""
    tiers = grading.tier[grading.order]
    lines = [int(place) for place in (tiers[1:] != tiers[:-1]).nonzero()[0] + 1][:MOST_LINES]
    near = (place + step for place in lines for step in range(1 - BESIDE, BESIDE + 1))
    chosen = {*range(1, FIRST + 1), *near, len(tiers)}
    return sorted(rank for rank in chosen if 1 <= rank <= len(tiers))


def table(
    grading: Grading, voice: Voice, *, wide: bool, ranks: Sequence[int] | None = None
) -> Table:
    """Return every customer's line, best first: each indicator's figure, points and share.

    ``×30`` heads the share of the score: points times a weight of 30, by all the weights. The
    narrow table leaves out the points; with ``ranks``, only those are shown, with gaps marked.
    """
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
    made.add_column(_caption(voice, "rank"), justify="right", no_wrap=True)
    made.add_column(_caption(voice, "customer"), overflow="ellipsis", no_wrap=True, max_width=36)
    made.add_column(_caption(voice, "tier"), no_wrap=True)
    made.add_column(_caption(voice, "score"), justify="right", no_wrap=True)
    by_amount = grading.policy.grading.measure == "amount"
    for name in grading.points:
        weight = grading.policy.grading.indicators[name].weight
        heads = [_caption(voice, name)]
        if name == "profit" and by_amount:
            heads.append(_caption(voice, "margin"))
        if wide:
            heads.append(_caption(voice, "points"))
        heads.append(f"×{number(weight)}")
        for head in heads:
            made.add_column(head, justify="right", no_wrap=True)
    shown = range(1, len(grading.order) + 1) if ranks is None else ranks
    for place, rank in enumerate(shown):
        if place and rank != shown[place - 1] + 1:
            made.add_row("⋮")
        grade = grading.row(int(grading.order[rank - 1]))
        cells = [str(grade.rank), grade.name, _marked(grade), f"{grade.score:.2f}"]
        for measured in grade.indicators:
            cells += _cells(measured, grade, wide=wide, margin=by_amount)
        made.add_row(*cells)
    return made


def _marked(grade: Grade) -> str:
    """The tier as applied, that of the arithmetic if it is another, and what holds it."""
    suggested = "" if grade.tier == grade.suggested else f" ({grade.suggested})"
    mark = f" {MARKS[grade.held_by]}" if grade.held_by else ""
    return f"{grade.tier}{suggested}{mark}"


def _cells(measured: Measured, grade: Grade, *, wide: bool, margin: bool) -> list[str]:
    missing = "–"
    raw = missing
    if measured.raw is not None:
        raw = number(measured.raw, 1 if measured.name == "credit" else 2, fixed=True)
    cells = [raw]
    if measured.name == "profit" and margin:
        cells.append(missing if grade.margin is None else f"{100 * grade.margin:.1f}%")
    if wide:
        cells.append(missing if measured.points is None else f"{measured.points:.1f}")
    cells.append(missing if measured.share is None else f"{measured.share:.1f}")
    return cells


def csv_rows(grading: Grading, voice: Voice) -> Iterator[list[str]]:
    """Yield the rows of the CSV report in the order of ``COLUMNS``: plain decimals, "" if missing.

    ``tier`` is what would be applied; new customers come last, without figures, with the tier
    that a person decided for them if there is one.
    """
    for grade in grading.rows():
        yield [
            grade.code or grade.name,
            grade.name,
            _decimal(grade.value),
            _decimal(grade.profit),
            "" if grade.credit is None else _float(grade.credit),
            _float(grade.score),
            str(grade.rank),
            grade.suggested,
            grade.tier,
            why_in_short(grade, grading.overview, voice),
        ]
    for customer in grading.facts.new:
        name = customer.code or customer.name
        why = _caption(voice, "no_order")
        kept = grading.kept_new.get(customer.id)
        if kept is not None:
            why = f"{why}; {_caption(voice, kept.by)}"
        tier = kept.tier if kept else NEW
        yield [name, customer.name, "", "", "", "", "", "", tier, why]


def why_in_short(grade: Grade, overview: Overview, voice: Voice) -> str:
    """Return the reasons for a tier in one line."""
    return as_plain(voice.say("why_short", reasons=explain(grade, overview)))


def as_data(grading: Grading, voice: Voice) -> dict[str, Any]:
    """Return the whole report for programs: every figure, points, weight and share."""
    overview = grading.overview
    totals = {name: getattr(overview.totals, name) for name in overview.totals.__slots__}
    return {
        "as_of": overview.as_of_on.isoformat(),
        "policy": overview.policy.model_dump(mode="json"),
        "population": overview.population,
        "new": [
            {"customer": c.code or c.name, "name": c.name, **_kept_data(grading, c.id)}
            for c in grading.facts.new
        ],
        "tiers": dict(overview.tier_counts),
        "held": dict(overview.held),
        "dropped": list(overview.dropped),
        "totals": {k: float(v) if isinstance(v, Decimal) else v for k, v in totals.items()},
        "customers": [_grade_data(grade, grading, voice) for grade in grading.rows()],
    }


def _kept_data(grading: Grading, customer_id: int) -> dict[str, Any]:
    kept = grading.kept_new.get(customer_id)
    return {"tier": kept.tier if kept else NEW, "held_by": kept.by if kept else None}


def _grade_data(grade: Grade, grading: Grading, voice: Voice) -> dict[str, Any]:
    return {
        "customer": grade.code or grade.name,
        "name": grade.name,
        "rank": grade.rank,
        "score": grade.score,
        "suggested": grade.suggested,
        "tier": grade.tier,
        "ruled": grade.ruled,
        "held_by": grade.held_by,
        "capped": grade.capped,
        "margin": grade.margin,
        "indicators": {
            m.name: {
                "value": None if m.raw is None else float(m.raw),
                "points": m.points,
                "weight": m.weight,
                "share": m.share,
            }
            for m in grade.indicators
        },
        "why": why_in_short(grade, grading.overview, voice),
    }


def _caption(voice: Voice, name: str) -> str:
    return voice.label(f"report.{name}")


def _decimal(figure: Decimal | None) -> str:
    if figure is None:
        return ""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(figure: float) -> str:
    return _decimal(Decimal(f"{figure:.9f}"))
