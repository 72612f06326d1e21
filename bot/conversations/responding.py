"""From what came in to the answer: which button, which order, which question it is.

A pressed button is authorised like a typed question: its object is loaded with the eyes of whoever
pressed it. What isn't understood gets three examples that are.
"""

from dataclasses import replace

from bot.conversations import (
    access,
    after_visits,
    aside,
    attachments,
    coaching,
    counted,
    drilling,
    following,
    guide,
    known_people,
    notes,
    practice_language,
    practice_orders,
    questions,
    remarks,
    slash,
    tiers,
    undoing,
)
from bot.conversations.access import PRESSES
from bot.conversations.choosing import complete
from bot.conversations.desk import Desk
from bot.conversations.hearing import find_action, find_language, is_off, is_undo, is_withdrawn
from bot.conversations.pending import Question
from bot.conversations.practice_language import at_practice
from bot.conversations.table import ABOUT_ONE, INTENTS, PRESSED, TAKES_TEXT, Intent
from bot.messages import Incoming, Message, parse_id
from bot.understanding.entrance import part_reminder, understand_message
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from bot.voice.fitting import fit
from crm.errors import NotAllowed, NotFound, Refused
from crm.names import Match
from crm.store.database import savepoint
from crm.text import clean


def respond(incoming: Incoming, desk: Desk) -> list[Message]:
    """Answer one message of one person; never raises for what a person can do.

    What was understood becomes the dialog's last question, so that "and why?" has a subject. What
    an answer has written is gone again when it is refused in the end.
    """
    try:
        with savepoint(desk.session):
            messages = _respond(incoming, desk)
    except NotFound:
        messages = [Message(desk.say("nobody", typed=""))]
    except NotAllowed:
        messages = [Message(desk.say("not_for_you", role=desk.viewer.role))]
    except Refused:
        # The question was right when it was asked: something has changed since.
        messages = [Message(desk.say("tier_refused", why="overtaken", who=None))]
    spoken = desk.speaking(desk.dialog.language)
    messages = coaching.with_way_back(spoken, messages, drilling.onward(spoken))
    messages = [replace(message, text=fit(message.text)) for message in messages]
    desk.dialog.show(messages, desk.now)
    return messages


def _respond(incoming: Incoming, desk: Desk) -> list[Message]:
    if incoming.attachment is not None:
        return attachments.show_attachment(desk, incoming, _answer)
    slashed = None if incoming.action else slash.read_slash(incoming.text)
    if slashed is not None:
        return slash.answer(desk, slashed, _answer_words, answer_understood)
    desk.glance.pressed = incoming.action is not None
    action = find_action(incoming, desk.dialog)
    said = _press(action, desk) if action is not None else _answer_order(incoming.text, desk)
    if said is not None:
        return said
    if is_undo(incoming.text):
        return undoing.show_undone_last(desk)
    if is_withdrawn(incoming.text):
        return undoing.show_withdrawn(desk)
    return _answer(clean(incoming.text), desk)


def _answer_order(text: str, desk: Desk) -> list[Message] | None:
    """Do what a message orders while somebody practises, as its button would; None: no order."""
    asked = desk.dialog.find_listening(desk.now) is not None
    order = practice_orders.find_order(desk, text, asked=asked)
    if order is None:
        return None
    begins = order.startswith(("practise:", "walks", "drills"))
    language = practice_language.find_begun(text) if begins else None
    return _press(order, desk.speaking(language) if language else at_practice(desk))


def _answer(text: str, desk: Desk) -> list[Message]:
    named = counted.name_counted(desk, text)
    return _answer_named(named, desk) if isinstance(named, str) else named


