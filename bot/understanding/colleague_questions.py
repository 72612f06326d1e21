"""What is asked and told of colleagues in set phrases: who covers me, who works here, who covers.

The wordings are those of ``phrases.yaml``. They are read before days away, since "my holidays" asks
for what is noted, and "covering" is no caterer.
"""

from collections.abc import Callable, Mapping

from bot.understanding.excerpts import is_question
from bot.understanding.phrases import Said, find_said
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood

MY_DAYS, MY_COVER, WHOM_I_COVER = "my_days", "my_cover", "whom_i_cover"
"""The keys of ``list_away``: of whose days away is asked."""


def read_colleague_question(text: str, context: Context) -> Understood | None:
    """Read one of these questions, or who is to stand in; None for anything else."""
    said = find_said(text, context, tuple(_READERS))
    return _READERS[said.name](said) if said else None


def _asking(key: str) -> Callable[[Said], Understood]:
    return lambda said: Understood("list_away", "do", Slots(key=key, period=said.day))


def _who_covers(said: Said) -> Understood | None:
    if len(said.people) != 1:
        return None
    return Understood(
        "list_away", "do", Slots(rep_id=said.people[0].id, rep_name=said.people[0].name)
    )


def _colleagues(_said: Said) -> Understood:
    return Understood("colleagues", "do")


def _covers_me(said: Said) -> Understood | None:
    if len(said.people) != 1 or is_question(said.text):
        return None
    cover = said.people[0]
    return Understood("set_cover", "do", Slots(cover_id=cover.id, cover_name=cover.name))


def _covers_somebody(said: Said) -> Understood | None:
    if len(said.people) != 2 or is_question(said.text):
        return None
    cover, about = said.people
    if said.name == "cover_of":
        about, cover = cover, about
    slots = Slots(rep_id=about.id, rep_name=about.name, cover_id=cover.id, cover_name=cover.name)
    return Understood("set_cover", "do", slots)


_READERS: Mapping[str, Callable[[Said], Understood | None]] = {
    "my_days_away": _asking(MY_DAYS),
    "my_cover": _asking(MY_COVER),
    "whom_i_cover": _asking(WHOM_I_COVER),
    "who_covers": _who_covers,
    "colleagues": _colleagues,
    "covers_me": _covers_me,
    "covers_somebody": _covers_somebody,
    "cover_of": _covers_somebody,
}
