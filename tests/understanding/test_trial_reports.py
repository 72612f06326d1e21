"""What a stranger typed in a first week: reports, appointments and reminders, rule by rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.entrance import understand_message
from bot.understanding.told import Report
from bot.understanding.understand import Understood
from crm.entities import VisitKind
from tests.support.named_companies import TODAY, Company


def _read(company: Company, text: str) -> Understood:
    return understand_message(text, company.context)


def _report(company: Company, text: str) -> Report:
    report = _read(company, text).report
    assert report is not None, text
    return report


def _days(report: Report) -> list[int]:
    """The day of the month of each customer's visit."""
    return [(each.on or report.on).day for each in report.told]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("昨天去了湘江重工和北方轴承，前天去了海润水产", [23, 23, 22]),
        ("前天去了湘江重工，昨天去了北方轴承", [22, 23]),
        ("湘江重工昨天 北方轴承前天 都见到了", [23, 22]),
        ("去了湘江重工，昨天去了北方轴承", [24, 23]),
        ("昨天去了湘江重工，北方轴承也去了", [23, 23]),
        ("saw Titan yesterday, visited Vertex on 20 Nov", [23, 20]),
        ("yesterday I met Titan, and on 19 Nov I saw Vertex", [23, 19]),
        ("saw Titan and Vertex yesterday", [23, 23]),
    ],
)
def test_every_visit_of_a_message_has_its_own_day(
    practice: Company, text: str, days: list[int]
) -> None:
    assert _days(_report(practice, text)) == days


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2月30号去了湘江重工", "2月30号"), ("13月5号去了湘江重工", "13月5号"),
        ("visited Titan on 0000-00-00", "0000-00-00"), ("saw Titan on Feb 31", "Feb 31"),
    ],
)  # fmt: skip
def test_a_report_of_an_impossible_day_says_so(practice: Company, text: str, typed: str) -> None:
    report = _report(practice, text)
    assert report.impossible == typed
    assert not report.dated


@given(day=st.dates(date(2026, 1, 1), TODAY))
def test_a_report_is_of_the_day_that_was_typed(practice: Company, day: date) -> None:
    report = _report(practice, f"visited Titan on {day.isoformat()}")
    assert (report.on, report.impossible) == (day, None)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("今天跑了湘江重工和北方轴承 湘江重工要100个垫片 北方轴承只是送样品", [None, "只是送样品"]),
        ("湘江重工、北方轴承今天都跑了，北方轴承老板不在", [None, "老板不在"]),
        ("saw Titan and Vertex. Vertex was angry", [None, "was angry"]),
        ("saw Titan and Vertex, all happy", ["all happy", "all happy"]),
    ],
)  # fmt: skip
def test_a_word_about_one_customer_is_noted_on_that_one(
    practice: Company, text: str, notes: list[str | None]
) -> None:
    assert [each.note for each in _report(practice, text).told] == notes


def test_the_next_visit_is_that_of_the_customer_it_was_told_of(practice: Company) -> None:
    report = _report(practice, "今天去了湘江重工和北方轴承，北方轴承下周三再去")
    assert [each.next_on for each in report.told] == [None, date(2026, 12, 2)]


@pytest.mark.parametrize(
    "text",
    ["湘江重工去了 北方轴承没去", "去了湘江重工 北方轴承没去", "去了湘江重工，北方轴承没时间去"],
)
def test_a_visit_not_made_is_left_out_aloud(practice: Company, text: str) -> None:
    report = _report(practice, text)
    assert [each.note for each in report.told] == [None]
    assert report.left_out is not None
    assert "北方轴承" in report.left_out


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("去了湘江重工和深圳那家", "深圳那家"),
        ("visited Titan and the one in Berlin", "the one in Berlin"),
    ],
)  # fmt: skip
def test_a_customer_only_described_is_not_dropped(practice: Company, text: str, typed: str) -> None:
    assert [each.typed_name for each in _report(practice, text).told] == ["", typed]


