"""The parts of a policy and what each figure may be.

Figures are taken as they are: ``"30"`` in quotes is text and ``yes`` isn't true, since a file that
is understood differently from how it reads is worse than one that is refused.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from crm.policy.contradictions import UNKEEPABLE, list_contradictions, tidy

Method = Literal["percentile", "range"]
Cut = Literal["ratio", "pareto", "points"]
Measure = Literal["amount", "quantity"]
Indicator = Literal["credit", "value", "profit"]
INDICATORS: tuple[Indicator, ...] = ("credit", "value", "profit")

CONTRADICTION = "contradiction"
"""The type of pydantic's error for what ``list_contradictions`` finds."""


def _tidied(most: int) -> AfterValidator:
    """Tidy a text, which must then have one to ``most`` characters that a file can hold."""

    def _tidy(text: str) -> str:
        if UNKEEPABLE.search(text):
            raise PydanticCustomError("unkeepable", "holds a character that cannot be kept")
        tidied = tidy(text)
        if not tidied:
            raise PydanticCustomError("string_too_short", "is empty")
        if len(tidied) > most:
            raise PydanticCustomError(
                "string_too_long", "is longer than {max_length}", {"max_length": most}
            )
        return tidied

    return AfterValidator(_tidy)


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
YesNo = Annotated[bool, Field(strict=True)]
TierName = Annotated[str, _tidied(12)]
Share = Annotated[Number, Field(ge=0, le=100)]
Days = Annotated[Whole, Field(ge=0, le=3650)]
VisitGap = Annotated[Whole, Field(ge=1, le=3650)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VisitDays(_Strict):
    """Days between two visits: ``ideal`` is wished for, ``latest`` must not pass."""

    ideal: VisitGap
    latest: VisitGap


class TierRule(_Strict):
    """One tier: where it is cut and how often its customers are visited."""

    name: TierName
    ratio: Share
    pareto: Share
    points: Share
    visit: VisitDays


class IndicatorRule(_Strict):
    """What an indicator weighs and how many calendar months it looks back."""

    weight: Annotated[Number, Field(ge=0, le=1000)]
    months: Annotated[Whole, Field(ge=1, le=120)] = 12


class Cap(_Strict):
    """A customer later than ``late_over`` days on average is at most in tier ``at_most``."""

    late_over: Annotated[Number, Field(ge=0, le=3650)]
    at_most: TierName


class GradingRules(_Strict):
    """How customers are scored and cut into tiers."""

    method: Method = "percentile"
    cut: Cut = "ratio"
    measure: Measure = "amount"
    indicators: dict[Indicator, IndicatorRule]
    grace: Days = 0
    ours: Annotated[
        tuple[Annotated[str, _tidied(200)], ...],
        Field(max_length=200),
    ] = ()
    caps: Annotated[tuple[Cap, ...], Field(max_length=20)] = ()
    hold: YesNo = False


class VisitRules(_Strict):
    """What moves the next visit besides a visit."""

    attempt_moves: Annotated[Whole, Field(ge=0, le=60)] = 3
    touch_restarts: YesNo = False


class PotentialRules(_Strict):
    """How many days the confirmed potential of a new customer holds before it is reviewed."""

    review: Annotated[Whole, Field(ge=1, le=3650)] = 180


class Policy(_Strict):
    """The whole of it, validated."""

    tiers: Annotated[tuple[TierRule, ...], Field(min_length=1, max_length=9)]
    grading: GradingRules
    visits: VisitRules = VisitRules()
    potential: PotentialRules = PotentialRules()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        found = list_contradictions(self.model_dump())
        if found:
            sentences = " ".join(mistake.what for mistake in found)
            raise PydanticCustomError(CONTRADICTION, "{what}", {"what": sentences})
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
