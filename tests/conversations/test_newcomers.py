"""Adding a customer or a contact in the chat, editing it, taking it back; photos and voice."""

import pytest

from bot.messages import AttachmentKind
from crm.store import customers as books
from crm.store.customers import Filter
from tests.support.cast import Cast
from tests.support.chatting import Chat, Office


def count(chat: Chat) -> str:
    return chat.says("how many customers do I have")


def test_a_customer_is_added_at_once_and_can_be_asked_about(office: Office) -> None:
    ana = office.chat("ana")
    reply = ana.says("add customer Zorro Foods in Munich")
    assert reply == "Added: Zorro Foods, Munich. Yours, new, no tier yet."
    assert ana.labels == ["Edit", "Undo", "Add a contact"]
    assert "Zorro Foods" in ana.says("show me zorro foods")
    assert "Zorro Foods" not in office.chat("carla").says("show me Zorro Foods").split("“")[0]


def test_a_customer_is_added_in_chinese(office: Office) -> None:
    ana = office.chat("ana")
    reply = ana.says("新增客户 苏州恒达机械 电话 0512-66668888")
    assert reply == "已新增：苏州恒达机械，0512-66668888。归你，新客户，还没分级。"
    assert ana.labels == ["改", "撤销", "加联系人"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("我又签了个新客户叫做大地农机", "大地农机"),
        ("新客户：大地农机，郑州", "大地农机"),
        ("帮我新增一个客户，叫大地农机", "大地农机"),
        ("I have a new customer: Yeti Tools, Berlin", "Yeti Tools"),
        ("add Yeti Tools as a customer", "Yeti Tools"),
        ("新增客户 大地（河南）农机有限公司", "大地（河南）农机有限公司"),
        ("add customer Novo Sund A/S, Copenhagen", "Novo Sund A/S"),
    ],
)
def test_a_customer_is_added_in_many_words(office: Office, typed: str, name: str) -> None:
    ana = office.chat("ana")
    reply = ana.says(typed)
    assert reply.startswith((f"Added: {name}", f"已新增：{name}"))


def test_undo_takes_the_customer_away_again(office: Office) -> None:
    ana = office.chat("ana")
    before = count(ana)
    ana.says("add customer Zorro Foods")
    assert count(ana) != before
    assert "not added" in ana.says("undo")
    assert count(ana) == before


def test_the_name_is_asked_for_when_there_is_none(office: Office) -> None:
    ana = office.chat("ana")
    assert "What is it called?" in ana.says("add a customer")
    assert "Added: Zorro Foods" in ana.says("Zorro Foods")


