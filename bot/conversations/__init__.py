"""What we answer: the table of intents, and ``respond()``, the single entrance.

An intent that isn't in the table isn't answered yet; the message gets three examples that are. A
pressed button is authorised like a typed question: its object is loaded with the eyes of whoever
pressed it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversations import card, grades, guide, listing, tiers
from bot.conversations.choosing import about_one
from bot.conversations.desk import Desk, Dialog
from bot.messages import Incoming, Message, parse_id
from bot.understanding.language import language_of
from bot.understanding.reasons import understand_wish
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from bot.voice.rendering import Language
from crm.entities import Role
from crm.errors import NotAllowed, NotFound, Refused
from crm.names import Match
from crm.text import clean, fold

EVERYONE = frozenset(Role)

_NUMBER = re.compile(r"(?:第)?(?:([1-9][0-9]?)|([一二三四五六七八九]))(?:个|家)?")
UNDO = frozenset({"undo", "撤销", "撤消", "撤回"})
_YES = frozenset(
    {"yes", "y", "ok", "okay", "sure", "好", "好的", "是", "是的", "对", "可以", "确认"}
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Intent:
    """How a question is answered, and who may ask it."""

    show: Callable[[Desk, Understood], list[Message]]
    roles: frozenset[Role] = EVERYONE


INTENTS: Mapping[str, Intent] = {
    "list_customers": Intent(listing.show_list),
    "customer_card": Intent(about_one("card", card.show_card)),
    "grade_why": Intent(about_one("why", grades.show_why)),
    "grade_lift": Intent(grades.show_lift_asked),
    "due_visits": Intent(listing.show_list),
    "last_visit": Intent(about_one("card", card.show_card)),
    "next_visit": Intent(about_one("card", card.show_card)),
    "set_tier": Intent(tiers.show_wish),
    "release_tier": Intent(tiers.show_wish),
    "propose_tier": Intent(tiers.show_wish),
    "list_proposals": Intent(tiers.show_proposals),
    "cancel": Intent(tiers.show_cancelled),
    "more": Intent(listing.show_more),
    "help": Intent(guide.show_help),
    "small_talk": Intent(guide.show_small_talk),
}

ABOUT_ONE: Mapping[str, tuple[Callable[[Desk, int], list[Message]], str]] = {
    "card": (card.show_card, "customer_card"),
    "why": (grades.show_why, "grade_why"),
    "lift": (grades.show_lift, "grade_lift"),
}
"""What a button about one customer (``why:12``) shows, and the question it stands for."""


def respond(incoming: Incoming, desk: Desk) -> list[Message]:
    """Answer one message of one person; never raises for what a person can do.

    What was understood becomes the dialog's last question, so that "and why?" has a subject.
    """
    try:
        action = find_action(incoming, desk.dialog)
        if action is not None:
            messages = _press(action, desk)
        else:
            messages = _answer(clean(incoming.text), desk)
    except NotFound:
        messages = [Message(desk.say("nobody", typed=""))]
    except NotAllowed:
        messages = [Message(desk.say("tier_refused", why="not_yours", who=None))]
    except Refused:
        # The question was right when it was asked: something has changed since.
        messages = [Message(desk.say("tier_refused", why="overtaken", who=None))]
    desk.dialog.buttons = tuple(button for message in messages for button in message.buttons)
    return messages


def find_action(incoming: Incoming, dialog: Dialog) -> str | None:
    """Return what is asked for by a button: pressed, or of the last reply and typed, its label or
    its number; or by "undo", which takes the last change back."""
    if incoming.action:
        return incoming.action
    typed = fold(incoming.text)
    if typed in UNDO and dialog.undo is not None:
        return dialog.undo
    number = _NUMBER.fullmatch(typed)
    if number:
        place = int(number[1]) if number[1] else "一二三四五六七八九".index(number[2]) + 1
        return next((b.action for b in dialog.buttons[place - 1 : place]), None)
    said = (b.action for b in dialog.buttons if typed in _ways_to_say(b.label))
    return next(said, None)


def _ways_to_say(label: str) -> set[str]:
    """A label is pressed by typing it, or its first word before a comma: "Yes, set it"."""
    whole = fold(label)
    first = re.split("[,，]", whole, maxsplit=1)[0]
    return {whole, first, *_YES} if first in _YES else {whole, first}


def is_writing(action: str | None) -> bool:
    """Say whether an action changes anything: its answer needs a transaction that writes."""
    return action is not None and action.partition(":")[0] in tiers.WRITES


def _answer(text: str, desk: Desk) -> list[Message]:
    understood = understand_wish(text, desk.context())
    desk = desk.speaking(_language_of(text, understood, desk))
    given = tiers.take_reason(desk, text, understood)
    if given is not None:
        return given
    intent = _find_intent(understood)
    if intent is None or understood.action == "abstain" or desk.viewer.role not in intent.roles:
        known = understood.intent not in {OUT_OF_SCOPE, "ambiguous"}
        return guide.show_unknown(desk, understood.near, not_yet=known)
    desk.dialog.last = understood
    return intent.show(desk, understood)


def _find_intent(understood: Understood) -> Intent | None:
    """The intent to answer; where several are likely, the likeliest one that is answered here."""
    if understood.intent == "ambiguous":
        return None
    likely = (understood.intent, *understood.intents)
    return next((INTENTS[name] for name in likely if name in INTENTS), None)


def _language_of(text: str, understood: Understood, desk: Desk) -> Language | None:
    """The language of a message is that of its words; a customer's name belongs to neither.

    A word or two around a name, a code, a letter decide nothing: then it is the language spoken
    last, and before the first words that of the whole text.
    """
    last = desk.dialog.last
    match = understood.customer
    named = match is not None and not (last is not None and match is last.customer)
    span = match.span if match is not None and named else None
    words = text[: span[0]] + text[span[1] :] if span else text
    spoken = language_of(words)
    telling = len(_WORD.findall(words))
    if spoken == "zh" or telling > (1 if span else 0):
        return spoken
    return desk.dialog.language or language_of(text)


def _show_pressed(verb: str, customer_id: int, desk: Desk) -> list[Message]:
    """Show what a button about one customer asks for; it is the one spoken of from now on."""
    show, intent = ABOUT_ONE[verb]
    messages = show(desk, customer_id)
    pressed = Match(customer_id, sure=True, candidates=(customer_id,))
    desk.dialog.last = Understood(intent, "do", customer=pressed)
    return messages


def _press(action: str, desk: Desk) -> list[Message]:
    verb, _, rest = action.partition(":")
    about = parse_id(rest)
    if verb in ABOUT_ONE and about is not None:
        return _show_pressed(verb, about, desk)
    if verb in tiers.PRESSED:
        return tiers.PRESSED[verb](desk, rest)
    if verb == "list":
        number, _, what = rest.partition(":")
        return listing.turn_list(desk, number, what)
    if verb == "ask":
        text = guide.find_example(desk, rest)
        if text is not None:
            return _answer(text, desk)
    return [Message(desk.say("button_gone"))]
