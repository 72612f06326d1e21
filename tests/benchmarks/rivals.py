"""The same grading by other means: SQL alone, pandas, polars, DuckDB.

Each reads the same three tables and returns every customer's tier under the default policy:
percentile points of value, profit and payment credit over twelve months, weights 30, 60 and 10,
cut 20/30/50. None keeps a figure, writes a tier, or knows any other policy.
"""

import csv
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from crm.grading.windows import window_start
from tests.benchmarks.company import AS_OF
from tests.benchmarks.measuring import Stopped, Stopwatch

BEGIN = window_start(AS_OF, 12)
Tiers = dict[int, str]

TABLES = {
    "orders": "SELECT id AS order_id, customer_id, ordered_on FROM orders",
    "order_lines": "SELECT order_id, amount, cost FROM order_lines",
    "invoices": "SELECT customer_id, issued_on, due_on, paid_on, amount,"
    " delay_reason IS NOT NULL AS ours FROM invoices",
}

DATES = ("ordered_on", "issued_on", "due_on", "paid_on")

GRADING = """
WITH bought AS (
  SELECT o.customer_id,
    SUM(CASE WHEN o.ordered_on > :begin THEN l.amount ELSE 0 END) AS value,
    SUM(l.amount) AS all_time,
    SUM(CASE WHEN o.ordered_on > :begin THEN l.amount - l.cost ELSE 0 END) AS profit,
    SUM(CASE WHEN o.ordered_on > :begin THEN 1 ELSE 0 END) AS lines,
    SUM(CASE WHEN o.ordered_on > :begin AND l.cost IS NOT NULL THEN 1 ELSE 0 END) AS costed
  FROM order_lines l LEFT JOIN orders o ON o.{order_id} = l.order_id
  GROUP BY o.customer_id),
judged AS (
  SELECT customer_id, amount, paid_on <= :today AS paid, due_on, {ours} AS ours,
    {days} AS late
  FROM invoices
  WHERE issued_on > :begin AND issued_on <= :today AND amount > 0 AND due_on IS NOT NULL),
credit AS (
  SELECT customer_id,
    CAST(SUM(amount * CASE WHEN late > 0 THEN late ELSE 0 END) AS DOUBLE PRECISION)
      / SUM(amount) AS credit
  FROM judged
  WHERE (paid OR due_on < :today) AND NOT (late > 0 AND ours)
  GROUP BY customer_id),
figures AS (
  SELECT b.customer_id, value, all_time, credit,
    CASE WHEN costed > 0 OR lines = 0 THEN profit END AS profit
  FROM bought b LEFT JOIN credit c ON c.customer_id = b.customer_id),
ranked AS (
  SELECT *,
    RANK() OVER (ORDER BY value) + (COUNT(*) OVER (PARTITION BY value) - 1) / 2.0 AS v,
    RANK() OVER (PARTITION BY profit IS NULL ORDER BY profit)
      + (COUNT(*) OVER (PARTITION BY profit) - 1) / 2.0 AS p,
    RANK() OVER (PARTITION BY credit IS NULL ORDER BY credit DESC)
      + (COUNT(*) OVER (PARTITION BY credit) - 1) / 2.0 AS c,
    COUNT(*) OVER () AS n, COUNT(profit) OVER () AS n_p, COUNT(credit) OVER () AS n_c
  FROM figures),
scored AS (
  SELECT customer_id, value, all_time, n, ROUND((
      CASE WHEN credit IS NULL THEN 0 ELSE 10 * (100.0 * (c - 1) / (n_c - 1)) END
      + 30 * (100.0 * (v - 1) / (n - 1))
      + CASE WHEN profit IS NULL THEN 0 ELSE 60 * (100.0 * (p - 1) / (n_p - 1)) END)
    / (30 + CASE WHEN profit IS NULL THEN 0 ELSE 60 END
      + CASE WHEN credit IS NULL THEN 0 ELSE 10 END), 9) AS score
  FROM ranked),
placed AS (
  SELECT customer_id, n, ROW_NUMBER() OVER (
    ORDER BY score DESC, value DESC, all_time DESC, customer_id) AS place
  FROM scored)
SELECT customer_id, CASE WHEN place <= FLOOR(0.2 * n + 0.5) THEN 'A'
  WHEN place <= FLOOR(0.5 * n + 0.5) THEN 'B' ELSE 'C' END
FROM placed
"""
"""Codes number the customers here, so the id is the last word in a tie."""


