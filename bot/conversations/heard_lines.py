"""Lines that were judged wrongly, as their rep says: a manager decides, and the judge learns it.

Whoever sends a line and whoever judges it speak of the line. Whose it is isn't shown: nobody is
measured by what they tried.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

from bot.coaching import heard, uploads
from bot.coaching.heard import Outcome, Waiting
from bot.coaching.heard_entries import add_heard
from bot.coaching.playbook import Act, Fault, Playbook, Scene
from bot.coaching.templates import fill_in
from bot.conversations import field_facts, lines_settled
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.taps import Rows, gone
from bot.messages import Button, Message, one_row, parse_id
from bot.understanding.understand import Understood
from bot.voice.rendering import Language
from crm.errors import BadFile
from crm.store import people
from crm.store.tier_moves import DECIDES

FAULTS: tuple[Fault, ...] = get_args(Fault)


def press_wrongly(desk: Desk, rest: str) -> list[Message]:
    """Send the line judged last to whoever leads: ``wrongly:<step>``; each goes once."""
    judged = desk.dialog.judged
    if judged is None or str(judged.step) != rest:
        return gone(desk)
    sent = heard.report(desk.session, desk.viewer.person_id, judged, desk.now)
    return [Message(desk.say("heard", stage="sent" if sent else "sent_before"))]


def show_waiting(desk: Desk, _understood: Understood | None = None) -> list[Message]:
    """Show the line that has waited longest, to be judged with a tap."""
    return [_show_next(desk, 0)]


def count_waiting(desk: Desk) -> int:
    """Return how many lines wait for this person."""
    if desk.viewer.role not in DECIDES:
        return 0
    return heard.count_waiting(desk.session, _list_below(desk))


def press_next(desk: Desk, rest: str) -> list[Message]:
    """Leave a line and show the next: ``heardnext:<line>``."""
    return [_show_next(desk, parse_id(rest) or 0)]


def press_right(desk: Desk, rest: str) -> list[Message]:
    """The line is right: add it, with the act it was judged to have if the scene accepts that."""
    found = _find(desk, rest)
    scene = _find_scene(desk, found) if found else None
    if found is None or scene is None:
        return gone(desk)
    act: Act = found.act if found.act in scene.accepts and found.act else scene.accepts[0]
    return [_settle(desk, found, "good", act=act)]


def press_wrong(desk: Desk, rest: str) -> list[Message]:
    """The line is wrong, with that fault: ``heardbad:<line>:<fault>``."""
    about, _, word = rest.partition(":")
    found = _find(desk, about)
    fault = next((each for each in FAULTS if each == word), None)
    if found is None or fault is None:
        return gone(desk)
    return [_settle(desk, found, "bad", fault=fault)]


def press_which_fault(desk: Desk, rest: str) -> list[Message]:
    """Ask which fault a line has: ``heardfault:<line>``."""
    found = _find(desk, rest)
    if found is None:
        return gone(desk)
    buttons = [
        Button(desk.label(f"faults.{each}").capitalize(), f"heardbad:{found.id}:{each}")
        for each in FAULTS
    ]
    buttons.append(Button(desk.label("buttons.back"), f"heardnext:{found.id - 1}"))
    text = desk.say("heard", stage="which", line=found.text)
    return [Message(text, in_rows(buttons, 2), in_place=True)]


def press_drop(desk: Desk, rest: str) -> list[Message]:
    """Let a line go: ``hearddrop:<line>``."""
    found = _find(desk, rest)
    return gone(desk) if found is None else [_settle(desk, found, "dropped")]


def _settle(
    desk: Desk,
    line: Waiting,
    outcome: Outcome,
    *,
    act: Act | None = None,
    fault: Fault | None = None,
) -> Message:
    """Settle a line and show the next one; what the judge would say anyway isn't added."""
    stage, version = "dropped" if outcome == "dropped" else "stands", None
    if outcome == "good" or (fault is not None and fault != line.fault):
        try:
            version = _add(desk, line, act, fault)
        except BadFile:
            return Message(desk.say("heard", stage="not_added", line=line.text))
        stage = "added"
    heard.settle(desk.session, line.id, outcome, desk.viewer.person_id, desk.now)
    lines_settled.tell_settled(desk, line.person_id)
    shown = _show_next(desk, 0, after=stage)
    if version is None:
        return shown
    back = Button(desk.label("buttons.put_playbook_back"), f"pbback:{version}")
    return replace(shown, rows=(*shown.rows, *one_row(back)))


