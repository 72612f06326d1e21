"""A few more words about the report just made: how it went after all, another day, a need.

Each is a deed of its own on the visit that is there: no second visit comes of "nobody was in".
Where it isn't clear which of several is meant, it is asked.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.conversations import correcting, whom
from bot.conversations.answering import asks
from bot.conversations.bare_dates import find_answered_date
from bot.conversations.desk import Desk
from bot.conversations.kinds import HowItWent, find_how_it_went
from bot.conversations.pending import Correction
from bot.conversations.remarks import offer
from bot.conversations.reported import list_reported
from bot.conversations.words import add_told
from bot.messages import Message
from bot.understanding.excerpts import find_customer
from bot.understanding.understand import Understood
from crm.names import match
from crm.store import deeds
from crm.store.asked import KIND as ASKED
from crm.store.visits import Visit

_MORE = re.compile(
    r"^(?:(?:嗯|哦|啊|对了?|另外|还有|补充(?:一下|一句)?|忘了?说了?|忘记说了?|漏了|再(?:加|补|补充|记)(?:一|1)?(?:条|句|点)"
    r"|also|oh|and|btw|by the way|one more thing|(?:i )?forgot to (?:say|mention|add)|forgot"
    r"|to add)(?![a-z])[\s,，:：、.。]*)+",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"^(?:还要|也要|又要|再要|另要|要加|要再|再加|加(?=\d)|要(?=\s*[\d一二两三四五六七八九十几])"
    r"|(?:他们?|她们?|老板|对方|采购|那边)(?:还|也|又)?(?:说|嫌|要|想|问|觉得|希望|答应|同意)"
    r"|(?:they|he|she|the (?:boss|owner|buyer))(?: also| still)? "
    r"(?:want|need|said|say|ask|find|think|would|will|agreed|promised)"
    r"|(?:also )?(?:wants?|needs?|asked for) )",
    re.IGNORECASE,
)
_WRONG_CUSTOMER = re.compile(
    r"^(?:(?:不对|错了|刚才|刚刚|客户|名字|记错|说错|写错|搞错|弄错|了|是|sorry|no|wrong customer)"
    r"[\s,，.。:：]*)*(?:不是(?P<not>.{1,30}?)[\s,，;；]+(?:而)?是|应该是|其实是"
    r"|not (?P<no>.{1,40}?),? (?:but|it was)|it was|should be)\s*(?P<is>.{1,60}?)[\s.。!！的]*$",
    re.IGNORECASE,
)
_WENT = re.compile(r"^[\s,，]*(?:是|was|on)?\s*|\s*(?:去|拜访|见|过去|去过|跑)?的?[\s.。!！]*$")
_CHANGE = re.compile(
    r"^(?:(?:不对|错了|刚才|刚刚|日期|时间|记错|说错|写错|了|sorry|no)[\s,，.。]*)*"
    r"(?:改[到成为]?|应该是|(?:change|make|set|move) (?:it|that)(?: to)?)\s*",
    re.IGNORECASE,
)
_WRONG_DAY = re.compile(
    r"^(?P<day>.{2,8}?)的?(?:拜访|那次|那条|记录|那家)(?:记|写|说|搞|弄)?错了?[\s,，.。]*(?=应该|是|改)"
)
_BARE_PHONE = re.compile(r"(?:打?电话|微信|phone|call|chat)", re.IGNORECASE)
"""Alone it may ask for the number."""

_COMMANDS = whom.COMMANDS | {"add_customer", "add_contact", "snooze_visit", "not_mine", "set_tier"}


def is_addition(text: str) -> bool:
    """Say whether a text begins as what was forgotten does: 对了, "one more thing"."""
    return _MORE.match(text) is not None


def take_follow_up(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Put the last report right, or add to it; None when a text does neither."""
    if desk.dialog.reported is None or asks(text):
        return None
    found = list_reported(desk)
    if not found or understood.intent in {"cancel", "remind_me"}:
        return None
    about = _find_about(desk, text, found)
    if about is None:
        return _change_customer(desk, text, found)
    how = None if _BARE_PHONE.fullmatch(about.rest.strip()) else find_how_it_went(about.rest)
    if how is not None:
        told = about.visits if how.at_all or how.place is not None else about.spoken
        if any(each.kind is not how.kind for each in told):
            return show_how_it_went(desk, how, told)
    return (
        _change_day(desk, text, about)
        or _change_customer(desk, text, found)
        or _add(desk, text, understood, about)
    )


def _change_day(desk: Desk, text: str, about: "_About") -> list[Message] | None:
    """Move the visits to the day that was meant; a report of another day is asked about."""
    reported = desk.dialog.reported
    if reported is not None and _is_of_another_day(about, desk.today):
        return correcting.show_edit(desk, reported.deed_id)
    on = _find_day(about, desk.today, text)
    if on is None or not _is_last(desk):
        return None
    return correcting.change_date(desk, [each.id for each in about.spoken], on)


