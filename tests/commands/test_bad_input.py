"""What cannot be used gets a sentence that says what to do, exit code 2, and changes nothing."""

from pathlib import Path

import pytest

from tests.support.process import NORTHWIND, tiercoach

GOOD = "CustomerID,CompanyName\nK1,Alpha\n"
ORDERS = "OrderID,CustomerID,OrderDate,Product,Quantity,UnitPrice\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "picture.csv"),
        ("renamed.csv", b"PK\x03\x04" + b"\x00" * 400, "renamed.csv"),
        ("strange.csv", "Foo,Bar,Baz\nx,y,z\nu,v,w\n", "--map"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_refused_whole(
    tmp_path: Path, name: str, content: str | bytes, says: str
) -> None:
    path, good = write(tmp_path, name, content), write(tmp_path, "good.csv", GOOD)
    done = tiercoach("import", path, good, folder=tmp_path)
    assert done.code == 2
    assert says in done.err
    assert not (tmp_path / "tiercoach.db").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("CustomerID,CompanyName\nK1,Alpha\nK1,Beta\n", "same code"),
        (ORDERS + "1,K1,2099-01-01,Nuts,1,2\n2,K1,2026-01-05,Nuts,1,2\n", "2099"),
        (ORDERS + "1,K1,2026-01-04,Nuts,1,-2\n2,K1,2026-01-05,Nuts,1,2\n", "negative"),
        (ORDERS + "1,K1,2026-01-04\n2,K1,2026-01-05,Nuts,1,2\n", "line 2"),
    ],
)
def test_a_row_that_cannot_be_used_is_put_aside_and_the_others_are_taken(
    tmp_path: Path, content: str, says: str
) -> None:
    path = write(tmp_path, "some.csv", content)
    done = tiercoach("import", path, folder=tmp_path)
    assert done.code == 2
    assert says in done.err
    assert "1 new" in done.out
    assert says in (tmp_path / "some.refused.csv").read_text("utf-8-sig") or says == "line 2"


def test_with_strict_one_bad_row_leaves_everything_out(tmp_path: Path) -> None:
    path = write(tmp_path, "some.csv", "CustomerID,CompanyName\nK1,Alpha\nK1,Beta\n")
    assert tiercoach("import", path, "--strict", folder=tmp_path).code == 2
    graded = tiercoach("grade", folder=tmp_path)
    assert graded.code == 2
    assert "tiercoach import" in graded.err
    assert not (tmp_path / "tiercoach.db").exists()


def test_a_column_damaged_beyond_telling_leaves_no_database_behind(tmp_path: Path) -> None:
    cells = ["1,234,567", "2,345,678", "5,70", "3,80", "12"] * 8
    rows = "".join(f'{n},K1,2026-01-05,Nuts,1,"{cell}"\n' for n, cell in enumerate(cells))
    done = tiercoach("import", write(tmp_path, "damaged.csv", ORDERS + rows), folder=tmp_path)
    assert done.code == 2
    assert "UnitPrice" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.csv"]


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    done = tiercoach("import", *NORTHWIND.glob("*.csv"), "--dry-run", folder=tmp_path)
    assert done.code == 0
    assert "93 new" in done.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["improt", "x.csv"], "Did you mean import"),
        (["import", "missing.csv"], "missing.csv"),
        (["import"], "FILE"),
        (["grade", "--as-of", "yesterday"], "1998-05-06"),
        (["grade", "--months", "13"], "12"),
        (["chat", "--now", "soon"], "--now"),
        (["chat"], "tiercoach import"),
        (["grade"], "tiercoach import"),
        (["chat", "--db", "no/such/folder/x.db"], "no/such/folder"),
    ],
)
def test_a_command_line_that_cannot_be_followed_says_why(
    tmp_path: Path, arguments: list[str], says: str
) -> None:
    done = tiercoach(*arguments, folder=tmp_path)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIERCOACH_TIMEZONE", "Mars/Crater"),
        ("TIERCOACH_LANGUAGE", "fr"),
        ("TIERCOACH_DATABSE_URL", "x.db"),
        ("TIERCOACH_DATABASE_URL", "mysql://x/y"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    path = write(tmp_path, "good.csv", GOOD)
    done = tiercoach("import", path, folder=tmp_path, **{name: value})
    assert done.code == 2
    assert value.split(":", maxsplit=1)[0] in done.err or name in done.err


def test_a_database_that_cannot_be_opened_says_where_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "good.csv", GOOD)
    (tmp_path / "folder").mkdir()
    done = tiercoach("import", path, folder=tmp_path, TIERCOACH_DATABASE_URL="folder")
    assert done.code == 2
    assert "folder" in done.err


def test_help_and_version_need_no_database(tmp_path: Path) -> None:
    for arguments in (["--help"], ["import", "--help"], ["--version"]):
        assert tiercoach(*arguments, folder=tmp_path).code == 0
