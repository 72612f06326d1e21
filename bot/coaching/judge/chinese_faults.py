"""What is wrong in a Chinese line: pushing, promising, a bare “sign here”, asking leave."""

import re
from collections.abc import Iterator

from bot.coaching.judge.chinese_choices import list_choices
from bot.coaching.judge.chinese_money import is_trade
from bot.coaching.judge.chinese_reading import Phrase, Said, Span, compiled
from bot.coaching.judge.moments import Moment
from bot.coaching.playbook import Fault

_PUSHES = (
    r"<agreed>",
    r"<pushy>",
    r"<hide>",
    r"(?:不签|不定|不买|不下单|不付|不打款|今天不(?:签|定|买|下|付|办)|再不(?:签|定|买|下|付|办)|唔签|唔买)<8>(?:就|可|,|亏|没|涨|停|法律|程序|麻烦|后悔|排不上)",
    r"(?:过了|到了|出了)?(?:今天|今晚|今日|明天|明日|月底|周末|下周一?|下周|三点|本周|这周|十二点|一号|这个月)<6>(?:就没|就冇|没了|涨|恢复|截止|作废|失效|结束|不是这个价|冇喇|没这个价)",
    r"(?:就|只|仅)(?:剩|得返)<4>[一二三四五六七八九十两几0-9]+.?(?:了|可|,|喇|$)|(?:货|库存|全市|全国|全城)<4>(?:就|只|仅)(?:剩|得返)",
    r"最后(?:的)?(?:[一二三四五六七八九十两几0-9]+)?(?:批|套|件|台天|台|天|次机会|个名额|箱|波)(?!了?<3>(?:明|后|周|发|到|货))",
    r"我(?:们)?<4>(?:给|帮|替)(?:您|你)<3>(?:多)?(?:写|加|包|装|配|卸|下|录|添|填)<3>(?:上|了|好|满)?<4>(?:了啊|了哈|了哦|了嘛|上了|进单子了|了[.。!]*$)",
    r"(?:顺手|先|直接|自作主张)<3>(?:给|帮|替)(?:您|你)<2>(?:多)?(?:写|加|包|装|配|下|录|添|填|勾)<2>(?:了|上)",
    r"(?:这件|这台|这批|这货|只能)<3>(?:就|只能)?算(?:您|你)的|就是(?:您|你)的了",
    r"(?:早晚|迟早|反正)<4>(?:用得|要|得|会)",
    rf"我(?:们)?<3>(?:给|帮|替)(?:您|你)<4>(?:写|加|卸|包|配|录|下|装|填|开|订|备|发|排|记)<1>[0-9一二三四五六七八九十两百千万]+<3>了",
    r"(?:给|帮|替)(?:您|你)<6>(?:都|全)<2>(?:上了|上啦|了啊)",
    r"(?:自己|当时|去年|刚才|上次|那天|回单上|明明|亲手|白纸黑字)<10>(?:签|付|答应|同意|点头)<4>(?:的|了)(?:呀|嘛|啊|吧|呢)?(?=[,。!?;\s]|$)",
    r"别<6>来?找我|白纸黑字|(?:是)?(?:您|你)签字确认过|签了<1>的(?:呀|嘛)|不是已经同意|(?:早晚|迟早|总有一天)<6>(?:告|出事|出问题|罚|查|亏|后悔|的事)",
    r"(?:再|全|都|统统)<4>换(?:成)?(?:我家|我们家)<3>(?:吧|得了)",
    r"这位(?:先生|女士|小姐|老板)要了",
    r"(?:大家|别的客户|别人|同行)<12>(?:一起拿|配齐|买了|定了|下了|拿了|订了)(?:的)?.{0,2}(?:您|你)也",
    r"自动续<8>(?:别|不用|唔使|没|看不|藏|写在|小字|背面)|(?:没提前|不提前)<4>自动续",
    r"(?:天天|每天|日日|天天都)<4>(?:来|打|找|守|催)<4>(?:到|直到|等)|(?:你|您)讲唔|(?:你|您)说不",
)
_SALE_NO_READ = compiled(r"<paper>|签|盖章")
_BARE_FEAR = compiled("(?:才能|免得|不会|唔会|避免|防止|不用担心|不怕)<6>$|(?:不|没|唔|冇|绝)$")
_UNSURE_PROMISE = compiled(r"(?:<no_sure>)<2>$")
_PROMISES = (
    "<sure>",
    r"(?:一定|肯定|保证|确保|担保|梗系)(?:是|能|让您|让你|给您|给你)?<4><outcome>",
    r"(?:明|今|后|周|下周|下午|上午|准时)<6>(?:一定|肯定|保证|绝对|铁定)<3>(?:到|送|发|交|好)",
    r"(?:一个|一只|一张|一块|一点|一次|一丝|半个|一件|一条|一道\S{0,2}|一台|哪个|个个|每个)<5>都<2>(?:不会|没有|唔会|冇|不差|没问题|完美|不可能|错不了)",
    r"(?:出|有)(?:了)?(?:任何|啥|什么)问题<4>(?:都)?(?:包|算|找)|怎么<4>都(?:行|没事|坏不了|不坏|不会)",
    r"(?:没有|冇|没|哪有|找不到|谁|不可能有)<8>比<6>(?:更|还|再)(?:好|强|耐|稳|便宜|快)|(?:肯定|一定|绝对|包|准)<3>(?:卖|赚|火|爆)",
    r"(?:我<3>|跟您|跟你|向您|向你|给您|给你)(?:敢)?(?:保证|担保|打保票|立军令状)|(?:什么|啥|哪种|什么\S{1,3})都<2>(?:能|会|行|可以|洗|装|不怕|适用|没问题)",
    r"谁<6>都<3>(?:赶不上|比不上|比不过|不如)",
    r"(?:错不了|跑不了|没得挑|包退包换|随便摔|随便砸|站上去都行|什么\S{1,4}都装得下|怎么用都)",
    r"(?:用|装|穿|撑)(?:上|个)?<1>(?:[一二三四五六七八九十两几百0-9]+)年<4>(?:不|没|唔|都不|都没|一滴)",
    r"(?:再也|以后|往后|以后都)<4>(?:不会|不再|唔会|没有|一个都)<4>(?:湿|坏|出|错|漏|断|问题|毛病|岔)",
)
_NOT_PROMISE = compiled("(?:您|你|请|麻烦|务必|记得)<1>$")

