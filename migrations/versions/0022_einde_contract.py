"""The last day of the contract of an aanbieder."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Expand."""
    op.add_column("organisaties", sa.Column("einde", sa.Date(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("organisaties", "einde")