def show_how_it_went(desk: Desk, how: HowItWent, found: list[Visit]) -> list[Message]:
    """Correct how visits went; ask which where several are told of and none is said."""
    meant = how.choose(found)
    if not meant:
        assert desk.dialog.reported is not None
        return correcting.show_edit(desk, desk.dialog.reported.deed_id)
    return correcting.change_kind(desk, meant, how.kind)


@dataclass(frozen=True, slots=True)
class _About:
    """Which visits of the report a text is about, and what it says besides their name.

    ``spoken`` are those of the customer spoken of since, where one was; else all of them.
    """

    visits: list[Visit]
    spoken: list[Visit]
    rest: str
    named: bool


def _find_about(desk: Desk, text: str, found: list[Visit]) -> _About | None:
    """The visits that are meant: of the customer named, else all; None if another one is named."""
    named = find_customer(text, (0, len(text)), desk.context())
    if named.customer is None or named.span is None:
        return _About(found, _list_spoken(desk, found), text, named=False)
    meant = [each for each in found if each.customer_id == named.customer.customer_id]
    start, end = named.span
    rest = f"{text[:start]} {text[end:]}"
    return _About(meant, meant, rest, named=True) if meant else None


def _list_spoken(desk: Desk, found: list[Visit]) -> list[Visit]:
    last = desk.dialog.last
    if last is None or last.customer is None or last.intent == "log_visit":
        return found
    return [each for each in found if each.customer_id == last.customer.customer_id] or found


def _is_of_another_day(about: _About, today: date) -> bool:
    """Whether a text calls a visit of another day than the reported one wrong."""
    wrong = _WRONG_DAY.match(about.rest.strip())
    if wrong is None:
        return False
    before = find_answered_date(wrong["day"], _NOTHING, today, ahead=False)
    return before is None or any(each.visited_on != before for each in about.spoken)


def _find_day(about: _About, today: date, text: str) -> date | None:
    """The day that a text puts in the place of another: 改成昨天, 不是今天 是上周三."""
    rather = _WRONG_CUSTOMER.fullmatch(text)
    if rather and (rather["not"] or rather["no"]):
        before = rather["not"] or rather["no"]
        if find_answered_date(before, _NOTHING, today, ahead=False) is None:
            return None
        return find_answered_date(rather["is"], _NOTHING, today, ahead=False)
    rest = about.rest.strip()
    wrong = _WRONG_DAY.match(rest)
    rest = rest[wrong.end() :] if wrong else rest
    changed = _CHANGE.match(rest)
    if changed and changed.end():
        return find_answered_date(rest[changed.end() :], _NOTHING, today, ahead=False)
    if not re.search(r"[去见访跑]过?[的了]?[\s.。!！]*$|^(?:it |that )?was ", rest, re.IGNORECASE):
        return None
    on = find_answered_date(_WENT.sub("", rest), _NOTHING, today, ahead=False)
    return on if on is not None and on <= today else None


def _change_customer(desk: Desk, text: str, found: list[Visit]) -> list[Message] | None:
    """Give a visit the customer that was meant: 不是白榄 是腾辉, 刚才记错客户了 应该是信诚."""
    said = _WRONG_CUSTOMER.fullmatch(text)
    if said is None or not _is_last(desk):
        return None
    named = whom.name(match(desk.context().names, said["is"]), said["is"][: whom.LONGEST_NAME])
    if named is None or whom.is_unknown(named):
        return None
    visit = found[0]
    before = said["not"] or said["no"]
    if before:
        wrong = match(desk.context().names, before)
        meant = [each for each in found if each.customer_id in wrong.candidates]
        if not meant:
            return None
        visit = meant[0]
    elif len(found) > 1:
        return None
    asked = Correction(0, desk.now, "customer", "visits", (visit.id,))
    return correcting.take_customer(desk, asked, named)


def _add(desk: Desk, text: str, understood: Understood, about: _About) -> list[Message] | None:
    """Add what was forgotten to the visit, as its need or its note."""
    lead = _MORE.match(text)
    rest = text[lead.end() :] if lead else text
    if not rest.strip() or not (_TELLS.match(rest) or (lead and len(rest) > 1)):
        return None
    if understood.intent in _COMMANDS or (about.named and not lead):
        return None
    if understood.report is not None and understood.report.dated:
        return None
    if len(about.spoken) > 1:
        return offer(desk, rest, tuple(each.customer_id for each in about.spoken))
    return add_told(desk, rest, about.spoken[0])


def _is_last(desk: Desk) -> bool:
    """Whether the last thing done today is a report or its correction."""
    deed_id = deeds.find_last(desk.session, desk.viewer, desk.now, but=(ASKED,))
    return deed_id is not None and deeds.find_kind(desk.session, deed_id) == "visits"


_NOTHING = Understood("out_of_scope", "abstain")
