"""Rows of a statement as columns of numbers, a stretch at a time, so that few are in memory."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select

from crm.store.database import Session

Columns = dict[str, NDArray[Any]]

_STRETCH = 20_000


def read_columns(
    session: Session, statement: Select[Any], may_be_null: Collection[str] = ()
) -> Columns:
    """Return a statement's columns of numbers by name: integers, none of them NULL.

    Those that may be NULL are doubles, with NaN in its place.
    """
    result = session.execute(statement, execution_options={"yield_per": _STRETCH})
    names = list(result.keys())
    types = [np.float64 if name in may_be_null else np.int64 for name in names]
    stretches = [
        [np.array(c, dtype=kind) for c, kind in zip(zip(*rows, strict=True), types, strict=True)]
        for rows in result.partitions()
    ]
    if not stretches:
        return {name: np.empty(0, dtype=kind) for name, kind in zip(names, types, strict=True)}
    return {
        name: np.concatenate(parts)
        for name, parts in zip(names, zip(*stretches, strict=True), strict=True)
    }
