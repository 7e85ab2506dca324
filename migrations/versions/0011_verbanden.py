"""Links between berichten."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "verbanden",
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("naar", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_verbanden_bericht")),
        sa.ForeignKeyConstraint(["naar"], ["berichten.id"], name=op.f("fk_verbanden_naar")),
        sa.PrimaryKeyConstraint("bericht", "code", name=op.f("pk_verbanden")),
    )
    with op.batch_alter_table("verbanden", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verbanden_naar"), ["naar"], unique=False)


def downgrade() -> None:
    """Contract."""
    op.drop_table("verbanden")
