"""The judge of lines against the nearest line by likeness, and the reading of all playbooks.

The baseline is what a quick coach would do: rapidfuzz's WRatio over every line of the same
playbooks in the same language, the nearest of which would lend its verdict. Both get the same
lines, as reps type them: another word is left out of each in every round, so that nothing is
remembered from the round before.
"""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.coaching.judge import Judge, Moment, moment_of
from bot.coaching.playbook import Playbook
from bot.coaching.reading import shipped_playbooks
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES, Language
from tests.benchmarks.measuring import (
    ROUNDS_OF_PROMISES,
    Row,
    Stopped,
    Stopwatch,
    median,
    promise,
    take_turns,
)

LIMIT = 1.0
WARM, COLD = 1_000, 3_000
"""Milliseconds."""

EVERY = 3
"""Of three lines one is typed: enough to tell, and soon done."""

NAMED = {"zh": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class _Typed:
    words: str
    judge: Judge
    moment: Moment


def measure() -> list[Row]:
    """Return how judging compares in each language, and how long reading all playbooks takes."""
    rows = [_measure_language(language) for language in LANGUAGES]
    cold = [read_in_a_new_process() for _ in range(ROUNDS_OF_PROMISES)]
    warm = [read_again() for _ in range(ROUNDS_OF_PROMISES)]
    files = len(shipped_playbooks())
    for runs, limit, when in (
        (warm, WARM, "once more"),
        (cold, COLD, "in a new process, its start included"),
    ):
        text = f"reading all {files} playbooks {when}"
        rows.append(Row(median(runs) * 1000, "ms", limit, text))
    return rows


def read_in_a_new_process() -> Stopped:
    """Read all playbooks in a process of its own, from its start to its end."""
    watch = Stopwatch()
    program = "from bot.coaching.reading import shipped_playbooks; shipped_playbooks()"
    subprocess.run([sys.executable, "-c", program], check=True)
    return watch.stop()


def read_again() -> Stopped:
    """Read all playbooks from their files once more."""
    shipped_playbooks.cache_clear()
    watch = Stopwatch()
    shipped_playbooks()
    return watch.stop()


def _measure_language(language: Language) -> Row:
    playbooks = list(shipped_playbooks().values())
    lines = [said for playbook in playbooks for said, _ in _lines(playbook, language)]
    typed = [
        _Typed(said, judge, moment)
        for playbook in playbooks
        for judge in [Judge(playbook)]
        for said, moment in _lines(playbook, language)
    ][::EVERY]
    rounds = {"judged": itertools.count(), "likened": itertools.count()}

    def judged() -> Stopped:
        left_out = next(rounds["judged"])
        texts = [(_without(each.words, left_out), each) for each in typed]
        watch = Stopwatch()
        for text, each in texts:
            each.judge.judge(text, each.moment, language)
        return watch.stop()

    def likened() -> Stopped:
        left_out = next(rounds["likened"])
        texts = [_without(each.words, left_out) for each in typed]
        watch = Stopwatch()
        for text in texts:
            process.extractOne(text, lines, scorer=fuzz.WRatio)
        return watch.stop()

    runs = take_turns({"judged": judged, "likened": likened}, ROUNDS_OF_PROMISES)
    text = f"judging {len(typed)} lines in {NAMED[language]}"
    baseline = f"the nearest of {len(lines)}"
    return promise(runs["judged"], runs["likened"], LIMIT, text, baseline)


def _lines(playbook: Playbook, language: Language) -> Iterator[tuple[str, Moment]]:
    """Every line as it is said, and the moment it is said at."""
    names = {name: text.written(language) for name, text in playbook.vars.items()}
    for scene in playbook.scenes:
        for line in scene.lines():
            yield fill_in(line.say.written(language), names), moment_of(scene)


def _without(words: str, number: int) -> str:
    """Leave the n-th word out, of Chinese the n-th character."""
    if " " in words:
        parts = words.split(" ")
        return " ".join(part for at, part in enumerate(parts) if at != number % len(parts))
    at = number % len(words)
    return words[:at] + words[at + 1 :]
