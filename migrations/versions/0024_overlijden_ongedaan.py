"""That a death was recorded wrongly, and what must be known to undo what it ended."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Expand; of what lapsed before nobody knows why, so it stays."""
    op.add_column("overleden", sa.Column("ongedaan", UtcDateTime(), nullable=True))
    op.add_column("toewijzingen", sa.Column("eerder_beeindigd", sa.Date(), nullable=True))
    op.add_column("toewijzingen", sa.Column("eerder_bericht", sa.Uuid(), nullable=True))
    op.add_column("taken", sa.Column("grond", sa.String(length=64), nullable=True))
    op.create_index("ix_berichten_afzender_mapje", "berichten", ["afzender_soort", "afzender", "mailbox"], unique=False)


def downgrade() -> None:
    """Contract."""
    op.drop_index("ix_berichten_afzender_mapje", table_name="berichten")
    with op.batch_alter_table("taken", schema=None) as batch_op:
        batch_op.drop_column("grond")
    with op.batch_alter_table("toewijzingen", schema=None) as batch_op:
        batch_op.drop_column("eerder_bericht")
        batch_op.drop_column("eerder_beeindigd")
    with op.batch_alter_table("overleden", schema=None) as batch_op:
        batch_op.drop_column("ongedaan")
