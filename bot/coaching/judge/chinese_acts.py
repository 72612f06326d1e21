"""What a Chinese line does: offers two, acts, has something confirmed, settles something small."""

import re
from collections.abc import Iterator

from bot.coaching.judge.chinese_asking import list_signs, reads_first
from bot.coaching.judge.chinese_choices import find_way_out, is_of_goods, list_choices
from bot.coaching.judge.chinese_details import find_detail
from bot.coaching.judge.chinese_money import find_payment_choice
from bot.coaching.judge.chinese_price import find_trade
from bot.coaching.judge.chinese_reading import Said, Span, compiled
from bot.coaching.judge.chinese_talk import is_left_to_them
from bot.coaching.judge.moments import Moment
from bot.coaching.playbook import Act

_CONFIRMS = (
    (
        r"(?:先|头一?批).{1,18}?(?:剩|另|余|其余|二楼|后面|第二|再|等).{1,18}?(?:行吧|行不行?|成不成?|好不好|好吧|可以吧|"
        r"得唔得|行吗|可以吗|得吗)[啊呀哈呢]?(?=[?。!]|$)"
    ),
    r"(?:请|麻烦|您|你)[^。!?]{0,12}(?:再)?确认",
    r"对得上<1>(?:不|吗|吧|没)|一样(?:吧|吗|不|噻)|没变(?:吧|吗|把)|没<1>(?:记|写|搞|弄|听|抄)错|(?:这|那)<4>对(?:不|吗|吧)",
    r"(?:没|冇|无)<1>(?:差|偏差|漏|毛病|问题|错|出入|误)(?:吧|不|伐|哇|咯吧)|(?:有没得|有没有|有冇|有无)<2>(?:错|毛病|出入|问题)",
    r"(?:请|麻烦|劳烦|烦请|唔该)<6>(?:确认|核对|过目|对一下|核一下|看下有没有|睇下)",
    (
        r"(?:您|你|帮我|帮忙|同|跟)<10>(?:确认|核对|对对数|对个数|核一?(?:眼|下|遍)|过目|过一眼|"
        r"过一下|瞅一眼|瞧一眼|把把关|对一下|对一遍|核一下|核一遍|看下有没有|看看有没有|睇下有冇)"
    ),
    (
        r"(?:确认|核对|核实|复核)(?:一下|下|无误|好|这|以上|数量|地址|尺寸|一遍|后)|再?(?:对|"
        r"核)(?:一下|一遍|下)(?:数|地址|型号|尺寸|清单|规格|单)"
    ),
    (
        r"(?:有没有|有冇|有无|没有|冇)(?:听|写|打|记|搞|抄|填|录|看|睇|弄)?错|(?:听|写|打|记|搞|抄|"
        r"填|没|冇)(?:错|对)(?:吧|吗|了吧|嘛)|错了您|哪里不对|有误"
    ),
    (
        r"我<3>(?:复述|重复|念|读|对)<2>(?:一遍|一下|下|哈)|我(?:就|先)?这么(?:记|写|下|录)|(?:您|"
        r"你)点(?:个|下)?头"
    ),
    (
        r"(?:是不是|系咪|系唔系|是否)(?:呢|这|那|就|按|照|写|以|用|同)|(?:对吧|对吗|对不对|没错吧|"
        r"冇错|啱唔啱|准确吧|正确吗|一致吗|一致吧|对得上吗|对得上吧)|点确认|回(?:我)?(?:个|"
        r"一个)?(?:确认|ok|1)"
    ),
)
_BARE_TAG = compiled("(?:对|没错|冇错|啱|准确|正确|一致|是不是|系咪|系唔系|是否)")
_WHO_THEY_ARE = compiled(
    "负责人|做主|作主|拍板|说了算|贵姓|(?:是|系)<3>(?:老板|经理|采购|主管|厂长|店长)(?:吗|吧|对吧|呀)?(?:$|[,。?!])"
    "|预算"
)
_AGREED = compiled(
    "<detail>|<time>|[0-9一二三四五六七八九十百千两半几]|[定订要送写记按印发装贴放走用寄]"
)
_I = r"(?:我|我们|俺|俺们|我司|咱|咱们|我哋|我方|我司|师傅|司机|仓库|同事|工程师|厂里|车间|品质|车)"
_ACTS = (
    (
        r"(?:放|泡|晾|煮|压|烤|蒸|冻|挂|晒|吊|跑|转|烧)<1>[0-9一二三四五六七八九十两半几]+<1>(?:分钟|小时|钟头|天|夜|晚|圈)"
        r"<1>(?:再|看|试|尝|咬|量|称|摸)"
    ),
    r"(?:我|我们|咱|咱们)(?:现在|先|就|也|再|来)?把(?![^了,。!?\s]{0,9}(?:忘|丢|落在|弄丢|记错))[^了,。!?\s]{4,}(?=[,。;!\s]|$)",
    r"(?:我|我们|我这边)<6>[^了过又您你很也就太还]好(?=[,。\s]|$)",
    rf"{_I}(?!们?的(?!车|师傅|司机|人|同事|工程师|仓库))<9>(?:<do>)",
    r"(?:<time>)<8>(?:<do>)",
    (
        r"(?:^|[,。;!?\s])(?:来|走|嚟)(?:[,，\s]|<3>(?:试|比|看|量|摸|翻|去|把|坐))|(?:咱|咱们|"
        r"我们|一起|一齐|一块)(?!的|公司)<8>(?:<do>|数|走|看|念|拆|做|对|去|写|翻|坐|定|比|试|过一)"
    ),
    (
        r"(?<![找给跟求问打发叫等让对帮信陪])(?:我|俺|咱|我们|俺们|我哋)<8>(?:<time>)(?!<is_so>|码)<1>"
        r"(?!就?(?:走|回|撤|等|想)|<is_so>)[^了过又]{2}(?!了|过(?!去|来))"
    ),
    (
        r"(?:<time>)<5>(?<![找给跟求问打发叫等让对帮信陪])(?:我|俺|咱|我们|俺们|我哋)(?!<is_so>|码)<1>"
        r"(?!就?(?:走|先走|先回|回|撤|等|想)|<is_so>)[^了过又]{2}(?!了|过(?!去|来))"
    ),
    (
        r"(?:我|俺|咱|"
        r"我们)<2>[^了过又有是跟]{1,2}[一两几三半][箱袋包支只个台套卷桶瓶件盒张片条车托份组对米](?!了)"
    ),
    (
        r"(?:明天|明早|明儿|后天|后儿|周[一二三四五六日]|礼拜[一二三四五六天]|星期[一二三四五六天]|"
        r"下周)<3>(?:上|到|进|下|开|起|走|出|装|发|落)(?!雨|雪|课|班|学|次|个)"
    ),
    (
        r"(?:当场|当面|现在|马上|立刻|(?<![您你])这就|即刻|而家)<2>(?:改|换|补|修|查|问|算|对|做|试|办|调|拆|"
        r"登记)"
    ),
    (
        r"(?:<time>|点|号)<4>(?:我)?(?:来|到)(?=[,。;\s]|$)|我<6>(?:<time>|点|号)<2>(?:来|"
        r"到)(?=[,。;\s]|$)|(?:带我|念给我|指给我|请<4>(?:师傅|工|经理|总))<8>"
    ),
    (
        r"(?:给我|发我|发给我|递我|借我|拍给我|传我|寄我)<4>(?:[一两几0-9]+[张个份只条片]|就行|"
        r"即可|名片|样|图|照)|拍<4>(?:照|张|图)|打开免提|把<8>(?:给我|发我|拿来|拍)|您指|你指"
    ),
    (
        r"(?:样品|样|资料|图纸|合同|单据|表|单子)<5>(?:寄|发|送|带|拿|填|放)<4>(?:去|来|到|您|你|"
        r"给|过|好|上)"
    ),
)
_NO_ACT = compiled(
    r"(?:给|教|帮)<1>我<6>(?:主意|建议|提示|点子|办法|意见|例子|思路|答案|剧本|话术)|出个主意|白跑|做这[行个]|要去开会|[谈磨争要讲]价|忘在|忘了|忘记|弄丢|"
    r"<leave>|<talk>|(?:的|过了)(?:呀|嘛)?$|了的|我那会|<chat>|做到了|得<2>走|早点走|那我<6>再来|改天|有空再|"
    r"回头再|以后再|下次再|过几天|哪天再"
)
_CHEERS = (
    r"恭喜|道喜|道贺|贺|祝贺|恭祝|贺喜|可喜可贺|旗开得胜|开业大吉|生意兴隆",
    (
        r"(?:选|挑|拣|定|买|眼光|决定|拍板|做)<3>(?:得|的)<4>(?:好|对|值|准|稳|妙|靓|有理|漂亮|"
        r"识货|明智|内行|到位|正)|(?:好|有|毒|准|独到)<1>眼光|眼光<4>(?:好|毒|准|独到|不错|真|高|"
        r"犀利|正|够)|识货|内行人|明智|行家(?:之选|的选择)|谈得漂亮|好意头|(?:选|挑|拣|买|"
        r"做)<4>(?:对了|对路|啱|没错|不亏|准了)|您有眼|你有眼|懂行|会选|会挑"
    ),
)
_CARES = (
    (
        r"问问|问下|问声|问一声|问候|问(?:您|你)<6>(?:怎么样|顺不顺|好不好|用得)|顺不顺|顺唔顺|"
        r"好不好用|好唔好用|用得<3>(?:顺|惯|好|怎)|用着<4>(?:顺|好|怎)|使得惯|合不合|习不习惯|"
        r"满不满意|跟进|回访|售后|保养|巡检|检查|盯|有事<4>(?:找|打|叫|call|联系|随时|开口|微信)|"
        r"有问题<6>(?:找|打|叫|联系|随时|call|微信)|随时<4>(?:找|打|叫|call|联系|微信)|找小|陪|"
        r"认识|提醒|登记|回头看|看看<6>(?:怎么样|顺|情况|用|上线|效果)|路过|来看|过来看|来数|"
        r"紧一遍|我早到|带<4>(?:早茶|茶|瓶|水果|点心|油|工具)|再来<4>看|教|培训|上门|我也在|我在|"
        r"我就在|门口见|电话给|给您电话|打电话|打给您|打给你|打个电话|call你|对不起|不好意思|谢谢|"
        r"多谢|唔该|辛苦|祝|多亏|感谢|好用|需要备件|备件|操作手册|保修卡|建个群|拉个群|专门对接|"
        r"开箱|拍照|拍张|照片|半夜<6>打|打我<6>(?:号|电话|手机)|找我|喊我|叫我|转转|看看<8>(?:咋样|"
        r"转得|跑得|用得)|常联系|日子|节"
    ),
)
_FOLLOWS = (
    "我<3>在|有事<2>(?:找|喊|叫|打|随)|随时|听您|顺手|顺不|用得|跑得|问(?!题)|情况|跟进|登记|"
    "陪|谢谢|call|盯|收完"
)
_LETS_GO = r"^(?:好|明白|行|嗯|收到|听您的|听你的|谢谢|多谢|没关系|理解|了解|得|ok|有您|到这)"


