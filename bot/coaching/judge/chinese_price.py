"""The price in Chinese lines: given away, or looked at only against something in return.

Coming down with a figure in it stays a fault, whatever is asked in return.
"""

from bot.coaching.judge.chinese_reading import Said, Span, compiled

NUMBER = r"[0-9一二三四五六七八九十两半百千万几俩零][0-9.一二三四五六七八九十两半百千万几俩零]{0,9}"
MEASURE = "[箱个套只台瓶桶条件双米袋盒包卷支张片把副对斤吨本枚根罐]"
_UNIT = (
    "(?:成(?!本|色|分|品|交|功|型|套)|个点|个百分点|百分点|%|点(?!钟|前|半|到|左|之|整|来|过)|"
    "块(?!板|料|砖|布|垫|地)|元|毛|蚊|分钱|百|千(?!只|个|克|米|瓦)|万(?!只|个|件|套))"
)

_LONE = (
    rf"(?<![周期拜号月初点第到前0-9一二三四五六七八九十])(?!一块)(?:{NUMBER}(?:块|元|毛|蚊)"
    r"|[0-9一二三四五六七八九十两百千万几零][0-9.一二三四五六七八九十百千万几零]{1,8})[,\s]?"
)
"""A figure by itself, of two characters or with its currency: a day of the week is none."""

