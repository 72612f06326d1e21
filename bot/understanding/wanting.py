"""What a customer wants, told in Chinese without a visit: 白榄说要加50个阀, 信诚要样品.

It counts only where the message is the name, a word of wanting and the thing; questions and words
of tiers are none. In English the table of questions hears it.
"""

import re

from bot.understanding.excerpts import is_question
from bot.understanding.normalise import normalise
from bot.understanding.report_names import Finder
from bot.understanding.report_notes import cut_behind_need, find_need
from bot.understanding.report_words import DATE, NAME, list_tokens
from bot.understanding.slots import Slots
from bot.understanding.understand import Action, Context, Understood
from crm.names.folding import is_han

_ELSE = re.compile(
    r"[升降级类推延改去见退换]|取消|拜访|提醒|备注|多久|打电话|tier|upgrade|visit|call",
    re.IGNORECASE,
)


def read_want(text: str, context: Context) -> Understood | None:
    """Read a need from a message that names one customer first and tells nothing else."""
    normal = normalise(text)
    tokens = list_tokens(normal, context)
    names = [token for token in tokens if token.is_a(NAME)]
    if len(names) != 1 or tokens[0] != names[0] or is_question(text):
        return None
    behind = tokens[1:]
    rest = text[names[0].end :]
    need = find_need(rest) if any(map(is_han, rest)) else None
    if need is None or cut_behind_need(rest, need) is None or _ELSE.search(rest):
        return None
    if any(token.is_a("asks", "asks_anywhere", DATE) for token in behind):
        return None
    customer = Finder(normal, context.names).read_clear(names[0], None).customer
    action: Action = "do" if customer.sure else "ask"
    return Understood("set_note", action, Slots(text=need, note_kind="need"), customer)
