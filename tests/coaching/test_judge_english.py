"""The judge of lines in English: what is good, what is not, and what makes no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.judge import Judge, Judgement, usual_moment
from bot.coaching.playbook import Act, Fault, Situation
from bot.coaching.reading import parse_playbook
from tests.support.playbooks import SMALL

JUDGE = Judge(parse_playbook(SMALL))


def judged(text: str, situation: Situation = "ready_signal") -> Judgement:
    """Return the judgement on a line at a moment of which only the situation is known."""
    return JUDGE.judge(text, usual_moment(situation), "en")


GOOD: list[tuple[Situation, Act, str]] = [
    ("options_choice", "either_or", "Powder coat or galvanised for these brackets?"),
    ("delivery", "either_or", "Should the drums go to the north gate or the south gate?"),
    ("keeps_talking", "either_or", "I'll stop there. Left-hand or right-hand doors?"),
    (
        "think_it_over",
        "either_or",
        "Think it over by all means. Shall I hold the blue for you, or the grey?",
    ),
    ("second_ask", "either_or", "a small start then, five bags or ten"),
    ("ready_signal", "minor_point", "Whose name goes on the dispatch note?"),
    ("options_choice", "minor_point", "What pressure does your line run at?"),
    ("nitpicking", "minor_point", "Where exactly did the paint chip?"),
    ("keeps_talking", "minor_point", "Is there a height limit at your gate?"),
    ("ready_signal", "next_step", "I'm ringing our stores now to set the rolls aside."),
    ("competitor", "next_step", "Put theirs and ours in hot water for five minutes, and we look."),
    ("decision_maker", "next_step", "Let's walk up to his office with the sample, you and me."),
    ("think_it_over", "next_step", "I'll bring the test pieces on Tuesday and we fit one."),
    ("paperwork", "confirm", "Please check the quantities and confirm."),
    ("ready_signal", "confirm", "So that's forty cartons, matt, to the Leeds yard, right?"),
    ("delivery", "confirm", "Dock four, ask for Raj. Correct?"),
    ("signing", "sign_soft", "Read it through. Once you agree, sign here; one copy is yours."),
    (
        "signing",
        "sign_soft",
        "take your time with it, sign at the foot when ur happy, top copy stays",
    ),
    ("payment_step", "pay_method", "Bank transfer or cheque?"),
    ("payment_step", "pay_method", "Would accounts rather settle by direct debit, or card?"),
    ("after_close", "congratulate", "Congratulations, a wise choice of machine."),
    ("after_close", "congratulate", "You picked well, the kitchen will love these ovens."),
    ("after_close", "relationship", "I'll ring you on Friday to see how the pump is running."),
    ("delivery", "relationship", "I'll be at the dock when the first lorry backs in."),
    ("price_deadlock", "trade", "If you took full pallets only, I could ask my manager."),
    ("second_ask", "trade", "Give me a two year contract and I'll go and ask for you."),
]
BAD: list[tuple[Situation, Fault, str]] = [
    ("think_it_over", "pressure", "You already agreed last week, you can't back out now."),
    ("signing", "pressure", "No need to read it, they are all alike."),
    ("options_choice", "pressure", "Hurry, these are the last two pallets in the country."),
    ("second_ask", "pressure", "I know you said no, but I'm not leaving without an order."),
    ("decision_maker", "pressure", "Just sign, and tell your boss afterwards."),
    ("options_choice", "overpromise", "This glove will never tear, I promise."),
    ("delivery", "overpromise", "It will be there at seven, a hundred per cent, without fail."),
    ("competitor", "overpromise", "Nobody in the world makes a better pump."),
    ("price_deadlock", "concede", "All right, I'll knock five per cent off."),
    ("competitor", "concede", "Whatever they quote, we can match that price."),
    ("nitpicking", "concede", "Have the scratched ones at half price."),
    ("ready_signal", "concede", "And I'll throw in a free case of rolls."),
    ("after_close", "concede", "There's a discount coming on your next order."),
    ("payment_step", "money", "Are you paying by card?"),
    ("payment_step", "money", "Come over to the till and pay."),
    ("signing", "money", "That comes to £3,480, then."),
    ("ready_signal", "money", "First we need your deposit."),
    ("delivery", "money", "No cash, no unloading."),
    ("signing", "blunt_sign", "Sign here."),
    ("paperwork", "blunt_sign", "your signature on the dotted line please"),
    ("think_it_over", "fake_choice", "Wednesday for the demo, or some other time?"),
    ("second_ask", "fake_choice", "One box, or would you rather leave it for now?"),
    ("decision_maker", "fake_choice", "Do we see him today, or shall we drop it?"),
    ("ready_signal", "permission", "Can you order today?"),
    ("options_choice", "permission", "Would you be interested in buying some of our valves?"),
    ("signing", "permission", "Would you be willing to sign the contract today?"),
    ("after_close", "permission", "Would you like anything else?"),
    ("ready_signal", "keeps_explaining", "Before that, let me explain our history."),
    ("keeps_talking", "keeps_explaining", "One more thing about the coating: it's baked twice."),
    ("think_it_over", "no_ask", "Sure. Let me know when you've thought about it."),
    ("ready_signal", "no_ask", "Yes, it's in stock."),
    ("competitor", "no_ask", "I'll leave my card, then."),
    ("options_choice", "off_topic", "Did you watch the football last night?"),
    ("paperwork", "off_topic", "My daughter has just passed her driving test."),
]


@pytest.mark.parametrize(("situation", "act", "text"), GOOD)
def test_each_act_is_known_in_any_trade(situation: Situation, act: Act, text: str) -> None:
    judgement = judged(text, situation)
    assert (judgement.verdict, judgement.act) == ("good", act)


@pytest.mark.parametrize(("situation", "fault", "text"), BAD)
def test_each_fault_is_known_in_any_trade(situation: Situation, fault: Fault, text: str) -> None:
    judgement = judged(text, situation)
    assert (judgement.verdict, judgement.fault) == ("bad", fault)


@pytest.mark.parametrize(
    ("situation", "good", "bad"),
    [
        ("payment_step", "Card or cash?", "Are you paying by card?"),
        ("think_it_over", "Thursday, or Friday for the trial?", "Thursday, or another day?"),
        ("signing", "Read it, and sign here once you agree.", "Sign here."),
        (
            "options_choice",
            "Kraft boxes or the white?",
            "Kraft or white? Fifteen per cent off either.",
        ),
        ("paperwork", "Could you confirm the address?", "Could you order today?"),
        (
            "price_deadlock",
            "If you signed for the year, I could ask my manager.",
            "If you signed for the year, I could do five per cent.",
        ),
        ("after_close", "Which shift shall I train first?", "Would you like to order more?"),
        (
            "delivery",
            "It's on the lorry, I'll ring you at ten.",
            "It can't possibly be late, I swear.",
        ),
        ("ready_signal", "Which gate takes lorries?", "Shall we go ahead with the order?"),
        ("second_ask", "Six drums to start with, or eight?", "Six drums, or not just now?"),
        ("keeps_talking", "Which size goes in first?", "First let me explain the sizes."),
    ],
)
def test_near_words_may_be_far_in_meaning(situation: Situation, good: str, bad: str) -> None:
    assert judged(good, situation).verdict == "good"
    assert judged(bad, situation).verdict == "bad"


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("options_choice", "Pay attention to the hinge: left or right?"),
        ("options_choice", "For the money belts, leather or canvas?"),
        ("second_ask", "No discount needed, you said. Medium or large liners?"),
        ("payment_step", "No need to dig your wallet out. On account, or by transfer?"),
        ("options_choice", "The free-standing shelves: by the till, or at the back?"),
        ("delivery", "Will the forklift be free at nine or at eleven?"),
        ("options_choice", "Should the discount sticker go on the lid or on the side?"),
        ("ready_signal", "Is it the exit sign by the stairs or by the lift?"),
        ("paperwork", "The year's guarantee goes on page two. Whose name shall I put?"),
    ],
)
def test_words_that_only_look_dangerous_are_harmless(situation: Situation, text: str) -> None:
    assert judged(text, situation).verdict == "good"


HALVES = st.lists(
    st.sampled_from(
        ["the blue ones", "kraft", "Tuesday morning", "the north gate", "six drums", "twelve bags",
         "the long handle", "steel", "one pallet", "the large size", "oak", "the second floor"]
    ),
    min_size=2, max_size=2, unique=True,
)  # fmt: skip
WAYS_OUT = st.sampled_from(
    ["leave it for now", "another day", "some other time", "not at all", "think it over",
     "would you rather wait", "shall we drop it"]
)  # fmt: skip


@given(HALVES)
def test_the_halves_of_an_either_or_may_change_places(parts: list[str]) -> None:
    one, other = parts
    assert judged(f"{one} or {other}?").act == judged(f"{other} or {one}?").act == "either_or"


@given(HALVES, WAYS_OUT)
def test_a_way_out_is_one_in_either_half(parts: list[str], way_out: str) -> None:
    assert judged(f"{parts[0]}, or {way_out}?").fault == "fake_choice"
    assert judged(f"{way_out}, or {parts[0]}?").fault == "fake_choice"


ALL = [(situation, text) for situation, _, text in GOOD] + [(each, text) for each, _, text in BAD]


@pytest.mark.parametrize(("situation", "text"), ALL)
def test_case_width_and_apostrophes_change_nothing(situation: Situation, text: str) -> None:
    verdict = judged(text, situation).verdict
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for other in (text.upper(), text.lower(), text.replace("'", "’"), wide):
        assert judged(other, situation).verdict == verdict


@pytest.mark.parametrize(("situation", "text"), ALL)
def test_spaces_about_a_line_and_its_last_full_stop_change_nothing(
    situation: Situation, text: str
) -> None:
    verdict = judged(text, situation).verdict
    assert judged(f"  {text} ", situation).verdict == verdict
    assert judged(text.removesuffix("."), situation).verdict == verdict


@pytest.mark.parametrize(("situation", "act", "text"), GOOD)
@pytest.mark.parametrize(
    ("fault", "added"),
    [
        ("money", "Come and pay now."),
        ("concede", "And I'll take ten per cent off."),
        ("keeps_explaining", "Let me explain the advantages once more."),
        ("overpromise", "It will never break, I guarantee it."),
    ],
)
def test_a_fault_added_to_a_good_line_makes_it_bad(
    situation: Situation, act: Act, text: str, fault: Fault, added: str
) -> None:
    judgement = judged(f"{text} {added}", situation)
    assert (judgement.verdict, judgement.fault) == ("bad", fault)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i'll take ten percnet off", "concede"),
        ("would you like to oder today, can you ordre now?", "permission"),
        ("ill give you a disount", "concede"),
        ("i garantee it will never break", "overpromise"),
    ],
)
def test_a_slip_of_the_finger_hides_no_fault(typed: str, meant: Fault) -> None:
    assert judged(typed).fault == meant


def test_a_trade_is_good_only_where_the_price_is_stuck() -> None:
    text = "If you took full pallets only, I could ask my manager."
    assert judged(text, "price_deadlock").verdict == "good"
    assert judged(text, "signing").verdict == "unsure"


def test_care_counts_only_once_something_was_agreed() -> None:
    text = "Congratulations, a wise choice."
    assert judged(text, "after_close").verdict == "good"
    assert judged(text, "options_choice").verdict == "unsure"


def test_of_several_faults_the_gravest_is_told() -> None:
    judgement = judged("You already agreed. Sign here, and I'll take ten per cent off.", "signing")
    assert judgement.fault == "pressure"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Right-o. Come and pay now.", "Come and pay now"),
        ("Blue — or shall we leave it?", "Blue — or shall we leave it"),
        ("Fine! I’ll take 10% off", "I’ll take 10% off"),
    ],
)
def test_the_words_that_show_a_fault_are_those_that_were_typed(text: str, shown: str) -> None:
    span = judged(text).span
    assert span is not None
    assert text[slice(*span)] == shown


@given(st.text(max_size=320))
def test_any_text_is_judged_and_its_span_lies_in_it(text: str) -> None:
    span = judged(text).span
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_latin_words_in_a_chinese_line_harm_nothing() -> None:
    judgement = JUDGE.judge("这批 sample 发 A 仓还是 B 仓？", usual_moment("ready_signal"), "zh")
    assert judgement.verdict != "bad"
