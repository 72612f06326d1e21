"""A company of any size, made from a fixed seed: the same rows on every machine.

The grading company goes straight into the tables; so do the customers whose orders are imported
from a file.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook

from crm.store.bulk import insert_rows
from crm.store.database import Session, open_database
from crm.store.tables import customers, invoices, order_lines, orders, people, visits
from crm.text import fold

SEED = 20260309
AS_OF = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
DAYS = 3 * 365
"""How far back the books go."""

REPS_PER_MANAGER = 10

_SYLLABLES = (
    "bel bri cor dan dur fen gal har jun kes lin lor"
    " mar mos nor pel quin ros sel tam vel wes yor zan"
)
_TRADE = "Foods Trading Kitchens Hotels Stores Logistics Bakery Restaurants Pharmacy Tools"
_CHINESE = "华锦瑞丰泰安同德广源金茂永盛嘉禾宏远顺达恒信立新"
_GOODS = "食品 商贸 酒店 餐饮 百货 物流 五金 药业 建材 电子"
_CITIES = "上海 杭州 苏州 南京 宁波 London Leeds Bristol Cardiff York"


def make_grading_company(path: str, size: int, orders_: int, invoices_: int) -> None:
    """Make a database with so many customers, one-line orders and invoices."""
    random = np.random.default_rng(SEED)
    with _new(path) as session:
        _insert_customers(session, size, [None])
        _insert_books(session, random, size, orders_, invoices_)


def make_customers(path: str, size: int) -> None:
    """Make a database with customers only."""
    with _new(path) as session:
        _insert_customers(session, size, [None])


def make_talking_company(path: str, size: int, reps: int) -> None:
    """Make a database with an admin, managers, reps, and customers with orders and visits."""
    random = np.random.default_rng(SEED)
    managers = reps // REPS_PER_MANAGER
    with _new(path) as session:
        named: list[tuple[str, str, int | None]] = [("Ada Admin", "admin", None)]
        named += [(f"Manager {n}", "manager", 1) for n in range(1, managers + 1)]
        named += [(f"Rep {n}", "rep", 2 + n % managers) for n in range(reps)]
        rows = [(n, name, fold(name), role, above) for n, (name, role, above) in _numbered(named)]
        insert_rows(session, people, ("id", "name", "name_key", "role", "manager_id"), rows)
        first = 2 + managers
        _insert_customers(session, size, range(first, first + reps))
        _insert_books(session, random, size, 20 * size, 4 * size)
        _insert_visits(session, random, size, 5 * size)


def write_orders(path: str, lines: int, size: int) -> None:
    """Write a CSV of order lines, four to an order, for customers C1 to C``size``."""
    random = np.random.default_rng(SEED)
    orders_ = lines // 4
    who = random.integers(1, size + 1, orders_).tolist()
    days = _days(random, orders_)
    quantities = random.integers(1, 60, lines).tolist()
    cents = random.integers(50, 90_000, lines).tolist()
    discounts = random.choice([0, 0, 0, 5, 10, 15], lines).tolist()
    products = random.integers(1, 800, lines).tolist()
    captions = ["OrderID", "CustomerID", "OrderDate", "Product", "UnitPrice", "Quantity"]
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*captions, "Discount", "UnitCost"])
        for line in range(lines):
            order, price, off = line // 4, cents[line], discounts[line]
            writer.writerow(
                (
                    f"O{order + 1}",
                    f"C{who[order]}",
                    days[order],
                    f"Article {products[line]}",
                    f"{price / 100:.2f}",
                    quantities[line],
                    f"{off / 100:.2f}",
                    f"{price * 7 // 10 / 100:.2f}",
                )
            )


def write_workbook(path: str, file: str, lines: int) -> None:
    """Write the first lines of a CSV of order lines as a workbook, numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    with Path(file).open(encoding="utf-8", newline="") as source:
        for row in islice(csv.reader(source), lines + 1):
            number, customer, day, product, *figures = row
            sheet.append([number, customer, day, product, *map(_figure, figures)])
    book.save(path)


def _figure(cell: str) -> float | str:
    return float(cell) if cell[:1].isdecimal() else cell


@contextmanager
def _new(path: str) -> Iterator[Session]:
    database = open_database(path, create=True)
    try:
        with database.writing() as session:
            yield session
    finally:
        database.close()