def _add(desk: Desk, line: Waiting, act: Act | None, fault: Fault | None) -> int:
    """Add a line to its playbook; return the number of the version that has it."""
    text = desk.shelves.read_text(desk.session, line.playbook)
    name = f"{line.playbook}.yaml"
    added = add_heard(text, name, line.scene, line.language, line.text, act=act, fault=fault)
    person_id = desk.viewer.person_id
    return uploads.put_in_force(desk.session, person_id, line.playbook, added, desk.now)


def _show_next(desk: Desk, after_id: int, *, after: str = "") -> Message:
    below = _list_below(desk)
    waiting = heard.count_waiting(desk.session, below)
    line = heard.find_first(desk.session, below, after=after_id)
    if line is None and after_id:
        line = heard.find_first(desk.session, below)
    in_place = bool(after or after_id)
    if line is None:
        return Message(desk.say("heard", stage="none", after=after), in_place=in_place)
    playbook, scene = desk.shelf.playbooks.get(line.playbook), _find_scene(desk, line)
    text = desk.say(
        "heard",
        stage="judge",
        after=after,
        n=waiting,
        title=playbook.title.written(desk.voice.language) if playbook else line.playbook,
        customer=_customer_text(desk, playbook, scene, line.language),
        line=line.text,
        verdict=line.verdict,
        fault=desk.label(f"faults.{line.fault}") if line.fault else None,
    )
    return Message(text, _rows(desk, line, scene, waiting), in_place=in_place)


def _rows(desk: Desk, line: Waiting, scene: Scene | None, waiting: int) -> Rows:
    first = []
    if scene is not None and line.verdict != "good":
        first.append(Button(desk.label("buttons.heard_right"), f"heardok:{line.id}"))
    second = []
    if line.verdict == "bad":
        second.append(
            Button(desk.label("buttons.heard_as_judged"), f"heardbad:{line.id}:{line.fault}")
        )
    elif scene is not None:
        second.append(Button(desk.label("buttons.heard_wrong"), f"heardfault:{line.id}"))
    second.append(Button(desk.label("buttons.drop_line"), f"hearddrop:{line.id}"))
    if waiting > 1:
        second.append(Button(desk.label("buttons.next"), f"heardnext:{line.id}"))
    return (*one_row(*first), tuple(second))


def _customer_text(
    desk: Desk, playbook: Playbook | None, scene: Scene | None, language: Language
) -> str | None:
    if playbook is None or scene is None:
        return None
    names = field_facts.facts_for(desk, None, playbook, language)
    return fill_in(scene.customer.written(language), names)


def _find(desk: Desk, rest: str) -> Waiting | None:
    line_id = parse_id(rest)
    return None if line_id is None else heard.find(desk.session, _list_below(desk), line_id)


def _find_scene(desk: Desk, line: Waiting) -> Scene | None:
    playbook = desk.shelf.playbooks.get(line.playbook)
    return playbook.find_scene(line.scene) if playbook else None


def _list_below(desk: Desk) -> list[int]:
    """The people whose lines this person judges: not their own."""
    team = people.list_team(desk.session, desk.viewer)
    return [each.id for each in team if each.id != desk.viewer.person_id]


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "wrongly": press_wrongly,
    "heardall": lambda desk, _rest: show_waiting(desk),
    "heardok": press_right,
    "heardbad": press_wrong,
    "heardfault": press_which_fault,
    "hearddrop": press_drop,
    "heardnext": press_next,
}
"""What a button about a line judged wrongly does, by the first word of its action."""
