"""Which line of a scene a typed text says, give or take a slip of the thumb."""

from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.coaching.playbook import Line, Scene, Text
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES, Language
from crm.text import fold

SAME_LINE = 90.0
"""How alike (rapidfuzz ratio) a typed text is to a line that it stands for."""


def find_said(
    scene: Scene,
    typed: str,
    names: Mapping[Language, Mapping[str, str]],
    *,
    least: float = SAME_LINE,
) -> Line | None:
    """Return the line that a typed text says, give or take a slip; None where that isn't clear.

    A right line and a wrong one can differ by a word: where both are as near, it is neither.
    ``least`` is how alike it has to be.
    """
    said = _bare(typed)
    if not said:
        return None
    alike = [
        (fuzz.ratio(said, _bare(fill_in(line.say.written(language), names[language]))), line)
        for line in scene.lines()
        for language in LANGUAGES
    ]
    near = sorted((one for one in alike if one[0] >= least), key=lambda one: -one[0])
    if not near:
        return None
    best, line = near[0]
    others = [score for score, other in near if type(other) is not type(line)]
    return line if best == 100 or not others else None


def nearness_to(line: Line, typed: str) -> float:
    """Return how alike a typed text is to a line, in the language it is most like, 0–100."""
    return nearness_of(line.say, typed)


def nearness_of(say: Text, typed: str) -> float:
    """Return how alike a typed text is to one that is written, 0–100."""
    said = _bare(typed)
    return max(fuzz.ratio(said, _bare(say.written(each))) for each in LANGUAGES)


def nearness(scene: Scene, typed: str) -> float:
    """Return how alike a typed text is to the line of the scene that is most like it, 0–100."""
    said = _bare(typed)
    lines = (line.say.written(language) for line in scene.lines() for language in LANGUAGES)
    return max(fuzz.ratio(said, _bare(line)) for line in lines)


def _bare(text: str) -> str:
    """A line without its punctuation and without what is done in brackets beside it."""
    return "".join(character for character in fold(_without_stage(text)) if character.isalnum())


def _without_stage(text: str) -> str:
    for opening, closing in ("()", "（）"):
        before, found, rest = text.partition(opening)
        if found and closing in rest:
            text = before + rest.partition(closing)[2]
    return text
