"""A walk through a playbook: what is offered, where a choice leads, how it is looked back at."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import likeness, walk
from bot.coaching.playbook import BadLine, Fault, GoodLine, Playbook, Text
from bot.coaching.reading import parse_playbook, shipped_playbooks
from bot.voice.rendering import Language
from tests.support.playbooks import SMALL

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEA = parse_playbook(SMALL)
SHOP = shipped_playbooks()["suit_shop"]
NAMES: dict[Language, dict[str, str]] = {"zh": {"rep": "安娜"}, "en": {"rep": "Ana"}}


def walked(playbook: Playbook, *lines: str) -> walk.WalkState:
    """Return the state after those lines were chosen one after the other."""
    state = walk.begin(playbook, 7, NOW)
    for number, name in enumerate(lines, start=8):
        line = playbook.find_line(name)
        assert line is not None
        state = walk.choose(playbook, state, line, number, NOW)
    return state


def test_a_right_line_leads_on_and_a_wrong_one_stays_for_another_try() -> None:
    assert walked(TEA, "hello_or").scene == "pay"
    state = walked(TEA, "hello_help")
    assert (state.scene, state.tried) == ("hello", ("hello_help",))


def test_a_wrong_line_may_lead_to_what_follows_from_it() -> None:
    state = walked(TEA, "hello_push")
    assert (state.scene, state.tried, state.seen) == ("sorry", (), ("hello",))
    assert walked(TEA, "hello_push", "sorry_ask", "pay_how").scene is None


def fix_of(name: str) -> Text:
    line = TEA.find_line(name)
    assert isinstance(line, BadLine)
    return line.fix


def test_the_review_counts_first_tries_and_names_faults_the_most_frequent_first() -> None:
    state = walked(TEA, "hello_push", "sorry_agreed", "sorry_ask", "pay_now", "pay_how")
    looked_back = walk.review(TEA, state)
    assert (looked_back.scenes, looked_back.right) == (3, 0)
    told = [(fault, count, fix) for fault, count, fix in looked_back.faults]
    assert told == [("pressure", 2, fix_of("sorry_agreed")), ("money", 1, fix_of("pay_now"))]


def test_after_two_wrong_lines_only_a_right_one_is_left() -> None:
    scene = SHOP.scenes[0]
    state = walked(SHOP, "looking_can_i_help")
    assert len(walk.offered(scene, state)) == 2
    state = walked(SHOP, "looking_can_i_help", "looking_call_me")
    assert [type(line) for line in walk.offered(scene, state)] == [GoodLine]


def test_the_right_line_is_in_every_place_about_as_often() -> None:
    places = [0, 0, 0]
    for number in range(100):
        state = walk.begin(SHOP, number, NOW)
        for scene in SHOP.scenes:
            offered = walk.offered(scene, state)
            if len(offered) == 3:
                right = next(i for i, line in enumerate(offered) if isinstance(line, GoodLine))
                places[right] += 1
    assert all(0.28 < place / sum(places) < 0.39 for place in places)


@given(number=st.integers(0, 10**6), choices=st.lists(st.integers(0, 2), max_size=80))
def test_whatever_is_tapped_a_walk_ends_and_on_a_right_line(
    number: int, choices: list[int]
) -> None:
    state = walk.begin(SHOP, number, NOW)
    last: object = None
    for step, choice in enumerate([*choices, *[0] * 3 * len(SHOP.scenes)]):
        scene = SHOP.find_scene(state.scene)
        if scene is None:
            break
        lines = walk.offered(scene, state)
        assert sum(isinstance(line, GoodLine) for line in lines) == 1
        assert len(lines) <= 3
        last = lines[choice % len(lines)]
        state = walk.choose(SHOP, state, lines[choice % len(lines)], number + step + 1, NOW)
    assert state.scene is None
    assert isinstance(last, GoodLine)
    assert set(state.right) <= set(state.seen)


def test_the_same_state_offers_the_same_lines_in_the_same_order() -> None:
    state = walk.begin(SHOP, 3, NOW)
    assert walk.offered(SHOP.scenes[4], state) == walk.offered(SHOP.scenes[4], state)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("can i help you with anything", "looking_can_i_help"),
        ("Can I help you wiht anything?!", "looking_can_i_help"),
        ("请问有什么可以帮您的吗", "looking_can_i_help"),
        ("您随便看，是上班穿还是重要场合穿", "looking_what_for"),
        ("can i help you", None),
        ("你好", None),
        ("", None),
        ("…", None),
    ],
)
def test_a_typed_line_counts_as_the_written_one_it_says(typed: str, line: str | None) -> None:
    found = likeness.find_said(SHOP.scenes[0], typed, NAMES)
    assert (found.id if found else None) == line


def test_what_is_done_beside_a_line_need_not_be_typed() -> None:
    size = SHOP.find_scene("size")
    assert size is not None
    found = likeness.find_said(size, "50码，来，右手先进，镜子在这边", NAMES)
    assert found is not None
    assert found.id == "size_slip_in"


def test_the_persons_own_name_may_be_typed_in_a_line_that_has_one() -> None:
    scene = TEA.find_scene("pay")
    assert scene is not None
    found = likeness.find_said(scene, "Card or cash? I'm Ana.", NAMES)
    assert found is not None
    assert found.id == "pay_how"


def test_a_text_as_near_to_a_wrong_line_as_to_a_right_one_is_neither() -> None:
    text = SMALL.replace('"Can I help?"', '"Black or greed?"').replace("容易说不", "容易说不了")
    scene = parse_playbook(text).scenes[0]
    assert likeness.find_said(scene, "black or gree", NAMES) is None
    found = likeness.find_said(scene, "black or greed", NAMES)
    assert isinstance(found, BadLine)


def test_a_walk_is_in_mind_for_ten_minutes_and_not_while_it_is_stopped() -> None:
    state = walk.begin(TEA, 1, NOW)
    assert state.is_in_mind(NOW + timedelta(minutes=10))
    assert not state.is_in_mind(NOW + timedelta(minutes=11))
    assert not walked(TEA, "hello_or", "pay_how").is_in_mind(NOW)


def after_line(
    playbook: Playbook, state: walk.WalkState, name: str | None, fault: Fault
) -> walk.WalkState:
    line = playbook.find_line(name) if name else None
    assert line is None or isinstance(line, BadLine)
    return walk.say_wrong(playbook, state, line, fault, state.step + 1, NOW)


def test_a_line_of_ones_own_that_is_right_leads_on() -> None:
    state = walk.say_right(TEA, walk.begin(TEA, 7, NOW), None, 8, NOW)
    assert (state.scene, state.right, state.wrong) == ("pay", ("hello",), ())


def test_a_line_of_ones_own_that_is_wrong_has_one_retry_with_the_choices_shown() -> None:
    state = after_line(TEA, walk.begin(TEA, 7, NOW), "hello_help", "permission")
    assert (state.scene, state.hinted, state.tried) == ("hello", True, ("hello_help",))
    scene = TEA.scenes[0]
    offered = walk.offered(scene, state)
    assert "hello_help" not in {line.id for line in offered}
    assert any(isinstance(line, GoodLine) for line in offered)


def test_after_the_second_wrong_line_the_walk_goes_on_and_it_was_not_right_at_once() -> None:
    state = after_line(TEA, walk.begin(TEA, 7, NOW), "hello_help", "permission")
    state = after_line(TEA, state, None, "money")
    assert (state.scene, state.right, state.wrong) == ("pay", (), ("hello_help", "hello@money"))
    assert [fault for fault, _, _ in walk.review(TEA, state).faults] == ["permission", "money"]


def test_a_right_line_after_a_wrong_one_is_not_right_at_once() -> None:
    state = after_line(TEA, walk.begin(TEA, 7, NOW), "hello_help", "permission")
    assert walk.say_right(TEA, state, None, 9, NOW).right == ()


def test_a_wrong_line_like_an_authored_one_leads_where_that_leads() -> None:
    state = after_line(TEA, walk.begin(TEA, 7, NOW), "hello_push", "pressure")
    assert (state.scene, state.tried) == ("sorry", ())


def test_what_nobody_could_judge_counts_nothing_and_may_be_left() -> None:
    state = walk.begin(TEA, 7, NOW)
    assert walk.stay(state, 8, NOW).scene == "hello"
    left = walk.go_past(TEA, state, 8, NOW)
    assert (left.scene, left.right, left.wrong) == ("pay", (), ())


def test_a_hint_stays_for_the_scene_only() -> None:
    state = walk.stay(walk.begin(TEA, 7, NOW), 8, NOW, hinted=True)
    assert state.hinted
    assert not walk.say_right(TEA, state, None, 9, NOW).hinted


def test_after_two_minutes_or_seven_scenes_a_walk_wants_a_rest_at_a_scenes_end() -> None:
    state, at = walk.begin(SHOP, 7, NOW), NOW
    for number in range(2):
        at += timedelta(seconds=59)
        state = walk.say_right(SHOP, state, None, 8 + number, at)
        assert not state.wants_rest
    state = walk.say_right(SHOP, state, None, 11, at + timedelta(seconds=5))
    assert state.wants_rest
    quick = walk.begin(SHOP, 7, NOW)
    for number in range(7):
        assert not quick.wants_rest
        quick = walk.say_right(SHOP, quick, None, 8 + number, NOW)
    assert quick.wants_rest
    rested = walk.rest(quick)
    assert rested.paused
    assert not rested.wants_rest
    assert walk.count_right(quick, 0) == 7


def test_a_pause_of_an_hour_is_no_hour_of_practice() -> None:
    state = walk.say_right(SHOP, walk.begin(SHOP, 7, NOW), None, 8, NOW + timedelta(hours=1))
    assert state.spent == walk.LONGEST_STEP
    assert not state.wants_rest
