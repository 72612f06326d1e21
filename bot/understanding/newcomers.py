"""Who is new, who is missing and who is somebody else's: ``add customer Zorro Foods in Munich``.

A name, a number, a title are kept as they were typed. Nothing is looked for in a new customer's
name: it may well be like a known one.
"""

import re
from dataclasses import replace

from bot.understanding.described import cut_numbers, read_described
from bot.understanding.excerpts import (
    PHONE,
    Named,
    find_customer,
    is_question,
    only_name,
    tidy,
    without,
)
from bot.understanding.normalise import LONGEST, Normal, normalise
from bot.understanding.notes import told
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.names.match import Span

_ADD = r"(?:add|save|create|register|enter|set up|record|new|insert)"
_ADD_CUSTOMER = re.compile(
    rf"^ *(?:please |pls |i want to |i'd like to |can you |could you )*{_ADD}(?: an?| the| one"
    rf"| this)?"
    r"(?: new| another)?(?: customer| client| account| company)(?: called| named)?(?![a-z])"
    r"|^ *(?:i|we)(?: have|'ve| got|'ve got| have got| won| found) an?(?: new| another)"
    r" (?:customer|client|account)(?: called| named)?(?![a-z])"
    r"|^ *我们?(?:又|刚|刚刚|新)*(?:签|开发|谈|拿|有|来)(?:了|下)?(?:个|一个|一家|家)新(?:的)?"
    r"(?:客户|公司)[\s，,：:]*(?:叫做?|名叫|是)?"
    r"|^ *(?:请|帮我|我要|我想|麻烦)*(?:新增|添加|新建|增加|加|录入?|建|登记"
    r"|新(?=[个一]|(?:客户|公司)[\s:：]))(?:个|一个"
    r"|一家|家|一下)?(?:新的?)?"
    r"(?:客户|公司)(?!的)[\s，,]*(?:叫做?|名叫|名称|名字)?"
)
_ADD_AS = re.compile(
    r"^ *(?:please |pls )?add (?P<name>.+?) (?:as|to) (?:an? |my |the |our )*(?:new )?"
    r"(?:customers?|clients?|accounts?|customer list|list of customers|list|book)(?: please| pls)?$"
    r"|^ *(?:请|帮我)?把(?P<zh>.+?)(?:加|添加|录|登记)(?:进来|进去|进|到|成|为"
    r"|入)*(?:我的)?(?:新)?客户(?:名单|列表|里)*$"
)
_ADD_CONTACT = re.compile(
    rf"(?<![a-z])(?:(?:please |pls )*{_ADD}(?: an?| the| another)?(?: new)? contact(?: person)?"
    r"|new contact(?: person)?)(?![a-z])"
    r"|(?:请|帮我)*(?:新增|添加|新建|增加|加|录入?|登记|新)(?:个|一个|一位|位"
    r"|一下)?(?:新的?)?联系人(?!的)(?:叫|是)?|联系人(?:再|要)?(?:新增|添加|增加|加)(?:一个|个"
    r"|一位|一下)?"
)
_PARTS = re.compile(r"[,，;；、/|()（）\n]+|\s-\s")
_CALLED = re.compile(r"^(?:名?叫|名字是|是|called |named )(?=.)", re.IGNORECASE)
_CONTACT_TOLD = re.compile(
    r"的?(?:新的?)?(?:联系人|对接人)(?:已经?)?(?:换成?|变成?|改成?)?了?[\s,，:：]*(?:新的|现在)?(?:人)?"
    r"(?:叫|是|为)?|(?:'s? )?(?<![a-z])(?:new )?contact(?: person)?(?: is(?: now)?| there is)(?= )"
)
_TITLED_TOLD = re.compile(
    r"(?:的)?(?=(?:采购|财务|仓库|设备|工程|生产|销售|技术|老板|经理|厂长|主任|会计|负责)[^，,。;；\d]{0,3}"
    r"[\u4e00-\u9fff]{1,3}(?:小姐|先生|女士|总|工|经理|姐|哥|生)?[的]?\s*(?:电话|手机|号码)?(?:是|[:：])?\s*[+\d(])"
)
"""With a number: a job, a name and the number at a customer's, 采购刘小姐电话137…"""

