"""Until which day the other has the time to answer, for a clock that stands still."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Expand; of what stands still already no such day is known."""
    with op.batch_alter_table("termijnperioden", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uiterlijk", sa.Date(), nullable=True))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("termijnperioden", schema=None) as batch_op:
        batch_op.drop_column("uiterlijk")
