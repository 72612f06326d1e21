"""Getting in: codes, admins who let managers in, strangers, groups, people who have left."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from bot.messages import Arrival, Incoming
from bot.post import invites, links
from crm.entities import Role
from crm.store import people as staff
from crm.store.database import Database
from crm.store.tables import customers, people
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.phones import CHANNEL, Phone, Phones

STRANGER = "This bot answers only people who were invited: ask your manager for an invitation."
BAD = "That code lets nobody in. Ask whoever gave it to you for a new one."
NOBODYS = "x" * 32


@pytest.fixture
def phones(office: Office) -> Phones:
    """The cast's company, and phones nobody knows."""
    return Phones(office)


def leave(database: Database, person_id: int, phones: Phones, days: int = 1) -> None:
    with database.writing() as session:
        left_on = (phones.now - timedelta(days=days)).date()
        session.execute(update(people).where(people.c.id == person_id).values(left_on=left_on))


def role_of(database: Database, person_id: int) -> str:
    with database.reading() as session:
        return staff.get_person(session, person_id).role


def state_of(phones: Phones, phone: Phone) -> str | None:
    with phones.office.database.reading() as session:
        link = links.find(session, CHANNEL, phone.account, phones.now.date())
    return link.state if link else None


def test_a_code_lets_in_by_name_with_three_things_to_ask_and_settings(phones: Phones) -> None:
    ana = phones.phone(1)
    greeting = ana.starts(phones.invite(who.ANA))
    assert greeting.startswith("Hello Ana Alba! You’re in, as rep.")
    assert len(ana.labels) == 4
    assert "Alpha Foods" in ana.taps(ana.labels[0]) + ana.says("my customers")


def test_a_phone_set_to_chinese_is_greeted_in_chinese_and_stays_so(phones: Phones) -> None:
    ana = phones.phone(1, "zh-hans")
    assert ana.starts(phones.invite(who.ANA)).startswith("Ana Alba，你好！已经接通，身份：业务员。")
    assert "按钮已经失效" in ana.presses("nothing:1")


def test_of_twenty_phones_that_send_a_code_at_once_one_is_let_in(phones: Phones) -> None:
    code = phones.invite(who.ANA)
    together = Barrier(20)

    def start(account: int) -> str:
        arrival = Arrival("start", Incoming(text=code), account)
        together.wait()
        with phones.office.database.writing() as session:
            (letter,) = phones.app.receive_in(session, CHANNEL, f"{CHANNEL}:{account}", arrival)
        return letter.message.text

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(start, range(1, 21)))
    assert sum(answer.startswith("Hello Ana Alba!") for answer in answers) == 1
    assert answers.count(BAD) == 19
    in_ = [n for n in range(1, 21) if state_of(phones, phones.phone(n)) == "linked"]
    assert [answers[n - 1][:5] for n in in_] == ["Hello"]


def test_a_code_may_be_typed_as_a_message(phones: Phones) -> None:
    assert phones.phone(1).says(f" {phones.invite(who.ANA)} ").startswith("Hello Ana Alba!")


def test_opening_the_bot_again_greets_again(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)
    assert ana.starts().startswith("Hello Ana Alba!")


def test_wrong_used_expired_and_revoked_codes_read_the_same(phones: Phones) -> None:
    used, revoked = phones.invite(who.ANA), phones.invite(who.CARLA)
    phones.phone(1).starts(used)
    late = phones.invite(who.CARLA)
    of_a_leaver = phones.invite(who.FAY, Role.DESK)
    leave(phones.office.database, who.FAY, phones)
    answers = [phones.phone(10).starts(revoked), phones.phone(11).starts(used)]
    answers += [phones.phone(12).starts(NOBODYS), phones.phone(13).starts("hello there")]
    answers += [phones.phone(14).starts(of_a_leaver)]
    phones.later(hours=72)
    answers += [phones.phone(15).starts(late)]
    assert set(answers) == {BAD}


def test_after_five_bad_codes_there_is_silence_for_an_hour_even_for_a_good_one(
    phones: Phones,
) -> None:
    good, thief = phones.invite(who.ANA), phones.phone(1)
    assert [thief.starts(NOBODYS) for _ in range(5)] == [BAD] * 5
    phones.later(minutes=59)
    assert thief.starts(good) == ""
    assert thief.says("hello?") == ""
    phones.later(minutes=1)
    assert thief.starts(good).startswith("Hello Ana Alba!")


def test_bad_codes_far_apart_close_no_door(phones: Phones) -> None:
    clumsy = phones.phone(1)
    for _ in range(8):
        assert clumsy.starts(NOBODYS) == BAD
        phones.later(minutes=16)


def test_who_guesses_closes_the_door_to_nobody_else(phones: Phones) -> None:
    for _ in range(6):
        phones.phone(1).starts(NOBODYS)
    assert phones.phone(2).starts(phones.invite(who.ANA)).startswith("Hello Ana")