SIGN = r"(?:落(?:个|下)(?:名|款|大名)|签(?:个|下|一下|一个|上|了|咗|好|您|你|在)?(?:字|名|佢|它|大名|这|呢|右|左|下|上|最|末|吧|了|就|一下|(?=[,。;!\s]|$))|(?:签|写)<3>(?:您|你)(?:的)?(?:大名|名字)|名字<2>写|写<2>名字|签字|签名|签署|签合同|落笔|画押|按手印|摁手印|按个手印|盖(?:个)?(?:章|公章)|章<3>盖|名<3>签|签<3>(?:这里|这儿|呢度|此处|右下角|左下角|下面|最后|末页)|(?:这儿|这里|呢度|此处|在这|右下角)<4>签)"
_OWN_SIGN = compiled(
    "(?:我|我们|我方|我司|司机|师傅|仓库|门卫)<3>$"
    "|(?:可算|总算|终于|已经|都|刚才|去年|谁|会|想好|愿意|算|刚|既然|早)<4>$"
    "|(?:没|未|不|唔|冇)$"
)
_SIGNED = compiled(
    "^(?:字|名)?(?:了的|了就(?!行|好|可以|得|ok)|了收|确认过|过|的|之后|完|好(?!佢)|后)"
)
_READS = compiled(
    "<read>|(?:看|睇|瞧|瞅|瞄|读|核|对|审|翻|念|检查|过)(?:完|好|清|明白|仔细|一遍|两遍|遍|一下|下|一眼|眼|过|妥|准|细|懂)"
    "|慢慢(?:看|睇|瞧|瞅|读|审|核)|(?:先|再|从头|逐条|逐项|逐行|一条一条|一条条|每条|仔细|细细)<3>(?:看|睇|瞧|瞅|读|审|核|对|过)"
)
_SPOTS = compiled(
    "(?:名字|日期|名|章)<2>.?<2>(?:这儿|这里|呢度|此处)<2>(?:和|跟|,)?<2>(?:这儿|这里|呢度)"
)
_ASKS_SIGN = compiled("谁<3>签|边个<3>签|哪位<4>签|哪天<4>签|几时<3>签|电子签<3>还是|纸质")
_FINGER = compiled("手指<3>(?:划|签|写|点)|点(?:一下)?(?:同意|确认签|签署)|划<3>签")

