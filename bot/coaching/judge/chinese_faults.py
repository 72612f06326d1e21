"""What nothing makes good in a Chinese line: pushing, promising the absolute, asking wrongly."""

from collections.abc import Iterator

from bot.coaching.judge.chinese_asking import find_bare_sign, find_permission
from bot.coaching.judge.chinese_price import is_trade
from bot.coaching.judge.chinese_reading import Said, Span, compiled
from bot.coaching.judge.moments import Moment
from bot.coaching.playbook import Fault

_PUSHES = (
    r"我做主(?!<2>(?:抹|免|减|降|让|送|便宜|打))|就(?:差)?(?:您|你)<2>(?:还在|没|还没)",
    r"(?:您|你)(?:就)?快(?:点|些|一点)(?=[,。!?\s]|$)|(?:当着|当众)<8>说",
    r"(?:不|唔)(?:签|买|定|付|给|答|订)<8>天天",
    r"怎么(?:还|又|老|总)<2>(?:不|没|唔|冇)<3>(?:定|签|买|下单|付|回|决定|考虑好|想好|答复|给|订)",
    (
        r"(?:(?:不|唔|没)(?:给|付|畀|俾|结|打|签|定|买|订)|再拖|拖下去|拖着)<6>(?:就|我<2>)<4>(?:停|断|告|"
        r"上门|不发|不供|拉走|拆|扣|曝|找你|报)"
    ),
    (
        r"(?:停|断)(?:货|供|发货)<4>(?:了|哦|啊|吧|$)|算老几|关我<2>[咩啥什乜屁]|爱[买要订签信]不[买要订签信]|"
        r"(?:您|你)<2>(?:懂个|懂什么|(?<!打)算什么|不配|瞎|有病|脑子)|别激动|别那么(?:凶|大声|冲)|规定<3>(?:不能|不准|不许|不让)退"
    ),
    r"<agreed>",
    r"<pushy>",
    r"<hide>",
    (
        r"(?:不签|不定|不买|不下单|不付|不打款|今天不(?:签|定|买|下|付|办)|再不(?:签|定|买|下|付|"
        r"办)|唔签|唔买)<8>(?:就(?!不续|不算|不扣|不收)|可|亏|没|涨|停|法律|程序|麻烦|后悔|排不上)"
    ),
    (
        r"(?:过了|到了|出了)?(?:今天|今晚|今日|明天|明日|月底|周末|下周一?|下周|三点|本周|这周|"
        r"十二点|一号|这个月)<6>(?:就没|就冇|没了|涨|恢复|截止|作废|失效|结束|不是这个价|冇喇|"
        r"没这个价)"
    ),
    (
        r"(?:就|只|仅)(?:剩|得返)<4>[一二三四五六七八九十两几0-9]+.?(?:了|可|,|喇|$)|(?:货|库存|"
        r"全市|全国|全城)<4>(?:就|只|仅)(?:剩|得返)"
    ),
    (
        r"最后(?:的)?(?:[一二三四五六七八九十两几0-9]+)?(?:批|套|件|台天|台|天|次机会|个名额|箱|"
        r"波)(?!了?<3>(?:明|后|周|发|到|货))"
    ),
    (
        r"我(?:们)?<4>(?:给|帮|替)(?:您|你)<3>(?:多)?(?:写|加|包|装|配|卸|下|录|添|填)<3>(?:上|了|"
        r"好|满)?<4>(?:了啊|了哈|了哦|了嘛|上了|进单子了|了[.。!]*$)"
    ),
    (
        r"(?:顺手|先|直接|自作主张)<3>(?:给|帮|替)(?:您|你)<2>(?:多)?(?:写|加|包|装|配|下|录|添|填|"
        r"勾)<2>(?:了|上|起来)"
    ),
    r"(?:这件|这台|这批|这货|只能)<3>(?:就|只能)?算(?:您|你)的|就是(?:您|你)的了",
    r"(?:早晚|迟早|反正)<4>(?:用得|要|得|会)",
    (
        r"我(?:们)?<3>(?:给|帮|替)(?:您|你)<4>(?:写|加|卸|包|配|录|下|装|填|开|订|备|发|排|"
        r"记)<1>[0-9一二三四五六七八九十两百千万]+<3>了"
    ),
    r"(?:给|帮|替)(?:您|你)<6>(?:都|全)<2>(?:上了|上啦|了啊)",
    (
        r"(?:自己|当时|去年|刚才|上次|那天|回单上|明明|亲手|白纸黑字)<10>(?:签|付|答应|同意|"
        r"点头)<4>(?:的|了)(?:呀|嘛|啊|吧|呢)?(?=[,。!?;\s]|$)"
    ),
    (
        r"不(\S)也得\1|(?:跑|来)了<2>趟<8>(?:也得|总得|该)|别<6>来?找我|白纸黑字|(?:是)?(?:您|你)签字确认过|签了<1>的(?:呀|嘛)|不是已经同意|(?:早晚|"
        r"迟早|总有一天)<6>(?:告|出事|出问题|罚|查|亏|后悔|的事)"
    ),
    r"(?:再|全|都|统统)<4>换(?:成)?(?:我家|我们家)<3>(?:吧|得了)",
    r"这位(?:先生|女士|小姐|老板)要了",
    (
        r"(?:大家|别的客户|别人|同行)<12>(?:一起拿|配齐|买了|定了|下了|拿了|"
        r"订了)(?:的)?.{0,2}(?:您|你)也"
    ),
    r"自动续<8>(?:别|不用|唔使|没|看不|藏|写在|小字|背面)|(?:没提前|不提前)<4>自动续",
    r"(?:天天|每天|日日|天天都)<4>(?:来|打|找|守|催)<4>(?:到|直到|等)|(?:你|您)讲唔|(?:你|您)说不",
)
_SALE_NO_READ = compiled(r"<paper>|签|盖章")
_BARE_FEAR = compiled("(?:才能|免得|不会|唔会|避免|防止|不用担心|不怕)<6>$|(?:不|没|唔|冇|绝)$")
_UNSURE_PROMISE = compiled(r"(?:<no_sure>)<2>$")
_PROMISES = (
    r"(?:没有|没|冇)(?:一个|人|谁|客人)?(?:不|说不)(?:喜欢|满意|说好|夸|爱|中意|好)(?:的|$)",
    "<sure>",
    r"(?:一定|肯定|保证|确保|担保|梗系)(?:是|能|让您|让你|给您|给你)?<4><outcome>",
    r"(?:明|今|后|周|下周|下午|上午|准时)<6>(?:一定|肯定|保证|绝对|铁定)<3>(?:到|送|发|交|好)",
    (
        r"(?:一个|一只|一张|一块|一点|一次|一丝|半个|一件|一条|一道\S{0,2}|一台|哪个|个个|"
        r"每个)<5>都<2>(?:不会|没有|唔会|冇|不差|没问题|完美|不可能|错不了)"
    ),
    (
        r"(?:出|有)(?:了)?(?:任何|啥|什么)问题<4>(?:都)?(?:包|算|找)|怎么<4>都(?:行|没事|坏不了|"
        r"不坏|不会)"
    ),
    (
        r"(?:没有|冇|没|哪有|找不到|谁|不可能有)<8>比<6>(?:更|还要?|再)(?:好|强|耐|稳|便宜|快|省|准|牢|划算|结实)|"
        r"(?:肯定|一定|绝对|包|准)<3>(?:卖|赚|火|爆)"
    ),
    (
        r"(?:我<3>|跟您|跟你|向您|向你|给您|给你)(?:敢)?(?:保证|担保|打保票|立军令状)|(?:什么|啥|"
        r"哪种|什么\S{1,3})都<2>(?:能|会|行|可以|洗|装|不怕|适用|没问题)"
    ),
    r"(?:销量|产量|生意|业绩|利润|效率|客流)<6>(?:翻|涨|暴涨|提升)<3>(?:番|倍|一半|好几)",
    r"谁<6>都<3>(?:赶不上|比不上|比不过|不如)",
    r"(?:错不了|跑不了|没得挑|包退包换|随便摔|随便砸|站上去都行|什么\S{1,4}都装得下|怎么用都)",
    (
        r"(?:用|装|穿|撑)(?:上|个)?<1>(?:[一二三四五六七八九十两几百0-9]+)年<4>(?:不|没|唔|都不|"
        r"都没|一滴)"
    ),
    (
        r"(?:再也|以后|往后|以后都)<4>(?:不会|不再|唔会|没有|一个都)<4>(?:湿|坏|出|错|漏|断|问题|"
        r"毛病|岔)"
    ),
)
_NOT_PROMISE = compiled("(?:您|你|请|麻烦|务必|记得)<1>$")


