"""What a stranger's first week of messages found misread in questions, additions and facts."""

from dataclasses import replace
from datetime import date

import pytest

from bot.understanding.described import reads_like_a_name
from bot.understanding.directory import know
from bot.understanding.entrance import understand_message
from bot.understanding.understand import Context, Understood
from crm.entities import Naming
from tests.support.named_companies import Company


def _said(company: Company, *texts: str) -> Understood:
    previous = None
    for text in texts:
        previous = understand_message(text, replace(company.context, previous=previous))
    assert previous is not None
    return previous


@pytest.mark.parametrize(
    ("text", "name", "place", "industry"),
    [
        (
            "加个客户 东莞市华强五金有限公司 在东莞 做五金的",
            "东莞市华强五金有限公司",
            "东莞",
            "五金",
        ),
        ("加个客户 东莞市华强五金有限公司在东莞做五金的", "东莞市华强五金有限公司", "东莞", "五金"),
        ("帮我新建一个客户叫大家乐 在沙田", "大家乐", "沙田", None),
        ("新增客户 恒达机械，苏州", "恒达机械", "苏州", None),
        ("加客户 存在主义书店", "存在主义书店", None, None),
        ("add customer Zorro Foods in Munich contact Tom Hardy", "Zorro Foods", "Munich", None),
        ("add customer Zorro Bakers, Munich, they make bread", "Zorro Bakers", "Munich", "bread"),
    ],
)
def test_a_new_customers_name_ends_where_its_facts_begin(
    northwind: Company, text: str, name: str, place: str | None, industry: str | None
) -> None:
    slots = _said(northwind, text).slots
    assert (slots.name, slots.place, slots.industry) == (name, place, industry)


def test_what_is_no_fact_of_a_new_customer_is_not_lost(northwind: Company) -> None:
    text = "新客户：澳门新濠酒店，联系人黄经理 66881234，酒店行业，昨天去过了"
    slots = _said(northwind, text).slots
    assert (slots.name, slots.phone, slots.industry) == ("澳门新濠酒店", "66881234", "酒店")
    assert slots.place is None
    assert slots.text == "联系人黄经理 · 昨天去过了"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("少了一家 惠州德赛 也是我的", "惠州德赛"),
        ("我还有一家叫永安百货的 怎么没有", "永安百货"),
        ("i have a customer called Zorro Foods, why is it not on my list", "Zorro Foods"),
    ],
)
def test_of_a_missing_customer_only_the_name_is_kept(
    northwind: Company, text: str, name: str
) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.name) == ("missing_customer", name)


@pytest.mark.parametrize(
    "text", ["改返前日", "Mr", "Mr Lim", "去过了", "昨天的", "who is it?", "拜访"]
)
def test_a_sentence_or_a_person_is_no_companys_name(text: str) -> None:
    assert not reads_like_a_name(text)


@pytest.mark.parametrize("text", ["永安百货", "Zorro Foods", "惠州德赛", "3M"])
def test_a_company_may_be_called_many_things(text: str) -> None:
    assert reads_like_a_name(text)


def test_a_contact_keeps_both_names_beside_a_chinese_title(northwind: Company) -> None:
    slots = _said(northwind, "新增联系人 Seven Seas Imports Tom Hardy 采购 07700900123").slots
    assert (slots.contact_name, slots.title) == ("Tom Hardy", "采购")


def _of(*namings: Naming, cities: tuple[str, ...] = ()) -> Company:
    known = know(namings, cities)
    context = Context(known.names, known.places, ("A", "B", "C"), date(2026, 11, 24))
    return Company(context, {naming.customer_id: naming.code or "" for naming in namings})


def test_a_word_beside_a_brand_may_be_another_companys_trade() -> None:
    company = _of(Naming(1, "Sterling Optics"), Naming(2, "Alpha Foods"))
    match = _said(company, "sterling motrs card").customer
    assert match is not None
    assert (match.customer_id, match.candidates) == (None, (1,))
    sure = _said(company, "sterling card").customer
    assert sure is not None
    assert sure.customer_id == 1


