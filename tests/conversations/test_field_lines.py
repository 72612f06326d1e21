"""At the door: what to say to an objection, the next thing, and when to stop."""

import pytest
from sqlalchemy import update

from bot.coaching.reading import shipped_playbooks
from bot.coaching.rungs import find_rungs
from bot.coaching.shelf import Shelf
from bot.conversations.field_lines import OBJECTIONS
from bot.voice.rendering import LANGUAGES, Language
from crm.store.tables import visits
from tests.conversations.test_field_facts import bought
from tests.support import cast as who
from tests.support.chatting import Chat, Office
from tests.support.snapshots import take_snapshot

# Today is Tuesday 24 November 2026.

ROWS = 7


def told(office: Office, customer_id: int, asks: int, objection: str) -> None:
    """A visit of yesterday's at which the order was asked for so often, and that was objected."""
    office.visited(customer_id, "2026-11-23")
    with office.database.writing() as session:
        session.execute(update(visits).values(asks=asks, objection=objection))


def test_two_lines_with_their_reasons_and_the_customers_numbers(office: Office) -> None:
    bought(office, who.ALPHA, "2026-03-05", ("valve", "60", "1000"))
    chat = office.chat("ana")
    reply = chat.says("Alpha Foods wants to think it over, what do I say")
    assert reply.splitlines()[0] == "Alpha Foods: “Think it over”"
    assert [line[0] for line in reply.splitlines()[1:]] == ["①", "②", "①", "②"]
    assert chat.labels == ["Another", "Practise", "A clear no"]
    chat.taps("Another")
    assert "30, or 60" in "".join(message.text for message in chat.last)