_PRESSES = compiled(
    "(?:您|你)<2>必须|还犹豫|非得|不得不|反正|否则|(?<!要)不然|谁敢|你敢|您敢|求(?:您|你)|死活|凭什么|好意思|有本事|至于吗|何必|废话"
    "|(?:您|你)<1>(?:必得|只能|就得|也得|总得|总不能|别想|别老|别总|别再|可别|少来)|到时候(?:您|你)"
    "|(?:您|你)自己(?!定|选|挑|看|拿|留|收|存|来|试|写|填|家|用|做|比|摸|掌握)"
)


def find_pressing(said: Said) -> Span | None:
    """Return words that press a customer wherever nothing better is known of a line, or None."""
    found = _PRESSES.search(said.text)
    return found.span() if found else None


def list_grave(said: Said, moment: Moment) -> Iterator[tuple[Fault, Span]]:
    """Return the faults that no act makes good, but those of money and of choices."""
    pushed = find_pressure(said, moment)
    if pushed:
        yield "pressure", pushed
    promised = _find_promise(said)
    if promised:
        yield "overpromise", promised
    signed = find_bare_sign(said)
    if signed:
        yield "blunt_sign", signed
    asked = find_permission(said)
    if asked and not ("trade" in moment.accepts and is_trade(said)):
        yield "permission", asked


