"""No message is longer than a chat takes, and none is cut inside a tag or a letter."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.voice.fitting import LONGEST, fit
from bot.voice.plain import as_plain

_LINES = st.lists(
    st.builds(
        lambda name, times: f"<b>{name}</b> &amp; {name * times}",
        st.sampled_from(["Huaxin", "华兴", "👍", "&lt;b&gt;", "A &#39; B"]),
        st.integers(0, 2000),
    ),
    min_size=1,
    max_size=6,
)


@given(_LINES)
def test_what_is_said_fits_and_stays_whole(lines: list[str]) -> None:
    said = fit("\n".join(lines))
    assert len(said.encode("utf-16-le")) // 2 <= LONGEST
    assert said.count("<b>") == said.count("</b>")
    assert not re.search(r"&(?!amp;|lt;|gt;|#39;)", said)
    assert as_plain(said).rstrip("…").strip() in as_plain("\n".join(lines))


@given(st.text(max_size=200))
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert fit(text) == text