_MODAL = r"(?:(?<!总不)(?:能不能|可不可以|可唔可以|能否|可否|是否|是不是|愿不愿意|想不想|要不要|要唔要|会不会|用不用|需不需要|打不打算|有没有兴趣|有冇兴趣|(?<!不)能|可以|可|愿意|肯|想|打算|需要|决定|确定|准备|方便|考虑|要|想好|谂好|真想好|还打))"
_YES_NO = (
    r"(?:吗|嘛|么|没|未|咩|吧|不|唔|未呀|不呢|不啊|呀|啊|呢|行不行|好不好|得唔得|可以吗|好吗|行吗)"
)
_A_NOT_A = compiled(
    r"(?:买|要|订|定|做|签|续|试|换|拿|落|下|合作|考虑|采购|入|搞|落)(?:不|唔|没|冇)(?:买|要|订|定|做|签|续|试|换|拿|落|下|合作|考虑|采购|入|搞)(?!加|带|贴|印|配|装|打|换|留|提前|顺便|包|写|分|附|安排|派|开|先|我|帮|覆|做|含|多)"
)
_DEAL = r"(?:(?:<deal_sure>)|(?:<deal_loose>))(?!<after_deal>)"
_SURE_DEAL = compiled(r"(?:<deal_sure>)(?!<after_deal>)")
_ANY_DEAL = compiled(_DEAL)
_MODAL_DEAL = compiled(_MODAL + "<8>" + _DEAL)
_DEAL_YES_NO = compiled(_DEAL + "<7>" + _YES_NO + "$")
_ENDS_DEAL = compiled(_DEAL + "(?:了|下|下来|咗|一批|一些|几箱|几个|点|一点)?(?:呗|吧|呀|啊|哈)?$")
_LEAVE = (
    r"(?:能不能|可不可以|可唔可以|能否|可否|能|可以|方便|介不介意|介意)<8>(?:打扰|打搅|耽误|进去|进来|占用|再来|通融|荣幸|机会|聊聊|聊两句|坐一下|坐坐|见一面|优先考虑|考虑我|帮您|帮到您|帮你|帮到你|帮忙)",
    r"(?:能不能|可不可以|可唔可以|能否|可否)<4>(?:跟|让|给|把)<10>(?:我|我们|我哋)",
    r"有(?:什么|啥|乜|咩)<4>(?:帮|需要)|(?:还|仲)(?:需要|要|想)<5>(?:别的|其他|其它|第二样|啲咩)|(?:添|加|买|订|来)点(?:别的|什么|其他)|要帮忙|需要帮|要不要<2>(?:看看|了解|试试|来一|来点|试一|订|添)",
    r"有没有可能|有无可能|有没有机会|有冇机会|有机会<4>(?:合作|做)",
    r"感兴趣|有兴趣|有冇兴趣|有意向|有没有意向|有无需要|有没有需要|有需求吗|考虑一下我们|换<8>供应商|给我们<3>机会|给个机会|俾个机会",
)
_FINE = compiled("<detail_ask>")
_TAG_ONLY = compiled(
    "^<3>(?:<tag_yes>)[啊呀哈呢]?$|^<2>(?:好不好|行不行|可以不|行么|成不成|ok)[啊呀哈呢]?$"
)


