"""Asking in Chinese where one should go on: a bare “sign here”, and leave to sell.

A yes/no about a detail (the label, the address, the size) is fine; one about the deal is not.
"""

import re
from collections.abc import Iterator

from bot.coaching.judge.chinese_choices import list_choices
from bot.coaching.judge.chinese_details import is_whether_to
from bot.coaching.judge.chinese_reading import Phrase, Said, Span, compiled

SIGN = (
    r"(?:签这|签呢|签一哈|大名<6>(?:划|签|写)|(?:划|写|留)<3>大名|(?:写|落|留)(?:个|下|上)<1>名(?!片|称|单)|落名字|(?:姓名|名字)<1>(?:写|填|落)<1>(?:这|呢|此|在这)|落(?:个|下)(?:名|款|大名)|签(?:个|下|一下|一个|上|了|咗|好|您|你|在)?(?:字|名|佢|它|"
    r"大名|这|呢|右|左|下|上|最|末|吧|了|就|一下|(?=[,。;!\s]|$))|(?:签|写)<3>(?:您|"
    r"你)(?:的)?(?:大名|名字)|名字<2>写(?![对错])|写(?![对错])<2>名字|签字|签名|签署|签合同|落笔|画<1>押|按手印|"
    r"摁手印|按个手印|盖(?:个)?(?:章|公章)|章<3>盖|名<3>签|签<3>(?:这里|这儿|呢度|此处|右下角|"
    r"左下角|下面|最后|末页)|(?:这儿|这里|呢度|此处|在这|右下角)<4>签)"
)
_OWN_SIGN = compiled(
    "(?:我|我们|我方|我司|司机|师傅|仓库|门卫)<3>$"
    "|(?:可算|总算|终于|已经|刚才|去年|谁|会|想好|愿意|算|刚|既然|早)<4>$"
    "|(?:没|未|不|唔|冇|都)$"
)
_SIGNED = compiled(
    "^(?:字|名)?(?:了的|了就(?!行|好|可以|得|ok)|了收|确认过|过|的|之后|完|好(?!佢)|后)"
)
_READS = compiled(
    "<read>|详阅|审阅|阅读|捋一遍|看清爽|(?:慢慢|先|从头)<2>捋|(?:看|睇|瞧|瞅|瞄|读|核|对|审|翻|念|检查|过)(?:完|好|清|明白|仔细|一遍|两遍|遍|"
    "一下|下|一眼|眼|过|妥|准|细|懂)"
    "|慢慢(?:看|睇|瞧|瞅|读|审|核)|(?:先|再|从头|逐条|逐项|逐行|一条一条|一条条|每条|仔细|"
    "细细)<3>(?:看|睇|瞧|瞅|读|审|核|对|过)"
)
_SPOTS = compiled(
    "(?:名字|日期|名|章)<2>.?<2>(?:这儿|这里|呢度|此处)<2>(?:和|跟|,)?<2>(?:这儿|这里|呢度)"
)
_ASKS_SIGN = compiled("谁<3>签|边个<3>签|哪位<4>签|哪天<4>签|几时<3>签|电子签<3>还是|纸质")
_FINGER = compiled("手指<3>(?:划|签|写|点)|点(?:一下)?(?:同意|确认签|签署)|划<3>签")

_HANDED_BACK = compiled("签(?:完|好)<4>(?:给我|拍|发我|交|还我)")

