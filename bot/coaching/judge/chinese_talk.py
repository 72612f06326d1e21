"""Chinese lines that go nowhere: a lecture, chat, or a statement that asks and does nothing."""

import re

from bot.coaching.judge.chinese_reading import Said, Span, compiled

LECTURE = 3
"""Different words of what a product is made of or can do, from which on it is a lecture."""

LONG = 24
"""Characters from which on a line without a question may be one."""

_SHOP = compiled("<detail>|<money>|货|单|厂|样|机|客户")
_STOPS_TALKING = compiled(
    r"(?:不|别|没|收声|停)<3>(?:讲|说|啰嗦)|讲多了|说多了|讲到(?:这|呢|此)|少讲|讲完了|收声|不多(?:说|讲)|唔讲|不提|说不清|不发厚"
)
_GIVES_UP = compiled("<leave>|考虑好|有需要<4>(?:再|叫|找|联系)|您慢慢|你慢慢|不急|联系我|告诉我")


def find_lecture(said: Said) -> tuple[Span, bool] | None:
    """Return where it is explained on, and whether that is beyond doubt."""
    told = said.first("explain")
    if told and not _STOPS_TALKING.search(said.text):
        return told, True
    if said.count("feature") >= LECTURE and len(said.text) >= LONG:
        features = said.words["feature"]
        return (features[0][0], features[-1][1]), not _asks(said)
    return None


def find_chat(said: Said) -> Span | None:
    """Return what leads away from the customer's business, or None."""
    return said.first("boast") or said.first("chat")


def is_idle(said: Said) -> bool:
    """Whether a line asks nothing; whoever leaves or waits for a call asks nothing either."""
    return _GIVES_UP.search(said.text) is not None or not _asks(said)


def _asks(said: Said) -> bool:
    return re.search("[?]", said.text) is not None or any(phrase.asks for phrase in said.phrases)
