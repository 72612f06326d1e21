"""Labelled lines, and how well the judge tells them apart.

Ten hands wrote lines, each without having seen the judge. Six of them became its examples; the
lines of the others, ``tests/data/judge_unseen.jsonl``, were kept apart while it was built.
``python -m tests.support.judging`` prints the figures of every hand and what was confused.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.coaching.judge import Judge, Judgement, usual_moment
from bot.coaching.playbook import Situation
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import LANGUAGES, Language

UNSEEN = Path(__file__).parents[1] / "data" / "judge_unseen.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line with the verdict its hand gave it, and the act or fault that is the reason."""

    text: str
    lang: Language
    situation: Situation
    verdict: str
    reason: str
    hand: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled line and what the judge made of it."""

    line: Labelled
    judgement: Judgement

    @property
    def reason(self) -> str:
        """The act or fault that the judge found, "" for neither."""
        return self.judgement.fault or self.judgement.act or ""

    @property
    def is_judged(self) -> bool:
        """Whether the judge dared a verdict."""
        return self.judgement.verdict != "unsure"

    @property
    def is_right(self) -> bool:
        """Whether the verdict is that of the hand."""
        return self.judgement.verdict == self.line.verdict


@dataclass(frozen=True, slots=True)
class Gates:
    """The figures that the judge is held to, on some lines of one language; shares are 0 to 1."""

    lines: int
    bad_called_good: float
    kappa: float
    coverage: float
    money: float
    concede: float
    reason: float

    def __str__(self) -> str:
        return (
            f"{self.lines:4} lines: bad called good {self.bad_called_good:5.1%}, "
            f"kappa {self.kappa:.2f}, coverage {self.coverage:4.0%}, recall of money "
            f"{self.money:4.0%} and concede {self.concede:4.0%}, reason {self.reason:4.0%}"
        )


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return every labelled line."""
    examples = resources.files("bot.coaching.judge").joinpath("examples.jsonl")
    return (*_read(examples, seen=True), *_read(UNSEEN, seen=False))


def judge_all(lines: Iterable[Labelled]) -> list[Judged]:
    """Have the closing playbook's judge look at lines."""
    judge = Judge(shipped_playbooks()["closing"])
    return [
        Judged(line, judge.judge(line.text, usual_moment(line.situation), line.lang))
        for line in lines
    ]


def measure(judged: Sequence[Judged]) -> Gates:
    """Return the figures of some judged lines.

    Kappa is Cohen's, on lines that were judged at all; the reason is right where act or fault is
    the label's, among lines whose verdict is right.
    """
    bad = [one for one in judged if one.line.verdict == "bad"]
    dared = [one for one in judged if one.is_judged]
    right = [one for one in dared if one.is_right]
    return Gates(
        len(judged),
        _share(one.judgement.verdict == "good" for one in bad),
        _kappa([(one.line.verdict, one.judgement.verdict) for one in dared]),
        len(dared) / len(judged),
        _recall(bad, "money"),
        _recall(bad, "concede"),
        _share(one.reason == one.line.reason for one in right),
    )


def list_confused(judged: Iterable[Judged]) -> list[tuple[str, str, int]]:
    """Return which reason was taken for which, and how often, the most frequent first."""
    pairs = Counter(
        (one.line.reason, one.reason or "nothing")
        for one in judged
        if one.reason != one.line.reason or not one.is_right
    )
    return [(label, found, count) for (label, found), count in pairs.most_common()]


def _recall(bad: Iterable[Judged], fault: str) -> float:
    return _share(one.judgement.fault == fault for one in bad if one.line.reason == fault)


def _share(those: Iterable[bool]) -> float:
    listed = list(those)
    return sum(listed) / len(listed) if listed else 1.0


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    agreed = _share(first == second for first, second in pairs)
    by_chance = sum(
        _share(first == name for first, _ in pairs) * _share(second == name for _, second in pairs)
        for name in ("good", "bad")
    )
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def _read(file: Traversable, *, seen: bool) -> Iterator[Labelled]:
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        reason = row.get("act") or row["fault"]
        told = row["text"], row["lang"], row["situation"], row["verdict"]
        yield Labelled(*told, reason, row["hand"], seen)


def main() -> None:
    """Print the gates of each language, seen and unseen, of each hand, and what was confused."""
    judged = judge_all(labelled())
    for language in LANGUAGES:
        ours = [one for one in judged if one.line.lang == language]
        for seen in (True, False):
            some = [one for one in ours if one.line.seen is seen]
            print(f"{language} {'seen  ' if seen else 'unseen'} {measure(some)}")
        for hand in sorted({one.line.hand for one in ours}):
            print(f"{language} hand {hand} {measure([o for o in ours if o.line.hand == hand])}")
        for label, found, count in list_confused(one for one in ours if not one.line.seen)[:20]:
            print(f"   {count} × {label} taken for {found}")
        if "-v" in sys.argv:
            for one in ours:
                if not one.is_right:
                    print(f"   {one.line.reason} → {one.reason}: {one.line.text}")


if __name__ == "__main__":
    main()
