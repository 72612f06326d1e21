"""At the door: the customer objects, and the rep asks what to say.

Two lines at a time, with the customer's own numbers in them and what is new in each. After a clear
no there is nothing more to say but when to come again; that is praised.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from bot.coaching.playbook import Objection
from bot.coaching.rungs import Rung, Rungs, find_rungs
from bot.coaching.templates import fill_in
from bot.conversations import field_facts, field_skills
from bot.conversations.choosing import told_apart
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.taps import Rows, gone, speak_of
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.field import CLEAR_NO, OTHER
from bot.understanding.understand import Understood
from crm.cadence import next_visit
from crm.calendar import next_working_day
from crm.entities import Customer
from crm.names import Match
from crm.store import asked, customers
from crm.store.writers import RECORDS

OBJECTIONS: tuple[Objection, ...] = get_args(Objection)

SHOWN = 2
"""Lines at a time: that is what a rep takes in at a door."""

NAMESAKES = 2

_MARKS = "①②③④⑤"


@dataclass(frozen=True, slots=True)
class _Door:
    """Who objects what. ``namesakes`` are those that may be meant, where it isn't clear;
    ``from_last``: nobody was named, so it is the one spoken of last."""

    objection: Objection
    customer: Customer | None = None
    namesakes: tuple[Customer, ...] = ()
    from_last: bool = False

    @property
    def about(self) -> str:
        return f"{self.objection}:{self.customer.id if self.customer else 0}"


def show_line(desk: Desk, understood: Understood) -> list[Message]:
    """Answer what to say to an objection; without one, ask which.

    A clear no ends it, and nothing is written of it. To what nobody has heard yet there is a line
    that asks for the true reason.
    """
    customer, namesakes = _find_customer(desk, understood.customer)
    said, skill = understood.slots.objection or "", understood.slots.scene
    if skill is not None:
        shown = field_skills.show_skill(desk, skill, customer.id if customer else None)
        return shown or _ask_which(desk, customer)
    if said == CLEAR_NO:
        return _show_clear_no(desk, _Door(_ends_with(desk, customer), customer, namesakes))
    if said == OTHER:
        return _ask_for_the_reason(desk, customer)
    objection = _parse_objection(said)
    if objection is None:
        return _ask_which(desk, customer)
    from_last = customer is not None and not _is_named(understood)
    return _show_first(desk, _Door(objection, customer, namesakes, from_last=from_last))


def press_objection(desk: Desk, rest: str) -> list[Message]:
    """Answer an objection that was tapped: ``objection:<objection>:<customer>``."""
    door = _read_door(desk, rest)
    return gone(desk) if door is None else _show_first(desk, door)


def press_rung(desk: Desk, rest: str) -> list[Message]:
    """Show the next lines: ``rung:<objection>:<customer>:<place>``."""
    about, _, place = rest.rpartition(":")
    door, number = _read_door(desk, about), parse_id(place)
    if door is None or number is None:
        return gone(desk)
    return _show(desk, door, number)


def press_clear_no(desk: Desk, rest: str) -> list[Message]:
    """The customer has said no for good: say that it ends here, and offer the next contact."""
    door = _read_door(desk, rest)
    return gone(desk) if door is None else _show_clear_no(desk, door)


def _show_clear_no(desk: Desk, door: _Door) -> list[Message]:
    found = find_rungs(desk.shelf, door.objection)
    names = _list_names(desk, door, found) if found else {}
    stop_if = found.stop_if.written(desk.voice.language) if found and found.stop_if else None
    return [_close(desk, door, "clear_no", stop_if=fill_in(stop_if, names) if stop_if else None)]


def _ends_with(desk: Desk, customer: Customer | None) -> Objection:
    """The objection that the no ended: the one told of the last visit, else no interest."""
    last = asked.find_last(desk.session, customer.id) if customer else None
    said = _parse_objection(last.objection or "") if last else None
    return said or "not_interested"


def _ask_for_the_reason(desk: Desk, customer: Customer | None) -> list[Message]:
    facts = field_facts.find_facts(desk, customer.id if customer else None)
    days = facts.written(desk.voice.language, desk.today)
    text = desk.say(
        "field_own",
        about=OTHER,
        name=customer.name if customer else None,
        sooner=days["day"],
        later=days["later_day"],
    )
    return [Message(text, _list_objections(desk, customer))]


def _is_named(understood: Understood) -> bool:
    return understood.customer is not None and understood.customer.span is not None


def _show_first(desk: Desk, door: _Door) -> list[Message]:
    """Begin where the last visit left off, if the same was objected there."""
    place = 0
    if door.customer is not None:
        last = asked.find_last(desk.session, door.customer.id)
        if last is not None and last.objection == door.objection:
            place = last.asks or 0
    return _show(desk, door, place, asks=place)


def _show(desk: Desk, door: _Door, place: int, asks: int = 0) -> list[Message]:
    found = find_rungs(desk.shelf, door.objection)
    if found is None:
        return _ask_which(desk, door.customer)
    if door.customer is not None:
        speak_of(desk, door.customer.id)
    shown = found.rungs[place : place + SHOWN]
    if not shown:
        return [_close(desk, door, "asks_enough", n=len(found.rungs))]
    text = desk.say(
        "field_line",
        name=door.customer.name if door.customer else None,
        objection=desk.label(f"objections.{door.objection}"),
        lines=_write(desk, door, found, shown, place),
        asks=asks,
        from_last=door.from_last,
    )
    ways = [Button(desk.label("buttons.another_line"), f"rung:{door.about}:{place + SHOWN}")]
    ways += [
        Button(desk.label("buttons.practise"), f"practise:{found.playbook.id}"),
        Button(desk.label("buttons.clear_no"), f"clearno:{door.about}"),
    ]
    others = [
        Button(told_apart(each), f"objection:{door.objection}:{each.id}") for each in door.namesakes
    ]
    return [Message(text, (*one_row(*ways), *in_rows(others, 1)), in_place=place > 0)]


def _write(
    desk: Desk, door: _Door, found: Rungs, shown: Sequence[Rung], place: int
) -> list[tuple[str, str, str]]:
    """Each line with its mark and its reason, in the person's language."""
    names, language = _list_names(desk, door, found), desk.voice.language
    return [
        (
            _MARKS[number],
            fill_in(rung.say.written(language), names),
            fill_in(rung.why.written(language), names),
        )
        for number, rung in enumerate(shown, place)
    ]


