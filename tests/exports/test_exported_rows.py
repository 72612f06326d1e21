"""What stands in the exported tables."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.commands.export import export
from bot.voice.rendering import Voice
from crm.errors import Refused
from crm.grading.grade import grade
from crm.policy import default_policy
from crm.store import facts, gradings
from crm.store.database import Database
from crm.store.pages import PAGE
from crm.store.tables import contacts, customers, tier_changes, visits
from tests.support.cast import ALPHA, ANA, BRAVO, Cast
from tests.support.exporting import SHANGHAI, export_to, exported, sheet_rows
from tests.support.importing import NORTHWIND, NOW, Importer

AS_OF = date(1998, 5, 6)


def apply_grading(database: Database) -> None:
    policy = default_policy()
    with database.writing() as session:
        gradings.apply(session, grade(facts.gather(session, policy, AS_OF), policy), now=NOW)


def test_a_customer_shows_when_it_was_visited_and_when_it_is_due(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    with database.writing() as session:
        for day in (date(2026, 1, 5), date(2026, 2, 2)):
            session.execute(insert(visits).values(customer_id=ALPHA, kind="visit", visited_on=day))
    alpha, bravo, *_ = exported(database, "customers", tmp_path)
    assert (alpha["Last visited on"], alpha["Next visit on"]) == ("2026-02-02", "2026-03-04")
    assert (alpha["Visit state"], bravo["Visit state"]) == ("due", "never visited")
    assert (alpha["Tier"], alpha["Rep"]) == ("A", "Ana Alba")


def test_every_contact_of_a_customer_is_there(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    with database.writing() as session:
        for name, phone in (("Pat", "1"), ("Kim", None), ("Lou", "3")):
            session.execute(insert(contacts).values(customer_id=ALPHA, name=name, phone=phone))
    alpha, bravo, *_ = exported(database, "customers", tmp_path)
    assert (alpha["Contact name"], alpha["Contact phone"]) == ("Pat", "1")
    assert alpha["Other contacts"] == "Kim; Lou, 3"
    assert bravo["Contact name"] == bravo["Other contacts"] == ""


def test_captions_and_words_are_chinese_when_asked(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    rows = exported(database, "customers", tmp_path, "zh")
    assert rows[4]["客户名称"] == "深圳市华兴电子有限公司"
    assert rows[4]["拜访状态"] == "从未拜访"


def test_grades_need_a_grading_that_was_applied(database: Database, tmp_path: Path) -> None:
    with database.reading() as session, pytest.raises(Refused, match="--apply"):
        export(session, "grades", tmp_path / "g.csv", Voice("en", AS_OF), SHANGHAI)
    assert not (tmp_path / "g.csv").exists()


def test_grades_are_the_stored_ones_whatever_was_ordered_since(
    importer: Importer, tmp_path: Path
) -> None:
    importer.take_in(*NORTHWIND)
    apply_grading(importer.database)
    before = exported(importer.database, "grades", tmp_path)
    importer.take_text(
        "OrderID,CustomerID,OrderDate,Product,Quantity,UnitPrice\n99,PARIS,1998-05-01,Nuts,9,900\n"
    )
    after = exported(importer.database, "grades", tmp_path)
    paris = next(row for row in before if row["customer"] == "PARIS")
    assert paris["why"] == "no order yet"
    paris["why"] = "not in this grading"
    assert after == before


def test_points_times_weights_make_the_score(importer: Importer, tmp_path: Path) -> None:
    importer.take_in(*NORTHWIND)
    apply_grading(importer.database)
    for row in exported(importer.database, "grades", tmp_path):
        assert row["as_of"] == AS_OF.isoformat()
        names = [name for name in ("credit", "value", "profit") if row[f"{name}_points"]]
        total = sum(float(row[f"{n}_points"]) * float(row[f"{n}_weight"]) for n in names) / 100
        if row["tier"] == "new":
            assert not names
        else:
            assert total == pytest.approx(float(row["score"]), abs=1e-6)


def test_figures_of_grades_are_numbers_in_xlsx(importer: Importer, tmp_path: Path) -> None:
    importer.take_in(*NORTHWIND)
    apply_grading(importer.database)
    with importer.database.reading() as session:
        header, best, *_ = sheet_rows(export_to(session, "grades", tmp_path / "g.xlsx"))
    row = dict(zip(header, best, strict=True))
    assert (row["customer"], row["rank"], row["value"]) == ("QUICK", 1, 81238.465)
    assert row["as_of"] == datetime.combine(AS_OF, datetime.min.time())


def test_a_changed_field_is_a_row_with_what_it_was_and_who_is_meant(
    importer: Importer, cast: Cast, tmp_path: Path
) -> None:
    importer.take_text(
        "Customer code,Customer name,City,Rep\nK1,Alpha Fine Foods,Leeds,Carla Cruz\n"
    )
    rows = exported(importer.database, "changes", tmp_path)
    assert [(r["What"], r["Number"], r["Field"], r["Before"], r["After"]) for r in rows] == [
        ("customer", "K1", "city", "London", "Leeds"),
        ("customer", "K1", "name", "Alpha Foods", "Alpha Fine Foods"),
        ("customer", "K1", "rep", "Ana Alba", "Carla Cruz"),
    ]
    assert {row["When"] for row in rows} == {"2026-03-09T16:00:00+08:00"}
    assert {row["Who"] for row in rows} == {"command line"}


def test_a_replaced_order_shows_its_lines_before_and_after(
    importer: Importer, tmp_path: Path
) -> None:
    head = "OrderID,CustomerID,OrderDate,Product,Quantity,UnitPrice\n"
    importer.take_text(head + "1,K1,2026-01-05,Nuts,1,2\n")
    importer.take_text(head + "1,K1,2026-01-05,Nuts,3,2\n")
    (row,) = exported(importer.database, "changes", tmp_path)
    assert (row["What"], row["Number"], row["Name"], row["Field"]) == ("order", "1", "K1", "lines")
    assert '"Nuts"' in row["Before"]
    assert row["Before"] != row["After"]


def test_tiers_changed_by_grading_and_by_hand_stand_between_the_other_changes(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    with database.writing() as session:
        for hour, person_id, reason in ((7, ANA, "key account of 2026"), (9, None, None)):
            session.execute(
                insert(tier_changes).values(
                    customer_id=BRAVO,
                    from_tier="B",
                    to_tier="A",
                    changed_at=datetime(2026, 3, 9, hour, tzinfo=UTC),
                    person_id=person_id,
                    reason=reason,
                )
            )
    Importer(database, tmp_path).take_text(
        "Customer code,Customer name,City\nK1,Alpha Foods,Leeds\n"
    )
    rows = exported(database, "changes", tmp_path)
    assert [row["When"][11:13] for row in rows] == ["15", "16", "17"]
    assert [row["Field"] for row in rows] == ["tier", "city", "tier"]
    assert (rows[0]["Who"], rows[0]["Reason"]) == ("Ana Alba", "key account of 2026")


def test_more_than_a_page_of_customers_are_each_there_once(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    more = range(100, 100 + 2 * PAGE)
    with database.writing() as session:
        session.execute(
            insert(customers),
            [{"id": n, "code": f"X{n}", "name": f"X{n}", "name_key": f"x{n}"} for n in more],
        )
        session.execute(
            insert(contacts), [{"customer_id": n, "name": f"Contact of X{n}"} for n in more]
        )
    rows = exported(database, "customers", tmp_path)
    assert len({row["Customer code"] for row in rows}) == len(rows) == 8 + 2 * PAGE
    assert all(row["Contact name"] == f"Contact of {row['Customer code']}" for row in rows[8:])
