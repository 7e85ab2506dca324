"""The proof of a step: what the vault signed of who did what, with which text and files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Expand."""
    with op.batch_alter_table("overgangen", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bewijs", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("overgangen", schema=None) as batch_op:
        batch_op.drop_column("bewijs")
