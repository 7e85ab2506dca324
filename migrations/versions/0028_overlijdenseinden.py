"""Which recorded deaths end a toewijzing: two of one client each have their own end, and it runs again when none stands."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

# What a death had ended until now: the last one, and the one of which that kept how it stood before.
_EINDEN = """
INSERT INTO overlijdenseinden (toewijzing, bericht, dag)
SELECT toewijzingen.id, berichten.id, toewijzingen.beeindigd FROM toewijzingen
JOIN berichten ON berichten.id = toewijzingen.tot_bericht
WHERE toewijzingen.beeindigd IS NOT NULL AND berichten.mailbox IN ('overlijden', 'mo-overlijden')
"""
_EERDERE = """
INSERT INTO overlijdenseinden (toewijzing, bericht, dag)
SELECT toewijzingen.id, berichten.id, toewijzingen.eerder_beeindigd FROM toewijzingen
JOIN berichten ON berichten.id = toewijzingen.eerder_bericht
WHERE toewijzingen.eerder_beeindigd IS NOT NULL AND berichten.mailbox IN ('overlijden', 'mo-overlijden')
AND berichten.status <> 'herroepen'
"""
# What was before the first of two is not kept: one that ran, ran to its end.
_LIEP = """
UPDATE toewijzingen SET eerder_beeindigd = NULL, eerder_bericht = NULL
WHERE eerder_bericht IN (SELECT id FROM berichten WHERE mailbox IN ('overlijden', 'mo-overlijden'))
"""


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "overlijdenseinden",
        sa.Column("toewijzing", sa.Uuid(), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_overlijdenseinden_bericht")),
        sa.ForeignKeyConstraint(["toewijzing"], ["toewijzingen.id"], name=op.f("fk_overlijdenseinden_toewijzing")),
        sa.PrimaryKeyConstraint("toewijzing", "bericht", name=op.f("pk_overlijdenseinden")),
    )
    op.create_index(op.f("ix_overlijdenseinden_bericht"), "overlijdenseinden", ["bericht"], unique=False)
    for sql in (_EINDEN, _EERDERE, _LIEP):
        op.execute(sql)


def downgrade() -> None:
    """Contract."""
    op.drop_table("overlijdenseinden")
