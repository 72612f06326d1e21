"""Every way a thing can go wrong, drawn once.

::

    TiercoachError
    ├── Refused            a person asked for what cannot be done; shown to them, logged nowhere
    │   ├── NotFound       no such thing, or not theirs: the two read the same
    │   ├── NotAllowed     theirs to see, but not to change
    │   └── Overtaken      something changed between the question and the answer to it
    ├── BadFile            a file's author must mend it; all problems at once
    │   └── BadPolicy      the policy file
    ├── BadSettings        TIERCOACH_* variables or options; all problems at once
    └── StoreUnavailable   the database cannot be opened, read or written
        └── NoDatabase     there is none yet

They are caught in exactly three places: ``respond()``, delivery and the command line.
What a library raises is translated where it enters.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in what somebody gave us: where it is, what it is, what to do about it."""

    where: str
    what: str
    what_to_do: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.what_to_do}" if self.what_to_do else ""
        return f"{place}{self.what}{advice}"


class TiercoachError(Exception):
    """Something this program foresaw."""


class Refused(TiercoachError):
    """A person asked for what cannot be done; the message says what they can do instead."""


class NotFound(Refused):
    """No such thing, or not this person's to see."""


class NotAllowed(Refused):
    """This person may see it but not change it."""


class Overtaken(Refused):
    """What was to be done no longer fits: it was done already, or something changed since."""


class WithProblems(TiercoachError):
    """An error that carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadFile(WithProblems):
    """A file cannot be used as it is."""


class BadPolicy(BadFile):
    """A policy file cannot be used as it is."""


class BadSettings(WithProblems):
    """A setting or an option has a value that cannot be used."""


class StoreUnavailable(TiercoachError):
    """The database cannot be opened, read or written."""


class NoDatabase(StoreUnavailable):
    """There is no database yet; nothing is wrong with it."""
