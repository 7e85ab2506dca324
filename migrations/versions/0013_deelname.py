"""From which day an organisation takes part, so that nothing is asked of it over the years before."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Expand."""
    op.add_column("organisaties", sa.Column("deelname", sa.Date(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("organisaties", "deelname")