def _answer_named(text: str, desk: Desk) -> list[Message]:
    parts = part_reminder(text, desk.context())
    if parts is not None:
        return [message for part in parts for message in _answer_named(part, desk)]
    understood = understand_message(text, desk.context())
    if is_off(text):
        understood = Understood("cancel", "do")
    desk = desk.speaking(find_language(text, understood, desk.dialog))
    asked = desk.dialog.find_listening(desk.now)
    given = after_visits.take_text(desk, text) or _go_on(desk, asked, text, understood)
    if given is not None:
        return given
    said = coaching.take_line(desk, text, understood)
    said = said if said is not None else drilling.take_line(desk, text, understood)
    if said is not None:
        return said
    understood = notes.as_asked(text, complete(text, understood, desk.dialog.last))
    understood = tiers.as_decided(desk, text, understood)
    intent = _find_intent(understood)
    if understood.action == "abstain":
        intent = None
    if intent is not None:
        access.check_decides(desk.viewer.role, intent.access)
    if intent is None or desk.viewer.role not in intent.access.roles:
        known = understood.intent not in {OUT_OF_SCOPE, "ambiguous"}
        called = guide.find_foreign(desk, text) or known_people.find_called(desk, text)
        if called is not None:
            return called
        kept = remarks.offer_remark(desk, text) if questions.is_about_visits(asked) else None
        unknown = kept or guide.show_unknown(desk, understood.near, not_yet=known)
        plain = kept is None and questions.is_about_visits(asked)
        return remarks.with_note_button(desk, text, unknown) if plain else unknown
    desk.dialog.last = understood
    messages = show(desk, intent, understood)
    if questions.is_about_visits(asked):
        messages = remarks.with_offer(desk, text, understood, messages)
    return aside.leave(desk, asked, understood, messages)


def _answer_words(text: str, desk: Desk) -> list[Message]:
    return _respond(Incoming(text=text), desk)


def answer_understood(desk: Desk, understood: Understood) -> list[Message]:
    """Answer what needs no words to be understood: what was asked before is left for it."""
    asked = desk.dialog.find_listening(desk.now)
    intent = INTENTS[understood.intent]
    access.check(desk.viewer.role, intent.access)
    desk.dialog.last = understood
    return aside.leave(desk, asked, understood, show(desk, intent, understood))


def show(desk: Desk, intent: Intent, understood: Understood) -> list[Message]:
    """Answer what was understood, held to what its intent may do."""
    with access.within(desk.session, intent.access):
        return intent.show(desk, understood)


def _go_on(
    desk: Desk, asked: Question | None, text: str, understood: Understood
) -> list[Message] | None:
    """Take a text as the answer to what was asked, or as more about the report just made."""
    if questions.is_about_visits(asked):
        more = following.take_follow_up(desk, text, understood)
        if more is not None:
            return more
    return None if asked is None else TAKES_TEXT[type(asked)](desk, text, understood)


def _find_intent(understood: Understood) -> Intent | None:
    """The intent to answer; where several are likely, the likeliest one that is answered here."""
    if understood.intent == "ambiguous":
        return None
    likely = (understood.intent, *understood.intents)
    return next((INTENTS[name] for name in likely if name in INTENTS), None)


def _press(action: str, desk: Desk) -> list[Message]:
    verb, _, rest = action.partition(":")
    about = parse_id(rest)
    if verb in ABOUT_ONE and about is not None:
        return _show_pressed(verb, about, desk)
    if verb in PRESSED and verb in PRESSES:
        return _act(verb, rest, desk)
    if verb == "ask":
        text = guide.find_example(desk, rest)
        if text is not None:
            return _answer(text, desk)
    return [Message(desk.say("button_gone"))]


def _act(verb: str, rest: str, desk: Desk) -> list[Message]:
    declared = PRESSES[verb]
    access.check(desk.viewer.role, declared)
    with access.within(desk.session, declared):
        return PRESSED[verb](desk, rest)


def _show_pressed(verb: str, customer_id: int, desk: Desk) -> list[Message]:
    """Show what a button about one customer asks for; it is the one spoken of from now on."""
    show_one, intent = ABOUT_ONE[verb]
    declared = INTENTS[intent].access
    access.check(desk.viewer.role, declared)
    with access.within(desk.session, declared):
        messages = show_one(desk, customer_id)
    pressed = Match(customer_id, sure=True, candidates=(customer_id,))
    desk.dialog.last = Understood(intent, "do", customer=pressed)
    return messages
