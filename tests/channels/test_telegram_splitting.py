"""Texts longer than a message: nothing lost, nothing torn."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.telegram.splitting import LONGEST_TEXT, split_text, units
from bot.voice.plain import as_plain

_WORDS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    st.sampled_from(["\n\n", "\n", " ", "👍", "华兴 ", "& Co", "<b>", "x" * 60]),
)
_TEXTS = st.lists(
    st.tuples(_WORDS, st.sampled_from(["{}", "<b>{}</b>", "<i>{}</i>", "<b>a <i>{}</i></b>"])),
    max_size=40,
).map(lambda parts: "".join(shape.format(html.escape(text)) for text, shape in parts))


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", as_plain(text))


def is_balanced(text: str) -> bool:
    opened: list[str] = []
    for closes, tag in re.findall(r"<(/?)([bi])>", text):
        if not closes:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return False
    return not opened


@given(_TEXTS, st.integers(50, 200))
@example("<b>" + "&amp;" * 100 + "</b>", 50)
@example("👍" * 100, 51)
def test_parts_together_say_what_the_text_says(text: str, longest: int) -> None:
    parts = split_text(text, longest)
    assert without_space("".join(parts)) == without_space(text)


@given(_TEXTS, st.integers(50, 200))
def test_every_part_fits_and_is_whole_by_itself(text: str, longest: int) -> None:
    for part in split_text(text, longest):
        assert as_plain(part).strip()
        assert units(part) <= longest
        assert is_balanced(part)
        assert not re.search(r"&[#\w]*\Z", part)
        assert re.sub(r"</?[bi]>", "", part).count("<") == 0


def test_a_text_is_split_between_paragraphs_first() -> None:
    paragraphs = ["a " * 20, "b " * 20, "c " * 20]
    parts = split_text("\n\n".join(paragraphs), 90)
    assert parts == [f"{paragraphs[0]}\n\n{paragraphs[1]}".rstrip(), paragraphs[2]]


def test_what_is_bold_where_a_part_ends_is_bold_in_the_next() -> None:
    first, second = split_text("<b>" + "word " * 12 + "</b>", 50)
    assert first.endswith("word</b>")
    assert second.startswith("<b>word")


def test_a_text_of_the_longest_length_is_one_message() -> None:
    assert split_text("x" * LONGEST_TEXT) == ["x" * LONGEST_TEXT]
    assert len(split_text("x" * (LONGEST_TEXT + 1))) == 2
    assert len(split_text("👍" * (LONGEST_TEXT // 2 + 1))) == 2


def test_nothing_to_say_is_no_message() -> None:
    assert split_text("") == []
    assert split_text(" \n") == []
