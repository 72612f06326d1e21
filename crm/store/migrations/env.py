"""Runs the steps in one transaction on the engine that ``upgrade`` hands over."""

from alembic import context
from sqlalchemy import Connection, Engine

from crm.errors import StoreUnavailable


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        raise StoreUnavailable(f"An upgrade of the tables would orphan rows of {broken[0]}.")


def _run() -> None:
    engine: Engine = context.config.attributes["engine"]
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(writing=True).connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if sqlite:
            driver.execute("PRAGMA foreign_keys = OFF")
        context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
        try:
            with connection.begin():
                if not sqlite:
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7413022)")
                context.run_migrations()
                if sqlite:
                    _check_foreign_keys(connection)
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys = ON")


_run()
