"""Somebody else's settings and reminders: they are theirs, and never the speaker's instead."""

import pytest

from crm.store import notes, reminders
from crm.store.people import find_people, viewer_of
from tests.support.cast import ALPHA
from tests.support.chatting import Office


@pytest.mark.parametrize(
    "told",
    [
        "make ana's morning list 9am",
        "Ana's settings",
        "change the time zone of Ana to New York",
        "给Ana改时区为新加坡",
        "Ana的设置",
        "把Ana的早报改到9点",
    ],
)
def test_settings_of_somebody_else_change_nobodys(office: Office, told: str) -> None:
    chat = office.chat("boris")
    before = chat.says("settings" if told.isascii() else "我的设置")
    reply = chat.says(told)
    assert "Ana Alba" in reply
    assert "Nothing was changed" in reply or "什么都没改" in reply
    assert chat.says("settings" if told.isascii() else "我的设置") == before


@pytest.mark.parametrize(
    "told",
    [
        "remind Ana tomorrow to call Alpha Foods",
        "set a reminder for Ana to ring Bravo Tools on Friday",
        "提醒Ana明天打给Alpha Foods",
        "请提醒Ana周五去Bravo Tools",
        "给Ana设个提醒明天打电话",
    ],
)
def test_a_reminder_for_somebody_else_is_not_made_for_oneself(office: Office, told: str) -> None:
    chat = office.chat("boris")
    assert "Ana Alba" in chat.says(told)
    with office.database.reading() as session:
        (boris,) = find_people(session, "boris")
        assert reminders.list_open(session, viewer_of(boris)) == []


@pytest.mark.parametrize("asked", ["Ana的提醒", "ana's reminders", "reminders of Ana"])
def test_nobody_is_told_that_a_colleague_has_no_reminders(office: Office, asked: str) -> None:
    office.chat("ana").says("remind me tomorrow to call Alpha Foods")
    reply = office.chat("boris").says(asked)
    assert "Ana Alba" in reply
    assert "Nothing to be reminded" not in reply
    assert "没有提醒" not in reply


def test_whoever_names_themselves_sees_their_own(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("remind me tomorrow to call Alpha Foods")
    assert "Alpha Foods" in chat.says("Ana's reminders")


@pytest.mark.parametrize(
    "told", ["note cedar paper ltd: hi", "note on Delta Marine: closed on Mondays"]
)
def test_a_note_on_a_customer_out_of_sight_is_not_kept_on_another(
    office: Office, told: str
) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    reply = chat.says(told)
    assert "Alpha Foods" not in reply
    with office.database.reading() as session:
        assert notes.find_newest(session, ALPHA).note is None


@pytest.mark.parametrize(
    "asked", ["alpha foods notes", "notes on Alpha Foods", "Alpha Foods的备注"]
)
def test_the_notes_of_a_customer_are_shown_not_asked_for(office: Office, asked: str) -> None:
    chat = office.chat("ana")
    chat.says("note on Alpha Foods: pallets only")
    assert "pallets only" in chat.says(asked)
    assert "Met" in chat.labels or "见到了" in chat.labels
