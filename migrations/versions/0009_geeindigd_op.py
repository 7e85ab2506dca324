"""The day by which a clock that ended is judged."""

from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NEDERLAND = ZoneInfo("Europe/Amsterdam")
BATCH = 1000


def upgrade() -> None:
    """Expand; what has ended is judged by the day of the click, because no other was kept."""
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.add_column(sa.Column("geeindigd_op", sa.Date(), nullable=True))
    termijnen = sa.table(
        "termijnen",
        sa.column("id", sa.Uuid()),
        sa.column("geeindigd", sa.DateTime()),
        sa.column("geeindigd_op", sa.Date()),
    )
    connection = op.get_bind()
    nog = sa.select(termijnen.c.id, termijnen.c.geeindigd).where(
        termijnen.c.geeindigd.is_not(None), termijnen.c.geeindigd_op.is_(None)
    )
    while rijen := connection.execute(nog.limit(BATCH)).all():
        for sleutel, geeindigd in rijen:
            dag = geeindigd.replace(tzinfo=UTC).astimezone(NEDERLAND).date()
            connection.execute(termijnen.update().where(termijnen.c.id == sleutel).values(geeindigd_op=dag))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.drop_column("geeindigd_op")
