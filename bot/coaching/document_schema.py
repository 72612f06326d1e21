"""The JSON Schema of playbooks, for editors: it offers the keys and marks what cannot be.

It is made from the very classes that files are read into, so it cannot say otherwise; what it adds
is what each word means. What scenes are to each other no schema can say: the check does.
"""

from collections.abc import Mapping
from typing import Any

from bot.coaching.playbook import Playbook

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_KEYS: Mapping[str, str] = {
    "id": "A name that never changes: small letters, digits and _. What people have practised "
    "hangs on it.",
    "title": "What it is called.",
    "about": "What it teaches, in one sentence.",
    "fit": "Which sales it is for, and which it would harm.",
    "good_for": "The sales it is for.",
    "not_for": "The sales it would harm.",
    "vars": "The names that texts may have in {{ }}, and what stands for them where nothing is "
    "known. rep is whoever practises.",
    "lexicon": "Words of a trade that the judge of typed lines shall know.",
    "names": "Products and the like: what they are made of means nothing to the judge.",
    "except": "What means none of the faults that its words mean elsewhere.",
    "words": "By fault: what has that fault wherever it is said.",
    "scenes": "The moments of a sale. A walk begins at the first.",
    "situation": "What the moment stands in.",
    "customer": "What the customer does and says.",
    "accepts": "What a right line may do here.",
    "allows": "Faults that are none here: whoever collects a debt names money. Never pressure.",
    "max_len": "How many characters a line may have.",
    "good": "Right lines: at least one.",
    "bad": "Wrong lines: at least one; two are shown.",
    "say": "What is said. What is done rather than said stands in brackets.",
    "act": "What a right line does.",
    "also": "What else it does.",
    "why": "Why it is right or wrong, in one line: about the line, never about the person.",
    "fault": "What is wrong with a wrong line.",
    "fix": "What to say instead.",
    "next": "Which scene follows; end ends the walk.",
    "unsure": "Where a line leads that could not be judged.",
    "ladders": "What to ask, and ask again, by what the customer objects.",
    "objection": "What the customer objects.",
    "asks": "Up to five requests to close, each with a new reason or a smaller step.",
    "new_reason": "The new reason, or the smaller step, that this ask brings.",
    "stop_if": "What a clear no sounds like: there it ends.",
    "heard": "Lines from the field that a manager has judged.",
    "scene": "The scene it was said in.",
    "language": "The language it was said in.",
    "zh": "In Chinese.",
    "en": "In English.",
}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "Act": {
        "either_or": "offers two, and either moves on",
        "confirm": "has the customer confirm what was agreed",
        "next_step": "acts, or says what is done now",
        "minor_point": "settles something small, and the large thing with it",
        "sign_soft": "has it read, and signed by the way",
        "pay_method": "asks how, not whether",
        "congratulate": "is glad with the customer, after the close",
        "relationship": "makes the tie better, after the close or a clear no",
        "trade": "asks for something in return before any figure is named",
    },
    "Fault": {
        "pressure": "pushing, made-up shortage, going on after a clear no",
        "overpromise": "promising what nobody can",
        "concede": "giving the price away",
        "money": "naming money where it only frightens",
        "blunt_sign": "a bare “sign here”",
        "fake_choice": "an either/or with a way out",
        "permission": "asking leave to sell",
        "keeps_explaining": "explaining on to somebody who is ready",
        "no_ask": "asking nothing",
        "off_topic": "away from the customer",
    },
}


def describe() -> dict[str, Any]:
    """Return the schema (draft 2020-12), each key and each word with what it means."""
    made = Playbook.model_json_schema(by_alias=True)
    definitions = {name: _part(part) for name, part in made.pop("$defs").items()}
    made["properties"]["vars"]["additionalProperties"] = False
    definitions["Heard"]["oneOf"] = [{"required": ["act"]}, {"required": ["fault"]}]
    return {
        "$schema": DIALECT,
        "title": "A playbook",
        **_part(made),
        "$defs": definitions,
    }


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    """What has keys of its own: each with what it means."""
    kept = {key: value for key, value in part.items() if key not in {"title", "properties"}}
    if "description" in kept:
        kept["description"] = str(kept["description"]).replace("``", "").replace("\n", " ")
    properties = {
        name: {**_value(value), "description": _described(name, value)}
        for name, value in part["properties"].items()
    }
    return {**kept, "properties": properties}


def _value(value: Any) -> Any:
    """A value's own rules, without what only a program needs."""
    if isinstance(value, list):
        return [_value(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    stated = [each for each in value.get("anyOf", []) if each.get("type") != "null"]
    if stated:
        return _value(stated[0])
    dropped = {"title", "default", "anyOf"}
    return {key: _value(each) for key, each in value.items() if key not in dropped}


def _described(name: str, value: Any) -> str:
    words = next((words for words in _WORDS.values() if _enum(value) == list(words)), None)
    meant = "; ".join(f"{word}: {meaning}" for word, meaning in words.items()) if words else ""
    return f"{_KEYS[name]} {meant}".strip()


def _enum(value: Any) -> list[str] | None:
    """The words that may stand there, or in a list there."""
    plain = _value(value)
    return list(plain.get("enum", plain.get("items", {}).get("enum", []))) or None
