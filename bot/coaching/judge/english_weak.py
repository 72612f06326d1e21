"""What an English line is wrong for if it does nothing right: it leaves it, explains, or chats."""

from collections.abc import Iterator

from bot.coaching.judge.english_questions import asks_what, has_tag, is_question, is_yes_or_no
from bot.coaching.judge.english_reading import Reading, Sentence
from bot.coaching.judge.english_words import compile_any, phrases
from bot.coaching.judge.verdict import FoundFault

MOST_TECHNICAL = 2
"""Technical words from which a line that asks nothing is an explanation."""

LONGEST_ECHO = 4
"""Words of a question that only says again what was said."""

_TECHNICAL = compile_any("<explaining>")


def is_asked(sentence: Sentence) -> bool:
    """Whether an answer is waited for; an echo ("you've got some?") or a tag wants none."""
    if not is_question(sentence) or has_tag(sentence):
        return False
    return asks_what(sentence) or is_yes_or_no(sentence) or sentence.size > LONGEST_ECHO


def list_weak(reading: Reading) -> Iterator[FoundFault]:
    """Return one fault of a line in which nothing right was found."""
    chat = reading.find(phrases("chatting"))
    whole = reading.span(0, len(reading.text))
    technical = len(_TECHNICAL.findall(reading.text))
    if technical >= MOST_TECHNICAL or reading.text.endswith("…"):
        yield FoundFault("keeps_explaining", *whole, weak=True)
    elif chat:
        yield FoundFault("off_topic", *chat, weak=True)
    elif not any(is_asked(sentence) for sentence in reading.sentences):
        place = reading.find(phrases("left_open")) or whole
        yield FoundFault("no_ask", *place, weak=True)
