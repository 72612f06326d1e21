"""Tiers that people decide: set and released by managers, proposed by reps for new customers.

Nothing is written without a tap on a message that says what will be. Who taps is looked at again,
as is everything decided since the question; a second tap finds nothing to do.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from bot.conversations.answering import asks, is_nod, is_other_topic
from bot.conversations.choosing import SHOWN, told_apart
from bot.conversations.desk import Desk
from bot.conversations.pending import TierWish
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.store import customers, hand_tiers, people, potentials, tier_moves
from crm.store.tier_moves import DECIDES, LONGEST_REASON, Done
from crm.text import fold

_MAKES = re.compile(r" *(?:please |pls )?(?:make|put|set|move)\b|请?把", re.IGNORECASE)
_NO = frozenset({"no", "nope", "nah", "no thanks", "stop", "不", "不是", "不行", "否", "唔好"})

_DEEDS: Mapping[str, Literal["set", "release", "propose"]] = {
    "set_tier": "set",
    "release_tier": "release",
    "propose_tier": "propose",
}


def show_wish(desk: Desk, understood: Understood) -> list[Message]:
    """Say what would be set, released or proposed and ask for a tap; or for what is missing."""
    match = understood.customer
    slots = understood.slots
    found = () if match is None else match.candidates
    customer_id = None if match is None else match.customer_id
    if customer_id is None and not found:
        if match is None and not understood.typed_name:
            return [Message(desk.say("tier_of_one"))]
        return [Message(desk.say("nobody", typed=understood.typed_name))]
    pending = TierWish(
        number=desk.dialog.next_number(),
        deed=_DEEDS[understood.intent],
        asked_at=desk.now,
        customer_id=customer_id,
        tier=_wished(desk, slots.tiers, customer_id),
        reason=(slots.reason or "")[:LONGEST_REASON] or None,
        until=slots.until,
    )
    desk.dialog.pending = pending
    if customer_id is not None:
        return go_on(desk, pending)
    shown = customers.list_by_id(desk.session, desk.viewer, found[:SHOWN])
    buttons = [Button(told_apart(each), f"pick:{pending.number}:{each.id}") for each in shown]
    return [
        Message(
            desk.say("which", found=len(shown), others=len(found) - len(shown)), one_each(buttons)
        )
    ]


def as_decided(desk: Desk, text: str, understood: Understood) -> Understood:
    """Read "make Brixton A" as a wish where whoever says it decides; a rep asks what it takes."""
    told = understood.intent == "grade_lift" and understood.slots.tiers and _MAKES.match(text)
    if not told or asks(text) or desk.viewer.role not in DECIDES:
        return understood
    return replace(understood, intent="set_tier", action="confirm")


def take_reason(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with a text that is the reason asked for just now; None if none was asked for.

    Anything will do as a reason, but for another wish, a question, a nod and "never mind".
    """
    pending = desk.dialog.pending
    if not isinstance(pending, TierWish) or not pending.awaits_reason:
        return None
    if is_other_topic(text, understood):
        return None
    if is_nod(text):
        return go_on(desk, pending)
    if fold(text) in _NO:
        desk.dialog.pending = None
        return [Message(desk.say("dropped", waited=True, done=False))]
    given = replace(pending, reason=text[:LONGEST_REASON], awaits_reason=False)
    return go_on(desk, given)


