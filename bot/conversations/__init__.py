"""What we answer: the table of intents, and ``respond()``, the single entrance."""

from bot.conversations.responding import answer_understood, respond
from bot.conversations.table import ABOUT_ONE, INTENTS, PRESSED

__all__ = ["ABOUT_ONE", "INTENTS", "PRESSED", "answer_understood", "respond"]
