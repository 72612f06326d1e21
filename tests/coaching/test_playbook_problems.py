"""What is wrong in a playbook is told all at once: line, column, what kind, and a way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.reading import decode_playbook, parse_playbook
from crm.errors import BadFile
from tests.support.playbooks import SMALL, changed


def problems(text: str) -> list[str]:
    """Return the problems of a text that must have some."""
    with pytest.raises(BadFile) as error:
        parse_playbook(text, "tea.yaml")
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "situation: options",
            "situaton: options",
            "11:5  unknown_key  situaton is not known in scene 1. Did you mean situation?",
        ),
        (
            'title: {zh: "茶铺", en: "Tea"}',
            f'title: {{zh: "茶铺", en: "{"Tea " * 11}"}}',
            "2:23  too_long  title.en has more than 40 characters. Shorten it.",
        ),
        (
            'why: {zh: "都往前走。", en: "Both move on."}',
            'why: {zh: "都往前走。", en: "Both \\u202Eno evom"}',
            (
                "18:32  value  why.en of good line 1 of scene 1 has a character that is not shown "
                "(U+202E). Type the text anew."
            ),
        ),
        (
            "scenes:",
            "scene:",
            "9:1  unknown_key  scene is not known in the playbook. Did you mean scenes?",
        ),
        (
            "fault: permission",
            "fault: permision",
            (
                "22:16  value  fault of bad line 1 of scene 1 cannot be permision. "
                "Did you mean permission?"
            ),
        ),
        (
            "act: either_or",
            "act: eitheror",
            (
                "17:14  value  act of good line 1 of scene 1 cannot be eitheror. "
                "Did you mean either_or?"
            ),
        ),
        (
            'why: {zh: "都往前走。", en: "Both move on."}',
            'why: {zh: "都往前走。"}',
            "18:9  language  en is missing in why of good line 1 of scene 1. Add it.",
        ),
        (
            '        why: {zh: "都往前走。", en: "Both move on."}\n',
            "",
            "15:9  missing  why is missing in good line 1 of scene 1. Add it.",
        ),
        (
            'fix: {zh: "红茶绿茶？", en: "Black, green?"}',
            "# none",
            "20:9  missing  fix is missing in bad line 1 of scene 1. Add it.",
        ),
        (
            'en: "Both move on."',
            'en: ""',
            "18:32  empty  why.en of good line 1 of scene 1 is empty. Write it out.",
        ),
        (
            'en: "Both move on."',
            "en: 都往前",
            (
                "18:32  language  why.en of good line 1 of scene 1 has Chinese characters. "
                "Write it in English."
            ),
        ),
        (
            'zh: "都往前走。"',
            'zh: "Both"',
            (
                "18:19  language  why.zh of good line 1 of scene 1 has no Chinese character. "
                "Write it in Chinese."
            ),
        ),
        (
            "next: {good: pay}",
            "next: {good: pya}",
            (
                "31:18  dangling  scene hello leads to pya, and there is no such scene. "
                "Did you mean pay?"
            ),
        ),
        (
            "next: sorry",
            "next: pay",
            (
                "32:9  unreachable  no line leads to scene sorry. "
                "Name it in the next of another scene."
            ),
        ),
        (
            "next: {good: end}",
            "next: {good: hello}",
            (
                "63:18  loop  a walk never ends here: hello → pay → hello. "
                "Lead on to a later scene, or to end."
            ),
        ),
        (
            "id: sorry_ask",
            "id: hello_or",
            (
                "37:13  twice  the id hello_or is taken already, by good line 1 of "
                "scene 1. Give each an id of its own."
            ),
        ),
        (
            "id: hello_or",
            "id: end",
            "15:13  twice  end is where a walk is over, so no id can be end. Choose another one.",
        ),
        (
            "id: hello_or",
            "id: Hello-Or",
            (
                "15:13  value  id of good line 1 of scene 1 cannot be Hello-Or. "
                "Use small letters, digits and _, beginning with a letter: price_first_no."
            ),
        ),
        (
            'en: "Can I help?"',
            'en: "black or green?"',
            "21:32  twice  this is said already, by good line 1 of scene 1. Say it otherwise.",
        ),
        (
            "act: confirm",
            "act: trade",
            (
                "39:14  act  the act of this line is trade, which its scene doesn't accept. "
                "It accepts: confirm, either_or."
            ),
        ),
        (
            'en: "Black or green?"',
            f'en: "{"Black or green? " * 20}"',
            "16:34  too_long  the line has 320 characters; its scene allows 120. Shorten it.",
        ),
        (
            'en: "Both move on."',
            f'en: "{"Both move on. " * 40}"',
            (
                "18:32  too_long  why.en of good line 1 of scene 1 has more than 400 characters. "
                "Shorten it."
            ),
        ),
        (
            "accepts: [either_or]",
            "accepts: either_or",
            (
                "13:14  value  accepts of scene 1 must be a list, and either_or is not. "
                "Begin each entry with a dash."
            ),
        ),
        (
            "accepts: [either_or]",
            "accepts: []",
            "13:14  empty  accepts of scene 1 is empty. At least one entry is needed.",
        ),
        (
            'en: "Easy to decline."',
            "en: 12",
            (
                "23:32  value  why.en of bad line 1 of scene 1 must be text, and 12 is not. "
                'Write "12".'
            ),
        ),
        (
            "next: {good: end}",
            "next: end",
            (
                "63:11  value  next of scene 3 must have parts, and end has none. "
                "Write them one below the other."
            ),
        ),
        (
            "I'm {{ rep }}",
            "I'm {{ rpe }}",
            "54:45  name  rpe is not among the vars. Did you mean rep?",
        ),
        (
            "I'm {{ rep }}",
            "I'm {{ rep.delete() }}",
            "54:45  template  a call stands in braces, where only a name may. Write {{ name }}.",
        ),
        (
            "I'm {{ rep }}",
            "I'm {{ rep|upper }}",
            "54:45  template  the filter upper cannot be used. Known here: capitalise.",
        ),
        (
            "I'm {{ rep }}",
            "I'm {{ rep ",
            (
                "54:45  template  the braces cannot be read: expected name or number. "
                "Write {{ name }}."
            ),
        ),
        (
            "situation: options_choice",
            "situation: &s options_choice",
            "11:16  yaml  &s names a part to be repeated. Write parts out where they belong.",
        ),
        (
            "id: tea\n",
            "id: tea\nid: coffee\n",
            "2:1  yaml  id is given twice, first on line 1. Keep one of them.",
        ),
        (
            "id: tea\n",
            "id: tea: x\n",
            (
                "1:8  yaml  there is one colon too many, or the line is indented too far. "
                "Compare it with the sample in docs/playbooks.md."
            ),
        ),
        (
            "    situation: options_choice",
            "\tsituation: options_choice",
            "11:1  yaml  the line is indented with a tab. Use blanks instead.",
        ),
    ],
)
def test_one_mistake_is_one_line_that_says_what_to_do(old: str, new: str, told: str) -> None:
    assert problems(changed(old, new)) == [f"tea.yaml:{told}"]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL
    for old, new in (
        ("fault: permission", "fault: permision"),
        ("next: {good: pay}", "next: {good: pya}"),
        ("I'm {{ rep }}", "I'm {{ rpe }}"),
        ("situation: payment_step", "situation: &s payment_step"),
        ('en: "Names money."', "en: 提钱"),
    ):
        text = text.replace(old, new, 1)
    found = problems(text)
    assert [problem.split("  ")[1] for problem in found] == [
        "value",
        "dangling",
        "yaml",
        "name",
        "language",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1  empty  the file is empty."),
        ("- id", "1:1  value  a playbook is made of parts"),
        ("[" * 5000, "1:21  yaml  this is nested deeper than 20 levels."),
        ("a: " + "x" * 300_000, "1:1  too_large  the file is larger than 256 kB."),
    ],
)
def test_what_is_no_playbook_at_all_is_refused_at_once(text: str, told: str) -> None:
    assert problems(text)[0].startswith(f"tea.yaml:{told}")


def test_a_bomb_of_aliases_is_refused_word_by_word_and_never_unfolded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert sum("repeats another part" in problem for problem in problems(bomb)) == 72


def test_text_that_is_not_utf8_says_where_it_stops_being_it() -> None:
    with pytest.raises(BadFile, match=r"tea\.yaml:2:8  yaml  this is not UTF-8 text"):
        decode_playbook("id: tea\ntitle: \u7ea7".encode("gb18030"), "tea.yaml")


@given(
    place=st.integers(0, len(SMALL)),
    length=st.integers(0, 40),
    inserted=st.text(max_size=12),
)
def test_however_a_playbook_is_damaged_it_is_read_or_refused(
    place: int, length: int, inserted: str
) -> None:
    damaged = SMALL[:place] + inserted + SMALL[place + length :]
    told: list[str] = []
    try:
        parse_playbook(damaged, "tea.yaml")
    except BadFile as error:
        told = [str(problem) for problem in error.problems]
    assert all(len(problem.splitlines()) == 1 for problem in told)


def test_a_number_may_stand_for_a_name_in_both_languages() -> None:
    text = SMALL.replace("vars:", 'vars:\n  quantity: {zh: "200", en: "200"}', 1)
    assert parse_playbook(text).vars["quantity"].zh == "200"
