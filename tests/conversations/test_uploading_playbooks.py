"""A manager changes what is taught from the chat: looked at first, put in force with a tap."""

from dataclasses import replace

import pytest

from bot.coaching.heard_entries import add_heard
from bot.coaching.reading import parse_playbook
from bot.messages import Attachment
from bot.voice.rendering import Language
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.playbooks import SMALL, changed
from tests.support.practising import has_practised
from tests.support.uploading import CLOSING, closing_titled, in_force, sends_file


def test_a_manager_sees_what_a_file_holds_before_anything_changes(office: Office) -> None:
    chat = office.chat("boris")
    reply = sends_file(chat, SMALL)
    assert reply == (
        "Tea: 3 scenes, 3 right and 4 wrong lines.\nIt is a new one.\nNothing is changed yet."
    )
    assert chat.labels == ["Use it", "Cancel"]
    assert in_force(office, "tea") is None


def test_a_tap_puts_it_in_force_and_the_next_walk_uses_it(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    reply = chat.taps("Use it")
    assert reply == ("Tea is in force: 3 right and 4 wrong lines. Whoever practises next gets it.")
    assert in_force(office, "tea") == parse_playbook(SMALL)
    ana = office.chat("ana")
    assert "Somebody comes in." in ana.presses("practise:tea")


def test_what_changes_is_counted_against_the_version_in_force(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    edited = changed("id: hello_push", "id: hello_rush").replace("Names money.", "Money first.")
    reply = sends_file(chat, edited)
    assert "Lines: +1 new, 1 changed, −1 gone" in reply
    assert "forgotten" not in reply
    for person_id in (who.ANA, who.BORIS):
        has_practised(office.database, person_id, "hello_push", playbook="tea", scene="hello")
    reply = sends_file(chat, edited)
    assert "1 line that 2 people practised will be forgotten: hello_push" in reply


@pytest.mark.parametrize(("language", "told"), [("en", "replaces Tea"), ("zh", "取代茶铺")])
def test_a_file_of_the_same_id_says_what_it_replaces_and_how_a_line_was_worded(
    office: Office, language: Language, told: str
) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    edited = changed('{zh: "茶铺", en: "Tea"}', '{zh: "咖啡馆", en: "Coffee"}')
    edited = edited.replace(
        '{zh: "红茶还是绿茶？", en: "Black or green?"}',
        '{zh: "浓的还是淡的？", en: "Strong or mild?"}',
    )
    chat.language = language
    reply = sends_file(chat, edited)
    assert told in reply
    assert {"en": "“Black or green?” → “Strong or mild?”", "zh": "“红茶还是绿茶？” → “浓的"}[
        language
    ] in reply


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "It is the same as in force."), ("zh", "和现用的完全一样。")],
)
def test_the_same_file_again_says_that_nothing_differs_and_offers_nothing(
    office: Office, language: Language, told: str
) -> None:
    chat = office.chat("boris")
    chat.language = language
    assert told in sends_file(chat, CLOSING, "closing.yaml")
    assert chat.labels == []


def test_a_line_that_is_judged_otherwise_is_quoted_whole(office: Office) -> None:
    said = "I’ll give you ten percent off right now, black or green?"
    reply = sends_file(office.chat("boris"), changed("Black or green?", said))
    assert f"1 line, e.g. “{said}” as wrong (giving the price away)" in reply
    assert "good line 1" not in reply


def test_a_broken_file_is_told_line_by_line_and_never_replaces_a_working_one(
    office: Office,
) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    reply = sends_file(chat, changed("next: {good: pay}", "next: {good: pya}"))
    assert reply.startswith("Not used: this must be mended first.")
    assert "31:18 scene hello leads to pya, and there is no such scene." in reply
    assert chat.labels == []
    assert in_force(office, "tea") == parse_playbook(SMALL)


def test_a_mistake_made_at_many_places_is_told_once(office: Office) -> None:
    reply = sends_file(office.chat("boris"), SMALL.replace("why:", "wyh:"))
    assert reply.count("is not known in") == 1
    assert "Did you mean why? (×7)" in reply


def test_of_many_problems_seven_are_shown_and_the_rest_is_counted(office: Office) -> None:
    broken = SMALL
    for name in ("say", "customer", "accepts", "fault", "fix", "why", "situation", "act", "good"):
        broken = broken.replace(f" {name}:", f" {name}x:")
    reply = sends_file(office.chat("boris"), broken)
    assert len(reply.splitlines()) == 9
    assert reply.endswith(" more. Mend these and send the file again.")


def test_a_bomb_and_an_attack_are_refused_at_once(office: Office) -> None:
    chat = office.chat("boris")
    bomb = "a: &a [x, x]\nb: &b [" + ", ".join(["*a"] * 200) + "]\n"
    assert "names a part to be repeated" in sends_file(chat, bomb)
    attack = changed("Names money.", "{{ 'a' * 10**9 }}")
    assert "arithmetic stands in braces" in sends_file(chat, attack)


