"""``tiercoach import``: files of a company's own, shown as understood, then taken in."""

import gc
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import click

from bot.commands.progress import shown_progress
from bot.commands.undo_import import LAST, show_undone, undo
from crm.errors import BadFile, BadSettings, Problem
from crm.imports.apply import Imported, Recognised, import_files
from crm.imports.captions import fold_caption
from crm.imports.fields import FIELDS, Kind
from crm.imports.headers import CONFIDENT, recognise
from crm.imports.planning import FilePlan, Plan, counted
from crm.imports.readers import Source, open_source
from crm.imports.refused import folder_for, refused_name, write_refused
from crm.store.database import Session, open_database


class Settings(Protocol):
    """What this command needs to know of the settings."""

    @property
    def database_url(self) -> str: ...

    @property
    def timezone(self) -> ZoneInfo: ...


@click.command("import")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["auto", *(kind.value for kind in Kind)]),
    default="auto",
    help="What the files hold, where their captions don't say it.",
)
@click.option(
    "--map",
    "wishes",
    multiple=True,
    metavar="'CAPTION=FIELD'",
    help="Which field a column holds; nothing after = leaves the column out. May be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--strict", is_flag=True, help="Take in nothing if any row is refused.")
@click.option(
    "--undo",
    "undone_id",
    type=click.IntRange(min=LAST),
    is_flag=False,
    flag_value=LAST,
    metavar="[ID]",
    help="Take back the import of that number, or the last one, whole.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.pass_obj
def import_command(
    settings: Settings,
    files: tuple[Path, ...],
    kind: str,
    wishes: tuple[str, ...],
    *,
    dry_run: bool,
    strict: bool,
    undone_id: int | None,
    as_json: bool,
) -> int:
    """Take in people, customers, orders, invoices and visits from CSV or Excel files.

    All files are recognised first and then applied as one plan, whatever their order.
    """
    if undone_id is not None:
        if files:
            raise click.UsageError("--undo takes no files: it takes back an import made before.")
        undone = undo(settings.database_url, undone_id)
        show_undone(undone, as_json=as_json)
        return 0
    if not files:
        raise click.UsageError("Name the files: tiercoach import FILE...")
    recognised = recognise_all(files, None if kind == "auto" else Kind(kind), _wishes(wishes))
    gc.disable()  # rows make no cycles, and walking over all names again and again takes time
    now = datetime.now(UTC)
    today = now.astimezone(settings.timezone).date()
    with ExitStack() as stack:
        url = settings.database_url
        if dry_run and _is_missing(url):
            url = str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "dry.db")
        keep_file = stack.enter_context(_made_for_something(url))
        database = open_database(url, create=True)
        stack.callback(database.close)
        report = stack.enter_context(shown_progress([each.source.size for each in recognised]))
        with database.writing() as session:
            imported = import_files(session, recognised, today=today, now=now, report=report)
            withheld = dry_run or (strict and imported.plan.refused > 0)
            written = [] if dry_run else _write_refused(imported, stack)
            _end(session, imported, keep=not withheld)
        if not withheld:
            keep_file()
        kept = [part.replace(path) for part, path in written]
    show_plan(imported.plan, kept, applied=not withheld, as_json=as_json)
    return 2 if imported.plan.refused else 0


def recognise_all(
    files: Sequence[Path], kind: Kind | None, wishes: dict[str, str]
) -> list[Recognised]:
    """Open and recognise every file. Raises BadFile with the problems of all that can't be used."""
    sources: list[Source | BadFile] = []
    for path in {path.resolve(): path for path in files}.values():
        try:
            sources.append(open_source(path))
        except BadFile as error:
            sources.append(error)
    opened = [source for source in sources if isinstance(source, Source)]
    if len(opened) == len(sources):
        _check_wishes(wishes, opened)
    recognised: list[Recognised] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            if isinstance(source, BadFile):
                raise source
            recognised.append(Recognised(source, recognise(source, kind, wishes)))
        except BadFile as error:
            problems.extend(error.problems)
    if problems:
        raise BadFile(problems)
    return recognised


def _check_wishes(wishes: dict[str, str], sources: Sequence[Source]) -> None:
    """Refuse a caption that no file has: it would do nothing, and in silence."""
    captions = [caption for source in sources for caption in source.captions if caption]
    known = {fold_caption(caption) for caption in captions}
    shown = ", ".join(dict.fromkeys(captions))
    problems = [
        Problem(f"--map {caption!r}", "is a caption no file has.", f"The captions are: {shown}.")
        for caption in wishes
        if fold_caption(caption) not in known
    ]
    if problems:
        raise BadSettings(problems)


