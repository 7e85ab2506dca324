"""Clocks whose steps cannot be taken, and when they are tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "klokfouten",
        sa.Column("termijn", sa.Uuid(), nullable=False),
        sa.Column("keer", sa.Integer(), nullable=False),
        sa.Column("fout", sa.String(length=64), nullable=False),
        sa.Column("sinds", sa.DateTime(), nullable=False),
        sa.Column("opnieuw", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["termijn"], ["termijnen.id"], name=op.f("fk_klokfouten_termijn"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("termijn", name=op.f("pk_klokfouten")),
    )


def downgrade() -> None:
    """Contract."""
    op.drop_table("klokfouten")