def find_pressure(said: Said, moment: Moment) -> Span | None:
    """Return where it is pushed, threatened, hidden or held against the customer, or None."""
    for pattern in _PUSHES:
        found = said.find(pattern)
        if found:
            return found.span()
    for name in ("fear", "scarce"):
        for start, end in said.words.get(name, ()):
            if not _BARE_FEAR.search(said.text[:start]):
                return start, end
    unread = said.first("no_read")
    if unread and _SALE_NO_READ.search(said.text):
        return unread
    return _pushes_on_after_no(said) if moment.situation == "clear_no" else None


def _pushes_on_after_no(said: Said) -> Span | None:
    found = said.find(
        r"别走|(?:再|就|先)<4>(?:听|看|试|挂|考虑|摸|聊|尝)<4>|您(?:先)?别|寄您|加上|您得换|"
        r"真过时|一眼|杂牌|不行的|(?:那|我)<3>(?:去|自己)<6>(?:谈|说|找)|违约金|多备|早晚|"
        r"(?:我给您|我给你)<8>了"
    )
    return found.span() if found else None


def _find_promise(said: Said) -> Span | None:
    for pattern in _PROMISES:
        for found in compiled(pattern).finditer(said.text):
            before = said.text[said.phrase_at(found.start()).start : found.start()]
            if not (
                _is_monday(said.text, found.span())
                or _UNSURE_PROMISE.search(before)
                or (pattern != _PROMISES[0] and _NOT_PROMISE.search(before))
            ):
                return found.span()
    return None


def _is_monday(text: str, span: Span) -> bool:
    """周一定周三: 一 is the day's, 定 is Cantonese for “or”."""
    return _MONDAY_OR.search(text, max(0, span[0] - 1), span[1] + 1) is not None


_MONDAY_OR = compiled("[周拜期]一定[周拜期礼星]")
