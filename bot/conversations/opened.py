"""A customer tapped in the morning's list: the few words typed next are how it went there.

"Done, they need 5 pumps" and 搞定 are a visit, a bare day is when to go again, and what nobody
understands is offered to be kept. Anything that is surely something else is left to be that.
"""

import re

from bot.conversations import planning, remarks, visits, whom
from bot.conversations.answering import asks
from bot.conversations.bare_dates import find_answered_date
from bot.conversations.desk import Desk
from bot.conversations.pending import Opened, PlanWish
from bot.messages import Message
from bot.understanding.entrance import understand_message
from bot.understanding.language import language_of
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.store.writers import RECORDS

_DONE = re.compile(
    r"^(?:(?:all |just )?(?:done|finished|seen|been there|went(?: there)?)(?: (?:it|with it|now))?"
    r"|(?:已经|刚)?(?:搞定|完成|办完|见完|去完|跑完|拜访完|走完|完事))[了啦]?(?![a-z])[\s,.;:，。；：!！]*",
    re.IGNORECASE,
)
"""What says that somebody was there and nothing else."""

_WENT_WELL = re.compile(
    r"^(?:谈[好妥完成]|聊[好完]|all good\b|went (?:well|fine|ok)\b)", re.IGNORECASE
)
"""What says so and how it went: it is worth a note."""

_WAS_THERE = {"zh": "见到了，", "en": "met them, "}


def listen(desk: Desk, customer_id: int) -> None:
    """Take what is typed next to be about this customer."""
    if desk.viewer.role in RECORDS:
        whom.opened(desk, Opened(0, desk.now, customer_id))


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with a visit, a day or a remark; None where a text is something else."""
    opened = desk.dialog.pending
    if not isinstance(opened, Opened) or asks(text):
        return None
    told = _find_visit(desk, text, opened.customer_id)
    if told is not None:
        desk.dialog.last = told
        return visits.show_report(desk, told)
    on = find_answered_date(text, understood, desk.today, ahead=True)
    if on is not None and on > desk.today:
        return planning.go_on(desk, PlanWish(0, desk.now, whom.chosen(opened.customer_id), on))
    if understood.intent != OUT_OF_SCOPE or len(text) < remarks.SHORTEST:
        return None
    return remarks.offer(desk, text, (opened.customer_id,))


def _find_visit(desk: Desk, text: str, customer_id: int) -> Understood | None:
    """Read what says "done" as what says "met them", if it is about that customer then."""
    done = _DONE.match(text)
    if done is None and _WENT_WELL.match(text) is None:
        return None
    rest = text[done.end() :] if done else text
    lead = _WAS_THERE["zh" if language_of(text) == "zh" else "en"]
    told = understand_message((lead + rest).strip(" ,，"), desk.context())
    report = told.report
    if told.intent != "log_visit" or report is None:
        return None
    about = {each.customer.customer_id for each in report.told}
    return told if about == {customer_id} else None
