"""A policy file read, with all that is wrong in it, each with its line and column.

It never stops at the first mistake, but for one that makes the rest unreadable.
"""

from functools import cache
from importlib import resources

from pydantic import ValidationError

from crm.errors import BadPolicy, Problem
from crm.policy.contradictions import Mistake, list_contradictions, tidy
from crm.policy.document import Document, read_document
from crm.policy.mistakes import explain_all
from crm.policy.model import Policy
from crm.policy.unreadable import Place

LARGEST = 256 * 1024
"""Bytes; a policy of nine tiers with two hundred reasons has a tenth of that."""

MOST_SHOWN = 100
"""So many problems are told; whoever has more has another file than they think."""

_START_OVER = "Begin with what tiercoach policy show prints."


def decode_policy(content: bytes, name: str) -> str:
    """Return the text of a policy file, its lines ended with \\n alone.

    Raises BadPolicy when it is too large or no text.
    """
    if len(content) > LARGEST:
        raise BadPolicy([_too_large(name)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        raise BadPolicy(
            [Problem(f"{name}:{line}:{column}", "this is not UTF-8 text.", "Save it as UTF-8.")]
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_policy(text: str, name: str = "policy.yaml") -> Policy:
    """Read a policy from YAML; one written as JSON is YAML too.

    Raises BadPolicy with every problem found, in the order of the lines.
    """
    if len(text) > LARGEST:
        raise BadPolicy([_too_large(name)])
    document = read_document(text)
    found = list(document.problems)
    if document.is_whole:
        if document.data is None and not found:
            raise BadPolicy([Problem(f"{name}:1:1", "the file is empty.", _START_OVER)])
        if not isinstance(document.data, dict) and not found:
            line, column = document.place(())
            what = "a policy is made of sections (tiers:, grading:, visits:), and this is not."
            raise BadPolicy([Problem(f"{name}:{line}:{column}", what, _START_OVER)])
        policy, mistakes = _validate(document)
        found += mistakes
        if policy and not found:
            return policy
    found.sort(key=lambda one: one[0])
    problems = [
        Problem(f"{name}:{line}:{column}", _one_line(mistake.what), _one_line(mistake.what_to_do))
        for (line, column), mistake in found[:MOST_SHOWN]
    ]
    if len(found) > MOST_SHOWN:
        problems.append(Problem(name, f"{len(found) - MOST_SHOWN} more problems.", _START_OVER))
    raise BadPolicy(problems)


def default_text() -> str:
    """Return the policy file shipped with the program, as it is written."""
    return resources.files("crm").joinpath("policy.yaml").read_text("utf-8")


@cache
def default_policy() -> Policy:
    """Return the policy shipped with the program."""
    return parse_policy(default_text())


def _validate(document: Document) -> tuple[Policy | None, list[tuple[Place, Mistake]]]:
    policy, mistakes = None, []
    try:
        policy = Policy.model_validate(document.data)
    except ValidationError as error:
        told = {mistake.path for _, mistake in document.problems if mistake.path}
        mistakes = [
            mistake
            for mistake in explain_all(error.errors(include_url=False))
            if mistake.about_key or not any(mistake.path[: len(path)] == path for path in told)
        ]
    mistakes += list_contradictions(document.data)
    return policy, [
        (document.place(mistake.path, of_key=mistake.about_key), mistake) for mistake in mistakes
    ]


def _one_line(sentence: str) -> str:
    """Keep what a file holds from breaking the line, or the terminal, that it is quoted in."""
    return tidy(sentence)[:300]


def _too_large(name: str) -> Problem:
    what = f"the file is larger than {LARGEST // 1024} kB."
    return Problem(f"{name}:1:1", what, _START_OVER)
