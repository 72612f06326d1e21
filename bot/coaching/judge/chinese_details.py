"""Questions in Chinese that settle something small of this deal.

A question word alone settles nothing: “what do you need?”, “whom do I talk to?” and “how many are
you here?” ask about no detail of what is bought. Which, when and how much of it do.
"""

import re

from bot.coaching.judge.chinese_reading import Phrase, Said, Span, compiled

_NO_DETAIL = ("empty_ask", "chat")
_CONTENT = 4
"""Characters before “all right?” that say what is meant."""

_TOLD = re.compile(
    "^看|看谁|随|照(?!片|明|相)|按(?!钮|键|压|摩)|写给|写在|记下|听|不管|知道|清楚|都|就"
)
_ARRANGED = compiled(
    "[写印贴放送装寄走配打刻缝铺排挂码摆留量裁焊朝标盖登记发到收接卸验签切包开备存摊抬焗喷涂漆染绣"
    "烫镀套垫锁提拉搬停靠装补换试分出交派约定要订下叫拿取用选挑拣加调]"
)
_THING = compiled("<detail>|<feature>|<goods>|<time>|货|单|样")
_OF_THINGS = compiled(
    "(?:几|多少|几多)<1>[个箱只卷米台套吨片条张把双包袋桶瓶件盒份组对层位号点成级寸公斤车托板捆扎打"
    "支枚辆亩棵份米码度克升]|哪(?:个|种|款|天|边|一|条|头|侧|面|儿|里|台|批|样|块|层|段|处|档)|"
    "(?:边|咩|乜|么|啥)(?:个|款|日|度|样|种|色|码|时候)|什么(?:时|颜|尺|规|型|价位|牌|款|样|材|字|"
    "号|口|度|位|车|方式|地方|时间)|几时|何时|几号|几点|哪天|多[大长宽高厚重深粗久远快]"
)
_NOT_OF_THIS = compiled(
    "(?:您|你|我|佢|他)(?:们)?<1>(?:算|是|系)<2>(?:老几|谁|哪位|边个|哪根|什么人|啥人)|关我<2>[咩啥什乜屁]|"
    "(?:想|要|让|叫|需要)(?:我|我们)<4>(?:做|干|怎|说)|我<4>(?:找|跟|同|问|该找|该跟)<2>(?:谁|哪位|边个|哪个<1>(?:部门|人|经理|领导|主管))|"
    "(?:您|你)(?:们)?家?<1>住|(?:是|系)<2>(?:老板|经理|采购|负责人|厂长|店长|主管)(?:吗|吧|对吧|呀|嘛)?$|合作(?:了)?<1>多久|(?:在|到)店(?:里)?$|老家|(?:觉得|看)<2>我们|做(?:什么|啥)的|赚多少|(?:叫|姓)(?:什么|啥|咩|乜)|名字(?:是|叫)|贵姓|谁<4>(?:做主|作主|拍板|说了算|负责|管事|话事|决定|老板|领导)|"
    "(?:谁|边个|哪位)(?:是|系)|(?:找|问|跟|联系)(?:谁|哪位|边个)|预算|"
    "(?:公司|店里|你们|您们|您家|你家|厂里|家里)<3>(?:几|多少|几多)(?:个)?(?:人|年|口)|"
    "(?:您|你)<4>(?:几点|哪天|什么时候|几时|哪儿|哪里)<2>(?:下班|上班|睡|起床|吃|休息|有空|得闲|忙|放假|"
    "人|住|毕业)|哪天最忙|最忙|(?:用|买|跟|找|拿)的?(?:是|系)?(?:哪|边|谁|边个)<1>(?:家|间|牌子|供应商|的货|个牌)|"
    "^<4>(?:需要|要|想要|想买|想看|想找|有|想)(?:点|些|点儿|啲|一点)?(?:什么|啥|乜|咩)(?:呢|呀|啊)?$|"
    "(?:给|帮|教)我|怎么(?:称呼|回事|回答|回他|开口)|(?:您|你)(?:想|打算)?怎么?(?:样|想|看|觉得)(?:呢|啊)?$|"
    "生意<3>(?:怎|如何|咋)|宽限"
)
"""Who somebody is, what they do with themselves, what they want of us: nothing of this deal."""