_MODAL = (
    r"(?:(?<!总不)(?:能不能|可不可以|可唔可以|能否|可否|是否|是不是|肯不肯|同不同意|愿不愿意|想不想|要不要|"
    r"要唔要|会不会|用不用|需不需要|打不打算|有没有兴趣|有冇兴趣|(?<!不)能|可以|可|愿意|肯|想|"
    r"打算|需要|决定|确定|准备|方便|考虑|要(?!不要|唔要)|想好|谂好|真想好|还打))"
)
_YES_NO = r"(?:吗|么|没|未|咩|不|唔|伐|否|未呀|不呢|不啊|行不行|好不好|得唔得|可以吗|好吗|行吗)"
_A_NOT_A = compiled(
    r"(?:买|要|订|定|做|签|续|试|换|拿|落|下|合作|考虑|采购|入|搞|落)(?:不|唔|没|冇)(?:买|要|"
    r"订|定|做|签|续|试|换|拿|落|下|合作|考虑|采购|入|搞)(?!加|带|贴|印|配|装|打|换|留|提前|"
    r"顺便|包|写|分|附|安排|派|开|先|我|帮|覆|做|含|多)"
)
_DEAL = r"(?:(?:<deal_sure>)|(?:<deal_loose>))(?!<after_deal>)"
_SURE_DEAL = compiled(r"(?:<deal_sure>)(?!<after_deal>)")
_ANY_DEAL = compiled(_DEAL)
_MODAL_DEAL = compiled(_MODAL + "<8>" + _DEAL)
_DEAL_YES_NO = compiled(_DEAL + "<7>" + _YES_NO + "$")
_ENDS_DEAL = compiled(_DEAL + "(?:了|下|下来|咗|一批|一些|几箱|几个|点|一点)?(?:呗|吧|呀|啊|哈)?$")
_LEAVE = (
    r"能<2>(?:拿到|争取|得到|做|接到)<4>(?:项目|单子|订单|机会|生意)|方便<3>(?:聊|说话|讲话|谈谈|打扰|见面|坐)",
    r"(?:这|那|呢)(?:台|套|件|批|款|个|单|份)<4>(?:留下|带走|拿走|要了|归您|归你)<2>(?:吗|么|不|成不成|行不行|好不好)",
    (
        r"(?:能不能|可不可以|可唔可以|能否|可否|能|可以|方便|介不介意|介意)<8>(?:打扰|打搅|耽误|"
        r"进去|进来|占用|再来|通融|荣幸|机会|聊|坐一下|坐坐|见一面|优先考虑|考虑我|帮您|"
        r"帮到您|帮你|帮到你|帮忙)"
    ),
    r"(?:能不能|可不可以|可唔可以|能否|可否)<4>(?:跟|让|给|把)<10>(?:我|我们|我哋)",
    (
        r"有(?:什么|啥|乜|咩)<5>(?:帮|需要)|(?:还|仲)(?:需要|要|想)<5>(?:别的|其他|其它|第二样|"
        r"啲咩)|(?:添|加|买|订|来)点(?:别的|什么|其他)|要帮忙|需要帮|要不要<2>(?:看看|了解|试试|"
        r"来一|来点|试一|订|添)"
    ),
    r"(?:需要|要|想要|想买|想看|想找|看)(?:点|些|点儿|啲|一点)?(?:什么|啥|乜|咩)(?:呢|呀|啊)?(?=[,。?!]|$)",
    r"(?:能不能|可不可以|可唔可以|能否|可否|能|可以)<6>(?:分钟|半小时|时间)",
    r"(?:款|钱|账|单)<2>(?:能|可以)<3>(?:给|付|结|打)(?:一下|下)?(?:吗|么|不)",
    r"能<1>(?:帮|让|给)<2>(?:我|我们|我哋)|(?:需要|想|愿意)<2>(?:了解|看看|听听|试试|看一下|听一下)",
    r"有没有可能|有无可能|有没有机会|有冇机会|有机会<4>(?:合作|做)",
    (
        r"有<6>(?:想要|喜欢|中意|看上|看中)的?(?:吗|么)|(?:能|可以)接受(?:吗|么|不)|感兴趣|有兴趣|有冇兴趣|有意向|有没有意向|有无需要|有没有需要|有需求吗|考虑一下我们|"
        r"换<8>供应商|给我们<3>机会|给个机会|俾个机会"
    ),
)
_FINE = compiled("<detail_ask>")
_TAG_ONLY = compiled(
    "^<3>(?:<tag_yes>)[啊呀哈呢]?$|^<2>(?:好不好|行不行|可以不|行么|成不成|ok)[啊呀哈呢]?$"
)
_TURNED = compiled(
    "肯不肯|同不同意|能不能|可不可以|可唔可以|能否|可否|是否|愿不愿意|想不想|要不要|打不打算"
)


def list_signs(said: Said) -> Iterator[Span]:
    """Return where the customer is told to sign."""
    for found in compiled(SIGN).finditer(said.text):
        before = said.text[said.phrase_at(found.start()).start : found.start()]
        after = said.text[found.start() + 1 :]
        if not (_OWN_SIGN.search(before) or _SIGNED.search(after)):
            yield found.span()
    for pattern in (_SPOTS, _FINGER, _HANDED_BACK):
        yield from (found.span() for found in pattern.finditer(said.text))


def reads_first(said: Said) -> bool:
    """Whether the customer reads before signing, or signs once they agree and keeps a copy."""
    return _READS.search(said.text) is not None or said.has("agree", "copy")


def find_bare_sign(said: Said) -> Span | None:
    if _ASKS_SIGN.search(said.text) or reads_first(said) or said.has("copy"):
        return None
    told = (one for one in list_signs(said) if not _is_asked(said.phrase_at(one[0])))
    return None if list(list_choices(said)) else next(told, None)


def _is_asked(phrase: Phrase) -> bool:
    return "?" in phrase.stop or phrase.text.endswith(("吗", "不", "没", "么", "伐"))


def find_permission(said: Said) -> Span | None:
    """Return where leave is asked: a yes/no about the deal itself, not about a detail of it."""
    for pattern in _LEAVE:
        found = said.find(pattern)
        if found and _is_open(said.phrase_at(found.start())):
            return found.span()
    if list(list_choices(said)):
        return None
    return next(filter(None, (_asks_leave(said, each) for each in said.phrases)), None)


def _is_open(phrase: Phrase) -> bool:
    return (
        phrase.asks
        or re.search(
            "能不能|可不可以|可唔可以|能否|可否|要不要|(?:什么|啥|乜|咩)(?:[呢呀啊]?$|.{0,6}(?:帮|为您))",
            phrase.text,
        )
        is not None
    )


def _asks_leave(said: Said, phrase: Phrase) -> Span | None:
    text = phrase.text
    if is_whether_to(text):
        return None
    if _FINE.search(text) and not _SURE_DEAL.search(text):
        return None
    is_detail = said.first("detail", phrase.start, phrase.end) is not None
    if _A_NOT_A.search(text) and not is_detail:
        return phrase.start, phrase.end
    if _TAG_ONLY.search(text):
        return _asks_leave_before(said, phrase)
    if _FINE.search(text) or (is_detail and not _SURE_DEAL.search(text)):
        return None
    is_done = "?" in phrase.stop and _ENDS_DEAL.search(text) is not None and not is_detail
    return (phrase.start, phrase.end) if is_done or _is_yes_no(phrase) else None


def _asks_leave_before(said: Said, tag: Phrase) -> Span | None:
    """“…, all right?” asks about the phrase before it."""
    earlier = said.phrase_before(tag)
    if earlier is None or said.first("detail", earlier.start, earlier.end):
        return None
    return (earlier.start, tag.end) if _ANY_DEAL.search(earlier.text) else None


def _is_yes_no(phrase: Phrase) -> bool:
    if (phrase.asks or _TURNED.search(phrase.text)) and _MODAL_DEAL.search(phrase.text):
        return True
    return phrase.asks and _DEAL_YES_NO.search(phrase.text) is not None
