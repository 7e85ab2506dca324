"""Overlijden van een inwoner melden: een inwoner die opvang zoekt of heeft, is overleden.

Bronnen: Werkproces MO stap 4e (eindigt de zorg, om welke reden dan ook, dan stuurt de opdrachtnemer een iWmo 307-bericht aan de
backoffice van de gemeente van herkomst, die het verwerkt) en NB 1 (de gemeente van herkomst voert de regie).

Voorstellen, die in geen bron staan:
- het bericht zelf: het werkproces noemt geen overlijden, en een 307-bericht is er pas als de opvang is toegewezen;
- het gaat naar de gemeente die de melding van de inwoner behandelt: die van herkomst, of die van melding zolang zij screent;
- hoort de gemeente het zelf (van familie of uit de BRP), dan legt zij het vast;
- termijnen bij andere gemeenten en opdrachtnemers lopen door, want die leren hier niets van: wie het overlijden vastlegt, krijgt
  de taak het hun te laten weten;
- met het vastleggen eindigen alle andere termijnen en verplichtingen over deze inwoner bij dit team, en wat deze opdrachtnemer
  nog moest sturen. Dat gaat op burgerservicenummer, en waar dat ontbreekt op naam, voorletters en geboortedatum samen; wat
  misschien over dezelfde inwoner gaat, kijkt het team na;
- was het vastleggen een vergissing, dan maakt het team het ongedaan: wat alleen daardoor eindigde, komt terug.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Tekst
from portal.domain.mailbox import Afzender, Clientblok, Groep, Mailbox
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Feiten
from portal.forms import INWONERVELDEN, GemeenteVeld, InwonerFormulier
from portal.mailboxes import na_overlijden, opvang

VOORSTEL = Bron(plaats="naar Werkproces MO stap 4e", voorstel=True)


class Formulier(InwonerFormulier):
    """De vragen van de melding van overlijden in de opvang."""

    versie = 1
    secties = (
        ("Inwoner", INWONERVELDEN),
        ("De gemeente", ("gemeente",)),
        ("Het overlijden", ("overlijdensdatum", "toelichting")),
    )

    gemeente = GemeenteVeld(
        "Welke gemeente behandelt de melding van de inwoner?",
        hint="De gemeente van herkomst. Loopt de screening nog? Dan de gemeente van melding.",
        leeg="Kies de gemeente die de melding van de inwoner behandelt.",
    )
    overlijdensdatum = na_overlijden.dag_van_overlijden()
    toelichting = na_overlijden.toelichting()

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Niemand overlijdt voor zijn geboorte."""
        yield from na_overlijden.na_de_geboorte(feiten)


VASTLEGGEN = replace(
    besluit(
        code="overlijden-vastleggen",
        titel="Overlijden vastleggen",
        uitleg=na_overlijden.UITLEG,
        gevolgen=na_overlijden.vastleggen(
            Taak(
                code="307-verwerken",
                titel="Verwerk het iWmo 307-bericht van de opdrachtnemer",
                rol=Rol.BACKOFFICE,
                bron=Bron(plaats="Werkproces MO stap 4e"),
                uitleg="Alleen als de opvang was toegewezen. Was zij dat niet, dan komt er geen 307-bericht: vink de taak dan af.",
            ),
            bron=VOORSTEL,
        ),
    ),
    tekst=Tekst.MAG,
    tekstlabel="Toelichting voor de afzender",
)

MAILBOX = Mailbox(
    code="mo-overlijden",
    titel="Overlijden van een inwoner melden",
    omschrijving="Een inwoner die opvang zoekt of heeft, is overleden.",
    zoekwoorden=(
        "overleden",
        "overlijden",
        "overlijdensbericht",
        "gestorven",
        "dood",
        "sterfgeval",
        "doodgegaan",
        "sterven",
        "begrafenis",
        "nabestaanden",
    ),
    groep=Groep.OPVANG,
    regios=("noord-midden-limburg",),
    afzenders=(
        Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,), register="opdrachtnemers-mo"),
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT), voor_burger=True),
    ),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAntwoord(regel="gemeente-van-de-melding", veld="gemeente", rol="gemeente die de melding behandelt"),
    levensloop=basisloop(
        VASTLEGGEN,
        na_overlijden.toch_niet(bron=VOORSTEL),
        toestanden=(na_overlijden.HERROEPEN,),
        intrekbaar=True,
    ),
    geen_termijn="Het werkproces noemt geen termijn voor het melden van een overlijden. Meld het zodra u het weet.",
    verstreken=(na_overlijden.lang_geleden(VOORSTEL),),
    dubbel="Er is al een overlijden gemeld van deze inwoner. Kijk of dit hetzelfde bericht is.",
    na_overlijden="Een ander meldde het misschien eerder.",
    bewaring=opvang.BEWARING,
    bronnen=(Bron(plaats="Werkproces MO stap 4e"),),
    bevestiging="De gemeente legt het overlijden vast. Was de opvang toegewezen, stuur dan ook het iWmo 307-bericht.",
)
