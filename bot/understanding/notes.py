"""Something to keep about a customer: a note, a need; a complaint, a message to everybody.

What is to be kept is anybody's words: it is cut off as it was typed before anything in it can be
taken for a question, a tier or another customer.
"""

import re
from dataclasses import replace

from bot.understanding.described import reads_like_a_name
from bot.understanding.excerpts import Named, find_customer, is_question, list_pieces, without
from bot.understanding.normalise import LONGEST, Normal, normalise
from bot.understanding.slots import NoteKind, Slots
from bot.understanding.understand import Context, Understood, understand
from crm.names.match import NOBODY, Span

_NOTE = re.compile(
    r"(?<![a-z])(?:(?:add|make|take|write|put|leave|record|save)(?: down)? (?:an? |the |this "
    r"|another )?"
    r"(?:short |quick |new )?(?:notes?|memo|remark)(?: down)?(?: that)?"
    r"|^ *(?:please |pls )?(?:notes?|memo|remark)(?: down)?(?: that)?(?= |$)"
    r"|(?:please )?(?:remember|note)(?: down)? that|note down(?= )|jot (?:this "
    r"|that )?down(?: that)?)(?![a-z])"
    r"|(?:加|写|做|记|添|添加|留)(?:个|一个|一条|条|上)?(?:备注|记录|笔记|便签)|备注(?:一下|下"
    r"|上)?|注明(?:一下)?"
    r"|(?:帮我|请)?记(?:一笔|一下|下来?|低|录一下|住)|加一句"
)
_NOTED = re.compile(
    r"(?<![a-z])notes *$|^ *(?:the |my |all )?notes (?:on|for|of|about)(?![a-z])|的(?:备注|笔记) *$"
)
"""What has been noted is asked for; nothing is said that could be kept."""
_NOTHING_MORE = frozenset({"'s", "’s", "s", "的", "the", "my", "all"})
_NOTE_LAST = re.compile(
    r"(?:please |pls )(?:note|remember)(?: this| that)? *$|note (?:this|that) *$"
)
_NOTE_COLON = re.compile(r"(?<![a-z])notes?\s*[:：]", re.IGNORECASE)
_WANT = re.compile(
    r"^(?:需要|想要|希望|要|是|为|they need|they want|needs?|wants?)\s*(?=\S)", re.IGNORECASE
)
_BINDING = frozenset({"的", "了", "说", "给", "请", "客户", "把", "hey", "can you", "please"})
_UNKNOWN = re.compile(
    r"(?P<to>(?:on|for|about) +)?(?P<name>[^:：]{3,60})[:：]\s*(?P<said>.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A name before a colon, of somebody we don't know: a note on them is nobody else's."""
_LEADS = re.compile(r"\s*(?:on|for|about|to|at|给|为)\b", re.IGNORECASE)
_THAT = re.compile(r"^(?:that|saying|says)(?= )\s*|^说(?:是)?", re.IGNORECASE)
_NEED = re.compile(
    r"(?:的|有个|有|新)?(?:需求|要求)(?:是|为|有)?|(?<![a-z])(?:the |a |new )?needs?(?= *$| of )"
    r"|(?<=s) needs?"
)
_NEED_WORD = re.compile(
    r"(?<![a-z])(?:the )?needs? of(?= )|"
    r"需求|(?<![a-z])(?:add|record|log|new)(?: an?| the| new)? needs?(?![a-z])"
)
_NEED_GONE = re.compile(
    r"(?:需求|要求|问题)(?:已经?|都)?(?:解决|满足|取消|没有)(?:了|掉)?|(?:不|没)再?需要了"
    r"|(?:不要|不用|不需要|不订|不买|取消)(?:这个|那个|这些|那些)?了(?= *$)"
    r"|(?<![a-z])(?:no longer|not any ?more|doesn't|don't|does not|do not) (?:needs?|wants?)"
    r"|(?<![a-z])needs? (?:is|are|was|were|has been|have been) (?:met|solved|settled|closed|gone)"
    r"(?![a-z])",
)
_NO_THING = re.compile(
    r"(?<![a-z])(?:the|a|an|they|their|its?|his|her|all|any|more|now|of|new|those|these|this|that"
    r"|said|says)(?![a-z])|他们?|她们?|那边|老板|采购|说|都|已经?|现在|的|了|这个|那个|全部|新",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"(?<![a-z])(?:(?:now|also|really|still|currently|just|urgently|they|says?|said|it|that) )*"
    r"(?:needs?|wants?|wanted|would like|requires?|(?:is|are) looking for|(?:is|are) interested in"
    r"|(?:is |are )?ask(?:s|ed|ing)? for)(?: to(?= ))?(?![a-z])"
    r"|(?:需求是|急需|需要|想要|要求|想(?=[买订换试加看])|希望|要(?= *\d)|(?:还|也|又)要)"
)
_SHOWS = re.compile(
    r"^ *(?:please |pls )?(?:show|list|see|view|open|what|which|any|read|get|find|do|is|are"
    r"|delete|remove|看|查|显示|列|有哪些|有没有|删)"
)
_NOT_A_NEED = frozenset(
    ("grade_lift", "grade_why", "due_visits", "next_visit", "set_tier", "propose_tier")
)
_ASKS_A_LINE = re.compile(r"(?:what|how) (?:do|should|can|to)|怎么|如何|点[答回应]", re.IGNORECASE)
_RISES = re.compile(r"升|级|tier|upgrade|promot", re.IGNORECASE)
_MERE = frozenset({"", "fyi", "hi", "hey", "ok", "so", "the", "and", "那", "好", "嗯", "客户"})
_LONGEST_GAP = 10
"""So many characters may stand between a customer and what it needs: 华兴 ``的采购说`` 需要…"""

_COMPLAINT = re.compile(
    r"(?<![a-z])(?:open|log|file|register|raise|record|add|create|new)(?: an?| new| another)* "
    r"complaints?|(?<![a-z])(?:has |have )?complain(?:ed|s|ing)?(?: about| that| of)?(?![a-z])"
    r"|(?<![a-z])(?:is |are )?(?:unhappy|angry|upset|furious)(?: about| with| that)(?![a-z])"
    r"|(?:登记|录入?|新增?|新建|开|记|提交?|加)(?:一个|一条|一下|个"
    r"|条)?(?:新的?)?(?:客户)?(?:投诉|客诉)"
    r"|(?:向?我?们?)(?:投诉|反映|抱怨)(?:了|说|称|我们)*"
)
_SETTLED = re.compile(
    r"(?<![a-z])(?:close[ds]?|resolved?|settled|fixed|done|finished|complaint \d+)(?![a-z])"
    r"|处理[好完了]|解决|关[掉闭了]|结案|结了|搞[定掂]|了结|投诉(?:的|列表|记录|情况|进度|\d)|多少投诉"
)
_EVERYBODY = (
    r"(?:(?:to )?(?:all(?: (?:the|my|our))?(?: sales)? reps|(?:the|my|our)(?: whole)? "
    r"(?:reps|team|sales team)|everyone|everybody|all))"
)
_BROADCAST = re.compile(
    rf"^ *(?:please |pls )?(?:broadcast|announce|announcement)(?: {_EVERYBODY})?(?: that)?(?![a-z])"
    rf"|^ *(?:please |pls )?(?:tell|notify|message|inform|write to|let) {_EVERYBODY}"
    r"(?: know)?(?: that| about)?(?![a-z])"
    rf"|^ *(?:please |pls )?send (?:a |this |the )?(?:message |notice )?{_EVERYBODY}(?![a-z])"
    r"|^ *(?:请|帮我|给大家)?(?:群发(?:通知|消息|一下|给(?:大家|所有人|全体|全员|所有业务员"
    r"|全体业务员|团队))*|(?:通知|转告|告诉)(?:一下)?"
    r"(?:大家|所有人|全员|全体|所有业务员|全体业务员|团队)|发(?:个|一个|条|一条)?(?:通知"
    r"|公告)(?:给大家)?|公告|广播)"
)


def read_note(text: str, context: Context) -> Understood | None:
    """Read an order to keep something: ``note on Huaxin: closed on Mondays``, 给华兴记一笔…"""
    normal = normalise(text)
    cue = _NOTE.search(normal.plain)
    cue = cue or _NOTE_LAST.search(normal.plain) or _NOTE_COLON.search(text[:LONGEST])
    need = _NEED_WORD.search(normal.plain)
    noted = _NOTED.search(normal.plain)
    if noted is not None:
        whose = find_customer(text, (0, len(text)), context)
        rest = without(text, [whose.span, noted.span()]) if whose.span else ["somebody"]
        if all(piece.lower() in _NOTHING_MORE for piece in rest):
            return told("customer_card", Slots(), whose, context)
    if (cue is None and need is None) or _SHOWS.match(normal.plain):
        return None
    if cue is None:
        return _read_stated_need(text, normal, context)
    named = _find_beside(text, normal, cue.span(), context)
    spans = [cue.span(), named.span, need.span() if need else None]
    pieces = list_pieces(_masked(text, named), spans)
    kept = _choose(pieces, max(cue.end(), named.span[1] if named.span else 0))
    unknown = _UNKNOWN.fullmatch(kept) if kept and named.customer is None else None
    if unknown and not named.typed and (unknown["to"] or reads_like_a_name(unknown["name"])):
        slots = Slots(note_kind="need" if need else "note", text=unknown["said"])
        return Understood("set_note", "do", slots, NOBODY, typed_name=unknown["name"].strip())
    if named.customer is None and not named.typed and not kept:
        return None
    kind: NoteKind = "need" if need else "note"
    kept = _WANT.sub("", kept) if need and kept else kept
    return told("set_note", Slots(note_kind=kind, text=kept), named, context)


def _masked(text: str, named: Named) -> str:
    """The text without what only binds a customer's name: 华兴 ``的``."""
    if named.span is None:
        return text
    end = named.span[1]
    return text[:end] + re.sub(r"^\s*的(?=备注|记|[\s:：,，])", " ", text[end:])


def _find_beside(text: str, normal: Normal, cue: Span, context: Context) -> Named:
    """The customer in the part before a colon or comma, where it stands there; else anywhere."""
    pause = re.search(r"[:：]|\s-+\s|[,，;；。]", text[cue[1] : len(normal.original)])
    if pause and pause.start() > 0:
        head = find_customer(text, (0, cue[1] + pause.start()), context)
        if head.customer is not None or head.typed:
            return head
    if cue[0] > 0 and not text[: cue[0]].isspace():
        before = find_customer(text, (0, cue[0]), context)
        if before.customer is not None:
            return before
    anywhere = find_customer(text, (0, len(text)), context)
    return anywhere if _LEADS.match(text[cue[1] :]) else replace(anywhere, typed="")


def _choose(pieces: list[tuple[int, str]], end: int) -> str | None:
    """What is to be kept: what stands behind cue and name, else the longest that is left."""
    behind = [piece for start, piece in pieces if start >= end and piece != "的"]
    before = [piece for _, piece in pieces if piece not in _BINDING]
    chosen = behind or sorted(before, key=len, reverse=True)
    return _THAT.sub("", chosen[0]) if chosen else None


def _read_stated_need(text: str, normal: Normal, context: Context) -> Understood | None:
    """太湖电缆的需求：铜价锁定."""
    cue = _NEED.search(normal.plain) or _NEED_WORD.search(normal.plain)
    if cue is None or is_question(text):
        return None
    named = find_customer(text, (0, cue.start()), context)
    if named.customer is None:
        named = find_customer(text, (cue.end(), len(text)), context)
    pieces = list_pieces(text, [cue.span(), named.span])
    behind = [piece for start, piece in pieces if start >= cue.end()]
    if named.customer is None or not behind:
        return None
    return told("set_note", Slots(note_kind="need", text=_WANT.sub("", behind[0])), named, context)


def read_need_gone(text: str, context: Context) -> Understood | None:
    """Read that something is not needed any more: 弯头不要了, 需求已解决, ``no longer needs``.

    ``name`` is what is spoken of, if anything is: of a customer that wants several things only
    that one is gone.
    """
    normal = normalise(text)
    cue = _NEED_GONE.search(normal.plain)
    if cue is None or is_question(text):
        return None
    named = find_customer(text, (0, len(text)), context)
    if named.span is None and (named.typed or context.previous is None):
        return None
    rest = without(text, [named.span])
    if not rest or (named.span is None and context.previous and not context.previous.customer):
        return None
    things = without(text, [named.span, cue.span()])
    thing = _NO_THING.sub("", " ".join(things)).strip() or None
    return told("needs_met", Slots(text=" ".join(rest), name=thing), named, context)


def read_need(text: str, context: Context) -> Understood | None:
    """Read a need that is told: ``Titan Bearings need a local stock point``, 太湖电缆需要…"""
    normal = normalise(text)
    cue = _WANTS.search(normal.plain)
    if cue is None or is_question(text) or not text[cue.end() :].strip():
        return None
    named = find_customer(text, (0, cue.start()), context)
    if named.customer is None or named.span is None:
        return None
    lead, gap = text[: named.span[0]].strip(), text[named.span[1] : cue.start()].strip()
    if len(gap) > _LONGEST_GAP or lead.lower() not in _MERE:
        return None
    pieces = without(text[cue.end() :], [])
    if not pieces or _is_something_else(text, context):
        return None
    return told("set_note", Slots(note_kind="need", text=pieces[0]), named, context)


def _is_something_else(text: str, context: Context) -> bool:
    """Whether the words speak of a visit or a tier; 要求 alone speaks of no tier."""
    found = understand(text, context)
    if found.intent == "coach_line":
        return _ASKS_A_LINE.search(text) is not None
    if found.intent == "grade_lift" and not found.slots.tiers:
        return _RISES.search(text) is not None
    return found.intent in _NOT_A_NEED


def read_complaint(text: str, context: Context) -> Understood | None:
    """Read a complaint with what it is about: 远达物流投诉送货晚点."""
    normal = normalise(text)
    cue = _COMPLAINT.search(normal.plain)
    if cue is None or is_question(text) or _SETTLED.search(normal.plain):
        return None
    named = _find_beside(text, normal, cue.span(), context)
    kept = _choose(list_pieces(text, [cue.span(), named.span]), cue.end())
    if named.span is None or kept is None:
        return None
    return told("open_complaint", Slots(text=kept), named, context)


def read_broadcast(text: str, context: Context) -> Understood | None:  # noqa: ARG001 - a reader
    """Read a message to everybody; what it says is nobody's question."""
    normal = normalise(text)
    cue = _BROADCAST.search(normal.plain)
    if cue is None or text.rstrip().endswith(("?", "？")):
        return None
    pieces = without(text[cue.end() :], [])
    return Understood("broadcast", "confirm", Slots(text=" ".join(pieces) or None))


def told(intent: str, slots: Slots, named: Named, context: Context) -> Understood:
    """Say what was meant about a customer: a name that is only similar must be confirmed.

    Nobody named: the customer spoken of just now.
    """
    customer = named.customer
    if customer is None and named.typed:
        customer = NOBODY
    elif customer is None and context.previous is not None:
        customer = context.previous.customer
    understood = Understood(intent, "do", slots, customer, typed_name=named.typed)
    if customer is not None and customer.customer_id is None and customer.candidates:
        return replace(understood, action="ask")
    if customer is not None and customer.customer_id is not None and not customer.sure:
        return replace(understood, action="confirm")
    return understood
