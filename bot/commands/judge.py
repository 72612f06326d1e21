"""``tiercoach judge``: lines as a rep says them, judged one by one, for scripts that measure it.

It needs no database: the playbook comes with the program, or from the company's own folder.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO, get_args

import click
from rapidfuzz import process

from bot.coaching import feedback
from bot.coaching.feedback import SAME_WHY
from bot.coaching.judge import Judge, Judgement, Moment, usual_moment
from bot.coaching.likeness import nearness_to
from bot.coaching.playbook import ALWAYS_WRONG, Playbook, Situation, Text
from bot.coaching.reading import shipped_playbooks
from bot.coaching.shelf import read_own
from bot.coaching.templates import fill_in
from bot.settings import Settings
from bot.voice.rendering import LANGUAGES, Language, Voice
from crm.errors import BadFile, Problem, Refused
from crm.names.folding import is_han

_SITUATIONS: tuple[Situation, ...] = get_args(Situation)
_SAMPLE = '{"text": "Blue or grey?", "lang": "en", "situation": "options_choice"}'


@dataclass(frozen=True, slots=True)
class _Line:
    """What was said, in which language, and in which situation."""

    text: str
    language: Language
    situation: Situation


@click.command("judge")
@click.option(
    "--playbook",
    "playbook_id",
    required=True,
    metavar="ID",
    help="Whose words and lines count, e.g. closing.",
)
@click.pass_obj
def judge_command(settings: Settings | None, playbook_id: str) -> None:
    """Read lines as JSON, each with "text", "lang" and "situation", and write how each is judged.

    Empty lines are skipped. The first line that is none of these ends it.
    """
    playbook = _get_playbook(playbook_id, settings.playbooks if settings else None)
    judge = Judge(playbook)
    moments = {each: _moment(playbook, each) for each in _SITUATIONS}
    for line in _read_lines(sys.stdin):
        judgement = judge.judge(line.text, moments[line.situation], line.language)
        told = _tell(playbook, judgement, line)
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False)}\n")
        sys.stdout.flush()


def _get_playbook(playbook_id: str, folder: Path | None) -> Playbook:
    """Return the playbook of an id, the company's own before ours.

    Raises Refused, with what may have been meant, when there is none.
    """
    known = {**shipped_playbooks(), **_list_own(folder)}
    if playbook_id in known:
        return known[playbook_id]
    close = process.extractOne(playbook_id, list(known), score_cutoff=60)
    hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(sorted(known))}."
    raise Refused(f"There is no playbook {playbook_id!r}. {hint}")


def _list_own(folder: Path | None) -> dict[str, Playbook]:
    found = {}
    for file in sorted(folder.glob("*.yaml")) if folder else ():
        try:
            playbook = read_own(file)
        except BadFile:  # As in the chat: what is broken never replaces what works.
            continue
        found[playbook.id] = playbook
    return found


def _moment(playbook: Playbook, situation: Situation) -> Moment:
    """The usual moment of a situation, with the faults that a playbook allows in all its scenes."""
    usual = usual_moment(situation)
    allowed = [frozenset(s.allows) for s in playbook.scenes if s.situation == situation]
    allows = frozenset.intersection(*allowed) if allowed else frozenset()
    return Moment(situation, usual.accepts, allows - ALWAYS_WRONG)


def _tell(playbook: Playbook, judgement: Judgement, line: _Line) -> dict[str, Any]:
    """What is written of a line: what it does if it is good, what is wrong with it if it is bad."""
    told: dict[str, Any] = {"verdict": judgement.verdict}
    if judgement.verdict == "good":
        told["act"] = judgement.act
    if judgement.verdict == "bad":
        told["fault"] = judgement.fault
    told["why"] = _why(playbook, judgement, line)
    if judgement.verdict != "unsure" and judgement.span is not None:
        told["span"] = list(judgement.span)
    return told


def _why(playbook: Playbook, judgement: Judgement, line: _Line) -> str:
    """Why, as the playbook says it of a line very like this one; else why in general."""
    found = feedback.explain(
        playbook, judgement, line.text, line.language, situation=line.situation
    )
    if found is not None and nearness_to(found.line, line.text) >= SAME_WHY:
        return _write(playbook, found.why, line.language)
    name = f"judged.{judgement.fault or judgement.verdict}"
    if judgement.verdict == "good":
        name = f"acts_why.{judgement.act}_1"
    return Voice(line.language, date.min).label(name)


def _write(playbook: Playbook, text: Text, language: Language) -> str:
    names = {name: words.written(language) for name, words in playbook.vars.items()}
    return fill_in(text.written(language), names)


def _read_lines(lines: TextIO) -> Iterator[_Line]:
    """Yield each line. Raises BadFile at the first that is not what is expected."""
    for number, written in enumerate(lines, 1):
        plain = written.lstrip("\ufeff").strip()
        if not plain:
            continue
        try:
            row = json.loads(plain)
        except (ValueError, RecursionError) as error:
            raise _bad_line(number, f"this is not JSON: {error}.") from error
        yield _read_line(number, row)


def _read_line(number: int, row: Any) -> _Line:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise _bad_line(number, 'a JSON object with a "text" is expected here.')
    text = row["text"]
    spoken = row.get("lang") or ("zh" if any(map(is_han, text)) else "en")
    language = next((each for each in LANGUAGES if each == spoken), None)
    if language is None:
        raise _bad_line(number, f'"lang" is {spoken!r}, and lines are judged in zh and en.')
    named = row.get("situation")
    situation = next((each for each in _SITUATIONS if each == named), None)
    if situation is None:
        close = process.extractOne(str(named or ""), _SITUATIONS, score_cutoff=60)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(_SITUATIONS)}."
        raise _bad_line(number, f'"situation" is {named!r}. {hint}')
    return _Line(text, language, situation)


def _bad_line(number: int, what: str) -> BadFile:
    return BadFile([Problem(f"line {number}", what, f"Write e.g. {_SAMPLE}.")])
