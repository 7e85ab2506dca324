"""Indexes in the order in which two more lists are read: the mail that fails, and the clocks that stand still."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Expand."""
    _create("ix_uitgaand_faalt", "uitgaand", ["status", "gemaakt", "id"], "fout <> ''")
    _create("ix_termijnperioden_open", "termijnperioden", ["uiterlijk", "termijn"], "van IS NOT NULL AND tot IS NULL")


def downgrade() -> None:
    """Contract."""
    op.drop_index("ix_termijnperioden_open", table_name="termijnperioden")
    op.drop_index("ix_uitgaand_faalt", table_name="uitgaand")


def _create(naam: str, tabel: str, kolommen: list[str], waar: str) -> None:
    op.create_index(naam, tabel, kolommen, unique=False, sqlite_where=sa.text(waar), postgresql_where=sa.text(waar))
