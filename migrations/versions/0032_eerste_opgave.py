"""From which day the two weken of a first sociale kaart count, in the explanation of those that are there: as it was counted."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_KLOK = sa.table("termijnen", sa.column("code", sa.String()), sa.column("uitleg", sa.Text()))
_EERST = "Geteld vanaf de dag waarop de aanbieder meedoet."
# They counted from the day on which the portal asked, which for most was not the day on which the aanbieder began (adr 0021).
_NU = (
    "Geteld vanaf de dag waarop de aanbieder meedoet, of vanaf de dag waarop het portaal dit vroeg als die dag niet bekend is, "
    "de laatste dag toen al voorbij was of het contract opnieuw ging lopen."
)


def upgrade() -> None:
    """Expand nothing: mend a sentence."""
    nu = sa.func.replace(_KLOK.c.uitleg, _EERST, _NU)
    op.execute(sa.update(_KLOK).where(_KLOK.c.code == "eerste-opgave").values(uitleg=nu))


def downgrade() -> None:
    """Contract nothing: the sentence is true in either release."""
