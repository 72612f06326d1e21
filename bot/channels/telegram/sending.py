"""One call to the Bot API: a message sent, or put in the place of an earlier one.

What the server surely refused is mended within the same call where that can be: markup that it
cannot read goes out as plain text, an edit of what can no longer be edited as a message of its own.
"""

import asyncio
from dataclasses import replace

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels.payloads import Call, read_call
from bot.channels.telegram import NAME, failures, number_of
from bot.messages import Message
from bot.post import outcomes
from bot.post.outcomes import Outcome
from bot.voice.plain import as_plain

LONGEST_SECONDS = 15.0
"""A call lasts no longer: less than the lease, so that its row is still ours when it ends."""

_MENDINGS = 3


class TelegramSender:
    """The way out to Telegram."""

    name = NAME

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: str, payload: str) -> Outcome:
        """Make a call and say what became of it."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self._mending(number_of(chat), read_call(payload))
        except TimeoutError:
            return outcomes.unknown(f"no answer for {LONGEST_SECONDS:.0f} seconds")
        except TelegramError as error:
            return self._discreetly(failures.outcome_of(error))

    def _discreetly(self, outcome: Outcome) -> Outcome:
        """A proxy that fails may quote the address, and that has the token in it."""
        why = outcome.why
        return replace(outcome, why=why.replace(self._bot.token, "…")) if why else outcome

    async def _mending(self, chat: int, call: Call) -> Outcome:
        """Make the call, mended as long as the server says what it did not like."""
        mode: ParseMode | None = ParseMode.HTML
        for _ in range(_MENDINGS):
            try:
                return outcomes.sent(await self._make(chat, call, mode))
            except ChatMigrated as error:
                chat = error.new_chat_id
            except BadRequest as error:
                if failures.is_not_modified(error):
                    return outcomes.sent(call.message_id)
                if mode is not None and failures.is_markup(error):
                    mode = None
                    call = replace(call, message=_without_markup(call.message))
                elif call.do == "edit" and failures.is_not_to_edit(error):
                    call = Call(call.message)
                else:
                    raise
        return outcomes.refused("mended in vain")

    async def _make(self, chat: int, call: Call, mode: ParseMode | None) -> int | None:
        """Make one request and return the message's number."""
        message = call.message
        keyboard = _keyboard(message)
        caption = message.text or None
        if message.picture is not None:
            photo = InputFile(message.picture.content, message.picture.name)
            done = await self._bot.send_photo(chat, photo, caption, None, keyboard, mode)
        elif message.document is not None:
            file = InputFile(message.document.content, message.document.name)
            done = await self._bot.send_document(chat, file, caption, None, keyboard, mode)
        elif call.do == "edit":
            edited = await self._bot.edit_message_text(
                message.text, chat, call.message_id, parse_mode=mode, reply_markup=keyboard
            )
            return edited.message_id if not isinstance(edited, bool) else call.message_id
        else:
            done = await self._bot.send_message(
                chat, message.text, parse_mode=mode, reply_markup=keyboard
            )
        return done.message_id


def _without_markup(message: Message) -> Message:
    return replace(message, text=as_plain(message.text))


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.action) for button in row]
            for row in message.rows
        ]
    )