def sql_alone(path: str) -> Stopped:
    """Grade in one statement of SQLite's own."""
    statement = GRADING.format(
        order_id="id",
        ours="delay_reason IS NOT NULL",
        days="CAST(julianday(CASE WHEN paid_on <= :today THEN paid_on ELSE :today END)"
        " - julianday(due_on) AS INTEGER)",
    )
    connection = sqlite3.connect(path)
    watch = Stopwatch()
    rows = connection.execute(
        statement, {"begin": BEGIN.isoformat(), "today": AS_OF.isoformat()}
    ).fetchall()
    stopped = watch.stop(dict(rows))
    connection.close()
    return stopped


class Pandas:
    """Grades in data frames read from the same file."""

    def read(self, path: str) -> Stopped:
        """Read the tables; dates become dates."""
        connection = sqlite3.connect(path)
        watch = Stopwatch()
        self._tables = {
            name: pd.read_sql_query(
                query,
                connection,
                parse_dates=dict.fromkeys(DATES, "%Y-%m-%d"),
            )
            for name, query in TABLES.items()
        }
        stopped = watch.stop()
        connection.close()
        return stopped

    def tiers(self) -> Stopped:
        """Grade what was read."""
        watch = Stopwatch()
        figures = self._bought().join(self._credit())
        points = {
            "value": figures["value"].rank(),
            "profit": figures["profit"].rank(),
            "credit": figures["credit"].rank(ascending=False),
        }
        weights = {"credit": 10.0, "value": 30.0, "profit": 60.0}
        n = len(figures)
        summed, total = pd.Series(0.0, figures.index), pd.Series(0.0, figures.index)
        for name, weight in weights.items():
            column = 100 * (points[name] - 1) / (points[name].count() - 1)
            summed = summed + (column * weight).fillna(0.0)
            total = total + column.notna() * weight
        figures["score"] = (summed / total).round(9)
        figures = figures.reset_index().sort_values(
            ["score", "value", "all_time", "customer_id"], ascending=[False, False, False, True]
        )
        tiers = np.repeat(["A", "B", "C"], _sizes(n))
        found = dict(zip(figures["customer_id"].tolist(), tiers.tolist(), strict=True))
        return watch.stop(found)

    def _bought(self) -> Any:
        lines = self._tables["order_lines"].merge(self._tables["orders"], on="order_id")
        now = lines["ordered_on"] > pd.Timestamp(BEGIN)
        costed = now & lines["cost"].notna()
        lines["value"] = lines["amount"].where(now, 0)
        lines["profit"] = (lines["amount"] - lines["cost"]).where(costed, 0)
        lines["lines"], lines["costed"] = now, costed
        sums = lines.groupby("customer_id")[["value", "amount", "profit", "lines", "costed"]].sum()
        known = (sums["costed"] > 0) | (sums["lines"] == 0)
        sums["profit"] = sums["profit"].where(known)
        return sums.rename(columns={"amount": "all_time"})

    def _credit(self) -> Any:
        table, today = self._tables["invoices"], pd.Timestamp(AS_OF)
        issued = (table["issued_on"] > pd.Timestamp(BEGIN)) & (table["issued_on"] <= today)
        table = table[issued & (table["amount"] > 0) & table["due_on"].notna()].copy()
        paid = table["paid_on"] <= today
        late = (table["paid_on"].where(paid, today) - table["due_on"]).dt.days
        kept = (paid | (table["due_on"] < today)) & ~((late > 0) & (table["ours"] == 1))
        table["late"] = table["amount"] * late.clip(lower=0)
        sums = table[kept].groupby("customer_id")[["late", "amount"]].sum()
        return (sums["late"] / sums["amount"]).rename("credit")


