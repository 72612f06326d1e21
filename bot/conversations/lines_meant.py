"""Whether what is typed while practising is a line said to the customer, or a question to us.

"Shall we say Wednesday?" goes to the customer, "who are my A customers?" to us, and either may
sound like the other. Whom it speaks to decides, what our own question would be, and the judge.
"""

import re
from collections.abc import Mapping

from bot.coaching import likeness
from bot.coaching.judge.prepared import prepare
from bot.coaching.playbook import Scene
from bot.conversations import stage as staging
from bot.conversations.desk import Desk
from bot.conversations.stage import Assessed, Stage
from bot.understanding.field import is_asked_of_us
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.names import Match
from crm.names.folding import is_han
from crm.names.forms import Evidence

LIKE_A_LINE = 60.0
"""A typed text so much like a line of the scene is one, whatever else it may mean."""

LIKE_A_LINE_ELSEWHERE = 75.0
"""So much like a line of another scene, or like what is said to an objection."""

_UNKNOWN = frozenset({OUT_OF_SCOPE, "ambiguous"})

_OURS = frozenset(
    {"about_us", "coach_progress", "coach_start", "drill", "help", "list_reminders", "meaning"}
    | {"morning", "remind_me", "settings"}
    | {"heard_lines", "objection_costs", "playbook_back", "playbooks"}
)
"""What nobody asks a customer."""

_SOUND_LIKE_LINES = frozenset(
    {"cancel", "complaints", "coach_line", "details", "next_visit", "open_complaint", "orders"}
    | {"list_requests", "payment_terms", "payments", "set_note", "snooze_visit"}
)
"""What is said to customers in nearly the same words: orders, addresses, payment, a day."""

_ONLY_WITH: Mapping[str, re.Pattern[str]] = {
    "help": re.compile(r"^(?!.*(?:help (?:you|u|ya)(?![a-z])|帮[到助]?[您你]))"),
    "about_us": re.compile(
        r"(?<![a-z])(?:bot|ai|robot|human|program|who are you|what are you|who made|who built"
        r"|what can you do|what do you do|your job|how do you work)(?![a-z])"
        r"|机器人|真人|程序|人工智能|你是谁|你是什么|你会什么|你能做什么|你能干"
    ),
    "remind_me": re.compile(
        r"(?<![a-z])(?:remind|reminders?|alarm|wake)(?![a-z])"
        r"|提醒|闹钟|叫我"
    ),
    "list_reminders": re.compile(r"(?<![a-z])(?:remind|reminders?)(?![a-z])|提醒"),
    "snooze_visit": re.compile(
        r"(?<![a-z])(?:postpone|push|move|delay|reschedule|snooze"
        r"|put off)(?![a-z])|推迟|延后|改期|往后推"
    ),
    "visits_made": re.compile(
        r"(?<![a-z])(?:visit|visits|visited|seen?)(?![a-z])|拜访|去过|跑了|见了"
    ),
    "due_visits": re.compile(
        r"(?<![a-z])(?:visits?|overdue|due|(?:should|do|must|shall) (?:i|we) (?:see|visit|go))"
        r"(?![a-z])|拜访|超期|该去|要去|去哪|去谁|跑谁|见谁"
    ),
    "planned_visits": re.compile(
        r"(?<![a-z])(?:visits?|plans?|planned|agenda)(?![a-z])|拜访|安排|计划|日程"
    ),
    "list_customers": re.compile(
        r"(?<![a-z])(?:customers?|clients?|accounts?)(?![a-z])|客户|名单|几家|哪家|[一-龥]级"
    ),
    "count_customers": re.compile(
        r"(?<![a-z])(?:customers?|clients?|accounts?)(?![a-z])|客户|几家|[一-龥]级"
    ),
    "log_visit": re.compile(
        r"(?<![a-z])(?:visited|met|saw|went|called|rang|was at"
        r"|were at|been to)(?![a-z])|拜访|去了|见了|跑了|打了"
    ),
}
"""What is asked of us only in these words: without them, and without a customer's name, nearly the
same is said to customers ("how about next Tuesday?", "can I help you?")."""

_COURTEOUS = frozenset({"clear_no", "after_close", "delivery"})
"""Situations in which a word of courtesy is what there is to say."""

_THANKS_YOU = re.compile(r"(?<![a-z])thank you(?![a-z])|谢谢[您你]|多谢[您你晒]|感谢[您你]")

_SPELT = frozenset({Evidence.NAME, Evidence.ALIAS, Evidence.CODE, Evidence.BRAND, Evidence.PINYIN})
_LONG_PART = 4
"""Letters of a part of a name that still names somebody; two Chinese characters do."""

_TO_SOMEBODY = re.compile(
    r"[您你贵]|(?<![a-z])(?:you|your|yours|u|ur|sir|madam)(?![a-z])"
    r"|^ *(?:hi|hello|good (?:morning|afternoon|evening)|早上好|下午好|早[,， ]).{9}"
)

