"""Ondertekende aanvraag terugsturen: de burger heeft het onderzoeksverslag getekend, of er komt geen handtekening.

Bronnen: Handboek §4 (proces voor verlenging indicatie: de aanbieder stuurt de ondertekende aanvraag binnen twee weken via het
BZG terug; de burger tekent, en dan is er een aanvraag); Wmo 2.3.5 lid 2 (beschikking in twee weken na de aanvraag).

Voorstellen, die in geen bron staan:
- het bericht gaat naar het team dat het verslag stuurde; kwam dat op papier, dan kiest de afzender de gemeente;
- wie het verslag met een bericht kreeg, kiest dat bericht; het is daarmee afgehandeld;
- de twee weken tellen vanaf de dag waarop het verslag is verstuurd; later mag ook en is gemarkeerd;
- de dag van tekenen en wie het zag zijn verplicht, het getekende verslag ook: een bestand alleen is geen handtekening;
- hoort het bij een melding in het portaal, dan telt de beschikking daar vanaf de dag van ontvangst en volgt daar het besluit;
- na een afkeuring telt de dag van een andere aanvraag die wel in orde is; wat dubbel kwam, verandert niets bij de melding; tot een tweede
  is bekeken, loopt haar eigen termijn hier;
- kwam het verslag op papier, of hoort het bij geen melding in het portaal, dan telt de beschikking hier en volgt hier het besluit;
- is de burger niet akkoord, of komt het verslag niet terug, dan neemt de consulent contact op met de burger.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import OPEN, basisloop, besluit
from portal.domain.bijlagen import SCAN, BijlageEis, Handtekening
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import StapOpVerband
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verband, Verwijzing
from portal.domain.routering import OpAntwoord, OpVerband
from portal.domain.termijn import BijAankomst, OpDatum, VanVerband
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Eerder, En, Feiten, Ingevuld, Is, Niet, Of
from portal.forms import (
    CLIENTVELDEN,
    ClientFormulier,
    DatumVeld,
    GemeenteVeld,
    KeuzeVeld,
    LangeTekstVeld,
    TekstVeld,
    VerbandVeld,
)
from portal.mailboxes import met_bericht, onderzoek, taken, wie, wmo

TERUG = met_bericht.TERUG
PORTAAL, BERICHT, PAPIER = Is("via", "portaal"), Is("via", "bericht"), Is("via", "papier")
ZOEKWOORDEN = ("aanvraag", "verslag", "ondertekend", "handtekening", "terugsturen", "niet akkoord", "weigert tekenen", "tekent niet")  # fmt: skip
# Er is een melding in het portaal waar het besluit valt.
BIJ_MELDING = Of(PORTAAL, En(BERICHT, Ingevuld("verband.toegestuurd.melding")))
GETEKEND = Is("uitkomst", "getekend")
ALLEEN_PORTAAL = "Alleen als het verslag bij uw eigen melding in dit portaal hoort."
ALLEEN_BERICHT = "Alleen als u het verslag met een bericht in dit portaal kreeg."
ALLEEN_PAPIER = "Alleen als het verslag op papier of op een andere manier kwam."
ALLEEN_GETEKEND = "Alleen als de burger heeft getekend."


class Formulier(ClientFormulier):
    """De vragen bij het terugsturen van een aanvraag."""

    versie = 1
    secties = (
        ("Het verslag", ("via", "verslag", "toegestuurd", "gemeente_verslag", "verslag_op")),
        ("Cliënt", CLIENTVELDEN),
        ("De aanvraag", ("uitkomst", "ondertekend_op", "gezien_door", "waarom")),
    )

    via = KeuzeVeld(
        "Bij welk verslag hoort dit?",
        keuzes=(
            ("portaal", "Het verslag van een melding die u in dit portaal stuurde of heeft"),
            ("bericht", "Een verslag dat u met een bericht in dit portaal kreeg"),
            ("papier", "Een verslag dat op papier of op een andere manier kwam"),
        ),
        leeg="Kies bij welk verslag dit hoort.",
    )
    verslag = VerbandVeld(
        "Bij welke melding is het verslag gemaakt?",
        hint="Het nummer staat bovenaan de melding en in de ontvangstbevestiging.",
        toon_als=PORTAAL,
        alleen_als=ALLEEN_PORTAAL,
        leeg="Kies de melding waarbij het verslag is gemaakt, of vul het nummer in.",
    )
    toegestuurd = VerbandVeld(
        "Met welk bericht kreeg u het verslag?",
        hint="Het nummer staat bovenaan het bericht 'Verslag ter ondertekening'.",
        toon_als=BERICHT,
        alleen_als=ALLEEN_BERICHT,
        leeg="Kies het bericht met het verslag, of vul het nummer in.",
    )
    gemeente_verslag = GemeenteVeld(
        "Welke gemeente stuurde het verslag?",
        hint="Deze gemeente krijgt de aanvraag.",
        toon_als=PAPIER,
        alleen_als=ALLEEN_PAPIER,
        leeg="Kies de gemeente die het verslag stuurde.",
    )
    verslag_op = DatumVeld(
        "Op welke dag is het verslag verstuurd?",
        hint="De datum op het verslag of op de brief erbij.",
        verleden=True,
        toon_als=PAPIER,
        alleen_als=ALLEEN_PAPIER,
        leeg="Vul de dag in waarop het verslag is verstuurd.",
    )
    uitkomst = KeuzeVeld(
        "Heeft de burger het verslag getekend?",
        keuzes=(
            ("getekend", "Ja, de burger is akkoord en heeft getekend"),
            ("niet-akkoord", "Nee, de burger is niet akkoord"),
            ("niet-terug", "Nee, wij krijgen het verslag niet terug"),
        ),
        leeg="Kies of de burger het verslag heeft getekend.",
    )
    ondertekend_op = DatumVeld(
        "Op welke dag tekende de burger?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        toon_als=GETEKEND,
        alleen_als=ALLEEN_GETEKEND,
        leeg="Vul de dag in waarop de burger tekende.",
    )
    gezien_door = TekstVeld(
        "Wie zag de burger tekenen?",
        hint="Naam en functie van de medewerker.",
        toon_als=GETEKEND,
        alleen_als=ALLEEN_GETEKEND,
        leeg="Vul in wie de burger zag tekenen.",
    )
    waarom = LangeTekstVeld(
        "Waarom niet?",
        hint="Waarmee is de burger het niet eens, of wat heeft u gedaan om het verslag terug te krijgen?",
        toon_als=Niet(GETEKEND),
        alleen_als="Alleen als de burger niet heeft getekend.",
        leeg="Schrijf op waarom er geen handtekening is.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Niemand tekent een verslag voordat het is verstuurd."""
        if Eerder("ondertekend_op", "verslag_op").geldt(feiten):
            yield Fout(
                veld="ondertekend_op",
                tekst="Deze dag ligt voor de dag waarop het verslag is verstuurd. Controleer beide datums.",
            )