def test_looking_in_on_somebody_is_a_visit(practice: Company) -> None:
    assert len(_report(practice, "去了湘江重工 顺便看了北方轴承").told) == 2


@pytest.mark.parametrize(
    "text",
    [
        "湘江重工 通电话 没人接", "湘江重工没接电话", "湘江重工电话没打通", "打了湘江重工电话没接",
        "给湘江重工打电话没人接", "called Titan, no answer", "rang Titan, left a voicemail",
    ],
)  # fmt: skip
def test_a_call_nobody_took_was_not_answered(practice: Company, text: str) -> None:
    (told,) = _report(practice, text).told
    assert not told.answered


@pytest.mark.parametrize(
    "text", ["去了湘江重工，没人在", "visited Titan, no answer", "湘江重工没人"]
)
def test_a_closed_door_is_an_attempt(practice: Company, text: str) -> None:
    (told,) = _report(practice, text).told
    assert (told.kind, told.answered) == (VisitKind.ATTEMPT, True)


@pytest.mark.parametrize(
    ("text", "kind", "need"),
    [
        ("call咗湘江重工 佢話要多200個valve", VisitKind.TOUCH, "多200個valve"),
        ("给湘江重工打电话 董姐说要20箱", VisitKind.TOUCH, "20箱"),
        ("跟湘江重工微信 要50个阀", VisitKind.TOUCH, "50个阀"),
        ("湘江重工微信聊了下 说年底再定", VisitKind.TOUCH, None),
        ("湘江重工 21号去的", VisitKind.VISIT, None),
        ("湘江重工来访", VisitKind.VISIT, None),
        ("路过湘江重工 进去坐了坐", VisitKind.VISIT, None),
    ],
)
def test_a_report_in_other_words_is_a_report(
    practice: Company, text: str, kind: VisitKind, need: str | None
) -> None:
    (told,) = _report(practice, text).told
    assert (told.kind, told.need) == (kind, need)


@pytest.mark.parametrize(
    ("text", "need", "note"),
    [
        ("今天去了湘江重工 客户要加200个阀门", "加200个阀门", None),
        ("去了湘江重工 要100个阀 50个垫片 还要3台泵", "100个阀 50个垫片，3台泵", None),
        ("去了湘江重工 订了30台泵 一共8万块 定金付了2万", "订了30台泵", "一共8万块 定金付了2万"),
        ("saw Titan, they want 20 pumps", "20 pumps", None),
        ("saw Titan, wants 20 pumps, paid a deposit of 500", "20 pumps", "paid a deposit of 500"),
    ],
)
def test_a_need_is_not_noted_twice_and_money_is_no_need(
    practice: Company, text: str, need: str, note: str | None
) -> None:
    (told,) = _report(practice, text).told
    assert (told.need, told.note) == (need, note)


def test_what_each_needs_is_told_before_the_visits(practice: Company) -> None:
    report = _report(practice, "湘江重工 要100个阀 北方轴承 要50个阀 都去了")
    assert [each.need for each in report.told] == ["100个阀", "50个阀"]


