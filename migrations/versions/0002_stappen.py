"""Steps of clocks and duties of organisations: what the worker does at a date, each once.

A clock that runs is due at once, so that the first pass plans its steps from the declaration; what was told to be late
stays told.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NOOIT = date(9999, 12, 31)
STAPPEN = sa.table(
    "termijnstappen",
    sa.column("termijn", sa.Uuid()),
    sa.column("stap", sa.String()),
    sa.column("aan", sa.String()),
    sa.column("gepland", sa.Date()),
    sa.column("gedaan", sa.DateTime()),
    sa.column("uitkomst", sa.String()),
)


def upgrade() -> None:
    """Expand."""
    _verplichtingen()
    _stappen()
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.alter_column("bericht", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("verplichting", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("volgende_stap", sa.Date(), nullable=True))
    _plan_again()
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.alter_column("volgende_stap", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("gemeld")
        batch_op.create_check_constraint(
            batch_op.f("ck_termijnen_van_een"), "(bericht IS NULL) <> (verplichting IS NULL)"
        )
        batch_op.create_foreign_key(batch_op.f("fk_termijnen_verplichting"), "verplichtingen", ["verplichting"], ["id"])
        batch_op.create_index(batch_op.f("ix_termijnen_verplichting"), ["verplichting"], unique=False)
        batch_op.create_index("ix_termijnen_stap", ["status", "volgende_stap", "id"], unique=False)


def _verplichtingen() -> None:
    op.create_table(
        "verplichtingen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("organisatie", sa.String(length=64), nullable=False),
        sa.Column("regio", sa.String(length=64), nullable=False),
        sa.Column("kenmerk", sa.String(length=32), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("bron_bericht", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("bericht", sa.Uuid(), nullable=True),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.Column("geeindigd", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["bericht"], ["berichten.id"], name=op.f("fk_verplichtingen_bericht")),
        sa.ForeignKeyConstraint(["bron_bericht"], ["berichten.id"], name=op.f("fk_verplichtingen_bron_bericht")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisaties.code"], name=op.f("fk_verplichtingen_organisatie")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verplichtingen")),
    )
    with op.batch_alter_table("verplichtingen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verplichtingen_bericht"), ["bericht"], unique=False)
        batch_op.create_index(batch_op.f("ix_verplichtingen_bron_bericht"), ["bron_bericht"], unique=False)
        batch_op.create_index("ix_verplichtingen_open", ["organisatie", "status", "vanaf"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_verplichtingen_mailbox_code_organisatie_kenmerk"),
            ["mailbox", "code", "organisatie", "kenmerk"],
            unique=True,
        )


def _stappen() -> None:
    op.create_table(
        "termijnstappen",
        sa.Column("termijn", sa.Uuid(), nullable=False),
        sa.Column("stap", sa.String(length=96), nullable=False),
        sa.Column("aan", sa.String(length=32), nullable=False),
        sa.Column("gepland", sa.Date(), nullable=False),
        sa.Column("gedaan", sa.DateTime(), nullable=False),
        sa.Column("uitkomst", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["termijn"], ["termijnen.id"], name=op.f("fk_termijnstappen_termijn"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("termijn", "stap", name=op.f("pk_termijnstappen")),
    )
    with op.batch_alter_table("termijnstappen", schema=None) as batch_op:
        batch_op.create_index("ix_termijnstappen_melden", ["uitkomst", "gepland", "termijn", "stap"], unique=False)


def _plan_again() -> None:
    termijnen = sa.table(
        "termijnen",
        sa.column("id", sa.Uuid()),
        sa.column("status", sa.String()),
        sa.column("vanaf", sa.Date()),
        sa.column("datum", sa.Date()),
        sa.column("gemeld", sa.String()),
        sa.column("volgende_stap", sa.Date()),
    )
    plan = sa.case((termijnen.c.status == "loopt", termijnen.c.vanaf), else_=sa.literal(NOOIT, sa.Date()))
    op.execute(termijnen.update().values(volgende_stap=plan))
    told = sa.select(
        termijnen.c.id,
        sa.literal("te-laat"),
        sa.literal("behandelend_team"),
        termijnen.c.datum,
        sa.literal(datetime.now(UTC).replace(tzinfo=None), sa.DateTime()),
        sa.literal("gedaan"),
    ).where(termijnen.c.gemeld == "te-laat")
    op.execute(STAPPEN.insert().from_select([column.name for column in STAPPEN.c], told))


def downgrade() -> None:
    """Contract."""
    op.execute("DELETE FROM termijnen WHERE bericht IS NULL")
    op.add_column("termijnen", sa.Column("gemeld", sa.String(length=64), nullable=False, server_default=""))
    op.execute(
        "UPDATE termijnen SET gemeld = 'te-laat' WHERE id IN (SELECT termijn FROM termijnstappen WHERE stap = 'te-laat')"
    )
    op.drop_table("termijnstappen")
    with op.batch_alter_table("termijnen", schema=None) as batch_op:
        batch_op.drop_index("ix_termijnen_stap")
        batch_op.drop_index(batch_op.f("ix_termijnen_verplichting"))
        batch_op.drop_constraint(batch_op.f("fk_termijnen_verplichting"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_termijnen_van_een"), type_="check")
        batch_op.alter_column("gemeld", existing_type=sa.String(length=64), server_default=None)
        batch_op.drop_column("volgende_stap")
        batch_op.drop_column("verplichting")
        batch_op.alter_column("bericht", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("verplichtingen")
