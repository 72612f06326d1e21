"""What a caption means: its folded forms, and the vocabulary of captions.yaml.

The same column is called ``CustomerID``, ``Customer - ID*`` or ``(单据头)客户编码``; folding
brings them together before they are looked up.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from crm.imports.fields import Kind

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHEET_PART = re.compile(r"\((?:单据头|单据体|表头|表体|明细)[^)]*\)")
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_LANGUAGE = re.compile(r"#(?:中文|英文|[a-zA-Z]{2}|\d{4})\b.*$|#中文.*$")
_CUSTOM = re.compile(r"__c$", re.IGNORECASE)
_PREFIX = re.compile(r"^.+?(?:\s[-–/]\s|[:：])\s*")
_KINGDEE_KEY = re.compile(r"F[A-Z][a-z]")
_NOT_WORD = re.compile(r"[\W_]+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])")

SURE, SURE_TAIL, MAYBE, MAYBE_TAIL = 4.0, 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Captions to fields, kind by kind, and the captions of files that are none of ours."""

    sure: Mapping[Kind, Mapping[str, tuple[str, int]]]
    maybe: Mapping[Kind, Mapping[str, tuple[str, int]]]
    other: Mapping[str, str]


def fold_caption(caption: str) -> str:
    """Return the form under which a caption is looked up.

    >>> fold_caption("CustomerID*"), fold_caption("*(单据头)名称#中文(简体)")
    ('customer id', '名称')
    """
    text = unicodedata.normalize("NFKC", caption).strip().strip("*").strip()
    text = _SHEET_PART.sub("", text)
    text = _LANGUAGE.sub("", text)
    text = _CUSTOM.sub("", text)
    bare = _BRACKETS.sub(" ", text)
    text = bare if bare.strip() else text
    words = _NOT_WORD.sub(" ", _CAMEL.sub(" ", text)).casefold().split()
    return _BETWEEN_CHINESE.sub("", " ".join(words))


def caption_forms(caption: str) -> tuple[str, str | None]:
    """Return the folded caption and, if it begins with the name of a part, the rest of it.

    >>> caption_forms("Order Lines / Product")
    ('order lines product', 'product')
    """
    tail = _PREFIX.sub("", caption)
    if _KINGDEE_KEY.match(caption):
        tail = caption[1:]
    return fold_caption(caption), fold_caption(tail) if tail != caption else None


@cache
def vocabulary() -> Vocabulary:
    """Load captions.yaml."""
    text = resources.files("crm.imports").joinpath("captions.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe").load(text)
    other = {str(word): str(what) for what, words in data["other"].items() for word in words}
    return Vocabulary(
        sure={kind: _words(data[kind.value], "sure") for kind in Kind},
        maybe={kind: _words(data[kind.value], "maybe") for kind in Kind},
        other=other,
    )


def _words(fields: Mapping[str, Mapping[str, list[str]]], part: str) -> dict[str, tuple[str, int]]:
    return {
        str(word): (field, place)
        for field, parts in fields.items()
        for place, word in enumerate(parts.get(part, []))
    }
