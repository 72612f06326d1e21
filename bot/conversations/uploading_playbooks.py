"""A manager sends a playbook's file, sees what it changes, and puts it in force with a tap.

Nothing is in force before that tap, and nothing is ever lost: every version can come back. What is
wrong in a file is told like on the command line, and what works goes on working.
"""

from collections.abc import Callable, Mapping

from bot.coaching import uploads
from bot.coaching.heard_entries import keep_heard
from bot.coaching.playbook import Playbook
from bot.coaching.reading import Written, decode_written
from bot.coaching.self_test import list_doubts, list_forbidden
from bot.coaching.uploads import Draft, Version
from bot.conversations.desk import Desk
from bot.conversations.playbook_told import count_parts, show_draft, show_problems
from bot.conversations.playbook_versions import find_before, versions_row
from bot.messages import Attachment, Button, Message, one_row, parse_id
from crm.errors import BadFile, NotAllowed
from crm.store.tier_moves import DECIDES


def show_sent(desk: Desk, sent: Attachment) -> list[Message]:
    """Answer a playbook's file: what it changes, or what is wrong in it."""
    if desk.viewer.role not in DECIDES:
        raise NotAllowed("Managers do that.")
    if sent.content is None:
        return [Message(desk.say("playbook_unread", why=sent.unread))]
    try:
        written = _keep(desk, decode_written(sent.content, sent.name or "playbook.yaml"))
    except BadFile as error:
        return [show_problems(desk, error.problems)]
    forbidden = list_forbidden(list_doubts(written))
    if forbidden:
        return [show_problems(desk, tuple(forbidden))]
    draft = Draft(
        number=desk.offer(),
        playbook=written.playbook.id,
        base=uploads.find_newest(desk.session, written.playbook.id),
        packed=uploads.pack(written.text),
    )
    desk.dialog.draft = draft
    return [show_draft(desk, draft, written)]


def press_use(desk: Desk, rest: str) -> list[Message]:
    """Put the file in force that was looked at: ``pbuse:<offer>``.

    If somebody else has put another version in force meanwhile, what it changes is shown again.
    """
    draft = _take_draft(desk, rest)
    if draft is None:
        return [Message(desk.say("button_gone"))]
    content = draft.content
    try:
        written = _keep(desk, decode_written(content.encode(), f"{draft.playbook}.yaml"))
    except BadFile as error:  # The program became stricter since.
        return [show_problems(desk, error.problems)]
    base = uploads.find_newest(desk.session, draft.playbook)
    if base != draft.base:
        packed = uploads.pack(written.text)
        again = Draft(desk.offer(), draft.playbook, base, packed)
        desk.dialog.draft = again
        return [show_draft(desk, again, written, overtaken=True)]
    number = _put(desk, draft.playbook, content)
    return [_show_in_force(desk, written.playbook, number)]


def _keep(desk: Desk, written: Written) -> Written:
    """Add the lines that managers have judged meanwhile. Raises BadFile where they don't fit in."""
    before = desk.shelf.playbooks.get(written.playbook.id)
    return written if before is None else keep_heard(written, before)


def press_cancel(desk: Desk, rest: str) -> list[Message]:
    """Leave things as they are: ``pbcancel:<offer>``."""
    draft = _take_draft(desk, rest)
    return [Message(desk.say("button_gone" if draft is None else "playbook_cancelled"))]


def press_back(desk: Desk, rest: str) -> list[Message]:
    """Take a version back that is in force: ``pbback:<version>``; what was before it returns."""
    version = _find(desk, rest)
    if version is None:
        return [Message(desk.say("button_gone"))]
    if uploads.find_newest(desk.session, version.playbook) != version.id:
        return [Message(desk.say("playbook_overtaken"), versions_row(desk, version.playbook))]
    return _return_to(desk, version.playbook, find_before(desk, version.playbook))


def press_roll(desk: Desk, rest: str) -> list[Message]:
    """Put an older version in force again: ``pbroll:<version>``."""
    version = _find(desk, rest)
    if version is None:
        return [Message(desk.say("button_gone"))]
    content = uploads.read_version(desk.session, version.id)
    return _return_to(desk, version.playbook, content)


def press_ours(desk: Desk, rest: str) -> list[Message]:
    """Put the playbook in force that comes with the program: ``pbours:<playbook>``."""
    if not uploads.find_newest(desk.session, rest):
        return [Message(desk.say("button_gone"))]
    return _return_to(desk, rest, None)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "pbuse": press_use,
    "pbcancel": press_cancel,
    "pbback": press_back,
    "pbroll": press_roll,
    "pbours": press_ours,
}


def _return_to(desk: Desk, playbook: str, content: str | None) -> list[Message]:
    """Put what was in force once in force again; what can be read no more stays where it is."""
    if content is not None:
        try:
            decode_written(content.encode(), f"{playbook}.yaml")
        except BadFile as error:
            return [show_problems(desk, error.problems)]
    number = _put(desk, playbook, content)
    found = desk.shelf.playbooks.get(playbook)
    if found is None:  # It was new, and there is none that comes with the program.
        return [Message(desk.say("playbook_gone", name=playbook), versions_row(desk, playbook))]
    return [_show_in_force(desk, found, number, again=True)]


def _put(desk: Desk, playbook: str, content: str | None) -> int:
    person_id = desk.viewer.person_id
    number = uploads.put_in_force(desk.session, person_id, playbook, content, desk.now)
    desk.glance.shelf = None
    return number


def _take_draft(desk: Desk, rest: str) -> Draft | None:
    number, draft = parse_id(rest), desk.dialog.draft
    if draft is None or number != draft.number or not desk.take(number):
        return None
    desk.dialog.draft = None
    return draft


def _find(desk: Desk, rest: str) -> Version | None:
    number = parse_id(rest)
    return uploads.find_version(desk.session, number) if number else None


def _show_in_force(desk: Desk, playbook: Playbook, number: int, *, again: bool = False) -> Message:
    text = desk.say("playbook_in_force", **count_parts(desk, playbook), again=again)
    back = Button(desk.label("buttons.put_playbook_back"), f"pbback:{number}")
    practise = Button(desk.label("buttons.practise"), f"practise:{playbook.id}")
    return Message(text, one_row(practise, back))
