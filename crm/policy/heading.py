"""The line above a policy that says which version it is, put on when it is shown.

It is not part of the policy: it is taken off again before the text is kept, so that what was
shown can be saved, changed and applied.
"""

from datetime import UTC, datetime

_END = "This line is not part of it."


def with_heading(text: str, version: int | None = None, applied_at: datetime | None = None) -> str:
    """Return the text under a line with its version and date; without a version it is the default.

    >>> with_heading("tiers: []").splitlines()[0]
    '# The policy that tiercoach comes with; none was applied yet. This line is not part of it.'
    """
    if version is None or applied_at is None:
        about = "The policy that tiercoach comes with; none was applied yet."
    else:
        day = f"{applied_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        about = f"Version {version} of the policy, applied {day}."
    return f"# {about} {_END}\n{text}"


def without_heading(text: str) -> str:
    """Return the text without the lines that ``with_heading`` put above it."""
    while text.startswith("# ") and text.partition("\n")[0].rstrip().endswith(_END):
        text = text.partition("\n")[2]
    return text
