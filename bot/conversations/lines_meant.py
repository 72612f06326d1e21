"""Whether what is typed while practising is a line said to the customer, or a question to us.

"Shall we say Wednesday?" goes to the customer, "who are my A customers?" to us, and either may
sound like the other. Whom it speaks to decides, what our own question would be, and the judge.
"""

import re

from bot.coaching import likeness
from bot.coaching.playbook import Scene
from bot.conversations import stage as staging
from bot.conversations.stage import Assessed, Stage
from bot.understanding.understand import OUT_OF_SCOPE, Understood

LIKE_A_LINE = 60.0
"""A typed text so much like a line of the scene is one, whatever else it may mean."""

_UNKNOWN = frozenset({OUT_OF_SCOPE, "ambiguous"})

_OURS = frozenset(
    {"about_us", "cancel", "coach_line", "coach_progress", "coach_start", "drill", "help"}
    | {"list_reminders", "meaning", "morning", "remind_me", "settings"}
)
"""What nobody asks a customer."""

_SOUND_LIKE_LINES = frozenset(
    {"complaints", "details", "next_visit", "open_complaint", "orders", "payment_terms", "payments"}
    | {"set_note", "small_talk", "snooze_visit"}
)
"""What is asked of customers in nearly the same words: orders, addresses, payment, a day."""

_TO_SOMEBODY = re.compile(
    r"[您你贵]|(?<![a-z])(?:you|your|yours|sir|madam)(?![a-z])", re.IGNORECASE
)

_GREETING = 12
"""Characters of a greeting, a thank-you, a nod; what is longer says something besides."""


def is_meant(stage: Stage, scene: Scene, understood: Understood, assessed: Assessed) -> bool:
    """Say whether a text is meant as a line.

    What names another customer is none; what names the one it is played with is one if it is good.
    """
    text, intent = assessed.text, understood.intent
    if intent in _UNKNOWN or assessed.line is not None:
        return True
    if likeness.nearness(scene, text) >= LIKE_A_LINE:
        return True
    if intent in _OURS:
        return False
    if intent == "small_talk" and _width(text) > _GREETING:
        return True
    clear = staging.is_clear(assessed)
    match = understood.customer
    if match is not None and match.span:
        at_theirs = stage.about is not None and stage.about == match.customer_id
        good = clear and assessed.judgement.verdict == "good"
        return at_theirs and good and intent != "log_visit"
    sounds, to_somebody = intent in _SOUND_LIKE_LINES, _TO_SOMEBODY.search(text) is not None
    return (sounds and (clear or to_somebody)) or (clear and to_somebody)


def _width(text: str) -> int:
    """Characters, a Chinese one for two: it says as much."""
    return sum(1 if character.isascii() else 2 for character in text)
