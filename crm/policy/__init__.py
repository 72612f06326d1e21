"""What a company decides about its customers: tiers, weights, windows, cadence. Data, never code.

``crm/policy.yaml`` is the default. Tiers are the policy's: nothing else in the program may know
that they are called A, B and C, or that there are three.
"""

from crm.policy.differences import Difference, list_differences
from crm.policy.heading import with_heading, without_heading
from crm.policy.model import (
    INDICATORS,
    Cap,
    Cut,
    GradingRules,
    Indicator,
    IndicatorRule,
    Measure,
    Method,
    Policy,
    PotentialRules,
    TierRule,
    VisitDays,
    VisitRules,
)
from crm.policy.parsing import LARGEST, decode_policy, default_policy, default_text, parse_policy

__all__ = [
    "INDICATORS",
    "LARGEST",
    "Cap",
    "Cut",
    "Difference",
    "GradingRules",
    "Indicator",
    "IndicatorRule",
    "Measure",
    "Method",
    "Policy",
    "PotentialRules",
    "TierRule",
    "VisitDays",
    "VisitRules",
    "decode_policy",
    "default_policy",
    "default_text",
    "list_differences",
    "parse_policy",
    "with_heading",
    "without_heading",
]