_CUTS_WITH_NUMBER = (
    (
        rf"(?:抹|去|砍|扣|减|免|划|省|让|刨|削)(?:掉|去|了|下去|下来)<5>{NUMBER}(?!{MEASURE}|遍|次|道|种|天|层|行)"
    ),
    rf"(?:下来|下去|松(?!一?[点些])|折价|折让|折掉|折)(?:给|您|你|了)?<1>{NUMBER}(?:{_UNIT}|毛|块|$|[,。!?好吧])",
    rf"{NUMBER}<2>(?:收|算|卖)(?:您|你)<1>{NUMBER}(?!{MEASURE})",
    rf"平过(?:佢|他|人|隔)<4>{NUMBER}",
    (
        rf"{_LONE}(?:给您|给你|俾你|拿走|卖您|卖你|成交|算了|算给|得了|行了|好了)(?!<1>(?:送|发|寄|打|带|装|备|包|留|排|回))"
    ),
    (
        rf"{NUMBER}(?:块|元|毛|蚊|来块|多块)?<2>(?:不用|不要|唔使|甭|不必)(?:您|你)?(?:再)?(?:给|付|交|出|收|还)|"
        rf"{_LONE}<1>(?:就)?(?:免了|不收了|不要了|唔收)"
    ),
    r"([一二三四五六七八九十两百千万0-9.块元毛蚊天]{2,9})就\1|买<2>送[一二两三四五0-9]",
    (
        r"(?:他|他家|他们|别家|那家|对面|隔壁|佢|人家|"
        rf"对方)<6>(?<![哪那这]){NUMBER}(?!{MEASURE}|[点号天日月]).{{0,6}}我(?!们的)<4>"
        rf"{NUMBER}(?!{MEASURE}|[点号天日月]|起|齐|块|样|下)"
    ),
    rf"(?:往下|再)<1>调<2>{NUMBER}",
    rf"(?:给|俾|帮)(?:您|你)<1>少<2>{NUMBER}|少(?:给|付|算|收)<2>{NUMBER}(?!{MEASURE})",
    (
        rf"(?:每|一){MEASURE}<3>(?:少|减|便宜|降|落|让|平)<2>{NUMBER}(?!{MEASURE})|我<8>(?:少|减|划掉|扣掉|"
        rf"抹掉|减掉|去掉|扣|砍)<1>{NUMBER}(?!{MEASURE}|[0-9一二三四五六七八九十]|次|天|道|层|行)"
    ),
    rf"(?:降|减|落|让|平)到<2>{NUMBER}(?!度|层|分贝|毫米|级)",
    (
        rf"(?:便宜|优惠|平|少收|少算|降|减)(?:您|你|了)?<1>{NUMBER}(?!{MEASURE}|"
        r"[0-9一二三四五六七八九十]|度|层|种|倍|次|道|期|年|月|天)"
    ),
    rf"(?:打|按|做|给<6>|算|要|出)<2>{NUMBER}折",
    rf"{NUMBER}折(?!页|叠|线|伞|边|返|弯|痕|合|屏)",
    (
        r"(?<!下)(?:降|减|让|少收|少算|返|落|扣|抹|便宜|平|优惠|低|省)(?:低|掉|去|了|您|你|给|俾|"
        rf"到|价|收)?<2>{NUMBER}{_UNIT}"
    ),
    rf"少(?!带|装|发|送|来|拿|寄|写)<3>{NUMBER}(?:块|元|毛|蚊|分钱|个点|%)",
    rf"({NUMBER}[块元毛蚊天]?)就\1",
    (
        rf"给(?:您|你)<2>{NUMBER}天|{NUMBER}<2>(?:批得下来|也能做|也行|就卖)|再给{NUMBER}(?:个|"
        rf"点)(?!人|月|小时|{MEASURE})"
    ),
    rf"我(?:们|就|给|也|帮|出|做|报)<4>{NUMBER}(?:块|元|毛|蚊){NUMBER}?(?!<2>(?:板|一块))",
    rf"最低<3>{NUMBER}",
    (
        rf"{NUMBER}(?:块|元|毛|蚊){NUMBER}?(?:行不行|行吗|怎么样|如何|可以吗|成不成|成吗|好不好|"
        r"得唔得|拿走)"
    ),
    rf"{_LONE}(?:行不行|行了吧|卖给您|卖给你|我也卖|都做了|我都给您做)",
    rf"送(?:您|你|你们|您们|贵司|多)<3>{NUMBER}{MEASURE}(?!<5>(?:过去|过来|到|样))",
    rf"(?:再|多|要|白|免费|加|就|还|另外|额外)送<2>{NUMBER}{MEASURE}(?!<5>(?:过去|过来|到|样))",
    rf"多给(?:您|你)?<2>{NUMBER}{MEASURE}",
    r"抹<3>(?:零|掉|两|几)|去<2>零头|(?:零头|尾数)<8>(?:抹|去掉|免|不要|不收|算了|唔要)",
)
_CUTS = (
    rf"给<2>{NUMBER}<1>就(?:成|行|可以|好|得)|{_LONE}就(?:成|行|可以|卖|给您|得)",
    r"(?<![0-9点一二三四五六七八九十])[七八九][五八](?:折|吧|给|算|成|走|扣)",
    r"贴补|贴<2>(?:[0-9一二三四五六七八九两几]+<1>[块元百千]|<fee>)|(?:税|<fee>)<4>(?:扛|背|担|吃下|包)",
    r"往(?:低|少|下)(?:里|了)?(?:报|算|写|给|走)|(?:他|人家|别家|对面)<6>(?:多少|几多|什么价)[,，]?<3>(?:我|咱)<3>(?:跟|都|也|就)",
    rf"算(?:您|你)<1>{NUMBER}<3>(?:钱|价)|不算<2>钱|(?:块|元|钱|头|尾)<4>算我",
    r"(?:您|你)<2>还(?:个)?价|比<2>(?:标价|原价|报价|市价|挂牌价?|上回)<2>(?:少|低|便宜|平)",
    r"(?:价|价格|价钱)<1>上?<4>(?:灵活|弹性|通融|照顾|有<2>空间)",
    (
        r"(?:我|我们|咱|公司)<8>(?:给|帮|替|俾|畀|为|让|贴|补|同)(?:您|你)<5>(?:<fee>|价|折|零头|差额|油费|最低|便宜|优惠|"
        r"免咗|免了)"
    ),
    r"(?:<fee>)<8>(?:免|唔收|不收|包了|省|减|算我|贴|我(?:们)?(?:出|来|付|承担|贴))",
    (
        r"我(?:们)?<3>(?:按|照|跟)(?!合同|原|报|市|标|图|单|您)<8>价|(?:给|出|报|算)<4>(?:最低|最便宜|最优惠|最实惠|底价)"
    ),
    r"(?:往下|向下)<1>(?:走|挪|降|调|来|压|砍|让)|让一让|再让(?:您|你|点)",
    r"零<2>(?:不要|不收|免|抹|算了)|(?:赠品|礼品)<6>(?:多|再|另|塞|给|送)|白(?:送|给|拿)(?:您|你)",
    r"(?:塞|搭|饶)<2>[0-9一二三四五六七八九十两几半]+.?<4>(?:给|您|你|就|吧|$)",
    r"凑(?:个)?整(?!车|托|箱|柜|件|单|批)|取个?整|(?:付|算|收|给)个?整数",
    (
        r"(?:给|按|照|算|出|报|拿|走)(?:您|你|到|个)?<4>(?:老朋友|熟人|兄弟|友情|内部|员工|会员|批发|特殊|最好|最优|最实|"
        r"实在|便宜|优惠|成本|出厂|进|底|起步|大客户|特惠|亲戚|街坊|同行)的?(?:价|价格|价钱|数)"
    ),
    (
        r"(?:别家|他们?家?|人家|对面|谁家|那家|隔壁|佢哋?)<3>(?:多少|几多|什么价|啥价|几钱|乜价)<3>(?:我|咱|都|就)"
        r"|(?:您|你)<2>(?:说|讲|开|话)<2>(?:多少|几多|几钱)<2>(?:就|都|我)"
    ),
    r"(?:不|唔|免|没)(?:再|另|另外|额外|多|加)(?:收|算|要)(?:您|你|咱)?(?:的|一分)?(?:钱|费|银)",
    r"(?:各让|折中|折个中|取中|对半让|(?:我|我们)<3>(?:退|让)(?:一|半|两)?步|一人让一半|一人一半)",
    r"(?:一分|一毛|分文)<1>(?:不|没|唔)(?:赚|挣)|(?:少|不|唔)(?:赚|挣)(?:您|你|点|些|啲)|赔本|赔钱|贴本|亏点|白给|白做",
    r"(?:价|价格|价钱|报价|单价)<4>(?:依|听|随|按|照)(?:您|你)|宽限",
    r"(?:少|低|让|降|松)<1>(?:点|些|啲)<2>(?:也|都|可以|没问题|卖|给|拿|算|也行)",
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
    r"(?:(?<!要)不|没|没法|无法|冇|唔|不用|不必|不能|别|甭|不会|没有|唔使|冇得|打不了|不再|不敢)<2>$"
)
_REFUSED = compiled("<1>(?:没法|不行|不可能|做不到|没得|给不了|没有)")
_THEIRS = compiled(
    r"(?:他|他家|他们|那家|别家|对方|人家|同行|隔壁|对面|佢|佢哋|河东|那边|上家|现在的供应商)<8>$"
)

