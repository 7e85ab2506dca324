"""What stands in a register of an organisation, besides that it does: a location, an onderaannemer."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Expand; of the lines there are nothing more is known."""
    with op.batch_alter_table("registerregels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gegevens", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("registerregels", schema=None) as batch_op:
        batch_op.drop_column("gegevens")
