"""What nobody means seriously: nonsense, markup, control characters, far too much of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.understand import understand
from tests.support.named_companies import Company

_PIECES = [
    "A",
    "a",
    "我",
    "的",
    "客户",
    "why",
    "save",
    "lot",
    "?",
    "升",
    "B's",
    "-",
    "\ud800",
    "5号",
    "in",
]


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "👍", "🙏🙏🙏", "\ud800", "\x00\x01\x02", "!!!", "…", "0" * 500,
        "a" * 10_000, "很" * 10_000, "' OR 1=1 --", "'; DROP TABLE customers; --", "%s%s%n",
        "<script>alert(1)</script>", "{{ 7 * 7 }}", "asdf qwer zxcv", "the", "Ω≈ç√∫",
    ],
)  # fmt: skip
def test_nonsense_is_left_alone(northwind: Company, text: str) -> None:
    assert understand(text, northwind.context).action == "abstain"


@given(st.text(st.characters(), max_size=400))
def test_no_text_whatever_makes_it_fall(northwind: Company, text: str) -> None:
    understood = understand(text, northwind.context)
    assert understood.action in {"do", "confirm", "ask", "abstain"}


@given(
    st.lists(
        st.sampled_from(_PIECES),
        max_size=40,
    )
)
def test_scrambled_words_do_not_make_it_fall(northwind: Company, words: list[str]) -> None:
    understand(" ".join(words), northwind.context)
    understand("".join(words), northwind.context)


def test_only_the_beginning_of_a_long_message_is_read(northwind: Company) -> None:
    understood = understand("my A customers" + " " * 300 + "Save-a-lot", northwind.context)
    assert (understood.intent, understood.slots.tier) == ("list_customers", "A")


def test_a_typed_name_that_is_repeated_to_the_person_stays_short(northwind: Company) -> None:
    understood = understand("why is " + "x" * 200 + " an A", northwind.context)
    assert understood.intent == "grade_why"
    assert len(understood.typed_name) <= 60
