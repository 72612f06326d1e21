"""A line heard, written into a playbook's file as a person would."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.heard_entries import add_heard, keep_heard
from bot.coaching.judge import Judge, moment_of
from bot.coaching.reading import (
    parse_playbook,
    parse_written,
    shipped_folder,
    shipped_playbooks,
)
from crm.errors import BadFile
from tests.support.playbooks import SMALL, changed

TEXT = (shipped_folder() / "suit_shop.yaml").read_text("utf-8")
SCENE = shipped_playbooks()["suit_shop"].scenes[0]
ACT = SCENE.accepts[0]


def added(text: str, say: str) -> str:
    return add_heard(text, "suit_shop.yaml", SCENE.id, "en", say, act=ACT)


def test_the_file_is_as_it_was_with_an_entry_below() -> None:
    once = added(TEXT, "Linen, or wool?")
    assert once.startswith(TEXT.rstrip("\n"))
    assert [each.say for each in parse_playbook(once).heard] == ["Linen, or wool?"]


def test_entries_follow_each_other() -> None:
    text = added(TEXT, "One?")
    for say in ("Two?", "Three?"):
        text = added(text, say)
    heard = parse_playbook(text).heard
    assert [each.say for each in heard] == ["One?", "Two?", "Three?"]
    assert len({each.id for each in heard}) == 3


@pytest.mark.parametrize("empty", ["heard: []", "heard: []   # from the field"])
def test_an_empty_list_is_begun(empty: str) -> None:
    head, _, rest = TEXT.partition("\nscenes:")
    text = f"{head}\n{empty}\n\nscenes:{rest}"
    assert [each.say for each in parse_playbook(added(text, "One?")).heard] == ["One?"]


def test_a_list_in_the_middle_keeps_what_follows() -> None:
    once = added(TEXT, "One?")
    block = once[once.index("\nheard:") :]
    head, _, rest = TEXT.partition("\nscenes:")
    middle = f"{head}\n{block.strip()}\n\nscenes:{rest}"
    heard = parse_playbook(added(middle, "Two?")).heard
    assert [each.say for each in heard] == ["One?", "Two?"]


def test_the_judge_knows_a_line_from_then_on() -> None:
    fault = add_heard(TEXT, "x.yaml", SCENE.id, "en", "Blue or grey today?", fault="fake_choice")
    judgement = Judge(parse_playbook(fault)).judge("blue or grey today", moment_of(SCENE), "en")
    assert (judgement.verdict, judgement.fault) == ("bad", "fake_choice")


def test_a_line_is_judged_so_in_its_own_scene_only() -> None:
    playbook = shipped_playbooks()["suit_shop"]
    text = (shipped_folder() / "suit_shop.yaml").read_text("utf-8")
    here, there = playbook.scenes[1], playbook.scenes[2]
    said = "I like ties as much as anyone in the shop"
    heard = parse_playbook(add_heard(text, "x.yaml", here.id, "en", said, act=here.accepts[0]))
    judge = Judge(heard)
    assert judge.judge(said, moment_of(here), "en").verdict == "good"
    assert judge.judge(said, moment_of(there), "en").verdict != "good"


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1))
def test_whatever_was_said_is_kept_to_the_letter(say: str) -> None:
    said = say[:200]
    try:
        text = added(TEXT, said)
    except BadFile:
        return
    assert parse_playbook(text).heard[-1].say == said


def test_a_scene_that_is_gone_takes_no_line() -> None:
    with pytest.raises(BadFile):
        add_heard(TEXT, "x.yaml", "no_such_scene", "en", "One?", act=ACT)


def test_a_file_without_lines_heard_keeps_those_of_the_version_before() -> None:
    before = parse_playbook(added(TEXT, "One?"))
    mine = parse_written(TEXT.replace("Just looking", "Only looking"), "mine.yaml")
    kept = keep_heard(mine, before)
    assert [each.say for each in kept.playbook.heard] == ["One?"]
    assert kept.text.startswith(mine.text.rstrip())


def test_a_file_with_lines_heard_of_its_own_says_all() -> None:
    before = parse_playbook(added(added(TEXT, "One?"), "Two?"))
    mine = parse_written(added(TEXT, "Two?"), "mine.yaml")
    assert keep_heard(mine, before) == mine


def test_a_line_heard_in_a_scene_that_is_gone_is_left_out() -> None:
    before = parse_playbook(added(TEXT, "One?"))
    other = parse_written(SMALL, "small.yaml")
    assert keep_heard(other, before) == other


def test_a_line_heard_whose_scene_no_longer_accepts_what_it_does_is_left_out() -> None:
    heard = 'heard:\n  - {id: one, scene: sorry, language: en, say: "Jasmine?", act: either_or}\n'
    kept = '  - {id: two, scene: sorry, language: en, say: "Buy!", fault: pressure}\n'
    before = parse_playbook(SMALL + heard + kept)
    mine = parse_written(changed("[confirm, either_or]", "[confirm]"), "mine.yaml")
    assert [each.say for each in keep_heard(mine, before).playbook.heard] == ["Buy!"]
