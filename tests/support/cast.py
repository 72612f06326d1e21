"""The cast: Ana (rep), Boris (her manager), Carla (rep of another team), and who else there is.

Dora leads everyone, Boris and Emil report to her; Ana reports to Boris, Carla to Emil. Fay is at
the desk, Gus is the admin. Their customers are few and known by name.
"""

from dataclasses import dataclass

from sqlalchemy import func, insert, select

from crm.entities import Role, Viewer
from crm.store.database import Session
from crm.store.tables import customers, people
from crm.text import fold

ANA, BORIS, CARLA, DORA, EMIL, FAY, GUS = range(1, 8)

_PEOPLE = (
    (DORA, "Dora Prime", Role.MANAGER, None),
    (BORIS, "Boris Banks", Role.MANAGER, DORA),
    (EMIL, "Emil Eide", Role.MANAGER, DORA),
    (ANA, "Ana Alba", Role.REP, BORIS),
    (CARLA, "Carla Cruz", Role.REP, EMIL),
    (FAY, "Fay Field", Role.DESK, None),
    (GUS, "Gus Gold", Role.ADMIN, None),
)

ALPHA, BRAVO, CEDAR, DELTA, HUAXIN, HUAXING, ORPHAN, BORIS_OWN = range(1, 9)

_CUSTOMERS = (
    (ALPHA, "K1", "Alpha Foods", "London", "UK", "food", ANA, "A"),
    (BRAVO, "K2", "Bravo Tools", "Berlin", "Germany", "hardware", ANA, "B"),
    (CEDAR, "K3", "Cedar Paper", "London", "UK", "paper", CARLA, "A"),
    (DELTA, "K4", "Delta Marine", "Lyon", "France", "marine", CARLA, "C"),
    (HUAXIN, "K5", "深圳市华兴电子有限公司", "深圳", "中国", "电子", ANA, "A"),
    (HUAXING, "K6", "东莞华兴五金厂", "东莞", "中国", "五金", ANA, "C"),
    (ORPHAN, "K7", "Orphan Optics", "Rome", "Italy", "optics", None, "B"),
    (BORIS_OWN, "K8", "Bolt & Sons", "Paris", "France", "hardware", BORIS, None),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The eyes of each of them."""

    ana: Viewer
    boris: Viewer
    carla: Viewer
    dora: Viewer
    emil: Viewer
    fay: Viewer
    gus: Viewer


def write_cast(session: Session) -> Cast:
    """Write the people and their customers."""
    for person_id, name, role, manager_id in _PEOPLE:
        session.execute(
            insert(people).values(
                id=person_id, name=name, name_key=fold(name), role=role, manager_id=manager_id
            )
        )
    for customer_id, code, name, city, country, industry, rep_id, tier in _CUSTOMERS:
        session.execute(
            insert(customers).values(
                id=customer_id,
                code=code,
                name=name,
                name_key=fold(name),
                city=city,
                country=country,
                industry=industry,
                rep_id=rep_id,
                tier=tier,
            )
        )
    _number_on(session)
    eyes = {person_id: Viewer(person_id, name, role) for person_id, name, role, _ in _PEOPLE}
    return Cast(eyes[ANA], eyes[BORIS], eyes[CARLA], eyes[DORA], eyes[EMIL], eyes[FAY], eyes[GUS])


def _number_on(session: Session) -> None:
    """Let the next row be numbered after those written with a number: SQLite does so by itself."""
    if session.connection().dialect.name != "postgresql":
        return
    for table in (people, customers):
        sequence = func.pg_get_serial_sequence(table.name, "id")
        last = select(func.max(table.c.id)).scalar_subquery()
        session.execute(select(func.setval(sequence, last)))
