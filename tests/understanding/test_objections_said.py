"""What a customer objects, as reps write it: in both languages, with slips, and in Cantonese."""

from datetime import date
from typing import get_args

import pytest

from bot.coaching.playbook import Objection
from bot.understanding.directory import know
from bot.understanding.entrance import understand_message
from bot.understanding.scenes import load_scenes
from bot.understanding.understand import Context, Understood
from crm.entities import Naming

ALPHA, HUAXIN = 1, 2

KNOWN = know(
    [
        Naming(ALPHA, "Alpha Foods", "K1", "London", "A"),
        Naming(HUAXIN, "深圳市华兴电子有限公司", "K5", "深圳", "A"),
    ]
)
CONTEXT = Context(KNOWN.names, KNOWN.places, ("A", "B", "C"), date(2026, 11, 24))


def meant(text: str) -> Understood:
    return understand_message(text, CONTEXT)


def test_every_objection_of_a_playbook_is_known_and_no_other() -> None:
    names = {name for name in load_scenes().concepts if name.startswith("objection.")}
    assert names == {f"objection.{each}" for each in get_args(Objection)}


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("客户说太贵了怎么回", "too_expensive"),
        ("客户砍价怎么办", "too_expensive"),
        ("customer says too expencive", "too_expensive"),
        ("客户话太贵点答", "too_expensive"),
        ("客户说 too expensive 怎么办", "too_expensive"),
        ("老板话第二间平啲，点答", "competitor_cheaper"),
        ("they say others are cheaper, what to say", "competitor_cheaper"),
        ("客户说别家更便宜怎么办", "competitor_cheaper"),
        ("what do I say when they want to think it over", "think_it_over"),
        ("客户话谂下先", "think_it_over"),
        ("they want to think it over", "think_it_over"),
        ("他们要考虑考虑", "think_it_over"),
        ("he has to ask his boss what do i say", "not_decision_maker"),
        ("客户说要问老板，怎么接", "not_decision_maker"),
        ("客户要90天账期，怎么回", "longer_terms"),
        ("they want longer payment terms, what do I say", "longer_terms"),
        ("客户让我先发资料，怎么回", "send_information"),
        ("they just want me to send information, what do I say", "send_information"),
        ("客户担心质量怎么说", "quality_doubt"),
        ("customer says never heard of us", "quality_doubt"),
        ("they said no budget", "no_budget"),
        ("帮忙看看客户说没预算怎么回", "no_budget"),
        ("not interested what do i say", "not_interested"),
        ("客户说没空怎么办", "no_time"),
        ("客户讲 already have supplier 怎么应对", "has_supplier"),
    ],
)
def test_an_objection_is_understood_however_it_is_said(text: str, objection: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.objection) == ("coach_line", objection)


@pytest.mark.parametrize(
    ("text", "customer_id"),
    [
        ("Alpha Foods says it's too expensive", ALPHA),
        ("Alpha Foods: too expensive", ALPHA),
        ("Alpha Foods says they want to think it over", ALPHA),
        ("Alpha Foods嫌贵怎么办", ALPHA),
        ("华兴说太贵", HUAXIN),
        ("华兴要账期，怎么说", HUAXIN),
    ],
)
def test_who_says_so_is_kept(text: str, customer_id: int) -> None:
    found = meant(text)
    assert found.intent == "coach_line"
    assert found.customer is not None
    assert found.customer.customer_id == customer_id


@pytest.mark.parametrize(
    "text", ["what do I say", "怎么回", "教我怎么回", "give me a line", "处理异议"]
)
def test_without_an_objection_what_to_say_is_asked_all_the_same(text: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.objection) == ("coach_line", None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what are the payment terms of Alpha Foods", "payment_terms"),
        ("Alpha Foods账期多少", "payment_terms"),
        ("visited Alpha Foods, they say too expensive", "log_visit"),
        ("昨天去了华兴，他们嫌贵，下次再谈", "log_visit"),
        ("note for Alpha Foods: says too expensive", "set_note"),
        ("Alpha Foods said they want 200 more valves but cheaper", "set_note"),
        ("Alpha Foods说下周五再说", "snooze_visit"),
        ("remind me on Friday to answer Alpha Foods", "remind_me"),
    ],
)
def test_what_is_told_or_asked_besides_stays_what_it_is(text: str, intent: str) -> None:
    assert meant(text).intent == intent
