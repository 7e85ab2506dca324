"""Whether a toewijzing stands beside an indicatie, in a column of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

_RIJ = sa.table(
    "toewijzingen", sa.column("id", sa.Uuid()), sa.column("bericht", sa.Uuid()), sa.column("naast", sa.Boolean())
)
_TAAK = sa.table("taken", sa.column("bericht", sa.Uuid()), sa.column("code", sa.String()))
_PLAN = sa.table("verplichtingen", sa.column("toewijzing", sa.Uuid()), sa.column("kenmerk", sa.String()))


def upgrade() -> None:
    """Expand; of what a 301 brought about its taak tells, of what was written down by hand its plan.

    By hand and without a plan it counts as beside an indicatie, as it did before: then it asks no herindicatie of its own.
    """
    with op.batch_alter_table("toewijzingen", schema=None) as batch_op:
        batch_op.add_column(sa.Column("naast", sa.Boolean(), nullable=False, server_default=sa.false()))
    met_301 = sa.exists().where(_TAAK.c.bericht == _RIJ.c.bericht, _TAAK.c.code == "301-product")
    gepland = sa.exists().where(_PLAN.c.toewijzing == _RIJ.c.id, _PLAN.c.kenmerk.not_like("+%"))
    met_de_hand = _RIJ.c.bericht.is_(None) & ~gepland
    op.execute(sa.update(_RIJ).where(met_301 | met_de_hand).values(naast=True))


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("toewijzingen", schema=None) as batch_op:
        batch_op.drop_column("naast")
