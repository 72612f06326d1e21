"""Questions without a subject lean on the one before."""

from dataclasses import replace

import pytest

from bot.understanding.understand import Understood, understand
from crm.cadence import VisitState
from tests.support.named_companies import Company


def _after(company: Company, *texts: str) -> Understood:
    previous = None
    for text in texts:
        previous = understand(text, replace(company.context, previous=previous))
    assert previous is not None
    return previous


@pytest.mark.parametrize(
    "text", ["and B?", "那B类呢", "what about B", "B呢？", "how about tier B?"]
)
def test_another_tier_keeps_the_place(northwind: Company, text: str) -> None:
    understood = _after(northwind, "my A customers in London", text)
    assert understood.intent == "list_customers"
    assert (understood.slots.tier, understood.slots.cities) == ("B", ("London",))


@pytest.mark.parametrize("text", ["and in Berlin?", "那柏林呢", "柏林呢"])
def test_another_place_keeps_the_tier(northwind: Company, text: str) -> None:
    understood = _after(northwind, "我的A类客户", text)
    assert (understood.slots.tier, understood.slots.cities) == ("A", ("Berlin",))


@pytest.mark.parametrize("text", ["how many?", "有几家", "一共几家"])
def test_how_many_counts_what_was_listed(northwind: Company, text: str) -> None:
    slots = _after(northwind, "customers in Germany", text).slots
    assert (slots.countries, slots.count) == (("Germany",), True)


def test_another_tier_of_those_overdue_is_still_about_overdue(northwind: Company) -> None:
    understood = _after(northwind, "which A customers are overdue", "and B?")
    assert understood.intent == "due_visits"
    assert (understood.slots.tier, understood.slots.visit_state) == ("B", VisitState.OVERDUE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("why?", "grade_why"),
        ("为什么", "grade_why"),
        ("why is it an A", "grade_why"),
        ("what would lift it?", "grade_lift"),
        ("怎么升级", "grade_lift"),
        ("还差多少", "grade_lift"),
    ],
)
def test_a_question_about_it_is_about_the_customer_just_shown(
    northwind: Company, text: str, intent: str
) -> None:
    understood = _after(northwind, "tell me about Save-a-lot", text)
    assert understood.intent == intent
    assert understood.customer is not None
    assert northwind.codes[understood.customer.customer_id or 0] == "SAVEA"


def test_the_same_question_about_another_customer(northwind: Company) -> None:
    understood = _after(northwind, "why is Save-a-lot an A", "and Ernst Handel?")
    assert understood.intent == "grade_why"
    assert understood.customer is not None
    assert northwind.codes[understood.customer.customer_id or 0] == "ERNSH"


def test_a_question_about_nobody_without_a_subject_before_it_is_not_answered(
    northwind: Company,
) -> None:
    understood = understand("why?", northwind.context)
    assert understood.action == "abstain"
    assert understood.near[0] == "grade_why"


def test_a_new_question_forgets_the_old_one(northwind: Company) -> None:
    slots = _after(northwind, "my A customers in London", "customers in Berlin").slots
    assert (slots.tier, slots.cities) == (None, ("Berlin",))


@pytest.mark.parametrize("text", ["only the As", "which of them are A?", "A?", "just the A ones"])
def test_half_a_question_narrows_the_list_just_shown(northwind: Company, text: str) -> None:
    slots = _after(northwind, "who's overdue", text).slots
    assert (slots.tier, slots.visit_state) == ("A", VisitState.OVERDUE)


@pytest.mark.parametrize("text", ["哪些没去过", "never visited?"])
def test_which_of_those_shown_is_asked_without_and(northwind: Company, text: str) -> None:
    slots = _after(northwind, "我的A类客户", text).slots
    assert (slots.tier, slots.visit_state) == ("A", VisitState.NEVER)


@pytest.mark.parametrize("text", ["who's overdue?", "超期的客户有哪些", "my overdue customers"])
def test_a_whole_question_begins_anew(northwind: Company, text: str) -> None:
    assert _after(northwind, "my A customers", text).slots.tier is None


@pytest.mark.parametrize("text", ["按城市分一下", "by city", "group them by city"])
def test_a_grouping_without_a_subject_is_of_those_shown(northwind: Company, text: str) -> None:
    slots = _after(northwind, "我的A类客户", text).slots
    assert (slots.tier, slots.group_by) == ("A", "city")


def test_whether_it_is_overdue_is_about_the_customer_just_shown(northwind: Company) -> None:
    understood = _after(northwind, "tell me about Save-a-lot", "is it overdue?")
    assert understood.intent == "customer_card"
    assert understood.customer is not None
    assert northwind.codes[understood.customer.customer_id or 0] == "SAVEA"
