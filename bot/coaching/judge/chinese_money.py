"""Money in Chinese lines: asked for, given away, or traded against something in return.

A price alone is no fault. It is one to demand the sum, to ask whether it is paid this way, or to
come down; coming down with a figure in it stays one, whatever is asked in return.
"""

from bot.coaching.judge.chinese_choices import find_way_out, list_choices
from bot.coaching.judge.chinese_reading import Said, Span, compiled

NUMBER = r"[0-9一二三四五六七八九十两半百千万几俩零][0-9.一二三四五六七八九十两半百千万几俩零]{0,9}"
_MEASURE = "[箱个套只台瓶桶条件双米袋盒包卷支张片把副对斤吨本枚根罐]"
_UNIT = (
    "(?:成(?!本|色|分|品|交|功|型|套)|个点|个百分点|百分点|%|点(?!钟|前|半|到|左|之|整|来|过)|"
    "块(?!板|料|砖|布|垫|地)|元|毛|蚊|分钱|百|千(?!只|个|克|米|瓦)|万(?!只|个|件|套))"
)

_CUTS_WITH_NUMBER = (
    r"([一二三四五六七八九十两百千万0-9.块元毛蚊天]{2,9})就\1|买<2>送[一二两三四五0-9]",
    (
        r"(?:他|他家|他们|别家|那家|对面|隔壁|佢|人家|"
        rf"对方)<6>{NUMBER}(?!{_MEASURE}).{{0,6}}我(?!们的)<4>{NUMBER}(?!{_MEASURE}|起|齐|块|样|下)"
    ),
    rf"(?:往下|再)<1>调<2>{NUMBER}",
    rf"(?:给|俾|帮)(?:您|你)<1>少<2>{NUMBER}|少(?:给|付|算|收)<2>{NUMBER}(?!{_MEASURE})",
    (
        rf"(?:每|一){_MEASURE}<3>(?:少|减|便宜|降|落|让|平)<2>{NUMBER}|我<8>(?:少|减|划掉|扣掉|"
        rf"抹掉|减掉|去掉|扣|砍)<1>{NUMBER}(?!{_MEASURE}|[0-9一二三四五六七八九十]|次|天|道|层|行)"
    ),
    rf"(?:降|减|落|让|平)到<2>{NUMBER}(?!度|层|分贝|毫米|级)",
    (
        rf"(?:便宜|优惠|平|少收|少算|降|减)(?:您|你|了)?<1>{NUMBER}(?!{_MEASURE}|"
        r"[0-9一二三四五六七八九十]|度|层|种|倍|次|道|期|年|月|天)"
    ),
    rf"(?:打|按|做|给<6>|算|要|出)<2>{NUMBER}折",
    rf"{NUMBER}折(?!页|叠|线|伞|边|返|弯|痕|合|屏)",
    (
        r"(?<!下)(?:降|减|让|少收|少算|返|落|扣|抹|便宜|平|优惠|低|省)(?:低|掉|去|了|您|你|给|俾|"
        rf"到|价|收)?<2>{NUMBER}{_UNIT}"
    ),
    rf"少<3>{NUMBER}(?:块|元|毛|蚊|分钱|个点|%)",
    rf"({NUMBER}[块元毛蚊天]?)就\1",
    (
        rf"给(?:您|你)<2>{NUMBER}天|{NUMBER}<2>(?:批得下来|也能做|也行|就卖)|再给{NUMBER}(?:个|"
        rf"点)(?!人|月|小时|{_MEASURE})"
    ),
    rf"我(?:们|就|给|也|帮|出|做|报)<4>{NUMBER}(?:块|元|毛|蚊){NUMBER}?(?!<2>(?:板|一块))",
    rf"最低<3>{NUMBER}",
    (
        rf"{NUMBER}(?:块|元|毛|蚊){NUMBER}?(?:行不行|行吗|怎么样|如何|可以吗|成不成|成吗|好不好|"
        r"得唔得|拿走)"
    ),
    rf"{NUMBER}(?:块|元|毛|蚊)?<2>(?:行不行|行了吧|卖给您|卖给你|我也卖|都做了|我都给您做)",
    rf"送(?:您|你|你们|您们|贵司|多)<3>{NUMBER}{_MEASURE}(?!<5>(?:过去|过来|到|样))",
    rf"(?:再|多|要|白|免费|加|就|还|另外|额外)送<2>{NUMBER}{_MEASURE}(?!<5>(?:过去|过来|到|样))",
    rf"多给(?:您|你)?<2>{NUMBER}{_MEASURE}",
    r"抹<3>(?:零|掉|两|几)|去<2>零头|(?:零头|尾数)<8>(?:抹|去掉|免|不要|不收|算了|唔要)",
)
_CUTS = (
    r"(?:他|他家|别家|人家|他们)<8>我(?:们)?也<2>(?:送|给您|给你|让|降)",
    "<discount>",
    (
        r"(?:免|包|不收|唔收|省掉|倒贴|少收|承担|出)(?:了|您|你|掉)?<2>(?:运费|邮费|安装费|服务费|"
        r"加工费|版费|刀版费|开模费|模具费|送货费|配送费|物流费)"
    ),
    (
        r"(?:运费|邮费|安装费|服务费|加工费|版费|开模费|模具费|送货费|配送费|物流费)<6>(?:包了|"
        r"包埋|全包|都包|免|我们出|我出|我们承担|我承担|算我|不收|送|我们来|唔收|我哋出)"
    ),
    r"(?:都|全|就)送(?:了|您|你)?$|都送[.。!?,]|送,都送|当(?:送|赠)",
    (
        r"(?:您|你)(?:说|讲|开|出|给)<2>(?:个)?(?:数|价)(?:吧|嘛|呗|,|$)|(?:多少|几多|"
        r"几钱)<4>(?:合适|您能接受|你能接受|您看得上)|心理价|目标价"
    ),
    (
        r"(?:价格?|价钱|单价)<6>(?:好商量|好说|好谈|可以谈|可以商量|再谈谈|能谈|好倾|还能动|有得倾|"
        r"能让|可以让|能低|可以低|能少|可以少)"
    ),
    (
        r"(?:跟|和|同)(?:他|它|佢|她|他们|他家|对方|那家|河东)<3>(?:一样|一个价|同价|平齐|持平|"
        r"齐平)|跟(?:他|他家|他们)的?价|比(?:他|他家|他们|那家|佢|佢哋|对方|别家|人家)<3>(?:低|"
        r"便宜|少|平)"
    ),
    r"(?:按|照|依)(?:您|你)<5>价|(?:讲|说|开|报|出)<1>个价",
    r"(?:价|价格|价钱)<6>(?:再)?(?:下来|往下|下调|松)<2>(?:点|些|走|来)",
    r"(?:多少|几多|几钱|几毛|几块)<2>(?:拿|肯|成交|能做|做得|能接受|您才|你才|就定)",
    r"(?:其实|再)<8>(?:还能低|再低|也批得|能拿更低)",
    r"(?:给|帮|替|俾|同)(?:您|你)<4>(?:便宜|优惠|降|减|平)(?!<3>(?:碳|噪|温|震|速|重))",
    r"(?:便宜|优惠|降|减)(?:您|你)",
    r"(?:再|就)<2>(?:便宜|优惠|降|减|让)(?!<3>(?:碳|噪|温|震|速|重|您|你|我))",
)
_NOT_CUT = compiled(
    r"(?:(?<!要)不|没|没法|无法|冇|唔|不用|不必|不能|别|甭|不会|没有|唔使|冇得|打不了|再|不敢)<2>$"
)
_REFUSED = compiled("<1>(?:没法|不行|不可能|做不到|没得|给不了|没有)")
_THEIRS = compiled(
    r"(?:他|他家|他们|那家|别家|对方|人家|同行|隔壁|对面|佢|佢哋|河东|那边|上家|现在的供应商)<8>$"
)

