"""De drie maanden van een tijdelijke onderbreking, en wat volgt als zij te lang duurt: voor elk bericht daarover gelijk.

Bron: Handboek §5.4: wie intrekt, stuurt een 301-bericht; een beschikking is er alleen als de indicatie voor haar einddatum
stopt. Voorstellen: het 301-bericht volgt ook als de einddatum al is geweest, want §5.4 noemt geen uitzondering; de waarschuwingen
na 8, 10 en 12 weken; drie maanden na de stopdatum schuift niet op.
"""

from typing import Final

from portal.domain.bron import Bron
from portal.domain.gevolg import StapBijClient, Taak, TakenVervallen
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import Eenheid, OpDatum, Termijn
from portal.domain.voorwaarde import Eerder, En, Ingevuld, Niet
from portal.mailboxes import taken, waarschuwingen

# De indicatie loopt nog na de drie maanden, en op de dag waarop de gemeente haar intrekt.
VOOR_DE_EINDDATUM: Final = En(Eerder("stopdatum", "einddatum", maanden=3), Eerder("stap.op", "einddatum"))
KLOK: Final = "onderbreking"
UITLEG_INTREKKING: Final = (
    "De aanbieder krijgt een 301-bericht. Is het voor de einddatum, dan krijgt de burger een beschikking."
)
GRONDEN: Final = (
    ("ziekenhuis", "Opname in een ziekenhuis"),
    ("kliniek", "Opname in een kliniek"),
    ("detentie", "Detentie"),
)
INTREKKING: Final = (
    taken.beeindiging_301(),
    Taak(
        code="intrekkingsbeschikking",
        titel="Stuur de intrekkingsbeschikking aan de burger",
        rol=Rol.BACKOFFICE,
        bron=taken.PARAGRAAF_5_4,
        uitleg="De burger krijgt de beschikking op papier, met de motivering van het besluit.",
        als=VOOR_DE_EINDDATUM,
    ),
)


VERVALLEN: Final = TakenVervallen(bron=Bron(plaats="naar Handboek §5.4", voorstel=True))


VASTGELEGD: Final = "onderbreking-begonnen"
VERDER: Final = "verder-bij-verlenging"
# Wat de Toegang zelf vastlegde uit een 307-bericht, gaat verder bij het verzoek van de aanbieder.
NEEMT_OVER: Final = StapBijClient(
    mailbox=VASTGELEGD, stap=VERDER, bron=Bron(plaats="naar Handboek §5.4", voorstel=True)
)


def hervatting_305() -> Taak:
    """Als de zorg weer start, stuurt de aanbieder een iWmo 305-bericht (Handboek §5.4); een besluit zet de taak maar een keer."""
    return Taak(
        code="hervatting-305",
        titel="Stuur het iWmo 305-bericht met de nieuwe startdatum",
        rol=Rol.INDIENER,
        team=Partij.AFZENDER,
        bron=taken.PARAGRAAF_5_4,
        uitleg="Zodra de zorg weer start. Vinkt u dit af, dan eindigt de onderbreking hier en hoort de gemeente het. Start de zorg niet meer, "
        "dan vervalt deze taak met het besluit van de gemeente.",
        als=Niet(Ingevuld("taak.hervatting-305")),
    )


def drie_maanden(*eindigt: str, vervalt: tuple[str, ...] = (), ook_aan: tuple[Partij, ...] = ()) -> Termijn:
    """De klok vanaf de stopdatum; het team hoort het na 8, 10 en 12 weken, en wie er nog meer bij hoort."""
    return Termijn(
        code=KLOK,
        titel="Drie maanden onderbreking",
        aantal=3,
        eenheid=Eenheid.MAAND,
        begint=OpDatum("stopdatum"),
        begin_in_woorden="de dag waarop de zorg stopte",
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=taken.PARAGRAAF_5_4,
        eindigt=eindigt,
        vervalt=vervalt,
        waarschuwingen=(
            *(
                waarschuwingen.na_begin(n, Eenheid.WEEK, aan)
                for aan in (Partij.BEHANDELEND_TEAM, *ook_aan)
                for n in (8, 10, 12)
            ),
            waarschuwingen.escalatie(3, Eenheid.WERKDAG),
        ),
    )
