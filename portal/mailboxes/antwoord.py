"""Wat een team antwoordt als er niets te besluiten valt, en het overleg dat eraan vooraf kan gaan: voor elke mailbox gelijk.

Bron: Handboek §3 en §5.4 (de Toegang en de aanbieder overleggen samen). Voorstel: wie een overleg afspreekt, legt daarna vast
wat er uitkwam; wie kennisneemt, schrijft wat er volgt.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import IN_HANDEN, besluit, stap
from portal.domain.bron import Bron
from portal.domain.levensloop import Fase, Overgang, Tekst, Toestand
from portal.mailboxes import afspraak

OVERLEG: Final = Toestand("overleg", "Overleg afgesproken", Fase.BIJ_TEAM)


def afgehandeld(*, code: str, titel: str, uitleg: str, tekstlabel: str, van: tuple[str, ...] = IN_HANDEN) -> Overgang:
    """Een antwoord waarmee het bericht klaar is; de tekst is verplicht."""
    return replace(besluit(code=code, titel=titel, uitleg=uitleg, van=van), naar="afgehandeld", tekstlabel=tekstlabel)


def overleg_of_kennisgenomen(*, waarover: str) -> tuple[Overgang, ...]:
    """De stappen: een overleg afspreken en vastleggen wat eruit kwam, of kennisnemen met wat er volgt."""
    return (
        replace(
            stap(
                code="overleg-afgesproken",
                titel="Overleg afspreken",
                van=IN_HANDEN,
                naar=OVERLEG.code,
                uitleg="De afzender leest wanneer en met wie het overleg is.",
                tekst=Tekst.MOET,
                tekstlabel="Wanneer en met wie is het overleg?",
            ),
            formulier=afspraak.Overlegdag,
        ),
        afgehandeld(
            code="overleg-gevoerd",
            titel="Overleg gevoerd",
            van=(OVERLEG.code,),
            uitleg=f"De afzender leest wat er is afgesproken over {waarover}.",
            tekstlabel="Wat is er afgesproken?",
        ),
        afgehandeld(
            code="kennisgenomen",
            titel="Kennisgenomen",
            van=(*IN_HANDEN, OVERLEG.code),
            uitleg="Er is geen overleg nodig. De afzender leest wat er volgt.",
            tekstlabel="Wat volgt er nu?",
        ),
    )


# De dag van het overleg, als die is ingevuld.
OVERLEGDAG: Final = afspraak.dag(
    "overleg-afgesproken",
    "overleg_op",
    titel="Afgesproken overleg",
    begin="de dag die voor het overleg is afgesproken",
    eindigt=("overleg-gevoerd", "kennisgenomen"),
    bron=Bron(plaats="naar Handboek §3 en §5.4", voorstel=True),
)
