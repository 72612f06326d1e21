"""Names and codes in rows, each looked at once: customers to be found, and reps."""

from collections.abc import Iterable

from crm.store.database import Session
from crm.store.staging import Staging, people, references
from crm.store.staging.tables import refs
from crm.text import fold

CustomerText = tuple[str | None, str | None]


class References(dict[CustomerText, int | None]):
    """Every way a customer is called in the files (code, name) → its number while staging."""

    def __init__(self, staging: Staging) -> None:
        super().__init__()
        self[None, None] = None
        self.keys_of: list[str] = [""]
        self._staging = staging
        self._waiting: list[tuple[int, str | None, str | None, str, str]] = []

    def __missing__(self, called: CustomerText) -> int:
        code, name = called
        ref = len(self.keys_of)
        key = fold(name or code or "")
        self[called] = ref
        self.keys_of.append(f"{code or ''}\n{key}")
        self._waiting.append((ref, code, name, code or name or "", key))
        return ref

    def flush(self) -> None:
        """Stage the ones met since the last time."""
        self._staging.load(refs, references.COLUMNS, self._waiting)
        self._waiting.clear()


class Reps(dict[str | None, int | None]):
    """A rep's code or name in a row → their id.

    If nobody is known at all, neither in the store nor in a file of people, whoever is named is
    made a rep; otherwise an unknown name stays a note.
    """

    def __init__(self, session: Session, import_id: int, *, may_create: bool) -> None:
        super().__init__()
        self[None] = None
        self.created: list[str] = []
        self.unknown: dict[str, int] = {}
        self._session = session
        self._import_id = import_id
        self._may_create = may_create
        self._known: dict[str, int | None] = {}
        for person in people.list_rows(session):
            if person["code"]:
                self._know(person["code"], person["id"])
            self._know(person["name_key"], person["id"])

    def _know(self, key: str, person_id: int) -> None:
        """Two people of one name are neither of them meant."""
        other = self._known.setdefault(key, person_id)
        if other != person_id:
            self._known[key] = None

    def __missing__(self, text: str | None) -> int | None:
        called = text or ""
        key = fold(called)
        person_id = self._known.get(called, self._known.get(key))
        if person_id is None and self._may_create and key not in self._known:
            values = {"name": called, "name_key": key, "role": "rep"}
            person_id = people.insert_person(self._session, self._import_id, values)
            self._known[key] = person_id
            self.created.append(called)
        elif person_id is None:
            self.unknown[called] = 0
        self[text] = person_id
        return person_id

    def notes(self) -> Iterable[str]:
        """Say who was made a rep and which names nobody bears."""
        if self.created:
            yield f"no people were known, so these were made reps: {_some(self.created)}"
        if self.unknown:
            yield (
                f"nobody, or more than one person, is called {_some(list(self.unknown))}: "
                "import the people first, or add them"
            )


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
