"""A condition that isn't understood is never passed over in silence."""

import pytest

from bot.understanding.understand import understand
from crm.cadence import VisitState
from tests.support.named_companies import Company


@pytest.mark.parametrize(
    "text",
    [
        "customers not in USA",
        "my A customers except those in USA",
        "customers outside Germany",
        "my customers except Germany",
        "everyone but those in Germany",
        "not overdue",
        "customers who are not overdue",
        "除了柏林的客户",
        "柏林以外的客户",
        "不在柏林的客户",
        "A类没有超期的",
        "哪些客户不超期",
        "clients that don't need a visit",
    ],
)
def test_what_is_left_out_is_not_what_is_shown(northwind: Company, text: str) -> None:
    assert understand(text, northwind.context).action == "abstain"


@pytest.mark.parametrize("text", ["有没有超期的客户", "是不是有超期的客户"])
def test_whether_there_are_any_is_no_exclusion(northwind: Company, text: str) -> None:
    understood = understand(text, northwind.context)
    assert understood.slots.visit_state is VisitState.OVERDUE


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("everyone but the C's", ("A", "B")),
        ("everything except B", ("A", "C")),
        ("As and Bs", ("A", "B")),
        ("A+B", ("A", "B")),
        ("A, B and C", ("A", "B", "C")),
        ("AB类客户", ("A", "B")),
    ],
)
def test_several_tiers_are_several(northwind: Company, text: str, tiers: tuple[str, ...]) -> None:
    understood = understand(text, northwind.context)
    assert (understood.intent, understood.slots.tiers) == ("list_customers", tiers)


@pytest.mark.parametrize(
    "text",
    [
        "Zelda's A customers",
        "Zelda's overdue customers",
        "customers who haven't ordered in 3 months",
        "customers near me",
        "customers within 50 km of Lyon",
        "which of my Bs could become As",
        "what does A mean",
        "what do my A customers have in common",
        "who is closest to becoming an A?",
        "customers not visited in 3 months",
        "一个多月没去的客户",
        "三个月没拜访的",
        "今年没去过的A类",
    ],
)
def test_a_list_is_shown_only_if_all_of_the_question_is_understood(
    northwind: Company, text: str
) -> None:
    assert understand(text, northwind.context).action == "abstain"


@pytest.mark.parametrize("text", ["customers who pay late", "late payers"])
def test_money_that_is_late_is_no_visit(northwind: Company, text: str) -> None:
    assert understand(text, northwind.context).intent == "payments"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I visited Save-a-lot today", "log_visit"),
        ("was at Tortuga this morning", "log_visit"),
        ("had lunch with Peter from Frankenversand", "log_visit"),
        ("visit Tortuga next Monday", "snooze_visit"),
        ("I'll see Folies gourmandes tomorrow", "snooze_visit"),
        ("my visits", "visits_made"),
        ("how many visits did I make this month", "visits_made"),
        ("call Save-a-lot", "details"),
        ("phone number of Save-a-lot", "details"),
        ("profit of Frankenversand", "details"),
        ("margin of Tortuga", "details"),
        ("打卡 Save-a-lot", "log_visit"),
        ("删除Save-a-lot", "edit_customers"),
        ("改一下Save-a-lot的电话", "edit_customers"),
    ],
)
def test_a_report_or_a_wish_is_not_answered_with_a_card(
    northwind: Company, text: str, intent: str
) -> None:
    assert understand(text, northwind.context).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "I'd love to know what Folies gourmandes would have to buy for us to move it up to B",
        "I wonder if we should move Tortuga to B",
        "should we set Tortuga to A?",
        "do you think Tortuga could become an A?",
    ],
)
def test_thinking_aloud_about_a_tier_is_no_order(northwind: Company, text: str) -> None:
    assert understand(text, northwind.context).intent == "grade_lift"


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("customers by rep", "rep"),
        ("how many customers per rep", "rep"),
        ("A customers by rep", "rep"),
        ("overdue by rep", "rep"),
        ("每个业务员几家客户", "rep"),
        ("按业务员", "rep"),
        ("按城市分一下", "city"),
        ("按等级分", "tier"),
        ("ABC各几家", "tier"),
        ("which countries do I have customers in", "country"),
        ("按行业分组", "industry"),
    ],
)
def test_customers_are_grouped_by_what_is_said(northwind: Company, text: str, by: str) -> None:
    assert understand(text, northwind.context).slots.group_by == by


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bye", (True, False, False)),
        ("谢谢你，再见", (True, False, False)),
        ("ok", (False, True, False)),
        ("好的", (False, True, False)),
        ("ok thanks", (False, False, True)),
    ],
)
def test_goodbye_and_yes_are_neither_hello_nor_thanks(
    northwind: Company, text: str, said: tuple[bool, bool, bool]
) -> None:
    slots = understand(text, northwind.context).slots
    assert (slots.bye, slots.ack, slots.thanks) == said
