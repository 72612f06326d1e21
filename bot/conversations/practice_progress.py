"""How practice goes: a rep's own by fault and act, a manager's people's in sums of five and more.

Lines and faults are spoken of, never a person; whoever leads nobody is told of their own.
"""

from bot.coaching import cards, log, progress
from bot.coaching.progress import Tally
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row
from bot.understanding.understand import Understood
from crm.entities import Role
from crm.store import people

SHOWN = 4
SHOWN_OF_A_TEAM = 5
"""Rows of a message that has seven lines at most."""


def show_progress(desk: Desk, _understood: Understood) -> list[Message]:
    """Show one's own progress, and below it that of one's people to whoever leads some."""
    own = _word_own(desk)
    team = _word_team(desk) if desk.viewer.role in {Role.MANAGER, Role.ADMIN} else None
    return [each for each in (team, own) if each is not None] or [_word_none(desk)]


def press_progress(desk: Desk, _rest: str) -> list[Message]:
    """Show it where a button, or a word in the middle of practice, asks for it."""
    return show_progress(desk, Understood("coach_progress", "do"))


def _word_own(desk: Desk) -> Message | None:
    entries = log.list_entries(desk.session, desk.viewer.person_id)
    if not entries:
        return None
    learnt = cards.learn(entries)
    tries, right = progress.count_lately(entries, desk.now)
    helped, shown = progress.count_besides(entries, desk.now)
    rows = progress.count_tries(desk.shelf.playbooks, entries, desk.now)[:SHOWN]
    following = cards.count_next(learnt, desk.now)
    text = desk.say(
        "progress",
        tries=tries,
        right=right,
        helped=helped,
        shown=shown,
        rows=[(_name(desk, row), row) for row in rows],
        known=sum(each.is_known for each in learnt.values()),
        due=sum(each.is_due(desk.now) for each in learnt.values()),
        days=following[0] if following else None,
        count=following[1] if following else 0,
    )
    return Message(text, _practice_row(desk))


def _word_team(desk: Desk) -> Message:
    mine = desk.viewer.person_id
    team = [each.id for each in people.list_team(desk.session, desk.viewer) if each.id != mine]
    since = desk.now - progress.LATELY
    practised = log.list_of_people(desk.session, team, since)
    summary = progress.sum_up(desk.shelf.playbooks, practised)
    text = desk.say(
        "progress_team",
        people=summary.people,
        team=len(team),
        missing=summary.missing,
        tries=summary.tries,
        right=summary.right,
        rows=[(_name(desk, row), row) for row in summary.rows[:SHOWN_OF_A_TEAM]],
    )
    return Message(text)


def _word_none(desk: Desk) -> Message:
    return Message(desk.say("progress_none"), _practice_row(desk))


def _practice_row(desk: Desk) -> tuple[tuple[Button, ...], ...]:
    return one_row(
        Button(desk.label("buttons.drill"), "drills"),
        Button(desk.label("buttons.other_walks"), "walks"),
    )


def _name(desk: Desk, row: Tally) -> str:
    """What is practised: to do without a fault, or to do what a line does."""
    return desk.label(f"{'skills' if row.what == 'fault' else 'acts'}.{row.name}")
