"""Whether what an English sentence asks is a point of this deal: a size, a day, a door, one of two.

A question word, or an "or", is not enough: "what is your budget?" and "are you a sea or a mountain
person?" settle nothing. Where it is not clear that a point is asked, none is found.
"""

from bot.coaching.judge.english_questions import (
    asks_what,
    find_way_out,
    halves,
    has_tag,
    is_question,
)
from bot.coaching.judge.english_reading import Sentence
from bot.coaching.judge.english_words import compile_any, phrases

LONGEST_LISTED = 4
"""Words of one of the things listed with a question mark: "Blue one, grey one?"."""

_DETAIL = compile_any("<detail>")
_CHAT = compile_any("<time_wasting>")
_OF_THE_DEAL = compile_any("<detail>", "<date>", "<day>", "<number>", "<doing>", "<deal_verb>")
_OWN_DOING = compile_any("(?:i|we) (?:will|shall|am going to|are going to)")
_ORDER = compile_any("order", "business", "deal")
_HOW_I = compile_any("(?:do|shall|should|will|can|may) (?:i|we) (?:<up_to_2> )?<doing>")
_OF_THE_CUSTOMER = compile_any("(?:are|were|do|did|does|have|is) (?:not )?(?:you|he|she|they|your)")
_NOT_LISTED = compile_any(
    "<opening>", "<bare>", "<asker>", "<praise>", "you|i|we|he|she|your|my|please|ready|interested"
    "|deal|agreed|sir|madam|boss|mate|friend|not|and|so|why|what|who|how|when|where|really|hey|bye"
)  # fmt: skip


def is_detail_asked(sentence: Sentence) -> bool:
    """Whether a point of the deal is asked: with a question word, or for a yes or no."""
    text = sentence.text
    if phrases("no_point").search(text) or phrases("idle_choice").search(text):
        return False
    detail = bool(_DETAIL.search(text))
    if _CHAT.search(text) and not detail:
        return False
    if phrases("detail_wanted").search(text):
        return True
    if asks_what(sentence):
        return detail or bool(phrases("detail_asked").search(text))
    if not is_question(sentence) or has_tag(sentence) or _OWN_DOING.search(text):
        return False
    return detail or (bool(_HOW_I.search(text)) and not _ORDER.search(text))


def is_choice(sentence: Sentence) -> bool:
    """Whether two live halves are offered, of goods, days or ways.

    Of the customer ("do you …", "are they …") it must be asked with a word of the deal; a bare
    "kraft or white" is one.
    """
    text = sentence.text
    if not halves(sentence):
        return _is_listed(sentence)
    if find_way_out(sentence) or phrases("idle_choice").search(text):
        return False
    if _CHAT.search(text) and not _DETAIL.search(text):
        return False
    return not _OF_THE_CUSTOMER.search(text) or bool(_OF_THE_DEAL.search(text))


def _is_listed(sentence: Sentence) -> bool:
    """Whether two or three things stand there with a question mark: "Blue, grey?"."""
    if sentence.stop != "?":
        return False
    things = sentence.text.split(" , ")
    return 2 <= len(things) <= LONGEST_LISTED and not any(
        _NOT_LISTED.search(thing) or len(thing.split()) > LONGEST_LISTED for thing in things
    )
