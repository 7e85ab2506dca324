"""The day that was promised beside the term of a clock."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Expand; a promise that was made before is guarded once its clock is counted again."""
    op.add_column("termijnen", sa.Column("toegezegd", sa.Date(), nullable=True))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.drop_column("toegezegd")