def test_a_stranger_is_told_whom_to_ask_once_an_hour_and_learns_nothing(phones: Phones) -> None:
    stranger = phones.phone(1)
    assert stranger.starts() == STRANGER
    assert stranger.says("who are Ana's customers") == ""
    assert stranger.presses(f"card:{who.ALPHA}") == ""
    phones.later(hours=1)
    assert stranger.says(f"Alpha Foods {who.ALPHA}") == STRANGER


def test_a_stranger_is_told_in_the_language_of_the_phone(phones: Phones) -> None:
    assert phones.phone(1, "zh").says("hello") == "这个机器人只回答受邀请的人：请向你的经理要邀请。"


def test_a_group_is_told_once_and_then_there_is_silence(phones: Phones) -> None:
    phones.let_in(1, who.ANA)
    said = Incoming(text="my customers")
    first = phones.group(7, 1, "message", said)
    assert [letter.message.text for letter in first] == [
        "I answer in private only: open a chat with me."
    ]
    phones.later(hours=48)
    assert phones.group(7, 1, "message", said) == []
    assert phones.group(7, 1, "press", Incoming(action=f"card:{who.ALPHA}")) == []
    assert phones.group(7, 2, "press", Incoming(action=f"card:{who.ALPHA}")) == []


def test_a_code_sent_in_a_group_lets_nobody_in_and_stays_good(phones: Phones) -> None:
    code = phones.invite(who.ANA)
    phones.group(7, 1, "start", Incoming(text=code))
    assert phones.phone(1).starts(code).startswith("Hello Ana")


