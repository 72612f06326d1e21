""" "Not mine", "one is missing", and what managers do about it."""

import pytest

from tests.support.chatting import Chat, Office


def disowned(office: Office) -> Chat:
    ana = office.chat("ana")
    ana.says("Bravo Tools is not mine")
    ana.taps("Yes")
    return ana


def opened(office: Office, name: str, request: str) -> Chat:
    chat = office.chat(name)
    chat.says("requests")
    chat.taps(request)
    return chat


def test_nothing_is_asked_before_the_tap(office: Office) -> None:
    ana = office.chat("ana")
    assert "Tell Boris Banks that Bravo Tools isn’t yours?" in ana.says("Bravo Tools is not mine")
    assert "Nothing waits" in office.chat("boris").says("requests")
    assert "nothing is changed" in ana.taps("Never mind")
    assert "no longer" in ana.presses("notmine:1:2")


def test_it_stays_until_it_is_decided(office: Office) -> None:
    ana = disowned(office)
    assert "Bravo Tools" in ana.says("my customers")
    assert "has it already" in ana.says("Bravo Tools is not mine")
    assert "not yours, with Boris Banks" in ana.says("requests")


def test_the_tap_counts_once(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("Bravo Tools is not mine")
    action = ana.last[0].buttons[0].action
    ana.presses(action)
    assert "no longer" in ana.presses(action)
    ana.says("undo")
    assert "Nothing waits" in office.chat("boris").says("requests")


def test_in_chinese_too(office: Office) -> None:
    ana = office.chat("ana")
    assert "东莞华兴五金厂不是你的客户？" in ana.says("东莞华兴五金厂不是我的客户")
    assert "已交Boris Banks" in ana.says("好的")
    boris = office.chat("boris")
    assert "Ana Alba说不是自己的客户" in boris.says("有什么申请")
    assert "交给谁？" in boris.taps("东莞")


def test_which_one_is_asked_and_then_told(office: Office) -> None:
    ana = office.chat("ana")
    assert "哪一家" in ana.says("这个客户不是我的")
    assert "告诉Boris Banks" in ana.says("Bravo Tools")
    assert ana.labels == ["好，告诉Boris Banks", "算了"]
    ana.says("华兴不是我的客户")
    assert "东莞华兴五金厂不是你的客户" in ana.taps("东莞")
    assert "哪一家" in office.chat("ana").says("有家客户不是我的")


def test_a_manager_hands_over_with_a_tap_and_can_take_it_back(office: Office) -> None:
    ana = disowned(office)
    dora = opened(office, "dora", "Bravo Tools")
    assert dora.labels[-1] == "Stays with Ana Alba"
    assert "with Carla Cruz from now on" in dora.taps("Carla Cruz")
    assert "Bravo Tools" in office.chat("carla").says("my customers")
    assert "Bravo Tools" not in ana.says("my customers")
    assert "Nothing waits" in ana.says("requests")
    assert "back with whoever had it" in dora.says("undo")
    assert "Bravo Tools" in ana.says("my customers")
    assert "Bravo Tools" in dora.says("requests")


def test_one_decision_uses_up_all_buttons_of_the_message(office: Office) -> None:
    disowned(office)
    dora = opened(office, "dora", "Bravo Tools")
    carla, *_, stays = (button.action for button in dora.last[0].buttons)
    dora.presses(stays)
    assert "no longer" in dora.presses(carla)
    assert "Bravo Tools" in office.chat("ana").says("my customers")


def test_the_second_of_two_managers_is_told_it_is_settled(office: Office) -> None:
    disowned(office)
    dora, boris = (opened(office, name, "Bravo Tools") for name in ("dora", "boris"))
    dora.taps("Carla Cruz")
    boris.taps("Stays")
    assert "Bravo Tools" in office.chat("carla").says("my customers")


def test_it_stays_with_who_has_it(office: Office) -> None:
    ana = disowned(office)
    boris = opened(office, "boris", "Bravo Tools")
    assert boris.taps("Stays") == "Bravo Tools stays with Ana Alba."
    assert "Nothing waits" in ana.says("requests")


def test_who_asked_can_withdraw(office: Office) -> None:
    disowned(office)
    ana = opened(office, "ana", "Bravo Tools")
    assert ana.labels == ["Withdraw"]
    assert ana.taps("Withdraw") == "Withdrawn: Bravo Tools."
    assert "Nothing waits" in office.chat("boris").says("requests")


def test_a_manager_need_not_ask(office: Office) -> None:
    boris = office.chat("boris")
    assert "To whom shall Bravo Tools go?" in boris.says("Bravo Tools is not mine")
    assert "with Boris Banks from now on" in boris.taps("Boris Banks")


def test_a_rep_forges_no_handover(office: Office) -> None:
    """Every number a chat may have given out, for every action that decides."""
    ana = disowned(office)
    for verb in ("give:{n}:1:1:3:0", "give:{n}:3:3:1:0", "settle:{n}:1:kept", "addfor:{n}:1"):
        ana.says("Alpha Foods is not mine")
        number = ana.last[0].buttons[0].action.split(":")[1]
        ana.presses(verb.format(n=number))
    assert "Alpha Foods" in ana.says("my customers")
    assert "Cedar Paper" in office.chat("carla").says("my customers")
    assert "Bravo Tools" in office.chat("boris").says("requests")


@pytest.mark.parametrize("name", ["carla", "emil", "fay"])
def test_others_read_nothing_of_a_request(office: Office, name: str) -> None:
    disowned(office)
    chat = office.chat(name)
    assert "Bravo" not in chat.says("requests")
    assert chat.presses("request:1") == chat.presses("request:999")


def test_one_is_missing_and_not_told_whether_it_is_anothers(office: Office) -> None:
    ana = office.chat("ana")
    nobodys = ana.says("one is missing: Zorro Foods")
    assert ana.labels == ["Add it as new", "Tell Boris Banks"]
    assert ana.says("one is missing: Cedar Paper") == nobodys.replace("Zorro Foods", "Cedar Paper")
    assert ana.taps("Tell") == "With Boris Banks: “Cedar Paper” is missing from your list."


def test_who_sees_the_missing_one_hands_it_over(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("one is missing: Cedar Paper")
    ana.taps("Tell")
    boris = opened(office, "boris", "Cedar Paper")
    assert "K3" not in boris.last[0].text + "".join(boris.labels)
    dora = opened(office, "dora", "Cedar Paper")
    assert "with Ana Alba from now on" in dora.taps("Cedar Paper · K3")
    assert "Cedar Paper" in ana.says("my customers")
    assert "Nothing waits" in dora.says("requests")


def test_a_missing_one_is_added_by_the_manager(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("少了一家 恒达机械")
    ana.taps("告诉")
    boris = opened(office, "boris", "恒达机械")
    boris.taps("Add for Ana Alba")
    assert "恒达机械" in ana.says("my customers")
    boris.says("undo")
    assert "恒达机械" not in ana.says("my customers")
    assert "恒达机械" in boris.says("requests")


def test_a_missing_one_is_added_as_new(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("one is missing: Zorro Foods")
    assert "Added: Zorro Foods" in ana.taps("Add it as new")


def test_what_is_on_the_list_is_not_missing(office: Office) -> None:
    ana = office.chat("ana")
    assert "There is Alpha Foods (K1) already" in ana.says("one is missing: Alpha Foods")


def test_proposals_and_requests_are_one_list(office: Office) -> None:
    ana = disowned(office)
    ana.says("propose B for Alpha Foods because they will buy more")
    ana.taps("Yes")
    boris = office.chat("boris")
    waiting = boris.says("requests")
    assert waiting == boris.says("proposals")
    assert "Alpha Foods" in waiting
    assert "Bravo Tools" in waiting


def test_a_greeting_tells_who_decides_what_waits(office: Office) -> None:
    boris, ana = office.chat("boris"), office.chat("ana")
    boris.says("hello")
    assert "wait" not in boris.labels[0]
    disowned(office)
    ana.says("hello")
    assert "wait" not in ana.labels[0]
    boris.says("hello")
    assert boris.labels[0] == "1 decision waits for you"
    assert "Bravo Tools" in boris.taps("1 decision")
