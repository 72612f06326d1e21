"""Money asked for in Chinese lines: a sum to be paid, and how it may be paid.

A price alone is no fault. It is one to demand the sum, or to ask whether it is paid this way.
"""

from bot.coaching.judge.chinese_choices import find_way_out, list_choices
from bot.coaching.judge.chinese_price import MEASURE as _MEASURE
from bot.coaching.judge.chinese_price import NUMBER
from bot.coaching.judge.chinese_reading import Said, Span, compiled

_SUM = (
    rf"(?:{NUMBER}(?:元|块|蚊|大洋|w|rmb)|"
    rf"[0-9]*[一二三四五六七八九十两]*[万千百][0-9一二三四五六七八九十百千零两半]{{0,8}}|"
    rf"[0-9][0-9.]{{3,}})(?!{_MEASURE}|[0-9])"
)
_TOTAL = (
    r"(?:一共|总共|合计|总价|总计|总额|加起来|拢共|共计|合共|统共|应付|应收|算下来|全部|总数|冚唪唥|拢总)(?:是|就|要|系|下来|"
    rf"才|共)?<2>{_SUM}"
)
_PAYS = "(?:付|交|给(?!您|你)|结|打(?!印|出来|在|包|样|孔)|转|缴|汇|拿|清|补|备|掏)"
_DEMANDS = (
    r"(?:抓紧|赶紧|赶快|尽快|快点|早点)<2>(?:打|付|转|结|汇|交)(?=[,。!?\s]|$|款|钱|吧|过来)|(?:带|有)<2>(?:卡|现金|钱)<1>(?:没|吗|了没)",
    r"(?:打|转|汇)(?:到)?我<2>(?:卡|账|微信)|那笔<6>(?:打|转|付|结|给|清)|(?:说|谈|讲)<1>钱",
    r"还<1>没(?:给|付|结|清|交)(?:呢|啊|哦|呀)?(?=[,。;!?\s]|$)|走<2>款(?!式|号)|(?:买|付|出|掏)得起",
    r"(?:今天|现在|今晚|今日|这两天)<2>(?:打|转|付|结|汇|清)(?:吧|了吧|过来|哈|呗|一下吧)|(?:账|款|钱)<3>(?:拖|欠)",
    (
        rf"(?:得|要|该|先|现在|今天|今晚|就|能|把|赶紧|{_SUM}|欠)[^。;!?\n]{{0,8}}(?<![预首支代])(?:付|缴|掏)(?!款方式|款周期|款条件|"
        r"款码|诸|<1>(?:一半|[一二三四五六七八九]成|部分|首期))"
    ),
    (
        rf"(?:{_SUM}|欠|<money>(?!号|式|型|样))[^。;!?\n]{{0,8}}(?:得|要|该|先|现在|今天|今晚|就|能)<3>(?:交|给|结|打|清|缴|拿)"
        r"(?!您|你|张|单|样|货|电话|包|个|到位|他)"
    ),
    rf"{_SUM}[,，]?<2>(?:给我|交我|拿来|给钱)|(?:钱|款|账)呢|(?:钱|款)<2>[,，]?<2>(?:准备|备)|(?:付|出|掏)得[起了]",
    r"(?:<money>|账)<3>(?:清|结|付)(?:一[清结付下])",
    rf"把<6>(?:<money>(?!号|式|型|样|泡)|{_SUM})<4>{_PAYS}",
    rf"(?:付|交|掏|缴|汇|结|还差|还有|还欠|欠|差|打|转|拿)(?:一下|了|出|够|齐|来|给我|给我们|着|我们?)?<3>{_SUM}",
    (
        rf"{_SUM}<6>(?:没付|没给|没结|没交|没打|没清|要付|要交|要给|先付|先交|先给|拿来|给我|给结|打到|结清|结给|备在|备好|掏)"
    ),
    r"付(?:现|全款|现金|现钱)<2>(?:吧|吗|嘛|呗|还是不|(?=[,。;!?\s]|$))",
    r"(?:钱|款|款子|资金)<3>(?:够不够|够吗|凑|备好|备足|准备)|(?:还|都)<2>(?:没|未|冇)(?:付|给钱|结|交钱|打款|清)",
    r"(?:付|结|缴)(?:一下|下|一哈|下子|喽|咯|了|清|掉)(?:吧|呗|啊|哈|哦|嘛|啦)?(?=[,。;!?\s]|$)",
    r"该(?:付|结|交|给|还|打)(?:了|款|钱|账)|预算<5>(?:多少|几多|几|怎|什么|范围|够|大概|批)|(?:掏|出)(?:得)?(?:起)?多少",
    r"把<3>(?:<money>)<3>(?:打|付|交|转|结|给)(?:了|掉|来|一下)?(?=[,。;!?\s]|$)",
    r"(?:您|你|麻烦|叫他|叫她|让财务|让会计)<3>(?:付|结|交|转)(?:一下|下|了|过来|一哈)(?=[,。;!?\s]|$)",
    (
        r"(?<!不)(?:交|付|给|俾|畀|打|转|掏|结|缴|汇|补|拿|凑|收|清|入)(?:一下|咗|下|清|了|完|上|"
        r"足|点|啲|我|我们|过来|埋)?<2>(?:<money>)(?!在|单|进|到账|包)(?!<2>(?:还是|定系|方式))"
    ),
    (
        r"(?:<money>)<7>(?:打过|打来|打给|打到|打一|打款|转过|转来|转给|转一|转到|交一|交了|交过|"
        r"交上|交齐|付一|付了|付过|付清|付掉|付齐|给一|给我|给了|俾|结一|结了|结清|汇过|汇给|到位|"
        r"到账|过来|先过|补上|补齐|准备|备好|带来|带了)"
    ),
    r"(?:钱|款|货款|全款)<3>(?:什么时候|几时|哪天|啥时候|何时|几号)",
    (
        r"(?:付款|付钱|交钱|给钱|掏钱|缴费|交费|俾钱|畀钱|找数|打款|转款|汇款|结账|埋单|买单|打钱|"
        r"付账|付费|刷钱|收钱|收费|收款(?!码|方|人|账号)|花钱|出钱)(?!方式|方便|周期|账期|日期|节点|习惯|条件|比例|"
        r"时间|流程|申请)"
    ),
    _TOTAL,
    (
        rf"{_SUM}<4>(?:付|打|转|交|结|给|掏|俾)(?:了|过来|吧|清|一下|掉|咗|齐)|(?:付|掏|交|俾|打款|"
        rf"转账)<2>{_SUM}"
    ),
    rf"(?:定金|订金|首付|尾款|全款|货款|预付款?|余款|押金|首期)<4>{NUMBER}(?!号|日|天|月|周|笔)",
    (
        rf"(?:要|收|得|才|花|总得|就)<2>{NUMBER}(?:元|块钱|蚊|块(?!板|料|砖|布|垫|地)|万(?!只|个|"
        r"件|套|米|次|吨|片))"
    ),
    r"(?:先|需要|得|要|请|麻烦)<3>(?:转|打|交|付|汇|给|缴)<8>(?:定金|订金|预付款|尾款|首付|货款|全款|余款)",
    r"(?:麻烦|请|劳驾|先|去)<4>(?:支付|付清|缴清|结清|缴费|打款)",
    r"(?:<money>).{0,12}?(?:打|转|汇)过来|怎么会没钱",
    (
        r"(?:多少钱|几多钱|几钱|花多少|收入多少|多少预算|预算多少|预算<3>(?:多少|几多)|付不起|"
        r"出不起|买不起|负担不起|舍不得花|这点钱|差钱|挣点钱|赚点钱|太省钱|现款现货|先款后货|"
        r"款到发货|不打钱|不付钱|见款|唔俾钱)"
    ),
)
_ONE_WAY = compiled(
    r"(?:是|用|走|刷|系|打算|准备|拿)<5>(?:<pay_way>)<6>(?:吗|吧|嘛|么|呀|咩|对吧|是吧|可以吗|"
    r"行吗|好吗|付|给|结|\?)|(?:付|俾|畀|给)(?:现金|现钱|全款)<3>(?:吗|嘛|吧|咩|\?|$)|"
    r"(?:<pay_way_sure>)<4>(?:付款|付钱|支付|付的|结账|结算|俾)?(?:吗|吧|是吧|对吧|嘛|咩|系咪)"
)


