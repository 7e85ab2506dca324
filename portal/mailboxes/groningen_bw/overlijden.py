"""Overlijden melden: een burger is overleden, met of zonder nazorgdagen.

Bron: Handboek §5.8: na het bericht stuurt de gemeente een 301-bericht dat de indicatie eindigt per datum van overlijden.
De aanbieder mag nog hoogstens 13 kalenderdagen declareren, alleen voor 'Verblijf met 24 uren toezicht', 'Verblijf met
toezicht nabij en op afroep' of 'Thuis Plus', als hij dat binnen een maand na het overlijden via het BZG meldt. Hij krijgt dan
voor die periode een nieuwe toewijzing.

Voorstellen, die in geen bron staan:
- de melding gaat naar de Toegang van de gemeente van de toewijzing; bij 'weet ik niet' die van verblijf;
- hoort de gemeente het zelf (van familie of uit de BRP), dan legt zij het vast; nazorgdagen vraagt alleen een aanbieder;
- na het einde van zijn contract kan een aanbieder nog twee maanden een overlijden met nazorgdagen melden;
- de maand voor de nazorgdagen schuift niet door; een latere melding wordt aangenomen als bericht van overlijden, en geeft
  geen recht op de dagen: wie ze toch toekent, schrijft waarom;
- liep het product volgens het register van toewijzingen niet op de dag van overlijden, dan wordt het geweigerd; weet het register
  niets van deze cliënt, dan lezen beide kanten dat;
- de nieuwe toewijzing begint op de dag na het overlijden, duurt hoogstens 13 dagen en krijgt een eigen toewijzingsnummer,
  omdat zij niet mag overlappen met de toewijzing die eindigde;
- legt de gemeente het zelf vast, of vraagt de aanbieder geen nazorgdagen, dan loopt de maand toch: het portaal toont tot
  wanneer een aanbieder ze nog kan melden, en tot en met welke dag hij ze kan declareren;
- termijnen bij andere gemeenten en aanbieders lopen door, want die leren hier niets van: wie het overlijden vastlegt, krijgt
  de taak het hun te laten weten;
- met het vastleggen eindigen alle andere termijnen en verplichtingen over deze burger bij dit team, en wat deze aanbieder
  nog moest sturen; een ander leert daar niets van. Dat gaat op burgerservicenummer, en waar dat ontbreekt op naam,
  voorletters en geboortedatum samen; wat misschien over dezelfde burger gaat, kijkt het team na;
- staat de 301-intrekking al bij een overlijden dat de gemeente zelf vastlegde, of dat dezelfde aanbieder meldde, dan volgt zij geen
  tweede keer: is zij daar gedaan, dan ook hier, en tot dan wacht de toewijzing voor de nazorgdagen erop;
- was het vastleggen een vergissing, dan maakt het team het ongedaan: wat alleen daardoor eindigde, komt terug, en wat al
  was verstuurd, wordt hersteld. Wat om een andere reden eindigde, blijft zoals het is.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Tekst
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import INDIENEN, Eenheid, Karakter, OpDatum, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import Eerder, En, Feiten, Is, Niet
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    JA,
    ClientFormulier,
    IndicatieFormulier,
    JaNeeVeld,
    LopendProductVeld,
    NummerVeld,
)
from portal.mailboxes import na_overlijden, wie, wmo

PARAGRAAF_5_8 = Bron(plaats="Handboek §5.8")
MEESTE_DAGEN = 13
NAZORG = Is("nazorg", JA)
NAZORGVELDEN = ("nazorg", "product", "dagen")
TE_LAAT = Eerder("overlijdensdatum", "bericht.aankomst", maanden=1)


class Formulier(ClientFormulier, IndicatieFormulier):
    """De vragen van de melding van overlijden."""

    versie = 2
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De indicatie", INDICATIEVELDEN),
        ("Het overlijden", ("overlijdensdatum", "toelichting")),
        ("Nazorgdagen", NAZORGVELDEN),
    )
    burger_niet = NAZORGVELDEN

    overlijdensdatum = na_overlijden.dag_van_overlijden()
    toelichting = na_overlijden.toelichting()
    nazorg = JaNeeVeld(
        "Wilt u nazorgdagen declareren?",
        hint=f"Dat kan voor hoogstens {MEESTE_DAGEN} kalenderdagen na het overlijden. Meld het binnen een maand.",
        leeg="Kies of u nazorgdagen wilt declareren.",
    )
    product = LopendProductVeld(
        "Voor welk product?",
        op="overlijdensdatum",
        hint="Alleen een product dat liep op de dag van overlijden.",
        keuzes=(
            ("verblijf-24-uur", "Verblijf met 24 uren toezicht"),
            ("verblijf-nabij", "Verblijf met toezicht nabij en op afroep"),
            ("thuis-plus", "Thuis Plus"),
        ),
        toon_als=NAZORG,
        alleen_als="Alleen als u nazorgdagen wilt declareren.",
        leeg="Kies het product.",
    )
    dagen = NummerVeld(
        "Hoeveel kalenderdagen?",
        hint=f"Hoogstens {MEESTE_DAGEN}, vanaf de dag na het overlijden.",
        cijfers=2,
        toon_als=NAZORG,
        alleen_als="Alleen als u nazorgdagen wilt declareren.",
        leeg="Vul het aantal kalenderdagen in.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Niemand overlijdt voor zijn geboorte; nazorg is hoogstens 13 dagen."""
        yield from na_overlijden.na_de_geboorte(feiten)
        if "dagen" in feiten and not 1 <= int(str(feiten["dagen"])) <= MEESTE_DAGEN:
            yield Fout(veld="dagen", tekst=f"Vul een getal in van 1 tot en met {MEESTE_DAGEN}.")


