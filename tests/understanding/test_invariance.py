"""How a question is dressed does not change what it asks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.slots import Slots
from bot.understanding.understand import Understood, understand
from crm.names.folding import _simplified
from tests.support.named_companies import Company

QUESTIONS = (
    "我的A类客户有哪些",
    "A类客户有多少家",
    "伦敦的客户",
    "哪些A类超期没去",
    "从未拜访过的客户",
    "Save-a-lot为什么是A类",
    "Magazzini怎么才能升A",
    "who are my A customers",
    "how many B customers do I have in Germany",
    "which customers are overdue",
    "customers I have never visited",
    "tell me about Ernst Handel",
    "why is Save-a-lot an A",
    "what would make Magazzini an A",
    "show Nancy's customers",
)

question = st.sampled_from(QUESTIONS)


def _meaning(understood: Understood) -> tuple[object, ...]:
    match = understood.customer
    named = (match.customer_id, match.candidates) if match else None
    slots = replace(understood.slots, place=None, industry=None)
    return understood.intent, understood.action, slots, named


@pytest.fixture(scope="module")
def company(northwind: Company) -> Company:
    return northwind


@given(text=question, marks=st.text("?？!！。.…~ ", max_size=4))
def test_punctuation_at_the_end_changes_nothing(company: Company, text: str, marks: str) -> None:
    assert _same(company, text, text + marks)


@given(
    text=question,
    before=st.sampled_from(
        ["请", "请问", "麻烦", "please ", "hi, ", "你好，", "could you please ", "pls "]
    ),
    after=st.sampled_from(["", "，谢谢", ", thanks", " please", "吧", " thank you"]),
)
def test_politeness_changes_nothing(company: Company, text: str, before: str, after: str) -> None:
    plain = _meaning(understand(text, company.context))
    polite = _meaning(understand(before + text + after, company.context))
    assert plain[0] == polite[0]
    assert plain[3] == polite[3]
    assert replace(_slots(plain), thanks=False) == replace(_slots(polite), thanks=False)


@given(text=question)
def test_full_width_letters_change_nothing(company: Company, text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert _same(company, text, wide)


@given(text=question)
def test_traditional_characters_change_nothing(company: Company, text: str) -> None:
    traditional = {simple: full for full, simple in _simplified().items()}
    assert _same(company, text, "".join(traditional.get(c, c) for c in text))


@given(text=question, upper=st.booleans())
def test_case_changes_nothing(company: Company, text: str, *, upper: bool) -> None:
    """``a`` in small letters is an article before one customer, never before several."""
    assert _same(company, text, text.upper() if upper else text.lower())


def _same(company: Company, one: str, other: str) -> bool:
    first = _meaning(understand(one, company.context))
    second = _meaning(understand(other, company.context))
    assert first == second
    return True


def _slots(meaning: tuple[object, ...]) -> Slots:
    slots = meaning[2]
    assert isinstance(slots, Slots)
    return slots