_MAY_ASK = compiled(
    "[付交给俾畀打转掏结缴汇清钱款账费欠差拿备现卡单金出花共总计算数额要收得才就支票]"
)
"""One of these is in every demand: a line without any is soon done with."""


def find_money(said: Said) -> Span | None:
    """Return where money is demanded, or named so that it only frightens."""
    for pattern in _DEMANDS if _MAY_ASK.search(said.text) else ():
        for found in compiled(pattern).finditer(said.text):
            if pattern is _TOTAL and said.find("核对|确认|核一|对一|过目|没错吧|对吧"):
                continue
            if not (_asks_how_paid(said, found.span()) or _is_ours(said, found.span())):
                return found.span()
    one_way = _ONE_WAY.search(said.text)
    if one_way and not list(list_choices(said)) and not _asks_how(said, one_way.span()):
        return one_way.span()
    return None


_THIS_ONE = compiled("[这那哪几一两二三新老同每各此边]款|款[式号型样]")


_SUMS = compiled(rf"{_SUM}|<money>(?!号|式|型|样)|[账款]")


def find_sum(said: Said) -> Span | None:
    """Return the money that is spoken of, where no plainer sign of a demand is, or None."""
    found = _SUMS.search(said.text)
    return found.span() if found and not _THIS_ONE.search(said.text) else None


