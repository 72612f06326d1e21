"""What is wrong in a policy file is told all at once, with its place and what to do."""

import pytest

from crm.errors import BadPolicy
from crm.policy import decode_policy, default_text, parse_policy


def problems(text: str) -> list[str]:
    """Return the problems of a text that must have some."""
    with pytest.raises(BadPolicy) as error:
        parse_policy(text)
    return [str(problem) for problem in error.value.problems]


def changed(old: str, new: str) -> str:
    """Return the default policy with one place changed."""
    assert default_text().count(old) == 1
    return default_text().replace(old, new)


def place_of(text: str, word: str) -> str:
    """Return where a word stands in a text for the first time."""
    before = text[: text.index(word)]
    return f"policy.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("weight: 60", "wieght: 60", "wieght", "Did you mean weight?"),
        ("caps: []", "capps: []", "capps", "Did you mean caps?"),
        ("grading:", "grdaing:", "grdaing", "Did you mean grading?"),
        ("grace: 0", "zzz: 0", "zzz", "Known here: method, cut"),
        ("    credit: {", "    credti: {", "credti", "Did you mean credit?"),
        ("cut: ratio", "cut: ration", "ration ", "Did you mean ratio?"),
        ("method: percentile", "method: 3", "3 ", "percentile, range"),
        ("weight: 60", "weight: sixty", "sixty", "must be a number"),
        ("weight: 60", "weight: '60'", "'60'", "60 in quotes is not"),
        ("weight: 60", "weight: .nan", ".nan", "must be a number"),
        ("weight: 60", "weight: -.inf", "-.inf", "must be a number"),
        ("weight: 60", "weight: 1e999", "1e999", "must be a number"),
        ("weight: 60", "weight: true", "true, months: 12}\n  measure", "must be a number"),
        ("weight: 60", "weight: -1", "-1", "at least 0"),
        ("weight: 60", "weight: 5000", "5000", "at most 1000"),
        ("weight: 60", "weight: ", " , months: 12}\n  measure", "has no value"),
        ("ideal: 30", "ideal: 30.5", "30.5", "must be a whole number"),
        ("ideal: 30", "ideal: 0", "0, latest: 45", "at least 1"),
        ("grace: 0", "grace: -1", "-1 ", "at least 0"),
        ("touch_restarts: false", "touch_restarts: yes", "yes", "Did you mean true?"),
        ("touch_restarts: false", "touch_restarts: often", "often", "true or false"),
        ("name: B", "name: 2", "2,", 'Put it in quotes: "2"'),
        ("name: B", "name: ''", "''", "is empty"),
        ("name: B", "name: Extraordinarily", "Extra", "At most 12 characters"),
        ("name: B", "name: a", "a, ratio: 30", "two tiers have the name a"),
        ("name: B", "name: A", "A, ratio: 30", "two tiers have the name A."),
        ("name: B", "name: New", "New", "without any order"),
        ("name: B", "name: 新", "新", "without any order"),
        ("ratio: 20", "ratio: 25", "- {name: A", "ratio shares of all tiers add up to 105"),
        ("pareto: 5,", "pareto: 4.5,", "- {name: A", "add up to 99.5, not to 100"),
        ("points: 50", "points: 80", "80, visit: {ideal: 90", "not below 80"),
        ("points: 50", "points: 101", "101", "at most 100"),
        ("latest: 45", "latest: 29", "29", "before the ideal one"),
        ("caps: []", "caps: [{late_over: 3, at_most: D}]", "D}", "no tier D"),
        ("caps: []", "caps: [{late_over: 3, at_most: b}]", "b}", "Did you mean B?"),
        ("caps: []", "caps: [{at_most: B}]", "{at_most", "late_over is missing in cap 1"),
        ("caps: []", "caps: {late_over: 3}", "{late_over", "must be a list"),
        ("{ideal: 30, latest: 45}", "30", "30}", "must be a section"),
        ("visits:", "visits: &again", "&again", "&again"),
        ("caps: []", "caps: *again", "*again", "Write that part out"),
        ("cut: ratio", "cut: !!str ratio", "!!str", "tag"),
        ("grace: 0", "cut: pareto", "cut: pareto", "given twice, first on line"),
        ("grace: 0", "? [1, 2]\n  : 0", "[1, 2]", "one word"),
        ("grace: 0", "grace: 0: 1", ": 1 ", "one colon too many"),
        ("  grace: 0", "\tgrace: 0", "\tgrace", "indented with a tab"),
        ("latest: 45}}", "latest: 45}", "- {name: B", "closing bracket is missing"),
        (
            "touch_restarts: false",
            "touch_restarts: [false",
            "",
            "bracket is opened and never closed",
        ),
        ("caps: []", "caps: ]", "]  ", "closing bracket has no opening one"),
        (
            "touch_restarts: false",
            "touch_restarts: 'false",
            "",
            "quotation mark is opened and never closed",
        ),
        ("cut: ratio", "cut: ratio\x07", "\x07", "no place in a text"),
        ("visits:", "---\nvisits:", "---\nvisits", "second document"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(
    old: str, new: str, at: str, says: str
) -> None:
    text = changed(old, new)
    found = problems(text)
    if at:
        assert found[0].startswith(place_of(text, at)), found
    assert says in found[0]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = default_text()
    for old, new in (
        ("ratio: 20", "ratio: 25"),
        ("latest: 45", "latest: 5"),
        ("name: C", "name: new"),
        ("cut: ratio", "cut: ration"),
        ("weight: 60", "wieght: 60"),
        ("caps: []", "caps: [{late_over: 30, at_most: D}]"),
        ("attempt_moves: 3", "attempt_moves: many"),
    ):
        text = text.replace(old, new)
    found = problems(text)
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)
    for says in (
        "105",
        "latest day",
        "new is",
        "ration",
        "wieght",
        "no tier D",
    ):
        assert any(says in problem for problem in found), says
    assert len(found) == 7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("# nothing but a comment\n", "the file is empty"),
        ("- tiers\n", "made of sections"),
        ("tiers", "made of sections"),
        ("[" * 5000, "deeper than 20"),
        ("- " * 5000, "deeper than 20"),
        ("a: " + "x" * 300_000, "larger than 256 kB"),
        ("tiers: [" + "1," * 100_000, "goes on after 30,000 words"),
    ],
)
def test_what_is_no_policy_at_all_is_refused_in_one_line(text: str, says: str) -> None:
    found = problems(text)
    assert len(found) == 1
    assert says in found[0]


