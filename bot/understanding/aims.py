"""What a question is after, where its words alone would answer another one.

"Why is Titan late" is about visits, not its tier; "my sales" are nobody's in particular; what is
said of all customers is not about the one spoken of before.
"""

import re
from dataclasses import replace

from bot.understanding.dates import find_period
from bot.understanding.excerpts import is_question
from bot.understanding.made import look_back
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import OUT_OF_SCOPE, Context, Understood
from bot.understanding.unseen import read_unseen
from crm.names import match

_AT_ONCE = re.compile(r"(?<![a-z])(?:all|every|everything|everyone|overdue)(?![a-z])|全部|所有|都")
_ONE_BY_ONE = frozenset({"snooze_visit", "set_tier", "release_tier", "propose_tier"})
"""Visits are put off, and tiers set, of one customer at a time."""

_GREETING = re.compile(
    r"\s*(?:good (?:morning|afternoon|evening)|morning|hi|hello|hey|hallo)(?: there| bot)?"
    r"\s*[,!.]+\s*"
    r"|\s*(?:早上好|早安|下午好|晚上好|你好|您好)[，,！!。\s]+",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s*(?:\S+\s*)?|\s*how are you\b.*", re.IGNORECASE)
_LATE = re.compile(
    r"\b(?:late|overdue|behind)\b(?! pay)"
    r"|(?<!付款)(?<!还款)(?:超期|逾期|过期|超时|没去|没拜访)(?!未?付|欠)",
    re.IGNORECASE,
)
_ALL_SALES = re.compile(r"\b(?:my|our|total) (?:sales|turnover|revenue|orders)\b", re.IGNORECASE)
_CALLS = re.compile(
    r"\s*(?:please |pls )?(?:call|phone|ring|email|mail|text|write)\b", re.IGNORECASE
)
_TOLD_OF_TRADE = re.compile(
    r"\b(?:gave|give|given|placed|sent|signed) (?:me|us)?\b.{0,20}\border\b"
    r"|\b(?:has |have |just )?paid\b.{0,12}\d"
    r"|\bordered \d|\bpaid (?:us|me|today|yesterday|the|their|everything|in full)\b"
    r"|(?:付|打|汇|转|结)了?(?:款|钱|账)?了?\s*[\d一二三四五六七八九十]"
    r"|(?:下了|给了|签了)\S{0,6}(?:订单|单|合同)|地址(?:在|是|改|搬|换)\S{2,}|(?:生日|生日是|电话换|搬到|搬去)\S",
    re.IGNORECASE,
)
"""An order or money told of, or something new about a customer: no question for either."""

_TRADE = frozenset({"orders", "payments", "details", "customer_card"})
_LIKE_A_NAME = 75.0


def without_greeting(text: str) -> str:
    """Blank out a greeting before something said: its places stay what they are."""
    greeting = _GREETING.match(text)
    if greeting is None or _ALONE.fullmatch(text[greeting.end() :]):
        return text
    return " " * greeting.end() + text[greeting.end() :]


def as_it_is_asked(found: Understood, text: str, context: Context) -> Understood:
    """Read "why is X late" as one about visits, sales of "mine" as nobody's in particular, "call X
    tomorrow" as a reminder, and a name that is like a greeting as a name."""
    if found.intent in _ONE_BY_ONE and _AT_ONCE.search(text) and not _is_named(found, context):
        found = replace(found, customer=None, typed_name="")
    if found.intent in {"visits_made", "log_visit"}:
        found = read_unseen(text, context) or found
    found = look_back(found, text, context)
    if found.intent == "grade_why" and found.customer and _LATE.search(text):
        return replace(found, intent="last_visit")
    if found.intent in _TRADE and _TOLD_OF_TRADE.search(text) and not is_question(text):
        return Understood(OUT_OF_SCOPE, "abstain")
    if found.intent == "orders" and _ALL_SALES.search(text) and not _is_named(found, context):
        return replace(found, customer=None)
    if found.intent == "details" and _CALLS.match(text):
        return _as_reminder(found, text, context)
    if found.intent == "small_talk" and len(text.split()) > 1 and not _GREETING.match(f"{text},"):
        named = match(context.names, text)
        if named.customer_id is not None and named.score >= _LIKE_A_NAME:
            return Understood("customer_card", "do", customer=named)
    return found


def _as_reminder(found: Understood, text: str, context: Context) -> Understood:
    """Read "call Titan tomorrow" as something to be reminded of; without a day ahead as it was."""
    period = find_period(normalise(text), context.today, ahead=True)
    if period is None or period.from_on <= context.today:
        return found
    kept = f"{text[: period.span[0]]}{text[period.span[1] :]}".strip(" .!,")
    return replace(found, intent="remind_me", slots=Slots(on=period.from_on, text=kept))


def _is_named(found: Understood, context: Context) -> bool:
    """Whether the message itself names the customer, not the one before it."""
    before = context.previous.customer if context.previous else None
    return found.customer is not None and found.customer is not before
