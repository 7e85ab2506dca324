"""Running clocks by the day they start on, for the rehearsal of a change of rules."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Expand."""
    op.create_index("ix_termijnen_begin", "termijnen", ["status", "code", "vanaf", "regels", "datum"], unique=False)


def downgrade() -> None:
    """Contract."""
    op.drop_index("ix_termijnen_begin", table_name="termijnen")
