"""A visit reported in a message: who was met, who wasn't in, when, what was said, when next.

A message may tell of several customers; what is said belongs to the one named with it. Whatever is
a question, a plan or a wish is no report. All of the message is kept in the note, but customers and
dates are looked for in its first 300 characters only.
"""

from dataclasses import replace
from datetime import date

from bot.understanding.dates import list_impossible
from bot.understanding.namesakes import name_places
from bot.understanding.normalise import LONGEST, Normal, normalise
from bot.understanding.report_clauses import LISTS, Clause, list_clauses
from bot.understanding.report_days import Days
from bot.understanding.report_groups import name_groups
from bot.understanding.report_heads import Head, Reader
from bot.understanding.report_names import Finder
from bot.understanding.report_telling import Telling
from bot.understanding.report_words import has_word, tells_anything
from bot.understanding.told import Report, Told
from bot.understanding.understand import Context

__all__ = ["Report", "Told", "find_report", "is_planned"]


def find_report(text: str, context: Context) -> Report | None:
    """Return the visits a message reports, or None if it reports none; it never raises.

    Without a customer in it, the one spoken of just before is meant, if there is one.
    """
    normal = normalise(text)
    if not normal.folded.text or not tells_anything(normal, context.today):
        return None
    grouped = name_groups(text, context.names)
    if grouped.text != text:
        text, normal = grouped.text, normalise(grouped.text)
    clauses, places = name_places(list_clauses(normal, context), normal, context)
    before = context.previous.customer if context.previous else None
    previous = before if before is not None and before.customer_id is not None else None
    telling = Telling(text, Days(normal, context.today), previous)
    reader = Reader(normal, Finder(normal, context.names, places))
    last: Head | None = None
    for number, clause in enumerate(clauses):
        ended = last is not None and not last.rest and last.clause.stop in LISTS
        listing = telling.told and ended
        last = reader.read(clause, telling.list_known(), listing=listing)
        if not telling.take(last, clauses[number + 1 :]):
            return None
    telling.keep(LONGEST)
    if not telling.told:
        return None
    report = telling.compose(_find_impossible(normal, clauses, context.today))
    return replace(report, unclear=grouped.unclear)


def is_planned(text: str) -> bool:
    """Say whether a message has a word of a plan: "will", 打算."""
    return has_word(normalise(text), "plan")


def _find_impossible(normal: Normal, clauses: list[Clause], today: date) -> str | None:
    """A day no calendar has, as it was typed; one for the next visit is not that of this one."""
    nexts = [clause for clause in clauses if clause.has("next")]
    for start, end in list_impossible(normal, today):
        if not any(clause.tokens[0].start <= start < clause.until for clause in nexts):
            return normal.original[start:end]
    return None
