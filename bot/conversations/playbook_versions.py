"""Which playbooks there are, how one is changed, and how a version comes back.

A manager changes a playbook in its file: the bot sends it, and takes it again. What can be found
here by a button can be found in words as well: 话术版本, "put back the last version".
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.coaching import uploads
from bot.coaching.uploads import Version
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.taps import Rows, gone
from bot.messages import Button, Document, Message, one_each, one_row
from bot.understanding.understand import Understood
from crm.errors import BadFile
from crm.store import people
from crm.store.tier_moves import DECIDES

SHOWN = 6
"""Versions in one message."""

_LOOKED_BACK = 30
"""Versions among which the one before is looked for."""


def show_all(desk: Desk, _understood: Understood | None = None) -> list[Message]:
    """Say how a playbook is changed, and show them all; a tap shows one's versions."""
    own = {each.playbook for each in uploads.list_newest(desk.session) if not each.is_ours}
    buttons = [
        Button(find_title(desk, each), f"pbversions:{each}") for each in desk.shelf.playbooks
    ]
    text = desk.say("playbook_versions", titles=[find_title(desk, each) for each in sorted(own)])
    return [Message(text, in_rows(buttons, 2))]


def show_newest(desk: Desk, _understood: Understood | None = None) -> list[Message]:
    """Show the versions of the playbook that was changed last: one of them is wanted back."""
    newest = max(uploads.list_newest(desk.session), key=lambda each: each.id, default=None)
    return show_all(desk) if newest is None else _show_one(desk, newest.playbook)


def press_versions(desk: Desk, rest: str) -> list[Message]:
    """Show all playbooks, or the versions of one: ``pbversions`` or ``pbversions:<playbook>``."""
    if not rest:
        return show_all(desk)
    known = rest in desk.shelf.playbooks or uploads.find_newest(desk.session, rest)
    return _show_one(desk, rest) if known else gone(desk)


def press_file(desk: Desk, rest: str) -> list[Message]:
    """Send the file of a playbook in force, to be changed and sent back: ``pbfile:<playbook>``."""
    if rest not in desk.shelf.playbooks:
        return gone(desk)
    try:
        content = desk.shelves.read_text(desk.session, rest)
    except BadFile:
        return gone(desk)
    text = desk.say("playbook_file", title=find_title(desk, rest))
    return [Message(text, document=Document(content.encode(), f"{rest}.yaml"))]


def find_before(desk: Desk, playbook: str) -> str | None:
    """Return what was in force before the newest version and is not the same; None is the one
    that comes with the program."""
    newest, *older = (
        uploads.read_version(desk.session, each.id)
        for each in uploads.list_versions(desk.session, playbook, _LOOKED_BACK)
    )
    return next((content for content in older if content != newest), None)


def find_title(desk: Desk, playbook: str) -> str:
    """Return what people call a playbook; its id where it is put away."""
    found = desk.shelf.playbooks.get(playbook)
    return found.title.written(desk.voice.language) if found else playbook


def versions_row(desk: Desk, playbook: str) -> Rows:
    """The button that shows the versions of a playbook."""
    label = desk.label("buttons.playbook_versions")
    return one_row(Button(label, f"pbversions:{playbook}"))


def list_buttons(desk: Desk) -> tuple[Button, ...]:
    """Return what stands under the list of walks for whoever may put a playbook in force."""
    if desk.viewer.role not in DECIDES:
        return ()
    return (Button(desk.label("buttons.playbook_versions"), "pbversions"),)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "pbversions": press_versions,
    "pbfile": press_file,
}


def _show_one(desk: Desk, playbook: str) -> list[Message]:
    found = uploads.list_versions(desk.session, playbook, SHOWN)
    rows = [(_when(desk, each), _who(desk, each), each.is_ours) for each in found]
    text = desk.say("playbook_history", title=find_title(desk, playbook), rows=rows)
    return [Message(text, one_each(_list_ways_back(desk, playbook, found)))]


def _list_ways_back(desk: Desk, playbook: str, found: list[Version]) -> list[Button]:
    buttons = []
    if found:
        label = desk.label("buttons.put_playbook_back")
        buttons.append(Button(label, f"pbback:{found[0].id}"))
    buttons += [
        Button(desk.label("buttons.version_back", when=_when(desk, each)), f"pbroll:{each.id}")
        for each in found[1:]
        if not each.is_ours
    ]
    if found and not found[0].is_ours:
        buttons.append(Button(desk.label("buttons.version_ours"), f"pbours:{playbook}"))
    if playbook in desk.shelf.playbooks:
        buttons.append(Button(desk.label("buttons.send_playbook"), f"pbfile:{playbook}"))
    return buttons


def _when(desk: Desk, version: Version) -> str:
    at: datetime = version.made_at.astimezone(desk.now.tzinfo)
    return f"{at:%Y-%m-%d %H:%M}"


def _who(desk: Desk, version: Version) -> str:
    if version.person_id is None:
        return ""
    return people.get_person(desk.session, version.person_id).name
