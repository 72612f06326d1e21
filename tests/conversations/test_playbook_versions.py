"""Versions of a playbook: looked through, put in force again, sent as a file to be changed."""

from datetime import timedelta

import pytest

from bot.coaching import uploads
from bot.coaching.reading import parse_playbook
from tests.support.chatting import MORNING, Office
from tests.support.playbooks import SMALL, changed
from tests.support.uploading import CLOSING, closing_titled, in_force, sends_file


def test_put_back_returns_what_was_in_force_before(office: Office) -> None:
    chat = office.chat("boris")
    first = closing_titled("Closing, ours")
    sends_file(chat, first, "closing.yaml")
    chat.taps("Use it")
    sends_file(chat, closing_titled("Closing, again"), "closing.yaml")
    chat.taps("Use it")
    assert chat.taps("Put back").startswith("Closing, ours is in force again as it was")
    assert in_force(office, "closing") == parse_playbook(first)


def test_put_back_after_the_first_version_is_the_one_that_comes_with_the_program(
    office: Office,
) -> None:
    chat = office.chat("boris")
    sends_file(chat, closing_titled("Closing, ours"), "closing.yaml")
    chat.taps("Use it")
    chat.taps("Put back")
    assert in_force(office, "closing") == parse_playbook(CLOSING)


def test_a_new_playbook_put_back_is_put_away(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    assert chat.taps("Put back") == "“tea” is put away. Its versions are kept."
    assert in_force(office, "tea") is None


def test_put_back_does_nothing_once_a_later_version_stands(office: Office) -> None:
    chat, other = office.chat("boris"), office.chat("gus")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    sends_file(other, changed("Names money.", "Money first."))
    other.taps("Use it")
    assert chat.taps("Put back").startswith("It is not the newest version any more")


def test_an_older_version_is_put_in_force_with_a_tap(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    office.app.clock = lambda: MORNING + timedelta(minutes=5)
    sends_file(chat, changed("Names money.", "Money first."))
    chat.taps("Use it")
    chat.presses("walks")
    chat.taps("Playbook versions")
    assert chat.taps("Tea").startswith("Tea, newest first:\n· 2026-11-24 09:05 ")
    assert chat.labels == [
        "Put back",
        "Use 2026-11-24 09:00",
        "Use the one you came with",
        "Send me the file",
    ]
    assert "in force again as it was" in chat.taps("Use 2026-11-24 09:00")
    assert in_force(office, "tea") == parse_playbook(SMALL)


@pytest.mark.parametrize(
    ("asked", "told", "tapped", "sent", "same"),
    [
        (
            "playbooks",
            "To change what is practised",
            "Closing: one visit",
            "Send me the file",
            "same as in force",
        ),
        ("怎么改话术", "要改练习内容", "假定成交：一次拜访", "把文件发我", "完全一样"),
    ],
)
def test_the_file_of_a_playbook_is_sent_to_be_changed_and_sent_back(
    office: Office, asked: str, told: str, tapped: str, sent: str, same: str
) -> None:
    chat = office.chat("boris")
    chat.says("practise closing")
    assert chat.says(asked).startswith(told)
    chat.taps(tapped)
    assert chat.labels[0] == sent
    chat.taps(sent)
    (message,) = chat.last
    assert message.document is not None
    assert message.document.name == "closing.yaml"
    assert message.document.content.decode() == CLOSING
    assert same in sends_file(chat, CLOSING)


@pytest.mark.parametrize(
    ("asked", "label"), [("put it back", "Put back"), ("恢复上一版", "改回去")]
)
def test_what_was_in_force_before_is_found_in_words_long_after(
    office: Office, asked: str, label: str
) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    chat.says("who are my A customers?")
    office.app.clock = lambda: MORNING + timedelta(hours=3)
    chat.says(asked)
    chat.taps(label)
    assert in_force(office, "tea") is None


def test_put_back_passes_by_versions_that_are_the_same(office: Office) -> None:
    chat = office.chat("boris")
    with office.database.writing() as session:
        for content in (SMALL, changed("Names money.", "Money first."), SMALL, SMALL):
            uploads.put_in_force(session, chat.person.id, "tea", content, MORNING)
    chat.says("put back the last version")
    chat.taps("Put back")
    assert in_force(office, "tea") == parse_playbook(changed("Names money.", "Money first."))


@pytest.mark.parametrize("asked", ["playbooks", "话术版本", "put it back", "lines to judge"])
def test_who_leads_nobody_is_told_who_decides(office: Office, asked: str) -> None:
    chat = office.chat("ana")
    assert chat.says(asked) in {
        "You can’t decide that. A manager or an admin can.",
        "这件事你不能定，要找经理或管理员。",
    }


def test_every_version_is_kept_with_who_put_it_in_force(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    chat.taps("Put back")
    with office.database.reading() as session:
        kept = [(each.person_id, each.is_ours) for each in uploads.list_versions(session, "tea")]
    assert kept == [(chat.person.id, True), (chat.person.id, False)]
