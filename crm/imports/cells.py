"""One cell → one value, or the words for what is wrong with it.

Numbers become integers of 10⁻¹² so that what is multiplied stays exact; dates become ISO text,
which both databases take. An empty cell is None everywhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from crm.imports.formats import DateFormat, NumberFormat
from crm.text import clean, unguard_formula

PLACES = 12
UNIT: int = 10**PLACES
LIMIT = 10**12 * UNIT
EARLIEST = date(1970, 1, 1)

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_TIME = re.compile(r"[T\s]*(\d{1,2}[:时]\d{2}.*)?$")
_CURRENCY = re.compile(r"[€$£¥￥₹元]|RMB|CNY|USD|EUR|GBP", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")
_GROUPS = {
    ".": re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?"),
    ",": re.compile(r"\d{1,3}(\.\d{3})+(,\d*)?"),
}
_EMPTY = frozenset({"", "-", "–", "n/a", "na", "null", "none", "nan", "nat", "#n/a"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be used; ``what`` follows the cell's text in a sentence."""

    what: str


def parse_text(cell: str, limit: int) -> str | Wrong | None:
    """Return the trimmed text, None for an empty cell.

    An apostrophe that kept a spreadsheet from reading a formula is no part of it.
    """
    text = cell.strip() if cell.isascii() and cell.isprintable() else clean(cell)
    text = unguard_formula(text).lstrip()
    if len(text) > limit:
        return Wrong(f"is longer than {limit} characters")
    return text or None


def parse_code(cell: str, limit: int) -> str | Wrong | None:
    """Return a number in somebody's books; a whole number that became 2.0 is 2 again.

    >>> parse_code(" 2.0 ", 64)
    '2'
    """
    if cell.isalnum() and cell.isascii() and len(cell) <= limit:
        return cell
    text = parse_text(cell, limit)
    if isinstance(text, str) and text.endswith(".0") and text[:-2].isdecimal():
        return text[:-2]
    return text


def parse_date(cell: str, form: DateFormat, latest: date) -> str | Wrong | None:
    """Return the date as ISO text. It must lie between 1970 and ``latest``.

    >>> parse_date("2024年3月5日", DateFormat(), date(2024, 12, 31))
    '2024-03-05'
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.casefold() in _EMPTY or text.startswith("0000-00-00"):
        return None
    found = _find_date(text, form)
    if isinstance(found, Wrong):
        return found
    if found > latest:
        return Wrong(f"is later than {latest.isoformat()}, the last date possible here")
    if found < EARLIEST:
        return Wrong("is before 1970")
    return found.isoformat()


def _find_date(text: str, form: DateFormat) -> date | Wrong:
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _YEAR_LAST.match(text):
        first, second, year = (int(part) for part in match.groups())
        day, month = (first, second) if form.day_first else (second, first)
    else:
        return Wrong("is not a date")
    if not _TIME.fullmatch(text, match.end()):
        return Wrong("is not a date")
    try:
        return date(year, month, day)
    except ValueError:
        order = "day first" if form.day_first else "month first"
        return Wrong(f"is not a day in the calendar ({order} in this column)")


def parse_number(cell: str, form: NumberFormat) -> int | Wrong | None:
    """Return the number in units of 10⁻¹², rounded half to even beyond them.

    >>> parse_number("(1,234.5)", NumberFormat()) == -1234_500000000000
    True
    """
    whole, _, fraction = cell.partition(".")
    if form.decimal == "." and whole.isascii() and whole.isdigit() and len(whole) <= 12:
        if not fraction:
            return int(whole) * UNIT
        if fraction.isascii() and fraction.isdigit() and len(fraction) <= PLACES:
            return int(whole + fraction.ljust(PLACES, "0"))
    return _parse_decorated(cell, form)


def _parse_decorated(cell: str, form: NumberFormat) -> int | Wrong | None:
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", cell))
    if text.casefold() in _EMPTY:
        return None
    negative = text.startswith("(") and text.endswith(")")
    text = _CURRENCY.sub("", text.strip("()") if negative else text)
    if text[:1] in {"-", "−", "+"} or text[-1:] == "-":
        negative = negative != (text[0] in "-−" or text[-1] == "-")
        text = text.strip("-−+")
    scale = PLACES
    if text.endswith("%"):
        text, scale = text[:-1], scale - 2
    elif text.endswith("万"):
        text, scale = text[:-1], scale + 4
    value = _digits(text, form.decimal, scale)
    if value is None:
        return Wrong("is not a number")
    if value >= LIMIT:
        return Wrong("is too large")
    return -value if negative else value


def _digits(text: str, decimal: str, scale: int) -> int | None:
    group = "," if decimal == "." else "."
    if group in text:
        if not _GROUPS[decimal].fullmatch(text):
            return None
        text = text.replace(group, "")
    mantissa, has_exponent, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(decimal)
    digits = whole + fraction
    if not digits.isascii() or not digits.isdigit() or len(digits) > 40:
        return None
    if has_exponent:
        if not re.fullmatch(r"[-+]?\d{1,2}", exponent):
            return None
        scale += int(exponent)
    return round_half_even(int(digits), scale - len(fraction))


def round_half_even(value: int, places: int) -> int:
    """Return value × 10^places as an integer, halves rounded to even.

    >>> round_half_even(25, -1), round_half_even(35, -1)
    (2, 4)
    """
    if places >= 0:
        shifted: int = value * 10**places
        return shifted
    divisor: int = 10**-places
    quotient, rest = divmod(value, divisor)
    twice = rest * 2
    return quotient + (twice > divisor or (twice == divisor and quotient & 1))


def parse_visit_kind(cell: str) -> str | Wrong | None:
    """Return visit, attempt or touch from the words people use for them."""
    text = "".join(unicodedata.normalize("NFKC", cell).casefold().split())
    if not text:
        return None
    for kind, words in _VISIT_WORDS.items():
        if any(word in text for word in words):
            return kind
    return Wrong("is no kind of visit (visit, attempt or touch)")


_VISIT_WORDS = {
    "attempt": (
        "attempt",
        "nobody",
        "notin",
        "noanswer",
        "missed",
        "未遇",
        "未见",
        "没人",
        "不在",
        "落空",
        "未成",
    ),
    "touch": (
        "touch",
        "phone",
        "call",
        "chat",
        "mail",
        "message",
        "wechat",
        "whatsapp",
        "online",
        "video",
        "电话",
        "微信",
        "邮件",
        "短信",
        "线上",
        "视频",
        "企微",
    ),
    "visit": (
        "visit",
        "met",
        "meeting",
        "onsite",
        "inperson",
        "face",
        "拜访",
        "上门",
        "面谈",
        "现场",
        "见面",
        "到访",
        "走访",
    ),
}