IN_ORDE = replace(
    besluit(
        code="in-orde",
        titel="Aanvraag in orde: verder bij de melding",
        soms=En(BIJ_MELDING, GETEKEND),
        uitleg="De melding heeft dan een aanvraag. Daar loopt de termijn voor de beschikking, en daar besluit u.",
        gevolgen=(
            *met_bericht.bij_de_melding(met_bericht.BINNEN, op_aankomst=True),
            *met_bericht.bij_de_melding(met_bericht.IN_ORDE, moet=True),
        ),
    ),
    naar="afgehandeld",
)
TOEGEKEND = besluit(
    code="toegekend",
    titel="Toekennen",
    soms=En(Niet(BIJ_MELDING), GETEKEND),
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    gevolgen=(taken.papieren_beschikking("Stuur de beschikking aan de burger"), taken.eerste_301()),
)
AFGEWEZEN = besluit(
    code="afgewezen",
    titel="Afwijzen",
    soms=En(Niet(BIJ_MELDING), GETEKEND),
    uitleg="De burger krijgt de beschikking op papier.",
    gevolgen=(taken.papieren_beschikking("Stuur de afwijzende beschikking aan de burger"),),
)
NIET_IN_ORDE = besluit(
    code="niet-in-orde",
    titel="Niet in orde: er is nog geen aanvraag",
    soms=GETEKEND,
    uitleg="De handtekening ontbreekt of klopt niet. Een melding in het portaal wacht dan weer op de aanvraag.",
    gevolgen=(
        *met_bericht.bij_de_melding(met_bericht.NIET_IN_ORDE, moet=True),
        taken.contact_burger("Zeg wat er aan de handtekening ontbreekt, en hoe de aanvraag alsnog kan komen."),
    ),
)
NIET_MEER_NODIG = replace(
    IN_ORDE,
    code="niet-meer-nodig",
    titel="Niet meer nodig bij de melding",
    uitleg="De aanvraag kwam dubbel, of de melding is al verder. Bij de melding verandert niets.",
    gevolgen=(),
)
GEEN_AANVRAAG = besluit(
    code="geen-aanvraag",
    titel="Geen aanvraag: contact met de burger",
    soms=Niet(GETEKEND),
    uitleg="Er volgt nu geen beschikking. Een melding in het portaal blijft open tot u daar besluit.",
    gevolgen=(taken.contact_burger("Bespreek waarom er geen handtekening is, en wat de burger kan doen."),),
)

