"""Registers with their history, and what an organisation began for a verplichting."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "registerregels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=48), nullable=False),
        sa.Column("organisatie", sa.String(length=64), nullable=False),
        sa.Column("vanaf", sa.DateTime(), nullable=False),
        sa.Column("tot", sa.DateTime(), nullable=True),
        sa.Column("bericht", sa.Uuid(), nullable=True),
        sa.Column("tot_bericht", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_registerregels_bericht")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisaties.code"], name=op.f("fk_registerregels_organisatie")),
        sa.ForeignKeyConstraint(["tot_bericht"], ["berichten.id"], name=op.f("fk_registerregels_tot_bericht")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registerregels")),
    )
    with op.batch_alter_table("registerregels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registerregels_bericht"), ["bericht"], unique=False)
        batch_op.create_index(batch_op.f("ix_registerregels_tot_bericht"), ["tot_bericht"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_registerregels_register_organisatie_tot"), ["register", "organisatie", "tot"], unique=False
        )
    op.add_column("verplichtingen", sa.Column("concept", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("verplichtingen", "concept")
    op.drop_table("registerregels")
