"""Tiers by hand and potentials in the chat: asked for, confirmed with a tap, taken back."""

from datetime import timedelta

import pytest

from bot.conversations.tiers import PRESSED
from crm.store import hand_tiers, history, potentials
from crm.store.database import Database
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office
from tests.support.grading import TODAY, applied, buys, tiers


@pytest.fixture
def graded(office: Office, database: Database) -> Office:
    """Alpha, Bravo and Cedar have ordered and are graded A, B and C; the others are new."""
    with database.writing() as session:
        for customer_id, amount in ((who.ALPHA, 900), (who.BRAVO, 500), (who.CEDAR, 100)):
            buys(session, customer_id, amount)
        applied(session)
    return office


def tier_of(office: Office, customer_id: int) -> str | None:
    with office.database.reading() as session:
        return tiers(session)[customer_id]


def count_changes(office: Office) -> int:
    with office.database.reading() as session:
        return sum(1 for _ in history.list_changes(session))


def asked(office: Office, text: str, name: str = "boris") -> Chat:
    chat = office.chat(name)
    chat.says(text)
    return chat


@pytest.mark.parametrize(
    ("text", "reason", "until"),
    [
        ("set Bravo Tools to A because volume doubled", "volume doubled", None),
        ("set Bravo Tools to A: volume doubled", "volume doubled", None),
        (
            "make Bravo Tools an A until end of June, volume doubled",
            "volume doubled",
            "30 Jun 2027",
        ),
        ("upgrade Bravo Tools to A until 2027-06-30 because they grow", "they grow", "30 Jun 2027"),
        ("move Bravo Tools from B to A: tender won", "tender won", None),
        (
            "set Bravo Tools to A until 1 June 2028 because Alpha Foods left",
            "Alpha Foods left",
            "1 Jun 2028",
        ),
        ("把Bravo Tools调成A类，原因是销量翻倍，到6月底", "销量翻倍", "2027年6月30日"),
        ("因为销量翻倍，把Bravo Tools调到A类", "销量翻倍", None),
        ("Bravo Tools升为A，到2028年6月底，重点客户", "重点客户", "2028年6月30日"),
    ],
)
def test_a_tap_sets_what_the_message_repeats(
    graded: Office, text: str, reason: str, until: str | None
) -> None:
    chat = graded.chat("boris")
    question = chat.says(text)
    for part in ("Bravo Tools", reason, until or ""):
        assert part in question
    assert tier_of(graded, who.BRAVO) == "B"
    done = chat.presses(chat.last[0].buttons[0].action)
    assert reason in done
    assert tier_of(graded, who.BRAVO) == "A"


def test_without_a_tap_nothing_is_written(graded: Office) -> None:
    before = count_changes(graded)
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    assert "Nothing was changed" in chat.taps("Cancel")
    chat.says("release Bravo Tools")
    asked(graded, "I think Bolt could be a B, they asked for 500 a month")
    assert count_changes(graded) == before


def test_a_missing_reason_is_asked_for_in_one_question(graded: Office) -> None:
    chat = graded.chat("boris")
    assert chat.says("set Bravo Tools to A").startswith("Why should Bravo Tools be A?")
    assert "Reason: who knows, they are due soon" in chat.says("who knows, they are due soon")
    chat.taps("Yes, set it")
    assert tier_of(graded, who.BRAVO) == "A"


@pytest.mark.parametrize("other", ["who is overdue?", "cancel", "set Alpha Foods to B: lost it"])
def test_another_wish_or_question_is_no_reason(graded: Office, other: str) -> None:
    chat = asked(graded, "set Bravo Tools to A")
    chat.says(other)
    assert "Bravo Tools" not in "".join(chat.labels)
    assert tier_of(graded, who.BRAVO) == "B"


def test_a_second_tap_does_nothing(graded: Office) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    action = chat.last[0].buttons[0].action
    chat.presses(action)
    before = count_changes(graded)
    assert "no longer open" in chat.presses(action)
    assert count_changes(graded) == before


def test_an_older_message_does_nothing_once_there_is_a_newer_one(graded: Office) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    old = chat.last[0].buttons[0].action
    chat.says("set Bravo Tools to C because they left")
    assert "no longer open" in chat.presses(old)
    assert tier_of(graded, who.BRAVO) == "B"


