"""What a Chinese line does and what is wrong with it."""

from collections.abc import Iterator

from bot.coaching.judge.chinese_acts import list_kept
from bot.coaching.judge.chinese_choices import find_if_not, find_way_out, list_choices
from bot.coaching.judge.chinese_faults import find_pressing, list_grave
from bot.coaching.judge.chinese_money import find_money, find_sum
from bot.coaching.judge.chinese_price import find_concession, find_giving, is_trade
from bot.coaching.judge.chinese_reading import read
from bot.coaching.judge.chinese_talk import (
    find_boast,
    find_chat,
    find_lecture,
    is_about_business,
    is_idle,
)
from bot.coaching.judge.moments import Moment
from bot.coaching.judge.prepared import Prepared
from bot.coaching.judge.verdict import FoundAct, FoundFault
from bot.coaching.playbook import Fault


def list_acts(line: Prepared, moment: Moment) -> Iterator[FoundAct]:
    """Return what the line does."""
    said = read(line)
    if find_pressing(said) and not list(list_choices(said)):
        return
    for act, span in list_kept(said, moment):
        yield FoundAct(act, *span)


def list_faults(line: Prepared, moment: Moment) -> Iterator[FoundFault]:
    """Return what is wrong with the line."""
    said = read(line)
    for fault, span in list_grave(said, moment):
        yield FoundFault(fault, *span)
    conceded = find_concession(said)
    if conceded:
        yield FoundFault("concede", *conceded)
    asked = find_money(said)
    if asked and not ("trade" in moment.accepts and is_trade(said)):
        yield FoundFault("money", *asked)
    for choice in list_choices(said):
        out = find_way_out(said, choice)
        if out:
            yield FoundFault("fake_choice", *out)
    excused = find_if_not(said)
    if excused:
        yield FoundFault("fake_choice", *excused)
    yield from _list_idle(line, moment)


_OF_PRICE = ("price_deadlock", "competitor", "nitpicking", "second_ask")
_OF_PAYMENT = ("payment_step", "paperwork")


def _list_idle(line: Prepared, moment: Moment) -> Iterator[FoundFault]:
    said = read(line)
    pressing = find_pressing(said)
    if pressing:
        yield FoundFault("pressure", *pressing, weak=True)
    lecture = find_lecture(said)
    if lecture:
        span, is_plain = lecture
        yield FoundFault("keeps_explaining", *span, weak=not is_plain)
    chat = find_chat(said)
    boast = find_boast(said)
    if boast:
        yield FoundFault("off_topic", *boast)
    elif chat:
        yield FoundFault("off_topic", *chat, weak=True)
    elif not lecture and is_idle(said):
        given = find_giving(said) if moment.situation in _OF_PRICE else None
        if given:
            yield FoundFault("concede", *given, weak=True)
        named = find_sum(said) if moment.situation in _OF_PAYMENT else None
        if named:
            yield FoundFault("money", *named, weak=True)
        fault: Fault = "no_ask" if is_about_business(said) else "off_topic"
        yield FoundFault(fault, 0, len(line.text), weak=True)
