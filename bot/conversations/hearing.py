"""What a person did, before anybody asks what it means: which button, and in which language."""

import re

from bot.conversations.dialog import Dialog
from bot.messages import Incoming
from bot.understanding.language import is_pinyin, language_of, names_in_chinese
from bot.understanding.understand import Understood
from bot.voice.rendering import Language
from crm.text import fold

_NUMBER = re.compile(r"(?:第)?(?:([1-9][0-9]?)|([一二三四五六七八九]))(?:个|家)?")
_CUSTOMERS = frozenset({"card", "mopen", "whom"})
"""Buttons that stand for a customer: 第一家 presses no other."""

_LAST = ("it", "that", "this", "that one", "last one", "the last one", "last visit")
_UNDO = frozenset(
    {"undo", "undo that", "undo it", "take it back", "撤销", "撤消", "撤回", "撤销一下", "撤销撤销"}
    | {"take that back", "undo the last one", "undo last", "收回", "收回刚才的", "撤了", "收回去"}
    | {f"{verb} {what}" for verb in ("delete", "remove", "erase", "scrap") for what in _LAST}
    | {"删掉刚才的", "把刚才的删掉", "刚才的删掉", "删掉刚才那条", "刚才那条删掉"}
)
_OFF = frozenset(
    {
        "不用了",
        "不加了",
        "不推了",
        "不改了",
        "不记了",
        "不设了",
        "不提了",
        "不报了",
        "不用改了",
        "不用记了",
    }
    | {"don't note that", "dont note that", "don't note it", "dont note it", "do not note that"}
    | {"don't log that", "dont log that", "don't save that", "dont save that", "别记", "别记了"}
    | {"forget that", "forget about it", "forget about that"}
    | {"leave it", "forget it", "no need", "not needed", "never mind", "don't bother"}
)
_WITHDRAW = frozenset(
    {"撤回申请", "撤销申请", "取消申请", "withdraw", "withdraw it", "withdraw my request"}
    | {"withdraw the request"}
)
_YES = frozenset(
    {"yes", "y", "ok", "okay", "sure", "好", "好的", "是", "是的", "对", "可以", "确认"}
)
_GO_ON = re.compile(
    r"(?:(?:yes|yeah|ok|okay|sure|please|pls)[ ,]*)*(?:tell (?:her|him|them|it)|do it|do that"
    r"|go ahead|send it|yes|yeah|ok|okay|sure|please|note it|keep it)(?: please| pls)?"
)
_AGREES = frozenset(
    {"whom", "do", "confirm", "agree", "plan", "planon", "newc", "notmine", "addnew", "whose"}
    | {"pick", "invmake", "role", "give", "giveall", "shareout", "left"}
)
"""What yes presses, by the first word of its action: never what drops, withdraws or takes back."""

_APPROVES = re.compile(
    r"(?:我)?(?:批准|同意|通过|准了|批了|可以批)(?:了|吧|它|这个)?"
    r"|(?:i )?(?:approved?|agreed?|accept(?:ed)?)(?: it| that| this)?"
)
_REFUSES = re.compile(
    r"(?:我)?(?:拒绝|不同意|不批准|不批|驳回|不通过)(?:了|吧|它|这个)?(?:[\s,，:：].*)?"
    r"|(?:i )?(?:reject(?:ed)?|refused?|declined?|den(?:y|ied)|disapproved?)(?: it| that| this)?"
    r"(?:[\s,:].*)?"
)
_GRANTS = frozenset({"give", "addfor", "confirm"})
_DENIES = frozenset({"settle", "decline"})

_TELLS = re.compile(
    r"(?:visited|met|saw|went|called|phoned|postpone|snooze|remind|show|undo|delete|why|orders?)\b"
)
"""An English word that is enough beside a name."""

_NEITHER = frozenset({"skip", "ok", "undo", "stop"})
"""Words that are said in a Chinese conversation as well: they change no language."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def is_undo(text: str) -> bool:
    """Say whether a text asks to take back what was done last."""
    return fold(text) in _UNDO


def is_off(text: str) -> bool:
    """Say whether a text only calls off what was begun."""
    return fold(text.strip(" 。.!！吧")) in _OFF


def is_withdrawn(text: str) -> bool:
    """Say whether a text asks to take back a request."""
    return fold(text) in _WITHDRAW


def find_action(incoming: Incoming, dialog: Dialog) -> str | None:
    """Return what is asked for by a button: pressed, or of the last reply and typed, by its label
    or its number."""
    if incoming.action:
        return incoming.action
    typed = fold(incoming.text)
    number = _NUMBER.fullmatch(typed)
    if number and not (typed.isdigit() and _asks_how_often(dialog)):
        place = int(number[1]) if number[1] else "一二三四五六七八九".index(number[2]) + 1
        pressed = dialog.buttons[place - 1 : place]
        if typed.endswith("家"):
            pressed = tuple(b for b in pressed if b.action.partition(":")[0] in _CUSTOMERS)
        return next((b.action for b in pressed), None)
    said = (b.action for b in dialog.buttons if typed in _ways_to_say(b.label))
    agreed = _find_confirming(dialog) if typed in _YES or _GO_ON.fullmatch(typed) else None
    return next(said, None) or agreed or _find_decision(typed, dialog)


def _asks_how_often(dialog: Dialog) -> bool:
    """Whether the last reply asks for a number: then a number typed is that, and no place."""
    return any(button.action.startswith("asked:") for button in dialog.buttons)


def _find_decision(typed: str, dialog: Dialog) -> str | None:
    """What 批准 or 拒绝 presses of the request shown last; the only one of a list is shown first.

    Where more than one button would do, a tap says which.
    """
    grants, denies = _APPROVES.fullmatch(typed), _REFUSES.fullmatch(typed)
    if not grants and not denies:
        return None
    actions = [button.action for button in dialog.buttons]
    wanted = _GRANTS if grants else _DENIES
    found = [action for action in actions if action.partition(":")[0] in wanted]
    listed = [action for action in actions if action.partition(":")[0] == "request"]
    return next((each[0] for each in (found, listed) if len(each) == 1), None)


def _ways_to_say(label: str) -> set[str]:
    """A label is pressed by typing it, or its first word before a comma: "Yes, set it"."""
    whole = fold(label)
    first = re.split("[,，]", whole, maxsplit=1)[0]
    return {whole} if first in _YES else {whole, first}


def _find_confirming(dialog: Dialog) -> str | None:
    """The one button of the last reply that agrees; none if there are several: which one?"""
    actions = [b.action for b in dialog.buttons if b.action.partition(":")[0] in _AGREES]
    return actions[0] if len(actions) == 1 else None


def find_language(text: str, understood: Understood, dialog: Dialog) -> Language | None:
    """Return the language of a message: that of its words; a customer's name belongs to neither.

    A word or two around a name, a code, a letter decide nothing: then it is the language spoken
    last, and before the first words that of the whole text.
    """
    if dialog.language is not None and fold(text) in _NEITHER:
        return dialog.language
    last = dialog.last
    match = understood.customer
    named = match is not None and not (last is not None and match is last.customer)
    span = match.span if match is not None and named else None
    words = text[: span[0]] + text[span[1] :] if span else text
    spoken = "en" if names_in_chinese(words) else language_of(words)
    telling = len(_WORD.findall(words))
    told = _TELLS.match(words.strip().lower()) is not None
    if spoken == "en" and is_pinyin(words):
        return "zh"
    if spoken == "zh" or told or telling > (1 if span else 0):
        return spoken
    return dialog.language or language_of(text)
