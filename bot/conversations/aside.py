"""A question left for another topic: said so once, and gone on with by a tap.

Whoever asks something else has dropped the thread: what is typed after that is no answer to what
was asked before. Its buttons still are, and nothing that was typed is lost without a word.
"""

from bot.conversations.desk import Desk
from bot.conversations.pending import (
    NewContact,
    NewCustomer,
    NoteWish,
    PlanWish,
    Question,
    ReminderWish,
    ReportWish,
    TierWish,
)
from bot.messages import Button, Message
from bot.understanding.understand import Understood

_NO_TOPIC = frozenset({"cancel", "help", "small_talk", "edit_last"})
"""What is said in between, or about what was asked."""


def leave(
    desk: Desk, asked: Question | None, understood: Understood, answer: list[Message]
) -> list[Message]:
    """Put a question aside since something else was answered; say so where anything was told."""
    now = desk.dialog.pending
    if asked is None or understood.intent in _NO_TOPIC:
        return answer
    if isinstance(asked, ReminderWish) and now is None and understood.intent == "remind_me":
        return answer
    if type(now) is type(asked) and now is not asked and not isinstance(asked, ReportWish):
        return answer
    what = _name(asked)
    kept = now is asked or now is None
    if now is None and what is not None:
        desk.dialog.pending = asked  # type: ignore[assignment]
    if kept:
        desk.dialog.aside = asked.number
    if what is None:
        return answer
    *others, last = answer
    said = desk.say("left_open", what=what)
    text = f"{last.text}\n{said}"
    resume = Button(desk.label("buttons.resume"), f"resume:{asked.number}")
    return [*others, Message(text, (*last.rows, (resume,)) if kept else last.rows)]


def _name(asked: Question) -> str | None:
    """What isn't done yet; None where nothing was told that could be lost."""
    told = {
        "report": isinstance(asked, ReportWish),
        "note": isinstance(asked, NoteWish) and bool(asked.text),
        "plan": isinstance(asked, PlanWish),
        "reminder": isinstance(asked, ReminderWish),
        "tier": isinstance(asked, TierWish) and asked.customer_id is not None,
        "customer": isinstance(asked, NewCustomer) and bool(asked.name),
        "contact": isinstance(asked, NewContact)
        and asked.contact_id is None
        and bool(asked.name or asked.phone),
    }
    return next((what for what, is_so in told.items() if is_so), None)
