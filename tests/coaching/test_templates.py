"""A playbook's text may name what its vars name, and do nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.templates import fill_in, list_unfit

ATTACKS = [
    "{{ range(99999) }}",
    "{% for x in rep %}{{ x }}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ rep * 999999 }}",
    "{{ rep.delete() }}",
    "{{ rep.__class__.__mro__ }}",
    "{{ rep['__class__'] }}",
    "{{ rep|attr('x') }}",
    "{{ rep|capitalise(9) }}",
    "{{ rep|join(rep) }}",
    "{{ rep ~ rep }}",
    "{{ rep if rep else rep }}",
    "{{ rep is defined }}",
    "{{ -rep }}",
    "{{ [rep] }}",
    "{% set rep = 1 %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% macro m() %}{% endmacro %}",
    "{% raw %}{{",
    "{{ self }}",
    "{{ loop }}",
    "{{ config }}",
    "{{ 1 }}",
    "{{ " + "(" * 180 + "rep" + ")" * 180,
    "{{ " + "-" * 390,
    "{{",
    "{%",
    "}}{{ }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_is_more_than_a_name_is_refused(attack: str) -> None:
    assert list_unfit(attack, {"rep"})


def test_a_name_is_filled_in_as_it_is() -> None:
    text = "{{ rep|capitalise }}, {{ rep }} & <b>"
    assert list_unfit(text, {"rep"}) == []
    assert fill_in(text, {"rep": "ana {{ rep }}"}) == "Ana {{ rep }}, ana {{ rep }} & <b>"


_WORDS = ["{{", "}}", "{%", "%}", "{#", "#}", "rep", "capitalise", "for", "in", "endfor", "if"]
_PIECES = st.sampled_from(_WORDS) | st.sampled_from("|.()*9'[]~=- \n词")


@given(text=st.lists(_PIECES, max_size=25).map("".join))
def test_what_is_accepted_never_says_more_than_its_words_and_names(text: str) -> None:
    if not list_unfit(text, {"rep"}):
        assert len(fill_in(text, {"rep": "R" * 10})) <= len(text) + 10 * text.count("rep")


@given(text=st.text(max_size=80).filter(lambda text: "{" not in text))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert list_unfit(text, {"rep"}) == []
    assert fill_in(text, {}).split() == text.split()