def list_kept(said: Said, moment: Moment) -> Iterator[tuple[Act, Span]]:
    """Return what the line does, the plainest alone where one act implies another."""
    trade = find_trade(said)
    if trade and "trade" in moment.accepts:
        yield "trade", trade
        return
    signed = next(list_signs(said), None)
    if signed and reads_first(said):
        yield "sign_soft", signed
        return
    paid = find_payment_choice(said)
    if paid:
        yield "pay_method", paid
        return
    for choice in list_choices(said):
        if find_way_out(said, choice) is None and is_of_goods(said, choice):
            yield "either_or", choice.span
            return
    small = list(_list_small(said, moment))
    yield from [one for one in small if one[0] in moment.accepts][:1] or small[:1]


def _list_small(said: Said, moment: Moment) -> Iterator[tuple[Act, Span]]:
    if moment.situation in ("after_close", "delivery", "clear_no", "signing", "ready_signal"):
        cheered = _find_any(said, _CHEERS)
        if cheered:
            yield "congratulate", cheered
    asked = find_detail(said)
    acted = None if is_left_to_them(said) else find_step(said)
    cared = _find_care(said, moment, is_step=acted is not None)
    confirmed = None if said.has("talk") else _find_confirmed(said)
    if confirmed and moment.situation == "delivery":
        yield "confirm", confirmed
    if cared and not (asked and _ends_asking(said)):
        yield "relationship", cared
    if confirmed:
        yield "confirm", confirmed
    if asked and not (acted and asked[0] < acted[0] and _is_written(said)):
        yield "minor_point", asked
    if acted:
        yield "next_step", acted
    if asked:
        yield "minor_point", asked
    if cared:
        yield "relationship", cared