def _numbered(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(rows, start=1)


def _names(size: int) -> Iterator[str]:
    """Names that differ: Corgalmar Hotels, 上海瑞永盛餐饮; with a number from 13,824 on."""
    parts, trades, goods = _SYLLABLES.split(), _TRADE.split(), _GOODS.split()
    towns = [city for city in _CITIES.split() if not city.isascii()]
    for n in range(size):
        low, middle, high = n % 24, n // 24 % 24, n // 576 % 24
        again = f" {n // 13_824}" if n >= 13_824 else ""
        if n % 3 == 2:
            word = _CHINESE[low] + _CHINESE[middle] + _CHINESE[high]
            yield f"{towns[(n + high) % 5]}{word}{goods[(n + middle) % 10]}{again}"
        else:
            word = parts[high] + parts[middle] + parts[low]
            yield f"{word.title()} {trades[(n + middle) % 10]}{again}"


def _insert_customers(session: Session, size: int, reps: Sequence[int | None]) -> None:
    cities, trades = _CITIES.split(), _TRADE.split()
    rows = (
        (
            n,
            f"C{n}",
            name,
            fold(name),
            cities[(n + n // 50) % 10],
            trades[n // 7 % 10],
            reps[n % len(reps)],
        )
        for n, name in _numbered(_names(size))
    )
    columns = ("id", "code", "name", "name_key", "city", "industry", "rep_id")
    insert_rows(session, customers, columns, rows)


def _insert_books(
    session: Session, random: np.random.Generator, size: int, orders_: int, invoices_: int
) -> None:
    """Orders of one line each, by date; few customers buy much, a fiftieth nothing at all.

    One cost in thirty is not known, one invoice in ten is open, one late one in fifty our fault.
    """
    weight = random.lognormal(0, 1, size)
    weight[::50] = 0
    weight /= weight.sum()
    who = random.choice(size, orders_, p=weight) + 1
    days = _days(random, orders_)
    heads = zip(who.tolist(), days, strict=True)
    rows = ((n, f"O{n}", f"O{n}", c, d) for n, (c, d) in _numbered(heads))
    insert_rows(session, orders, ("id", "key", "number", "customer_id", "ordered_on"), rows)
    quantity = random.integers(1, 40, orders_)
    price = random.integers(100, 50_000, orders_)
    unit_cost = price * random.integers(40, 105, orders_) // 100
    amount = quantity * price * 100
    costs = np.where(random.random(orders_) < 1 / 30, -1, quantity * unit_cost * 100)
    lines = zip(quantity.tolist(), price.tolist(), amount.tolist(), costs.tolist(), strict=True)
    insert_rows(
        session,
        order_lines,
        ("order_id", "position", "product", "quantity", "price", "amount", "cost"),
        (
            (n, 1, f"Article {p % 800}", q * 10_000, p * 10_000, a, None if c < 0 else c)
            for n, (q, p, a, c) in _numbered(lines)
        ),
    )
    _insert_invoices(session, random, size, invoices_)


def _insert_invoices(
    session: Session, random: np.random.Generator, size: int, invoices_: int
) -> None:
    who = random.integers(1, size + 1, invoices_).tolist()
    issued = np.sort(random.integers(0, DAYS, invoices_)).tolist()
    delay = random.integers(-20, 50, invoices_).tolist()
    amount = random.integers(10_000, 50_000_000, invoices_).tolist()
    is_open = (random.random(invoices_) < 0.1).tolist()
    ours = (random.random(invoices_) < 0.02).tolist()
    calendar = _calendar(DAYS + 200)
    rows = (
        (
            n,
            f"I{n}",
            customer,
            calendar[day],
            calendar[day + 30],
            None if unpaid else calendar[day + 30 + late],
            money,
            "late delivery" if fault and late > 0 else None,
        )
        for n, (customer, day, late, money, unpaid, fault) in _numbered(
            zip(who, issued, delay, amount, is_open, ours, strict=True)
        )
    )
    columns = ("id", "key", "customer_id", "issued_on", "due_on", "paid_on", "amount")
    insert_rows(session, invoices, (*columns, "delay_reason"), rows)


def _insert_visits(session: Session, random: np.random.Generator, size: int, count: int) -> None:
    who = random.integers(1, size + 1, count).tolist()
    kinds = random.choice(["visit", "visit", "visit", "attempt", "touch"], count).tolist()
    rows = zip(who, kinds, _days(random, count), strict=True)
    insert_rows(session, visits, ("customer_id", "kind", "visited_on"), rows)


def _days(random: np.random.Generator, count: int) -> list[str]:
    """Ascending days up to the grading date, as SQLite keeps them."""
    calendar = _calendar(DAYS)
    return [calendar[n] for n in np.sort(random.integers(0, DAYS, count)).tolist()]


def _calendar(days: int) -> list[str]:
    first = AS_OF - timedelta(days=DAYS - 1)
    return [(first + timedelta(days=n)).isoformat() for n in range(days)]