_SUM = (
    rf"(?:{NUMBER}(?:元|块|蚊|大洋|w|rmb)|"
    rf"[0-9]*[一二三四五六七八九十两]*[万千百][0-9一二三四五六七八九十百千零两半]{{0,8}}|"
    rf"[0-9][0-9.]{{3,}})(?!{_MEASURE}|[0-9])"
)
_TOTAL = (
    r"(?:一共|总共|合计|总价|总计|总额|加起来|拢共|全部|总数|冚唪唥|拢总)(?:是|就|要|系|下来|"
    rf"才|共)?<2>{_SUM}"
)
_DEMANDS = (
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


_APPLIES = compiled(
    "(?:去|再去|帮(?:您|你)|替(?:您|你))<2>(?:找|跟|问|向|同)<4>(?:老板|领导|经理|厂长|公司|"
    "上面|总部|财务|头儿|店长|主管|老总)|争<2>价"
    "|(?:去|再|回去)<4>(?:说说|看看|谈谈|谈|问问|要|争|磨|讲讲|聊聊|申请|商量)"
)


def find_money(said: Said) -> Span | None:
    """Return where money is demanded, or named so that it only frightens."""
    for pattern in _DEMANDS:
        for found in compiled(pattern).finditer(said.text):
            if not (_asks_how_paid(said, found.span()) or _is_ours(said, found.span())):
                return found.span()
    one_way = _ONE_WAY.search(said.text)
    if one_way and not list(list_choices(said)) and not _asks_how(said, one_way.span()):
        return one_way.span()
    return None


def _is_ours(said: Said, span: Span) -> bool:
    """We pay, or it is said that it needn't be paid."""
    before = said.text[max(0, span[0] - 4) : span[0]]
    return (
        compiled("(?:不用|不必|先不|不急着?|唔使|别|无需|不着急|没有|免)$").search(before)
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


def find_concession(said: Said) -> Span | None:
    """Return where the price is given away, or None.

    A vague “better price” that is fetched only against something in return is a trade, not this.
    """
    numbered = _first_cut(said, _CUTS_WITH_NUMBER)
    if numbered:
        return numbered
    vague = _first_cut(said, _CUTS)
    return None if vague and is_trade(said) else vague


def _first_cut(said: Said, patterns: tuple[str, ...]) -> Span | None:
    found = (
        match.span()
        for pattern in patterns
        for match in compiled(pattern).finditer(said.text)
        if not _is_other(said, match.span())
    )
    return min(found, default=None)


def _is_other(said: Said, span: Span) -> bool:
    """It is refused, or it is somebody else who is cheaper."""
    phrase = said.phrase_at(span[0])
    before = said.text[phrase.start : span[0]]
    negated = _NOT_CUT.search(before) is not None and not before.endswith("再")
    refused = _REFUSED.match(said.text[span[1] :]) is not None
    return negated or refused or (_THEIRS.search(before) is not None and "我" not in before)


def is_trade(said: Said) -> bool:
    """Whether something is asked in return, and only then the price is looked at."""
    applied = said.has("apply") or _APPLIES.search(said.text) is not None
    return applied and (said.has("in_return") or said.has("condition"))


def find_trade(said: Said) -> Span | None:
    """Return what is asked in return, where no figure has been named, or None."""
    asked = said.first("in_return") or said.first("condition")
    return asked if is_trade(said) else None


def find_payment_choice(said: Said) -> Span | None:
    """Return where it is asked how it is paid, not whether, or None."""
    live = [one for one in list_choices(said) if find_way_out(said, one) is None]
    for choice in live:
        ways = [said.first("pay_way", *half) for half in (choice.first, choice.second)]
        if all(ways) or said.has("pay_way_sure"):
            return choice.span
    way = said.first("pay_way_sure") or said.first("money")
    return way if way and _asks_how(said, way) else None
