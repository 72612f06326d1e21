"""A policy as its manager would tell it, and what differs between two of them.

For the command line, which speaks English.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.policy import Difference, GradingRules, Policy, list_differences

_HOW = {
    "percentile": "by their place in the row of all customers",
    "range": "by where they lie between the lowest and the highest figure",
}
_FIGURES = {
    "ratio": "ratio",
    "pareto": "pareto",
    "points": "points",
    "ideal": "ideal days between visits",
    "latest": "latest days between visits",
    "weight": "weight",
    "months": "months back",
}
_RULES = {
    "method": "how figures become points (method)",
    "cut": "how ranks become tiers (cut)",
    "measure": "what order value counts (measure)",
    "grace": "days a payment may be late (grace)",
    "attempt_moves": "days until the next try when nobody was in (attempt_moves)",
    "hold": "a tier changes only after two gradings in a row (hold)",
    "review": "days that a new customer's potential holds (review)",
    "touch_restarts": "a phone call restarts the rhythm (touch_restarts)",
}


def tell(policy: Policy) -> str:
    """Return one paragraph that says what the policy does."""
    grading = policy.grading
    return " ".join(
        [
            _score(grading),
            _tiers(policy),
            *_caps(grading),
            *_holds(policy),
            _payments(grading),
            *_visits(policy),
        ]
    )


def _score(rules: GradingRules) -> str:
    total = sum(rule.weight for rule in rules.indicators.values())
    parts = [
        f"{name} {rule.weight / total * 100:.3g} per cent, {_many(rule.months, 'month')} back"
        for name, rule in rules.indicators.items()
        if rule.weight
    ]
    counted = "in units" if rules.measure == "quantity" else "in money"
    return (
        f"The score is {'; '.join(parts)}. Figures become points {_HOW[rules.method]}; "
        f"order value is counted {counted}."
    )


def _tiers(policy: Policy) -> str:
    names = policy.tier_names
    if len(names) == 1:
        return f"Every customer is {names[0]}."
    if policy.grading.cut == "points":
        steps = [f"a score of {tier.points:g} or more is {tier.name}" for tier in policy.tiers[:-1]]
        return _sentence([*steps, f"any other {names[-1]}"])
    shares: list[tuple[str, float]] = [
        (tier.name, getattr(tier, policy.grading.cut)) for tier in policy.tiers
    ]
    whose = "customers by score"
    if policy.grading.cut == "pareto":
        whose = "all order value comes from customers that"
    steps = [f"{share:g} per cent are {name}" for name, share in shares[1:]]
    first = f"the first {shares[0][1]:g} per cent of {whose} are {shares[0][0]}"
    return _sentence([first, *(f"the next {step}" for step in steps)])


def _caps(rules: GradingRules) -> list[str]:
    return [
        f"Whoever pays later than {cap.late_over:g} days on average is at most {cap.at_most}."
        for cap in rules.caps
    ]


def _holds(policy: Policy) -> list[str]:
    twice = "A tier changes only after two gradings in a row on the same side of it."
    return [
        *([twice] if policy.grading.hold else []),
        f"A new customer's confirmed potential holds for {_days(policy.potential.review)}.",
    ]


def _payments(rules: GradingRules) -> str:
    begin = f"after {_days(rules.grace)} of grace" if rules.grace else "from the first day"
    count = len(set(rules.ours))
    counted = f"{_many(count, 'reason')} for delay {'counts' if count == 1 else 'count'} as ours"
    return f"A payment is late {begin}; {counted if count else 'no reason for delay is ours'}."


def _visits(policy: Policy) -> list[str]:
    restarts = "restarts" if policy.visits.touch_restarts else "does not restart"
    moved = _days(policy.visits.attempt_moves)
    return [
        *(
            f"{tier.name} is visited every {_days(tier.visit.ideal)}, "
            f"after {_days(tier.visit.latest)} at the latest."
            for tier in policy.tiers
        ),
        f"When nobody was in, the next try comes after {moved}.",
        f"A phone call {restarts} the rhythm.",
    ]


def list_changes(before: Policy, after: Policy) -> list[str]:
    """Return what differs, a line each: ``weight of profit 60 → 50``."""
    return [_difference(found) for found in list_differences(before, after)]


def _difference(found: Difference) -> str:
    match found.path:
        case ("tiers",):
            return f"order of the tiers {_arrow(found)}"
        case ("tiers", name, *deeper):
            return _of_section(f"tier {name}", deeper, found)
        case ("grading", "indicators", name, *deeper):
            return _of_section(f"indicator {name}", deeper, found)
        case (_, "ours"):
            return _reasons(found.before, found.after)
        case (_, "caps"):
            return f"caps {_caps_in_short(found.before)} → {_caps_in_short(found.after)}"
    return f"{_RULES[str(found.path[-1])]} {_arrow(found)}"


def _of_section(what: str, deeper: Sequence[str | int], found: Difference) -> str:
    """A tier or an indicator as a whole, or one figure of it."""
    if deeper:
        return f"{_FIGURES[str(deeper[-1])]} of {what.removeprefix('indicator ')} {_arrow(found)}"
    if found.after is None:
        return f"{what} is gone"
    figures = {key: value for key, value in found.after.items() if key != "name"}
    visit = figures.pop("visit", {})
    shown = [f"{_FIGURES[key]} {_value(value)}" for key, value in (figures | visit).items()]
    return f"{what} is new: {', '.join(shown)}"


def _reasons(before: Sequence[str], after: Sequence[str]) -> str:
    changed = [f"+ {reason}" for reason in after if reason not in before]
    changed += [f"− {reason}" for reason in before if reason not in after]
    return f"reasons of ours: {', '.join(changed) or 'the same, listed otherwise'}"


def _caps_in_short(caps: Sequence[Mapping[str, Any]]) -> str:
    shown = [f"later than {cap['late_over']:g} days at most {cap['at_most']}" for cap in caps]
    return ", ".join(shown) or "none"


def _arrow(found: Difference) -> str:
    return f"{_value(found.before)} → {_value(found.after)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _days(count: int) -> str:
    return _many(count, "day")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
