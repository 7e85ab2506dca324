"""Indexes in the order in which lists are read: of taken, of days that were promised beside a term, of what stands in a register."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Expand."""
    op.create_index(
        "ix_taken_lijst", "taken", ["team", "status", "uiterlijk", "bericht", "volgnummer", "id"], unique=False
    )
    op.drop_index("ix_taken_open", table_name="taken")
    op.create_index(
        "ix_termijnen_toegezegd",
        "termijnen",
        ["status", "toegezegd", "id"],
        unique=False,
        sqlite_where=sa.text("toegezegd IS NOT NULL"),
        postgresql_where=sa.text("toegezegd IS NOT NULL"),
    )
    op.create_index("ix_registerregels_register_tot_organisatie", "registerregels", ["register", "tot", "organisatie"])
    op.drop_index("ix_registerregels_register_organisatie_tot", table_name="registerregels")


def downgrade() -> None:
    """Contract."""
    op.create_index("ix_registerregels_register_organisatie_tot", "registerregels", ["register", "organisatie", "tot"])
    op.drop_index("ix_registerregels_register_tot_organisatie", table_name="registerregels")
    op.drop_index("ix_termijnen_toegezegd", table_name="termijnen")
    op.create_index("ix_taken_open", "taken", ["team", "status", "uiterlijk", "id"], unique=False)
    op.drop_index("ix_taken_lijst", table_name="taken")
