"""What is too little to call a Chinese line right, and money and prices in any words."""

import pytest

from bot.coaching.judge import Judge, Judgement, usual_moment
from bot.coaching.playbook import Situation
from bot.coaching.reading import parse_written
from tests.support.playbooks import SMALL

JUDGE = Judge(parse_written(SMALL, "tea.yaml").playbook)


def judged(text: str, situation: Situation = "keeps_talking") -> Judgement:
    return JUDGE.judge_by_rules(text, usual_moment(situation), "zh")


@pytest.mark.parametrize(
    "text",
    [
        "你算老几",
        "关我咩事",
        "请问需要什么",
        "我该跟哪个部门谈",
        "那我找谁说",
        "谁负责采购",
        "您是做什么的",
        "你想要我做什么",
        "你叫什么名字",
        "你们公司几个人",
        "您几点下班呀",
        "您的预算大概是多少",
        "您觉得我们公司怎么样",
    ],
)
def test_a_question_word_alone_settles_nothing(text: str) -> None:
    assert judged(text).verdict != "good"


@pytest.mark.parametrize(
    "text",
    [
        "您平时喜欢钓鱼还是爬山",
        "您对我们满意还是不满意",
        "您哪天最忙，周一还是周五",
    ],
)
def test_a_choice_between_feelings_or_pastimes_offers_nothing(text: str) -> None:
    assert judged(text).verdict != "good"


@pytest.mark.parametrize(
    "text",
    [
        "给我出个主意吧，怎么说",
        "给我一点建议",
        "我今天很高兴认识您",
        "我们明天有活动",
        "我下午没空",
        "我先喝口水",
        "我把电话号码忘在家里",
        "我们的西装便宜",
        "您一次定两车，我去跟公司谈价",
    ],
)
def test_a_step_is_one_that_is_done_for_the_customer(text: str) -> None:
    assert judged(text, "decision_maker").verdict != "good"


def test_who_the_customer_is_was_not_agreed_and_is_not_confirmed() -> None:
    assert judged("你是老板对吧", "decision_maker").verdict != "good"
    assert judged("十四个，周三到，没记错吧", "decision_maker").act == "confirm"


@pytest.mark.parametrize(
    "text",
    [
        "单排双排？",
        "花泥要湿的要干的？",
        "合身一点还是松一点？",
        "收身定松身，我攞边件先？",
        "我帮你试一批咯，周一定周三送好？",
        "他几点有空我几点打来，十点还是两点？",
        "剩下的周三付还是周五付？",
        "咖啡豆深烘，中烘？",
    ],
)
def test_two_that_are_named_side_by_side_are_a_choice(text: str) -> None:
    found = judged(text, "options_choice")
    assert (found.verdict, found.act) == ("good", "either_or")


@pytest.mark.parametrize(
    "text",
    [
        "先付一半今天，另一半周五，行不行",
        "先付一半，今天，另一半周五，行不行",
        "五百个先发三百，剩两百月底发，成不成",
        "先发一半的苗，剩下的开春再起，行不行",
    ],
)
def test_a_plan_in_two_parts_put_to_the_customer_is_confirmed(text: str) -> None:
    assert judged(text, "payment_step").act == "confirm"


@pytest.mark.parametrize(
    "text",
    [
        "盒子上要不要印条形码",
        "运过去的时候要不要加一层缠绕膜",
        "电梯轿厢按钮装在门的哪一边",
        "刀模上圆角做多大",
        "您那台缠绕机用的纸管芯是几寸的呀",
    ],
)
def test_what_belongs_to_the_goods_may_be_asked(text: str) -> None:
    assert judged(text, "keeps_talking").act == "minor_point"


@pytest.mark.parametrize(
    "text",
    [
        "这批轮胎给您抹掉五十吧",
        "凑个整数，三千算了",
        "您嫌贵那就去掉尾巴那八十",
        "我跟老板说说给您个老朋友的价",
        "别家多少我们就多少",
        "人家报九块？我八块八",
        "三件算您两件的钱",
        "第二台半价",
        "一口价，比标价少八十",
        "那配件就不算钱了，您拿走",
        "价格上我们可以灵活一点",
        "装机费我给您免咗佢",
        "我跟您各让一步，您看呢",
        "老哥我给你按进价走,一分不赚",
        "看在老客的份上，九五吧",
        "再给您贴补点搬运费",
        "他给十个点？我给十二",
        "两千八太高？那两千五",
        "这几根线缆当见面礼",
        "三十二一米做不来，三十给您做",
    ],
)
def test_a_lower_price_in_any_words_gives_it_away(text: str) -> None:
    assert judged(text, "price_deadlock").fault == "concede"


@pytest.mark.parametrize(
    "text",
    [
        "老板付一下吧",
        "把账结喽呗",
        "还欠我们六千八，今天结了吧",
        "钱呢，准备好没",
        "这台十九万，您付得起吧",
        "您那边款到了我才好发货，今天打吧",
        "两万八，现在就得交",
        "账单在这儿，五万二",
        "上个月那批还没给呢",
        "一万五，扫这个",
        "您这边付现吧",
        "您财务那边拨款了没有，把款打了吧",
    ],
)
def test_a_demand_for_money_in_any_words_is_one(text: str) -> None:
    assert judged(text, "payment_step").fault == "money"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("我少带了一块样板，明早给您补上", "delivery"),
        ("不用降价，您先说说是尺寸不对还是颜色不对", "price_deadlock"),
        ("那今天量好，周四来拿行不行", "ready_signal"),
        ("您补这款货，赶在周初，还是赶在周末前？", "competitor"),
        ("周一给您送二十盒过去，您先摆上柜台", "ready_signal"),
        ("我四十五分到您那里，带一台样机", "think_it_over"),
        ("收款码牌立在柜台左边还是右边", "ready_signal"),
        ("发票上货名写什么", "paperwork"),
        ("哪条不清楚您圈出来，我讲明白您再落笔，原件您留一份。", "signing"),
        ("我把四块二拆开写给您：纸、印、糊、运，一样一样看。", "price_deadlock"),
    ],
)
def test_figures_and_words_of_money_that_ask_for_none_do_no_harm(
    text: str, situation: Situation
) -> None:
    assert judged(text, situation).verdict != "bad"


@pytest.mark.parametrize(
    "text",
    [
        "明天装，不方便就改天",
        "现在订还是等年底",
        "周三装，还是您先跟家里商量",
        "要这款，还是您再逛一圈",
    ],
)
def test_a_way_out_behind_an_if_or_a_wait_is_one(text: str) -> None:
    assert judged(text, "think_it_over").fault == "fake_choice"


@pytest.mark.parametrize(
    "text",
    [
        "不给钱我就去告你",
        "你唔畀我就停货",
        "您怎么还不定啊",
        "您上周亲口答应我的",
        "别人都订了，就您还在磨",
        "您先别激动",
        "爱买不买",
    ],
)
def test_threats_and_rudeness_press(text: str) -> None:
    assert judged(text, "payment_step").fault == "pressure"


def test_five_minutes_of_their_time_are_leave_asked() -> None:
    assert judged("我能占用您五分钟吗").fault == "permission"
    assert judged("能给我五分钟吗").fault == "permission"
