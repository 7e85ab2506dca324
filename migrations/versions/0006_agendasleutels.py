"""The secrets behind which a person's own calendar reads what runs out."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "agendasleutels",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("namens_soort", sa.String(length=16), nullable=False),
        sa.Column("namens", sa.String(length=64), nullable=False),
        sa.Column("keuze", sa.String(length=16), nullable=False),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["persoon"], ["personen.id"], name=op.f("fk_agendasleutels_persoon")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_agendasleutels")),
    )
    with op.batch_alter_table("agendasleutels", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agendasleutels_persoon_namens_soort_namens"),
            ["persoon", "namens_soort", "namens"],
            unique=True,
        )


def downgrade() -> None:
    """Contract."""
    op.drop_table("agendasleutels")
