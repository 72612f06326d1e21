"""How a column writes its dates and numbers, decided once for the whole column.

"03/04/2024" and "1.250" mean nothing alone; a column full of them usually does. Where even the
column doesn't tell, the reading is a guess and the plan says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DATE = re.compile(
    r"^\s*(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"|(\d{4})(\d{2})(\d{2})"
    r"|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?!\d)"
)
_DECOR = re.compile(r"[\s\u00a0\u202f'’%€$£¥￥₹元]|RMB|CNY|USD|EUR|GBP|万", re.IGNORECASE)
_NUMBER = re.compile(r"^[-+(]*\d[\d.,]*\)?-?$")
_GROUPED = re.compile(r"^-?\d{1,3}(,\d{3})+$")


@dataclass(frozen=True, slots=True)
class DateFormat:
    """Whether 03/04 is the third of April; ``note`` says that this was a guess."""

    day_first: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Which sign begins the decimals, and whether a share of 15 means 15 %.

    ``damage`` says why the column cannot be read at all, ``note`` what is odd about it.
    """

    decimal: str = "."
    per_cent: bool = False
    note: str | None = None
    damage: str | None = None


def find_date_format(cells: Iterable[str]) -> DateFormat:
    """Decide day or month first from all sampled cells: the reading that fits every one.

    >>> find_date_format(["03/04/2024", "25/04/2024"]).day_first
    True
    """
    day_first = month_first = True
    seen = False
    for cell in set(cells):
        match = _DATE.match(cell)
        if match and match[7]:
            seen = True
            day_first = day_first and int(match[8]) <= 12
            month_first = month_first and int(match[7]) <= 12
    if seen and day_first and month_first:
        dotted = any("." in cell for cell in cells)
        reading = "day.month" if dotted else "month/day"
        note = f"fits day first as well as month first; it was read as {reading}"
        return DateFormat(day_first=dotted, note=note)
    if seen and not day_first and not month_first:
        note = "has dates that only fit day first and others that only fit month first"
        return DateFormat(day_first=True, note=note)
    return DateFormat(day_first=seen and day_first)


def find_number_format(cells: Iterable[str], *, is_share: bool = False) -> NumberFormat:
    """Decide whether the comma begins decimals (1.234,56) or groups thousands (1,234.56).

    >>> find_number_format(["1.234,56", "7,5"]).decimal
    ','
    """
    numbers = [_DECOR.sub("", cell) for cell in set(cells) if cell.strip()]
    numbers = [number for number in numbers if _NUMBER.match(number)]
    comma = sum(_ends_in_decimals(number, ",", ".") for number in numbers)
    point = sum(_ends_in_decimals(number, ".", ",") for number in numbers)
    decimal = "," if comma > point else "."
    per_cent = is_share and any(_magnitude(number, decimal) > 1 for number in numbers)
    note = None
    if comma and point:
        note = "writes decimals partly with a comma, partly with a point"
    elif decimal == "." and not point:
        note = _suspicion(numbers)
    return NumberFormat(decimal, per_cent, note, _damage(numbers))


def _ends_in_decimals(number: str, sign: str, other: str) -> bool:
    """Say whether this number can only be read with that decimal sign."""
    head, found, tail = number.strip("()-+").rpartition(sign)
    if not found or sign in head or other in tail:
        return False
    return other in head or len(tail) != 3 or head in {"", "0"}


def _magnitude(number: str, decimal: str) -> float:
    other = "," if decimal == "." else "."
    try:
        return abs(float(number.strip("()-+").replace(other, "").replace(decimal, ".")))
    except ValueError:
        return 0.0


def _damage(numbers: Sequence[str]) -> str | None:
    """Notice commas that are thousands in some cells and decimals in others.

    A spreadsheet of another locale does that; nobody can tell any more what the numbers were. One
    odd cell is a slip of the hand and refuses its row only.
    """
    pointless = [number for number in numbers if "." not in number]
    grouped = [number for number in pointless if number.count(",") > 1]
    decimals = [number for number in pointless if _ends_in_decimals(number, ",", ".")]
    if len(grouped) > 1 and len(decimals) > 1:
        return (
            f"has commas that group thousands ({max(grouped)!r}) "
            f"beside commas that begin decimals ({min(decimals)!r})"
        )
    return None


def _suspicion(numbers: Sequence[str]) -> str | None:
    """Notice a column that a locale has damaged.

    Where decimals were lost, large numbers come grouped by commas, but plain ones of four and
    more digits stand beside them, and no cell has a decimal: "2,024,994" next to "419".
    """
    grouped = [number for number in numbers if _GROUPED.match(number)]
    millions = [number for number in grouped if number.count(",") >= 2]
    plain = [number for number in numbers if number.isdigit() and len(number) >= 4]
    if millions and (plain or len(millions) * 2 > len(numbers)):
        return f"holds numbers such as {millions[0]!r} and none with decimals"
    return None


def looks_like_dates(cells: Sequence[str], *, share: float = 0.9) -> bool:
    """Say whether that share of the cells that hold anything hold a date."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(bool(_DATE.match(c)) for c in filled) >= share * len(filled)


def looks_like_flags(cells: Sequence[str]) -> bool:
    """Say whether all cells that hold anything hold yes or no."""
    filled = {cell.strip().casefold() for cell in cells if cell.strip()}
    return bool(filled) and filled <= {"true", "false", "yes", "no", "y", "n", "是", "否"}


def looks_like_numbers(cells: Sequence[str]) -> bool:
    """Say whether nearly all cells that hold anything hold a number with decimals or currency."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = [cell for cell in filled if _NUMBER.match(_DECOR.sub("", cell))]
    telling = [cell for cell in numbers if re.search(r"[.,]\d{1,2}$|[€$£¥￥元]", cell)]
    return bool(filled) and len(numbers) >= 0.9 * len(filled) and len(telling) * 2 > len(numbers)
