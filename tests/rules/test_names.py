"""A typed name means one customer, a few, or nobody; never one of two namesakes in silence."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.entities import Naming
from crm.names import Index, match
from tests.support.named_companies import load_northwind, load_practice

NAMES = Path(__file__).parent.parent / "data" / "names"

NORTHWIND = load_northwind()
PRACTICE = load_practice()


def _codes(text: str, company: object = NORTHWIND) -> set[str]:
    known = PRACTICE if company is PRACTICE else NORTHWIND
    return {known.codes[number] for number in match(known.context.names, text).candidates}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Save-a-lot Markets", "SAVEA"), ("save a lot", "SAVEA"), ("SAVEALOT", "SAVEA"),
        ("savea", "SAVEA"), ("Königlich Essen", "KOENE"), ("koniglich essen", "KOENE"),
        ("folk och fa", "FOLKO"), ("La maison d'Asie", "LAMAI"), ("la maison dasie", "LAMAI"),
        ("B’s Beverages", "BSBEV"), ("bs beverages", "BSBEV"), ("Que Delicia", "QUEDE"),
        ("lila supermercado", "LILAS"), ("franchi spa", "FRANS"), ("Franchi", "FRANS"),
        ("split rail beer and ale", "SPLIR"), ("north south", "NORTS"),
        ("around the horn", "AROUT"),
    ],
)  # fmt: skip
def test_a_name_is_known_without_case_accents_blanks_or_legal_form(typed: str, code: str) -> None:
    found = match(NORTHWIND.context.names, typed)
    assert found.sure or found.score >= 88
    assert NORTHWIND.codes[found.customer_id or 0] == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("saveal0t", "SAVEA"), ("magazini", "MAGAA"), ("Magazzini Alimentary", "MAGAA"),
        ("frankenversnd", "FRANK"), ("ernst handl", "ERNSH"), ("vafeljernet", "VAFFE"),
        ("rattlesnake grocery", "RATTC"), ("konniglich esen", "KOENE"),
        ("ricardo adocicado", "RICAR"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_finds_the_customer_but_not_for_sure(typed: str, code: str) -> None:
    found = match(NORTHWIND.context.names, typed)
    assert NORTHWIND.codes[found.customer_id or 0] == code
    assert not found.sure


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("深圳市华兴电子有限公司", "C001"), ("华兴电子", "C001"), ("华兴", "C001"),
        ("深圳华兴", "C001"), ("宏海船务", "C070"), ("宏海船務", "C070"), ("yuanda wuliu", "C011"),
        ("yuandawuliu", "C011"), ("明辉灯式", "C048"),
        ("steling optics", "C108"),
        ("northwind traiding", "C073"), ("NWT", "C074"), ("沈阀", "C032"), ("美厨", "C067"),
    ],
)  # fmt: skip
def test_a_chinese_name_is_known_by_its_brand_in_either_script_and_in_pinyin(
    typed: str, code: str
) -> None:
    found = match(PRACTICE.context.names, typed)
    assert PRACTICE.codes[found.customer_id or 0] == code


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("xinwang", {"C062", "C063"}), ("northwind", {"C073", "C074"}), ("acme", {"C071", "C072"}),
        ("jinlong", {"C007", "C008"}), ("summit", {"C077", "C078"}),
    ],
)  # fmt: skip
def test_what_two_customers_share_is_a_question(typed: str, codes: set[str]) -> None:
    found = match(PRACTICE.context.names, typed)
    assert found.customer_id is None
    assert _codes(typed, PRACTICE) == codes


def test_two_companies_of_the_same_name_are_both_offered() -> None:
    assert _codes("IT") == {"Val2", "VALON"}


@pytest.mark.parametrize("typed", ["it", "is", "usd", "who", "没处", "the weather", "taxi", "1998"])
def test_a_word_is_no_name(typed: str) -> None:
    assert match(NORTHWIND.context.names, typed).candidates == ()


def test_of_many_namesakes_five_are_offered_and_the_others_counted() -> None:
    index = Index(Naming(i, f"Nova {word}") for i, word in enumerate("ABCDEFGH", 1))
    found = match(index, "nova")
    assert (found.customer_id, len(found.candidates), found.others) == (None, 5, 3)


def test_a_homophone_may_be_another_company_and_is_asked_about() -> None:
    index = Index([Naming(1, "杭州绿源食品有限公司", city="杭州")])
    found = match(index, "绿园食品")
    assert (found.customer_id, found.candidates) == (None, (1,))


@pytest.mark.parametrize("typed", ["华星电子", "华新", "金龙机械"])
def test_another_character_is_never_read_as_a_customers_name_in_silence(typed: str) -> None:
    index = Index([Naming(1, "深圳市华兴电子有限公司"), Naming(2, "南京金陵纺织有限公司")])
    assert match(index, typed).customer_id is None


@pytest.mark.parametrize("typed", ["LINO", "lino", "LILA", "North", "south"])
def test_one_word_of_a_hyphenated_name_finds_it(typed: str) -> None:
    names = ["LINO-Delicateses", "LILA-Supermercado", "North/South"]
    found = match(Index([Naming(i, name) for i, name in enumerate(names, 1)]), typed)
    assert typed.casefold() in names[(found.customer_id or 9) - 1].casefold()


def test_two_towns_in_a_list_are_no_name() -> None:
    assert match(Index([Naming(1, "大连海天食品有限公司")]), "上海、天津").candidates == ()


def test_somebody_elses_customer_is_as_unknown_as_nobodys() -> None:
    mine = Index([Naming(1, "Alpha Foods")])
    assert match(mine, "Cedar Paper") == match(mine, "Zorro Paper")


def test_nobody_is_found_where_there_are_no_customers() -> None:
    assert match(Index([]), "Save-a-lot").candidates == ()


def test_names_out_of_three_thousand_are_found_and_none_is_mistaken() -> None:
    with (NAMES / "composed_3k.csv").open(encoding="utf-8") as file:
        index = Index(Naming(int(r["id"]), r["full_name"]) for r in csv.DictReader(file))
    with (NAMES / "queries.csv").open(encoding="utf-8") as file:
        asked = [(row["query"], int(row["true_id"])) for row in csv.DictReader(file)]
    found = [(match(index, query), true) for query, true in asked]
    wrong = [true for got, true in found if got.customer_id not in {None, true}]
    right = [true for got, true in found if got.customer_id == true]
    assert len(wrong) <= len(asked) * 0.01
    assert len(right) >= len(asked) * 0.90


@settings(max_examples=60)
@given(st.data())
def test_every_full_name_finds_its_own_customer(data: st.DataObject) -> None:
    namings = list(PRACTICE.context.names.namings.values())
    naming = data.draw(st.sampled_from(namings))
    found = match(PRACTICE.context.names, naming.name)
    assert (found.customer_id, found.sure) == (naming.customer_id, True)


@given(st.text(max_size=80))
def test_any_text_can_be_asked_for(text: str) -> None:
    match(NORTHWIND.context.names, text)
    match(PRACTICE.context.names, text)


def test_the_span_is_where_the_name_stands_in_what_was_typed() -> None:
    found = match(NORTHWIND.context.names, "  «Königlich Essen» ")
    assert found.span is not None
    assert "  «Königlich Essen» "[slice(*found.span)] == "Königlich Essen"
