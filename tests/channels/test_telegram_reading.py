"""What Telegram says happened, and what of it comes in."""

import json
from typing import Any

import pytest
from telegram import Update

from bot.channels.payloads import read_arrival
from bot.channels.telegram.reading import read_update
from bot.messages import Arrival, Attachment, Incoming

PRIVATE = {"id": 5, "type": "private"}
GROUP = {"id": -9, "type": "supergroup", "title": "Team"}
ANA = {"id": 5, "is_bot": False, "first_name": "Ana", "last_name": "Alba", "language_code": "en"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def read(update: dict[str, Any]) -> tuple[str, Arrival] | None:
    """Read an update as it comes over the wire."""
    found = Update.de_json(json.loads(json.dumps(update)), None)
    arrived = read_update(found)
    return (arrived.chat, read_arrival(arrived.payload)) if arrived else None


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    body = {"message_id": 3, "date": 1, "chat": chat, "from": ANA, **content}
    return {"update_id": 1, "message": body}


def arrival_of(update: dict[str, Any]) -> Arrival:
    found = read(update)
    assert found is not None
    return found[1]


def press(chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    shown = {"message_id": 8, "date": 0, "chat": chat}
    query = {"id": "q1", "from": ANA, "chat_instance": "1", "message": shown, "data": "card:1"}
    return {"update_id": 1, "callback_query": query}


def test_a_text_comes_in_with_who_wrote_it_and_where() -> None:
    found = read(message(text="my A customers"))
    incoming = Incoming(text="my A customers")
    expected = Arrival("message", incoming, 5, "private", 3, None, "Ana Alba", "en")
    assert found == ("telegram:5", expected)


def test_a_press_comes_in_with_its_message_even_when_that_is_too_old_to_see() -> None:
    expected = Arrival("press", Incoming(action="card:1"), 5, "private", 8, "q1", "Ana Alba", "en")
    assert arrival_of(press()) == expected


@pytest.mark.parametrize(
    ("text", "code"), [("/start", ""), ("/start abc_-9", "abc_-9"), ("/start@a_bot xyz", "xyz")]
)
def test_a_start_comes_in_with_its_code(text: str, code: str) -> None:
    found = arrival_of(message(text=text))
    assert (found.what, found.incoming) == ("start", Incoming(text=code))


def test_a_command_comes_in_as_it_was_typed() -> None:
    assert arrival_of(message(text="/undo")).incoming.text == "/undo"
    assert arrival_of(message(text="/help@a_bot")).incoming.text == "/help@a_bot"
    assert arrival_of(message(text="/5 of them")).incoming.text == "/5 of them"


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        ({"photo": PHOTO}, Attachment("photo")),
        ({"location": {"latitude": 1, "longitude": 2}}, Attachment("location")),
        (
            {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.xlsx"}},
            Attachment("document", "a.xlsx"),
        ),
        (
            {"contact": {"phone_number": "+49 1", "first_name": "Li", "last_name": "Wei"}},
            Attachment("contact", "Li Wei", "+49 1"),
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Attachment("other")),
    ],
)
def test_what_is_no_text_comes_in_as_its_kind(
    content: dict[str, Any], attachment: Attachment
) -> None:
    assert arrival_of(message(**content)).incoming == Incoming(attachment=attachment)


def test_a_photo_comes_in_with_what_stands_below_it() -> None:
    found = arrival_of(message(photo=PHOTO, caption="Alpha Foods")).incoming
    assert found == Incoming(text="Alpha Foods", attachment=Attachment("photo"))


def test_of_a_group_nothing_that_was_written_or_pressed_is_kept() -> None:
    written = arrival_of(message(GROUP, text="Alpha Foods owes us 5,000"))
    assert (written.chat_kind, written.incoming) == ("group", Incoming())
    assert arrival_of(press(GROUP)).incoming == Incoming()


def test_who_shuts_the_bot_out_or_lets_it_in_again_is_told_apart() -> None:
    for status, text in (("kicked", "kicked"), ("member", "member")):
        person = {"id": 7, "is_bot": True, "first_name": "Bot"}
        old = {"status": "member", "user": person}
        new: dict[str, Any] = {"status": status, "user": person}
        if status == "kicked":
            new["until_date"] = 0
        change = {"chat": PRIVATE, "from": ANA, "date": 1}
        change |= {"old_chat_member": old, "new_chat_member": new}
        found = arrival_of({"update_id": 1, "my_chat_member": change})
        assert (found.what, found.incoming.text) == ("membership", text)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "edited_message": message(text="new words")["message"]},
        {"update_id": 1, "channel_post": message(text="news")["message"]},
        message(text="x", **{"from": ANA | {"is_bot": True}}),
        message(GROUP, text="x", sender_chat=GROUP),
        message(text="x", via_bot={"id": 1, "is_bot": True, "first_name": "Gif"}),
        message(pinned_message={"message_id": 2, "date": 0, "chat": PRIVATE}),
        {"update_id": 1},
    ],
)
def test_what_nobody_answers_does_not_come_in(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_halves_of_characters_do_not_come_in() -> None:
    assert arrival_of(message(text="a\ud83db")).incoming.text == "ab"
