"""What became of a send: every way a server can fail ends as our table says."""

import asyncio
import socket
from typing import Any

import pytest
from telegram import Bot

from bot.channels.payloads import Call, write_call
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.sending import TelegramSender
from bot.messages import Button, Document, Message, Picture
from bot.post import outcomes
from bot.post.outcomes import Outcome
from tests.support.emulator import CUT, HANGING, TOKEN, Emulator

CHAT = 77
HELLO = Call(Message("<b>Bolt &amp; Sons</b>", ((Button("Card", "card:8"),),)))


def send(emulator: Emulator, call: Call, root: str | None = None) -> Outcome:
    """Make one call with connections of its own; give up reading after a moment."""

    async def make() -> Outcome:
        request = Connections(1, read_timeout=0.5)
        bot = Bot(TOKEN, base_url=f"{root or emulator.root}/bot", request=request)
        try:
            return await TelegramSender(bot).send(f"telegram:{CHAT}", write_call(call))
        finally:
            await request.shutdown()

    return asyncio.run(make())


def test_a_message_arrives_with_its_markup_and_buttons(emulator: Emulator) -> None:
    outcome = send(emulator, HELLO)
    (said,) = emulator.heard(CHAT)
    assert outcome == outcomes.sent(said.message_id)
    assert said.text == "<b>Bolt &amp; Sons</b>"
    assert said.fields["parse_mode"] == "HTML"
    assert said.buttons == (("Card", "card:8"),)


def test_a_picture_and_a_file_arrive_with_their_caption(emulator: Emulator) -> None:
    assert send(emulator, Call(Message("a", picture=Picture(b"png")))).state == "sent"
    assert send(emulator, Call(Message("b", document=Document(b"x,y", "list.csv")))).state == "sent"
    picture, file = emulator.heard(CHAT)
    assert (picture.method, picture.text) == ("sendPhoto", "a")
    assert (file.method, file.text, file.uploads) == ("sendDocument", "b", ("list.csv",))


FAILURES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, "blocked"),
    ({"status": 403, "description": "Forbidden: user is deactivated"}, "blocked"),
    ({"status": 400, "description": "Bad Request: chat not found"}, "unreachable"),
    ({"status": 400, "description": "Bad Request: BUTTON_DATA_INVALID"}, "refused"),
    ({"status": 400, "description": "Bad Request: message is too long"}, "refused"),
    ({"status": 413, "description": "Request Entity Too Large"}, "refused"),
    ({"status": 502, "description": "Bad Gateway"}, "unknown"),
    ({"status": 500, "description": "Internal Server Error"}, "unknown"),
    ({"status": 504, "description": "Gateway Timeout"}, "unknown"),
    ({"status": CUT}, "unknown"),
    ({"status": CUT, "accepted": True}, "unknown"),
    ({"status": HANGING}, "unknown"),
    ({"status": 401, "description": "Unauthorized"}, "queued"),
    ({"status": 429, "description": "Too Many Requests: retry later"}, "queued"),
)


@pytest.mark.parametrize(("failure", "state"), FAILURES)
def test_a_failure_ends_as_the_table_says(
    emulator: Emulator, failure: dict[str, Any], state: str
) -> None:
    emulator.fail("sendMessage", **failure)
    assert send(emulator, HELLO).state == state


def test_a_flood_lets_everybody_rest_as_long_as_the_server_says(emulator: Emulator) -> None:
    emulator.fail("sendMessage", 429, "Too Many Requests", parameters={"retry_after": 7})
    outcome = send(emulator, HELLO)
    assert (outcome.state, outcome.after, outcome.for_all) == ("queued", 7.0, True)
    assert emulator.heard(CHAT) == []


def test_a_server_that_is_not_there_leaves_the_message_queued(emulator: Emulator) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        root = f"http://127.0.0.1:{unused.getsockname()[1]}"
        outcome = send(emulator, HELLO, root)
    assert (outcome.state, outcome.for_all) == ("queued", False)


def test_markup_the_server_cannot_read_goes_out_as_plain_text(emulator: Emulator) -> None:
    emulator.fail("sendMessage", 400, "Bad Request: can't parse entities: unsupported tag")
    assert send(emulator, HELLO).state == "sent"
    (said,) = emulator.heard(CHAT)
    assert said.text == "Bolt & Sons"
    assert "parse_mode" not in said.fields
    assert said.labels == ["Card"]


def test_a_message_is_edited_where_it_stands(emulator: Emulator) -> None:
    outcome = send(emulator, Call(HELLO.message, "edit", 12))
    (said,) = emulator.heard(CHAT)
    assert (said.method, said.message_id) == ("editMessageText", 12)
    assert outcome == outcomes.sent(12)


def test_an_edit_that_changes_nothing_is_done(emulator: Emulator) -> None:
    emulator.fail("editMessageText", 400, "Bad Request: message is not modified: exactly the same")
    assert send(emulator, Call(HELLO.message, "edit", 12)) == outcomes.sent(12)


@pytest.mark.parametrize("why", ["message can't be edited", "message to edit not found"])
def test_what_can_no_longer_be_edited_is_sent_anew(emulator: Emulator, why: str) -> None:
    emulator.fail("editMessageText", 400, f"Bad Request: {why}")
    outcome = send(emulator, Call(HELLO.message, "edit", 12))
    (said,) = emulator.heard(CHAT)
    assert said.method == "sendMessage"
    assert outcome == outcomes.sent(said.message_id)


def test_a_group_that_has_moved_is_written_to_at_its_new_number(emulator: Emulator) -> None:
    emulator.fail("sendMessage", 400, "group upgraded", parameters={"migrate_to_chat_id": -100})
    assert send(emulator, HELLO).state == "sent"
    assert [said.chat for said in emulator.said] == [-100]


def test_what_went_wrong_never_names_the_token(emulator: Emulator) -> None:
    emulator.fail("sendMessage", 400, f"Bad Request: nothing at /bot{TOKEN}/sendMessage")
    outcome = send(emulator, HELLO)
    assert outcome.state == "refused"
    assert TOKEN not in repr(outcome)
