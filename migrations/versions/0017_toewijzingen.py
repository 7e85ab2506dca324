"""Toewijzingen; search terms and list rows can be of one too."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

BLIND = ("zoektermen", "lijstregels")


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "toewijzingen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("organisatie", sa.String(length=64), nullable=True),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("einddatum", sa.Date(), nullable=False),
        sa.Column("beeindigd", sa.Date(), nullable=True),
        sa.Column("bericht", sa.Uuid(), nullable=True),
        sa.Column("tot_bericht", sa.Uuid(), nullable=True),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["teams.code"], name=op.f("fk_toewijzingen_team")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisaties.code"], name=op.f("fk_toewijzingen_organisatie")),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_toewijzingen_bericht")),
        sa.ForeignKeyConstraint(["tot_bericht"], ["berichten.id"], name=op.f("fk_toewijzingen_tot_bericht")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toewijzingen")),
    )
    with op.batch_alter_table("toewijzingen", schema=None) as batch_op:
        for kolommen in (["bericht"], ["tot_bericht"], ["team", "einddatum", "id"], ["organisatie", "einddatum", "id"]):
            batch_op.create_index(batch_op.f(f"ix_toewijzingen_{'_'.join(kolommen)}"), kolommen, unique=False)
    for tabel in BLIND:
        with op.batch_alter_table(tabel, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{tabel}_bericht"), type_="foreignkey")


def downgrade() -> None:
    """Contract; what is of a toewijzing goes with it."""
    for tabel in BLIND:
        op.execute(f"DELETE FROM {tabel} WHERE bericht IN (SELECT id FROM toewijzingen)")  # noqa: S608 - our own names
        with op.batch_alter_table(tabel, schema=None) as batch_op:
            batch_op.create_foreign_key(op.f(f"fk_{tabel}_bericht"), "berichten", ["bericht"], ["id"])
    op.drop_table("toewijzingen")
