"""Numbers that are kept of teams with very many berichten."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Expand; until the worker has counted, the page counts."""
    op.create_table(
        "cijferstanden",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("geteld", sa.DateTime(), nullable=False),
        sa.Column("aantallen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["teams.code"], name=op.f("fk_cijferstanden_team")),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_cijferstanden")),
    )


def downgrade() -> None:
    """Contract."""
    op.drop_table("cijferstanden")