def test_the_same_brand_in_another_city_is_asked_about() -> None:
    company = _of(Naming(1, "东莞市华兴五金厂", city="东莞"), cities=("东莞",))
    elsewhere, here = _said(company, "宁波华兴怎么样"), _said(company, "东莞华兴怎么样")
    assert elsewhere.customer is not None
    assert (elsewhere.customer.customer_id, elsewhere.customer.candidates) == (None, (1,))
    assert here.customer is not None
    assert here.customer.customer_id == 1


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("penang最近买了什么", "orders"),
        ("penang下次什么时候", "next_visit"),
        ("penang orders", "orders"),
        ("penang的电话", "details"),
    ],
)
def test_a_city_one_customer_is_called_after_is_that_customer(text: str, intent: str) -> None:
    company = _of(
        Naming(1, "Penang Precision Moulds Sdn Bhd", city="Penang"),
        Naming(2, "Lotus Hotel Supplies", city="Penang"),
        cities=("Penang",),
    )
    understood = _said(company, text)
    assert understood.intent == intent
    assert understood.customer is not None
    assert understood.customer.candidates == (1,)


@pytest.mark.parametrize("text", ["penang的客户", "customers in Penang", "Penang有哪些客户"])
def test_customers_of_a_city_are_all_of_them(text: str) -> None:
    company = _of(Naming(1, "Penang Precision Moulds Sdn Bhd"), cities=("Penang",))
    understood = _said(company, text)
    assert (understood.intent, understood.slots.cities) == ("list_customers", ("Penang",))


@pytest.mark.parametrize(
    "text",
    ["去过Seven Seas Imports没", "我去过Seven Seas Imports没有", "did I visit Seven Seas Imports"],
)
def test_whether_somebody_was_visited_is_asked_of_the_visits(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.asked) == ("last_visit", True)


@pytest.mark.parametrize(
    "text", ["Seven Seas Imports去了几次", "how many times did we visit Seven Seas Imports"]
)
def test_how_often_is_a_count(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.count) == ("last_visit", True)


@pytest.mark.parametrize(
    "text", ["Seven Seas Imports欠多少", "how much does Seven Seas Imports owe"]
)
def test_what_somebody_owes_is_money(northwind: Company, text: str) -> None:
    assert _said(northwind, text).intent == "payments"


def test_money_of_somebody_nobody_knows_is_not_everybodys(northwind: Company) -> None:
    understood = _said(northwind, "甬兴欠多少")
    assert (understood.intent, understood.typed_name) == ("payments", "甬兴")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("欠款超过30天的", 30),
        ("欠款30天以上", 30),
        ("谁欠款超过2个月", 60),
        ("who is overdue on payments by more than 30 days", 30),
        ("谁欠款", None),
    ],
)
def test_how_late_the_money_has_to_be(northwind: Company, text: str, days: int | None) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.over_days) == ("payments", days)


@pytest.mark.parametrize(
    "text", ["QUICK-Stop能不能降成B", "QUICK-Stop降到B", "can we downgrade QUICK-Stop to B"]
)
def test_lower_is_a_wish_about_the_tier(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.tiers) == ("set_tier", ("B",))


@pytest.mark.parametrize("text", ["各级别多少家", "by tier"])
def test_by_tier_after_one_tier_is_of_all_tiers(northwind: Company, text: str) -> None:
    slots = _said(northwind, "my A customers", text).slots
    assert (slots.group_by, slots.tiers, slots.tier) == ("tier", (), None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Seven Seas Imports需求已解决", "需求已解决"),
        ("Seven Seas Imports 弯头不要了", "弯头不要了"),
        ("Seven Seas Imports no longer needs elbows", "no longer needs elbows"),
    ],
)
def test_what_is_not_needed_any_more_is_a_note_and_no_need(
    northwind: Company, text: str, kept: str
) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.text) == ("needs_met", kept)


@pytest.mark.parametrize("text", ["嗯 改成昨天", "改成昨天", "ok make it yesterday"])
def test_make_it_another_day_corrects_the_last(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.on) == ("edit_last", date(2026, 11, 23))


@pytest.mark.parametrize("text", ["最大的客户是谁", "best customers", "top customers"])
def test_the_best_are_asked_for_by_rank(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.ranked) == ("list_customers", True)


