"""A customer somebody describes in one breath: ``华强五金 在东莞 做五金的 联系人黄经理 66881234``.

The name ends where something else begins: where it is, what it makes, whom to ask for, that it
was visited. What has no place among the facts of a new customer is kept as it was typed, so that
the answer can say it was not taken down.
"""

import re
from dataclasses import dataclass

from bot.understanding.excerpts import EMAIL, PHONE, is_question, only_name, tidy
from bot.understanding.normalise import normalise

_HAN = "㐀-鿿"
_LEGAL = r"(?:co|ltd|limited|inc|llc|llp|corp|company|plc|pty|gmbh|ag|kg|sa|srl|bv|nv|oy|ab|as)"
_FACTS = re.compile(
    rf"[;；、|\n。]+|\s[-/]\s|(?<=[{_HAN}])/"
    rf"|[,，](?!\s*s\.a|\s*{_LEGAL}\b(?!\s*(?!in\b|from\b|based\b|located\b)\w))",
    re.IGNORECASE,
)
"""What parts a company's name from the rest: not the comma in Co., Ltd, nor the brackets in
华为（深圳）有限公司, nor the stroke in A/S."""

_SAID_OF_IT = (
    r"(?:在|位于|地址|是做|做|主营|主要|联系人|对接人|找|电话|手机|归|也?是我|我的|怎么|昨天|前天"
    r"|今天|上周|刚|去过|见了|去了|谈|没有|不见)"
)
_BEGINS_ZH = re.compile(
    rf"(?<=[{_HAN}\w)）])\s+(?={_SAID_OF_IT})"
    rf"|(?<=公司|集团|酒店|商行|餐厅|中心|工厂|超市|[{_HAN}]厂|[{_HAN}]店)"
    r"(?=(?:在|位于|地址|是做|做|主营|联系人|对接人|电话|手机|昨天|前天|今天|去过|见了|也是我))"
    rf"|(?<=[{_HAN}]{{2}})(?=在[{_HAN}]{{2,4}}$)"
)
_BEGINS_EN = re.compile(
    r"\s+(?=(?:contact(?: person)?|phone|tel|mobile|email|visited|met (?:with )?(?:them|mr|ms)|they"
    r"|who (?:make|sell|do)|makes|sells|industry|is mine|it'?s mine|also mine|saw them)\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:,\s*|\s)(?:in|from|based in|located in)\s+(?P<en>[^,，;；]+)$", re.IGNORECASE
)
_PLACE_ZH = re.compile(
    r"^(?:地址|城市|位于|在)(?:是|在|:|：)?\s*(?P<zh>\S{2,12}?)(?P<more>做\S+)?$"
)
_PLACE_EN = re.compile(r"^(?:in|from|based in|located in)\s+", re.IGNORECASE)
_INDUSTRY = re.compile(
    rf"^(?:是|主要)?(?:做|主营)(?P<does>[{_HAN}\w]{{1,12}}?)(?:的|行业|生意|这行|这块)*$"
    rf"|^(?P<trade>[{_HAN}\w]{{1,8}}?)行业(?:的)?$|^行业(?:是|[:：])?\s*(?P<is>[{_HAN}\w]{{1,8}})$"
    r"|^(?:they|who)? ?(?:makes?|sells?|do) (?P<en>[a-z][a-z &-]{1,40})$"
    r"|^(?P<of>[a-z][a-z &-]{1,40}) industry$|^industry:? (?P<in>[a-z][a-z &-]{1,40})$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"^(?:联系人|对接人|contact(?: person)?\b)", re.IGNORECASE)
_MINE = re.compile(
    r"^(?:也|都|本来|应该)?是?(?:归)?我的?(?:客户)?(?:名下的?)?$|^(?:(?:it'?s|is|also|and) )*mine$",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(r"^(?:怎么|为什么|为何)?(?:没有?|不见)(?:了|在)?|^怎么(?:办|回事)?$")
_TOLD = re.compile(
    r"[去见跑谈拜访聊约]了|去过|来过|拜访|[昨前今明]天|[上下本这]周|见了|"
    r"\b(?:visited|met|saw|yesterday|today|tomorrow|went|spoke)\b",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"(?:,\s*)?(?:\b(?:phone|tel|telephone|mobile|cell|number|ph)\b\.?(?: number| no\.?)?(?: is)?"
    r"|联系电话|电话号码|电话|手机号?|座机)(?:是|为)?\s*[:：]?\s*$",
    re.IGNORECASE,
)
_EMAIL_WORD = re.compile(r"(?:\be-?mail\b(?: is)?|邮箱|邮件)(?:是|为)?\s*[:：]?\s*$", re.IGNORECASE)

_NO_NAME = re.compile(
    r"^(?:mr|mrs|ms|miss|mdm|dr|sir)\b|^(?:我|你|他|她|我们|他们|这|那|刚|没|不|改|昨|今|明|前天|后天"
    r"|上周|下周|撤|拜访|见|去)|[了吗呢吧没么]$|^(?:i|we|you|he|she|it|they|the|this|that|no|not"
    r"|yes|today|yesterday|tomorrow|visit(?:ed)?|met|saw|went|go|change|undo)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 80
_MOST_WORDS = 9


@dataclass(frozen=True, slots=True)
class Described:
    """What was said of a customer; ``left`` is what is none of its facts, as it was typed."""

    name: str | None = None
    place: str | None = None
    industry: str | None = None
    phone: str | None = None
    email: str | None = None
    left: tuple[str, ...] = ()


def read_described(text: str) -> Described:
    """Part a description into the name and the facts that follow it.

    >>> read_described("大家乐 在沙田 做餐饮的").place
    '沙田'
    """
    rest, phone, email = cut_numbers(text)
    name, *others = _parts(rest) or [""]
    place = industry = None
    found = _PLACE.search(name)
    if found is not None and found.start() > 0:
        name, place = name[: found.start()], found["en"].strip()
    left: list[str] = []
    for part in others:
        where, trade = _PLACE_ZH.match(part), _find_industry(part)
        if where is not None and place is None:
            place, industry = where["zh"], industry or _find_industry(where["more"] or "")
        elif trade is not None and industry is None:
            industry = trade
        elif _MINE.match(part) or _COMPLAINS.match(part):
            continue
        elif place is None and not _CONTACT.match(part) and not _TOLD.search(part):
            place = _PLACE_EN.sub("", part)
        else:
            left.append(part)
    return Described(only_name(name) or None, place, industry, phone, email, tuple(left))


def _parts(text: str) -> list[str]:
    parts = [text]
    for pattern in (_FACTS, _BEGINS_ZH, _BEGINS_EN):
        parts = [piece for part in parts for piece in pattern.split(part)]
    return [part for part in map(tidy, parts) if part]


def _find_industry(part: str) -> str | None:
    found = _INDUSTRY.match(part)
    return next((group for group in found.groups() if group), None) if found else None


def cut_numbers(text: str) -> tuple[str, str | None, str | None]:
    """Cut the phone number and the e-mail address out of a text."""
    email = EMAIL.search(text)
    if email is not None:
        lead = _EMAIL_WORD.sub("", text[: email.start()])
        text = f"{lead}, {text[email.end() :]}"
    phone = PHONE.search(text)
    if phone is not None:
        lead = _PHONE_WORD.sub("", text[: phone.start()])
        text = f"{lead}, {text[phone.end() :]}"
    return text, phone[0].strip() if phone else None, email[0] if email else None


def reads_like_a_name(text: str) -> bool:
    """Whether a text may be what a company is called: no sentence, no order, no ``Mr Lim``.

    >>> reads_like_a_name("永安百货"), reads_like_a_name("改返前日"), reads_like_a_name("Mr")
    (True, False, False)
    """
    name = only_name(text)
    plain = normalise(name).plain.strip()
    if not 1 < len(name) <= _LONGEST_NAME or is_question(text) or len(name.split()) > _MOST_WORDS:
        return False
    return bool(re.search(r"[^\W\d_]", name)) and not _NO_NAME.search(plain)
