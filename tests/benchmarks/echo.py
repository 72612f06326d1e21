"""What answers through Telegram are measured against: a bot that says back what it is told.

It is python-telegram-bot as its manual begins, and keeps nothing: what it has not answered when it
is stopped is lost. ``python -m tests.benchmarks.echo ROOT [together]``
"""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.benchmarks.phones import TOKEN


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def build(root: str, *, together: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build the bot; ``together``: updates are answered all at once, else one by one."""
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{root}/bot")
    bot = builder.concurrent_updates(together).build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))
    return bot


if __name__ == "__main__":
    build(sys.argv[1], together="together" in sys.argv).run_polling()