def list_grave(said: Said, moment: Moment) -> Iterator[tuple[Fault, Span]]:
    """Return the faults that no act makes good, but those of money and of choices."""
    pushed = find_pressure(said, moment)
    if pushed:
        yield "pressure", pushed
    promised = _find_promise(said)
    if promised:
        yield "overpromise", promised
    signed = _find_bare_sign(said)
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
        r"别走|(?:再|就|先)<4>(?:听|看|试|挂|考虑|摸|聊|尝)<4>|您(?:先)?别|寄您|加上|您得换|真过时|一眼|杂牌|不行的|(?:那|我)<3>(?:去|自己)<6>(?:谈|说|找)|违约金|多备|早晚|(?:我给您|我给你)<8>了"
    )
    return found.span() if found else None


def _find_promise(said: Said) -> Span | None:
    for pattern in _PROMISES:
        for found in compiled(pattern).finditer(said.text):
            before = said.text[said.phrase_at(found.start()).start : found.start()]
            if not (
                _UNSURE_PROMISE.search(before)
                or (pattern != _PROMISES[0] and _NOT_PROMISE.search(before))
            ):
                return found.span()
    return None


def list_signs(said: Said) -> Iterator[Span]:
    """Return where the customer is told to sign."""
    for pattern in (SIGN, _SPOTS.pattern, _FINGER.pattern):
        for found in compiled(pattern).finditer(said.text):
            before = said.text[said.phrase_at(found.start()).start : found.start()]
            after = said.text[found.start() + 1 :]
            if not (_OWN_SIGN.search(before) or _SIGNED.search(after)):
                yield found.span()


def reads_first(said: Said) -> bool:
    """Whether the customer reads before signing, or signs once they agree and keeps a copy."""
    return _READS.search(said.text) is not None or said.has("agree", "copy")


def _find_bare_sign(said: Said) -> Span | None:
    if _ASKS_SIGN.search(said.text) or reads_first(said) or said.has("copy"):
        return None
    told = (one for one in list_signs(said) if not said.phrase_at(one[0]).asks)
    return None if list(list_choices(said)) else next(told, None)


def find_permission(said: Said) -> Span | None:
    """Return where leave is asked: a yes/no about the deal itself, not about a detail of it."""
    for pattern in _LEAVE:
        found = said.find(pattern)
        if found and _is_open(said, said.phrase_at(found.start())):
            return found.span()
    if list(list_choices(said)):
        return None
    return next(filter(None, (_asks_leave(said, each) for each in said.phrases)), None)


def _is_open(said: Said, phrase: Phrase) -> bool:
    return (
        phrase.asks
        or re.search("能不能|可不可以|可唔可以|能否|可否|要不要", phrase.text) is not None
    )


def _asks_leave(said: Said, phrase: Phrase) -> Span | None:
    text = phrase.text
    whole = phrase.start, phrase.end
    if _FINE.search(text) and not _SURE_DEAL.search(text):
        return None
    turned = _A_NOT_A.search(text)
    if turned and not _is_detail(said, phrase):
        return whole
    if _FINE.search(text):
        return None
    if _TAG_ONLY.search(text):
        earlier = said.phrase_before(phrase)
        on_deal = earlier and _ANY_DEAL.search(earlier.text) and not _is_detail(said, earlier)
        return (earlier.start, phrase.end) if earlier and on_deal else None
    if "?" in phrase.stop and _ENDS_DEAL.search(text) and not _is_detail(said, phrase):
        return whole
    asked = _MODAL_DEAL.search(text) if phrase.asks or _is_turned(text) else None
    asked = asked or (_DEAL_YES_NO.search(text) if phrase.asks else None)
    if asked is None or (_is_detail(said, phrase) and not _SURE_DEAL.search(text)):
        return None
    return whole


def _is_turned(text: str) -> bool:
    return (
        compiled("能不能|可不可以|可唔可以|能否|可否|是否|愿不愿意|想不想|要不要|打不打算").search(
            text
        )
        is not None
    )


def _is_detail(said: Said, phrase: Phrase) -> bool:
    return said.first("detail", phrase.start, phrase.end) is not None