def find_detail(said: Said) -> Span | None:
    """Return the question that settles something small, or None."""
    for phrase in said.phrases:
        if any(said.first(name, phrase.start, phrase.end) for name in _NO_DETAIL):
            continue
        if _NOT_OF_THIS.search(phrase.text):
            continue
        asked = said.first("detail_ask", phrase.start, phrase.end)
        asked = asked if asked and _is_of_goods(phrase) else _find_which(said, phrase)
        if asked and _asks_here(said, phrase) and _counts(said, phrase, asked):
            return phrase.start, phrase.end
        if _asks_detail(said, phrase):
            return phrase.start, phrase.end
    return None


_WHETHER_TO = compiled(
    "(?:要不要|要唔要|用不用|需不需要|使唔使)<6>(?:加|带|贴|印|配|装|打|留|附|包|覆|写|分|刻|绣|钉|垫|封|套|开|焗|喷)"
    "(?!我|两句|听|多少|价|一批)"
)
"""Whether something is added to it: a detail, though asked as yes or no."""


def is_whether_to(text: str) -> bool:
    """Whether it is asked if something is added to what is bought."""
    return _WHETHER_TO.search(text) is not None


def _is_of_goods(phrase: Phrase) -> bool:
    """Whether it asks for which, when, how much; or asks about a thing, or how it is arranged."""
    return (
        _OF_THINGS.search(phrase.text) is not None
        or _THING.search(phrase.text) is not None
        or _ARRANGED.search(phrase.text) is not None
    )


def _asks_here(said: Said, phrase: Phrase) -> bool:
    """Whether the sentence asks; who never types “?” asks with the phrase that the line ends in."""
    own = [one for one in said.phrases if one.sentence == phrase.sentence]
    if any(one.asks for one in own):
        return True
    if "?" in said.text or _TOLD.search(phrase.text):
        return False
    return re.search("[。!;]", said.text) is None


def _find_which(said: Said, phrase: Phrase) -> Span | None:
    """那 typed for 哪: 印那个型号呀."""
    if not (phrase.asks or phrase.text.endswith(("呀", "呢"))):
        return None
    found = compiled("那(?:个|种|款|天|边|里|一|位|条)<6>(?:呀|呢|啊|$)").search(
        said.text, phrase.start, phrase.end
    )
    return found.span() if found and not phrase.text.startswith("那") else None


def _counts(said: Said, phrase: Phrase, asked: Span) -> bool:
    """几 asks a number; “a few” stands before what is done with them."""
    if said.text[slice(*asked)] != "几":
        return True
    if re.search("[了过这那前上好十]$", said.text[phrase.start : asked[0]]) and not phrase.asks:
        return False
    rest = said.text[asked[1] : phrase.end]
    return (
        phrase.asks
        or len(rest) <= 2
        or re.match(
            "(?:号|点|月|个人|楼|位|层|[个箱只卷米台套吨片寸分公厘毫度斤条张把双包袋桶瓶件盒份组对级克升码])",
            rest,
        )
        is not None
    )


def _asks_detail(said: Said, phrase: Phrase) -> bool:
    """A yes/no about an address, a label, a size."""
    if is_whether_to(phrase.text):
        return True
    tagged = said.first("tag_yes", phrase.start, phrase.end)
    if tagged and "是吧" in phrase.text and phrase is not said.phrases[-1]:
        return False
    if tagged is None and not phrase.asks:
        return False
    if said.first("detail", phrase.start, phrase.end):
        return True
    ends = tagged is not None and phrase.end - tagged[1] <= 1
    if tagged and ends and tagged[0] - phrase.start >= _CONTENT:
        return True
    earlier = said.phrase_before(phrase)
    return bool(tagged and earlier and said.first("detail", earlier.start, earlier.end))
