"""The reason told for a verdict: a why and a model line, both of the playbook's own lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.coaching.judge import Judgement
from bot.coaching.playbook import BadLine, GoodLine, Line, Playbook, Scene, Situation, Text
from bot.voice.rendering import Language
from crm.names.folding import squeeze

SAME_WHY = 70.0
"""How alike (rapidfuzz ratio) a line is to an authored one whose reason holds for it as well."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Why, a line to say instead or as well, and the authored line both come from."""

    why: Text
    model: Text
    line: Line


def explain(
    playbook: Playbook,
    judgement: Judgement,
    text: str,
    language: Language,
    *,
    scene: Scene | None = None,
    situation: Situation | None = None,
) -> Feedback | None:
    """Return the reason of the authored line most like what was typed, with its act or fault.

    It is looked for in the scene, then among scenes of the situation, then in all of them; None
    for an unsure line, and where no line of the playbook has that act or fault.
    """
    if judgement.verdict == "unsure":
        return None
    same = [one for one in playbook.scenes if one.situation == (situation or _of(scene))]
    for scenes in ([scene] if scene else [], same, playbook.scenes):
        line = _nearest(_alike(scenes, judgement), text, language)
        if line is not None:
            return Feedback(line.why, line.fix if isinstance(line, BadLine) else line.say, line)
    return None


def _of(scene: Scene | None) -> Situation | None:
    return scene.situation if scene else None


def _alike(scenes: Iterable[Scene], judgement: Judgement) -> list[Line]:
    if judgement.verdict == "bad":
        return [each for one in scenes for each in one.bad if each.fault == judgement.fault]
    return [each for one in scenes for each in one.good if judgement.act in each.acts]


def _nearest(lines: Sequence[Line], text: str, language: Language) -> Line | None:
    said = squeeze(text)
    return max(
        lines,
        key=lambda line: fuzz.ratio(said, squeeze(line.say.written(language))),
        default=None,
    )


def model_for(scene: Scene, number: int) -> GoodLine:
    """Return one of the scene's good lines, another one for another number."""
    return scene.good[number % len(scene.good)]
