"""A manager changes what is taught from the chat: looked at first, put in force with a tap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.coaching import log, uploads
from bot.coaching.heard_entries import add_heard
from bot.coaching.log import Entry
from bot.coaching.playbook import Playbook
from bot.coaching.reading import parse_playbook, shipped_folder
from bot.messages import Attachment, Incoming
from bot.voice.plain import as_plain
from bot.voice.rendering import Language
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office
from tests.support.playbooks import SMALL, changed

CLOSING = (shipped_folder() / "closing.yaml").read_text("utf-8")


def sends_file(chat: Chat, text: str, name: str = "tea.yaml") -> str:
    """Send a file; return the reply."""
    return sends(chat, Attachment("document", name, content=text.encode()))


def sends(chat: Chat, sent: Attachment) -> str:
    """Send anything; return the reply."""
    chat.last = chat.app.answer(chat.person, Incoming(attachment=sent), chat.key, chat.language)
    return "\n".join(as_plain(message.text) for message in chat.last)


def practised(office: Office, person_id: int, line: str) -> None:
    """Let somebody have practised a line of the tea shop."""
    entry = Entry(MORNING, "walk", "tea", "hello", line, "bad", None, "pressure", "again")
    with office.database.writing() as session:
        log.write(session, person_id, entry)


def in_force(office: Office, playbook: str) -> Playbook | None:
    """Return the playbook in force, as a process that has just begun reads it."""
    with office.database.reading() as session:
        fresh = App(office.database, office.app.settings, clock=office.app.clock)
        return fresh.shelves.get(session).playbooks.get(playbook)


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
        practised(office, person_id, "hello_push")
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


def test_put_back_returns_what_was_in_force_before(office: Office) -> None:
    chat = office.chat("boris")
    first = replace_title(CLOSING, "Closing, ours")
    sends_file(chat, first, "closing.yaml")
    chat.taps("Use it")
    sends_file(chat, replace_title(CLOSING, "Closing, again"), "closing.yaml")
    chat.taps("Use it")
    assert chat.taps("Put back").startswith("Closing, ours is in force again as it was")
    assert in_force(office, "closing") == parse_playbook(first)


def test_put_back_after_the_first_version_is_the_one_that_comes_with_the_program(
    office: Office,
) -> None:
    chat = office.chat("boris")
    sends_file(chat, replace_title(CLOSING, "Closing, ours"), "closing.yaml")
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
    ("asked", "told", "tapped", "sent"),
    [
        ("playbooks", "To change what is practised", "Closing: one visit", "Send me the file"),
        ("怎么改话术", "要改练习内容", "一次拜访里成交", "把文件发我"),
    ],
)
def test_the_file_of_a_playbook_is_sent_to_be_changed_and_sent_back(
    office: Office, asked: str, told: str, tapped: str, sent: str
) -> None:
    chat = office.chat("boris")
    chat.says("practise closing")
    assert chat.says(asked).startswith(told)
    title = next(b.label for b in chat.last[0].buttons if b.action == "pbversions:closing")
    chat.taps(title)
    assert chat.labels[0] == sent
    chat.taps(sent)
    (message,) = chat.last
    assert message.document is not None
    assert message.document.name == "closing.yaml"
    assert message.document.content.decode() == CLOSING
    assert "same as in force" in sends_file(chat, CLOSING) or "完全一样" in sends_file(
        chat, CLOSING
    )


@pytest.mark.parametrize(("asked", "label"), [("put it back", "Put back"), ("恢复上一版", "恢复")])
def test_what_was_in_force_before_is_found_in_words_long_after(
    office: Office, asked: str, label: str
) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    chat.says("who are my A customers?")
    office.app.clock = lambda: MORNING + timedelta(hours=3)
    chat.says(asked)
    chat.presses(next(b.action for b in chat.last[0].buttons if b.action.startswith("pbback:")))
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
    assert told in sends(office.chat("boris"), sent)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "must end in .yaml"), ("zh", "以 .yaml 结尾")]
)
@pytest.mark.parametrize("name", ["tea.txt", "tea.yaml.txt", "Tea.MD"])
def test_a_manager_whose_file_has_another_ending_is_told_to_rename_it(
    office: Office, language: Language, told: str, name: str
) -> None:
    chat = office.chat("boris")
    chat.language = language
    assert told in sends(chat, Attachment("document", name))
    assert ".yaml" not in sends(office.chat("ana"), Attachment("document", name))


def test_it_is_all_said_in_chinese_as_well(office: Office) -> None:
    chat = office.chat("boris")
    chat.language = "zh"
    assert sends_file(chat, SMALL).startswith("茶铺：3 个场景，对的 3 句，错的 4 句。")
    assert chat.taps("启用").startswith("茶铺已启用")
    reply = sends_file(chat, changed("next: {good: pay}", "next: {good: pya}"))
    assert "31:18 指向的场景不存在：" in reply


def test_a_draft_waits_packed_and_survives_a_restart(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, CLOSING.replace("Closing: one visit", "Closing, ours"), "closing.yaml")
    office.restart()
    draft = chat.dialog.draft
    assert draft is not None
    assert len(draft.packed) < len(CLOSING.encode()) / 2
    assert chat.taps("Use it").startswith("Closing, ours is in force")


def test_every_version_is_kept_with_who_put_it_in_force(office: Office) -> None:
    chat = office.chat("boris")
    sends_file(chat, SMALL)
    chat.taps("Use it")
    chat.taps("Put back")
    with office.database.reading() as session:
        kept = [(each.person_id, each.is_ours) for each in uploads.list_versions(session, "tea")]
    assert kept == [(chat.person.id, True), (chat.person.id, False)]


def replace_title(text: str, title: str) -> str:
    """Give a playbook another English title."""
    assert "Closing: one visit" in text
    return text.replace("Closing: one visit", title)


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
