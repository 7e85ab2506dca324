"""Melding herindicatie (verlenging): een indicatie loopt af en de burger heeft daarna nog ondersteuning nodig.

Bronnen: Handboek §4 (proces voor verlenging indicatie): acht weken voor het einde van de indicatie, direct naar de
gemeente waar de burger verblijft en woont, met het evaluatiedocument (bijlage 16); de consulent bepaalt daarop of een
indicatiegesprek nodig is; het onderzoeksverslag volgt binnen zes weken (ook Wmo 2.3.2 lid 1); de aanbieder stuurt de
ondertekende aanvraag binnen twee weken terug; de beschikking volgt binnen twee weken na de aanvraag (Wmo 2.3.5 lid 2). Ook
dit is een melding waarop een onderzoek volgt (§4: 'net als bij de eerste melding binnen zes weken'), dus de burger heeft de
zeven dagen voor een persoonlijk plan (Wmo 2.3.2 lid 2).

Voorstellen, die in geen bron staan:
- verblijft de burger in een andere gemeente dan waar hij woont, dan krijgt de gemeente van inwoning de melding, met het
  verschil erbij (§4 spreekt van 'de gemeente waar de burger verblijft en woont');
- de laatste dag voor de melding schuift niet op: de termijn telt terug (naar Algemene termijnenwet art. 1 lid 2);
- een melding die later komt wordt aangenomen, gemarkeerd als te laat; was de indicatie al afgelopen, dan lezen beide dat;
- de twee weken voor de aanvraag tellen vanaf de dag waarop het verslag is verstuurd (§4 noemt geen begin);
- acht weken is zes plus twee: voor de beschikking blijft niets over. Komt zij na het einde van de indicatie, dan ziet
  de Toegang dat vanaf de ontvangst;
- intrekken: de aanbieder vraagt het met een eigen bericht en de indicatiesteller beslist, ook na de ondertekening (zie
  `mailboxes/intrekken.py`); tot dat besluit lopen de termijnen van de burger door;
- komt er geen aanvraag, dan sluit de consulent af en neemt contact op met de burger; is er na zes weken geen verslag, dan
  mag de burger zelf een aanvraag doen (Wmo 2.3.2 lid 9, zie `mailboxes/onderzoek.py`);
- de zeven dagen voor het persoonlijk plan zijn een kans van de burger en nooit te laat; de aanbieder wijst hem daarop;
- de waarschuwingen bij de termijnen; aan de aanbieder twaalf en tien weken voor het einde van de indicatie, en op de laatste dag.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import IN_HANDEN, OPEN, basisloop, stap
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.levensloop import Fase, Toestand
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verstreken
from portal.domain.partij import Partij
from portal.domain.termijn import INDIENEN, Eenheid, NietNa, OpDatum, Richting, Termijn
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Feiten, Is, Niet, Of
from portal.forms import (
    CLIENTVELDEN,
    JA,
    TOEWIJZINGVELDEN,
    VIA_VERBLIJF,
    ClientFormulier,
    GemeenteVeld,
    InwoningFormulier,
    JaNeeVeld,
    LangeTekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import (
    intrekken,
    met_bericht,
    onderzoek,
    persoonlijk_plan,
    taken,
    waarschuwingen,
    wie,
    wmo,
    zonder_verslag,
)

VERLENGING = Bron(plaats="Handboek §4, proces voor verlenging indicatie")

VERVOER = {"vervoer", "vervoer-rolstoel"}
GESPREK = Toestand("gesprek", "Indicatiegesprek", Fase.BIJ_TEAM)


class Formulier(ClientFormulier, InwoningFormulier, ToewijzingFormulier):
    """De vragen van de melding herindicatie."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        (
            "Waar de burger woont en verblijft",
            ("gemeente_inschrijving", "gemeente_inschrijving_naam", "verblijft_elders", "gemeente_verblijf"),
        ),
        ("De lopende indicatie", TOEWIJZINGVELDEN),
        ("De verlenging", ("toelichting",)),
    )
    # De einddatum wel: de termijnen tellen ervandaan, en de gemeente die vastlegt heeft de beschikking.
    burger_mag = ("toewijzingnummer", "producten")

    verblijft_elders = JaNeeVeld(
        "Verblijft de burger in een andere gemeente dan waar hij staat ingeschreven?",
        hint="Bijvoorbeeld op een locatie in een andere gemeente.",
        toon_als=Niet(VIA_VERBLIJF),
        alleen_als="Alleen als de burger in de regio staat ingeschreven.",
        leeg="Kies of de burger in een andere gemeente verblijft.",
    )
    gemeente_verblijf = GemeenteVeld(
        "In welke gemeente verblijft de burger nu?",
        hint="Weet u de inschrijving niet, of is die buiten de regio? Dan krijgt deze gemeente de melding.",
        buiten=True,
        toon_als=Of(VIA_VERBLIJF, Is("verblijft_elders", JA)),
        alleen_als="Alleen als dat een andere gemeente is, of als u de inschrijving niet weet.",
        leeg="Kies de gemeente waar de burger nu verblijft.",
    )
    toelichting = LangeTekstVeld(
        "Wat wilt u nog meegeven?",
        hint="Wat de burger nodig heeft, staat in het evaluatiedocument.",
        verplicht=False,
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Wie in een andere gemeente verblijft, noemt ook een andere; vervoer loopt nooit alleen (Handboek §3)."""
        lopend = set(feiten.get("producten", ()))
        if VERVOER & lopend and "activering-participatie" not in lopend:
            yield Fout(
                veld="producten",
                tekst="Vervoer loopt alleen samen met Activering en participatie. Kijk na wat er is toegewezen.",
            )
        if feiten.get("verblijft_elders") == JA and feiten.get("gemeente_verblijf") == feiten["gemeente_inschrijving"]:
            yield Fout(
                veld="gemeente_verblijf",
                tekst="Dit is de gemeente waar de burger staat ingeschreven. Kies de gemeente waar hij nu verblijft.",
            )


GESPREK_NODIG = stap(
    code="gesprek-nodig",
    van=IN_HANDEN,
    naar="gesprek",
    titel="Indicatiegesprek nodig",
    uitleg="U kiest op basis van het evaluatiedocument. Plan het gesprek met de burger.",
)
GEEN_GESPREK = stap(
    code="geen-gesprek",
    van=IN_HANDEN,
    naar="onderzoek",
    titel="Geen indicatiegesprek nodig",
    uitleg="U kiest op basis van het evaluatiedocument. U maakt het onderzoeksverslag zonder gesprek.",
)
GESPREK_GEVOERD = replace(onderzoek.GESPREK_GEVOERD, van=("gesprek",), titel="Indicatiegesprek gevoerd")
TOEGEKEND = onderzoek.toegekend(
    titel="Toekennen: de indicatie wordt verlengd",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    taak_301=taken.verlenging_301(),
)
AFGEWEZEN = onderzoek.afgewezen(
    titel="Afwijzen: de indicatie wordt niet verlengd", uitleg="De indicatie loopt af op de einddatum."
)

MAILBOX = Mailbox(
    code="herindicatie",
    titel="Melding herindicatie (verlenging)",
    omschrijving="Een indicatie loopt af en de burger heeft daarna nog ondersteuning nodig.",
    zoekwoorden=(
        "herindicatie",
        "verlenging",
        "verlengen",
        "indicatie loopt af",
        "evaluatie",
        "evaluatiedocument",
        "einddatum",
        "indicatie verlopen",
        "beschikking verlengen",
        "loopt af",
        "nieuwe indicatie",
    ),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.gemeente_van_inwoning(verschil="gemeente_verblijf"),
    levensloop=basisloop(
        GESPREK_NODIG,
        GEEN_GESPREK,
        GESPREK_GEVOERD,
        persoonlijk_plan.ontvangen(GESPREK.code, onderzoek.ONDERZOEK.code),
        onderzoek.VERSLAG_VERSTUURD,
        *onderzoek.AANVRAAGSTAPPEN,
        *met_bericht.STAPPEN,
        *zonder_verslag.stappen_met_papier(van=(*OPEN, "gesprek", "onderzoek")),
        TOEGEKEND,
        AFGEWEZEN,
        onderzoek.zonder_aanvraag("De indicatie loopt af op de einddatum."),
        *intrekken.stappen(*OPEN, GESPREK, onderzoek.ONDERZOEK, onderzoek.VERSLAG_UIT, *onderzoek.NA_ONDERTEKENING),
        intrekbaar=False,
        termijnstappen=TERMIJNSTAPPEN,
        toestanden=(GESPREK, *onderzoek.TOESTANDEN),
    ),
    bijlagen=(
        BijlageEis(
            code="evaluatiedocument",
            titel="Evaluatiedocument",
            hint="Bijlage 16 van het handboek.",
            nummer=16,
            burger_mag=True,
            bron=VERLENGING,
        ),
    ),
    termijnen=(
        Termijn(
            code="melden",
            titel="Melding herindicatie",
            aantal=8,
            eenheid=Eenheid.WEEK,
            richting=Richting.TERUG,
            begint=OpDatum("einddatum"),
            begin_in_woorden="de einddatum van de indicatie",
            eigenaar=Partij.AANBIEDER,
            bron=VERLENGING,
            eindigt=(INDIENEN,),
            waarschuwingen=waarschuwingen.HERINDICATIE,
        ),
        persoonlijk_plan.termijn(),
        *onderzoek.termijnen(
            bron=VERLENGING,
            niet_na=NietNa(
                veld="einddatum",
                tekst="Dan is er een tijd geen geldige indicatie. Maak eerder een verslag, of spreek af hoe de zorg doorloopt.",
                bron=Bron(plaats="naar Handboek §4", voorstel=True),
            ),
        ),
    ),
    verstreken=(
        Verstreken(
            veld="einddatum",
            titel="De indicatie is al afgelopen",
            voor_afzender="U kunt dit versturen, maar misschien is een nieuwe melding nodig in plaats van een verlenging. Bel de Toegang.",
            voor_team="De melding kwam daarna en is aangenomen. Kijk of verlengen kan of dat een nieuwe melding nodig is, en schrijf dat de aanbieder.",
            bron=Bron(plaats="naar Handboek §4", voorstel=True),
        ),
    ),
    dubbel_klok="melden",
    dubbel="Er loopt al een melding herindicatie voor deze cliënt. Kijk of die over dezelfde indicatie gaat.",
    bewaring=wmo.DOSSIER,
    bronnen=(VERLENGING, Bron(plaats="Wmo 2.3.2"), Bron(plaats="Wmo 2.3.5")),
    bevestiging="De consulent bepaalt met het evaluatiedocument of een indicatiegesprek nodig is, en maakt het onderzoeksverslag. "
    "De burger kan de gemeente in de eerste zeven dagen een persoonlijk plan geven: wijs hem daarop. Hij tekent het verslag. "
    "U stuurt de ondertekende aanvraag binnen twee weken terug.",
)