def test_cancel_adds_nothing(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add a customer")
    assert "Cancelled" in ana.says("cancel")
    assert "Added" not in ana.says("Zorro Foods")


def test_a_question_is_no_name(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add a customer")
    assert "Added" not in ana.says("who are my A customers?")


def test_a_name_like_a_known_one_is_asked_about(office: Office) -> None:
    ana = office.chat("ana")
    assert ana.says("add customer alpha foods").startswith("There is Alpha Foods (K1) already.")
    assert "Rank" in ana.taps("Alpha Foods") or "Alpha Foods" in ana.says("show me K1")
    ana.says("add customer alpha foods")
    action = next(b.action for b in ana.last[0].buttons if "add it" in b.label)
    assert "Added: alpha foods" in ana.presses(action)
    assert "no longer" in ana.presses(action)


def test_yes_adds_a_namesake_of_ones_own(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add customer Alpha Foods")
    assert "Added: Alpha Foods" in ana.says("yes")


def test_the_buttons_can_be_said_in_other_words(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("one is missing: Zorro Foods")
    assert ana.says("ask my manager").startswith("With Boris Banks")
    ana.says("少了一家 恒达机械")
    assert ana.says("是新客户").startswith("已新增：恒达机械")


def test_another_companys_name_is_not_asked_about(office: Office) -> None:
    assert office.chat("ana").says("add customer Zorro Foods").startswith("Added")


def test_the_reply_to_a_name_of_another_team_is_as_to_a_free_one(office: Office) -> None:
    """Cedar Paper is Carla's: Ana's reply must not tell, nor what her manager can read."""
    ana, boris = office.chat("ana"), office.chat("boris")
    free = ana.says("add customer Zorro Paper")
    buttons = ana.labels
    assert ana.says("add customer Cedar Paper") == free.replace("Zorro", "Cedar")
    assert ana.labels == buttons
    for chat in (ana, boris):
        assert "Nothing waits" in chat.says("requests")
    assert "Carla Cruz" in _open(office.chat("dora"), "Cedar Paper")


def _open(chat: Chat, name: str) -> str:
    chat.says("requests")
    return chat.taps(name)


def test_a_manager_adds_for_a_rep(office: Office, cast: Cast) -> None:
    boris = office.chat("boris")
    assert "Looked after by Ana Alba" in boris.says("add customer Zorro Foods for Ana Alba")
    with office.database.reading() as session:
        mine = books.list_customers(session, cast.ana, Filter())
    assert "Zorro Foods" in [row.customer.name for row in mine]
    assert "Yours" in boris.says("add customer Yeti Tools")


@pytest.mark.parametrize("name", ["ana", "boris"])
def test_nobody_adds_for_who_is_not_below_them(office: Office, name: str) -> None:
    chat = office.chat(name)
    before = count(chat)
    assert "not Carla Cruz’s" in chat.says("add customer Zorro Foods for Carla Cruz")
    assert count(chat) == before


def test_for_me_is_no_part_of_a_name(office: Office) -> None:
    assert "Added: Zorro Foods. Yours" in office.chat("ana").says("add customer Zorro Foods for me")


def test_a_name_typed_as_the_answer_is_read_as_if_it_had_been_said_at_once(
    office: Office,
) -> None:
    ana = office.chat("ana")
    ana.says("add customer")
    reply = ana.says("Zorro Foods Co., Ltd in Munich, +49 89 5550100")
    assert reply.startswith("Added: Zorro Foods Co., Ltd, Munich, +49 89 5550100.")


def test_the_desk_adds_no_customers(office: Office) -> None:
    before = count(office.chat("gus"))
    office.chat("fay").says("add customer Zorro Foods")
    assert count(office.chat("gus")) == before


@pytest.mark.parametrize("name", ["🙂🙂🙂", "x" * 400, "很" * 5000, "…"])
def test_what_is_no_name_is_asked_for_again(office: Office, name: str) -> None:
    ana = office.chat("ana")
    before = count(ana)
    reply = ana.says(f"add customer {name}")
    assert "called?" in reply or "叫什么" in reply
    assert count(ana) == before


def test_markup_and_formulas_in_a_name_stay_text(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add customer <b>Bold</b> {{ 7*7 }} & Sons")
    assert "<b>&lt;b&gt;Bold&lt;/b&gt; {{ 7*7 }} &amp; Sons</b>" in ana.last[0].text


def test_each_part_can_be_edited_and_taken_back(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add customer Zorro Foods in Munich")
    assert "typed anew" in ana.taps("Edit")
    ana.taps("City")
    assert ana.says("London").startswith("Now: Zorro Foods, London.")
    ana.taps("Edit")
    ana.taps("Phone")
    assert "+44 20 5550100" in ana.says("+44 20 5550100")
    ana.says("undo")
    card = ana.says("undo")
    assert "as before" in card
    assert "Munich" in ana.says("show me Zorro Foods")


def test_nobody_edits_through_anothers_button(office: Office) -> None:
    ana, carla = office.chat("ana"), office.chat("carla")
    ana.says("add customer Zorro Foods")
    edit = next(b.action for b in ana.last[0].buttons if b.label == "Edit")
    for action in (edit, "mend:customer:1:name", "mend:contact:1:phone", "addc:1"):
        assert "Zorro" not in carla.presses(action)
        assert "Alpha" not in carla.presses(action)
        assert "Now:" not in carla.says("Hijacked")


def test_a_contact_is_added_with_what_is_known(office: Office) -> None:
    ana = office.chat("ana")
    reply = ana.says("add contact Li Wei 13800001111 at Alpha Foods")
    assert reply == "Added: Li Wei, 13800001111, at Alpha Foods."
    assert ana.labels == ["Edit", "Undo"]
    assert "Li Wei" in ana.says("show me Alpha Foods")
    assert "13800001111" not in ana.says("show me Alpha Foods")


def test_a_contact_is_added_in_chinese_to_one_of_two(office: Office) -> None:
    ana = office.chat("ana")
    assert "王强是哪家客户的？" in ana.says("华兴加个联系人王强 采购 13988880000")
    reply = ana.taps("深圳市华兴电子")
    assert reply == "已新增：深圳市华兴电子有限公司的王强，采购，13988880000。"


def test_what_is_missing_is_asked_for_once_and_can_be_left_out(office: Office) -> None:
    ana = office.chat("ana")
    assert "Phone, e-mail or title?" in ana.says("add contact Jo Doe at Bravo Tools")
    assert "The rest is kept" in ana.taps("Skip")
    assert "Jo Doe" in ana.says("show me Bravo Tools")


def test_a_number_typed_next_completes_the_contact(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add contact Jo Doe at Bravo Tools")
    reply = ana.says("+49 89 5550123")
    assert reply == "Now: Jo Doe, +49 89 5550123, at Bravo Tools."
    ana.says("undo")
    ana.says("undo")
    assert "Jo Doe" not in ana.says("show me Bravo Tools")


@pytest.mark.parametrize(
    "typed",
    ["who are my A customers", "who is Jo", "no idea", "没有", "是谁", "他下周才回来再说吧"],
)
def test_what_is_no_number_or_title_completes_nothing(office: Office, typed: str) -> None:
    ana = office.chat("ana")
    ana.says("add contact Jo Doe at Bravo Tools")
    reply = ana.says(typed)
    assert "Now:" not in reply
    assert "已改为" not in reply


@pytest.mark.parametrize("title", ["head of purchasing", "采购经理", "buyer", "foreman"])
def test_a_title_typed_next_completes_the_contact(office: Office, title: str) -> None:
    ana = office.chat("ana")
    ana.says("add contact Jo Doe at Bravo Tools")
    assert title in ana.says(title)
    assert title in ana.says("show me Bravo Tools")


def test_a_contact_of_the_customer_just_added(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add customer Zorro Foods")
    assert "Who is it at Zorro Foods?" in ana.taps("Add a contact")
    reply = ana.says("Li Wei, buyer, 138 0000 1111")
    assert reply == "Added: Li Wei, buyer, 138 0000 1111, at Zorro Foods."


def test_somebody_known_already_gets_what_is_new_about_them(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("add contact Li Wei 13800001111 at Alpha Foods")
    assert "there already" in ana.says("add contact Li Wei at Alpha Foods")
    reply = ana.says("add contact li wei li@alpha.example at Alpha Foods")
    assert reply == "Now: Li Wei, 13800001111, li@alpha.example, at Alpha Foods."


def test_a_contact_at_nobody_known_is_asked_whose(office: Office) -> None:
    ana = office.chat("ana")
    reply = ana.says("add contact Li Wei at Cedar Paper")
    assert "I know no customer of yours" in reply
    assert "at Alpha Foods" in ana.says("Alpha Foods")


def test_a_shared_contact_is_offered_to_the_last_customer(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("show me Alpha Foods")
    assert "Is Karl Mo at this customer?" in ana.sends(
        "contact", name="Karl Mo", phone="+491234567"
    )
    assert ana.taps("Alpha Foods") == "Added: Karl Mo, +491234567, at Alpha Foods."


def test_a_shared_contact_with_nobody_spoken_of_is_asked_about(office: Office) -> None:
    ana = office.chat("ana")
    assert "At which customer is Karl Mo?" in ana.sends("contact", name="Karl Mo", phone="+49123")
    assert "Nothing" not in ana.says("Bravo Tools")
    assert "Karl Mo" in ana.says("show me Bravo Tools")


KINDS: tuple[AttachmentKind, ...] = (
    "photo", "voice", "video", "document", "location", "sticker", "other",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_text_gets_one_sentence_and_two_buttons(
    office: Office, kind: AttachmentKind
) -> None:
    ana = office.chat("ana")
    reply = ana.sends(kind)
    assert len(reply.splitlines()) == 1
    assert ana.labels == ["Who is due today?", "Report a visit"]
    assert "Alpha Foods" in ana.taps("Report")
    ana.sends(kind)
    assert "didn’t get" not in ana.taps("Who")


def test_a_voice_note_after_chinese_is_answered_in_chinese(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("我的客户有哪些")
    assert ana.sends("voice") == "语音我还听不了，请打字，或者点一下："


def test_the_words_below_a_picture_are_answered(office: Office) -> None:
    ana = office.chat("ana")
    reply = ana.sends("photo", "add customer Zorro Foods")
    assert reply.startswith("Added: Zorro Foods")
    assert "I don’t keep pictures" in reply
    assert "图片我不保存" in ana.sends("photo", "我的客户有哪些")


def test_a_sheet_is_told_where_it_belongs(office: Office) -> None:
    assert "tiercoach import" in office.chat("ana").sends("document", name="Customers.XLSX")