def _wishes(texts: Sequence[str]) -> dict[str, str]:
    known = {field for fields in FIELDS.values() for field in fields}
    wishes: dict[str, str] = {}
    problems: list[Problem] = []
    for text in texts:
        caption, equals, field = text.rpartition("=")
        field = field.strip()
        if not equals or not caption.strip():
            advice = "An example: --map 'Town=city'."
            problems.append(
                Problem(f"--map {text!r}", "is not of the form 'Caption=field'.", advice)
            )
        elif field and field not in known:
            advice = f"Fields: {', '.join(sorted(known))}."
            problems.append(Problem(f"--map {text!r}", f"names no field: {field!r}.", advice))
        elif fold_caption(caption) in map(fold_caption, wishes):
            advice = "A column holds one field: leave one of the two out."
            problems.append(Problem(f"--map {text!r}", "has a caption mapped twice.", advice))
        wishes[caption.strip()] = field
    if problems:
        raise BadSettings(problems)
    return wishes


def _is_missing(url: str) -> bool:
    """Say whether the database is an SQLite file that isn't there yet."""
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else url
    return "://" not in path and not Path(path).exists()


@contextmanager
def _made_for_something(url: str) -> Iterator[Callable[[], None]]:
    """Remove a database file again that was made for an import which kept nothing."""
    path = Path(url.removeprefix("sqlite:///"))
    made_here, kept = _is_missing(url), []
    try:
        yield lambda: kept.append(True)
    finally:
        if made_here and not kept:
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)


def _write_refused(imported: Imported, stack: ExitStack) -> list[tuple[Path, Path]]:
    """Write the refused rows, each file under a name for now; it is gone if all is rolled back."""
    written = []
    for file, source in enumerate(imported.sources):
        if imported.plan.files[file].refused:
            folder = folder_for(source)
            part = write_refused(source, imported.refused_lines(file), folder)
            stack.callback(part.unlink, missing_ok=True)
            written.append((part, folder / refused_name(source)))
    return written


def _end(session: Session, imported: Imported, *, keep: bool) -> None:
    if keep:
        imported.staging.clear()
    else:
        session.rollback()


def show_plan(plan: Plan, kept: Sequence[Path], *, applied: bool, as_json: bool) -> None:
    """Print the plan on standard output and the refused rows on standard error."""
    if as_json:
        data = {**plan.as_data(), "applied": applied, "refused_files": [str(p) for p in kept]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for file in plan.files:
            _show_file(file)
        _show_counts(plan, applied=applied)
    names = {path.name.removesuffix(".refused.csv"): path for path in kept}
    for file in plan.files:
        for row in file.first_refused:
            click.echo(f"{file.name}, line {row.line}: {row.problem}", err=True)
        more = file.refused - len(file.first_refused)
        path = names.get(Path(file.name).stem.removesuffix(".refused"))
        if path is not None:
            what = f"and {more:,} more, all in" if more else "to be mended in"
            click.echo(f"{file.name}: {what} {path}", err=True)
        elif more:
            click.echo(f"{file.name}: and {more:,} more", err=True)


def _show_file(file: FilePlan) -> None:
    sure = "" if file.confidence >= CONFIDENT else " (not certain; --kind decides)"
    empty = (
        f", {counted(file.empty_rows, 'empty row', 'empty rows')} skipped"
        if file.empty_rows
        else ""
    )
    click.echo(f"{file.name}: {file.kind}{sure}, {counted(file.rows, 'row', 'rows')}{empty}")
    shown = ", ".join(
        caption if caption == field else f"{caption} → {field}"
        for caption, field in file.columns.items()
    )
    click.echo(f"  columns: {shown}")
    if file.ignored:
        click.echo(f"  left out: {', '.join(file.ignored)}")
    for note in file.notes:
        click.echo(f"  note: {note}")


def _show_counts(plan: Plan, *, applied: bool) -> None:
    click.echo()
    for kind in plan.kinds:
        click.echo(
            f"{kind.kind}: {kind.new:,} new, {kind.changed:,} changed, {kind.unchanged:,} unchanged"
        )
    if plan.refused:
        click.echo(f"refused rows: {plan.refused:,}")
    for note in plan.notes:
        click.echo(f"note: {note}")
    if not applied:
        click.echo("Nothing was written.")
