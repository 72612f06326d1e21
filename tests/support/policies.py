"""Policies nobody thought of: any names, shares, weights and caps that a file could hold."""

from typing import Any

from hypothesis import strategies as st

from crm.policy import INDICATORS, Policy
from crm.text import clean, fold

_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=12)


def _usable(name: str) -> bool:
    kept = " ".join(clean(name).split())
    return 0 < len(kept) <= 12 and fold(kept) not in {"new", "新"}


_NAMES = st.one_of(st.sampled_from(["A", "Gold", "甲", "1", "null", "Yes", "~", "A+"]), _TEXTS)


@st.composite
def any_policies(draw: st.DrawFn) -> Policy:
    """Return a valid policy."""
    count = draw(st.integers(1, 9))
    names = draw(
        st.lists(
            _NAMES.filter(_usable),
            min_size=count,
            max_size=count,
            unique_by=lambda n: fold(clean(n)),
        )
    )
    points = draw(st.lists(st.floats(0, 100), min_size=count, max_size=count, unique=True))
    months, weights = st.integers(1, 120), st.one_of(st.integers(0, 1000), st.floats(0.01, 1000))
    indicators = draw(
        st.dictionaries(
            st.sampled_from(INDICATORS),
            st.fixed_dictionaries({"weight": weights}, optional={"months": months}),
            min_size=1,
        ).filter(lambda rules: any(rule["weight"] for rule in rules.values()))
    )
    return Policy.model_validate(
        {
            "tiers": [
                {"name": name, "ratio": ratio, "pareto": pareto, "points": point, "visit": visit}
                for name, ratio, pareto, point, visit in zip(
                    names,
                    draw(_shares(count)),
                    draw(_shares(count)),
                    sorted(points, reverse=True),
                    draw(st.lists(_visits(), min_size=count, max_size=count)),
                    strict=True,
                )
            ],
            "grading": {
                "method": draw(st.sampled_from(["percentile", "range"])),
                "cut": draw(st.sampled_from(["ratio", "pareto", "points"])),
                "measure": draw(st.sampled_from(["amount", "quantity"])),
                "indicators": indicators,
                "grace": draw(st.integers(0, 3650)),
                "ours": draw(st.lists(_TEXTS.filter(lambda text: clean(text).split()), max_size=3)),
                "caps": draw(
                    st.lists(
                        st.fixed_dictionaries(
                            {"late_over": st.floats(0, 3650), "at_most": st.sampled_from(names)}
                        ),
                        max_size=2,
                    )
                ),
            },
            "visits": {
                "attempt_moves": draw(st.integers(0, 60)),
                "touch_restarts": draw(st.booleans()),
            },
        }
    )


@st.composite
def _shares(draw: st.DrawFn, count: int) -> list[float]:
    """As many shares as that, together 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=count - 1, max_size=count - 1)))
    return [(end - begin) / 10 for begin, end in zip([0, *cuts], [*cuts, 1000], strict=True)]


@st.composite
def _visits(draw: st.DrawFn) -> dict[str, Any]:
    ideal = draw(st.integers(1, 3650))
    return {"ideal": ideal, "latest": draw(st.integers(ideal, 3650))}