class Polars:
    """Grades in polars' lazy frames read from the same file."""

    def read(self, path: str) -> Stopped:
        """Read the tables; dates become dates."""
        connection = sqlite3.connect(path)
        watch = Stopwatch()
        self._tables = {
            name: pl.read_database(query, connection, infer_schema_length=None).with_columns(
                pl.col("^.*_on$").str.to_date("%Y-%m-%d")
            )
            for name, query in TABLES.items()
        }
        stopped = watch.stop()
        connection.close()
        return stopped

    def tiers(self) -> Stopped:
        """Grade what was read."""
        watch = Stopwatch()
        score = total = pl.lit(0.0)
        for name, weight in {"credit": 10.0, "value": 30.0, "profit": 60.0}.items():
            column = pl.col(name)
            rank = column.rank("average", descending=name == "credit")
            points = 100 * (rank - 1) / (column.count() - 1)
            score = score + (points * weight).fill_null(0.0)
            total = total + column.is_not_null() * weight
        figures = (
            self._bought()
            .join(self._credit(), on="customer_id", how="left")
            .with_columns((score / total).round(9).alias("score"))
            .sort(
                ["score", "value", "all_time", "customer_id"],
                descending=[True, True, True, False],
            )
            .select("customer_id")
            .collect()
        )
        tiers = np.repeat(["A", "B", "C"], _sizes(len(figures))).tolist()
        found = dict(zip(figures["customer_id"].to_list(), tiers, strict=True))
        return watch.stop(found)

    def _bought(self) -> Any:
        tables = {name: table.lazy() for name, table in self._tables.items()}
        lines = tables["order_lines"].join(tables["orders"], on="order_id")
        now = pl.col("ordered_on") > BEGIN
        costed = now & pl.col("cost").is_not_null()
        profit = (pl.col("amount") - pl.col("cost")).filter(now).sum()
        return lines.group_by("customer_id").agg(
            pl.col("amount").filter(now).sum().alias("value"),
            pl.col("amount").sum().alias("all_time"),
            pl.when(costed.any() | ~now.any()).then(profit).alias("profit"),
        )

    def _credit(self) -> Any:
        issued, due, paid_on = pl.col("issued_on"), pl.col("due_on"), pl.col("paid_on")
        paid = (paid_on <= AS_OF).fill_null(value=False)
        late = (pl.when(paid).then(paid_on).otherwise(AS_OF) - due).dt.total_days()
        counts = (paid | (due < AS_OF)) & ~((late > 0) & (pl.col("ours") == 1))
        return (
            self._tables["invoices"]
            .lazy()
            .filter(issued > BEGIN, issued <= AS_OF, pl.col("amount") > 0, due.is_not_null())
            .filter(counts)
            .group_by("customer_id")
            .agg(
                (
                    (pl.col("amount") * late.clip(lower_bound=0)).sum() / pl.col("amount").sum()
                ).alias("credit")
            )
        )


class DuckDb:
    """Grades in DuckDB, from its own columns: it cannot read SQLite's without a download."""

    def __init__(self, path: str) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET enable_progress_bar = false")
        with tempfile.TemporaryDirectory() as folder, sqlite3.connect(path) as source:
            for name, query in TABLES.items():
                file = Path(folder) / f"{name}.csv"
                rows = source.execute(query)
                with file.open("w", encoding="utf-8", newline="") as out:
                    writer = csv.writer(out)
                    writer.writerow(column[0] for column in rows.description)
                    writer.writerows(rows)
                self._connection.execute(
                    f"CREATE TABLE {name} AS SELECT * FROM read_csv('{file}', header = true)"
                )

    def tiers(self) -> Stopped:
        """Grade what it holds."""
        statement = GRADING.format(
            order_id="order_id",
            ours="ours = 1",
            days="(CASE WHEN paid_on <= $today THEN paid_on ELSE $today END) - due_on",
        )
        statement = statement.replace(":begin", "$begin").replace(":today", "$today")
        watch = Stopwatch()
        rows = self._connection.execute(statement, {"begin": BEGIN, "today": AS_OF}).fetchall()
        return watch.stop(dict(rows))


def _sizes(n: int) -> list[int]:
    last = [int(0.2 * n + 0.5), int(0.5 * n + 0.5)]
    return [last[0], last[1] - last[0], n - last[1]]
