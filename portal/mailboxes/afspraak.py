"""De dag die iemand in een stap afspreekt of toezegt: op die dag hoort het team dat hij er is.

Voorstel: geen bron zegt dat het portaal herinnert. Vult niemand een dag in, of is de dag geweest en gebeurt er niets, dan komt het
bericht elke week terug bij het team. Te laat is niemand: het is geen termijn.
"""

from portal.domain.bron import Bron
from portal.domain.partij import Partij
from portal.domain.termijn import BijAntwoord, Eenheid, Karakter, Termijn
from portal.forms import BerichtFormulier, DatumVeld
from portal.mailboxes import waarschuwingen

HINT = "Het team krijgt op die dag een e-mail. Bijvoorbeeld 31-12-2026."


class Overlegdag(BerichtFormulier):
    """Op welke dag het overleg is, als dat al vaststaat."""

    versie = 1
    secties = (("Het overleg", ("overleg_op",)),)

    overleg_op = DatumVeld("Op welke dag is het overleg?", hint=HINT, verplicht=False)


def dag(stap: str, veld: str, *, titel: str, begin: str, eindigt: tuple[str, ...], bron: Bron) -> Termijn:
    """De dag die in `veld` van deze stap is ingevuld, tot een van de stappen in `eindigt`."""
    return Termijn(
        code=stap,
        titel=titel,
        aantal=0,
        eenheid=Eenheid.KALENDERDAG,
        karakter=Karakter.MIJLPAAL,
        begint=BijAntwoord(stap, veld=veld),
        begin_in_woorden=begin,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=bron,
        eindigt=eindigt,
        waarschuwingen=(waarschuwingen.op_de_dag(Partij.BEHANDELEND_TEAM),),
    )