def _list_names(desk: Desk, door: _Door, found: Rungs) -> dict[str, str]:
    about = door.customer.id if door.customer else None
    return field_facts.facts_for(desk, about, found.playbook)


def _close(desk: Desk, door: _Door, text: str, **facts: object) -> Message:
    """End it with the next contact: the day the rhythm gives after today, and one sooner."""
    customer = door.customer
    if customer is None:
        return Message(desk.say(text, name=None, next_on=None, **facts))
    card = customers.get_card(desk.session, desk.viewer, customer.id, desk.today)
    met = replace(card.contacts, visited_on=desk.today, attempted_on=None, planned_on=None)
    on = next_visit(desk.policy, customer.tier, met, desk.today).on
    on = on or desk.today + timedelta(days=_WITHOUT_RHYTHM)
    on = next_working_day(desk.hours, on - timedelta(days=1))
    said = desk.say(text, name=customer.name, next_on=on, **facts)
    return Message(said, _plan_row(desk, customer, on))


def _plan_row(desk: Desk, customer: Customer, on: date) -> Rows:
    if desk.viewer.role not in RECORDS:
        return ()
    label = desk.label("buttons.plan_on", day=desk.voice.dated(on))
    return one_row(Button(label, f"planon:{desk.offer()}:{customer.id}:{on}"))


def _ask_which(desk: Desk, customer: Customer | None) -> list[Message]:
    text = desk.say("objection_which", name=customer.name if customer else None)
    return [Message(text, _list_objections(desk, customer))]


def _list_objections(desk: Desk, customer: Customer | None) -> Rows:
    about = customer.id if customer else 0
    buttons = [
        Button(desk.label(f"objections.{each}"), f"objection:{each}:{about}") for each in OBJECTIONS
    ]
    return in_rows(buttons, 2)


def _find_customer(desk: Desk, match: Match | None) -> tuple[Customer | None, tuple[Customer, ...]]:
    """Who is meant; or those who may be, where several have the name."""
    if match is None:
        return None, ()
    found = customers.list_by_id(desk.session, desk.viewer, match.candidates)
    if match.customer_id is not None and found:
        return next((each for each in found if each.id == match.customer_id), found[0]), ()
    return (found[0], ()) if len(found) == 1 else (None, tuple(found[:NAMESAKES]))


def _read_door(desk: Desk, rest: str) -> _Door | None:
    """Who objects what, as a button says it; raises NotFound for whom the viewer doesn't see."""
    word, _, about = rest.partition(":")
    objection, customer_id = _parse_objection(word), parse_id(about)
    if objection is None or customer_id is None:
        return None
    if customer_id == 0:
        return _Door(objection)
    return _Door(objection, customers.get_customer(desk.session, desk.viewer, customer_id))


def _parse_objection(word: str) -> Objection | None:
    return next((each for each in OBJECTIONS if each == word), None)


_WITHOUT_RHYTHM = 30
"""Days until the next contact with a customer that has no tier yet."""

PRESSED = {
    "objection": press_objection,
    "rung": press_rung,
    "clearno": press_clear_no,
}
"""What a button at the door does, by the first word of its action."""
