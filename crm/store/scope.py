"""Who may see which customer, as SQL. Every function that takes a viewer filters with it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, select, true

from crm.entities import Role, Viewer
from crm.store.tables import customers, people

Ids = Collection[int] | BindParameter[Any]
"""Ids of people, or a parameter that expands to them in a statement kept built."""


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on ``customers`` that holds for what this person may see.

    A rep sees their own, a manager also those of everyone below, however deep; desk and admin
    see all. Whoever stands in for somebody sees theirs too, meanwhile. A customer without a rep is
    seen by desk and admin only.
    """
    return visible_to(viewer.role, viewer.eyes)


def visible_to(role: Role, eyes: Ids) -> ColumnElement[bool]:
    """Return the condition of ``visible`` for a person and those they stand in for."""
    if role in {Role.DESK, Role.ADMIN}:
        return true()
    if role is Role.MANAGER:
        return customers.c.rep_id.in_(team(eyes))
    return customers.c.rep_id.in_(eyes)


def team(ids: Ids) -> Select[tuple[int]]:
    """Return the ids of these people and everyone below them. A loop in the tree ends it."""
    below = select(people.c.id).where(people.c.id.in_(ids)).cte(recursive=True)
    below = below.union(select(people.c.id).where(people.c.manager_id == below.c.id))
    return select(below.c.id)