_PHONE_WORD = re.compile(r"的?(?:电话|手机|手机号|号码)(?:是|为)?[\s:：]*$")
"""With a number: who is to be asked for at a customer, and no question for it."""
_TITLE = re.compile(
    r"manager|director|purchas\w*|buyer|owner|boss|ceo|cto|cfo|coo|engineer|assistant"
    r"|secretary|head"
    r"|sales|accountant|accounts|procurement|warehouse|president|founder|chief|technician"
    r"|clerk|foreman"
    r"|经理|采购(?:员|部|主管|经理)?|老板娘?|总监|主管|财务|会计|工程师|厂长|店长|总经理"
    r"|董事长|助理|仓库|销售|技术员?|行政|秘书|负责人",
    re.IGNORECASE,
)
_TITLE_ZH = re.compile(
    r"(?:总经理|董事长|负责人|技术员?|采购(?:员|部|主管|经理)?|(?:销售|生产|技术|财务"
    r"|项目)?(?:经理|总监|主管)"
    r"|老板娘?|财务|会计|工程师|厂长|店长|助理|仓库|销售|行政|秘书)"
)
_WORDS = re.compile(r"[^\s\u2e80-\uffff]+(?:\s+[^\s\u2e80-\uffff]+)*|\S*[\u2e80-\uffff]\S*")
_AT = re.compile(
    r"^\s*(?:at|for|to|of|with|from|@|in)\s+|^[在给为]|(?:^|\s+)(?:at|for|to|of|with|from|in|the)$",
    re.IGNORECASE,
)
_NOT_MINE = re.compile(
    r"(?<![a-z])(?:(?:is|are|was) (?:not|no longer|never)|isn't|isnt|aren't|arent|ain't|not) "
    r"(?:really |actually |any ?more )?(?:mine|my (?:customer|client|account)|our customer|with me)"
    r"(?: any ?more| any ?longer)?|does(?:n't|nt| not) belong to me|should(?:n't|nt"
    r"| not) be (?:mine|on my list|with me)"
    r"|(?:don't|dont|do not|no longer) (?:look after|handle|manage|cover|own) .{1,60}?|(?:is"
    r"|are) (?:someone|somebody) else's|take .* off my list|belongs to (?:someone"
    r"|somebody) else|(?<![a-z])not my (?:customer"
    r"|client|account)"
    r"|(?:不[是系]|不算|并非|不该是|不应该是)(?:属于)?(?:我|俺)(?:的|负责|管|跟)(?:的)?(?:客户?)?"
    r"|(?:不归|不属于|不由)我(?:管|负责|跟)?"
    r"|不是我的|(?:是|归|属于|给|转给)(?:了)?别人(?:的|管|负责|跟|了)"
)
_ONE_OF_MINE = re.compile(
    r"(?:(?:one|some) of (?:them|these|my (?:customers|clients))|one (?:customer|client)"
    r"|(?:名单|列表)?[里上]?有(?:一家|一个|家|个)(?:客户|公司)?|其中一家)"
)
_MISSING = re.compile(
    r"^ *(?:one|a customer|one customer|somebody|someone|one of mine|a client"
    r"|one client) (?:is|of mine is) missing"
    r"|^ *(?:you(?:'re| are)|the list is|my list is|i'm|i am|it's|it is) missing"
    r"|^ *missing(?: customer| client| from my list)?(?= )"
    r"|(?:还|怎么|好像|似乎)*(?:[少缺漏](?:了|掉了?)(?:[一两二三四五几\d]+[个家]|个|家)?"
    r"|[少缺漏](?:一个"
    r"|一家))(?:客户|公司)?"
)
_MISSING_BEHIND = re.compile(
    r"(?P<en>.+?) (?:is|are) (?:missing|not (?:on|in) (?:my|the) list|missing (?:from|on"
    r"|in) (?:my|the) list)"
    r"(?: from my list)?$"
    r"|(?P<zh>.+?)(?:怎么)?(?:不见了|没在(?:我的)?(?:名单|列表)[里上]?|不在(?:我的)?(?:名单"
    r"|列表)[里上]?|漏了|漏掉了|没有?列出来)$"
    r"|^(?:why )?(?:can't|cannot|can not|don't) (?:i )?(?:find|see) (?P<lost>.+?)(?: (?:in"
    r"|on) my list)?$"
)
_WHERE = re.compile(
    r"^ *where(?:'s| is| are) (?P<name>.+?)\s*[?,.;!]+\s*(?:it|they|that|this)? ?(?:should"
    r"|must|ought to) be mine"
    r"|^(?:怎么|为什么|为何|咋)(?:没有?|不见|找不到|少了)(?P<none>.+?)[?？,，。呢]+\s*"
    r"(?:应该|本来|明明)?(?:是|归|属于)我的?"
    r"|(?P<zh>.+?)(?:呢|在哪里?|去哪了)[?？,，。]\s*(?:应该|本来|明明)?(?:是|归|属于)我的?",
    re.IGNORECASE,
)
_HAVE_ONE = re.compile(
    r"^ *(?:我们?)?(?:明明|应该|本来)?(?:还|也)?有(?:一?[家个])(?:客户|公司)?(?:名?叫)?"
    r"(?P<zh>.+?)的?[\s,，]*(?:怎么|为什么|咋)(?:没有?|不见|不在|找不到|看不到).{0,6}[?？]?$"
    r"|^ *i(?: also)? have (?:a|one|another) (?:customer|client)(?: called| named)? "
    r"(?P<en>.+?)[,;]? (?:why|but|and) .{0,20}(?:not|isn't|isnt|missing|don't|can't).{0,24}$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"^(?:多少|几|钱|分|什么|啥)")


_NO_CUSTOMER = re.compile(
    r"(?:(?:an?|one|my|the|some|another) )*(?:customers?|clients?|accounts?|one)? ?"
    r"(?:(?:in|on|from|of|at) (?:my |the |our )?(?:list|customers?|book))?",
    re.IGNORECASE,
)
"""What is said to be missing without a name: "a customer", "in my list"."""


def read_new_customer(text: str, context: Context) -> Understood | None:  # noqa: ARG001 - a reader
    """Read a customer to add: its name, where it is, its number, as they were typed."""
    normal = normalise(text)
    as_new = _ADD_AS.match(normal.plain)
    if as_new is not None:
        start, end = as_new.span("name" if as_new["name"] else "zh")
        return Understood("add_customer", "do", Slots(name=only_name(text[start:end]) or None))
    cue = _ADD_CUSTOMER.match(normal.plain)
    if cue is None or _ADD_CONTACT.match(normal.plain):
        return None
    told = read_described(text[cue.end() :][:LONGEST])
    slots = Slots(
        name=told.name,
        place=told.place,
        industry=told.industry,
        phone=told.phone,
        email=told.email,
        text=" · ".join(told.left) or None,
    )
    return Understood("add_customer", "do", slots)


def read_new_contact(text: str, context: Context) -> Understood | None:
    """Read a contact person to add: name, title, number, and at which customer."""
    normal = normalise(text)
    cue = _ADD_CONTACT.search(normal.plain)
    told_of = PHONE.search(text[:LONGEST]) and not _ADD_CUSTOMER.match(normal.plain)
    if cue is None and told_of and not is_question(text):
        cue = _CONTACT_TOLD.search(normal.plain) or _find_titled(normal)
    if cue is None:
        return None
    named = _find_employer(text, normal, cue.span(), context)
    masked = text
    if named.span is not None:
        masked = (
            text[: named.span[0]] + "\0" * (named.span[1] - named.span[0]) + text[named.span[1] :]
        )
    head, tail = masked[: cue.start()], masked[cue.end() :][:LONGEST]
    rest, phone, email = cut_numbers(tail if tail.strip(" \0,，:：") else head)
    pieces = [_AT.sub("", piece.strip()) for piece in rest.split("\0") if piece]
    pieces = [_PHONE_WORD.sub("", piece) for piece in pieces]
    parts = [part for piece in pieces for part in map(tidy, _PARTS.split(piece)) if part]
    person, title = _name_and_title(parts)
    slots = Slots(contact_name=person, title=title, phone=phone, email=email)
    return told("add_contact", slots, named, context)


def _find_titled(normal: Normal) -> re.Match[str] | None:
    """Where a job, a name and a number begin behind something else: the customer."""
    found = _TITLED_TOLD.search(normal.plain)
    return found if found is not None and normal.plain[: found.start()].strip() else None


def _find_employer(text: str, normal: Normal, cue: Span, context: Context) -> Named:
    """The customer before the cue, or behind "at" or "for", so that no person is taken for one."""
    if text[: cue[0]].strip():
        named = find_customer(text, (0, cue[0]), context)
        if named.span is not None:
            return named
    for lead in re.finditer(
        r"(?<![a-z])(?:at|for|to|of|from|with|@) |[在给为]", normal.plain[cue[1] :]
    ):
        start = cue[1] + lead.end()
        pause = re.search(rf"[:：,，;；]|{PHONE.pattern}", text[start:])
        end = start + pause.start() if pause else len(text)
        named = find_customer(text, (start, end), context)
        if named.span is not None or named.typed:
            return named
        return Named(None, (start, end), text[start:end].strip())
    return replace(find_customer(text, (cue[1], len(text)), context), typed="")


def _name_and_title(parts: list[str]) -> tuple[str | None, str | None]:
    """Tell a person from what they do: ``王强 采购``, ``Jonas Weber, purchasing manager``."""
    words = [word for part in parts for word in _words_of(part)]
    titles = [word for word in words if _TITLE.search(word)]
    names = [word for word in words if word not in titles]
    if not names and titles:
        named = _TITLE_ZH.search(titles[0])
        return titles[0], named[0] if named else None
    names = [_CALLED.sub("", name) for name in names]
    return (names[0][:100] if names else None), (titles[0][:100] if titles else None)


def _words_of(part: str) -> list[str]:
    """A Chinese part is parted at its blanks; Latin words that follow each other are one name."""
    return _WORDS.findall(part)


def read_not_mine(text: str, context: Context) -> Understood | None:
    """Read that a customer is somebody else's: ``Huaxin is not mine``, 华兴不归我管."""
    normal = normalise(text)
    cue = _NOT_MINE.search(normal.plain)
    if cue is None or text.rstrip().endswith(("?", "？", "吗", "嗎")):
        return None
    named = find_customer(text, (0, len(text)), context)
    if named.span is None and not named.typed and not _is_about_it(normal, cue.span()):
        return None
    return told("not_mine", Slots(), named, context)


def _is_about_it(normal: Normal, cue: Span) -> bool:
    lead = normal.plain[: cue[0]].strip()
    return _ONE_OF_MINE.fullmatch(lead) is not None or lead in {
        "",
        "this",
        "that",
        "it",
        "this one",
        "that one",
        "they",
        "这个",
        "这家",
        "那家",
        "它",
        "这",
        "this customer",
        "that customer",
        "这个客户",
        "那个客户",
        "这家客户",
    }


def read_missing(text: str, context: Context) -> Understood | None:  # noqa: ARG001 - a reader
    """Read that a customer is missing from somebody's list: 少了一家 恒达."""
    where = _WHERE.match(text[:LONGEST])
    if where is not None:
        return _missing(where["name"] or where["none"] or where["zh"] or "")
    have = _HAVE_ONE.match(text[:LONGEST])
    if have is not None:
        return _missing(have["zh"] or have["en"])
    normal = normalise(text)
    for lead in (_MISSING.search(normal.plain), None):
        if lead is None or not _is_list_lead(normal.plain[: lead.start()]):
            continue
        rest = text[lead.end() :]
        if _COUNTS.match(rest.strip()):
            return None
        return _missing(rest)
    behind = _MISSING_BEHIND.match(normal.plain.strip())
    if behind is not None and not text.rstrip().endswith(("?", "？")):
        group = next(name for name in ("en", "zh", "lost") if behind[name])
        offset = len(normal.plain) - len(normal.plain.lstrip())
        start, end = behind.span(group)
        return _missing(text[start + offset : end + offset])
    return None


def _is_list_lead(lead: str) -> bool:
    return (
        not lead.strip()
        or re.fullmatch(r" *我?的?(?:客户)?(?:名单|列表|清单|客户)?[里中上]? *", lead) is not None
    )


def _missing(name: str) -> Understood:
    nobody = _NO_CUSTOMER.fullmatch(" ".join(name[:LONGEST].split()))
    pieces = [] if nobody else without(name, [])
    told = read_described(pieces[0]).name if pieces else None
    return Understood("missing_customer", "do", Slots(name=told))