def _find_confirmed(said: Said) -> Span | None:
    """Return where something agreed is put to the customer; who they are, is nothing agreed."""
    confirmed = _find_any(said, _CONFIRMS)
    if confirmed is None or _WHO_THEY_ARE.search(said.text):
        return None
    is_tag = _BARE_TAG.match(said.text[slice(*confirmed)]) is not None
    return None if is_tag and not _AGREED.search(said.text) else confirmed


def _ends_asking(said: Said) -> bool:
    return "?" in said.text or said.phrases[-1].asks


def _is_written(said: Said) -> bool:
    """Whether stops are typed as they are written: then what ends in none of “?” asks nothing."""
    return "?" not in said.text and re.search("[。!;]", said.text) is not None


def _find_any(said: Said, patterns: tuple[str, ...]) -> Span | None:
    found = (said.find(pattern) for pattern in patterns)
    return next((match.span() for match in found if match), None)


def _find_care(said: Said, moment: Moment, *, is_step: bool) -> Span | None:
    """Return what shows care once the sale is made, or was refused; before that nothing does."""
    if moment.situation == "clear_no":
        return _find_any(said, (_LETS_GO, *_CARES))
    if moment.situation == "after_close":
        cared = _find_any(said, _CARES)
        return (
            cared if cared and (is_step or said.find("我|找|随时|多亏|谢|祝")) else find_step(said)
        )
    if moment.situation == "delivery" and said.find(_FOLLOWS):
        return _find_any(said, _CARES)
    return None


def find_step(said: Said) -> Span | None:
    """Return what is done now, by us or together, or None; talking and leaving are no step."""
    for pattern in _ACTS:
        for found in compiled(pattern).finditer(said.text):
            phrase = said.phrase_at(found.start())
            if not _NO_ACT.search(phrase.text):
                return found.span()
    return None
