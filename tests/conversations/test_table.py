"""The table of intents: every intent × every role × another team's object."""

import pytest

from bot.conversations import ABOUT_ONE, INTENTS
from bot.conversations.guide import EXAMPLES
from crm.entities import Role
from tests.support import cast as who
from tests.support.chatting import Office

OUTSIDERS = {"ana": who.CEDAR, "carla": who.ALPHA, "boris": who.CEDAR, "dora": who.ORPHAN}


@pytest.mark.parametrize("name", sorted(OUTSIDERS))
@pytest.mark.parametrize("verb", sorted(ABOUT_ONE))
def test_nobody_opens_what_is_not_theirs(office: Office, name: str, verb: str) -> None:
    chat = office.chat(name)
    outside = chat.presses(f"{verb}:{OUTSIDERS[name]}")
    assert outside == chat.presses(f"{verb}:99999")


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_every_intent_says_who_may_ask(intent: str) -> None:
    assert INTENTS[intent].access.roles <= frozenset(Role)
    assert INTENTS[intent].access.roles


@pytest.mark.parametrize("name", ["ana", "boris", "carla", "dora", "fay", "gus"])
@pytest.mark.parametrize("nonsense", ["qwzx vbnm", "给我讲个笑话", "order me a taxi"])
def test_what_is_not_understood_gets_examples_that_work(
    office: Office, name: str, nonsense: str
) -> None:
    chat = office.chat(name)
    unknown = chat.says(nonsense)
    examples = chat.labels
    assert len(examples) == 3
    for example in examples:
        typed = office.chat(name).says(example)
        assert typed
        assert typed != unknown


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_is_understood_as_what_it_stands_for(
    office: Office, example: str, language: str
) -> None:
    chat = office.chat("ana")
    chat.language = "zh" if language == "zh" else "en"
    unknown = chat.says("qwzx vbnm")
    assert chat.presses(f"ask:{example}:{who.ALPHA}") != unknown


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("thanks!", "You’re welcome"),
        ("谢谢啦", "不客气"),
        ("ok", "All right"),
        ("好的", "好的"),
        ("bye", "Goodbye"),
        ("再见", "再见"),
        ("hello", "Hello"),
    ],
)
def test_small_talk_is_answered_shortly(office: Office, typed: str, starts: str) -> None:
    assert office.chat("ana").says(typed).startswith(starts)
