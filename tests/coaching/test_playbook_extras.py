"""Ladders, lines heard, words of a trade: what is wrong there is told like the rest."""

import pytest

from bot.coaching.reading import parse_playbook
from crm.errors import BadFile
from tests.support.playbooks import SMALL

EXTRAS = """\
lexicon:
  words:
    money: {zh: ["银子"], en: ["greenbacks"]}
  names: {zh: ["钱币茶"], en: ["Coin tea"]}
  except: {zh: ["打折伞"], en: ["money plant"]}
ladders:
  - id: dear
    objection: too_expensive
    asks:
      - id: dear_half
        say: {zh: "先来半斤，还是一斤？", en: "Half a pound first, or a whole one?"}
        act: either_or
        new_reason: {zh: "一小步。", en: "A smaller step."}
      - id: dear_cup
        say: {zh: "{{ rep }}给您泡哪一种？", en: "Which one shall {{ rep }} brew for you?"}
        act: minor_point
        new_reason: {zh: "先尝。", en: "Taste first."}
    stop_if: {zh: "“不要了。”就谢谢他。", en: "“I don’t want any.” Then thank them."}
heard:
  - {id: heard_oolong, scene: hello, language: en, say: "Oolong or jasmine?", act: either_or}
"""
WITH_EXTRAS = SMALL + EXTRAS


def told(text: str) -> list[str]:
    """Return the problems of a text that must have some, without the name of the file."""
    with pytest.raises(BadFile) as error:
        parse_playbook(text, "t")
    return [str(problem).partition(":")[2] for problem in error.value.problems]


def changed(old: str, new: str) -> str:
    assert WITH_EXTRAS.count(old) == 1
    return WITH_EXTRAS.replace(old, new)


def test_a_playbook_may_have_all_of_them() -> None:
    playbook = parse_playbook(WITH_EXTRAS)
    assert [ask.id for ask in playbook.ladders[0].asks] == ["dear_half", "dear_cup"]
    assert playbook.lexicon.exceptions.en == ("money plant",)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "  except:",
            "  excpt:",
            "68:3  unknown_key  excpt is not known in lexicon. Did you mean except?",
        ),
        (
            "    money: {",
            "    mony: {",
            "66:5  unknown_key  mony is not known in lexicon.words. Did you mean money?",
        ),
        (
            '["greenbacks"]',
            "[12]",
            (
                "66:30  value  entry 1 of lexicon.words.money.en must be text, and 12 is not. "
                'Write "12".'
            ),
        ),
        (
            "objection: too_expensive",
            "objection: to_expensive",
            (
                "71:16  value  objection of ladder 1 cannot be to_expensive. "
                "Did you mean too_expensive?"
            ),
        ),
        (
            "act: minor_point",
            "act: minor",
            "79:14  value  act of ask 2 of ladder 1 cannot be minor. Did you mean minor_point?",
        ),
        (
            '        new_reason: {zh: "先尝。", en: "Taste first."}\n',
            "",
            "77:9  missing  new_reason is missing in ask 2 of ladder 1. Add it.",
        ),
        (
            '"A smaller step."',
            '"小一步"',
            (
                "76:38  language  new_reason.en of ask 1 of ladder 1 has Chinese characters. "
                "Write it in English."
            ),
        ),
        (
            "shall {{ rep }} brew",
            "shall {{ repp }} brew",
            "78:43  name  repp is not among the vars. Did you mean rep?",
        ),
        (
            "Half a pound first, or a whole one?",
            "Half a pound first, " * 7,
            "74:37  too_long  the ask has 140 characters; an ask may have 120. Shorten it.",
        ),
        (
            "- id: dear_cup",
            "- id: hello_or",
            (
                "77:13  twice  the id hello_or is taken already, by good line 1 of scene 1. "
                "Give each an id of its own."
            ),
        ),
        (
            "scene: hello, language",
            "scene: helo, language",
            (
                "83:31  dangling  the scene of this line is helo, and there is no such scene. "
                "Did you mean hello?"
            ),
        ),
        (
            ", act: either_or}",
            "}",
            (
                "83:5  missing  heard line 1 has neither an act nor a fault. "
                "Add act if it is right, fault if it is wrong."
            ),
        ),
        (
            ", act: either_or}",
            ", act: either_or, fault: money}",
            (
                "83:102  value  heard line 1 has both an act and a fault. "
                "Keep act if it is right, fault if it is wrong."
            ),
        ),
        (
            ", act: either_or}",
            ", act: trade}",
            (
                "83:84  act  the act of this line is trade, which its scene doesn't accept. "
                "It accepts: either_or."
            ),
        ),
        (
            "language: en, say",
            "language: fr, say",
            "83:48  value  language of heard line 1 cannot be fr. Known here: zh, en.",
        ),
    ],
)
def test_one_mistake_is_one_line_that_says_what_to_do(old: str, new: str, problem: str) -> None:
    assert told(changed(old, new)) == [problem]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "next: {good: end}",
            "next: {good: end, unsure: payy}",
            (
                "63:31  dangling  scene pay leads to payy, and there is no such scene. "
                "Did you mean pay?"
            ),
        ),
        (
            "accepts: [pay_method]",
            "accepts: [pay_method]\n    allows: [pressure]",
            (
                "52:14  fault  pressure can never be allowed: it harms whoever is sold to. "
                "Take it out."
            ),
        ),
        (
            "accepts: [pay_method]",
            "accepts: [pay_method]\n    allows: [money]",
            (
                "61:16  fault  the fault of this line is money, which its scene allows. "
                "Name another fault, or take it out of allows."
            ),
        ),
        (
            "act: pay_method",
            "act: pay_method\n        also: [pay_method]",
            (
                "56:16  twice  pay_method is named already as what this line does. "
                "Take it out of also."
            ),
        ),
        (
            "accepts: [pay_method]",
            "accepts: [pay_metod]",
            (
                "51:15  value  entry 1 of accepts of scene 3 cannot be pay_metod. "
                "Did you mean pay_method?"
            ),
        ),
    ],
)
def test_a_scene_is_held_to_what_it_allows_and_leads_to(old: str, new: str, problem: str) -> None:
    assert problem in told(SMALL.replace(old, new))


