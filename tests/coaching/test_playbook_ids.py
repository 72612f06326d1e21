"""Ids are added where they are lacking, and nothing else of an author's text is touched."""

import re
from pathlib import Path

import pytest

from bot.coaching.ids import add_ids, list_lacking
from bot.coaching.reading import parse_playbook, shipped_folder
from crm.policy.document import read_document
from tests.support.playbooks import SMALL

FILES = sorted(shipped_folder().glob("*.yaml"))


def without_ids(text: str) -> str:
    """Take the ids of lines, ladders, asks and lines heard out, in either way of writing."""
    text = re.sub(r"(?m)^( {4,}- )id: \w+\n\s*", r"\1", text)
    return re.sub(r"\{id: \w+, ", "{", text)


def test_a_line_without_an_id_gets_one_of_its_scene_and_its_words() -> None:
    text = SMALL.replace("      - id: hello_or\n        say:", "      # the first\n      - say:")
    assert [(one.place, one.what) for one in list_lacking(text)] == [
        ((16, 9), "good line 1 of scene 1 has no id. It could be hello_black_green.")
    ]
    expected = text.replace("- say: ", "- id: hello_black_green\n        say: ")
    assert add_ids(text) == expected
    assert parse_playbook(expected).lines()


def test_of_two_with_one_id_the_later_gets_another_and_the_first_keeps_its_own() -> None:
    text = SMALL.replace("id: sorry_ask", "id: 'hello_or'   # copied")
    assert add_ids(text) == SMALL.replace("id: sorry_ask", "id: 'sorry_taste_first'   # copied")


@pytest.mark.parametrize("empty", ["id:", 'id: ""', "id: ~", "id:   # later"])
def test_an_id_that_is_there_without_a_word_is_filled_in(empty: str) -> None:
    text = SMALL.replace("id: pay_how", empty)
    playbook = parse_playbook(add_ids(text))
    assert playbook.find_line("pay_card_cash_im") is not None


def test_a_part_in_braces_gets_its_id_inside_them() -> None:
    heard = 'heard:\n  - {scene: pay, language: en, say: "Card?", act: pay_method}\n'
    assert add_ids(SMALL + heard).endswith(
        '  - {id: pay_card, scene: pay, language: en, say: "Card?", act: pay_method}\n'
    )


def test_a_playbook_with_all_its_ids_stays_as_it_is() -> None:
    assert add_ids(SMALL) == SMALL
    assert add_ids("{ not: [a playbook") == "{ not: [a playbook"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_whole_playbooks_get_their_ids_and_keep_every_line_and_comment(file: Path) -> None:
    text = file.read_text("utf-8")
    bare = without_ids(text)
    assert bare != text
    again = add_ids(bare)
    assert not list_lacking(again)
    assert without_ids(again) == bare
    assert not read_document(again).problems
    parse_playbook(again)
