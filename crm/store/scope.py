"""Who may see which customer, as SQL. Every function that takes a viewer filters with it."""

from sqlalchemy import BindParameter, ColumnElement, Select, select, true

from crm.entities import Role, Viewer
from crm.store.tables import customers, people


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on ``customers`` that holds for what this person may see.

    A rep sees their own, a manager also those of everyone below, however deep; desk and admin
    see all. A customer without a rep is seen by desk and admin only.
    """
    return visible_to(viewer.role, viewer.person_id)


def visible_to(role: Role, person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition of ``visible``; who it is may be left open in a statement kept built."""
    if role in {Role.DESK, Role.ADMIN}:
        return true()
    if role is Role.MANAGER:
        return customers.c.rep_id.in_(team(person_id))
    return customers.c.rep_id == person_id


def team(person_id: int | BindParameter[int]) -> Select[tuple[int]]:
    """Return the ids of a person and everyone below them. A loop in the tree ends it."""
    below = select(people.c.id).where(people.c.id == person_id).cte(recursive=True)
    below = below.union(select(people.c.id).where(people.c.manager_id == below.c.id))
    return select(below.c.id)
