"""Mail as a person wants it, standing in for who is away, and mails that go out as one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "mailvoorkeuren",
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("wijze", sa.String(length=16), nullable=False),
        sa.Column("gewijzigd", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["persoon"], ["personen.id"], name=op.f("fk_mailvoorkeuren_persoon")),
        sa.PrimaryKeyConstraint("persoon", name=op.f("pk_mailvoorkeuren")),
    )
    op.create_table(
        "waarnemingen",
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("waarnemer", sa.Uuid(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("gemaakt", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["persoon"], ["personen.id"], name=op.f("fk_waarnemingen_persoon")),
        sa.ForeignKeyConstraint(["waarnemer"], ["personen.id"], name=op.f("fk_waarnemingen_waarnemer")),
        sa.ForeignKeyConstraint(["door"], ["personen.id"], name=op.f("fk_waarnemingen_door")),
        sa.PrimaryKeyConstraint("persoon", "soort", "code", name=op.f("pk_waarnemingen")),
    )
    with op.batch_alter_table("waarnemingen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waarnemingen_waarnemer"), ["waarnemer"], unique=False)
        batch_op.create_index(batch_op.f("ix_waarnemingen_door"), ["door"], unique=False)
    with op.batch_alter_table("uitgaand", schema=None) as batch_op:
        batch_op.add_column(sa.Column("persoon", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("samen_vanaf", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("bundel", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_uitgaand_bundel"), ["bundel"], unique=False)
        batch_op.create_index("ix_uitgaand_persoon", ["persoon", "status", "samen_vanaf"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("uitgaand", schema=None) as batch_op:
        batch_op.drop_index("ix_uitgaand_persoon")
        batch_op.drop_index(batch_op.f("ix_uitgaand_bundel"))
        batch_op.drop_column("bundel")
        batch_op.drop_column("samen_vanaf")
        batch_op.drop_column("persoon")
    op.drop_table("waarnemingen")
    op.drop_table("mailvoorkeuren")
