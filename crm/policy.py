"""What a company decides about its customers: tiers, weights, windows, cadence. Data, never code.

``policy.yaml`` beside this file is the default. Tiers are the policy's: nothing else in the
program may know that they are called A, B and C, or that there are three.
"""

from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crm.errors import BadPolicy, Problem

Method = Literal["percentile", "range"]
Cut = Literal["ratio", "pareto", "points"]
Measure = Literal["amount", "quantity"]
Indicator = Literal["credit", "value", "profit"]
INDICATORS: tuple[Indicator, ...] = ("credit", "value", "profit")

Share = Annotated[float, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=0, le=3650)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class VisitDays(_Strict):
    """Days between two visits: ``ideal`` is wished for, ``latest`` must not pass."""

    ideal: Annotated[int, Field(ge=1, le=3650)]
    latest: Annotated[int, Field(ge=1, le=3650)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest < self.ideal:
            raise ValueError("latest must not be earlier than ideal")
        return self


class TierRule(_Strict):
    """One tier: where it is cut and how often its customers are visited."""

    name: Annotated[str, Field(min_length=1, max_length=12)]
    ratio: Share
    pareto: Share
    points: Share
    visit: VisitDays


class IndicatorRule(_Strict):
    """What an indicator weighs and how many calendar months it looks back."""

    weight: Annotated[float, Field(ge=0, le=1000)]
    months: Annotated[int, Field(ge=1, le=120)] = 12


class Cap(_Strict):
    """A customer later than ``late_over`` days on average is at most in tier ``at_most``."""

    late_over: Annotated[float, Field(ge=0)]
    at_most: str


class GradingRules(_Strict):
    """How customers are scored and cut into tiers."""

    method: Method = "percentile"
    cut: Cut = "ratio"
    measure: Measure = "amount"
    indicators: dict[Indicator, IndicatorRule]
    grace: Days = 0
    ours: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()

    @model_validator(mode="after")
    def _weigh_something(self) -> Self:
        if not any(rule.weight for rule in self.indicators.values()):
            raise ValueError("at least one indicator needs a weight above 0")
        return self


class VisitRules(_Strict):
    """What moves the next visit besides a visit."""

    attempt_moves: Annotated[int, Field(ge=0, le=60)] = 3
    touch_restarts: bool = False


class Policy(_Strict):
    """The whole of it, validated."""

    tiers: Annotated[tuple[TierRule, ...], Field(min_length=1, max_length=9)]
    grading: GradingRules
    visits: VisitRules = VisitRules()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        names = self.tier_names
        if len({name.casefold() for name in names}) != len(names):
            raise ValueError("two tiers have the same name")
        for cut in ("ratio", "pareto"):
            total = sum(getattr(tier, cut) for tier in self.tiers)
            if abs(total - 100) > 1e-6:
                raise ValueError(f"the {cut} shares of all tiers add up to {total:g}, not to 100")
        points = [tier.points for tier in self.tiers]
        if points != sorted(points, reverse=True):
            raise ValueError("points must fall from the best tier to the last")
        for cap in self.grading.caps:
            if cap.at_most not in names:
                raise ValueError(f"a cap names tier {cap.at_most!r}; there are {', '.join(names)}")
        return self

    @property
    def tier_names(self) -> tuple[str, ...]:
        """The tiers' names, best first."""
        return tuple(tier.name for tier in self.tiers)

    def find_tier(self, name: str | None) -> TierRule | None:
        """Return the tier of that name in any case of letters, or None."""
        wanted = (name or "").casefold()
        return next((tier for tier in self.tiers if tier.name.casefold() == wanted), None)

    def with_grading(
        self,
        *,
        months: int | None = None,
        method: Method | None = None,
        cut: Cut | None = None,
        measure: Measure | None = None,
    ) -> "Policy":
        """Return this policy with some of its grading replaced; ``months`` sets every window."""
        rules = self.grading
        indicators = {
            name: IndicatorRule(weight=rule.weight, months=months or rule.months)
            for name, rule in rules.indicators.items()
        }
        changed = rules.model_copy(
            update={
                "indicators": indicators,
                "method": method or rules.method,
                "cut": cut or rules.cut,
                "measure": measure or rules.measure,
            }
        )
        return self.model_copy(update={"grading": changed})


def parse_policy(text: str, name: str = "policy.yaml") -> Policy:
    """Read a policy from YAML.

    Raises BadPolicy with every problem found.
    """
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        what = getattr(error, "problem", None) or "this is not YAML"
        raise BadPolicy([Problem(where, f"{what}.")]) from error
    try:
        return Policy.model_validate(data)
    except ValidationError as error:
        raise BadPolicy(
            Problem(
                f"{name}: {'.'.join(str(step) for step in found['loc'])}",
                f"{found['msg'].removeprefix('Value error, ')}.",
            )
            for found in error.errors(include_url=False)
        ) from error


@cache
def default_policy() -> Policy:
    """Return the policy shipped with the program."""
    return parse_policy(resources.files("crm").joinpath("policy.yaml").read_text("utf-8"))