MAILBOX = Mailbox(
    code="aanvraag-retour",
    titel="Ondertekende aanvraag terugsturen",
    omschrijving="De burger tekende het onderzoeksverslag, of niet. Deed u de melding zelf en is het getekend? Dan kan het ook bij die melding.",
    zoekwoorden=ZOEKWOORDEN,
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpVerband(
        regel="team-van-het-verslag",
        verband="verslag",
        anders=OpVerband(
            regel="afzender-van-het-verslag",
            verband="toegestuurd",
            anders=OpAntwoord(
                regel="gemeente-van-het-verslag", veld="gemeente_verslag", rol="gemeente die het verslag stuurde"
            ),
        ),
    ),
    verbanden=(
        Verband(
            code="verslag",
            titel="De melding waarbij het verslag is gemaakt",
            mailboxen=met_bericht.MELDINGEN,
            open=True,
            bij=("verslag_uit",),
            meenemen=CLIENTVELDEN,
            zet=(("via", "portaal"),),
        ),
        Verband(
            code="toegestuurd",
            titel="Het bericht met het verslag",
            mailboxen=("verslag-ter-ondertekening",),
            bij=OPEN,
            meenemen=CLIENTVELDEN,
            zet=(("via", "bericht"),),
        ),
    ),
    verwijzingen=(
        Verwijzing(
            als=En(Ingevuld("verslag"), Niet(Ingevuld("verband.verslag.verslag-verstuurd"))),
            tekst="Bij deze melding is nog geen verslag verstuurd. Kies een andere melding, of kies hierboven dat het op papier kwam.",
            bron=met_bericht.VOORSTEL,
            veld="verslag",
        ),
        Verwijzing(
            als=Eerder("ondertekend_op", "verband.verslag.verslag-verstuurd"),
            tekst="Deze dag ligt voor de dag waarop het verslag is verstuurd. Kijk bij de melding welke dag dat was.",
            bron=met_bericht.VOORSTEL,
            veld="ondertekend_op",
        ),
    ),
    bijlagen=(
        BijlageEis(
            code="verslag",
            titel="Ondertekend verslag",
            hint="Een scan of foto van alle bladzijden, met de handtekening.",
            bron=TERUG,
            als=GETEKEND,
            handtekening=Handtekening(datum="ondertekend_op", gezien_door="gezien_door"),
            soorten=SCAN,
        ),
    ),
    levensloop=basisloop(
        IN_ORDE,
        TOEGEKEND,
        AFGEWEZEN,
        NIET_IN_ORDE,
        NIET_MEER_NODIG,
        GEEN_AANVRAAG,
        intrekbaar=False,
        termijnstappen=TERMIJNSTAPPEN,
    ),
    termijnen=(
        met_bericht.terug("terug", VanVerband("verslag", "verslag-verstuurd")),
        met_bericht.terug(
            "terug-bericht", VanVerband("toegestuurd", "aankomst"), "de ontvangst van het bericht met het verslag"
        ),
        met_bericht.terug("terug-papier", OpDatum("verslag_op")),
        met_bericht.bij_een_tweede(GETEKEND, vervalt=(IN_ORDE.code, NIET_IN_ORDE.code, NIET_MEER_NODIG.code)),
        replace(wmo.beschikking(begint=BijAankomst(), vervalt=("niet-in-orde",)), als=En(Niet(BIJ_MELDING), GETEKEND)),
    ),
    bij_indienen=(
        *met_bericht.bij_de_melding(met_bericht.BINNEN, als=GETEKEND),
        StapOpVerband(verband="toegestuurd", stap=met_bericht.BEANTWOORD.code, bron=met_bericht.VOORSTEL),
    ),
    dubbel="Er loopt al een aanvraag van deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(TERUG, onderzoek.PARAGRAAF_4, Bron(plaats="Wmo 2.3.5")),
    bevestiging="De gemeente heeft vanaf vandaag twee weken voor de beschikking. Is de burger niet akkoord, dan neemt de consulent contact op.",
)