_APPLIES = compiled(
    "(?:去|再去|帮(?:您|你)|替(?:您|你))<2>(?:找|跟|问|向|同)<4>(?:老板|领导|经理|厂长|公司|"
    "上面|总部|财务|头儿|店长|主管|老总)|争<2>价"
    "|(?:找|跟|同|问|向)<2>(?:老板|领导|经理|厂长|公司|上面|总部|财务|头儿|店长|主管|老总|厂里)<3>"
    "(?:讲|说|谈|磨|申请|开口|争|要)|价<4>我<4>(?:跑|问|磨|争|谈|讲|说|动)|磨<1>价|价钱?<2>能动|更好的价|好价"
    "|(?:去|再|回去)<4>(?:说说|看看|谈谈|谈|问问|要|争|磨|讲讲|聊聊|申请|商量)"
)


_GIVES = compiled(
    "(?:算(?:我|您|你)|给(?:您|你)|扣|少|低|便宜|灵活|商量|让|送|免|不算|抱走|拿走|不要了|退|返|好说|通融|弹性|照顾)"
)
_OF_PRICE = compiled("[价钱费块元毛]|零头|尾数|配件|[0-9一二三四五六七八九十百千万两半]")
_STAYS = compiled(
    "(?:不|没|唔|难)<3>(?:能|法|会|动|少|低|便宜|让|送|降|改)|(?:少|低|让|降|动|便宜)不|实价|一分不"
)


def find_giving(said: Said) -> Span | None:
    """Return where something of the price seems to be given, where no plainer sign is, or None."""
    found = _GIVES.search(said.text)
    if found is None or _STAYS.search(said.text) or is_trade(said):
        return None
    return found.span() if _OF_PRICE.search(said.text) else None


_FIGURE = compiled("[0-9一二三四五六七八九十两半百千万几零]|折|尾数|抹")
_MAY_CUT = compiled(
    "[折减降让抹去砍扣免划省刨削松收算卖平给俾付交送便优少低返落调最多行成就零头贴补搭饶塞价费返退赠特底亏赚挣包白不唔下各中开依听按说讲往灵弹还跟扛照吧人他佢隔]"
)
"""One of these is in every word for a lower price: a line without any is soon done with."""


def find_concession(said: Said) -> Span | None:
    """Return where the price is given away, or None.

    A vague “better price” that is fetched only against something in return is a trade, not this.
    """
    if _MAY_CUT.search(said.text) is None:
        return None
    numbered = _first_cut(said, _CUTS_WITH_NUMBER) if _FIGURE.search(said.text) else None
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
