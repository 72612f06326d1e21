"""What is exported imports as unchanged, whatever the customers are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, insert

from bot.voice.rendering import LANGUAGES, Language
from crm.imports.apply import Recognised, import_files
from crm.imports.headers import recognise
from crm.imports.planning import Plan
from crm.imports.readers import open_source
from crm.store.database import Database, Session
from crm.store.tables import contacts, customer_aliases, customers, people, visits
from crm.text import clean, fold
from tests.support.cast import ALPHA, ANA, CEDAR, HUAXIN, Cast
from tests.support.exporting import export_to, exported
from tests.support.importing import NORTHWIND, NOW, TODAY, Importer, counts

NASTY = (
    *("=1+1", "+86 138 0013 8000", "-", "-3.50", "@handle", "'=x", "''-", "'t Hart", "#N/A"),
    *("007", "1e5", 'say "hi"', "a,b;c\td|e", "two\nlines", "深圳市华兴电子", "𠮷野家", "n/a"),
)
NAMES = ("Alpha", "ALPHA", "Beta", "=Beta", "'=Beta", "华兴", "华兴\n电子")

texts = st.text(max_size=9).map(clean) | st.sampled_from(NASTY)
named = texts.filter(bool)
# A whole number that a spreadsheet made 2.0 of is read as 2, so no code in the store ends so.
codes = named.filter(lambda text: not text.endswith(".0"))
maybe = st.none() | named


@dataclass(frozen=True, slots=True)
class Books:
    """Rows for the store."""

    people: Sequence[Mapping[str, Any]]
    customers: Sequence[Mapping[str, Any]]
    aliases: Sequence[Mapping[str, Any]]
    contacts: Sequence[Mapping[str, Any]]

    def write(self, session: Session) -> None:
        rows: tuple[tuple[Table, Sequence[Mapping[str, Any]]], ...] = (
            (people, self.people),
            (customers, self.customers),
            (customer_aliases, self.aliases),
            (contacts, self.contacts),
        )
        for table, found in rows:
            if found:
                session.execute(insert(table), [dict(row) for row in found])


@st.composite
def books(draw: st.DrawFn) -> Books:
    """People, some of them namesakes, and customers: namesakes have codes."""
    staff = draw(st.lists(st.tuples(st.none() | codes, codes), max_size=3, unique_by=_code_or_not))
    firms = draw(
        st.lists(
            st.tuples(st.none() | codes, st.sampled_from(NAMES) | named),
            min_size=1,
            max_size=5,
            unique_by=_code_or_not,
        )
    )
    keys = [fold(name) for _, name in firms]
    rows, aliases, known = [], [], []
    for number, (code, name) in enumerate(firms, start=1):
        alone = keys.count(fold(name)) == 1
        rows.append(
            {
                "id": number,
                "code": code if code or alone else f"C{number}",
                "name": name,
                "name_key": fold(name),
                "rep_id": draw(st.none() | st.integers(1, len(staff))) if staff else None,
                "tier": draw(st.none() | st.sampled_from("AB")),
                **{field: draw(maybe) for field in ("city", "country", "phone", "address")},
            }
        )
        for alias in draw(st.lists(named, max_size=3, unique_by=fold)):
            row = {"customer_id": number, "alias": alias, "alias_key": fold(alias)}
            aliases.append(row | {"person_id": None})
        for contact in draw(st.lists(named, max_size=2, unique=True)):
            details = {field: draw(maybe) for field in ("title", "phone", "email")}
            known.append({"customer_id": number, "name": contact, **details})
    team = [
        {"id": number, "code": code, "name": name, "name_key": fold(name), "role": "rep"}
        for number, (code, name) in enumerate(staff, start=1)
    ]
    return Books(team, rows, aliases, known)


def _code_or_not(row: tuple[str | None, str]) -> object:
    return row[0] or object()


def take_back(session: Session, *paths: Path) -> Plan:
    """Import files in this transaction."""
    sources = [open_source(path) for path in paths]
    files = [Recognised(source, recognise(source)) for source in sources]
    return import_files(session, files, today=TODAY, now=NOW).plan


@given(books=books(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_customers_exported_and_imported_are_all_unchanged(
    database: Database, tmp_path: Path, books: Books, language: Language
) -> None:
    with database.writing() as session:
        books.write(session)
        path = export_to(session, "customers", tmp_path / "customers.csv", language)
        plan = take_back(session, path)
        session.rollback()
    assert counts(plan) == {"customers": (0, 0, len(books.customers))}
    assert not plan.refused


def test_the_sample_company_comes_back_unchanged(importer: Importer, tmp_path: Path) -> None:
    importer.take_in(*NORTHWIND)
    with importer.database.reading() as session:
        path = export_to(session, "customers", tmp_path / "customers.csv")
    assert counts(importer.take_in(path)) == {"customers": (0, 0, 93)}


def test_what_was_changed_in_the_file_is_changed_and_nothing_else(
    importer: Importer, tmp_path: Path
) -> None:
    importer.take_in(*NORTHWIND)
    with importer.database.reading() as session:
        path = export_to(session, "customers", tmp_path / "customers.csv")
    path.write_text(path.read_text("utf-8-sig").replace("Luleå", "Kiruna"), "utf-8")
    assert counts(importer.take_in(path)) == {"customers": (0, 1, 92)}


def test_customers_without_codes_that_share_a_name_are_refused_not_mixed_up(
    database: Database, tmp_path: Path
) -> None:
    rows = [
        {"id": number, "code": code, "name": "Alpha", "name_key": "alpha"}
        for number, code in enumerate((None, "K1"), start=1)
    ]
    with database.writing() as session:
        Books([], rows, [], []).write(session)
        plan = take_back(session, export_to(session, "customers", tmp_path / "customers.csv"))
        assert counts(plan) == {"customers": (0, 0, 1)}
        assert plan.refused == 1
        session.rollback()


def test_an_alias_of_one_person_stays_with_them(database: Database, tmp_path: Path) -> None:
    alias = {"alias": "my Alpha", "alias_key": "my alpha", "customer_id": 1, "person_id": 1}
    person = {"id": 1, "name": "Ana", "name_key": "ana", "role": "rep"}
    firm = {"id": 1, "code": "K1", "name": "Alpha Foods", "name_key": "alpha foods"}
    with database.writing() as session:
        Books([person], [firm], [alias], []).write(session)
    assert [row["Aliases"] for row in exported(database, "customers", tmp_path)] == [""]


VISITS = """Customer,Visited by,Visit date,Visit kind,Visit note
Alpha Foods,Ana Alba,2026-02-03,visit,-10% asked for
alpha foods,Ana Alba,2026-02-03,visit,-10% asked for
K3,Carla Cruz,2026-02-04,nobody in,
东莞华兴五金厂,,2026-02-05,微信,"两行
备注"
"""


def test_visits_exported_and_imported_are_all_unchanged(
    importer: Importer, cast: Cast, tmp_path: Path
) -> None:
    assert counts(importer.take_text(VISITS)) == {"visits": (4, 0, 0)}
    for language in LANGUAGES:
        with importer.database.reading() as session:
            path = export_to(session, "visits", tmp_path / f"{language}.csv", language)
        assert counts(importer.take_in(path)) == {"visits": (0, 0, 4)}


def test_a_visit_told_in_a_chat_is_known_when_its_export_is_imported(
    importer: Importer, cast: Cast, tmp_path: Path
) -> None:
    with importer.database.writing() as session:
        for customer_id, kind in ((ALPHA, "visit"), (CEDAR, "attempt"), (HUAXIN, "touch")):
            session.execute(
                insert(visits).values(
                    customer_id=customer_id,
                    person_id=ANA,
                    kind=kind,
                    visited_on=date(2026, 3, 2),
                    recorded_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
                )
            )
        path = export_to(session, "visits", tmp_path / "visits.csv")
    assert counts(importer.take_in(path)) == {"visits": (0, 0, 3)}
    with path.open("a", encoding="utf-8") as file:
        file.write("K1,Alpha Foods,Ana Alba,2026-03-02,visit,\n")
    assert counts(importer.take_in(path)) == {"visits": (1, 0, 3)}