def test_a_tap_after_ten_minutes_does_nothing(graded: Office) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    graded.app.clock = lambda: MORNING + timedelta(minutes=11)
    assert "no longer open" in chat.taps("Yes")
    assert tier_of(graded, who.BRAVO) == "B"


def test_who_was_slower_is_told_so(graded: Office) -> None:
    slower = asked(graded, "set Bravo Tools to C because they left", "gus")
    asked(graded, "set Bravo Tools to A because volume doubled").taps("Yes")
    assert "no longer open" in slower.taps("Yes")
    assert tier_of(graded, who.BRAVO) == "A"


def test_a_rep_is_told_who_can(graded: Office) -> None:
    for text in ("set Bravo Tools to A because volume doubled", "release Bravo Tools"):
        chat = graded.chat("ana")
        assert "Boris Banks can" in chat.says(text)
        assert chat.labels == ["Card"]


@pytest.mark.parametrize("name", ["ana", "boris", "carla"])
def test_what_is_not_theirs_reads_as_unknown(graded: Office, name: str) -> None:
    theirs = "Alpha Foods" if name == "carla" else "Cedar Paper"
    for text in ("set {} to A: why not", "release {}", "I think {} could be a B, they grow"):
        said = graded.chat(name).says(text.format(theirs))
        nobodys = graded.chat(name).says(text.format("Zedar Quaper"))
        assert theirs not in said.replace(f"“{theirs}”", "")
        assert "Yes" not in said + nobodys


def test_where_two_fit_the_wish_waits_for_which(graded: Office) -> None:
    chat = asked(graded, "把华兴调成A类，原因是重点客户")
    assert "东莞华兴五金厂" in chat.taps("东莞华兴五金厂")
    chat.taps("好")
    assert tier_of(graded, who.HUAXING) == "A"


@pytest.mark.parametrize("text", ["release Bravo Tools", "Bravo Tools恢复系统级别"])
def test_a_release_says_what_it_would_be_and_gives_it_back(graded: Office, text: str) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    chat.taps("Yes")
    assert "B" in chat.says(text)
    chat.presses(chat.last[0].buttons[0].action)
    assert tier_of(graded, who.BRAVO) == "B"
    chat.says(text)
    assert chat.labels in (["Card"], ["资料"])


def test_undo_takes_the_last_change_back_once(graded: Office) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    chat.taps("Yes")
    action = chat.last[0].buttons[-1].action
    assert "Taken back" in chat.says("undo")
    assert tier_of(graded, who.BRAVO) == "B"
    assert "already" in chat.presses(action)


def test_why_and_lift_and_card_tell_who_set_it_and_what_the_rules_say(graded: Office) -> None:
    asked(graded, "set Bravo Tools to A until 2027-06-01: strategic").taps("Yes")
    with graded.database.writing() as session:
        applied(session, as_of=TODAY + timedelta(days=1))
    chat = graded.chat("ana")
    why = chat.says("why is Bravo Tools an A")
    assert "Set by hand by Boris Banks until 1 Jun 2027: strategic" in why
    assert "by the rules it would be B" in why
    lift = chat.says("what would lift Bravo Tools?")
    assert "Set by hand by Boris Banks" in lift
    assert "By the rules Bravo Tools is B" in lift
    assert "Set by hand by Boris Banks" in chat.says("show me Bravo Tools")
    assert "Boris Banks人工设定" in chat.says("Bravo Tools为什么是A类")


def proposal(office: Office) -> Chat:
    chat = asked(office, "我觉得东莞华兴五金厂有潜力到B，他们每月要500", "ana")
    chat.taps("好")
    return chat


def test_a_rep_proposes_and_the_manager_confirms_with_a_tap(graded: Office) -> None:
    proposal(graded)
    assert tier_of(graded, who.HUAXING) is None
    boris = graded.chat("boris")
    assert "每月要500" in boris.says("proposals")
    assert "Ana Alba" in boris.taps("东莞华兴五金厂")
    boris.taps("Confirm B")
    assert tier_of(graded, who.HUAXING) == "B"
    boris.says("undo")
    assert tier_of(graded, who.HUAXING) is None
    boris.says("proposals")
    boris.taps("东莞华兴五金厂")
    boris.taps("Decline")
    assert "Nothing waits" in boris.says("proposals")