_TO_US = re.compile(
    r"^ *(?:please |pls |hey |hi |could you |can you |would you (?:mind )?|will you )*"
    r"(?:show|showing|list|open|note|log|record|find|search|check|look up|tell me|ring up|postpone"
    r"|push|move|who"
    r"|which customers?|is \S+ \S+ (?:overdue|late))(?![a-z])"
    r"|(?<![a-z])(?:my|our) (?:[a-z] |tier [a-z] )?customers?(?![a-z])"
    r"|查询|查一下|备注|记一笔|记低|记个|延后|登记|^谁|有谁|哪些|哪几家"
    r"|欠多少|还欠|没付|结清"
    r"|条件是什么|客户名单"
)
"""What is asked of a bot, and never of a customer."""

_ASKS_HOW_TO_ANSWER = re.compile(
    r"(?<![a-z])(?:(?:what|how) (?:do|should|can|could|would|to|shall|did|is)(?: i| we)?"
    r" (?:say|answer|respond|reply|handle|best)|(?:he|she|they|customers?|clients?|boss|buyer) "
    r"(?:says?|said|thinks?|wants?|tells?|keeps?)|help me|my customer|what now)(?![a-z])"
    r"|(?:怎么|如何|怎样|咋|点)(?:回|说|答|接|应|办|讲|处理|整)|客户(?:说|讲|嫌|觉得|要|问|总|老|一直|话)"
    r"|话术"
)
"""An objection told of a customer is a question to us; told to one it is part of a line."""

_SHORT, _SHORT_IN_CHINESE = 28, 7
"""Characters of a greeting, a nod, a "never mind": what is longer says something besides."""


_STOPS_SOMETHING = re.compile(
    r"(?<![a-z])stop (?!it(?![a-z]))[a-z]|停(?!止?练)[^了吧下 ]|[^先]停[^了吧]"
)


def is_short(text: str) -> bool:
    """Say whether a text can be a word of courtesy, or of calling off, and no more."""
    plain = text.strip(" .!。！~")
    return len(plain) <= (_SHORT if plain.isascii() else _SHORT_IN_CHINESE)


def calls_off(desk: Desk, text: str, understood: Understood) -> bool:
    """Say whether a text ends the practice: "cancel", 算了; not "never mind, ten percent off", nor
    "stop asking me that", said to a bot in earnest as "stop" alone."""
    told = understood.intent == "cancel" and desk.dialog.pending is None and is_short(text)
    return told and not _STOPS_SOMETHING.search(text.lower())


def is_meant(stage: Stage, scene: Scene, understood: Understood, assessed: Assessed) -> bool:
    """Say whether a text is meant as a line.

    What names another customer is none; what names the one it is played with is one if it is good.
    """
    text, intent = assessed.text, understood.intent
    if intent in _UNKNOWN or assessed.line is not None or _is_taught(stage, scene, text):
        return True
    if intent == "cancel" and _STOPS_SOMETHING.search(text.lower()):
        return True
    if intent == "small_talk":
        return not is_short(text) or _is_courtesy_due(scene, text)
    plain = prepare(text, assessed.language).text
    if _is_to_us(intent, plain) or is_asked_of_us(understood, text):
        return False
    match = understood.customer
    if match is not None and _is_spelt(match, text):
        at_theirs = stage.about is not None and stage.about == match.customer_id
        return at_theirs and _is_good(assessed) and intent != "log_visit"
    return _is_to_somebody(intent, plain, assessed)


def _is_taught(stage: Stage, scene: Scene, text: str) -> bool:
    """Whether a text is a line of the playbook, or an ask of one of its ladders."""
    if likeness.nearness(scene, text) >= LIKE_A_LINE:
        return True
    scenes = stage.playbook.scenes
    if any(likeness.nearness(each, text) >= LIKE_A_LINE_ELSEWHERE for each in scenes):
        return True
    asks = (ask.say for ladder in stage.playbook.ladders for ask in ladder.asks)
    return any(likeness.nearness_of(each, text) >= LIKE_A_LINE_ELSEWHERE for each in asks)


def _is_courtesy_due(scene: Scene, text: str) -> bool:
    return scene.situation in _COURTEOUS or _THANKS_YOU.search(text.lower()) is not None


def _is_spelt(match: Match, text: str) -> bool:
    """Whether a customer is named as they are called; what merely resembles a name is nobody."""
    if not match.span:
        return False
    named = text[match.span[0] : match.span[1]]
    if match.evidence in _SPELT:
        return True
    return match.evidence is Evidence.PART and len(named) >= (
        2 if any(map(is_han, named)) else _LONG_PART
    )


def _is_to_us(intent: str, plain: str) -> bool:
    asks_how = intent == "coach_line" and _ASKS_HOW_TO_ANSWER.search(plain)
    words = _ONLY_WITH.get(intent)
    ours = intent in _OURS and (words is None or words.search(plain) is not None)
    return bool(ours or asks_how or _TO_US.search(plain))


def _is_to_somebody(intent: str, plain: str, assessed: Assessed) -> bool:
    if intent in _ONLY_WITH and not _ONLY_WITH[intent].search(plain):
        return True
    clear, addressed = staging.is_clear(assessed), _TO_SOMEBODY.search(plain) is not None
    if intent in _SOUND_LIKE_LINES:
        return clear or addressed or intent == "coach_line"
    if intent == "visits_made" and addressed:
        return True
    return clear and addressed


def _is_good(assessed: Assessed) -> bool:
    return assessed.judgement.verdict == "good"
