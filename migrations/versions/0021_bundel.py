"""Which berichten came from one submission to several receivers."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Expand."""
    op.add_column("berichten", sa.Column("bundel", sa.Uuid(), nullable=True))
    op.create_index("ix_berichten_bundel", "berichten", ["bundel"])


def downgrade() -> None:
    """Contract."""
    op.drop_index("ix_berichten_bundel", "berichten")
    op.drop_column("berichten", "bundel")
