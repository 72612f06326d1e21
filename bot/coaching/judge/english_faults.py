"""What is wrong with an English line whatever else it does, the gravest first.

What is looked for stands in the files beside this module; here is when it counts.
"""

import re
from collections.abc import Iterator

from bot.coaching.judge.english_questions import (
    asks_what,
    find_way_out,
    halves,
    is_question,
    is_yes_or_no,
)
from bot.coaching.judge.english_reading import Reading, Sentence
from bot.coaching.judge.english_words import compile_any, load_words, phrases
from bot.coaching.judge.moments import Moment
from bot.coaching.judge.verdict import FoundFault

_PRESSURE = ("held_to_it", "unread", "scarce", "threats", "after_no", "unasked")
_PROMISES = ("product_never", "sworn")
_PRICE_SPOKEN_OF = frozenset({"price_deadlock", "competitor", "nitpicking", "clear_no"})
_DEAL = compile_any("<deal>")
_FIGURES = frozenset([*load_words()["number"], *load_words()["currency"], "%", "tenner", "fiver"])
_AMOUNT = compile_any("<amount>")
_NUMBER = compile_any("<number>", "<percent>", "<amount>", "half")
_GIFT = compile_any("free", "throw", "nothing", "match", "beat", "house", "waive", "your price")
_EXPLAINED = compile_any("<explaining>")
_METHOD = compile_any("<way_method>")
_WISHED = compile_any("<wished>")
_PAID = compile_any("<pay_verbs>", "deposit", "accounts", "billed")
_SPOT = compile_any("here", "there", "below", "line")
_READ_FIRST = compile_any("<reading>")


def _find_counted(name: str, text: str) -> re.Match[str] | None:
    """Find one of some phrases; those that begin with a figure only where there is one."""
    plain = phrases(name).search(text)
    if _FIGURES.isdisjoint(text.split(" ")):
        return plain
    counted = phrases(f"{name}_counted").search(text)
    if plain and counted:
        return min(plain, counted, key=re.Match.start)
    return plain or counted


def list_pushing(reading: Reading) -> Iterator[FoundFault]:
    """Find what pushes: held to a word, kept from reading, shortage, threats, after a no."""
    for name in _PRESSURE:
        harmless = phrases(f"{name}_unless")
        for sentence in reading.sentences:
            found = phrases(name).search(sentence.text)
            if found and not harmless.search(sentence.text):
                yield FoundFault("pressure", *reading.place(sentence, found))


def list_promises(reading: Reading) -> Iterator[FoundFault]:
    """Find what promises the absolute; a guarantee that stands in a contract is none."""
    for name in _PROMISES:
        for sentence in reading.sentences:
            found = phrases(name).search(sentence.text)
            if found and not phrases("not_sworn").search(sentence.text):
                yield FoundFault("overpromise", *reading.place(sentence, found))


def find_trade(reading: Reading) -> tuple[int, int] | None:
    """Find where something is asked in return for what might be done about the price."""
    whole = reading.find(phrases("trading"))
    if whole:
        return whole
    asked = reading.find(phrases("asked_for_it"))
    given = reading.find(phrases("given")) if asked else None
    return (min(given[0], asked[0]), max(given[1], asked[1])) if given and asked else None


def is_traded(reading: Reading, place: tuple[int, int]) -> bool:
    """Whether a place lies in a trade: what it asks for is asked in return."""
    trade = find_trade(reading)
    return trade is not None and place[0] < trade[1] and trade[0] < place[1]


def list_price_cuts(reading: Reading, moment: Moment) -> Iterator[FoundFault]:
    """Find where price or terms are given away: a reduction, a thing free, a figure of one's own.

    A bare figure ("3.90, then") is an offer only where the price was being spoken of.
    """
    for sentence in reading.sentences:
        found = _find_counted("price_cut", sentence.text)
        if not found and "%" in sentence.text and not halves(sentence):
            found = phrases("percent_given").search(sentence.text)
        if not found and moment.situation in _PRICE_SPOKEN_OF:
            found = phrases("price_cut_when_stuck").search(sentence.text)
        if found and not phrases("price_cut_unless").search(sentence.text):
            bare = not _NUMBER.search(found.group()) and not _GIFT.search(found.group())
            place = reading.place(sentence, found)
            if not (bare and is_traded(reading, place)):
                yield FoundFault("concede", *place)