def decisions(desk: Desk, customer_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that decide about what is proposed, for whoever may."""
    if desk.viewer.role not in DECIDES:
        return ()
    proposed = potentials.find(desk.session, customer_id, desk.today)
    if proposed is None or proposed.state != "proposed":
        return ()
    about = f"{customer_id}:{tier_moves.find_version(desk.session, customer_id)}"
    yes = Button(desk.label("buttons.confirm_tier", tier=proposed.tier), f"confirm:{about}")
    return one_row(yes, Button(desk.label("buttons.decline"), f"decline:{about}"))


def _wished(desk: Desk, tiers: tuple[str, ...], customer_id: int | None) -> str:
    """Of several tiers named, as in "from B to A", the last one that the customer isn't in."""
    if len(tiers) > 1 and customer_id is not None:
        now = customers.get_customer(desk.session, desk.viewer, customer_id).tier
        tiers = tuple(tier for tier in tiers if tier != now)
    return tiers[-1] if tiers else ""


def go_on(desk: Desk, pending: TierWish) -> list[Message]:
    """Refuse what cannot be, ask for a missing reason, or ask for the tap."""
    assert pending.customer_id is not None
    customer = customers.get_customer(desk.session, desk.viewer, pending.customer_id)
    why = _find_obstacle(desk, pending)
    if why is not None:
        desk.dialog.pending = None
        who = _who_decides(desk, customer) if why == "not_yours" else None
        return [Message(desk.say("tier_refused", why=why, who=who), _to_card(desk, customer.id))]
    no = Button(desk.label("buttons.cancel"), f"drop:{pending.number}")
    if pending.reason is None and pending.deed != "release":
        desk.dialog.pending = replace(pending, awaits_reason=True)
        text = desk.say("tier_reason", name=customer.name, tier=pending.tier, deed=pending.deed)
        return [Message(text, one_row(no))]
    version = tier_moves.find_version(desk.session, customer.id)
    desk.dialog.pending = replace(pending, version=version)
    text = desk.say(
        "tier_confirm",
        deed=pending.deed,
        name=customer.name,
        tier_now=customer.tier,
        tier=pending.tier,
        reason=pending.reason,
        until=pending.until,
        without=hand_tiers.find_without(desk.session, customer.id, desk.today),
    )
    about = f"{pending.number}:{customer.id}:{version}"
    yes = Button(desk.label(f"buttons.{pending.deed}_it"), f"do:{about}")
    return [Message(text, one_row(yes, no))]


def _find_obstacle(desk: Desk, pending: TierWish) -> str | None:
    customer_id = pending.customer_id or 0
    allowed = potentials.PROPOSES if pending.deed == "propose" else DECIDES
    if desk.viewer.role not in allowed:
        return "not_yours"
    if pending.deed == "release":
        hand = hand_tiers.find(desk.session, customer_id, desk.today)
        return "not_by_hand" if hand is None else None
    if desk.policy.find_tier(pending.tier) is None:
        return "no_such_tier"
    if pending.deed == "set":
        past = pending.until is not None and pending.until < desk.today
        return "past" if past else None
    if not potentials.is_new(desk.session, customer_id, desk.today):
        return "has_ordered"
    confirmed = potentials.find_confirmed(desk.session, customer_id, desk.today)
    return None if confirmed is None else "confirmed"


def _who_decides(desk: Desk, customer: Customer) -> str | None:
    """Return the name of the nearest manager above whoever looks after the customer."""
    everyone = {person.id: person for person in people.list_people(desk.session)}
    person = everyone.get(customer.rep_id or 0)
    for _ in everyone:
        if person is None or person.role in DECIDES:
            break
        person = everyone.get(person.manager_id or 0)
    return person.name if person and person.role in DECIDES else None


def _to_card(desk: Desk, customer_id: int) -> tuple[tuple[Button, ...], ...]:
    return one_row(Button(desk.label("buttons.card"), f"card:{customer_id}"))


def _gone(desk: Desk) -> list[Message]:
    return [Message(desk.say("tier_refused", why="overtaken", who=None))]


def _take_pending(desk: Desk, number: str) -> TierWish | None:
    pending = desk.dialog.pending
    if not isinstance(pending, TierWish) or str(pending.number) != number:
        return None
    return pending if pending.is_open(desk.now) else None


def _press_pick(desk: Desk, rest: str) -> list[Message]:
    number, _, about = rest.partition(":")
    pending, customer_id = _take_pending(desk, number), parse_id(about)
    if pending is None or customer_id is None:
        return _gone(desk)
    return go_on(desk, replace(pending, customer_id=customer_id))


def _press_drop(desk: Desk, rest: str) -> list[Message]:
    waited = _take_pending(desk, rest) is not None
    if waited:
        desk.dialog.pending = None
    return [Message(desk.say("dropped", waited=waited))]


def _press_do(desk: Desk, rest: str) -> list[Message]:
    number, _, about = rest.partition(":")
    pending = _take_pending(desk, number)
    if pending is None or about != f"{pending.customer_id}:{pending.version}":
        return _gone(desk)
    desk.dialog.pending = None
    return _told(desk, pending.deed, _carry_out(desk, pending))


def _carry_out(desk: Desk, pending: TierWish) -> Done:
    session, actor, customer_id = desk.session, desk.viewer, pending.customer_id or 0
    if pending.deed == "release":
        return hand_tiers.release(
            session, actor, customer_id, now=desk.now, version=pending.version
        )
    if pending.deed == "propose":
        return potentials.propose(
            session,
            actor,
            customer_id,
            pending.tier,
            evidence=pending.reason or "",
            policy=desk.policy,
            now=desk.now,
            version=pending.version,
        )
    return hand_tiers.set_tier(
        session,
        actor,
        customer_id,
        pending.tier,
        reason=pending.reason or "",
        policy=desk.policy,
        now=desk.now,
        expires_on=pending.until,
        version=pending.version,
    )


def _press_decide(desk: Desk, rest: str, *, confirmed: bool) -> list[Message]:
    customer_id, version = map(parse_id, (rest + ":").split(":")[:2])
    if customer_id is None or version is None:
        return _gone(desk)
    done = potentials.decide(
        desk.session,
        desk.viewer,
        customer_id,
        confirmed=confirmed,
        policy=desk.policy,
        now=desk.now,
        version=version,
    )
    return _told(desk, "confirm" if confirmed else "decline", done)


def _told(desk: Desk, deed: str, done: Done) -> list[Message]:
    """Say what was done, with the button that takes it back."""
    customer = customers.get_customer(desk.session, desk.viewer, done.customer_id)
    text = desk.say(
        "tier_done",
        deed=deed,
        name=customer.name,
        before=done.from_tier,
        after=done.to_tier,
        hand=hand_tiers.find(desk.session, customer.id, desk.today),
        potential=potentials.find(desk.session, customer.id, desk.today),
        who=_who_decides(desk, customer),
    )
    undo = one_row(Button(desk.label("buttons.undo"), f"undo:{done.deed_id}"))
    return [Message(text, (*decisions(desk, customer.id), *undo))]


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "pick": _press_pick,
    "drop": _press_drop,
    "do": _press_do,
    "confirm": lambda desk, rest: _press_decide(desk, rest, confirmed=True),
    "decline": lambda desk, rest: _press_decide(desk, rest, confirmed=False),
}
"""What a button about a decision does, by the first word of its action."""
