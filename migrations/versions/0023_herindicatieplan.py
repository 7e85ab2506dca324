"""The team that waits for a verplichting, and the toewijzing that it follows from."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Expand; who gave the indicatie waits for what follows from it."""
    with op.batch_alter_table("verplichtingen", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("toewijzing", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_verplichtingen_team"), "teams", ["team"], ["code"])
        batch_op.create_foreign_key(op.f("fk_verplichtingen_toewijzing"), "toewijzingen", ["toewijzing"], ["id"])
        batch_op.create_index(op.f("ix_verplichtingen_toewijzing"), ["toewijzing"], unique=False)
        batch_op.create_index("ix_verplichtingen_team", ["team", "status"], unique=False)
    op.execute(
        "UPDATE verplichtingen SET team = (SELECT berichten.team FROM berichten"
        " WHERE berichten.id = verplichtingen.bron_bericht) WHERE bron_bericht IS NOT NULL"
    )


def downgrade() -> None:
    """Contract."""
    with op.batch_alter_table("verplichtingen", schema=None) as batch_op:
        batch_op.drop_index("ix_verplichtingen_team")
        batch_op.drop_index(op.f("ix_verplichtingen_toewijzing"))
        batch_op.drop_constraint(op.f("fk_verplichtingen_toewijzing"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_verplichtingen_team"), type_="foreignkey")
        batch_op.drop_column("toewijzing")
        batch_op.drop_column("team")
