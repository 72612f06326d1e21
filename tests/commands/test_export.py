"""``tiercoach export`` as its users run it."""

import csv
import io
from pathlib import Path

import pytest

from tests.support.process import NORTHWIND, Finished, tiercoach


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample company, graded."""
    folder = tmp_path_factory.mktemp("company")
    assert tiercoach("import", *NORTHWIND.glob("*.csv"), folder=folder).code == 0
    assert tiercoach("grade", "--as-of", "1998-05-06", "--apply", folder=folder).code == 0
    return folder


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def export(company: Path, kind: str, target: str | Path, *options: str) -> Finished:
    return tiercoach("export", kind, "--to", target, *options, folder=company)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_exported_grades_are_those_that_grade_prints(company: Path, language: str) -> None:
    printed = tiercoach(
        "grade", "--as-of", "1998-05-06", "--format", "csv", "--lang", language, folder=company
    )
    assert export(company, "grades", "grades.csv", "--lang", language).code == 0
    written = rows((company / "grades.csv").read_text("utf-8-sig"))
    header, *expected = rows(printed.out.partition("\n\n")[0])
    assert [row[: len(header)] for row in written[1:]] == expected[: len(written) - 1]
    assert language == "zh" or written[0][: len(header)] == header


@pytest.mark.parametrize("kind", ["customers", "grades", "visits", "changes"])
@pytest.mark.parametrize("ending", ["csv", "XLSX"])
def test_every_kind_goes_into_both_kinds_of_file(company: Path, kind: str, ending: str) -> None:
    done = export(company, kind, f"{kind}.{ending}")
    assert (done.code, done.err) == (0, "")
    assert f"{kind}.{ending}: {kind}, " in done.out
    assert (company / f"{kind}.{ending}").stat().st_size > 0


def test_exported_customers_import_as_unchanged(company: Path) -> None:
    export(company, "customers", "again.csv", "--lang", "zh")
    done = tiercoach("import", "again.csv", folder=company)
    assert done.code == 0
    assert "0 new, 0 changed, 93 unchanged" in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["customers", "--to", "table.ods"], ".xlsx"),
        (["customers", "--to", "."], "is a folder"),
        (["customers", "--to", "no/such/place.csv"], "does not exist"),
        (["customers"], "--to"),
        (["complaints", "--to", "c.csv"], "customers"),
        (["customers", "--to", "c.csv", "--lang", "fr"], "zh"),
        (["customers", "--to", "c.csv"], "tiercoach import"),
    ],
)
def test_an_export_that_cannot_be_made_says_why(
    tmp_path: Path, arguments: list[str], says: str
) -> None:
    done = tiercoach("export", *arguments, folder=tmp_path)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