def test_a_line_whose_second_act_is_accepted_is_right() -> None:
    text = SMALL.replace("act: pay_method", "act: minor_point\n        also: [pay_method]")
    assert parse_playbook(text).scenes[2].good[0].acts == {"minor_point", "pay_method"}


def test_one_objection_has_one_ladder_and_a_ladder_five_asks_at_most() -> None:
    ladder = EXTRAS[EXTRAS.index("  - id: dear\n") : EXTRAS.index("heard:")]
    second = ladder.replace("dear", "again")
    found = told(WITH_EXTRAS.replace("heard:", f"{second}heard:"))
    assert found == [
        "83:16  twice  too_expensive has a ladder already: ladder 1. Make one ladder of the two."
    ]
    ask = ladder[ladder.index("      - id: dear_cup") : ladder.index("    stop_if")]
    more = "".join(ask.replace("dear_cup", f"cup_{n}").replace("泡", f"泡{n}") for n in range(4))
    found = told(WITH_EXTRAS.replace("    stop_if", f"{more}    stop_if"))
    assert "73:7  too_long  asks of ladder 1 has more than 5 entries. Take some out." in found


def test_a_line_is_as_long_as_it_is_said_and_not_as_it_is_written() -> None:
    name = "a_rather_long_name_for_the_customer"
    said = f"Black or green, {{{{ {name} }}}}? " * 5
    text = SMALL.replace("Black or green?", said).replace(
        "  rep: {", f'  {name}: {{zh: "你", en: "Li"}}\n  rep: {{'
    )
    assert parse_playbook(text).id == "tea"


def test_a_line_heard_is_told_when_it_is_judged_twice() -> None:
    again = (
        '  - {id: again, scene: hello, language: en, say: "oolong or JASMINE?", fault: no_ask}\n'
    )
    assert told(WITH_EXTRAS + again) == [
        "84:50  twice  this is judged already, by heard line 1. Keep one of them."
    ]


@pytest.mark.parametrize("attack", ["{{ rep.delete() }}", "{{ 'a' * 10**9 }}", "{% include 'x' %}"])
@pytest.mark.parametrize("place", ["A smaller step.", "Taste first.", "Sam", "Tea", "Own it."])
def test_nothing_but_a_name_stands_in_braces_wherever_it_is(place: str, attack: str) -> None:
    assert f'"{place}"' in WITH_EXTRAS
    (problem,) = told(WITH_EXTRAS.replace(f'"{place}"', f'"{attack}"'))
    assert "  template  " in problem
