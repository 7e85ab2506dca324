"""Clocks that stand still, are lengthened, and keep what happened to them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "termijnperioden",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("termijn", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=16), nullable=False),
        sa.Column("van", sa.Date(), nullable=True),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("eenheid", sa.String(length=16), nullable=False),
        sa.Column("grond", sa.String(length=64), nullable=False),
        sa.Column("overgang", sa.Uuid(), nullable=True),
        sa.Column("besloten", sa.Date(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["door"], ["personen.id"], name=op.f("fk_termijnperioden_door")),
        sa.ForeignKeyConstraint(["overgang"], ["overgangen.id"], name=op.f("fk_termijnperioden_overgang")),
        sa.ForeignKeyConstraint(["termijn"], ["termijnen.id"], name=op.f("fk_termijnperioden_termijn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termijnperioden")),
    )
    with op.batch_alter_table("termijnperioden", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_termijnperioden_door"), ["door"], unique=False)
        batch_op.create_index(batch_op.f("ix_termijnperioden_overgang"), ["overgang"], unique=False)
        batch_op.create_index(batch_op.f("ix_termijnperioden_termijn"), ["termijn"], unique=False)

    op.create_table(
        "termijnhistorie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("termijn", sa.Uuid(), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("soort", sa.String(length=24), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=True),
        sa.Column("van_datum", sa.Date(), nullable=True),
        sa.Column("naar_datum", sa.Date(), nullable=True),
        sa.Column("grond", sa.String(length=64), nullable=False),
        sa.Column("overgang", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["door"], ["personen.id"], name=op.f("fk_termijnhistorie_door")),
        sa.ForeignKeyConstraint(["overgang"], ["overgangen.id"], name=op.f("fk_termijnhistorie_overgang")),
        sa.ForeignKeyConstraint(["termijn"], ["termijnen.id"], name=op.f("fk_termijnhistorie_termijn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termijnhistorie")),
    )
    with op.batch_alter_table("termijnhistorie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_termijnhistorie_door"), ["door"], unique=False)
        batch_op.create_index(batch_op.f("ix_termijnhistorie_overgang"), ["overgang"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_termijnhistorie_termijn_volgnummer"), ["termijn", "volgnummer"], unique=True
        )


def downgrade() -> None:
    """Go back."""
    op.drop_table("termijnhistorie")
    op.drop_table("termijnperioden")
