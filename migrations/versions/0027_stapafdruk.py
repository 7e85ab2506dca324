"""By what the same form of an act is known again when it comes a second time, with the same text or with another."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Expand."""
    op.add_column("overgangen", sa.Column("afdruk", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("overgangen", "afdruk")
