"""Playbook files read, with all that is wrong in one, each with its line and column.

A file in which anything is wrong is no playbook: nothing of it is used. The shipped ones are read
once and kept.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path as File

from pydantic import ValidationError

import bot
from bot.coaching.connections import list_disconnected
from bot.coaching.playbook import Playbook
from bot.coaching.problems import Code, Finding, PlaybookProblem, explain
from crm.errors import BadFile
from crm.policy.contradictions import Path, tidy
from crm.policy.document import Document, read_document

LARGEST = 256 * 1024
"""Bytes; the largest shipped playbook has a fifth of that."""

MOST_SHOWN = 100

_SAMPLE = "docs/playbooks.md"


@dataclass(frozen=True, slots=True)
class Written:
    """A playbook and the text it was read from: what it is called, and where each part stands."""

    playbook: Playbook
    name: str
    text: str
    document: Document

    def where(self, path: Path) -> str:
        """Return where that part begins, as editors jump to it."""
        line, column = self.document.place(path)
        return f"{self.name}:{line}:{column}"


def load_playbook(file: File, name: str | None = None) -> Playbook:
    """Read a playbook file; ``name`` is what problems call it.

    Raises BadFile with every problem found.
    """
    return load_written(file, name).playbook


def load_written(file: File, name: str | None = None) -> Written:
    """Read a playbook file, and where in it everything stands. Raises BadFile like the others."""
    name = name or str(file)
    return decode_written(_read(file, name), name)


def read_file(file: File) -> str:
    """Read a playbook file as it is written, whatever may be wrong in it. Raises BadFile."""
    return _decode(_read(file, str(file)), str(file))


def decode_playbook(content: bytes, name: str) -> Playbook:
    """Read a playbook from a file's content. Raises BadFile with every problem found."""
    return decode_written(content, name).playbook


def decode_written(content: bytes, name: str) -> Written:
    """Read a playbook from a file's content, and where in it everything stands."""
    text = _decode(content, name)
    return parse_written(text.replace("\r\n", "\n").replace("\r", "\n"), name)


def parse_playbook(text: str, name: str = "playbook.yaml") -> Playbook:
    """Read a playbook from YAML. Raises BadFile with every problem, in the order of the lines."""
    return parse_written(text, name).playbook


def parse_written(text: str, name: str = "playbook.yaml") -> Written:
    """Read a playbook from YAML, and where in it everything stands. Raises BadFile."""
    if len(text) > LARGEST:
        raise BadFile([_problem(name, (1, 1), "too_large", _TOO_LARGE, _SPLIT)])
    document = read_document(text, f"the sample in {_SAMPLE}")
    found = [
        (place, Finding("yaml", mistake.path, mistake.what, mistake.what_to_do))
        for place, mistake in document.problems
    ]
    playbook = None
    if document.is_whole and (isinstance(document.data, dict) or not found):
        playbook, findings = _validate(document)
        told = {finding.path for _, finding in found if finding.path}
        found += [
            (document.place(finding.path, of_key=finding.about_key), finding)
            for finding in findings
            if not any(finding.path[:end] in told for end in range(1, len(finding.path) + 1))
        ]
    if playbook and not found:
        return Written(playbook, name, text, document)
    found.sort(key=lambda one: one[0])
    problems = [
        _problem(name, place, finding.code, finding.what, finding.what_to_do)
        for place, finding in found[:MOST_SHOWN]
    ]
    if len(found) > MOST_SHOWN:
        more = f"there are {len(found) - MOST_SHOWN} more problems."
        problems.append(_problem(name, (1, 1), "value", more, f"Begin with {_SAMPLE}."))
    raise BadFile(problems)


def check_yaml(text: str, name: str) -> None:
    """Raise BadFile with what keeps a text from being read at all, whatever it may mean."""
    document = read_document(text, f"the sample in {_SAMPLE}")
    if not document.is_whole:
        raise BadFile(
            _problem(name, place, "yaml", mistake.what, mistake.what_to_do)
            for place, mistake in document.problems
        )


@cache
def shipped_folder() -> File:
    """Return where the shipped playbooks are: beside the package, or inside it in a wheel."""
    package = File(bot.__file__).parent
    inside = package / "playbooks"
    return inside if inside.is_dir() else package.parent / "playbooks"


@cache
def shipped_playbooks() -> dict[str, Playbook]:
    """Return the shipped playbooks by their ids."""
    files = sorted(shipped_folder().glob("*.yaml"))
    playbooks = [load_playbook(file, file.name) for file in files]
    return {playbook.id: playbook for playbook in playbooks}


def _validate(document: Document) -> tuple[Playbook | None, list[Finding]]:
    if document.data is None:
        return None, [Finding("empty", (), "the file is empty.", f"Begin with {_SAMPLE}.")]
    if not isinstance(document.data, dict):
        what = "a playbook is made of parts (id:, title:, scenes:), and this is not."
        return None, [Finding("value", (), what, f"Begin with {_SAMPLE}.")]
    playbook, findings = None, []
    try:
        playbook = Playbook.model_validate(document.data)
    except ValidationError as error:
        findings = explain(error.errors(include_url=False))
    return playbook, [*findings, *list_disconnected(document.data)]


def _read(file: File, name: str) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        what = f"cannot be read: {error.strerror}."
        raise BadFile([PlaybookProblem(name, what, "Check the path.", "file")]) from error


def _decode(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise BadFile([_problem(name, (1, 1), "too_large", _TOO_LARGE, _SPLIT)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = (before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        what = "this is not UTF-8 text."
        raise BadFile([_problem(name, place, "yaml", what, "Save it as UTF-8.")]) from error
    return text


_TOO_LARGE = f"the file is larger than {LARGEST // 1024} kB."
_SPLIT = "Make several playbooks of it."


def _problem(
    name: str, place: tuple[int, int], code: Code, what: str, what_to_do: str
) -> PlaybookProblem:
    """A problem on one line, whatever the file holds that it quotes."""
    where = f"{name}:{place[0]}:{place[1]}"
    return PlaybookProblem(where, tidy(what)[:300], tidy(what_to_do)[:300], code)