def list_money(reading: Reading) -> Iterator[FoundFault]:
    """Find where money is named so that it frightens: who pays, and any sum with its currency.

    How to pay, of two ways, is no fault, nor are the prices of two grades to choose from.
    """
    for sentence in reading.sentences:
        if is_payment_choice(sentence):
            continue
        found = phrases("money_or_nothing").search(sentence.text)
        if found:
            yield FoundFault("money", *reading.place(sentence, found))
        found = _find_counted("money_named", sentence.text)
        if not found and not halves(sentence):
            found = _AMOUNT.search(sentence.text) or _find_sum(reading, sentence)
        if found and not phrases("money_named_unless").search(sentence.text):
            place = reading.place(sentence, found)
            demanded = phrases("money_demanded").search(sentence.text)
            if demanded or not is_traded(reading, place):
                yield FoundFault("money", *place)


def _find_sum(reading: Reading, sentence: Sentence) -> re.Match[str] | None:
    """Find a figure of a thousand or more with no goods after it, where money may be meant.

    "That's 4,200 then" frightens, "that's 4,200 cups" counts; asked to be confirmed it counts too,
    unless a bill or an account is spoken of.
    """
    text = sentence.text
    if _EXPLAINED.search(text):
        return None
    counted = phrases("tag_confirming").search(text) or phrases("confirming").search(text)
    setting = "sum_named" if counted else "sum_spoken_of"
    for place in reading.large:
        start = place - sentence.start
        if 0 <= start < len(text) and phrases("no_goods").search(text, start):
            found = phrases("sum_named").search(text) or phrases(setting).search(text)
            if found:
                return found
    return None


def is_payment_choice(sentence: Sentence, *, pays: bool = False) -> bool:
    """Whether it asks which of two ways to pay; one way named will do where payment is due."""
    parts = halves(sentence)
    if not parts or find_way_out(sentence):
        return False
    named = sum(bool(_METHOD.search(part)) for part in parts)
    due = pays or bool(_PAID.search(sentence.text))
    return named > 1 or (named == 1 and due)


def list_signatures(reading: Reading) -> Iterator[FoundFault]:
    """Find a bare "sign here": nothing is read first, and nobody is told what stays with them."""
    if _READ_FIRST.search(reading.text):
        return
    for sentence in reading.sentences:
        if phrases("unsigned").search(sentence.text) or is_wished(sentence):
            continue
        found = phrases("blunt_signature").search(sentence.text)
        if found:
            yield FoundFault("blunt_sign", *reading.place(sentence, found))


def is_wished(sentence: Sentence) -> bool:
    """Whether it asks if one would sign, rather than points to where."""
    text = sentence.text
    return is_yes_or_no(sentence) and bool(_WISHED.search(text)) and not _SPOT.search(text)


def list_fake_choices(reading: Reading) -> Iterator[FoundFault]:
    """Find an either/or one half of which is a way out."""
    for sentence in reading.sentences:
        if find_way_out(sentence):
            yield FoundFault("fake_choice", *reading.place(sentence))


def list_leave_asked(reading: Reading) -> Iterator[FoundFault]:
    """Find where leave is asked to sell: a yes or no about the deal itself, not about a detail."""
    for sentence in reading.sentences:
        open_ended = phrases("leave_asked_openly").search(sentence.text)
        if open_ended:
            yield FoundFault("permission", *reading.place(sentence, open_ended))
            continue
        if phrases("leave_in_time").search(sentence.text):
            continue
        found = phrases("leave_asked").search(sentence.text)
        if found and sentence.stop in {".", "!"} and sentence.text == found.group():
            found = None
        if asks_what(sentence):
            found = None
        elif not found and is_yes_or_no(sentence):
            found = _DEAL.search(sentence.text)
        if not found or phrases("leave_asked_unless").search(sentence.text):
            continue
        if halves(sentence) and is_question(sentence):
            continue
        place = reading.place(sentence, found)
        if not is_traded(reading, place):
            yield FoundFault("permission", *place)


def list_lectures(reading: Reading) -> Iterator[FoundFault]:
    """Find where a lecture is announced, or given: four technical words and nothing asked."""
    for sentence in reading.sentences:
        found = phrases("explaining_on").search(sentence.text)
        if found and not phrases("explaining_on_unless").search(sentence.text):
            yield FoundFault("keeps_explaining", *reading.place(sentence, found))


def list_grave(reading: Reading, moment: Moment) -> Iterator[FoundFault]:
    """Return the gravest faults that no right act makes good, once one is not allowed now."""
    for finder in (
        list_pushing(reading),
        list_promises(reading),
        list_price_cuts(reading, moment),
        list_money(reading),
        list_signatures(reading),
        list_fake_choices(reading),
        list_leave_asked(reading),
        list_lectures(reading),
    ):
        found = list(finder)
        yield from found
        if any(each.fault not in moment.allows for each in found):
            return
