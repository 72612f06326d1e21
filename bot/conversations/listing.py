"""Who are my customers? Lists, counts and groups, by tier, place, trade or state of visits."""

from dataclasses import replace

from bot.conversations import card, due, marks, rounds
from bot.conversations.desk import Desk
from bot.conversations.groups import GROUPS, Asked, narrow, spread
from bot.conversations.marks import ROWS
from bot.conversations.whose import find_which, find_whose
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from crm.cadence import VisitState
from crm.entities import Role
from crm.store import customers, gradings, people
from crm.store.customers import NEW

FEW = 3
REST = 14
"""So many more groups are named in one line below."""


def show_list(desk: Desk, understood: Understood) -> list[Message]:
    """Answer which customers, how many, or how they are spread.

    Whom to visit on days that have passed is the question whom somebody did visit.
    """
    slots = understood.slots
    if slots.rep_id is not None and not people.is_in_sight(desk.session, desk.viewer, slots.rep_id):
        return [Message(desk.say("not_yours_to_see", rep=slots.rep_name, role=desk.viewer.role))]
    if slots.period and slots.period.to_on < desk.today and slots.visit_state is VisitState.DUE:
        return rounds.show_made(desk, understood)
    whose = find_whose(desk, slots)
    asked = Asked(
        which=find_which(desk, slots),
        state=slots.visit_state,
        until=slots.period.to_on if slots.period else None,
        label=slots.period.label if slots.period else None,
        unseen_since=slots.not_visited_since,
        ranked=slots.ranked,
        longest=slots.longest,
        rep=whose.name,
        place=slots.place,
        industry=slots.industry,
    )
    if slots.group_by:
        return show_groups(desk, asked, slots.group_by)
    if slots.count and asked.state is not VisitState.DUE:
        return show_count(desk, asked)
    return show_page(desk, asked, 0)


def show_day(desk: Desk, understood: Understood) -> list[Message]:
    """Show a day's visits: to a rep those to make, to who leads those their people made."""
    if desk.viewer.role is Role.REP:
        return show_list(desk, understood)
    return rounds.show_made(desk, understood)


def show_page(desk: Desk, asked: Asked, start: int) -> list[Message]:
    """Show a page of the list; the buttons open a card each, narrow the list, or turn the page."""
    if asked.state is VisitState.DUE and _is_answerable(desk, asked):
        return due.show_page(desk, asked, start)
    marked = marks.find(desk, asked)
    marks.speak_of_only(desk, marked)
    if not marked:
        return [_none(desk, asked)]
    if len(marked) == 1 and asked.state is None and asked.unseen_since is None:
        return card.show_card(desk, marked[0].customer.id)
    shown = marked[start : start + ROWS]
    left = max(0, len(marked) - start - ROWS)
    number = desk.dialog.keep_list(asked)
    text = desk.say("listing", shown=shown, left=left, **marks.head(desk, asked, marked))
    turns = marks.turns(desk, asked, marked, number, start, start + ROWS if left else None)
    return [Message(text, (*marks.cards(shown), *turns))]


def _is_answerable(desk: Desk, asked: Asked) -> bool:
    """Say whether there is anybody of whom it can be asked when a visit is due."""
    return bool(customers.count_customers(desk.session, desk.viewer)) and not (
        _find_unknown(desk, asked)
    )


def show_count(desk: Desk, asked: Asked) -> list[Message]:
    """Say how many; a tap shows who. A few are named at once."""
    marked = marks.find(desk, asked)
    if len(marked) <= FEW:
        return show_page(desk, asked, 0)
    number = desk.dialog.keep_list(asked)
    text = desk.say("count", **marks.head(desk, asked, marked))
    return [Message(text, ((Button(desk.label("buttons.show"), f"list:{number}:0"),),))]


def show_groups(desk: Desk, asked: Asked, by: str) -> list[Message]:
    """Say how the customers are spread over tiers, places, trades or reps; a tap lists a group."""
    marked = marks.find(desk, asked)
    if not marked:
        return [_none(desk, asked)]
    groups = spread([row.customer for row in marked], by, desk.policy.tier_names)
    top, rest = groups[:ROWS], groups[ROWS : ROWS + REST]
    text = desk.say(
        "groups",
        by=by,
        groups=top,
        rest=rest,
        left=len(groups) - len(top) - len(rest),
        **marks.head(desk, asked, marked),
    )
    buttons = []
    for group in top:
        if group.name is not None:
            kept = desk.dialog.keep_list(narrow(asked, by, group))
            buttons.append(Button(f"{group.name} {group.count}", f"list:{kept}:0"))
    return [Message(text, marks.in_rows(buttons, 3))]


def show_more(desk: Desk, _understood: Understood) -> list[Message]:
    """Turn the page of the list shown last, or say that it was all of it."""
    label = desk.label("buttons.more")
    action = next((b.action for b in desk.dialog.buttons if b.label == label), None)
    if action is None:
        return [Message(desk.say("no_more"))]
    _, number, start = action.split(":")
    return turn_list(desk, number, start)


def press_list(desk: Desk, rest: str) -> list[Message]:
    """Go on with a list: ``list:<number>:<row or what>``. A page takes the place of the last."""
    number, _, what = rest.partition(":")
    messages = turn_list(desk, number, what)
    if parse_id(what) is None:
        return messages
    return [replace(message, in_place=True) for message in messages]


def turn_list(desk: Desk, number: str, what: str) -> list[Message]:
    """Go on with a list shown before: from a row on, only what is overdue, or grouped."""
    asked = desk.dialog.lists.get(parse_id(number) or 0)
    if asked is None:
        return [Message(desk.say("list_gone"))]
    if what in GROUPS:
        return show_groups(desk, asked, what)
    if what in {VisitState.OVERDUE, VisitState.NEVER}:
        return show_page(desk, replace(asked, state=VisitState(what)), 0)
    return show_page(desk, asked, parse_id(what) or 0)


def _none(desk: Desk, asked: Asked) -> Message:
    """Say that there is nobody, and what the reason may be; who was never visited is no reason."""
    never = 0
    if asked.state in {VisitState.OVERDUE, VisitState.DUE}:
        never = len(marks.find(desk, replace(asked, state=VisitState.NEVER)))
    subject = marks.name_subject(desk, asked)
    text = desk.say(
        "none_found",
        any_customers=customers.count_customers(desk.session, desk.viewer),
        graded=_has_tiers(desk),
        never=never,
        unknown=_find_unknown(desk, asked),
        subject=desk.say("subject", s=subject),
        s=subject,
    )
    if not never:
        return Message(text)
    number = desk.dialog.keep_list(asked)
    return Message(text, one_row(Button(desk.label("buttons.show"), f"list:{number}:never")))


def _has_tiers(desk: Desk) -> bool:
    """Say whether there has been a grading, or a tier set by hand without one."""
    by_hand = customers.find_best(desk.session, desk.viewer, below_tier=NEW)
    return gradings.find_latest(desk.session) is not None or by_hand is not None


def _find_unknown(desk: Desk, asked: Asked) -> str | None:
    """The place or trade asked for, if no customer in sight is recorded under it."""
    for what, wanted, shown in (
        ("city", asked.which.cities, asked.place),
        ("country", asked.which.countries, asked.place),
        ("industry", asked.which.industries, asked.industry),
    ):
        recorded = customers.list_distinct(desk.session, desk.viewer, what) if wanted else ()
        if wanted and not set(wanted) & set(recorded):
            return shown
    return None