INTREKKING_301 = Taak(
    code="301-intrekking",
    titel="Stuur het iWmo 301-bericht (intrekking) aan de aanbieder",
    rol=Rol.BACKOFFICE,
    bron=PARAGRAAF_5_8,
    uitleg="De indicatie eindigt per datum van overlijden. Reden wijziging: overlijden.",
    eens_per_dode=True,
)
NAZORG_301 = Taak(
    code="301-nazorg",
    titel="Stuur het iWmo 301-bericht (toewijzing) voor de nazorgdagen",
    rol=Rol.BACKOFFICE,
    bron=PARAGRAAF_5_8,
    uitleg=f"Vanaf de dag na het overlijden, hoogstens {MEESTE_DAGEN} dagen, met een eigen toewijzingsnummer. "
    "De periode mag niet overlappen met de toewijzing die eindigde.",
    na=("301-intrekking",),
)
VOORSTEL = Bron(plaats="naar Handboek §5.8", voorstel=True)
UITLEG = na_overlijden.UITLEG
GEEN_RECHT = "De melding kwam meer dan een maand na het overlijden. Zij geeft geen recht op de dagen (Handboek §5.8)."

ZONDER_NAZORG = replace(
    besluit(
        code="overlijden-vastleggen",
        titel="Overlijden vastleggen",
        uitleg=UITLEG,
        soms=Niet(NAZORG),
        gevolgen=na_overlijden.vastleggen(INTREKKING_301, bron=VOORSTEL),
    ),
    tekst=Tekst.MAG,
    tekstlabel="Toelichting voor de aanbieder",
)
MET_NAZORG = besluit(
    code="nazorg-toekennen",
    titel="Overlijden vastleggen, met nazorgdagen",
    uitleg=UITLEG,
    soms=En(NAZORG, Niet(TE_LAAT)),
    gevolgen=na_overlijden.vastleggen(INTREKKING_301, NAZORG_301, bron=VOORSTEL),
)
NAZORG_AFWIJZEN = besluit(
    code="nazorg-afwijzen",
    titel="Overlijden vastleggen, zonder de nazorgdagen",
    uitleg=UITLEG,
    soms=En(NAZORG, Niet(TE_LAAT)),
    gevolgen=na_overlijden.vastleggen(INTREKKING_301, bron=VOORSTEL),
)
LAAT_AFWIJZEN = replace(
    NAZORG_AFWIJZEN,
    code="nazorg-te-laat",
    titel="Overlijden vastleggen: de nazorgdagen zijn te laat gemeld",
    uitleg=f"{GEEN_RECHT} {UITLEG}",
    soms=En(NAZORG, TE_LAAT),
)
LAAT_TOEKENNEN = replace(
    MET_NAZORG,
    code="nazorg-te-laat-toekennen",
    titel="Overlijden vastleggen, en de nazorgdagen toch toekennen",
    uitleg=f"{GEEN_RECHT} Schrijf op waarom u ze toch toekent. {UITLEG}",
    tekstlabel="Waarom kent u de dagen toch toe?",
    soms=En(NAZORG, TE_LAAT),
)

