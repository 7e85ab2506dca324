"""Berichten about a client who has died; and a last look at what is no duty once its day has passed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Expand; what is no duty and has no step left is looked at once more, so that it does not press for ever."""
    op.create_table(
        "overleden",
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("gemeld_in", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_overleden_bericht")),
        sa.ForeignKeyConstraint(["gemeld_in"], ["berichten.id"], name=op.f("fk_overleden_gemeld_in")),
        sa.PrimaryKeyConstraint("bericht", name=op.f("pk_overleden")),
    )
    with op.batch_alter_table("overleden", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overleden_gemeld_in"), ["gemeld_in"], unique=False)
    op.execute(
        "UPDATE termijnen SET volgende_stap = datum "
        "WHERE status = 'loopt' AND karakter <> 'plicht' AND volgende_stap = '9999-12-31'"
    )


def downgrade() -> None:
    """Contract."""
    op.drop_table("overleden")
