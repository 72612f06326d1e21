"""What an English line is wrong for if it does nothing right: it leaves it, explains, or chats."""

from collections.abc import Iterator

from bot.coaching.judge.english_questions import asks_what, has_tag, is_question, is_yes_or_no
from bot.coaching.judge.english_reading import Reading, Sentence
from bot.coaching.judge.english_words import compile_any, phrases
from bot.coaching.judge.verdict import FoundFault

MOST_TECHNICAL = 2
"""Technical words from which a line that asks nothing is an explanation."""

MOST_WORDS = 11
"""Words from which a list is one of properties."""

LONGEST_ANSWER = 6
"""Words of a short answer; one longer that names nothing of the trade is chat."""

LONGEST_ECHO = 4
"""Words of a question that only says again what was said."""

_TECHNICAL = compile_any("<explaining>")
_CHAT = compile_any("<time_wasting>")
_BUSINESS = compile_any("<business>")
_PEOPLE = compile_any("i", "you", "we", "your", "he", "she", "my")


def is_asked(sentence: Sentence) -> bool:
    """Whether an answer is waited for; an echo ("you've got some?") or a tag wants none."""
    if not is_question(sentence) or has_tag(sentence):
        return False
    return asks_what(sentence) or is_yes_or_no(sentence) or sentence.size > LONGEST_ECHO


def is_elsewhere(reading: Reading) -> bool:
    """Whether it speaks at length of nothing that is bought or sold, and of nobody here."""
    return len(reading.text.split()) > LONGEST_ANSWER and not _BUSINESS.search(reading.text)


def is_list(reading: Reading) -> bool:
    """Whether it lists the properties of a thing: many parts, and nobody in them."""
    words = [word for word in reading.text.split() if word not in {".", ";", "!", "?"}]
    parts = words.count(",")
    nobody = not _PEOPLE.search(reading.text)
    return len(words) - parts > MOST_WORDS and (parts > 3 or (parts > 1 and nobody))


def _is_half_done(reading: Reading) -> bool:
    """Whether it does something after all, too vague to be called right: "I'll sort it"."""
    return any(
        phrases("acting").search(sentence.text) and not phrases("left_open").search(sentence.text)
        for sentence in reading.sentences
    )


def list_weak(reading: Reading) -> Iterator[FoundFault]:
    """Return one fault of a line in which nothing right was found."""
    if not reading.sentences:
        return
    chat = reading.find(phrases("chatting")) or reading.find(_CHAT)
    whole = reading.span(0, len(reading.text))
    opened = reading.find(phrases("idle_call")) or reading.find(phrases("left_open"))
    technical = len(_TECHNICAL.findall(reading.text))
    asked = any(is_asked(sentence) for sentence in reading.sentences)
    asked = asked and not reading.find(phrases("idle_call"))
    lists = not chat and not asked and is_list(reading)
    if technical >= MOST_TECHNICAL or reading.text.endswith("…") or lists:
        yield FoundFault("keeps_explaining", *whole, weak=True)
    elif chat or (not opened and not asked and is_elsewhere(reading)):
        yield FoundFault("off_topic", *(chat or whole), weak=True)
    elif not asked and not _is_half_done(reading):
        yield FoundFault("no_ask", *(opened or whole), weak=True)
