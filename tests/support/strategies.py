"""Companies and policies nobody thought of, small enough to check by brute force."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from crm.grading.figures import Facts, Figures, Totals
from crm.policy import Policy

AS_OF = date(2026, 6, 30)

# Few different figures, so that ties are common; negative values are returns.
_VALUES = st.integers(-3, 12)
_MARGINS = st.integers(-6, 8)
_DAYS = st.sampled_from([0.0, 0.25, 1.0, 2.5, 10.0])


@st.composite
def companies(draw: st.DrawFn, *, most: int = 9, unit: int = 1) -> Facts:
    """Up to ``most`` customers; ``unit`` is the step between two values, in ten-thousandths."""
    n = draw(st.integers(1, most))
    values = draw(st.lists(_VALUES, min_size=n, max_size=n))
    earlier = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    known = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    margins = draw(st.lists(_MARGINS, min_size=n, max_size=n))
    credits_ = draw(st.lists(st.none() | _DAYS, min_size=n, max_size=n))
    codes = draw(st.permutations(range(n)))
    costed = [float(v * unit) if k else np.nan for v, k in zip(values, known, strict=True)]
    return facts_of(
        Figures(
            ids=np.arange(1, n + 1) * 7,
            value=np.array(values) * unit,
            all_time=(np.array(values) + np.array(earlier)) * unit,
            costed=np.array(costed),
            profit=np.array(
                [np.nan if np.isnan(c) else m * unit for c, m in zip(costed, margins, strict=True)]
            ),
            credit=np.array([np.nan if c is None else c for c in credits_]),
            code_order=np.array(codes),
        )
    )


def facts_of(figures: Figures) -> Facts:
    """Return figures as facts, with codes in the order they claim."""
    order = [int(i) for i in figures.code_order]
    return Facts(
        as_of_on=AS_OF,
        figures=figures,
        codes=tuple(str(i) for i in order),
        names=tuple(f"Customer {i}" for i in order),
        new=(),
        totals=Totals(),
    )


@st.composite
def policies(draw: st.DrawFn, *, caps: bool = True) -> Policy:
    """Any method, cut and weights, with and without caps, of one to four tiers."""
    shares = draw(
        st.sampled_from([(20, 30, 50), (100,), (50, 50), (10, 0, 60, 30), (33.3, 33.3, 33.4)])
    )
    names = "ABCD"[: len(shares)]
    weights = draw(st.tuples(*[st.sampled_from([0, 10, 30, 60])] * 3).filter(any))
    late_over = draw(st.sampled_from([0, 1, 2]))
    at_most = draw(st.sampled_from(names))
    capped = caps and draw(st.booleans())
    return Policy.model_validate(
        {
            "tiers": [
                {
                    "name": name,
                    "ratio": share,
                    "pareto": share,
                    "points": points,
                    "visit": {"ideal": 30, "latest": 45},
                }
                for name, share, points in zip(names, shares, (80, 50, 20, 0), strict=False)
            ],
            "grading": {
                "method": draw(st.sampled_from(["percentile", "range"])),
                "cut": draw(st.sampled_from(["ratio", "pareto", "points"])),
                "indicators": {
                    name: {"weight": weight}
                    for name, weight in zip(("credit", "value", "profit"), weights, strict=True)
                },
                "caps": [{"late_over": late_over, "at_most": at_most}] if capped else [],
            },
        }
    )
