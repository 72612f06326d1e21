"""What Telegram says happened → what came in, for whoever answers.

None for what nobody answers: channel posts, administrators without a name, other bots and what
was sent by way of one. In a group nothing that was written is kept.
"""

from dataclasses import replace

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.channels.payloads import write_arrival
from bot.channels.telegram import NAME, chat_of
from bot.messages import Arrival, Attachment, AttachmentKind, ChatKind, Incoming
from bot.post.inbox import Arrived

ALLOWED = ("message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; the server remembers the last wish."""

_KINDS: tuple[tuple[str, AttachmentKind], ...] = (
    ("photo", "photo"),
    ("voice", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("location", "location"),
    ("sticker", "sticker"),
)
_OUT = frozenset({"kicked", "left"})


def read_update(update: Update, fetched: Attachment | None = None) -> Arrived | None:
    """Read one update as an inbox row; ``fetched`` is the file that came with it, if it was."""
    if update.message is not None:
        found = _read_message(update.message, fetched)
        chat = update.message.chat_id
    elif update.callback_query is not None and update.callback_query.message is not None:
        found = _read_press(update.callback_query)
        chat = update.callback_query.message.chat.id
    elif update.my_chat_member is not None:
        found = _read_membership(update.my_chat_member)
        chat = update.my_chat_member.chat.id
    else:
        return None
    if found is None:
        return None
    return Arrived(NAME, update.update_id, chat_of(chat), write_arrival(found))


def _read_message(message: Message, fetched: Attachment | None) -> Arrival | None:
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_chat or message.via_bot:
        return None
    kind = _kind(message.chat.type)
    incoming = _incoming(message)
    if incoming is not None and fetched is not None:
        incoming = replace(incoming, attachment=fetched)
    if kind is None or incoming is None:
        return None
    code = _start_code(incoming.text) if kind == "private" else None
    if code is not None:
        incoming = Incoming(text=code)
    return Arrival(
        what="message" if code is None else "start",
        incoming=incoming if kind == "private" else Incoming(),
        account=sender.id,
        chat_kind=kind,
        message_id=message.message_id,
        name=_clean(sender.full_name),
        language_code=sender.language_code,
    )


def _read_press(query: CallbackQuery) -> Arrival | None:
    message = query.message
    kind = _kind(message.chat.type) if message is not None else None
    if message is None or kind is None or query.data is None:
        return None
    return Arrival(
        what="press",
        incoming=Incoming(action=_clean(query.data)) if kind == "private" else Incoming(),
        account=query.from_user.id,
        chat_kind=kind,
        message_id=message.message_id,
        callback_id=query.id,
        name=_clean(query.from_user.full_name),
        language_code=query.from_user.language_code,
    )


def _read_membership(change: ChatMemberUpdated) -> Arrival | None:
    kind = _kind(change.chat.type)
    if kind is None:
        return None
    out = change.new_chat_member.status in _OUT
    return Arrival(
        what="membership",
        incoming=Incoming(text="kicked" if out else "member"),
        account=change.from_user.id,
        chat_kind=kind,
        name=_clean(change.from_user.full_name),
        language_code=change.from_user.language_code,
    )


def _incoming(message: Message) -> Incoming | None:
    """Return what was written or sent; None for what the app itself reports (a pinned message)."""
    if message.text is not None:
        return Incoming(text=_clean(message.text))
    attachment = _attachment(message)
    if attachment is None:
        return None
    return Incoming(text=_clean(message.caption or ""), attachment=attachment)


def _attachment(message: Message) -> Attachment | None:
    kind = next((kind for name, kind in _KINDS if getattr(message, name)), None)
    if kind is not None:
        return Attachment(kind)
    if message.contact is not None:
        contact = message.contact
        name = " ".join(filter(None, (contact.first_name, contact.last_name)))
        return Attachment("contact", _clean(name), _clean(contact.phone_number))
    if message.document is not None:
        return Attachment("document", _clean(message.document.file_name or ""))
    return Attachment("other") if message.effective_attachment else None


def _start_code(text: str) -> str | None:
    """Return the code of ``/start CODE``, "" when there is none; None for any other text."""
    command, _, rest = text.strip().partition(" ")
    return rest.strip() if command.partition("@")[0] == "/start" else None


def _kind(chat_type: str) -> ChatKind | None:
    if chat_type == "private":
        return "private"
    return "group" if chat_type in {"group", "supergroup"} else None


def _clean(text: str) -> str:
    """Drop halves of characters, which no database takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")
