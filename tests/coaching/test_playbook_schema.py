"""The JSON Schema beside the playbooks says what the program takes, in plain words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from bot.coaching.document_schema import describe
from bot.coaching.playbook import Act, Fault, Playbook, Situation
from bot.coaching.reading import shipped_folder


def parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in it, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from parts(each)


def test_the_file_that_editors_read_is_the_schema() -> None:
    text = (shipped_folder() / "playbook.schema.json").read_text("utf-8")
    assert json.loads(text) == describe()


def test_every_key_says_what_it_means_and_nothing_else_may_stand_there() -> None:
    schema = describe()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    with_keys = [part for part in (schema, *schema["$defs"].values()) if "properties" in part]
    assert len(with_keys) == 1 + len(schema["$defs"])
    for part in with_keys:
        assert part["additionalProperties"] is False
        assert all(each["description"] for each in part["properties"].values())


def test_it_offers_every_word_and_says_what_acts_and_faults_are() -> None:
    scene, good = describe()["$defs"]["Scene"], describe()["$defs"]["GoodLine"]
    assert scene["properties"]["situation"]["enum"] == list(get_args(Situation))
    assert good["properties"]["act"]["enum"] == list(get_args(Act))
    told = describe()["$defs"]["BadLine"]["properties"]["fault"]["description"]
    assert all(f"{fault}: " in told for fault in get_args(Fault))


def test_it_never_lists_the_branches_of_a_choice_and_refers_to_parts_that_are_there() -> None:
    schema = describe()
    assert not any("anyOf" in part for part in parts(schema))
    referred = {part["$ref"] for part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert referred == {f"#/$defs/{name}" for name in schema["$defs"]}


def test_it_demands_what_the_program_demands() -> None:
    needed = {
        each.alias or name for name, each in Playbook.model_fields.items() if each.is_required()
    }
    assert set(describe()["required"]) == needed
