"""What reps say in their first week: notes, reminders, newcomers, and what there is of their own.

``messages_first_week`` holds six looks, each written before the program had seen it: ``first``
before a line of it was built; docs/understanding.md says what each of them showed at first.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.directory import know
from bot.understanding.entrance import understand_message
from bot.understanding.meaning import describe
from bot.understanding.understand import Context, Understood
from crm.entities import Naming
from crm.names.match import Match
from tests.support.named_companies import DATA, Company

TODAY = date(2026, 11, 24)
WRITES = {
    "set_note", "remind_me", "snooze_visit", "log_visit", "add_customer", "add_contact",
    "not_mine", "missing_customer", "open_complaint", "close_complaint", "broadcast", "set_tier",
    "edit_last",
}  # fmt: skip
KNOWN = know(
    [Naming(1, "Alpha Foods"), Naming(2, "Bravo Tools"), Naming(3, "深圳华兴电子有限公司")]
)
CONTEXT = Context(KNOWN.names, KNOWN.places, ("A", "B", "C"), TODAY)
ALPHA = Understood("customer_card", "do", customer=Match(1, sure=True, candidates=(1,)))
SAID = (
    "gate", "closes", "at", "5", "Ana", "is", "the", "A", "customer", "who", "overdue", "why?",
    "Bravo", "Tools", "tomorrow", "投诉", "升A", "仓库", "搬了", "needs", "3.5%", "(maybe)",
    "<b>bold</b>", "remind", "客户", "级别", "extra",
)  # fmt: skip
FIGURES = (
    *"零一二十点半月日号周天前后到", "每天", "提醒我", "免打扰", "quiet hours", "推迟", "订单",
    "华兴", "投诉", "remind me", "Q3", "31", "99", ":", "the", "th", "半年", "没去", "a",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(SAID), min_size=1, max_size=12).map(
    lambda words: " ".join(["Well", *words])
)


def _rows() -> list[dict[str, Any]]:
    lines = (DATA / "messages_first_week.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def judged(practice: Company) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (row, describe(understand_message(row["text"], practice.context), practice.context))
        for row in _rows()
    ]


def test_nineteen_in_twenty_are_what_was_meant(
    judged: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    wrong = [(row["text"], got["intent"]) for row, got in judged if got["intent"] != row["intent"]]
    assert len(wrong) <= len(judged) * 0.05, wrong


def test_nineteen_in_twenty_have_every_slot_as_it_was_said(
    judged: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    wrong = [(row["text"], got["slots"]) for row, got in judged if got["slots"] != row["slots"]]
    assert len(wrong) <= len(judged) * 0.05, wrong


def test_nothing_else_is_written_than_what_was_meant(
    judged: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    wrong = [
        (row["text"], got)
        for row, got in judged
        if got["intent"] != row["intent"] and got["intent"] in WRITES and got["action"] == "do"
    ]
    assert wrong == []


def _texts(text: str) -> str | None:
    return understand_message(text, CONTEXT).slots.text


@given(WORDS)
def test_a_note_is_kept_as_it_was_typed_whatever_it_says(words: str) -> None:
    understood = understand_message(f"note on Alpha Foods: {words}", CONTEXT)
    assert (understood.intent, understood.slots.note_kind) == ("set_note", "note")
    assert understood.customer is not None
    assert understood.customer.customer_id == 1
    assert understood.slots.text == words


@given(WORDS)
def test_a_message_to_everybody_is_never_taken_for_a_question(words: str) -> None:
    understood = understand_message(f"broadcast to all reps: {words}.", CONTEXT)
    assert (understood.intent, understood.action) == ("broadcast", "confirm")
    assert understood.slots.text is not None
    assert words.startswith(understood.slots.text)


@given(st.text(max_size=80))
def test_any_text_is_read_without_harm_and_what_is_kept_stands_in_it(text: str) -> None:
    for lead in (
        "",
        "note: ",
        "记一下",
        "remind me ",
        "add customer ",
        "华兴加个联系人",
        "少了一家 ",
    ):
        understood = understand_message(lead + text, CONTEXT)
        said = "".join((lead + text).split())
        for kept in (understood.slots.name, understood.slots.contact_name):
            assert kept is None or "".join(kept.split()) in said


def test_a_long_note_is_kept_to_its_end() -> None:
    words = "gate 3 " * 1_000 + "ring twice"
    assert _texts(f"note on Alpha Foods: {words}") == words


@pytest.mark.parametrize("filler", [" " * 9_000, ", " * 4_000, "提醒我" * 2_000, " in" * 3_000])
@pytest.mark.parametrize(
    "lead", ["note on Alpha: x", "add customer x", "remind me to x", "x", "少了 "]
)
def test_a_hostile_message_is_read_like_any_other(lead: str, filler: str) -> None:
    assert understand_message(f"{lead}{filler}y", CONTEXT).intent


@pytest.mark.parametrize(
    ("text", "intent", "typed"),
    [
        ("note on Zorro Foods: closed on Mondays", "set_note", "Zorro Foods"),
        ("Zorro Foods is not mine", "not_mine", "Zorro Foods"),
        ("phone number of Zorro Foods", "details", "Zorro Foods"),
    ],
)
def test_a_name_nobody_knows_is_told_back(text: str, intent: str, typed: str) -> None:
    understood = understand_message(text, CONTEXT)
    assert (understood.intent, understood.typed_name) == (intent, typed)
    assert understood.customer is not None
    assert understood.customer.candidates == ()


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("note on steling optics: gate closes at 5", "confirm"),
        ("note on northwind: gate closes at 5", "ask"),
        ("note on Sterling Optics: gate closes at 5", "do"),
    ],
)
def test_whom_a_note_is_about_is_never_guessed(practice: Company, text: str, action: str) -> None:
    understood = understand_message(text, practice.context)
    assert (understood.intent, understood.action) == ("set_note", action)
    assert understood.slots.text == "gate closes at 5"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("note: closed on Mondays", "set_note"),
        ("记一下 周一休息", "set_note"),
        ("postpone it to Friday", "snooze_visit"),
        ("what's the phone number", "details"),
        ("add contact Li Wei 13800001111", "add_contact"),
        ("not mine", "not_mine"),
        ("这家不是我的客户", "not_mine"),
    ],
)
def test_without_a_name_the_customer_spoken_of_is_meant(text: str, intent: str) -> None:
    understood = understand_message(text, replace(CONTEXT, previous=ALPHA))
    assert understood.intent == intent
    assert understood.customer is not None
    assert understood.customer.customer_id == 1


@pytest.mark.parametrize(
    "text",
    [
        "remind me who is overdue",
        "remind me which customers are A",
        "what does Alpha Foods need",
        "华兴需要什么",
        "show me the notes on Alpha Foods",
        "did Alpha Foods complain",
        "华兴投诉处理得怎么样了",
        "is Alpha Foods mine?",
        "Alpha Foods needs a visit",
        "Alpha Foods needs 3 more orders to be an A",
        "how do I add a customer?",
        "are we seeing Alpha Foods on Friday?",
        "每天早上八点提醒我",
    ],
)
def test_a_question_writes_nothing(text: str) -> None:
    understood = understand_message(text, CONTEXT)
    assert understood.intent not in WRITES or understood.action in {"ask", "abstain"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("remind me on Friday to ask Alpha Foods for Monday's figures", date(2026, 11, 27)),
        ("周五提醒我给华兴送样品", date(2026, 11, 27)),
        ("提醒我后天问华兴下周的计划", date(2026, 11, 26)),
        ("remind me to call Alpha Foods", None),
        ("postpone Alpha Foods by a week", date(2026, 12, 1)),
        ("华兴推迟半个月", date(2026, 12, 9)),
        ("华兴延后三天", date(2026, 11, 27)),
        ("move Alpha Foods to next month", date(2026, 12, 1)),
        ("I'll see Alpha Foods on 3 December", date(2026, 12, 3)),
    ],
)
def test_the_day_is_the_one_beside_the_wish(text: str, day: date | None) -> None:
    slots = understand_message(text, CONTEXT).slots
    assert (slots.on or slots.until) == day


@pytest.mark.parametrize(
    ("text", "name", "place", "phone"),
    [
        ("add customer Alpha Foods North in Leeds", "Alpha Foods North", "Leeds", None),
        ("新增客户 华兴二厂，电话：0755-5550123", "华兴二厂", None, "0755-5550123"),
        ("add customer", None, None, None),
        ("new customer: O'Neill & Sons", "O'Neill & Sons", None, None),
    ],
)
def test_a_newcomers_name_is_not_taken_for_a_known_one(
    text: str, name: str | None, place: str | None, phone: str | None
) -> None:
    understood = understand_message(text, CONTEXT)
    assert (understood.intent, understood.customer) == ("add_customer", None)
    slots = understood.slots
    assert (slots.name, slots.place, slots.phone) == (name, place, phone)


@pytest.mark.parametrize(
    "text", ["is Alpha Foods an A?", "华兴超期了吗", "does Alpha Foods owe money?"]
)
def test_yes_or_no_is_wanted_where_it_is_asked(text: str) -> None:
    assert understand_message(text, CONTEXT).slots.asked


@pytest.mark.parametrize("text", ["Alpha Foods", "华兴怎么样", "my A customers", "who owes money"])
def test_yes_or_no_is_not_wanted_of_other_questions(text: str) -> None:
    assert not understand_message(text, CONTEXT).slots.asked


@pytest.mark.parametrize(
    ("text", "since", "tier"),
    [
        ("半年没去的客户", date(2026, 5, 24), None),
        ("三个月没拜访的A类", date(2026, 8, 24), "A"),
        ("超过两个月没去的有哪些", date(2026, 9, 24), None),
        ("今年没去过的A类", date(2026, 1, 1), "A"),
        ("customers not visited in 3 months", date(2026, 8, 24), None),
        ("who haven't I seen for six weeks", date(2026, 10, 13), None),
        ("which A customers have not been visited since august", date(2026, 8, 1), "A"),
    ],
)
def test_who_was_not_visited_for_so_long_is_a_list(
    text: str, since: date, tier: str | None
) -> None:
    understood = understand_message(text, CONTEXT)
    assert understood.intent == "list_customers"
    slots = understood.slots
    assert (slots.not_visited_since, slots.tier, slots.visit_state) == (since, tier, None)


@pytest.mark.parametrize(
    "text",
    ["customers who haven't ordered in 3 months", "半年没下单的客户", "半年没去的火星客户"],
)
def test_what_else_somebody_did_not_do_for_so_long_is_no_such_list(text: str) -> None:
    assert understand_message(text, CONTEXT).slots.not_visited_since is None


@pytest.mark.parametrize("text", ["没有A类的城市", "which cities have no A customers"])
def test_where_nobody_is_is_not_answered_with_those_who_are_somewhere(text: str) -> None:
    assert understand_message(text, CONTEXT).action == "abstain"


@pytest.mark.parametrize(
    ("text", "tier"),
    [("一级客户", "A"), ("二级客户有哪些", "B"), ("tier 3 customers", "C"), ("上一级客户", None)],
)
def test_tiers_are_called_by_their_place_as_well(text: str, tier: str | None) -> None:
    assert understand_message(text, CONTEXT).slots.tier == tier


@pytest.mark.parametrize(
    "text",
    [
        "how do I add a customer",
        "怎么加联系人",
        "can I add a customer myself?",
        "what notes do we have on Alpha Foods",
        "who complained last week",
    ],
)
def test_how_and_what_are_asked_not_ordered(text: str) -> None:
    assert understand_message(text, CONTEXT).intent not in WRITES


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Alpha Foods orders since october", date(2026, 10, 1), TODAY),
        ("华兴上半年订单", date(2026, 1, 1), date(2026, 6, 30)),
        ("华兴三季度订单", date(2026, 7, 1), date(2026, 9, 30)),
        ("Alpha Foods orders q4 2025", date(2025, 10, 1), date(2025, 12, 31)),
        ("Alpha Foods orders in 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("华兴12月底之前的订单", date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_orders_are_asked_for_whole_periods_that_have_been(
    text: str, since: date, until: date
) -> None:
    understood = understand_message(text, CONTEXT)
    assert understood.intent == "orders"
    period = understood.slots.period
    assert period is not None
    assert (period.from_on, period.to_on) == (since, until)


@pytest.mark.parametrize(
    ("text", "then"),
    [("我自己的客户", "那A类呢"), ("my own customers", "only the As"), ("just mine", "A?")],
)
def test_a_managers_own_stay_their_own_in_what_follows(text: str, then: str) -> None:
    first = understand_message(text, CONTEXT)
    assert (first.intent, first.slots.own) == ("list_customers", True)
    second = understand_message(then, replace(CONTEXT, previous=first))
    assert (second.slots.tier, second.slots.own) == ("A", True)


def test_how_long_nobody_was_there_holds_for_what_follows() -> None:
    first = understand_message("半年没去的客户", CONTEXT)
    second = understand_message("那A类呢", replace(CONTEXT, previous=first))
    assert (second.slots.tier, second.slots.not_visited_since) == ("A", date(2026, 5, 24))


@given(st.lists(st.sampled_from(FIGURES), max_size=8))
def test_no_figure_and_no_date_stops_it(words: list[str]) -> None:
    for joined in ("".join(words), " ".join(words)):
        assert understand_message(joined, CONTEXT).intent
