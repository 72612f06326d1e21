"""``tiercoach import``: what it prints, its exit codes, and what it leaves behind."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click import UsageError
from click.testing import CliRunner, Result
from openpyxl import Workbook

from bot.commands.import_ import import_command
from crm.errors import BadFile, BadSettings, NotFound
from tests.support.importing import NORTHWIND

ORDERS = "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price\n"
BAD = ORDERS + "1,A,2026-01-05,Tea,1,5\n1,A,2099-01-05,Jam,1,5\n2,B,2026-01-05,Tea,1,5\n"


@dataclass(frozen=True)
class Settings:
    database_url: str
    timezone: ZoneInfo


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, Result]:
    settings = Settings("tiercoach.db", ZoneInfo("Asia/Shanghai"))
    runner = CliRunner()
    result = runner.invoke(
        import_command, [str(a) for a in arguments], obj=settings, standalone_mode=False
    )
    if result.exception is not None:
        raise result.exception
    return int(result.return_value), result


def test_it_says_what_each_file_was_taken_for_and_what_came_in(here: Path) -> None:
    code, result = run(*NORTHWIND)
    assert code == 0
    assert "customers.csv: customers, 93 rows" in result.stdout
    assert "CompanyName → name" in result.stdout
    assert "orders: 830 new, 0 changed, 0 unchanged" in result.stdout
    code, result = run(*NORTHWIND)
    assert code == 0
    assert "orders: 0 new, 0 changed, 830 unchanged" in result.stdout


def test_a_dry_run_leaves_nothing_behind(here: Path) -> None:
    (here / "orders.csv").write_text(BAD, encoding="utf-8")
    code, result = run("--dry-run", "orders.csv")
    assert code == 2
    assert "Nothing was written." in result.stdout
    assert [path.name for path in here.iterdir()] == ["orders.csv"]


def test_refused_rows_can_be_mended_and_taken_in(here: Path) -> None:
    (here / "orders.csv").write_text(BAD, encoding="utf-8")
    code, result = run("orders.csv")
    assert code == 2
    assert "orders.csv, line 3: Order Date '2099-01-05'" in result.stderr
    kept = here / "orders.refused.csv"
    with kept.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["line"] for row in rows] == ["2", "3"]
    kept.write_text(kept.read_text("utf-8-sig").replace("2099", "2026"), encoding="utf-8-sig")
    code, result = run("--json", kept)
    assert code == 0
    [orders] = json.loads(result.stdout)["kinds"]
    assert (orders["new"], orders["changed"]) == (1, 0)


def test_strict_takes_in_nothing_when_a_row_is_refused(here: Path) -> None:
    (here / "orders.csv").write_text(BAD, encoding="utf-8")
    code, result = run("--strict", "orders.csv")
    assert code == 2
    assert "Nothing was written." in result.stdout
    code, result = run("--json", "--strict", "orders.csv")
    assert json.loads(result.stdout)["kinds"][0]["unchanged"] == 0


def test_one_unreadable_file_keeps_all_out(here: Path) -> None:
    (here / "orders.csv").write_text(BAD, encoding="utf-8")
    (here / "empty.csv").write_text("", encoding="utf-8")
    (here / "odd.csv").write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        run("orders.csv", "empty.csv", "odd.csv")
    assert [problem.where for problem in refused.value.problems] == ["empty.csv", "odd.csv"]
    assert not (here / "tiercoach.db").exists()


def test_more_than_ten_refused_rows_are_counted(here: Path) -> None:
    rows = "".join(f"{n},A,2099-01-05,Tea,1,5\n" for n in range(25))
    (here / "orders.csv").write_text(ORDERS + rows, encoding="utf-8")
    code, result = run("orders.csv")
    assert code == 2
    assert result.stderr.count("is later than") == 10
    assert "and 15 more, all in" in result.stderr


def test_a_map_is_checked_before_anything_is_read(here: Path) -> None:
    with pytest.raises(BadSettings) as refused:
        run("gone.csv", "--map", "Wer=customr", "--map", "Wann")
    assert len(refused.value.problems) == 2


def test_a_map_says_which_column_is_which(here: Path) -> None:
    text = "Wer,Wann,Wieviel\nAcme,2026-01-05,12.50\n"
    (here / "umsatz.csv").write_text(text, encoding="utf-8")
    wishes = ("Wer=customer_name", "Wann=ordered_on", "Wieviel=amount")
    code, result = run("umsatz.csv", "--kind", "orders", *(x for w in wishes for x in ("--map", w)))
    assert code == 0
    assert "orders: 1 new" in result.stdout


def test_the_same_file_twice_on_the_line_is_one_file(here: Path) -> None:
    (here / "orders.csv").write_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n", encoding="utf-8")
    code, result = run("orders.csv", here / "orders.csv")
    assert code == 0
    assert "orders: 1 new" in result.stdout


def test_an_import_is_undone_by_its_number_or_as_the_last_one(here: Path) -> None:
    (here / "one.csv").write_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n", encoding="utf-8")
    (here / "two.csv").write_text(ORDERS + "1,A,2026-01-05,Tea,2,5\n", encoding="utf-8")
    run("one.csv")
    run("two.csv")
    code, result = run("--undo")
    assert code == 0
    assert "Import 2 of" in result.stdout
    assert "put back: 1 orders" in result.stdout
    code, result = run("--undo", "1", "--json")
    assert json.loads(result.stdout)["removed"] == {"orders": 1, "customers": 1}
    with pytest.raises(NotFound):
        run("--undo")


def test_undo_takes_no_files_and_import_needs_some(here: Path) -> None:
    with pytest.raises(UsageError, match="takes no files"):
        run("one.csv", "--undo", "1")
    with pytest.raises(UsageError, match="Name the files"):
        run()


def test_a_workbook_is_imported_and_its_refused_rows_can_be_mended(here: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in csv.reader(BAD.splitlines()):
        sheet.append(row)
    book.save(here / "orders.xlsx")
    code, result = run("orders.xlsx")
    assert code == 2
    assert "orders.xlsx, line 3: Order Date '2099-01-05'" in result.stderr
    refused = here / "orders.refused.csv"
    refused.write_text(refused.read_text("utf-8-sig").replace("2099", "2026"), "utf-8")
    code, result = run("orders.refused.csv")
    assert code == 0
    assert "orders: 1 new" in result.stdout


def test_refused_rows_go_to_the_working_folder_where_the_files_own_is_barred(here: Path) -> None:
    books = here / "books"
    books.mkdir()
    (books / "orders.csv").write_text(BAD, encoding="utf-8")
    (books / ".orders.refused.csv.part").mkdir()  # bars that name even to the superuser
    assert run("books/orders.csv")[0] == 2
    assert (here / "orders.refused.csv").exists()


def test_nothing_is_taken_in_where_refused_rows_can_be_put_nowhere(here: Path) -> None:
    path = here / f"{'x' * 248}.csv"  # with .refused its name is longer than a name may be
    path.write_text(BAD, encoding="utf-8")
    with pytest.raises(BadFile, match="nothing was taken in") as refused:
        run(path)
    assert str(here) in str(refused.value)
    path.rename(here / "orders.csv")
    _, result = run("--json", "orders.csv")
    assert json.loads(result.stdout)["kinds"][0]["new"] == 1


def test_a_map_of_a_caption_that_no_file_has_is_refused(here: Path) -> None:
    (here / "orders.csv").write_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="no file has") as refused:
        run("orders.csv", "--map", "foo=number")
    assert "Order ID, Customer ID" in str(refused.value)
    assert not (here / "tiercoach.db").exists()


def test_a_caption_mapped_twice_is_refused(here: Path) -> None:
    with pytest.raises(BadSettings, match="mapped twice"):
        run("gone.csv", "--map", "Order ID=number", "--map", "order id=")


def test_one_of_a_thing_is_not_spoken_of_as_many(here: Path) -> None:
    text = "Customer ID,Customer Name,City\nA,Acme,Oslo\n"
    (here / "customers.csv").write_text(text, encoding="utf-8")
    _, result = run("customers.csv")
    assert "customers.csv: customers, 1 row\n" in result.stdout
    assert "1 customer has no rep" in result.stdout
    (here / "two.csv").write_text(text.replace("A,", "B,") * 2 + "C\n", encoding="utf-8")
    _, result = run("two.csv")
    assert "two.csv, line 5: has 1 cell where the header has 3" in result.stderr
    assert "2 customers have no rep" in result.stdout


def test_a_line_is_named_once_in_what_is_wrong_with_it(here: Path) -> None:
    text = "Customer ID,Customer Name\nA,Acme\nA,Beta\n"
    (here / "customers.csv").write_text(text, encoding="utf-8")
    _, result = run("customers.csv")
    assert "customers.csv, line 3: has the same code as line 2." in result.stderr


def test_what_a_person_called_orders_does_not_look_like_orders(here: Path) -> None:
    (here / "odd.csv").write_text("Customer ID,Amount\nA,2\n", encoding="utf-8")
    with pytest.raises(BadFile, match="is to be read as orders, but no column for"):
        run("odd.csv", "--kind", "orders")
