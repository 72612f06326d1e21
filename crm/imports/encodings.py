"""How a file's bytes become text, or the sentence that says why they don't.

A file names its encoding only if it has a byte order mark. Otherwise it is UTF-8 if all of it
is, else GB18030 (Excel in Chinese) or Windows-1252 (Excel in western Europe), told apart by what
their accented bytes look like. A file that is UTF-8 but for a few bytes is damaged UTF-8, and is
refused: read as anything else, all its accents would turn into other letters.
"""

import codecs
import re
import stat
from pathlib import Path

from crm.errors import BadFile, Problem

BLOCK = 1 << 20

_AS_UTF8 = "Save it as CSV UTF-8."
_GUESSED = {"gb18030": "GB18030 (Chinese)", "cp1252": "Windows-1252 (western Europe)"}
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
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
    if head.startswith(_UTF32_MARKS) or _is_utf32(head):
        raise _bad(path, "is written in UTF-32, which is not read here.", _AS_UTF8)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _checked(path, encoding)
    if b"\x00" in head:
        return _checked(path, _wide(path, head))
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        raise _bad(path, "is not text.", "Export the table as CSV.")
    return _narrow(path)


def encoding_note(encoding: str) -> str | None:
    """Return what to say of an encoding that the file does not name itself."""
    if encoding not in _GUESSED:
        return None
    return f"it is not UTF-8; it was read as {_GUESSED[encoding]}: check its letters"


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file. Raises BadFile when it cannot be opened."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            what = "is a pipe or a device, which can be read only once, and an import reads twice."
            raise BadFile([Problem(str(path), what, "Save what comes from it to a file first.")])
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


def _is_utf32(head: bytes) -> bool:
    """UTF-32 without a mark: the highest byte of every four is NUL, the next nearly always."""
    quarters = len(head) // 4
    return quarters > 1 and any(
        head[highest::4].count(0) >= quarters and head[next_::4].count(0) * 10 > quarters * 9
        for highest, next_ in ((3, 2), (0, 1))
    )


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
    if _is_damaged_utf8(path):
        raise _damaged(path)
    if _looks_big5(path) and _reads(path, "cp950"):
        raise _bad(path, "is written in Big5, which is not read here.", _AS_UTF8)
    if _reads(path, "gb18030") and _looks_chinese(path):
        return "gb18030"
    if _reads(path, "cp1252"):
        return "cp1252"
    raise _bad(path, "is in no encoding known here.", _AS_UTF8)


def _is_damaged_utf8(path: Path) -> bool:
    """Say whether characters beyond ASCII are UTF-8 twice as often as not.

    Two bytes of another encoding seldom look like one character of UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wide = bad = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block, final=len(block) < BLOCK)
            wide += len(text) - len(text.encode("ascii", "ignore"))
            bad += text.count("\ufffd")
    return bad * 3 <= wide


def _damaged(path: Path) -> BadFile:
    """Name the first byte that is no UTF-8. What is no line of text never gets here."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                what = (
                    f"byte {error.start + 1} of that line is not UTF-8, as the file is elsewhere."
                )
                advice = "Mend that character, or export the file again as CSV UTF-8."
                return BadFile([Problem(f"{path.name}, line {number}", what, advice)])
    return _bad(path, "is not UTF-8.", _AS_UTF8)


def _looks_big5(path: Path) -> bool:
    """In Big5 about two characters of five end in an ASCII byte; in GB18030 only rare ones do.

    Common ones begin with a byte up to 0xC6, where Windows-1252 has signs and few letters.
    """
    with path.open("rb") as file:
        pairs: list[bytes] = _PAIR.findall(file.read(BLOCK))
    common = sum(0xA1 <= pair[0] <= 0xC6 for pair in pairs)
    return common * 10 > len(pairs) * 7 and sum(p[1] < 128 for p in pairs) * 5 > len(pairs)


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
