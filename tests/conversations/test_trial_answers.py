"""What a stranger's first week of messages found wrong in answers about facts."""

import pytest

from crm.entities import VisitKind
from tests.support import cast as who
from tests.support.chatting import Office


def test_whether_a_customer_was_visited_is_yes_or_no(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-20")
    chat = office.chat("ana")
    assert chat.says("did I visit Alpha Foods").startswith("Yes. Alpha Foods")
    assert chat.says("我去过Alpha Foods没").startswith("去过。Alpha Foods")
    assert chat.says("did I visit Bravo Tools").startswith("No. Bravo Tools")
    assert chat.says("Bravo Tools去过没").startswith("没去过。Bravo Tools")


def test_in_the_days_that_are_named(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-20")
    office.visited(who.ALPHA, "2026-10-06")
    office.visited(who.ALPHA, "2026-11-20", VisitKind.ATTEMPT)
    chat = office.chat("ana")
    assert "2 visits, 20 Oct, 6 Oct" in chat.says("did I visit Alpha Foods last month")
    assert chat.says("Alpha Foods这个月去了吗").startswith("没去过。")
    assert "去过2次" in chat.says("Alpha Foods去了几次")


@pytest.mark.parametrize("asked", ["Boris's customers", "Boris的客户", "Boris团队", "Boris那边"])
def test_a_managers_name_is_everybody_below(office: Office, asked: str) -> None:
    reply = office.chat("dora").says(asked)
    assert "Alpha Foods" in reply
    assert "Bolt & Sons" in reply
    assert "Cedar Paper" not in reply


def test_lower_is_for_managers_to_decide(office: Office) -> None:
    assert "Boris Banks" in office.chat("ana").says("Alpha Foods能不能降成B")
    assert "B" in office.chat("boris").says("Alpha Foods能不能降成B")


def test_who_sees_them_is_told_the_customers_of_nobody(office: Office) -> None:
    assert "Orphan Optics" in office.chat("gus").says("customers without a rep")
    assert "Orphan Optics" in office.chat("gus").says("没有业务员的客户")
    assert "Orphan Optics" not in office.chat("boris").says("customers without a rep")


def test_a_card_tells_trade_and_country_in_the_language_of_the_answer(office: Office) -> None:
    chat = office.chat("ana")
    assert "英国 · 食品" in chat.says("Alpha Foods怎么样")
    assert "China · electronics" in chat.says("show me everything about 华兴电子")


def test_what_was_said_beside_a_new_customer_is_said_back(office: Office) -> None:
    reply = office.chat("ana").says("新客户：新濠酒店，联系人黄经理 66881234，昨天去过了")
    assert "新濠酒店" in reply.splitlines()[0]
    assert "没记：联系人黄经理 · 昨天去过了" in reply


def test_the_rules_are_told_from_the_policy(office: Office) -> None:
    chat = office.chat("ana")
    assert "45" in chat.says("A类多久去一次")
    assert "B" not in chat.says("how often do we visit A customers")
    assert "60%" in chat.says("评分规则是什么")
    assert "20% are A" in chat.says("how are tiers worked out")


def test_money_of_a_company_of_another_team_is_not_answered_with_ones_own(office: Office) -> None:
    reply = office.chat("ana").says("深圳宏昌欠多少钱")
    assert "宏昌" in reply
    assert "没有" in reply
