"""While a large file is read, whoever looks at a terminal sees how far it is."""

import io
import sys

import pytest

from bot.commands.progress import LARGE, shown_progress
from crm.imports.apply import Recognised, import_files
from crm.imports.headers import recognise
from crm.imports.readers import open_source
from tests.support.importing import NORTHWIND, NOW, TODAY, Importer


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, size: int) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress([size]) as report:
        report(size // 2)
        report(size)
    return stream.getvalue()


def test_a_bar_is_shown_on_a_terminal_for_a_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Reading" in shown(monkeypatch, Terminal(), LARGE)


def test_nothing_is_shown_of_a_small_file_or_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert shown(monkeypatch, Terminal(), LARGE - 1) == ""
    assert shown(monkeypatch, io.StringIO(), LARGE) == ""


def test_the_bytes_read_grow_to_the_size_of_all_files(importer: Importer) -> None:
    sources = [open_source(path) for path in NORTHWIND]
    told: list[int] = []
    with importer.database.writing() as session:
        files = [Recognised(source, recognise(source)) for source in sources]
        imported = import_files(session, files, today=TODAY, now=NOW, report=told.append)
        imported.staging.clear()
    assert told == sorted(told)
    assert told[-1] == sum(source.size for source in sources)
