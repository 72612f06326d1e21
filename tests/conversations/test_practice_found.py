"""What there is of practice can be found: in help, by its time, in words for a team."""

import pytest

from tests.support.chatting import Office


@pytest.mark.parametrize(
    ("asked", "all_see", "leads_see"),
    [
        (
            "help",
            ("practise", "drill", "too expensive, what do I say", "progress", "drill me at 8:15"),
            ("lines to judge", "objections", "playbooks", "team practice"),
        ),
        (
            "帮助",
            ("练习", "每日一练", "客户说太贵了怎么回", "训练进度", "每天8点15练"),
            ("待审话术", "异议", "话术版本", "团队练习"),
        ),
    ],
)
def test_help_names_what_can_be_practised_and_what_who_leads_can_see(
    office: Office, asked: str, all_see: tuple[str, ...], leads_see: tuple[str, ...]
) -> None:
    rep, manager = office.chat("ana").says(asked), office.chat("boris").says(asked)
    for word in all_see:
        assert word in rep
        assert word in manager
    for word in leads_see:
        assert word not in rep
        assert word in manager
    assert len(manager.splitlines()) <= 12


@pytest.mark.parametrize(
    "asked",
    ["practice time", "几点叫我练", "when do you drill me?", "每天25点练", "drill me at 23:00"],
)
def test_only_times_outside_quiet_time_are_offered(office: Office, asked: str) -> None:
    chat = office.chat("ana")
    chat.says("quiet hours 17:00 to 8:00")
    chat.says(asked)
    assert [each.removeprefix("✓ ") for each in chat.labels[:3]] in (
        ["08:15", "12:30", "Off"],
        ["08:15", "12:30", "不练"],
    )


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("practice time", "every day at 8:15", "08:15"),
        ("practice time", "12:30", "12:30"),
        ("drill me at 23:00", "at 9 am", "09:00"),
        ("几点叫我练", "早上9点", "09:00"),
        ("练习时间", "每天8点半", "08:30"),
    ],
)
def test_a_time_right_after_the_question_is_its_answer(
    office: Office, question: str, answer: str, told: str
) -> None:
    chat = office.chat("ana")
    chat.says(question)
    reply = chat.says(answer)
    assert told in reply
    assert "drill" in reply or "practice" in reply or "练" in reply


def test_a_time_after_the_button_is_its_answer(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("settings")
    chat.taps("Practice")
    assert "08:15" in chat.says("every day at 8:15")


@pytest.mark.parametrize("typed", ["下午5点练", "每天下午5点叫我练", "17:00 练话术"])
def test_a_time_to_practise_is_set_without_a_word_of_settings(office: Office, typed: str) -> None:
    chat = office.chat("ana")
    assert "17:00" in chat.says(typed)
    assert "17:00" in chat.says("settings")
