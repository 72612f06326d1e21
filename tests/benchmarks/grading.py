"""Grading a hundred thousand customers: against its own statements, and by other means."""

from tests.benchmarks import rivals
from tests.benchmarks.measuring import (
    ROUNDS_OF_PROMISES,
    Row,
    Stopped,
    median,
    promise,
    rows_make_no_cycles,
    seconds,
    take_turns,
)
from tests.benchmarks.statements import overheard, repeat
from tests.benchmarks.work import forget_grading, grade_company, opened

LIMIT = 1.5


RIVALS = {
    "sql": "SQL alone (sqlite3)",
    "pandas": "pandas",
    "polars": "polars",
    "duckdb": "DuckDB",
}


def measure(path: str) -> list[Row]:
    """Return how grading compares: with its own statements first, then with the rivals."""
    with opened(path) as database:
        with overheard(database) as statements:
            grade_company(database)
        forget_grading(path)
        pandas, polars, duck = rivals.Pandas(), rivals.Polars(), rivals.DuckDb(path)
        to_tiers: list[Stopped] = []

        def ours() -> Stopped:
            tiers, whole = grade_company(database)
            to_tiers.append(tiers)
            forget_grading(path)
            return whole

        def again() -> Stopped:
            run = repeat(database, statements)
            forget_grading(path)
            return run

        with rows_make_no_cycles():
            promised = take_turns({"ours": ours, "again": again}, ROUNDS_OF_PROMISES)
            to_tiers.clear()
            runs = take_turns(
                {
                    "ours": ours,
                    "sql": lambda: rivals.sql_alone(path),
                    "pandas reads": lambda: pandas.read(path),
                    "pandas": pandas.tiers,
                    "polars reads": lambda: polars.read(path),
                    "polars": polars.tiers,
                    "duckdb": duck.tiers,
                }
            )
    first = promise(
        promised["ours"],
        promised["again"],
        LIMIT,
        "facts to applied tiers",
        "same statements, no grading",
    )
    return [first, *(_against(name, runs, to_tiers) for name in RIVALS)]


def _against(name: str, runs: dict[str, list[Stopped]], to_tiers: list[Stopped]) -> Row:
    """Hold what leads to the tiers against a rival that writes nothing."""
    ours, computing = median(to_tiers), median(runs[name])
    reading = median(runs[f"{name} reads"]) if f"{name} reads" in runs else 0.0
    theirs = seconds(reading + computing)
    if reading:
        theirs += f" ({seconds(computing)} of it after reading)"
    elif name == "duckdb":
        theirs += " (its own file format)"
    expected, found = to_tiers[0].found, runs[name][0].found
    differing = sum(expected.get(c) != found.get(c) for c in expected.keys() | found.keys())
    verdict = f"{differing:,} TIERS DIFFER" if differing else "same tiers"
    text = f"facts to tiers {seconds(ours)} : {RIVALS[name]} {theirs}; {verdict}"
    return Row(ours / (reading + computing), "×", None, text)
