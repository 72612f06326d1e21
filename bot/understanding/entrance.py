"""``understand_message()``: the one entrance to what a message means."""

from bot.understanding.commands import finish, read_command
from bot.understanding.reasons import understand_wish
from bot.understanding.understand import Context, Understood


def understand_message(text: str, context: Context) -> Understood:
    """Say what a message means: words of its own to keep are read before any question."""
    command = read_command(text, context)
    return command or finish(understand_wish(text, context), text, context)
