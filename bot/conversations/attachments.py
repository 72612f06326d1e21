"""What is sent that is no text: a photo, a voice note, a place, a contact.

None of it is fetched or kept; one sentence says so and what to do instead. What is written below
it is answered like any text. Only a shared contact can be used, which may be added to a customer,
and a playbook's file.
"""

from collections.abc import Callable

from bot.conversations import contacts, uploading_playbooks
from bot.conversations.desk import Desk
from bot.messages import Attachment, Button, Incoming, Message, one_row
from crm.store import customers
from crm.store.tier_moves import DECIDES
from crm.text import clean

_TEXTS = (".txt", ".md", ".json", ".text")
_SHEETS = (".csv", ".xlsx", ".xlsm", ".tsv")


def show_attachment(
    desk: Desk, incoming: Incoming, answer: Callable[[str, Desk], list[Message]]
) -> list[Message]:
    """Answer something sent; ``answer`` answers the words below it."""
    sent = incoming.attachment
    assert sent is not None
    if sent.kind == "contact":
        return contacts.show_shared(desk, sent)
    if sent.is_playbook:
        return uploading_playbooks.show_sent(desk, sent)
    caption = clean(incoming.text)
    if caption:
        answered = answer(caption, desk)
        remark = desk.speaking(desk.dialog.language).say(
            "attachment", kind=_kind(sent), captioned=True
        )
        return [*answered, Message(remark)]
    if _may_be_playbook(desk, sent):
        return [Message(desk.say("playbook_unread", why="ending"))]
    return [Message(desk.say("attachment", kind=_kind(sent), captioned=False), _buttons(desk))]


def show_how(desk: Desk, _rest: str) -> list[Message]:
    """Say how a visit is reported in one sentence, with a customer of the person's own."""
    best = customers.find_best(desk.session, desk.viewer)
    return [Message(desk.say("report_how", name=best.name if best else "Huaxin"))]


def _kind(sent: Attachment) -> str:
    if sent.kind == "document" and sent.name.lower().endswith(_SHEETS):
        return "sheet"
    return sent.kind


def _may_be_playbook(desk: Desk, sent: Attachment) -> bool:
    """Whether somebody who leads sends a text: a playbook that only wants another ending."""
    return desk.viewer.role in DECIDES and sent.name.lower().endswith(_TEXTS)


def _buttons(desk: Desk) -> tuple[tuple[Button, ...], ...]:
    return one_row(
        Button(desk.label("examples.due_today"), "ask:due_today"),
        Button(desk.label("buttons.report"), "how:report"),
    )
