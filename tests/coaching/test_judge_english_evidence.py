"""The judge of lines in English where evidence is thin, or where a fault comes in other words."""

import pytest

from bot.coaching.judge import Judge, Judgement, usual_moment
from bot.coaching.playbook import Fault, Situation
from bot.coaching.reading import parse_playbook
from tests.support.playbooks import SMALL

JUDGE = Judge(parse_playbook(SMALL))


def judged(text: str, situation: Situation) -> Judgement:
    """Return the judgement on a line at a moment of which only the situation is known."""
    return JUDGE.judge(text, usual_moment(situation), "en")


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("price_deadlock", "What's your budget?"),
        ("keeps_talking", "Who do I speak to about fittings?"),
        ("delivery", "What do you want me to do?"),
        ("options_choice", "How can I help you today?"),
        ("think_it_over", "When can you decide?"),
        ("ready_signal", "Who do you think you are?"),
        ("ready_signal", "Which versions of the playbook are there?"),
        ("ready_signal", "How many times did I ask this week?"),
        ("keeps_talking", "What do you earn a month?"),
        ("options_choice", "What do you think?"),
    ],
)
def test_a_question_word_alone_settles_no_point(situation: Situation, text: str) -> None:
    assert judged(text, situation).verdict != "good"


@pytest.mark.parametrize(
    "text",
    [
        "Are you more of a beach person or a mountain person?",
        "Who decides here, you or your boss?",
        "Can you call me tomorrow or Friday?",
        "Does the price hurt today or over the year?",
        "What's your busiest day, Monday or Friday?",
        "Tea or coffee?",
        "Do you keep horses yourself or is it just the job?",
        "<script>alert(1)</script>",
    ],
)
def test_an_or_that_offers_no_goods_days_or_ways_is_no_choice(text: str) -> None:
    assert judged(text, "options_choice").verdict != "good"


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("keeps_talking", "give me a tip"),
        ("keeps_talking", "show playbooks"),
        ("after_close", "show me"),
        ("delivery", "ok i'll fix it"),
        ("decision_maker", "I just want two minutes with him"),
        ("nitpicking", "Great, so I'll send confirmation this afternoon, ok?"),
        ("after_close", "Thanks for the order!!"),
        ("clear_no", "I saw your colleague last week, he wants 20. How many would you like?"),
    ],
)
def test_what_does_nothing_with_the_customer_is_no_step(situation: Situation, text: str) -> None:
    assert judged(text, situation).verdict != "good"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Can I have 5 minutes of your time?", "permission"),
        ("So how about a new order?", "permission"),
        ("Any hope of an order this side of Easter?", "permission"),
        ("Hi, just calling to see about the order?", "no_ask"),
        ("That's 48,600 then, shall I take it now?", "money"),
        ("You are liable for the full 36,000", "money"),
        ("Would you settle up before we load?", "money"),
        ("We would like our dues cleared this week", "money"),
        ("The driver won't unload till he sees the cash", "money"),
        ("Ach, I'll knock a bit off for you", "concede"),
        ("We can round it down to an even figure", "concede"),
        ("Whatever they charge, we go a shade under", "concede"),
        ("Let me remove small thing for you madam", "concede"),
        ("I might squeeze another couple of percent out for you", "concede"),
        ("OK, friend price, cheaper than list", "concede"),
        ("We can halve the setup fee", "concede"),
    ],
)
def test_leave_money_and_price_are_known_in_other_words(text: str, fault: Fault) -> None:
    judgement = judged(text, "price_deadlock")
    assert (judgement.verdict, judgement.fault) == ("bad", fault)


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("ready_signal", "That's 1,200 boxes in two lots, correct?"),
        ("ready_signal", "I'll put 5,000 on the order and bring the slip over now."),
        ("delivery", "1,500 litres into the north tank, is that right?"),
        ("ready_signal", "2000 now or 3000 with the next truck?"),
    ],
)
def test_large_figures_that_count_goods_frighten_nobody(situation: Situation, text: str) -> None:
    assert judged(text, situation).verdict == "good"


@pytest.mark.parametrize(
    ("situation", "text", "fault"),
    [
        ("nitpicking", "I'm sorry, please tell me your order number", "concede"),
        ("price_deadlock", "It's not expensive", "money"),
        ("price_deadlock", "Quality costs money, sir", "money"),
        ("options_choice", "What colour do you want me to print it?", "pressure"),
        ("signing", "Once it's signed you get the blue copy", "pressure"),
        (
            "ready_signal",
            "Shall we send it over Wednesday or wait for the Friday ferry?",
            "fake_choice",
        ),
    ],
)
def test_likeness_to_a_fault_is_none(situation: Situation, text: str, fault: Fault) -> None:
    assert judged(text, situation).fault != fault


def test_a_close_on_a_condition_the_rep_has_to_meet_is_not_wrong() -> None:
    text = "If I can get it to you by Friday, shall we write it up?"
    assert judged(text, "options_choice").verdict != "bad"


def test_things_listed_with_a_question_mark_are_a_choice() -> None:
    judgement = judged("Anything special on? Wedding, work?", "options_choice")
    assert (judgement.verdict, judgement.act) == ("good", "either_or")
