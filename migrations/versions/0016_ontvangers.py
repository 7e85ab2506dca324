"""Each aanbieder stands among the teams, so that a bericht can be with it; it reads with the key of its organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Expand."""
    op.execute(
        sa.text(
            "INSERT INTO teams (code, organisatie, soort, naam, regio, gemeenten, contact) "
            "SELECT ':' || code, code, 'aanbieder', naam, '', '', '' FROM organisaties WHERE soort = 'aanbieder'"
        )
    )


def downgrade() -> None:
    """Contract; a bericht that an aanbieder has keeps its team, and the migration then refuses."""
    op.execute(sa.text("DELETE FROM teams WHERE soort = 'aanbieder'"))
