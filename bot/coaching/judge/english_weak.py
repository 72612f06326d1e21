"""What an English line is wrong for if it does nothing right: it leaves it, explains, or chats."""

from collections.abc import Iterator

from bot.coaching.judge.english_questions import is_question
from bot.coaching.judge.english_reading import Reading
from bot.coaching.judge.english_words import compile_any, phrases
from bot.coaching.judge.verdict import FoundFault

MOST_TECHNICAL = 2
"""Technical words from which a line that asks nothing is an explanation."""

_TECHNICAL = compile_any("<explaining>")


def list_weak(reading: Reading) -> Iterator[FoundFault]:
    """Return one fault of a line in which nothing right was found."""
    chat = reading.find(phrases("chatting"))
    whole = reading.span(0, len(reading.text))
    technical = len(_TECHNICAL.findall(reading.text))
    if technical >= MOST_TECHNICAL or reading.text.endswith("…"):
        yield FoundFault("keeps_explaining", *whole, weak=True)
    elif chat:
        yield FoundFault("off_topic", *chat, weak=True)
    elif not any(is_question(sentence) for sentence in reading.sentences):
        place = reading.find(phrases("left_open")) or whole
        yield FoundFault("no_ask", *place, weak=True)
