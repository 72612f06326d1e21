"""Chinese lines that go nowhere: a lecture, chat, or a statement that asks and does nothing."""

import re

from bot.coaching.judge.chinese_reading import Said, Span, compiled

LECTURE = 3
"""Different words of what a product is made of or can do, from which on it is a lecture."""

LONG = 24
"""Characters from which on a line without a question may be one."""

_STOPS_TALKING = compiled(
    r"(?:不|别|没(?!讲|说|介绍)|收声|停)<3>(?:讲|说|啰嗦)|讲多了|说多了|讲到(?:这|呢|此)|少讲|讲完了|收声|"
    r"不多(?:说|讲)|唔讲|不提|说不清|不发厚|(?:不清楚|不明白|唔明|疑问|不懂|没看懂)<12>(?:解释|"
    r"讲|说|问|介绍)"
)
_LEFT_TO_THEM = compiled(
    "(?:有需要|有消息|有空|方便|想好|考虑好|决定|定好|有结果|什么时候)<8>"
    "(?:(?:找|联系|叫|告诉|通知|call|说|讲|打给|微信)(?:我|一声|声)?|给我<2>(?:电话|消息|微信|信))"
)
_PAPERS = compiled("名片|样册|画册|目录|资料|公司介绍|宣传册|彩页")
_SOON = compiled("<time>|[0-9一二三四五六七八九十两]+(?:点|号)|[?]|一页|一行|一份")
_GIVES_UP = compiled(
    "<leave>|为难我|尽快|回头给|了解一下|卖完了我|您慢慢|你慢慢|不急|联系我|告诉我"
)
_TRAILS_OFF = re.compile(
    "(?:然后|所以|比如|还有|而且|另外|因为|首先|第[一二三]|[一二三]是|这是|[有会是呢])(?:…|"
    "\\.{2,}|。。)[…。.]*$"
)
_TELLS = compiled(
    "把<8>(?:原理|参数|功能|结构|工艺|卖点|优点|特点|性能)<6>(?:说|讲|介绍|过)|<explain>|(?:我|俺)<2>再<1>(?:讲|说|补|提|介绍)|还?没<3>(?:讲|说|介绍)(?:完|呢|到|透)|我<4>讲透|(?:还有|另外|"
    "对了)(?:啊|呢|呀|哦|就是)[,\\s]|我<6>(?:讲|说|介绍|解释)<2>(?:给(?:您|你)|清楚|透|完)|"
    "听我<2>(?:讲|说|算|解释|介绍|完)"
    "|(?:给|跟|同|为)(?:您|你)<4>(?:讲讲|讲起|讲一|讲解|讲完|介绍|解释|科普|讲下|说说)"
    "|还有个?(?:好处|优点|卖点|功能)|我<3>再讲|先从<6>(?:讲|说)起|一是.{1,20}?二是|第一[^没].{1,20}?第二|从<8>(?:讲|说)起|忘了<1>(?:讲|说|提)|我<8>捋|最后一点|就最后"
)
_ANSWERS = re.compile("好|哦|噢|嗯|行|是啊|是的|对|唔|得|ok|那|也是|了解")
_CHATTY = 12
_BUSINESS = compiled(
    "<detail>|<money>|<feature>|<deal_sure>|<pay_way>|<way_out>|<leave>|<read>"
    "|[价货单厂样量订款用质产品材配修]|客户|客人|我们|咱们|您|你|公司|行情|市场|老板|经理|领导|"
    "资料|考虑|联系|消息|情况|理解|明白|问题|这个|规矩|规定|政策"
)
_SPECS = compiled(
    r"[0-9一二三四五六七八九十百千万两零点半.]+(?:毫米|厘米|度|兆帕|克|层|丝|转|伏|瓦|千瓦|安|"
    r"升|公斤压|牛|目|道|次|公斤|mm|cm|mpa|kpa|rpm|w|v|%|um|微米|dpi|赫兹|hz)|[a-z]{1,6}-?[0-9]{2,5}"
)
_MOVES = compiled("我<8>(?:记|写|填)|确认|核对|我<16>(?:送|带|发|寄)")
_GOES_ON = re.compile("^(?:然后|还有|另外|而且|再一个|再就是|并且|再有|其次|再者|同时)")
_WORKS = compiled(
    "(?<![给跟找等和])我(?!们?(?:家|公司)|等|走|知道|理解|明白|也|早|是|们|晓得|懂|都|就|的|先|说|讲)<4>.."
)
_RIVAL = compiled(
    "(?:那家|他家|他们家|隔壁|别家|老马|河东|对面|同行)<10>(?:退|骗|差|破|倒|作坊|欠|不行|出事|"
    "没听说|您不知道|肥膘|水货|假货|坑|老早)"
)
_BLAME = compiled(
    "是(?:您|你|你们|您们|他们)<10>(?:碰|弄|打|搞|用错|装错|操作|放|摔|磕)<6>(?:吧|的|坏|大|"
    "错)|(?:物流|司机|车队|快递|厂里|仓库|工人|法务|财务|客服)<6>(?:的(?:事|问题|责任)?|"
    "没注意)(?=[,。!?\\s]|$)|(?:不怪|不关|不能怪|怪不得)我|得找他们|您找(?:司机|物流|厂家|客服|"
    "他们)|没耽误|喊也没用"
)


