"""What the judge sees in Chinese lines: what they do, what is wrong, and what changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.judge import Judge, Judgement, usual_moment
from bot.coaching.playbook import Act, Fault, Situation
from bot.coaching.reading import parse_written
from tests.support.playbooks import SMALL

JUDGE = Judge(parse_written(SMALL, "tea.yaml").playbook)

PAIRS = (
    ("镀锌的", "不锈钢的"),
    ("五十箱", "一百箱"),
    ("周二上午", "周三下午"),
    ("哑膜", "亮膜"),
    ("四分接头", "六分接头"),
    ("烟灰色", "藏青色"),
    ("顺丰", "德邦"),
    ("纸质合同", "电子合同"),
)
"""Halves of an either/or from many trades; both go on."""

GOOD = (
    ("这批螺丝您要镀锌的还是不锈钢的？", "options_choice"),
    ("型号、数量、到货日都在上面，请您核对确认。", "paperwork"),
    ("我现在就打给仓库，把周四的车排上。", "ready_signal"),
    ("外箱的标签贴在哪一面？", "keeps_talking"),
    ("您从头看一遍，没问题签这儿，一式两份，您留一份。", "signing"),
    ("货款走对公转账，还是承兑？", "payment_step"),
)
"""Right lines that a fault added to them makes wrong."""


def judged(text: str, situation: Situation = "ready_signal") -> Judgement:
    return JUDGE.judge(text, usual_moment(situation), "zh")


def act(text: str, situation: Situation = "ready_signal") -> Act | None:
    found = judged(text, situation)
    return found.act if found.verdict == "good" else None


def fault(text: str, situation: Situation = "ready_signal") -> Fault | None:
    return judged(text, situation).fault


@pytest.mark.parametrize(
    "text",
    [
        "阀门您要铜芯的还是铸铁的？",
        "桌布要圆的还是方的呢",
        "纸箱走三层还是五层",
        "规格就这样，你要白色定黑色？",
        "先寄A款样还是B款样给你们试",
        "打印机放前台，还是放财务室？",
        "藏青精神，灰色稳重，您平时穿哪种多？",
    ],
)
def test_an_either_or_of_two_live_halves_is_right_in_any_trade(text: str) -> None:
    assert act(text, "options_choice") == "either_or"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("十四个，周三到车间门口，没记错吧？", "ready_signal"),
        ("收货还是长安那个老厂，对不对", "delivery"),
        ("单子您再对一眼，抬头有没有写错", "paperwork"),
        ("纸箱尺寸麻烦同陈总核对下", "decision_maker"),
    ],
)
def test_having_what_was_agreed_confirmed_is_right(text: str, situation: Situation) -> None:
    assert act(text, situation) == "confirm"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("那我周四早上带两卷布样过来，挂您店里看一天", "think_it_over"),
        ("得，我而家就叫仓库打包", "ready_signal"),
        ("周三两点我开个会，把采购总监一起拉进来", "decision_maker"),
        ("他家的和我们的现在就放到一口锅里试，十分钟见分晓", "competitor"),
    ],
)
def test_doing_something_now_is_right(text: str, situation: Situation) -> None:
    assert act(text, situation) == "next_step"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("收件人写哪位？", "paperwork"),
        ("螺丝盒上印哪个商标", "ready_signal"),
        ("一卷装多少米你们最顺手", "keeps_talking"),
        ("唛头印那个型号呀", "ready_signal"),
    ],
)
def test_a_question_about_something_small_is_right(text: str, situation: Situation) -> None:
    assert act(text, situation) == "minor_point"


def test_reading_first_makes_signing_right_and_a_bare_sign_here_is_wrong() -> None:
    assert act("条款您先看两遍，没问题签这儿，复印一份您留底", "signing") == "sign_soft"
    assert fault("在这儿签个名", "signing") == "blunt_sign"
    assert fault("来，章盖这里", "paperwork") == "blunt_sign"
    assert fault("笔给您，签吧", "signing") == "blunt_sign"


def test_how_it_is_paid_may_be_asked_but_not_whether_it_is_paid_that_way() -> None:
    assert act("公账转还是微信？", "payment_step") == "pay_method"
    assert act("订金走对公还是承兑", "payment_step") == "pay_method"
    assert fault("您是现金付吗", "payment_step") == "money"
    assert fault("你用公账付的吧？", "payment_step") == "money"


@pytest.mark.parametrize(
    "text",
    [
        "过来把钱交一下",
        "一共八万六千四，你准备打钱",
        "定金两万先打过来",
        "埋单啦老板",
        "麻烦去财务把四万二付了",
        "货款什么时候能打过来",
        "现款现货，先给钱",
    ],
)
def test_money_demanded_is_wrong(text: str) -> None:
    assert fault(text, "payment_step") == "money"


@pytest.mark.parametrize(
    "text",
    [
        "给你打九折吧",
        "先给你降三个点",
        "他报八毛，我就七毛八",
        "零头给您抹了",
        "运费我们包了吧",
        "那给你少五百",
        "您说个数吧",
        "手套给您半价",
        "再送您两箱封箱胶",
        "要减五个点还是要送两箱胶带？",
        "三十五就三十五",
    ],
)
def test_the_price_given_away_is_wrong(text: str) -> None:
    assert fault(text, "price_deadlock") == "concede"


def test_something_asked_in_return_is_right_only_where_price_is_stuck_and_before_a_figure() -> None:
    text = "您要是把包装袋也放我这儿，我就去找经理申请"
    assert act(text, "price_deadlock") == "trade"
    assert judged(text, "delivery").act != "trade"
    assert fault("先给您九七折，您多订几个行不行", "price_deadlock") == "concede"


@pytest.mark.parametrize(
    "text",
    [
        "您要十台的还是再考虑考虑",
        "样品现在看，还是改天再说？",
        "您是现在签，还是再等等？",
        "就这个价，您是做，还是不做？",
        "袋子要大的定系暂时唔使住",
    ],
)
def test_an_either_or_with_a_way_out_is_wrong(text: str) -> None:
    assert fault(text, "options_choice") == "fake_choice"


@pytest.mark.parametrize(
    "text",
    [
        "您今天能下单吗？",
        "这款连接器你买不买呀",
        "今日落唔落单",
        "你愿意跟我们签约吗",
        "姐，今天能给下单不",
        "能不能打扰您两分钟？",
        "您还需要别的吗？",
    ],
)
def test_asking_leave_to_sell_is_wrong(text: str) -> None:
    assert fault(text) == "permission"


def test_a_yes_or_no_about_a_detail_is_no_asking_leave() -> None:
    assert judged("标签贴在左边可以吗？").verdict == "good"
    assert judged("送货地址还是厂区这个，对吧？", "paperwork").verdict == "good"
    assert fault("那今天就定了，行吗？") == "permission"


@pytest.mark.parametrize(
    "text",
    [
        "昨天饭桌上你都答应了的，不能反悔",
        "合同不用看，签就行",
        "这批就剩三台了，不定我给别人了",
        "今晚十二点一过，这个价就没了",
        "自动续约那条写在背面，你当没看到",
        "出了事到时候您自己担着",
        "我给您写六千卷了，用不完存着呗",
    ],
)
def test_pushing_is_wrong(text: str) -> None:
    assert fault(text, "think_it_over") == "pressure"


@pytest.mark.parametrize(
    "text",
    [
        "这箱子绝对不会受潮",
        "用我们的包，一只坏的都没有",
        "明早八点一定到",
        "这泵一辈子都坏不了",
        "我打包票，百分之百没问题",
    ],
)
def test_promising_the_absolute_is_wrong(text: str) -> None:
    assert fault(text, "nitpicking") == "overpromise"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我再给您讲讲，端子是磷青铜的，耐温一百零五度，过了UL", "keeps_explaining"),
        ("我们的阀体是铸钢的，密封面堆焊，阀杆做了氮化", "keeps_explaining"),
        ("好的，那我等您消息", "no_ask"),
        ("哦，他家也还行", "no_ask"),
        ("诶，昨晚那场球真精彩", "off_topic"),
        ("我小舅子刚买了条钓鱼船", "off_topic"),
    ],
)
def test_talk_that_moves_nothing_is_wrong(text: str, expected: Fault) -> None:
    assert fault(text, "keeps_talking") == expected


def test_care_and_good_wishes_are_right_once_it_is_closed() -> None:
    assert act("恭喜您，选得好，眼光真毒", "after_close") == "congratulate"
    assert act("用上一礼拜我给您打电话，问问师傅顺不顺手", "after_close") == "relationship"
    assert judged("恭喜您，选得好", "price_deadlock").verdict != "good"


def test_after_a_clear_no_stopping_is_right_and_going_on_is_not() -> None:
    assert act("明白，听您的，不提了。", "clear_no") == "relationship"
    assert judged("您再听我说一条，就一条", "clear_no").fault == "pressure"


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("钱包不用翻了，扫码还是刷卡？", "payment_step"),
        ("落款写的是新公司名，帮我看看有没有打错字", "signing"),
        ("说明书打折的位置，折在左边还是右边？", "options_choice"),
        ("这款不打折，要蓝的还是灰的？", "options_choice"),
        ("钱总您要红的还是绿的？", "options_choice"),
        ("质保书放箱里还是贴箱外？", "paperwork"),
    ],
)
def test_words_that_only_look_like_faults_do_no_harm(text: str, situation: Situation) -> None:
    assert judged(text, situation).verdict == "good"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("给你打拆吧", "concede"),
        ("便易点给您", "concede"),
        ("在这里前名", "blunt_sign"),
        ("今天能下丹吗", "permission"),
        ("您要红的还是在看看", "fake_choice"),
    ],
)
def test_a_slip_of_the_keyboard_hides_no_fault(text: str, expected: Fault) -> None:
    assert fault(text) == expected


@pytest.mark.parametrize(("text", "situation"), GOOD)
@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("先把钱打过来。", "money"),
        ("我再给您便宜五个点。", "concede"),
        ("保证永远不会坏。", "overpromise"),
        ("刚才您都答应了。", "pressure"),
        ("我再给您讲讲它的工艺。", "keeps_explaining"),
    ],
)
def test_a_fault_added_makes_a_right_line_wrong(
    text: str, situation: Situation, added: str, expected: Fault
) -> None:
    assert judged(text, situation).verdict == "good"
    assert fault(f"{text}{added}", situation) == expected
    assert fault(f"{added}{text}", situation) == expected


@given(pair=st.sampled_from(PAIRS), lead=st.sampled_from(["您要", "", "是", "先来", "咱们走"]))
def test_halves_may_be_swapped(pair: tuple[str, str], lead: str) -> None:
    first, second = pair
    assert act(f"{lead}{first}还是{second}？", "options_choice") == "either_or"
    assert act(f"{lead}{second}还是{first}？", "options_choice") == "either_or"


@given(pair=st.sampled_from(PAIRS), out=st.sampled_from(["改天再说", "算了", "再考虑考虑"]))
def test_a_way_out_is_one_on_either_side(pair: tuple[str, str], out: str) -> None:
    for text in (f"您要{pair[0]}，还是{out}？", f"{out}，还是{pair[0]}？"):
        assert fault(text, "options_choice") == "fake_choice"


@given(
    line=st.sampled_from(
        [
            *GOOD,
            ("在这儿签名", "signing"),
            ("您今天能下单吗？", "ready_signal"),
            ("打九折", "signing"),
        ]
    ),
    stop=st.sampled_from(["", "。", "！", "~", " "]),
    space=st.sampled_from(["", " "]),
)
def test_trailing_stops_and_blanks_keep_the_verdict(
    line: tuple[str, Situation], stop: str, space: str
) -> None:
    text, situation = line
    assert judged(f"{space}{text}{stop}", situation).verdict == judged(text, situation).verdict


@pytest.mark.parametrize(
    ("plain", "other", "situation"),
    [
        ("您要签这份合同吗？", "您要簽這份合約嗎？", "signing"),
        ("订金走转账还是支票？", "訂金走轉賬還是支票？", "payment_step"),
        ("给您打九折", "給您打九折", "price_deadlock"),
        ("先寄A款样还是B款样？", "先寄Ａ款样还是ｂ款样?", "think_it_over"),
        ("不用看,签吧!", "不用看，签吧！", "signing"),
        ("请您核对确认", "請您核對確認", "paperwork"),
    ],
)
def test_script_width_and_case_keep_the_verdict(
    plain: str, other: str, situation: Situation
) -> None:
    first, second = judged(plain, situation), judged(other, situation)
    assert (first.verdict, first.act, first.fault) == (second.verdict, second.act, second.fault)


@given(text=st.text(alphabet="您要还是签钱打折，。？ 再说绝对a1█", max_size=400))
def test_any_text_is_judged_and_its_span_lies_within_it(text: str) -> None:
    span = judged(text).span
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_the_span_shows_the_words_that_are_wrong() -> None:
    text = "您看得细。那我给您打九折吧。"
    span = judged(text, "nitpicking").span
    assert span is not None
    assert "九折" in text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("说明书用A4还是B5 size？", "good"),
        ("今日可以落单吗 please", "bad"),
        ("ok那走paypal还是走公账", "good"),
    ],
)
def test_words_of_another_language_in_a_line_do_no_harm(text: str, verdict: str) -> None:
    assert judged(text, "payment_step").verdict == verdict
