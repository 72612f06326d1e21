"""How a file's bytes become text, or the sentence that says why they don't.

A file names its encoding only if it has a byte order mark. Otherwise it is UTF-8 if all of it
is, else GB18030 (Excel in Chinese) or Windows-1252 (Excel in western Europe), told apart by what
their accented bytes look like.
"""

import codecs
from pathlib import Path

from crm.errors import BadFile, Problem

BLOCK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0",
        "is an old Excel or Word file, or a workbook with a password",
        "Save it as CSV first.",
    ),
    (b"%PDF", "is a PDF document", "Export the table behind it as CSV."),
    (b"SQLite format 3", "is a database", "Export its tables as CSV."),
    (b"\x1f\x8b", "is a gzip archive", "Unpack it first."),
    (b"{\\rtf", "is a text document", "Save its table as CSV."),
)


def find_encoding(path: Path) -> str:
    """Return the encoding that reads the whole file. Raises BadFile when it isn't text."""
    head = read_head(path)
    if not head.strip():
        raise _bad(path, "is empty.", "Export it again with its header row.")
    for signature, what, advice in _SIGNATURES:
        if head.startswith(signature):
            raise _bad(path, f"{what}, not a CSV file.", advice)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _checked(path, encoding)
    if b"\x00" in head:
        return _checked(path, _wide(path, head))
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        raise _bad(path, "is not text.", "Export the table as CSV.")
    return _narrow(path)


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file. Raises BadFile when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError as error:
        raise _bad(path, "does not exist.", "Check the path.") from error
    except IsADirectoryError as error:
        raise _bad(path, "is a folder.", "Name the files in it.") from error
    except OSError as error:
        raise _bad(path, f"cannot be opened: {error.strerror or error}.") from error


def _bad(path: Path, what: str, advice: str = "") -> BadFile:
    return BadFile([Problem(path.name or str(path), what, advice)])


def _wide(path: Path, head: bytes) -> str:
    """UTF-16 without a mark has a NUL in every second place of Latin text; else it's no text."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 4 * even and odd > len(head) // 20:
        return "utf-16-le"
    if even > 4 * odd and even > len(head) // 20:
        return "utf-16-be"
    raise _bad(path, "is not text.", "Export the table as CSV.")


def _checked(path: Path, encoding: str) -> str:
    if _reads(path, encoding):
        return encoding
    raise _bad(path, f"is not the {encoding} text it claims to be.", "Export it again.")


def _narrow(path: Path) -> str:
    if _reads(path, "utf-8"):
        return "utf-8"
    if _reads(path, "gb18030") and _looks_chinese(path):
        return "gb18030"
    if _reads(path, "cp1252"):
        return "cp1252"
    raise _bad(path, "is in no encoding known here.", "Save it as CSV UTF-8.")


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _looks_chinese(path: Path) -> bool:
    """In Chinese text nearly every byte above 127 stands beside another; accents stand alone."""
    with path.open("rb") as file:
        block = file.read(BLOCK)
    high = [byte > 127 for byte in block]
    lonely = sum(
        here and not before and not after
        for before, here, after in zip([False, *high], high, [*high[1:], False], strict=False)
    )
    return lonely * 5 < sum(high)
