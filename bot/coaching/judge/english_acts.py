"""What an English line does: asks so that every answer moves on, acts, has it confirmed, cares.

Of the acts that a moment accepts only the most telling one is returned.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bot.coaching.judge.english_faults import find_trade, is_payment_choice
from bot.coaching.judge.english_points import is_choice, is_detail_asked
from bot.coaching.judge.english_questions import MOST_SENTENCES, is_question
from bot.coaching.judge.english_reading import Reading, Sentence
from bot.coaching.judge.english_words import compile_any, phrases
from bot.coaching.judge.moments import Moment
from bot.coaching.judge.verdict import FoundAct
from bot.coaching.playbook import Act

Place = tuple[int, int]

_AFTER = frozenset({"after_close", "delivery", "clear_no"})

_STILL_AGAINST = frozenset(
    {"nitpicking", "price_deadlock", "competitor", "think_it_over", "second_ask", "keeps_talking"}
)
"""Where there is no yes yet: papers sent off take one for granted."""

_OWN_DOING = compile_any("(?:i|we) (?:will|shall|am going to)")
_READ_FIRST = compile_any("<reading>")


def list_acts_of(reading: Reading, moment: Moment) -> Iterator[FoundAct]:
    """Return what the line does: the first act accepted now, or all of them if none is."""
    found: list[FoundAct] = []
    for act, finder in _FINDERS:
        place = finder(reading, moment)
        if place is None or (found and found[0].act == "trade" and act != "either_or"):
            continue
        one = FoundAct(act, *place)
        if act in moment.accepts:
            yield one
            return
        found.append(one)
    yield from found


def _listed(name: str) -> Callable[[Reading, Moment], Place | None]:
    def find(reading: Reading, moment: Moment) -> Place | None:  # noqa: ARG001
        for sentence in reading.sentences:
            found = phrases(name).search(sentence.text)
            if found:
                return reading.place(sentence, found)
        return None

    return find


def _trade(reading: Reading, moment: Moment) -> Place | None:  # noqa: ARG001
    return find_trade(reading)


def _sign_soft(reading: Reading, moment: Moment) -> Place | None:  # noqa: ARG001
    if phrases("not_signing").search(reading.text):
        return None
    signs = reading.find(phrases("signing"))
    return signs if signs and _READ_FIRST.search(reading.text) else None


def _pay_method(reading: Reading, moment: Moment) -> Place | None:
    pays = moment.situation == "payment_step"
    for sentence in reading.sentences:
        if is_payment_choice(sentence, pays=pays):
            return reading.place(sentence)
    return reading.find(phrases("how_paid"))


def _confirm(reading: Reading, moment: Moment) -> Place | None:
    for sentence in reading.sentences:
        found = phrases("tag_confirming").search(sentence.text)
        if not found or sentence.stop not in {"", "?"}:
            continue
        if found.group().startswith("ok") and _OWN_DOING.search(sentence.text):
            continue
        if found.start() > 0 or (sentence.stop == "?" and sentence.start > 0):
            return reading.place(sentence)
    return _listed("confirming")(reading, moment)


def _either_or(reading: Reading, moment: Moment) -> Place | None:  # noqa: ARG001
    for sentence in reading.sentences:
        if is_choice(sentence) and not is_idle(sentence):
            return reading.place(sentence)
    return None


def _minor_point(reading: Reading, moment: Moment) -> Place | None:  # noqa: ARG001
    for sentence in reading.sentences:
        if is_detail_asked(sentence) and not is_idle(sentence):
            return reading.place(sentence)
    return None


def _next_step(reading: Reading, moment: Moment) -> Place | None:
    for sentence in reading.sentences:
        text = sentence.text
        if is_idle(sentence) or phrases("acting_unless").search(text):
            continue
        if moment.situation in _STILL_AGAINST and phrases("papers_sent").search(text):
            continue
        found = phrases("acting").search(text)
        if found:
            return reading.place(sentence, found)
    return None


def _relationship(reading: Reading, moment: Moment) -> Place | None:
    if moment.situation not in _AFTER:
        return None
    cares = reading.find(phrases("caring"))
    if not cares and len(reading.sentences) > 1:
        cares = reading.find(phrases("thanking"))
    if moment.situation == "clear_no":
        if any(is_detail_asked(each) or is_choice(each) for each in reading.sentences):
            return None
        cares = cares or reading.find(phrases("parting"))
    if cares or moment.situation == "delivery":
        return cares
    return _next_step(reading, moment)


@lru_cache(maxsize=MOST_SENTENCES)
def is_idle(sentence: Sentence) -> bool:
    """Whether a sentence leaves it all to the customer, or chats: it moves nothing."""
    text = sentence.text
    if phrases("chatting").search(text) and not re.search(r"(?<!\S)or(?!\S)", text):
        return True
    if is_question(sentence):
        return False
    return bool(phrases("left_open").search(text)) and not phrases("dated").search(text)


_FINDERS: tuple[tuple[Act, Callable[[Reading, Moment], Place | None]], ...] = (
    ("trade", _trade),
    ("sign_soft", _sign_soft),
    ("congratulate", _listed("congratulating")),
    ("pay_method", _pay_method),
    ("confirm", _confirm),
    ("either_or", _either_or),
    ("relationship", _relationship),
    ("minor_point", _minor_point),
    ("next_step", _next_step),
)
