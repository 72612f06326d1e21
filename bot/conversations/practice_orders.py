"""Words that are orders to us while somebody practises: hint, stop, 从头来, "practise closing".

They are orders only as the whole message: "pay now or we stop supply" is a line. Each stands for
the button that does the same, so it comes back as that button's action. The words are those of the
buttons and what else people say for them, whatever language the chat is in.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz
from ruamel.yaml import YAML

from bot.coaching.playbook import Playbook
from bot.conversations.desk import Desk
from bot.understanding.concepts import read_own
from bot.understanding.normalise import normalise
from bot.understanding.scenes import find_said
from bot.voice.rendering import LANGUAGES
from crm.names.folding import is_han, squeeze
from crm.text import fold

FILE = "practice_orders.yaml"

ALIKE = 85.0
"""How alike (rapidfuzz ratio) a name is to the title of a playbook that it means."""

LONGEST_NAME = 40

_SHORTEST_PART, _SHORTEST_PART_CHINESE = 5, 2
"""Characters of a part that still names a playbook: 发火 of 客户发火了."""

FOUND_IN = {"has_supplier": "competitor"}
"""Which playbook has what people call otherwise."""

_POLITE = re.compile(
    r"^(?:(?:ok|okay|please|pls|hey|now|can i|can we|could i|could we|may i|i want to|i'd like to"
    r"|id like to|i wanna|let's|lets|let me|let us|just|好|那|请|我想|我要|帮我|现在|来|先"
    r")[ ,，]*)+"
    r"|(?:[ ,，]*(?:please|pls|now|thanks|thx|for me"
    r"|then|了吧|一下吧|一下|吧|啦|呗|啊|呀|好吗|谢谢))+$"
)


@cache
def load_orders() -> Mapping[str, frozenset[str]]:
    """Load what is said for each order, once."""
    words = YAML(typ="safe", pure=True).load(read_own(FILE))
    return {order: frozenset(said) for order, said in words.items()}


_NO_ORDER = "nods"


_ALWAYS = frozenset({"list"})
"""Orders that need no practice in mind."""

_AFTERWARDS = frozenset({"on", "over", "hint", "again", "why", "wrongly", "drill", "stop"})
"""Orders that still hold once practice waits or has come to its end."""

_ANSWERS = frozenset({"stop", "next", "show", "on", "again", "why", "wrongly", "progress"})
_LEAVES = frozenset({"结束", "结束练习", "不练了", "先停", "停止练习", "退出", "退出练习", "不练"})
"""A question that waits for an answer hears these orders first, but for words that only end
practice."""

_WISHES = re.compile(
    r"(?:practi[sc]e|practi[sc]ing|train|rehearse|role ?play|drill me on)"
    r"(?: (?:the|a|my|some|on|at|with|for))* (?P<en>[^ ].*)"
    r"|(?:练习|练下|练一下|练练|陪我练|再练|改练|开始练习|开始练|训练|演练|模拟|练)[ :：]*"
    r"(?P<zh>\S.*?)(?:练习)?"
    r"|(?P<noun>\S.*?)(?:练习| practi[sc]e)"
)
_NO_NAME = re.compile(
    r"\d|(?<![a-z])(?:team|teams|my|me|people|progress|report|numbers?|times?|off|mistakes?|every"
    r"|daily|lines?|missed|who|how|what|everybody|everyone|reps?|again|now|today|tomorrow|walk"
    r"|settings?|minutes?|list|other|another|else|best|good|visit the|visiting)(?![a-z])"
    r"|时间|进度|情况|团队|我的|每[日天]|关闭|统计|分钟|几句|错|话术|得怎|谁|什么|别的|提醒|今天|明天|一练|了$|过$"
    r"|[?？]|员|^[习练下]|^一下"
)
"""What is said of practice and names no playbook."""

_ADDRESSES = re.compile(r"[您你]|(?<![a-z])your?(?![a-z])")
_ARTICLES = re.compile(r"^(?:the|a|an) ")


def find_order(desk: Desk, text: str, *, asked: bool = False) -> str | None:
    """Return the action that a whole message orders while somebody practises; None: it is no order.

    ``asked``: a question is waiting, and what may answer that is left to it.
    """
    named = None if asked else _find_named(desk, text)
    if named is not None:
        return named
    bare = strip_courtesy(text)
    order = next((name for name, words in load_orders().items() if bare in words), _NO_ORDER)
    if order == _NO_ORDER or (asked and order in _ANSWERS and bare not in _LEAVES):
        return None
    if order in _ALWAYS:
        return "walks"
    return _find_in_drill(desk, order) or _find_in_walk(desk, order)


def strip_courtesy(text: str) -> str:
    """Return a message as orders are looked up: folded, without please, 吧 and full stops.

    >>> strip_courtesy("OK, next please!"), strip_courtesy("先停吧。")
    ('next', '停')
    """
    plain = _simple(text)
    if _is_known(plain):
        return plain
    shorter = _POLITE.sub("", plain).strip(" ,，")
    return shorter or plain


def _simple(text: str) -> str:
    told = fold(text).replace("’", "'")
    told = "".join(squeeze(each) if is_han(each) else each for each in told)
    return told.strip(" .!。！~…,，") if told.strip("?？ ") == "" else told.strip(" .!?。！？~…,，")


def _is_known(plain: str) -> bool:
    return any(plain in words for order, words in load_orders().items() if order != _NO_ORDER)


def _find_in_drill(desk: Desk, order: str) -> str | None:
    state, walk = desk.dialog.drill, desk.dialog.walk
    if state is None or state.picked is None or not state.is_fresh(desk.now):
        return None
    if walk is not None and walk.touched_at > state.touched_at:
        return None
    if not state.is_in_mind(desk.now) and order not in _AFTERWARDS:
        return None
    done = {"hint": "show", "again": "on"}.get(order, order)
    if done in {"show", "next", "on", "stop"}:
        word = done if state.is_in_mind(desk.now) or order == "stop" else "on"
        return f"drill:{state.step}:{word}"
    return _find_about_it(desk, order) or ("walks" if order == "over" else None)


def _find_in_walk(desk: Desk, order: str) -> str | None:
    state = desk.dialog.walk
    if state is None or not state.is_fresh(desk.now):
        return None
    in_mind = state.is_in_mind(desk.now)
    if not in_mind and order not in _AFTERWARDS:
        return None
    if order == "over":
        return f"walk:{state.step}:over"
    if state.is_running and order in {"hint", "show", "again", "on", "next", "stop"}:
        done = "hint" if order == "show" else order
        return f"walk:{state.step}:{done if in_mind or order == 'stop' else 'on'}"
    return _find_about_it(desk, order)


def _find_about_it(desk: Desk, order: str) -> str | None:
    judged = desk.dialog.judged
    if order in {"drill", "progress"}:
        return "drills" if order == "drill" else "practised"
    if order == "wrongly" and judged is not None:
        return f"wrongly:{judged.step}"
    return "judgedwhy" if order == "why" and judged is not None else None


def _find_named(desk: Desk, text: str) -> str | None:
    """The playbook that somebody wants to practise, or that there is none of that name."""
    bare = strip_courtesy(text)
    wish = None if _is_known(bare) else _WISHES.fullmatch(bare)
    name = next((each for each in wish.groups() if each), None) if wish else None
    if name is None or not 1 < len(name) <= LONGEST_NAME:
        return None
    found = find_playbook(desk, name)
    if found is not None:
        return f"practise:{found.id}"
    sure = bare.startswith(("practi", "练")) and _NO_NAME.search(name) is None
    begins = fold(text).rfind(name)
    name = text[begins : begins + len(name)] if begins >= 0 else name
    return f"walks:{name}" if sure and not _is_a_line(text) else None


def _is_a_line(text: str) -> bool:
    """Whether a whole sentence is said: a name of a practice has few words."""
    return len(text.split()) > 5 or (any(map(is_han, text)) and len(text) > 12)


def find_playbook(desk: Desk, name: str) -> Playbook | None:
    """Return the playbook that goes by a name: its title, a part of it, or another word for it."""
    playbooks = desk.shelf.playbooks
    wanted = squeeze(_ARTICLES.sub("", fold(name)))
    if not wanted:
        return None
    titled = [(each, squeeze(title)) for each in playbooks.values() for title in _titles(each)]
    for playbook, title in titled:
        if wanted == title or fuzz.ratio(wanted, title) >= ALIKE:
            return playbook
    normal = normalise(name)
    scene = find_said(normal, "scene.")
    if scene is not None:
        return playbooks.get(FOUND_IN.get(scene, scene))
    if not _ADDRESSES.search(name):
        least = _SHORTEST_PART_CHINESE if any(map(is_han, name)) else _SHORTEST_PART
        part = [each for each, title in titled if len(wanted) >= least and wanted in title]
        return part[0] if part else None
    return None


def _titles(playbook: Playbook) -> Iterable[str]:
    for language in LANGUAGES:
        title = fold(playbook.title.written(language))
        yield _ARTICLES.sub("", title)
        head, colon, rest = title.replace("：", ":").partition(":")
        if colon:
            yield _ARTICLES.sub("", head)
            yield _ARTICLES.sub("", rest.strip())
    yield playbook.id.replace("_", " ")
