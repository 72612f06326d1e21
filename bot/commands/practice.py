"""What ``tiercoach export practice`` writes: sums over people, of lines and faults, never a person.

Nothing stands in it that fewer than five people have tried.
"""

from pathlib import Path

from bot.coaching import log, progress
from bot.coaching.progress import Summary
from bot.coaching.shelf import Shelves
from bot.voice import sheets
from bot.voice.rendering import Voice
from bot.voice.sheets import Practice, Sheet
from crm.errors import Refused
from crm.store.database import Session


def sheet(session: Session, voice: Voice, folder: Path | None) -> Sheet:
    """Return everything practised as a table. Raises Refused with fewer than five people."""
    practised = log.list_of_people(session, None)
    playbooks = Shelves(folder).get(session).playbooks
    by_fault = progress.sum_up(playbooks, practised)
    if by_fault.missing:
        raise Refused(
            f"Practice is exported once {progress.LEAST_PEOPLE} people have practised, so that it "
            f"tells of nobody; so far: {by_fault.people}."
        )
    said = {
        (playbook.id, line.id): line.say.written(voice.language)
        for playbook in playbooks.values()
        for line in playbook.lines()
    }
    return sheets.practice(
        (_rows(each, said) for each in (by_fault, progress.sum_up_lines(practised))), voice
    )


def _rows(summary: Summary, said: dict[tuple[str, str], str]) -> list[Practice]:
    return [
        Practice(
            row.what,
            row.name,
            row.people,
            row.tries,
            row.right,
            row.playbook,
            said.get((row.playbook or "", row.name)),
        )
        for row in summary.rows
    ]