@pytest.mark.parametrize(
    ("text", "on", "unkept"),
    [
        ("明天下午3点约了湘江重工", "2026-11-25", "下午3点"),
        ("湘江重工约咗听日3点", "2026-11-25", "3点"),
        ("跟湘江重工约了下周一上午10点", "2026-11-30", "上午10点"),
        ("周四约了湘江重工", "2026-11-26", None),
        ("刚跟湘江重工约了下周一", "2026-11-30", None),
        ("湘江重工 约好周五", "2026-11-27", None),
        ("湘江重工让我周四过去", "2026-11-26", None),
        ("礼拜五去湘江重工", "2026-11-27", None),
        ("下月5号去湘江重工", "2026-12-05", None),
        ("12月10号去湘江重工", "2026-12-10", None),
        ("湘江重工 后天上午10点开会", "2026-11-26", "上午10点"),
        ("Titan meeting tmr 3pm", "2026-11-25", "3pm"),
        ("appointment with Titan on Friday", "2026-11-27", None),
        ("这周五推到下周二 湘江重工", "2026-12-01", None),
        ("move Titan from Friday to next Tuesday", "2026-12-01", None),
    ],
)
def test_an_appointment_plans_the_visit(
    practice: Company, text: str, on: str, unkept: str | None
) -> None:
    understood = _read(practice, text)
    assert understood.intent == "snooze_visit"
    assert understood.slots.until == date.fromisoformat(on)
    assert understood.slots.text == unkept


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("明天上午去湘江重工 下午去北方轴承", [25, 25]),
        ("明天去湘江重工 后天去北方轴承", [25, 26]),
        ("going to Titan tomorrow and Vertex on Friday", [25, 27]),
    ],
)  # fmt: skip
def test_several_appointments_have_each_its_day(
    practice: Company, text: str, days: list[int]
) -> None:
    plans = _read(practice, text).plans
    assert [each.on.day if each.on else 0 for each in plans] == days


@pytest.mark.parametrize(
    "text",
    [
        "湘江重工往后拖拖",
        "湘江重工 春节后再去",
        "湘江重工 下个月再联系",
        "湘江重工跳过这次",
        "明天去不了湘江重工",
        "can't visit Titan tomorrow",
    ],
)
def test_a_visit_put_off_without_a_day_asks_for_it(practice: Company, text: str) -> None:
    understood = _read(practice, text)
    assert (understood.intent, understood.slots.until) == ("snooze_visit", None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我约了谁", "planned_visits"), ("my appointments", "planned_visits"),
        ("湘江重工取消", "drop_plan"), ("取消湘江重工的约", "drop_plan"),
        ("湘江重工不推了", "drop_plan"),
        ("cancel the appointment with Titan", "drop_plan"), ("还是大后天吧", "edit_last"),
        ("昨天的拜访记错了，应该是前天", "edit_last"), ("不是今天 是上周三", "edit_last"),
        ("the date was wrong, it was Monday", "edit_last"),
        ("湘江重工 下周三", "next_visit"), ("湘江重工订单延期了", "out_of_scope"),
        ("提醒删掉第一个", "drop_reminder"),
        ("delete the first reminder", "drop_reminder"), ("湘江重工说要加50个阀", "set_note"),
        ("湘江重工要样品", "set_note"),
    ],
)  # fmt: skip
def test_what_is_said_of_plans_is_heard(practice: Company, text: str, intent: str) -> None:
    assert _read(practice, text).intent == intent


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("下午3点提醒我打给湘江重工", "2026-11-24"), ("半小时后提醒我打给湘江重工", "2026-11-24"),
        ("remind me at 3pm to call Titan", "2026-11-24"), ("remind我后天call Titan", "2026-11-26"),
        ("remind me in an hour to call Titan", "2026-11-24"),
        ("提我星期五call Titan", "2026-11-27"), ("tell me on Thursday to ring Titan", "2026-11-26"),
        ("下个月5号提醒我湘江重工对账", "2026-12-05"),
    ],
)  # fmt: skip
def test_a_reminder_with_a_time_and_no_day_is_for_today(
    practice: Company, text: str, on: str
) -> None:
    understood = _read(practice, text)
    assert (understood.intent, understood.slots.on) == ("remind_me", date.fromisoformat(on))


@pytest.mark.parametrize(
    "text", ["什么时候去湘江重工", "明天要去哪", "when do I see Titan", "湘江重工要多少钱"]
)
def test_a_question_plans_and_notes_nothing(practice: Company, text: str) -> None:
    understood = understand_message(text, replace(practice.context, previous=None))
    assert understood.intent not in {"snooze_visit", "set_note", "drop_plan"}
