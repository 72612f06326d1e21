"""A playbook sent to the chat as a file, and what is in force then as a new process reads it."""

from bot.app import App
from bot.coaching.playbook import Playbook
from bot.coaching.reading import shipped_folder
from bot.messages import Attachment
from tests.support.chatting import Chat, Office

CLOSING = (shipped_folder() / "closing.yaml").read_text("utf-8")


def closing_titled(title: str) -> str:
    """Return the playbook of closing under another English title."""
    assert "Closing: one visit" in CLOSING
    return CLOSING.replace("Closing: one visit", title)


def sends_file(chat: Chat, text: str, name: str = "tea.yaml") -> str:
    """Send a file; return the reply."""
    return chat.attaches(Attachment("document", name, content=text.encode()))


def in_force(office: Office, playbook: str) -> Playbook | None:
    """Return the playbook in force, as a process that has just begun reads it."""
    with office.database.reading() as session:
        fresh = App(office.database, office.app.settings, clock=office.app.clock)
        return fresh.shelves.get(session).playbooks.get(playbook)
