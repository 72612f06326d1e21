"""Rows of files on their way into the store: temporary tables, and set-based SQL between.

One module per kind. Every statement works on all staged rows at once and means the same on
SQLite and PostgreSQL; only rows that changed are looked at one by one, for the change log.
"""

from crm.store.staging.area import Staging

__all__ = ["Staging"]