def test_a_new_account_replaces_the_old_one(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    old = phones.let_in(1, who.ANA)
    new = phones.let_in(2, who.ANA)
    assert new.got[-1].startswith("Hello Ana")
    assert old.got[-1].startswith("You write from another account now")
    assert old.says("my customers") == STRANGER
    assert gus.got[-1].startswith("Ana Alba now writes from another account, called “Zed”.")
    assert gus.taps("Cut it off").startswith("Ana Alba was kept out")
    assert new.says("my customers") == STRANGER


def test_the_first_admin_needs_nobody_and_the_second_the_first(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    assert gus.got[-1].startswith("Hello Gus Gold! You’re in, as admin.")
    dora = phones.let_in(4, who.DORA, Role.ADMIN)
    assert dora.got == [
        "Thank you, Dora Prime. An admin has to let you in as admin first; I’ll write to you then."
    ]
    assert role_of(phones.office.database, who.DORA) == "manager"
    assert gus.got[-1].startswith(
        "Dora Prime wants in as admin (so far manager), from an account called “Zed”."
    )
    assert gus.taps("Let in") == "Dora Prime is in, as admin."
    assert dora.got[-1].startswith("Hello Dora Prime! You’re in, as admin.")
    assert role_of(phones.office.database, who.DORA) == "admin"


def test_a_manager_who_waits_sees_nothing(phones: Phones) -> None:
    phones.let_in(9, who.GUS, Role.ADMIN)
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    assert boris.says("my customers").startswith("Thank you, Boris Banks.")
    assert boris.says("my customers") == ""
    assert boris.presses(f"card:{who.ALPHA}") == ""


def test_who_waited_before_there_was_an_admin_is_shown_to_the_first(phones: Phones) -> None:
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    assert gus.got[-1].startswith("Boris Banks wants in as manager.")
    gus.taps("Let in")
    assert boris.got[-1].startswith("Hello Boris Banks!")
    assert "Alpha Foods" in boris.says("show me Alpha Foods")


def test_a_manager_kept_out_is_a_stranger_and_a_late_tap_does_nothing(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    (let_in, _) = gus.buttons
    assert gus.taps("Keep out").startswith("Boris Banks was kept out")
    assert gus.presses(let_in.action).startswith("That button no longer")
    assert boris.says("my customers") == STRANGER


@pytest.mark.parametrize("verb", ["letin", "keepout"])
def test_only_an_admin_decides_and_never_about_themselves(phones: Phones, verb: str) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    ana = phones.let_in(1, who.ANA)
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    action = next(b.action for b in gus.buttons if b.action.startswith(verb))
    assert ana.presses(action).startswith("That button no longer")
    assert boris.presses(action).startswith("Thank you")
    assert state_of(phones, boris) == "unconfirmed"
    own = f"keepout:{action.split(':')[1]}:{who.GUS}"
    assert gus.presses(own).startswith("That button no longer")
    assert state_of(phones, gus) == "linked"


@pytest.mark.parametrize(
    "action", ["letin:", "letin:9:9:9", "keepout:x", "letin:1:1", "keepout:1:2:3"]
)
def test_a_forged_decision_shows_nothing(phones: Phones, action: str) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    phones.let_in(2, who.BORIS, Role.MANAGER)
    assert gus.presses(action).startswith("That button no longer")


def test_an_old_button_lets_nobody_in_as_more_than_it_said(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    (as_manager, _) = gus.buttons
    boris.starts(phones.invite(who.BORIS, Role.ADMIN))
    assert gus.presses(as_manager.action).startswith("That button no longer")
    assert role_of(phones.office.database, who.BORIS) == "manager"


def test_two_admins_deciding_decide_once(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    dora = phones.let_in(4, who.DORA, Role.ADMIN)
    gus.taps("Let in")
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    action = gus.buttons[0].action
    assert dora.buttons[0].action == action
    gus.taps("Let in")
    assert dora.got[-1] == "Boris Banks is in, as manager, let in by Gus Gold."
    assert dora.presses(action).startswith("That button no longer")
    assert sum("Hello Boris" in text for text in boris.got) == 1


def test_a_rep_made_manager_goes_on_as_rep_until_an_admin_says_so(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    ana = phones.let_in(1, who.ANA)
    ana.starts(phones.invite(who.ANA, Role.MANAGER))
    assert "Alpha Foods" in ana.says("show me Alpha Foods")
    assert role_of(phones.office.database, who.ANA) == "rep"
    assert "as manager (so far rep)" in gus.got[-1]
    gus.taps("Let in")
    assert role_of(phones.office.database, who.ANA) == "manager"


def test_a_rep_to_be_manager_is_shown_to_the_first_admin_too(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)
    phones.let_in(3, who.CARLA)
    ana.starts(phones.invite(who.ANA, Role.MANAGER))
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    assert [text.partition(".")[0] for text in gus.got[1:]] == [
        "Ana Alba wants in as manager (so far rep)"
    ]
    gus.taps("Let in")
    assert role_of(phones.office.database, who.ANA) == "manager"


def test_a_new_phone_of_a_manager_leaves_the_old_one_in_until_it_is_let_in(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    old = phones.let_in(2, who.BORIS, Role.MANAGER)
    gus.taps("Let in")
    new = phones.let_in(3, who.BORIS, Role.MANAGER)
    assert (state_of(phones, old), state_of(phones, new)) == ("linked", "unconfirmed")
    gus.taps("Let in")
    assert (state_of(phones, old), state_of(phones, new)) == ("cut", "linked")


def test_an_account_of_somebody_else_becomes_whose_code_it_sends(phones: Phones) -> None:
    phone = phones.let_in(1, who.ANA)
    phone.starts(phones.invite(who.CARLA))
    assert "Cedar Paper" in phone.says("show me Cedar Paper")
    assert "Alpha Foods" not in phone.says("my customers")


def test_who_has_left_is_a_stranger_from_that_day_on(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)
    leave(phones.office.database, who.ANA, phones, days=-1)
    assert "Alpha Foods" in ana.says("show me Alpha Foods")
    phones.later(days=1)
    assert ana.says("show me Alpha Foods") == STRANGER
    assert ana.starts() == ""


def test_an_admin_who_has_left_lets_nobody_in(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    boris = phones.let_in(2, who.BORIS, Role.MANAGER)
    leave(phones.office.database, who.GUS, phones)
    assert gus.taps("Let in") == STRANGER
    assert state_of(phones, boris) == "unconfirmed"


def test_who_put_the_bot_out_is_out_of_reach_until_they_write_again(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)

    def reach() -> str | None:
        with phones.office.database.reading() as session:
            link = links.find(session, CHANNEL, 1, phones.now.date())
        assert link is not None
        return link.out_of_reach

    ana.lets_the_bot("kicked")
    assert reach() == "blocked"
    ana.lets_the_bot("member")
    assert reach() is None
    ana.lets_the_bot("kicked")
    ana.says("my customers")
    assert reach() is None


def test_a_name_is_never_who_somebody_is(phones: Phones) -> None:
    phones.let_in(1, who.ANA)
    assert phones.phone(2).says("Ana Alba") == STRANGER


def test_what_an_account_calls_itself_is_never_markup(phones: Phones) -> None:
    gus = phones.let_in(9, who.GUS, Role.ADMIN)
    with phones.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.BORIS).values(name="<b>Boris"))
        session.execute(update(customers).where(customers.c.id == who.ALPHA).values(name="<i>A"))
    phones.let_in(2, who.BORIS, Role.MANAGER)
    assert gus.got[-1].startswith("<b>Boris wants in as manager")
    assert "&lt;b&gt;Boris" in phones.letters[-1].message.text


def test_a_good_code_is_not_used_up_by_bad_ones(phones: Phones) -> None:
    code = phones.invite(who.ANA)
    assert invites.is_code(code)
    phones.phone(2).starts(code[:-1])
    phones.phone(2).starts(code + "x")
    assert phones.phone(1).starts(code).startswith("Hello Ana")


def test_a_code_is_in_no_log(phones: Phones, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    code = phones.invite(who.ANA)
    phones.phone(1).starts(code)
    phones.phone(2).starts(code)
    phones.phone(3).says(code)
    assert "invites" in caplog.text
    assert code not in caplog.text