_NO_WONDER = re.compile(
    "都|随|听|没什么|没啥|冇乜|不管|无论|[了好过那这十]几|几(?:乎|十|百|年)|多久了"
)


def find_lecture(said: Said) -> tuple[Span, bool] | None:
    """Return where it is explained on, and whether that is beyond doubt."""
    told = _TELLS.search(said.text) or _TRAILS_OFF.search(said.text)
    if told and not _STOPS_TALKING.search(said.text):
        return told.span(), True
    places = [*said.words.get("feature", ()), *(f.span() for f in _SPECS.finditer(said.text))]
    if len({said.text[a:b] for a, b in places}) >= LECTURE and len(said.text) >= LONG:
        return (min(places)[0], max(places)[1]), not (_asks(said) or _MOVES.search(said.text))
    if said.text.rstrip(" 。").endswith("…") or (
        not _asks(said) and (len(places) > 1 or _GOES_ON.search(said.text) or _is_list(said))
    ):
        return (0, len(said.text)), False
    return None


def _is_list(said: Said) -> bool:
    """Several phrases in a row about the thing, none of them about who speaks or listens."""
    about_us = re.search("[您你我咱]", said.text) is not None
    return len(said.phrases) >= LECTURE and not about_us and "feature" in said.words


def find_chat(said: Said) -> Span | None:
    """Return what leads away from the customer's business, or None."""
    found = _RIVAL.search(said.text) or _BLAME.search(said.text)
    return found.span() if found else said.first("chat")


def is_about_business(said: Said) -> bool:
    """Whether a line is an answer or speaks of the sale; a long one that doesn't is chat."""
    return (
        len(said.text) < _CHATTY
        or _ANSWERS.match(said.text) is not None
        or _BUSINESS.search(said.text) is not None
    )


def find_boast(said: Said) -> Span | None:
    """Return where the rep speaks of his own triumph or trouble, or None."""
    return said.first("boast")


def is_left_to_them(said: Said) -> bool:
    """Whether the next move is the customer's: whoever has need may call, papers are on the way."""
    return _LEFT_TO_THEM.search(said.text) is not None or (
        _PAPERS.search(said.text) is not None and not _SOON.search(said.text)
    )


def is_idle(said: Said) -> bool:
    """Whether a line asks nothing; whoever leaves or waits for a call asks nothing either."""
    gives_up = is_left_to_them(said) or _GIVES_UP.search(said.text) is not None
    works = _WORKS.search(said.text) is not None and "您" in said.text
    return gives_up or not (works or _asks(said))


def _asks(said: Said) -> bool:
    last = said.phrases[-1]
    wonders = said.first("detail_ask", last.start, last.end) is not None
    asked = wonders and _NO_WONDER.search(last.text) is None
    return (
        asked
        or re.search("还是|[要唔用]不[要用]|需不需要", last.text) is not None
        or "?" in said.text
        or any(phrase.asks for phrase in said.phrases)
    )
