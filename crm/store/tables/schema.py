"""What every table is made with: one naming of constraints, one kind of number for rows."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column of type INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def id_column() -> Column[int]:
    """The number of a row."""
    return Column("id", Id, primary_key=True)


def import_id_column() -> Column[int]:
    """The import that made the row; None when a person or a rule did."""
    return Column("import_id", Id, ForeignKey("imports.id"), index=True)
