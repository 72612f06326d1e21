"""The playbooks that come with the program: clean, complete, and every way through them ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.coaching.playbook import END, Fault, Playbook, Scene
from bot.coaching.reading import load_playbook, shipped_folder, shipped_playbooks

FILES = sorted(shipped_folder().glob("*.yaml"))


def ways(playbook: Playbook, scene_id: str) -> Iterator[tuple[str, ...]]:
    """Every way from a scene to where it ends, a wrong line that stays left aside."""
    scene = playbook.find_scene(scene_id)
    assert scene is not None
    for to in sorted({to for line in scene.lines() if (to := scene.after(line))}):
        if to == END:
            yield (scene_id,)
        else:
            yield from ((scene_id, *way) for way in ways(playbook, to))


@pytest.fixture
def suit_shop() -> Playbook:
    """The suit shop as shipped."""
    return shipped_playbooks()["suit_shop"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_shipped_playbook_is_clean_and_called_like_its_file(file: Path) -> None:
    assert load_playbook(file).id == file.stem


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_way_through_a_playbook_ends_and_no_scene_is_met_twice(file: Path) -> None:
    playbook = load_playbook(file)
    found = list(ways(playbook, playbook.scenes[0].id))
    assert found
    assert all(len(set(way)) == len(way) for way in found)
    assert {scene for way in found for scene in way} == {scene.id for scene in playbook.scenes}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_scene_has_a_right_line_and_two_wrong_ones(file: Path) -> None:
    for scene in load_playbook(file).scenes:
        assert len(scene.good) >= 1, scene.id
        assert len(scene.bad) >= 2, scene.id


def test_the_suit_shop_goes_the_steps_of_the_sale_in_order(suit_shop: Playbook) -> None:
    longest = max(ways(suit_shop, "just_looking"), key=len)
    steps = "just_looking style colour cut occupation praise size mirror tailor price_first"
    after = "price_again receipt payment congratulations one_more that_is_all delivery"
    assert [scene for scene in longest if scene in f"{steps} {after}".split()] == (
        f"{steps} {after}".split()
    )


def test_the_two_lines_not_to_cross_are_branches_of_a_wrong_choice(suit_shop: Playbook) -> None:
    crossed = {
        line.next: line.fault for scene in suit_shop.scenes for line in scene.bad if line.next
    }
    assert crossed == {"chalked": "pressure", "no_thanks": "pressure", "wonders": "pressure"}


def test_after_a_clear_no_only_stopping_is_right(suit_shop: Playbook) -> None:
    scenes = [scene for scene in suit_shop.scenes if scene.situation == "clear_no"]
    assert {scene.id for scene in scenes} == {"no_thanks", "that_is_all"}
    assert all(line.act == "relationship" for scene in scenes for line in scene.good)
    assert all("stop" in line.why.en.lower() for scene in scenes for line in scene.good)


def test_a_discount_is_right_only_in_return_for_something(suit_shop: Playbook) -> None:
    trading = [scene.id for scene in suit_shop.scenes if "trade" in scene.accepts]
    assert trading == ["price_again"]
    conceding: list[Scene] = [
        scene for scene in suit_shop.scenes if "concede" in {line.fault for line in scene.bad}
    ]
    assert {"price_first", "price_again"} <= {scene.id for scene in conceding}


def test_the_faults_of_the_teaching_are_all_met(suit_shop: Playbook) -> None:
    faults: set[Fault] = {line.fault for scene in suit_shop.scenes for line in scene.bad}
    assert len(faults) == 10


def test_the_close_is_called_by_its_decent_name() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        assert "逼单" not in text
    assert "假定成交" in (shipped_folder() / "suit_shop.yaml").read_text("utf-8")
