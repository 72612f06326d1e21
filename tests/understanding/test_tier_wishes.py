"""Wishes about a tier: what is to be, why, and until when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.directory import know
from bot.understanding.people import People
from bot.understanding.reasons import find_until, understand_wish
from bot.understanding.understand import Context
from crm.entities import Naming, Person, Role

TODAY = date(2026, 11, 24)
KNOWN = know(
    [Naming(1, "Alpha Foods"), Naming(2, "Bravo Tools"), Naming(3, "深圳市华兴电子有限公司")]
)
ANA = People([Person(1, "Ana Alba", Role.REP)])
CONTEXT = Context(KNOWN.names, KNOWN.places, ("A", "B", "C"), TODAY, ANA)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("to A until end of June", date(2027, 6, 30), "to A"),
        ("to A until June", date(2027, 6, 30), "to A"),
        ("to A till the end of December 2028: won", date(2028, 12, 31), "to A : won"),
        ("to A until 30 June 2028", date(2028, 6, 30), "to A"),
        ("to A until June 30", date(2027, 6, 30), "to A"),
        ("to A until 2027-06-30", date(2027, 6, 30), "to A"),
        ("to A until tomorrow", date(2026, 11, 25), "to A"),
        ("to A until they pay", None, "to A until they pay"),
        ("调到A类，到6月底", date(2027, 6, 30), "调到A类"),
        ("调到A类，到明年3月底为止", date(2027, 3, 31), "调到A类"),
        ("调到A类，到2028年2月底", date(2028, 2, 29), "调到A类"),
        ("调到A类，到2027年6月15日", date(2027, 6, 15), "调到A类"),
        ("调到A类，到年底", date(2026, 12, 31), "调到A类"),
        ("调到A类", None, "调到A类"),
    ],
)
def test_the_last_day_is_read_and_cut_off(text: str, day: date | None, rest: str) -> None:
    found, left = find_until(text, TODAY)
    assert found == day
    assert left.split() == rest.split()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("set Bravo Tools to A", "set_tier"),
        ("make Bravo Tools an A because they grow", "set_tier"),
        ("what would make Bravo Tools an A", "grade_lift"),
        ("how can Bravo Tools become an A, they ask", "grade_lift"),
        ("Bravo Tools could be an A", "propose_tier"),
        ("Bravo Tools could be an A?", "grade_lift"),
        ("could Bravo Tools be an A?", "grade_lift"),
        ("release Bravo Tools", "release_tier"),
        ("取消华兴电子的人工级别", "release_tier"),
        ("华兴电子怎样才能升到A类", "grade_lift"),
        ("why is Bravo Tools a B, since when?", "grade_why"),
        ("proposals", "list_proposals"),
        ("show me Bravo Tools, please", "customer_card"),
        ("who are my A customers, and where?", "list_customers"),
    ],
)
def test_a_wish_is_told_from_a_question(text: str, intent: str) -> None:
    assert understand_wish(text, CONTEXT).intent == intent


@pytest.mark.parametrize(
    "reason", ["Alpha Foods left", "who is overdue", "they are B at best", "help"]
)
@pytest.mark.parametrize("between", [" because ", ": ", ", ", " due to ", "，原因是", "，因为"])
def test_what_the_reason_says_doesnt_change_the_wish(reason: str, between: str) -> None:
    found = understand_wish(f"set Bravo Tools to A{between}{reason}", CONTEXT)
    assert (found.intent, found.slots.tiers, found.slots.reason) == ("set_tier", ("A",), reason)
    assert found.customer is not None
    assert found.customer.customer_id == 2


@given(st.text(max_size=80))
def test_any_text_is_read_without_falling(text: str) -> None:
    for message in (
        text,
        f"set Bravo Tools to A until {text}",
        f"to A 到{text}",
        f"because {text}",
    ):
        understand_wish(message, CONTEXT)
        find_until(message, TODAY)
