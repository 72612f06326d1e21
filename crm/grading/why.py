"""Why a customer has its tier: the stored figures of one grading, told as reasons.

Nothing is computed from orders here and nothing is graded again: what is told is what was
applied. The kinds of reasons, in the order they come:

- ``rank``: rank, population, score
- ``held``: by (hand, potential, hold), tier, ruled, the tier that the figures and caps give
- ``indicator``, one for each that counts: name, raw (money, or days late), points, weight, share;
  for profit also margin, or profit_per_unit where quantities are measured
- ``missing``: name, which this customer has nothing of, so that the others count for more
- ``dropped``: name, which no customer has anything of
- ``carried`` and ``held_back``: name and pull, the points by which the indicator moves the score
  up or down from where it would stand were this one no better than the others together
- ``cap``: late, late_over, suggested, tier
- ``line_above`` and ``line_below``: tier, the one across the line; where the cut is by ratio
  places, up to the last customer inside or down to the first one outside; gap, the points up to
  that customer or to the threshold, or down to the threshold where the cut is by points;
  gap_value, up to the last customer inside, where the cut is by value
"""

from decimal import Decimal

from crm.entities import Reason
from crm.grading.figures import Grade, Measured, Overview

TELLING = 0.5
"""So many points must an indicator move the score to be named."""


def explain(grade: Grade, overview: Overview) -> list[Reason]:
    """Return the reasons for one customer's tier in the grading that the overview describes."""
    rank = {"rank": grade.rank, "population": overview.population, "score": grade.score}
    return [
        Reason("rank", rank),
        *_held(grade),
        *(_indicator(measured, grade, overview) for measured in grade.indicators),
        *_pulls(grade),
        *_cap(grade, overview),
        *_lines(grade, overview),
    ]


def _held(grade: Grade) -> list[Reason]:
    if grade.held_by is None:
        return []
    return [Reason("held", {"by": grade.held_by, "tier": grade.tier, "ruled": grade.ruled})]


def _indicator(measured: Measured, grade: Grade, overview: Overview) -> Reason:
    if measured.points is None:
        kind = "dropped" if measured.name in overview.dropped else "missing"
        return Reason(kind, {"name": measured.name})
    facts: dict[str, str | float | Decimal | None] = {
        "name": measured.name,
        "raw": measured.raw,
        "points": measured.points,
        "weight": measured.weight,
        "share": measured.share,
    }
    if measured.name == "profit" and grade.margin is not None:
        by_amount = overview.policy.grading.measure == "amount"
        facts["margin" if by_amount else "profit_per_unit"] = grade.margin
    return Reason("indicator", facts)


def _pulls(grade: Grade) -> list[Reason]:
    """What carried the score and what held it back: (points − score) × weight, the extremes.

    Less than half a point is not worth a word. Nobody is told that paying always on time holds
    them back, though it may: where most pay on time, it earns what the middle of them earns.
    """
    pulls = [
        ((measured.points - grade.score) * measured.weight / 100, measured.name)
        for measured in grade.indicators
        if measured.points is not None and measured.weight
    ]
    if len(pulls) < 2:
        return []
    highest, best = max(pulls)
    worse = [pull for pull in pulls if pull[1] != "credit" or grade.credit]
    lowest, worst = min(worse)
    return [
        *([Reason("carried", {"name": best, "pull": highest})] if highest >= TELLING else []),
        *([Reason("held_back", {"name": worst, "pull": lowest})] if lowest <= -TELLING else []),
    ]


def _cap(grade: Grade, overview: Overview) -> list[Reason]:
    if not grade.capped or grade.credit is None:
        return []
    late_over = min(
        cap.late_over
        for cap in overview.policy.grading.caps
        if cap.at_most == grade.ruled and grade.credit > cap.late_over
    )
    return [
        Reason(
            "cap",
            {
                "late": grade.credit,
                "late_over": late_over,
                "suggested": grade.suggested,
                "tier": grade.ruled,
            },
        )
    ]


def _lines(grade: Grade, overview: Overview) -> list[Reason]:
    """How far the lines are. A capped customer is held by the cap, not by a line."""
    names = overview.policy.tier_names
    number = names.index(grade.suggested)
    cut = overview.policy.grading.cut
    found = []
    if number > 0 and not grade.capped:
        line = overview.lines[number - 1]
        facts: dict[str, str | int | float | Decimal | None] = {"tier": line.tier}
        if cut == "ratio":
            facts["places"] = grade.rank - line.last
            facts["gap"] = None if line.score is None else line.score - grade.score
        elif cut == "points":
            facts["gap"] = overview.policy.tiers[number - 1].points - grade.score
        else:
            facts["gap_value"] = None if line.value is None else line.value - grade.value
        found.append(Reason("line_above", facts))
    if number < len(names) - 1 and not grade.capped:
        below: dict[str, str | int | float | Decimal | None] = {"tier": names[number + 1]}
        if cut == "ratio":
            below["places"] = overview.lines[number].last - grade.rank + 1
        elif cut == "points":
            below["gap"] = grade.score - overview.policy.tiers[number].points
        found.append(Reason("line_below", below))
    return found