def test_a_mistyped_key_is_one_mistake_not_also_a_missing_one() -> None:
    assert len(problems(changed("weight: 60", "wieght: 60"))) == 1
    assert len(problems(changed("weight: 60", "colour: 60"))) == 2


def test_a_missing_section_is_named() -> None:
    assert problems("visits: {}") == [
        "policy.yaml:1:1: tiers is missing. Add it.",
        "policy.yaml:1:1: grading is missing. Add it.",
    ]


def test_weights_of_nothing_but_zero_are_refused() -> None:
    text = default_text()
    for weight in (10, 30, 60):
        text = text.replace(f"weight: {weight}", "weight: 0")
    assert "no indicator has a weight above 0" in problems(text)[0]


def test_a_file_of_thousands_of_mistakes_tells_a_hundred_and_how_many_more() -> None:
    found = problems("\n".join(f"key{number}: 1" for number in range(3000)))
    assert len(found) == 101
    assert "2902 more problems" in found[-1]


def test_text_from_the_file_cannot_break_out_of_its_line() -> None:
    found = problems('tiers: "\\e[31m\\nred"\n"two\\nlines": 1\ngrading: {indicators: {}}\n')
    assert all(len(problem.splitlines()) == 1 and "\x1b" not in problem for problem in found)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\xff", "tiers: 级".encode("gb18030")])
def test_a_file_that_is_no_utf8_text_says_where_it_stops_being_one(content: bytes) -> None:
    with pytest.raises(BadPolicy, match=r"policy\.yaml:1:\d+: this is not UTF-8 text"):
        decode_policy(content, "policy.yaml")


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadPolicy, match="larger than 256 kB"):
        decode_policy(b"\xff" * 300_000, "policy.yaml")
