"""The playbooks in force: those that come with the program, a company's own, those uploaded.

Of one id the uploaded version counts before a file in the company's folder, and that before the
one that comes with the program. Every question looks whether something has changed, so a new
version is used without a restart; a file that is broken never replaces one that works.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.coaching.judge import Judge
from bot.coaching.playbook import Ladder, Objection, Playbook
from bot.coaching.reading import (
    decode_playbook,
    load_written,
    read_file,
    shipped_folder,
    shipped_playbooks,
)
from bot.coaching.self_test import list_doubts, list_forbidden
from bot.coaching.uploads import Upload, list_in_force
from crm.errors import BadFile
from crm.store.database import Session

log = logging.getLogger(__name__)

_Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The playbooks in force at one moment, by their ids."""

    playbooks: Mapping[str, Playbook]
    _judges: dict[str, Judge] = field(default_factory=dict)

    def judge_of(self, playbook: Playbook) -> Judge:
        """Return who judges lines of a playbook of this shelf."""
        if playbook.id not in self._judges:
            self._judges[playbook.id] = Judge(playbook)
        return self._judges[playbook.id]

    def find_ladder(self, objection: Objection) -> tuple[Playbook, Ladder] | None:
        """Return the first ladder for an objection, and the playbook that has it."""
        return next(
            (
                (playbook, ladder)
                for playbook in self.playbooks.values()
                for ladder in playbook.ladders
                if ladder.objection == objection
            ),
            None,
        )


def read_own(file: Path) -> Playbook:
    """Read a file of the company's own. Raises BadFile for what may not be taught as well."""
    written = load_written(file)
    forbidden = list_forbidden(list_doubts(written))
    if forbidden:
        raise BadFile(forbidden)
    return written.playbook


class Shelves:
    """Keeps the shelf in force in memory until something has changed."""

    def __init__(self, folder: Path | None = None) -> None:
        """Look into a company's own ``folder`` as well, if it has one."""
        self._folder = folder
        self._own: dict[Path, tuple[_Stamp, Playbook | None]] = {}
        self._uploads: tuple[Upload, ...] = ()
        self._uploaded: dict[str, Playbook] = {}
        self._shelf: Shelf | None = None
        self._lock = threading.Lock()

    def get(self, session: Session) -> Shelf:
        """Return the shelf in force now: one small query, and a look at the folder's files."""
        with self._lock:  # Chats are answered in several threads.
            return self._get(session)

    def _get(self, session: Session) -> Shelf:
        changed = self._look_into_folder()
        uploads = tuple(list_in_force(session))
        if uploads != self._uploads:
            self._take(session, uploads)
            changed = True
        if self._shelf is None or changed:
            own = {each.id: each for _, each in self._own.values() if each}
            self._shelf = Shelf({**shipped_playbooks(), **own, **self._uploaded})
        return self._shelf

    def read_text(self, session: Session, playbook_id: str) -> str:
        """Return the file of the playbook in force, as it is written.

        Raises BadFile where it cannot be read.
        """
        self.get(session)
        for upload in self._uploads:
            if upload.playbook == playbook_id and playbook_id in self._uploaded:
                return upload.read(session)
        own = (file for file, (_, each) in self._own.items() if each and each.id == playbook_id)
        return read_file(next(own, shipped_folder() / f"{playbook_id}.yaml"))

    def _take(self, session: Session, uploads: tuple[Upload, ...]) -> None:
        taken: dict[str, Playbook] = {}
        for upload in uploads:
            playbook = self._uploaded.get(upload.playbook)
            if upload not in self._uploads:
                playbook = self._read(upload, session) or playbook
            if playbook is not None:
                taken[upload.playbook] = playbook
        self._uploads, self._uploaded = uploads, taken

    def _read(self, upload: Upload, session: Session) -> Playbook | None:
        content = upload.read(session)
        try:
            return decode_playbook(content.encode(), f"{upload.playbook}.yaml")
        except BadFile as error:  # An older program's rules: what worked goes on.
            log.warning("An uploaded playbook is left out: %s", error)
            return None

    def _look_into_folder(self) -> bool:
        """Read what has changed in the folder; say whether anything has."""
        if self._folder is None:
            return False
        files = sorted(self._folder.glob("*.yaml"))
        changed = set(self._own) != set(files)
        for gone in set(self._own) - set(files):
            del self._own[gone]
        for file in files:
            known = self._own.get(file)
            stamp = _stamp_of(file)
            if known is not None and known[0] == stamp:
                continue
            changed = True
            playbook = known[1] if known else None
            try:
                playbook = read_own(file)
            except BadFile as error:
                log.warning("What was there before stays in use: %s", error)
            self._own[file] = (stamp, playbook)
        return changed


def _stamp_of(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return (file.name, 0, 0)
    return (file.name, found.st_mtime_ns, found.st_size)
