"""What an English line does and what is wrong with it."""

from collections.abc import Iterator

from bot.coaching.judge.english_acts import list_acts_of
from bot.coaching.judge.english_faults import list_grave
from bot.coaching.judge.english_reading import read_line
from bot.coaching.judge.english_weak import list_weak
from bot.coaching.judge.moments import Moment
from bot.coaching.judge.prepared import Prepared
from bot.coaching.judge.verdict import FoundAct, FoundFault


def list_acts(line: Prepared, moment: Moment) -> Iterator[FoundAct]:
    """Return what the line does."""
    reading = read_line(line)
    if not line.has_han:
        yield from list_acts_of(reading, moment)


def list_faults(line: Prepared, moment: Moment) -> Iterator[FoundFault]:
    """Return what is wrong with the line; of one half in Chinese, only what is plainly wrong."""
    reading = read_line(line)
    grave = list(list_grave(reading, moment))
    yield from grave
    if not grave and not line.has_han:
        yield from list_weak(reading)