@pytest.mark.parametrize(
    "text",
    [
        "I think 东莞华兴五金厂 could be a B, they asked for 500 a month",
        "新客户东莞华兴五金厂我看能到B，理由是每月要500",
        "东莞华兴五金厂 could become B because they asked for 500 a month",
    ],
)
def test_a_proposal_is_said_in_many_ways(graded: Office, text: str) -> None:
    chat = asked(graded, text, "ana")
    chat.presses(chat.last[0].buttons[0].action)
    with graded.database.reading() as session:
        (found,) = potentials.list_proposed(session, None)
    assert (found.customer_id, found.tier, found.proposed_by) == (who.HUAXING, "B", "Ana Alba")


def test_who_has_ordered_cannot_be_proposed(graded: Office) -> None:
    chat = graded.chat("ana")
    assert "has ordered" in chat.says("I think Bravo Tools could be an A, they grow")


def test_a_question_is_no_proposal(graded: Office) -> None:
    assert "Propose" not in graded.chat("ana").says("Bravo Tools could be an A?")


@pytest.mark.parametrize("name", ["ana", "carla", "fay", "emil"])
def test_nobody_else_decides_even_with_the_managers_button(graded: Office, name: str) -> None:
    proposal(graded)
    boris = graded.chat("boris")
    boris.says("东莞华兴五金厂")
    actions = [button.action for button in boris.last[0].buttons[:2]]
    chat = graded.chat(name)
    for action in actions:
        assert action.partition(":")[0] in {"confirm", "decline"}
        chat.presses(action)
    assert tier_of(graded, who.HUAXING) is None
    assert "东莞华兴五金厂" in boris.says("proposals")


@pytest.mark.parametrize("name", ["ana", "carla", "fay", "dora"])
def test_nobody_else_takes_back_what_a_manager_did(graded: Office, name: str) -> None:
    boris = asked(graded, "set Bravo Tools to A because volume doubled")
    boris.taps("Yes")
    graded.chat(name).presses(boris.last[0].buttons[-1].action)
    assert tier_of(graded, who.BRAVO) == "A"


@pytest.mark.parametrize("verb", sorted(PRESSED))
@pytest.mark.parametrize(
    "rest", ["", "x", "1", "1:2", "1:2:3", "99999:99999", "9" * 30, ":::", "🙂"]
)
def test_a_broken_or_forged_button_changes_nothing(graded: Office, verb: str, rest: str) -> None:
    before = count_changes(graded)
    assert graded.chat("gus").presses(f"{verb}:{rest}")
    assert count_changes(graded) == before


def test_every_action_fits_into_a_button(graded: Office) -> None:
    chat = asked(graded, "set Bravo Tools to A because volume doubled")
    shown = list(chat.last)
    chat.taps("Yes")
    for message in (*shown, *chat.last):
        assert all(len(button.action.encode()) <= 64 for button in message.buttons)


def test_a_manager_sets_the_tier_of_a_new_customer(graded: Office) -> None:
    asked(graded, "set Bolt & Sons to A because of the tender").taps("Yes")
    chat = graded.chat("boris")
    assert "Bolt & Sons is A" in chat.says("why is Bolt & Sons an A")
    with graded.database.reading() as session:
        assert [each.tier for each in hand_tiers.list_in_force(session, None, TODAY)] == ["A"]


def test_what_became_impossible_since_the_question_is_said_and_not_done(graded: Office) -> None:
    chat = asked(graded, "我觉得东莞华兴五金厂有潜力到B，他们每月要500", "ana")
    with graded.database.writing() as session:
        buys(session, who.HUAXING, 5)
    assert "不用办" in chat.taps("好")
    with graded.database.reading() as session:
        assert potentials.list_proposed(session, None) == []


@pytest.mark.parametrize("yes", ["yes", "Yes", "ok", "好的"])
def test_yes_can_be_typed_to_the_question(office: Office, yes: str) -> None:
    chat = office.chat("boris")
    asked = chat.says("set Bravo Tools to A because volume doubled")
    assert "B to A" in asked
    assert "Undo" in chat.says(yes) or "Undo" in chat.labels or "撤销" in chat.labels
