"""Whether what is typed while practising is a line said to the customer, or a question to us.

"Shall we say Wednesday?" goes to the customer, "who are my A customers?" to us, and either may
sound like the other. Whom it speaks to decides, what our own question would be, and the judge.
"""

import re

from bot.coaching import likeness
from bot.coaching.judge.prepared import prepare
from bot.coaching.playbook import Scene
from bot.conversations import stage as staging
from bot.conversations.desk import Desk
from bot.conversations.stage import Assessed, Stage
from bot.understanding.understand import OUT_OF_SCOPE, Understood

LIKE_A_LINE = 60.0
"""A typed text so much like a line of the scene is one, whatever else it may mean."""

_UNKNOWN = frozenset({OUT_OF_SCOPE, "ambiguous"})

_OURS = frozenset(
    {"about_us", "coach_progress", "coach_start", "drill", "help", "list_reminders", "meaning"}
    | {"morning", "remind_me", "settings"}
)
"""What nobody asks a customer."""

_SOUND_LIKE_LINES = frozenset(
    {"cancel", "complaints", "coach_line", "details", "next_visit", "open_complaint", "orders"}
    | {"list_requests", "payment_terms", "payments", "set_note", "snooze_visit"}
)
"""What is said to customers in nearly the same words: orders, addresses, payment, a day."""

_TO_SOMEBODY = re.compile(r"[您你贵]|(?<![a-z])(?:you|your|yours|sir|madam)(?![a-z])")

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


def is_short(text: str) -> bool:
    """Say whether a text can be a word of courtesy, or of calling off, and no more."""
    plain = text.strip(" .!。！~")
    return len(plain) <= (_SHORT if plain.isascii() else _SHORT_IN_CHINESE)


def calls_off(desk: Desk, text: str, understood: Understood) -> bool:
    """Say whether a text ends the practice: "stop", 算了; not "never mind, ten percent off"."""
    return understood.intent == "cancel" and desk.dialog.pending is None and is_short(text)


def is_meant(stage: Stage, scene: Scene, understood: Understood, assessed: Assessed) -> bool:
    """Say whether a text is meant as a line.

    What names another customer is none; what names the one it is played with is one if it is good.
    """
    text, intent = assessed.text, understood.intent
    if intent in _UNKNOWN or assessed.line is not None:
        return True
    if likeness.nearness(scene, text) >= LIKE_A_LINE:
        return True
    if intent == "small_talk":
        return not is_short(text)
    plain = prepare(text, assessed.language).text
    if _is_to_us(intent, plain):
        return False
    match = understood.customer
    if match is not None and match.span:
        at_theirs = stage.about is not None and stage.about == match.customer_id
        return at_theirs and _is_good(assessed) and intent != "log_visit"
    return _is_to_somebody(intent, plain, assessed)


def _is_to_us(intent: str, plain: str) -> bool:
    asks_how = intent == "coach_line" and _ASKS_HOW_TO_ANSWER.search(plain)
    return bool(intent in _OURS or asks_how or _TO_US.search(plain))


def _is_to_somebody(intent: str, plain: str, assessed: Assessed) -> bool:
    clear, addressed = staging.is_clear(assessed), _TO_SOMEBODY.search(plain) is not None
    if intent in _SOUND_LIKE_LINES:
        return clear or addressed or intent == "coach_line"
    return clear and addressed


def _is_good(assessed: Assessed) -> bool:
    return assessed.judgement.verdict == "good"
