"""Words that say how a visit went and nothing else: "nobody was in", 都没人, 电话聊的 没去.

They put right what was reported just now; whoever says more than that makes a report.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.entities import VisitKind
from crm.store.visits import Visit

_LEAD = re.compile(
    r"^(?:(?:no|nope|sorry|actually|oops|well|wrong|oh|ah|in fact|but)\b|嗯|啊|哦|噢|不对|错了"
    r"|搞错了|说错了|记错了|刚才|其实|不是|应该|那|[\s,，.。:：;；!！])+",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^(?:第(?P<zh>[一二三四五六12345])家|(?:the )?(?P<en>first|second|third|fourth|fifth|last)"
    r"(?: one| customer)?(?: was)?"
    r"|(?P<all>(?:[两二三四五六]家|全部|几家)?(?:全都|都|全)|all(?: of them)?(?: were)?"
    r"|both(?: of them)?(?: were)?|they were all|they all|they both|none of them(?= was| were)))"
    r"[\s,，:：]*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,，.。!！~的了啊哦呢吧呀]*$")
_PHONE = (
    r"(?:电话|微信|语音|视频)(?:里|上)?(?:聊|说|谈|讲|联系|沟通)?|(?:打|通)的?(?:是)?(?:了个|个|了)?电话"
    r"|发的?(?:是)?微信|(?:聊|说|谈|联系)的?微信"
)
_NOT_THERE = r"(?:没有?|并没有?)(?:去|上门|过去|见面|到场)"
_KINDS: tuple[tuple[VisitKind, re.Pattern[str]], ...] = (
    (
        VisitKind.ATTEMPT,
        re.compile(
            r"(?:是)?(?:没人(?:在|接待|应门)?|没有人(?:在)?|(?:没|没有)(?:见|碰|遇|找)(?:到|着)"
            r"(?:人|任何人|老板|他|她|他们)?|(?:人|老板|他|她|他们|对方)?(?:都)?不在(?:家|公司)?|扑空"
            r"|(?:是)?白跑(?:了?一趟)?|关门|吃了?闭门羹)"
            r"|(?:there was |there were )?(?:nobody|no one|no-one)(?: was| were)?"
            r"(?: in| there| around| home| at any of them)?"
            r"|(?:they were |he was |she was |was |were )?(?:all |both )?(?:out|not in|away"
            r"|not there|closed)"
            r"|(?:they |he |she |it )?(?:was|were|is|are)(?:n['’]?t| not) (?:there|in|around|open)"
            r"|(?:i |we )?(?:didn['’]?t|did not) (?:actually )?(?:meet|see|reach|find|get) "
            r"(?:anybody|anyone|them|him|her)|(?:were|was) (?:nobody|no one) (?:in|there)",
            re.IGNORECASE,
        ),
    ),
    (
        VisitKind.TOUCH,
        re.compile(
            rf"(?:是|只是|就是)?(?:{_PHONE})(?:的)?(?:[\s,，、]*(?:人)?{_NOT_THERE})?"
            rf"|{_NOT_THERE}[\s,，、]*(?:是|只是|就是)?(?:{_PHONE})"
            r"|(?:it |that )?(?:was )?(?:only |just )?(?:a |by |on the |over the )?"
            r"(?:phone|call|phone call|chat|wechat)"
            r"|(?:i |we )?(?:only |just )?(?:phoned|called|rang)(?: them| him| her)?"
            r"(?:,? ?(?:i )?(?:didn['’]t go|no visit))?"
            r"|(?:i |we )?(?:didn['’]t|did not) go(?: there)?,? ?(?:but )?(?:i )?(?:just |only )?"
            r"(?:phoned|called|rang|by phone|on the phone)(?: them)?",
            re.IGNORECASE,
        ),
    ),
    (
        VisitKind.VISIT,
        re.compile(
            r"(?:是)?见(?:到|着)(?:了?人|老板)?|(?:人|老板)?在的|见了面|(?:是)?当面(?:谈|聊|见)"
            r"|(?:i |we )?(?:did (?:meet|see) |met |saw )(?:them|him|her|somebody|someone)"
            r"|(?:they were|he was|she was|somebody was) in",
            re.IGNORECASE,
        ),
    ),
)
_PLACES = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5} | {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HowItWent:
    """How it went, and at which of several: ``place`` counts from 0, None is not said."""

    kind: VisitKind
    place: int | None = None
    at_all: bool = False

    def choose(self, found: Sequence[Visit]) -> list[Visit]:
        """Return those of several visits that are meant; none where it isn't clear."""
        if self.at_all or len(found) == 1:
            return list(found)
        if self.place is None or self.place >= len(found):
            return []
        return [found[self.place]]


def find_how_it_went(text: str) -> HowItWent | None:
    """Return how a visit went by a text that says nothing else, or None.

    >>> find_how_it_went("第一家没人").place, find_how_it_went("电话聊的 没去").kind.value
    (0, 'touch')
    """
    rest = _LEAD.sub("", text.strip())
    which = _WHICH.match(rest)
    rest = _TAIL.sub("", rest[which.end() :] if which else rest)
    kind = next((kind for kind, words in _KINDS if words.fullmatch(rest)), None)
    if kind is None:
        return None
    if which is None:
        return HowItWent(kind)
    said = (which["zh"] or which["en"] or "").lower()
    place = int(said) - 1 if said.isdigit() else _PLACES.get(said)
    return HowItWent(kind, place, at_all=which["all"] is not None)
