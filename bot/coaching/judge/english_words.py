"""The words English lines are judged by, and patterns written with them.

The words are data (``english.yaml``); a pattern names a class of them in angle brackets, so that
``take <up_to_4> off`` or ``you <wish> <buy>`` holds for every trade.
"""

import re
from functools import cache
from importlib import resources

from crm.policy.document import read_document

_PHRASES = (
    "english_choices.yaml",
    "english_deeds.yaml",
    "english_payment.yaml",
    "english_price.yaml",
    "english_promises.yaml",
    "english_pushing.yaml",
    "english_talk.yaml",
    "english_threats.yaml",
)
_SLOT = re.compile(r"<([a-z0-9_]+)>")
_GAP = re.compile(r"( ?)<up_to_(\d)>( ?)")


@cache
def load_words() -> dict[str, list[str]]:
    """Return the classes of words, as the file beside this module has them."""
    return _read("english.yaml")


@cache
def load_phrases() -> dict[str, list[str]]:
    return {name: lines for file in _PHRASES for name, lines in _read(file).items()}


def _read(name: str) -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    document = read_document(text)
    assert not document.problems, document.problems
    return {name: [str(word) for word in words] for name, words in document.data.items()}


@cache
def load_spellings() -> dict[str, str]:
    """How short forms are written out, "ill" as "i will"; keys and values are lower-case."""
    pairs = (entry.split("=", 1) for entry in load_words()["spellings"])
    return {short.strip(): full.strip() for short, full in pairs}


def compile_any(*templates: str) -> re.Pattern[str]:
    """Return a pattern that finds any of these, each of whole words with one space between them.

    ``<name>`` is any word of a class, with the forms of a verb if the class's name ends so;
    ``<up_to_3>`` is up to three words without a stop.
    """
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(_expand, templates))})(?!\S)")


@cache
def phrases(name: str) -> re.Pattern[str]:
    """Return the pattern of one list of phrases, by its name."""
    return compile_any(*load_phrases()[name])


def _expand(template: str) -> str:
    return _SLOT.sub(lambda slot: _class(slot.group(1)), _GAP.sub(_gap, template))


def _gap(found: re.Match[str]) -> str:
    """Up to so many words, with a space on the sides where the template has one."""
    before, most, after = found.groups()
    if before:
        return rf"(?: [^ ,:]+){{0,{most}}}{after}"
    return rf"(?:[^ ,:]+ ){{0,{most}}}" if after else rf"[^ ,:]+(?: [^ ,:]+){{0,{most}}}"


@cache
def _class(name: str) -> str:
    words: list[str] = []
    for word in load_words()[name]:
        words += list_forms(word) if name.endswith("_verbs") else [word]
    unique = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_expand(word) for word in unique)})"


def list_forms(verb: str) -> list[str]:
    """Return a regular verb's forms; one of several words changes in its first.

    >>> list_forms("drop off")
    ['drop off', 'drops off', 'dropped off', 'dropping off']
    """
    first, _, rest = verb.partition(" ")
    rest = rest and f" {rest}"
    stem = first.removesuffix("e")
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgkmnprt]", first):
        stem = first + first[-1]
    if re.search(r"[^aeiou]y$", first):
        return [
            f"{form}{rest}"
            for form in (first, f"{first[:-1]}ies", f"{first[:-1]}ied", f"{first}ing")
        ]
    third = f"{first}es" if re.search(r"(?:s|x|z|ch|sh|o)$", first) else f"{first}s"
    return [f"{form}{rest}" for form in (first, third, f"{stem}ed", f"{stem}ing")]
