"""What the session that sent a bericht compares the same form with, where answers are sealed apart."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Expand."""
    op.add_column("berichten", sa.Column("afdruk", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("berichten", "afdruk")