def test_the_same_is_answered_in_chinese(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("Alpha Foods说再考虑考虑，怎么回")
    assert reply.splitlines()[0] == "Alpha Foods：“再考虑”"
    assert "周四，还是周五" in reply
    assert chat.labels == ["换一句", "练一下", "他明确说不"]


def test_who_is_spoken_of_last_is_who_objects(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert chat.says("what do I say when they want to think it over").startswith("Alpha Foods: ")
    assert chat.says("客户说做不了主怎么办").startswith("Alpha Foods：")


def test_after_the_fifth_ask_it_is_enough_and_the_next_contact_is_offered(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-20")
    chat = office.chat("ana")
    chat.says("Alpha Foods says they want to think it over")
    assert chat.taps("Another").splitlines()[1].startswith("③")
    assert chat.taps("Another").splitlines()[1].startswith("⑤")
    reply = chat.taps("Another")
    assert reply.startswith("Five asks. Enough for today.")
    assert "Thu 24 Dec" in reply
    assert chat.labels == ["Plan Thu 24 Dec"]
    assert "Thu 24 Dec" in chat.taps("Plan")
    assert "planned Thu 24 Dec" in chat.says("Alpha Foods")


def test_lines_go_on_where_the_last_visit_left_off(office: Office) -> None:
    told(office, who.ALPHA, 2, "think_it_over")
    reply = office.chat("ana").says("Alpha Foods wants to think it over, what do I say")
    assert reply.splitlines()[1] == "You’ve asked twice; the next two:"
    assert [line[0] for line in reply.splitlines()[2:4]] == ["③", "④"]


def test_another_objection_begins_with_the_first_line(office: Office) -> None:
    told(office, who.ALPHA, 2, "has_supplier")
    reply = office.chat("ana").says("Alpha Foods wants to think it over, what do I say")
    assert [line[0] for line in reply.splitlines()[1:3]] == ["①", "②"]


def test_stopping_at_a_clear_no_is_praised_and_leads_to_the_next_contact(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Bravo Tools says not my decision")
    reply = chat.taps("A clear no")
    assert reply.startswith("Stopping at a clear no is right")
    assert "Next contact with Bravo Tools" in reply
    assert [label.partition(" ")[0] for label in chat.labels] == ["Plan"]
    assert office.chat("ana").presses("clearno:think_it_over:0").startswith("Stopping")


def test_practise_begins_the_playbook_that_has_the_lines(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("customer says they have no time, what do I say")
    chat.taps("Practise")
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.playbook == "cold_call"


@pytest.mark.parametrize(
    ("text", "question"),
    [("what do I say", "What does the customer say?"), ("怎么回", "客户怎么说？")],
)
def test_without_an_objection_it_is_asked_which(office: Office, text: str, question: str) -> None:
    chat = office.chat("ana")
    assert chat.says(text) == question
    assert len(chat.labels) == len(OBJECTIONS)
    assert len(chat.last[0].rows) <= ROWS
    before = chat.labels[0]
    assert before in chat.taps(before)


def test_of_namesakes_each_can_be_tapped(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("华兴说再考虑一下")
    namesakes = [label for label in chat.labels if "华兴" in label]
    assert len(namesakes) == 2
    assert "东莞华兴五金厂" in chat.taps("东莞")


@pytest.mark.parametrize("objection", OBJECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_objection_is_a_dead_end(office: Office, objection: str, language: Language) -> None:
    chat = Chat(office.app, office.chat("ana").person, language)
    bought(office, who.ALPHA, "2026-03-05", ("valve", "60", "1000"))
    reply = chat.presses(f"objection:{objection}:{who.ALPHA}")
    for _ in range(6):
        assert 2 <= len(reply.splitlines()) <= ROWS, reply
        assert "{{" not in reply
        if len(chat.labels) < 3:
            break
        reply = chat.presses(chat.last[0].buttons[0].action)
    assert len(chat.labels) == 1


@pytest.mark.parametrize("objection", OBJECTIONS)
def test_an_objection_without_a_ladder_is_met_with_lines_of_its_situation(objection: str) -> None:
    bare = {
        name: each.model_copy(update={"ladders": ()}) for name, each in shipped_playbooks().items()
    }
    found = find_rungs(Shelf(bare), objection)  # type: ignore[arg-type]
    assert found is not None
    assert 1 < len(found.rungs) <= 5
    assert len({rung.say.en for rung in found.rungs}) == len(found.rungs)


def test_a_customer_out_of_sight_is_nobody(office: Office) -> None:
    chat = office.chat("carla")
    seen = chat.presses(f"objection:too_expensive:{who.ALPHA}")
    assert seen == chat.presses("objection:too_expensive:987654")
    assert "Alpha" not in seen


@pytest.mark.parametrize("action", ["rung:x:1:2", "rung:too_expensive:1", "objection:", "clearno"])
def test_a_forged_button_does_nothing(office: Office, action: str) -> None:
    assert "no longer" in office.chat("ana").presses(action)


LANGUAGE_OF = {"they say they need to see it first": "en", "客户说要独家代理": "zh"}


@pytest.mark.parametrize("text", LANGUAGE_OF)
def test_what_nobody_has_heard_is_met_with_a_question_for_the_reason(
    office: Office, text: str
) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    reply = chat.says(text)
    assert [line[0] for line in reply.splitlines() if line[0] in "①②"] == ["①", "②"]
    assert "Alpha Foods" in reply
    assert len(chat.labels) == len(OBJECTIONS)
    assert len(chat.last[0].rows) <= ROWS
    assert chat.taps(chat.labels[0]).startswith("Alpha Foods")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("they told me never to come back", "Stopping at a clear no is right"),
        ("a clear no", "Stopping at a clear no is right"),
        ("老板明确说不要了", "听到明确的“不”就停"),
        ("客户说今年不买了", "听到明确的“不”就停"),
    ],
)
def test_a_clear_no_is_answered_and_nothing_is_written_without_a_tap(
    office: Office, text: str, begins: str
) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods today")
    before = take_snapshot(office.database)
    reply = chat.says(text)
    assert reply.startswith(begins)
    assert "Alpha Foods" in reply
    assert len(chat.labels) == 1
    assert take_snapshot(office.database) == before


@pytest.mark.parametrize("text", ["客户说不要了，别再来", "they said don't call again"])
def test_a_clear_no_told_in_a_walk_is_no_stop_and_no_line(office: Office, text: str) -> None:
    chat = office.chat("ana")
    chat.says("practise closing")
    assert chat.says(text).startswith(("听到明确的", "Stopping at a clear no"))
    assert chat.labels[-1] in {"Go on", "接着练"}
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.is_running
    assert not walk.seen


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("not interested", "“Not interested”"),
        ("no budget this year", "“No budget”"),
        ("they are happy with current supplier", "“Has a supplier”"),
        ("hes not the decision maker, boss decides", "“Not mine to decide”"),
        ("客户说考虑考虑", "“再考虑”"),
        ("how do i ask for the order", "Closing: one visit"),
    ],
)
def test_a_customers_words_in_a_walk_are_a_question_with_the_way_back(
    office: Office, text: str, begins: str
) -> None:
    chat = office.chat("ana")
    chat.says("practise complaints")
    assert chat.says(text).startswith(begins)
    assert chat.labels[-1] in {"Go on", "接着练"}
    walk = chat.dialog.walk
    assert walk is not None
    assert not walk.seen


@pytest.mark.parametrize(
    ("text", "playbook"),
    [
        ("how to close the deal", "closing"),
        ("怎么开口要单", "closing"),
        ("what do I say to open the conversation", "cold_call"),
        ("第一次见面怎么说", "cold_call"),
        ("how do I get past the front desk", "gatekeeper"),
        ("what do i say when they dont answer my calls", "gatekeeper"),
        ("客户不接电话怎么办", "gatekeeper"),
        ("what do i say to a customer who's angry", "complaint_handling"),
        ("客户投诉怎么回", "complaint_handling"),
        ("what do i say when they havent paid", "collection"),
    ],
)
def test_how_something_is_done_is_shown_in_two_lines_with_practice(
    office: Office, text: str, playbook: str
) -> None:
    chat = office.chat("ana")
    reply = chat.says(text)
    assert [line[0] for line in reply.splitlines() if line[0] in "①②"] == ["①", "②"]
    assert len(reply.splitlines()) <= ROWS
    assert "{{" not in reply
    assert len(chat.labels) == 1
    chat.taps(chat.labels[0])
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.playbook == playbook


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("they want to think it over", "Somebody else? Type the name with it."),
        ("客户说再考虑一下", "说的是别家？连名字一起打。"),
    ],
)
def test_where_nobody_was_named_it_is_said_how_to_name_another(
    office: Office, text: str, note: str
) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert chat.says(text).splitlines()[-1] == note
    assert note not in chat.says(f"Bravo Tools: {text}")
