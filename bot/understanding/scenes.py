"""What can be practised and what customers object: the words are in ``scenes.yaml``."""

import re
from dataclasses import replace
from functools import cache

from bot.understanding.concepts import Lexicon, choose_longest, parse_concepts, read_own
from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood

FILE = "scenes.yaml"

_PRACTISES = re.compile(
    r"(?<![a-z])(?:practi[cs]e|train|drill|rehearse|role ?play|simulate)(?![a-z])|[练模]|演练|对练"
)
_SAYS = re.compile(
    r"(?<![a-z])(?:(?:the |my |a )?(?:customer|client|buyer|he|she|they|boss) "
    r"(?:says?|said|tells? me|told me|keeps? saying)|when they say)(?![a-z])"
    r"|(?:客户|客人|客|对方|他|她|人家|老板)(?:们)?(?:总是|老是|跟我|都)?(?:说|讲|话|觉得|嫌)"
)


@cache
def load_scenes() -> Lexicon:
    """Load what can be practised and objected, once."""
    return Lexicon(parse_concepts(read_own(FILE), FILE))


def read_practice(text: str) -> Understood | None:
    """Read a wish to practise by what is to be practised: ``train closing``, 陪我练陌拜."""
    normal = normalise(text)
    scene = find_said(normal, "scene.") if _PRACTISES.search(normal.plain) else None
    return Understood("coach_start", "do", Slots(scene=scene)) if scene else None


def read_objection(text: str) -> Understood | None:
    """Read what a customer objects, told as their words: 客户说没空."""
    normal = normalise(text)
    said = find_said(normal, "objection.") if _SAYS.search(normal.plain) else None
    return Understood("coach_line", "do", Slots(objection=said)) if said else None


def find_said(normal: Normal, kind: str) -> str | None:
    """The scene or objection of the longest wording; of two as long, the one that is more than
    a "walk" through it."""
    marks = [
        replace(mark, means=means)
        for mark in load_scenes().list_marks(normal.folded)
        if (means := tuple(name for name in mark.means if name.startswith(kind)))
    ]
    if not marks:
        misspelt = map(load_scenes().find_misspelt, normal.plain.split())
        names = (name for means in misspelt for name in means if name.startswith(kind))
        return next((name.removeprefix(kind) for name in names), None)
    chosen = sorted(
        choose_longest(marks), key=lambda m: (m.means[0] == "scene.walk", m.start - m.end)
    )
    return chosen[0].means[0].removeprefix(kind) if chosen else None