def _is_ours(said: Said, span: Span) -> bool:
    """We pay, or it is said that it needn't be paid, or it is this one (这款) and no money."""
    if _THIS_ONE.search(said.text[max(0, span[0] - 1) : span[1] + 1]):
        return True
    before = said.text[max(0, span[0] - 4) : span[0]]
    return (
        compiled(
            "(?:不用|不必|先不|不急着?|唔使|别|无需|不着急|没有|免|不另|不再|不多|不额外)$"
        ).search(before)
        is not None
    )


def _asks_how_paid(said: Said, span: Span) -> bool:
    """A way of paying is asked about, nothing is demanded: 订金走对公,还是承兑?"""
    ways = said.first("pay_way") is not None
    chosen = [one for one in list_choices(said) if find_way_out(said, one) is None]
    total = compiled(_TOTAL).search(said.text) or said.find(rf"<money><2>{NUMBER}[万千百]")
    hurry = said.find("过来(?:交|付|打|结)|(?:交|付|打|结)<2>过来|先(?:打|付|交)")
    if chosen and ways:
        return not total and not hurry
    return _asks_how(said, span) and not total and not hurry


def _asks_how(said: Said, span: Span) -> bool:
    start, end = said.sentence_of(span[0])
    return (
        compiled(
            "怎么(?:付|走|结|转|打|给|安排|开)|点样(?:俾|畀|付)|哪(?:种|个|样)<4>(?:方便|顺手|"
            "习惯|方式|账户|合适|快)|边(?:种|样|个)<4>(?:方便|顺手)|习惯(?:走|用)|什么方式|"
            "方式<3>(?:哪|什么|怎么)"
        ).search(said.text, start, end)
        is not None
    )


def find_payment_choice(said: Said) -> Span | None:
    """Return where it is asked how it is paid, not whether, or None."""
    live = [one for one in list_choices(said) if find_way_out(said, one) is None]
    for choice in live:
        ways = [said.first("pay_way", *half) for half in (choice.first, choice.second)]
        if all(ways) or said.has("pay_way_sure"):
            return choice.span
    if said.count("pay_way") > 1 and said.find(
        "[挑选]<2>[一个种样]|哪[个种样]|都(?:行|可以|得|成|好)"
    ):
        return said.first("pay_way")
    way = said.first("pay_way_sure") or said.first("money")
    return way if way and _asks_how(said, way) else None
