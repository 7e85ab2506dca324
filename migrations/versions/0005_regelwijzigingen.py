"""Changes of the rules of a region, and by which rules each clock was counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "regelwijzigingen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("regio", sa.String(length=64), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=True),
        sa.Column("soort", sa.String(length=24), nullable=False),
        sa.Column("waarde", sa.Text(), nullable=False),
        sa.Column("bron", sa.String(length=300), nullable=False),
        sa.Column("geldt_vanaf", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("ook_lopende", sa.Boolean(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("besloten", sa.DateTime(), nullable=True),
        sa.Column("besloten_door", sa.Uuid(), nullable=True),
        sa.Column("tot_klok", sa.Uuid(), nullable=True),
        sa.Column("verschoven", sa.Integer(), nullable=False),
        sa.Column("klaar", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["door"], ["personen.id"], name=op.f("fk_regelwijzigingen_door")),
        sa.ForeignKeyConstraint(["besloten_door"], ["personen.id"], name=op.f("fk_regelwijzigingen_besloten_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regelwijzigingen")),
    )
    with op.batch_alter_table("regelwijzigingen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regelwijzigingen_door"), ["door"], unique=False)
        batch_op.create_index(batch_op.f("ix_regelwijzigingen_besloten_door"), ["besloten_door"], unique=False)
        batch_op.create_index(batch_op.f("ix_regelwijzigingen_regio_nummer"), ["regio", "nummer"], unique=True)
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.add_column(sa.Column("regels", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.alter_column("regels", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.drop_column("regels")
    op.drop_table("regelwijzigingen")