def test_cancel_leaves_everything_and_each_button_works_once(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    use = next(b.action for m in chat.last for b in m.buttons if b.label == "Use it")
    assert chat.taps("Cancel") == "Not used. Everything stays as it was."
    assert "Use it" not in chat.presses(use)
    assert in_force(office, "tea") is None


def test_who_was_overtaken_sees_again_what_changes(office: Office) -> None:
    chat, other = office.chat("boris"), office.chat("gus")
    sends_file(chat, SMALL)
    sends_file(other, changed("Names money.", "Money first."))
    other.taps("Use it")
    reply = chat.taps("Use it")
    assert reply.startswith("Somebody has changed it meanwhile.")
    assert "Lines: 1 changed" in reply
    chat.taps("Use it")
    assert in_force(office, "tea") == parse_playbook(SMALL)


def test_reps_cannot_change_what_is_taught(office: Office) -> None:
    boris, ana = office.chat("boris"), office.chat("ana")
    sends_file(boris, SMALL)
    boris.taps("Use it")
    for reply in (
        sends_file(ana, SMALL),
        ana.presses("pbroll:1"),
        ana.presses("pbback:1"),
        ana.presses("pbours:closing"),
        ana.presses("pbversions"),
    ):
        assert reply == ana.presses("mteam")
    ana.says("practise")
    ana.presses("walks")
    assert "Playbook versions" not in ana.labels
    assert in_force(office, "tea") == parse_playbook(SMALL)


@pytest.mark.parametrize(
    ("why", "told"), [("too_large", "may have 256 kB"), ("failed", "send it again")]
)
def test_a_file_that_was_not_fetched_says_why(office: Office, why: str, told: str) -> None:
    sent = replace(Attachment("document", "tea.yaml"), unread=why)  # type: ignore[arg-type]
    assert told in office.chat("boris").attaches(sent)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "must end in .yaml"), ("zh", "以 .yaml 结尾")]
)
@pytest.mark.parametrize("name", ["tea.txt", "tea.yaml.txt", "Tea.MD"])
def test_a_manager_whose_file_has_another_ending_is_told_to_rename_it(
    office: Office, language: Language, told: str, name: str
) -> None:
    chat = office.chat("boris")
    chat.language = language
    assert told in chat.attaches(Attachment("document", name))
    assert ".yaml" not in office.chat("ana").attaches(Attachment("document", name))


def test_it_is_all_said_in_chinese_as_well(office: Office) -> None:
    chat = office.chat("boris")
    chat.language = "zh"
    assert sends_file(chat, SMALL).startswith("茶铺：3 个场景，对的 3 句，错的 4 句。")
    assert chat.taps("启用").startswith("茶铺已启用")
    reply = sends_file(chat, changed("next: {good: pay}", "next: {good: pya}"))
    assert "31:18 指向的场景不存在：" in reply


def test_a_draft_waits_packed_and_survives_a_restart(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, closing_titled("Closing, ours"), "closing.yaml")
    office.restart()
    draft = chat.dialog.draft
    assert draft is not None
    assert len(draft.packed) < len(CLOSING.encode()) / 2
    assert chat.taps("Use it").startswith("Closing, ours is in force")


def test_the_answer_fits_a_phone_whatever_changes(office: Office) -> None:
    chat, other = office.chat("boris"), office.chat("gus")
    sends_file(chat, SMALL)
    reply = sends_file(other, changed("id: hello_help", "id: hello_any"))
    other.taps("Use it")
    assert len(reply.splitlines()) <= 7
    reply = chat.taps("Use it")
    assert len(reply.splitlines()) <= 7
    assert "Lines: +1 new, −1 gone" in reply


def test_lines_that_managers_have_judged_outlast_a_new_file(office: Office) -> None:
    chat = office.chat("boris")
    heard = add_heard(SMALL, "tea.yaml", "hello", "en", "Black today?", act="either_or")
    sends_file(chat, heard)
    chat.taps("Use it")
    sends_file(chat, changed("Somebody comes in.", "A neighbour comes in."))
    chat.taps("Use it")
    kept = in_force(office, "tea")
    assert kept is not None
    assert [each.say for each in kept.heard] == ["Black today?"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Black or green?", "You already agreed, so sign now, no need to read it."),
        ("红茶还是绿茶？", "您都答应了，不用看，签吧。"),
    ],
)
def test_a_right_line_that_presses_is_never_put_in_force(
    office: Office, old: str, new: str
) -> None:
    chat = office.chat("boris")
    reply = sends_file(chat, changed(old, new))
    assert "pressure" in reply
    assert "Use it" not in chat.labels