@pytest.mark.parametrize("text", ["没有业务员的客户", "customers without a rep"])
def test_customers_of_nobody(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.no_rep) == ("list_customers", True)


@pytest.mark.parametrize(
    "text", ["今天要干嘛", "今天要去哪", "哪家最急", "what's due today", "今天该干嘛"]
)
def test_what_to_do_today_is_whom_to_visit(northwind: Company, text: str) -> None:
    assert _said(northwind, text).intent == "due_visits"


@pytest.mark.parametrize(
    "text",
    ["今天我做了啥", "谁跑得最多", "哪个业务员拜访最多", "昨天大家去了哪", "what did I do today"],
)
def test_what_was_done_is_visits_made(northwind: Company, text: str) -> None:
    assert _said(northwind, text).intent == "visits_made"


def test_where_a_colleague_went_is_their_visits(northwind: Company) -> None:
    understood = _said(northwind, "Andrew Fuller昨天去了哪")
    assert (understood.intent, understood.slots.rep_name) == ("visits_made", "Andrew Fuller")


@pytest.mark.parametrize("text", ["谁超期最多", "who has the most overdue"])
def test_who_has_most_overdue_is_told_by_rep(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.group_by) == ("due_visits", "rep")


def test_several_tiers_counted_are_told_apart(northwind: Company) -> None:
    assert _said(northwind, "A类多少 B类多少 C类多少").slots.group_by == "tier"


@pytest.mark.parametrize("text", ["广东客户", "customers in Guangdong", "广东省有哪些客户"])
def test_a_province_is_all_its_cities_in_the_books(text: str) -> None:
    company = _of(Naming(1, "Alpha"), cities=("深圳", "Foshan", "上海"))
    slots = _said(company, text).slots
    assert set(slots.cities) == {"深圳", "Foshan"}


@pytest.mark.parametrize("text", ["打给Seven Seas Imports", "call Seven Seas Imports"])
def test_call_somebody_asks_for_the_number(northwind: Company, text: str) -> None:
    assert _said(northwind, text).intent == "details"


@pytest.mark.parametrize("text", ["谁系我嘅A客", "边个系我嘅A客"])
def test_cantonese_is_for_to_be(northwind: Company, text: str) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.tiers) == ("list_customers", ("A",))


@pytest.mark.parametrize("text", ["今天去了宁波华兴", "昨天见了宁波华兴的老板"])
def test_a_report_on_the_same_brand_in_another_city_asks(text: str) -> None:
    company = _of(Naming(1, "东莞市华兴五金厂", city="东莞"), cities=("东莞",))
    understood = _said(company, text)
    assert (understood.intent, understood.action) == ("log_visit", "ask")
    assert understood.customer is not None
    assert understood.customer.candidates == (1,)
    assert _said(company, "今天去了东莞华兴").action == "do"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("A类多久去一次", "cadence_rule"),
        ("how often do we visit A customers", "cadence_rule"),
        ("评分规则是什么", "grading_rule"),
        ("how are tiers worked out", "grading_rule"),
    ],
)
def test_the_rules_themselves_may_be_asked_for(northwind: Company, text: str, intent: str) -> None:
    assert _said(northwind, text).intent == intent


def test_a_blank_parts_a_reason_in_chinese(northwind: Company) -> None:
    understood = _said(northwind, "QUICK-Stop降到C 长期不下单")
    assert (understood.intent, understood.slots.reason) == ("set_tier", "长期不下单")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seven Seas Imports的联系人李工 13800138000", "李工"),
        ("Seven Seas Imports的联系人换了 新的叫小吴 13511112222", "小吴"),
        ("Seven Seas Imports's contact is Tom Hardy 07700900123", "Tom Hardy"),
    ],
)
def test_a_contact_told_with_a_number_is_a_new_one(
    northwind: Company, text: str, name: str
) -> None:
    understood = _said(northwind, text)
    assert (understood.intent, understood.slots.contact_name) == ("add_contact", name)
    assert _said(northwind, "Seven Seas Imports的联系人").intent == "details"
