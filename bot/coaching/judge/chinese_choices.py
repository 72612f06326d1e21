"""Either/or in Chinese: two halves, and whether one of them is a way out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.coaching.judge.chinese_reading import Phrase, Said, Span, compiled

_OR = re.compile(r"还是说|还是|定系|抑或|或者说|或者是|或者|要么|要嘛|or|或(?!许|多或少)|/")
_OR_SHORT = re.compile(
    r"(?<=[周拜期]一)定(?=[周拜期礼星])|"
    r"(?<=[^\s决规固指约预制确稳设一肯就先要能您你我来都也想给说讲己天期今现必]{2})"
    r"定(?=[^位期金做制时的了下价个好系单货稿型点我这得\s]{2})"
)
_STILL = re.compile(
    r"还是(?:那|这|老|原|个|按|照|觉|很|挺|蛮|比较|不错|有|会|可以|应该|要|得|希望|建议|等|在|"
    r"由|上次|一样|之前|以前|没)"
)
_TELLS_US = re.compile("(?:我|我们|其实|说到底|说来说去|想来想去|反正|最后)(?!给|帮|把|先)")
_ASK_ENDS = ("呢", "呀", "啊", "撒", "噻", "哈", "合适", "方便")
_TOO_COMMON = frozenset("的是我们")
_WHICH = re.compile("哪(?:种|款|样)|边(?:样|款|种)|[挑选要用]哪个")
_TAG = compiled(r"^<2><tag_yes>[啊呀哈吧]?$")
_BARE_NO = compiled(r"(?:不|唔|没|别)<refuse>(?:了|啦|我们|呢|的|它|吧|嘛|这个|这单)?$")
_SAME_VERB = re.compile("^(?:不|唔|别)([^带含加印贴覆配装连上打附包留封涂镀穿])(?:了|呢|啊|呀)?$")
_WAITS = compiled(
    "^等<6>(?:说|回|定|通知|消息|批|点头|年底|年后|明年|月底|下个?月|以后|过|降|涨|便宜|空)"
    "|再<2>(?:逛|转转|走走|睡)|回(?:家|去|头)<6>(?:想|定|睡|琢磨|商量|说)"
    "|(?:先|再|跟|和|同|问)<6>(?:商量|合计|请示|打招呼|通气)"
)
_NOT_OF_GOODS = compiled(
    "<chat>|最忙|(?:满意|高兴|开心|信任|信得过|相信|舍得|愿意|生气|感兴趣|认可|赞成|同意)(?:呢|啊|呀|我们|我)?$"
    "|(?:信|怕|喜欢|想|爱)(?:我|我们)(?:呢|啊|呀)?$|爱好|平时喜欢|热闹|清静|安静|闲着|性格"
)
"""Feelings, pastimes, whoever somebody is: a choice between them settles nothing of the sale."""
_LEAD = re.compile(r"^(?:您|你|咱|那|就|是|系|要|到底|究竟|嘛|呀|啊|呢|,|、|\s)+")


@dataclass(frozen=True, slots=True)
class Choice:
    """Two halves of an either/or, and the whole of it."""

    first: Span
    second: Span

    @property
    def span(self) -> Span:
        """Both halves with what joins them."""
        return self.first[0], self.second[1]


def list_choices(said: Said) -> Iterator[Choice]:
    """Return what is offered with either/or; 还是 that means “still” offers nothing."""
    for phrase in said.phrases:
        found = _or_in(said, phrase)
        if found is None:
            continue
        first = _first_half(said, phrase, found[0])
        second = _second_half(said, phrase, found[1])
        if first and second:
            yield Choice(first, second)
    yield from _pair_then_which(said)
    yield from _list_pairs(said)


def _or_in(said: Said, phrase: Phrase) -> Span | None:
    found = _OR.search(phrase.text) or _OR_SHORT.search(phrase.text)
    if found is None or _is_still(said, phrase, found):
        return None
    return phrase.start + found.start(), phrase.start + found.end()


def _is_still(said: Said, phrase: Phrase, found: re.Match[str]) -> bool:
    """Whether 还是 means “still”: nothing is asked, or it is asked whether that is right."""
    joint = phrase.start + found.end()
    if found.group() != "还是" or said.first("way_out", joint, phrase.end):
        return False
    if _is_tagged(said, phrase):
        return True
    if phrase.asks or "?" in said.text[phrase.start :]:
        return False
    first, second = phrase.text[: found.start()], phrase.text[found.end() :]
    alike = set(second) & (set(first) - _TOO_COMMON) or phrase.text.endswith(_ASK_ENDS)
    if alike or said.first("pay_way", phrase.start, joint) or _WAITS.search(second):
        return False
    if _AMOUNT.search(first) and _AMOUNT.search(second):
        return False
    return (
        _STILL.match(phrase.text, found.start()) is not None or _TELLS_US.match(first) is not None
    )


def _is_tagged(said: Said, phrase: Phrase) -> bool:
    place = said.phrases.index(phrase)
    following = said.phrases[place + 1] if place + 1 < len(said.phrases) else None
    if following and following.sentence == phrase.sentence and _TAG.match(following.text):
        return True
    return re.search("(?:对吧|对吗|对不对|是吧|没错吧|没错|吗)$", phrase.text) is not None


def _first_half(said: Said, phrase: Phrase, end: int) -> Span | None:
    """The words before the joint, in its phrase or, if it begins there, in the one before."""
    if said.text[phrase.start : end].strip("是您你就我那要系"):
        return phrase.start, end
    earlier = said.phrase_before(phrase) or _asked_before(said, phrase)
    return (earlier.start, earlier.end) if earlier else None


def _asked_before(said: Said, phrase: Phrase) -> Phrase | None:
    place = said.phrases.index(phrase)
    earlier = said.phrases[place - 1] if place else None
    return earlier if earlier and "?" in earlier.stop else None


def _second_half(said: Said, phrase: Phrase, start: int) -> Span | None:
    if said.text[start : phrase.end].strip():
        return start, phrase.end
    place = said.phrases.index(phrase) + 1
    following = said.phrases[place] if place < len(said.phrases) else None
    return (following.start, following.end) if following else None


def is_of_goods(said: Said, choice: Choice) -> bool:
    """Whether what is offered is goods, dates or ways of doing it, not feelings or pastimes."""
    place = said.phrase_at(choice.first[0])
    halves = (slice(place.start, choice.first[1]), slice(*choice.second))
    before = said.phrase_before(place)
    asked = before.text if before else ""
    return not any(
        _NOT_OF_GOODS.search(text) for text in (asked, *map(said.text.__getitem__, halves))
    )


_LONGEST_OF_PAIR = 9


def _pair_then_which(said: Said) -> Iterator[Choice]:
    """Two short phrases alike, then “which?”: 藏青精神,灰色稳重,您穿哪种多."""
    for place, phrase in enumerate(said.phrases[2:], start=2):
        first, second = said.phrases[place - 2 : place]
        alike = first.sentence == second.sentence == phrase.sentence
        short = max(len(first.text), len(second.text)) <= _LONGEST_OF_PAIR
        near = abs(len(first.text) - len(second.text)) <= _LONGEST_OF_PAIR // 3
        if alike and short and near and _WHICH.search(phrase.text):
            yield Choice((first.start, first.end), (second.start, second.end))


def _list_pairs(said: Said) -> Iterator[Choice]:
    """Two alike side by side and a question, with nothing that joins them: 单排双排？"""
    for place, phrase in enumerate(said.phrases):
        is_asked = "?" in phrase.stop or phrase.text.endswith(("呀", "呢", "啊"))
        if is_asked or (phrase is said.phrases[-1] and phrase.text.endswith("的")):
            yield from _halves_alike(phrase)
        if "?" not in phrase.stop and (not is_asked or len(said.text) > _LONGEST_OF_PAIR):
            continue
        earlier = said.phrases[place - 1] if place else None
        if earlier and earlier.sentence == phrase.sentence and _may_pair(earlier, phrase):
            yield Choice((earlier.start, earlier.end), (phrase.start, phrase.end))


def _halves_alike(phrase: Phrase) -> Iterator[Choice]:
    text = phrase.text.rstrip("呢呀啊")
    for size in range(_SHORTEST_HALF, min(_LONGEST_HALF, len(text) // 2) + 1):
        joint = len(text) - size
        first, second = text[joint - size : joint], text[joint:]
        same = first[0] == second[0] or first[-1] == second[-1]
        if first != second and same and not _NO_HALF.search(first + second):
            start = phrase.start + joint
            yield Choice((start - size, start), (start, start + size))
            return


def _may_pair(first: Phrase, second: Phrase) -> bool:
    """Two bare names of things, of sizes or of days; nobody is spoken to and nothing told."""
    longest = max(len(first.text), len(second.text))
    told = any(_NO_NAME.search(one.text) for one in (first, second))
    return longest <= _LONGEST_OF_PAIR and not told and not first.asks and second.text[:1] != "行"


_SHORTEST_HALF, _LONGEST_HALF = 2, 4
_NO_HALF = compiled("[不没唔吗么什怎谁了几多]|有没|哪")
_NO_NAME = compiled(
    "[您你我他她佢谁吗呢了吧不没唔就都请对行好是系]|还是|<deal_sure>|<money>|<tag_yes>|<detail_ask>|<way_out>|"
    "<leave>|<chat>|ok|(?:总|老板|经理|姐|哥|叔|厂长|主任|院长|校长|师傅|店长|工|先生|女士|小姐|主管|太|生)$"
)
_AMOUNT = compiled("[0-9一二三四五六七八九十百两半]|<time>")
_IF_NOT = compiled(
    "(?:不|唔|没)(?:方便|行|喜欢|合适|想|中意|满意|愿意|急|着急|放心|确定)(?:的话|了)?[,，]?<1>(?:就|那就)<4>"
    "(?:<way_out>|算|改天|改日|下次)"
)


def find_if_not(said: Said) -> Span | None:
    """Return the way out that is offered with an “if not”: 不方便就改天."""
    found = _IF_NOT.search(said.text)
    return found.span() if found else None


_ELSE = compiled("(?:要不|要么|不然|或者|实在不行|再不)(?:然|就|的话)?<6><way_out>")


def find_way_out(said: Said, choice: Choice) -> Span | None:
    """Return the half that ends the sale, or puts it off, or None if both go on."""
    again = _SAME_VERB.match(said.text[slice(*choice.second)])
    if again and again[1] in said.text[slice(*choice.first)]:
        return choice.second
    for start, end in (choice.second, choice.first):
        words = _LEAD.sub("", said.text[start:end]).rstrip("呢呀啊吧嘛啦了 ")
        if said.first("way_out", start, end) or _BARE_NO.search(words) or _WAITS.search(words):
            return start, end
    begin, last = said.sentence_of(choice.first[0])
    after = _ELSE.search(said.text, begin, last)
    return after.span() if after else None
