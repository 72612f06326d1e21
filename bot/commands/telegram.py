"""``tiercoach telegram``: the bot on people's phones, until it is stopped."""

import asyncio

import click

from bot.app import App, real_time
from bot.commands.logs import tell_on_standard_error
from bot.settings import Settings
from crm.errors import BadSettings, Problem
from crm.store.database import open_database

NO_TOKEN = Problem(
    "TIERCOACH_TELEGRAM_TOKEN",
    "there is no token of a bot yet.",
    "Make a bot with @BotFather in Telegram and write the token it gives you into .env: "
    "TIERCOACH_TELEGRAM_TOKEN=…",
)


@click.command("telegram")
@click.pass_obj
def telegram_command(settings: Settings) -> None:
    """Answer on Telegram until stopped: Ctrl-C, or SIGTERM from a service manager."""
    from bot.channels.telegram import process  # noqa: PLC0415 - no other command waits for it

    token = settings.find_token()
    if not token:
        raise BadSettings([NO_TOKEN])
    tell_on_standard_error(settings.log_level, [token])
    database = open_database(settings.database_url, create=False)
    try:
        asyncio.run(process.run(App(database, settings, real_time), token))
    finally:
        database.close()
