"""What is told of a playbook's file: what it changes, or what has to be mended in it first.

Whoever reads it stands with a phone in hand: lines are quoted, and a mistake made at many places
is told once.
"""

from bot.coaching import log
from bot.coaching.changes import Changes, compare
from bot.coaching.playbook import Line, Playbook, Text
from bot.coaching.reading import Written
from bot.coaching.self_test import Doubt, list_doubts
from bot.coaching.uploads import Draft
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row
from bot.voice.rendering import LANGUAGES
from crm.errors import Problem
from crm.policy.contradictions import Path

SHOWN = 7
"""Problems in one message."""


def show_draft(desk: Desk, draft: Draft, written: Written, *, overtaken: bool = False) -> Message:
    """Show what a file would change, with a button to put it in force if it changes anything."""
    before = desk.shelf.playbooks.get(draft.playbook)
    changes = compare(before, written.playbook) if before else None
    doubts = [doubt for doubt in list_doubts(written) if not doubt.is_note]
    text = desk.say(
        "playbook_draft",
        **count_parts(desk, written.playbook),
        replaces=_find_replaced(desk, before, written.playbook),
        changes=changes,
        reworded=_find_reworded(desk, before, changes),
        lost=_count_lost(desk, draft.playbook, changes),
        doubt=_quote(desk, written, doubts[0]) if doubts else None,
        doubted=len(doubts),
        overtaken=overtaken,
    )
    if changes is not None and not changes.is_any and not changes.others:
        return Message(text)
    use = Button(desk.label("buttons.use_playbook"), f"pbuse:{draft.number}")
    cancel = Button(desk.label("buttons.cancel"), f"pbcancel:{draft.number}")
    return Message(text, one_row(use, cancel))


def show_problems(desk: Desk, problems: tuple[Problem, ...]) -> Message:
    """Show what has to be mended first; the same mistake once, where it is first made."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        found.setdefault(_same(each), []).append(each)
    rows = [(_place(all_[0]), code, _tell(all_[0]), len(all_)) for (code, _), all_ in found.items()]
    more = sum(times for *_, times in rows[SHOWN:])
    return Message(desk.say("playbook_problems", rows=rows[:SHOWN], more=more))


def count_parts(desk: Desk, playbook: Playbook) -> dict[str, object]:
    """Return what a playbook holds, for a text."""
    return {
        "title": playbook.title.written(desk.voice.language),
        "scenes": len(playbook.scenes),
        "right": sum(len(scene.good) for scene in playbook.scenes),
        "wrong": sum(len(scene.bad) for scene in playbook.scenes),
        "asks": sum(len(ladder.asks) for ladder in playbook.ladders),
    }


def _find_replaced(desk: Desk, before: Playbook | None, after: Playbook) -> str | None:
    """The title of what has the same id, where it is another."""
    if before is None or before.title == after.title:
        return None
    return before.title.written(desk.voice.language)


def _find_reworded(
    desk: Desk, before: Playbook | None, changes: Changes | None
) -> tuple[str, str] | None:
    """The first line that is worded otherwise, as it was and as it would be."""
    if before is None or changes is None or changes.reworded is None:
        return None
    old, new = changes.reworded
    return old.written(desk.voice.language), new.written(desk.voice.language)


def _count_lost(desk: Desk, playbook: str, changes: Changes | None) -> tuple[int, int]:
    """How many lines that go somebody has practised, and how many people that were."""
    gone = changes.lost if changes is not None else ()
    return log.count_practised(desk.session, playbook, gone)


def _quote(desk: Desk, written: Written, doubt: Doubt) -> tuple[str, bool, str]:
    """A line that is judged otherwise: its words, whether it was called wrong, and as what."""
    said = _list_said(written).get(doubt.where, doubt.what)
    label = desk.label(f"{'faults' if doubt.seen_wrong else 'acts'}.{doubt.seen}")
    return said, doubt.seen_wrong, label


def _list_said(written: Written) -> dict[str, str]:
    """Every text of a line or an ask, by its place in the file."""
    playbook = written.playbook
    kinds: list[tuple[int, str, tuple[Line, ...]]] = []
    for number, scene in enumerate(playbook.scenes):
        kinds += [(number, "good", scene.good), (number, "bad", scene.bad)]
    parts: list[tuple[Path, Text]] = [
        (("scenes", number, kind, place, "say"), line.say)
        for number, kind, lines in kinds
        for place, line in enumerate(lines)
    ]
    parts += [
        (("ladders", number, "asks", place, "say"), ask.say)
        for number, ladder in enumerate(playbook.ladders)
        for place, ask in enumerate(ladder.asks)
    ]
    return {
        written.where((*path, language)): text.written(language)
        for path, text in parts
        for language in LANGUAGES
    }


def _same(problem: Problem) -> tuple[str, str]:
    """What two problems have in common that are the same mistake: kind, word, advice."""
    first = problem.what.partition(" is not known in ")
    what = first[0] if first[1] else problem.what
    return str(getattr(problem, "code", "")), what


def _tell(problem: Problem) -> str:
    """What is wrong and what to do, but for what only helps who has the program's files."""
    advice = "" if "docs/" in problem.what_to_do else problem.what_to_do
    return f"{problem.what} {advice}".strip()


def _place(problem: Problem) -> str:
    """Line and column, without the name of the file."""
    *_, line, column = f"::{problem.where}".split(":")
    return f"{line}:{column}" if line.isdigit() and column.isdigit() else ""