TOCH_NIET = na_overlijden.toch_niet(
    Taak(
        code="301-herstel",
        titel="Stuur een nieuw iWmo 301-bericht (toewijzing) aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=VOORSTEL,
        uitleg="De intrekking per datum van overlijden was al verstuurd. In het register van het portaal loopt de "
        "toewijzing weer.",
        als=Is("taak.301-intrekking", "gedaan"),
        herstelt="301-intrekking",
    ),
    Taak(
        code="nazorg-intrekken",
        titel="Trek de toewijzing voor de nazorgdagen in met een iWmo 301-bericht",
        rol=Rol.BACKOFFICE,
        bron=VOORSTEL,
        als=Is("taak.301-nazorg", "gedaan"),
    ),
    bron=VOORSTEL,
)

# De maand van een aanbieder die nog geen nazorgdagen vroeg: ook als de gemeente het overlijden zelf vastlegde.
AANSPRAAK = Termijn(
    code="nazorg-aanspraak",
    titel="Nazorgdagen melden",
    aantal=1,
    eenheid=Eenheid.MAAND,
    karakter=Karakter.AANSPRAAK,
    begint=OpDatum("overlijdensdatum"),
    begin_in_woorden="de dag van overlijden",
    eigenaar=Partij.AANBIEDER,
    bron=PARAGRAAF_5_8,
    als=Niet(NAZORG),
    schuift=False,
    na_overlijden=True,
)
DECLARABEL = replace(
    AANSPRAAK,
    code="nazorgdagen",
    titel="Nazorgdagen declareren",
    aantal=MEESTE_DAGEN,
    eenheid=Eenheid.KALENDERDAG,
    als=None,
)

MAILBOX = Mailbox(
    code="overlijden",
    titel="Overlijden melden",
    omschrijving="Een burger is overleden. U meldt dit, en of u nazorgdagen wilt declareren.",
    zoekwoorden=(
        "overleden",
        "overlijdensbericht",
        "gestorven",
        "dood",
        "nazorg",
        "nazorgdagen",
        "sterfgeval",
        "doodgegaan",
        "sterven",
        "begrafenis",
        "nabestaanden",
        "13 dagen",
        "dertien dagen",
    ),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(
        ZONDER_NAZORG,
        MET_NAZORG,
        NAZORG_AFWIJZEN,
        LAAT_AFWIJZEN,
        LAAT_TOEKENNEN,
        TOCH_NIET,
        toestanden=(na_overlijden.HERROEPEN,),
        intrekbaar=True,
        termijnstappen=VERBETERINGEN,
    ),
    termijnen=(
        Termijn(
            code="nazorg",
            titel="Nazorgdagen melden",
            aantal=1,
            eenheid=Eenheid.MAAND,
            begint=OpDatum("overlijdensdatum"),
            begin_in_woorden="de dag van overlijden",
            eigenaar=Partij.AANBIEDER,
            bron=PARAGRAAF_5_8,
            als=NAZORG,
            schuift=False,
            eindigt=(INDIENEN,),
        ),
        AANSPRAAK,
        DECLARABEL,
    ),
    geen_termijn="Het handboek noemt geen termijn voor de gemeente. Het noemt alleen een termijn voor het melden van nazorgdagen.",
    verstreken=(na_overlijden.lang_geleden(VOORSTEL),),
    dubbel="Er is al een overlijden gemeld van deze cliënt. Kijk of dit hetzelfde bericht is.",
    na_contract=2,
    na_overlijden="Een ander meldde het misschien eerder, en alleen hier worden nazorgdagen gevraagd.",
    bewaring=wmo.DOSSIER,
    bronnen=(PARAGRAAF_5_8,),
    bevestiging="De gemeente eindigt de indicatie per datum van overlijden. Vroeg u nazorgdagen, dan hoort u of u daarvoor "
    "een nieuwe toewijzing krijgt.",
)
