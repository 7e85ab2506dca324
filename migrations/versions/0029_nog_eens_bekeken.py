"""Clocks that the worker looks at once more, as more is seen to than when it last did; and days that were promised but not kept."""

import re
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection, RowMapping

revision = "0029"
down_revision = "0028"

# The promised day as the explanation of a clock said it at the time, in the words of either release.
_GEZEGD = re.compile(r"oegezegd is (?:[^.]*? later, )?uiterlijk [a-z]+ (\d{1,2}) ([a-z]+) (\d{4})")
_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
# What else it says of it, where the day was counted anew since: then the letter alone knows. As the portal says it now.
_ZIN = re.compile(
    r" Toegezegd is .+?, want (er is een bericht van vertraging gestuurd \([^)]*\)).*?De termijn zelf verandert daardoor niet\."
)
_ONBEKEND = r" Er is een latere dag toegezegd, want \1. Welke, staat alleen in de brief. De termijn zelf verandert daardoor niet."
_KLOK = sa.table(
    "termijnen", sa.column("id", sa.Uuid()), sa.column("toegezegd", sa.Date()), sa.column("uitleg", sa.Text())
)


def upgrade() -> None:
    """Expand nothing: what the worker finds due it does once, as always."""
    connection = op.get_bind()
    for rij in _promised(connection):
        dag = None if rij["sindsdien"] else _said(rij["uitleg"])
        nieuw = {"toegezegd": dag} if dag is not None else {"uitleg": _ZIN.sub(_ONBEKEND, rij["uitleg"])}
        connection.execute(sa.update(_KLOK).where(_KLOK.c.id == rij["klok"]).values(**nieuw))
    # A chance presses no longer on its bericht; a promised day is guarded also while the term stands still.
    op.execute(
        "UPDATE termijnen SET volgende_stap = vanaf WHERE status IN ('loopt', 'opgeschort')"
        " AND (karakter = 'kans' AND datum >= CURRENT_DATE OR toegezegd IS NOT NULL)"
    )
    # The first sociale kaart has a ladder; these clocks had nothing left to do before it was there.
    op.execute(
        "UPDATE termijnen SET volgende_stap = datum WHERE status = 'loopt' AND code = 'eerste-opgave'"
        " AND verplichting IS NOT NULL AND volgende_stap = '9999-12-31'"
        " AND NOT EXISTS (SELECT 1 FROM termijnstappen AS stap WHERE stap.termijn = termijnen.id AND stap.stap LIKE 'trede:%')"
    )


def downgrade() -> None:
    """Contract nothing: a day that was kept and a clock that is looked at once more harm nobody."""


def _promised(connection: Connection) -> Sequence[RowMapping]:
    """Return the living clocks beside which a letter of before 0019 promised a day, and whether anything changed them since.

    Of one that nothing changed the stored explanation says that day as it was said then.
    """
    gevonden = connection.execute(
        sa.text(
            "SELECT termijnen.id AS klok, termijnen.uitleg AS uitleg, EXISTS (SELECT 1 FROM termijnhistorie AS later"
            " JOIN termijnhistorie AS regel ON regel.termijn = later.termijn AND regel.volgnummer < later.volgnummer"
            " WHERE later.termijn = termijnen.id AND regel.overgang = periode.overgang) AS sindsdien"
            " FROM termijnen JOIN termijnperioden AS periode ON periode.termijn = termijnen.id"
            " WHERE periode.grond = 'awb-4-14' AND periode.uiterlijk IS NULL"
            " AND termijnen.toegezegd IS NULL AND termijnen.status IN ('loopt', 'opgeschort')"
        ).columns(klok=sa.Uuid(), uitleg=sa.Text(), sindsdien=sa.Boolean())
    )
    return gevonden.mappings().all()


def _said(uitleg: str) -> date | None:
    """Read the day out of an explanation; None for one that says none."""
    gezegd = _GEZEGD.search(uitleg)
    if gezegd is None or gezegd[2] not in _MAANDEN:
        return None
    return date(int(gezegd[3]), _MAANDEN.index(gezegd[2]) + 1, int(gezegd[1]))
