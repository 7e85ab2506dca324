"""Opgave locaties en capaciteit: een nieuwe locatie, of een wijziging of sluiting van een locatie die al is geaccepteerd.

Bronnen: Handboek §2.3 (een nieuwe locatie, ook van een onderaannemer, wordt vooraf gemeld met het formulier Opgave Locaties en
capaciteit, bijlage 12; daarna een schouw, in overleg met de contractmanager; zolang een locatie na een aangekondigde schouw
niet schriftelijk is geaccepteerd, mag zij niet worden gebruikt).

Voorstellen, die in geen bron staan:
- dit formulier is bijlage 12, met één locatie per bericht; het besluit hier is de schriftelijke acceptatie;
- na de acceptatie staat de locatie in het register; alleen dan kan zij in het portaal worden gekozen;
- het adres zien alleen professionals, de capaciteit alleen de Toegang en Beleid (naar §2.4, sociale kaart);
- een andere capaciteit, andere producten of een sluiting geeft de aanbieder met hetzelfde formulier op, en kiest de locatie uit het
  register; CMO accepteert de wijziging of verwerkt de sluiting, en dan verandert het register. Een schouw kan, en moet niet: het
  handboek vraagt haar voor een nieuwe locatie;
- gaat een locatie dicht zonder opgave, dan legt CMO dat vast en gaat zij uit het register;
- is de onderaannemer niet bij deze aanbieder toegelaten (§2.2), dan waarschuwt het portaal de aanbieder en CMO. Opgeven kan wel, want
  §2.3 noemt ook een beoogde onderaannemer.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from portal.domain.basisloop import IN_HANDEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.levensloop import Fase, Tekst, Toestand
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.voorwaarde import Feiten, Is, Niet, Of
from portal.forms import (
    JA,
    BerichtFormulier,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    NummerVeld,
    PostcodeVeld,
    ProductenVeld,
    RegisterVeld,
    TekstVeld,
)
from portal.mailboxes import antwoord, wie

PARAGRAAF_2_3 = Bron(plaats="Handboek §2.3")
NAAR_2_3 = Bron(plaats="naar Handboek §2.3", voorstel=True)
SCHOUW = Toestand("schouw", "Schouw gepland", Fase.BIJ_TEAM)
GEACCEPTEERD = Toestand("geaccepteerd", "Geaccepteerd", Fase.KLAAR)
NIEUW, WIJZIGING, SLUITING = (Is("soort", soort) for soort in ("nieuw", "wijziging", "sluiting"))
BESTAAND = Of(WIJZIGING, SLUITING)


class Formulier(BerichtFormulier):
    """De vragen van bijlage 12."""

    versie = 2
    secties = (
        ("Waar het om gaat", ("soort", "locatie")),
        ("De nieuwe locatie", ("naam", "adres", "postcode", "plaats", "gemeente")),
        ("Wat er is of komt", ("producten", "capaciteit", "vanaf")),
        ("Onderaannemer", ("van_onderaannemer", "onderaannemer")),
        ("Toelichting", ("toelichting",)),
    )
    in_lijst = ("soort", "naam", "plaats")
    alleen_bij = MappingProxyType(
        dict.fromkeys(("De nieuwe locatie", "Onderaannemer"), (NIEUW, "Alleen bij een nieuwe locatie."))
    )

    soort = KeuzeVeld(
        "Wat geeft u op?",
        keuzes=(
            ("nieuw", "Een nieuwe locatie"),
            ("wijziging", "Een andere capaciteit of andere producten op een locatie"),
            ("sluiting", "Een locatie gaat dicht"),
        ),
        leeg="Kies wat u opgeeft.",
    )
    locatie = RegisterVeld(
        "Om welke locatie gaat het?",
        register="locaties",
        hint="Uw geaccepteerde locaties.",
        toon_als=BESTAAND,
        alleen_als="Alleen bij een wijziging of een sluiting.",
        leeg="Kies om welke locatie het gaat.",
    )

    naam = TekstVeld("Hoe heet de locatie?", hint="Bijvoorbeeld De Wilgen.", leeg="Vul de naam van de locatie in.")
    adres = TekstVeld("Straat en huisnummer", hint="Van de ingang.", leeg="Vul de straat en het huisnummer in.")
    postcode = PostcodeVeld("Postcode", hint="Bijvoorbeeld 1234 AB.", leeg="Vul de postcode in.")
    plaats = TekstVeld("Plaats", hint="Bijvoorbeeld Delfzijl.", leeg="Vul de plaats in.")
    gemeente = GemeenteVeld(
        "In welke gemeente ligt de locatie?",
        hint="De overeenkomst geldt in deze gemeenten.",
        leeg="Kies de gemeente waar de locatie ligt.",
    )
    producten = ProductenVeld(
        "Welke producten biedt u hier?",
        hint="Kruis alles aan. Bij een wijziging: zoals het wordt.",
        toon_als=Niet(SLUITING),
        alleen_als="Niet bij een sluiting.",
        leeg="Kies minstens één product.",
        van_burger=False,
    )
    capaciteit = NummerVeld(
        "Hoeveel plekken zijn er?",
        hint="Alle plekken, ook die bezet zijn. Bij een wijziging: zoals het wordt.",
        toon_als=Niet(SLUITING),
        alleen_als="Niet bij een sluiting.",
        cijfers=4,
        leeg="Vul het aantal plekken in.",
    )
    vanaf = DatumVeld(
        "Vanaf welke dag?",
        hint="Een nieuwe locatie mag u pas gebruiken als zij is geaccepteerd.",
        leeg="Vul in vanaf welke dag.",
    )
    van_onderaannemer = JaNeeVeld(
        "Is het een locatie van een onderaannemer?",
        hint="Meld de onderaannemer dan ook.",
        leeg="Kies of het een locatie van een onderaannemer is.",
    )
    onderaannemer = TekstVeld(
        "Hoe heet de onderaannemer?",
        hint="De naam van de organisatie.",
        toon_als=Is("van_onderaannemer", JA),
        alleen_als="Alleen als het een locatie van een onderaannemer is.",
        leeg="Vul de naam van de onderaannemer in.",
    )
    toelichting = LangeTekstVeld("Wat wilt u erbij zeggen?", hint="Noem hier geen cliënten.", verplicht=False)

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Een locatie heeft minstens één plek."""
        if "capaciteit" in feiten and not int(str(feiten["capaciteit"])):
            yield Fout(veld="capaciteit", tekst="Een locatie heeft minstens één plek. Vul het aantal plekken in.")


SCHOUW_GEPLAND = stap(
    code="schouw-gepland",
    titel="Schouw plannen",
    van=IN_HANDEN,
    naar=SCHOUW.code,
    uitleg="De aanbieder leest wanneer de schouw is. Tot de acceptatie mag hij een nieuwe locatie niet gebruiken.",
    tekst=Tekst.MOET,
    tekstlabel="Wanneer is de schouw, en wie komt er?",
)
LOCATIE_GEACCEPTEERD = replace(
    besluit(
        code="geaccepteerd",
        titel="Locatie accepteren",
        van=(SCHOUW.code,),
        uitleg="Dit is de schriftelijke acceptatie. De locatie komt in het register en mag worden gebruikt.",
        soms=Niet(BESTAAND),
        gevolgen=(
            VulRegister(
                register="locaties",
                velden=tuple(
                    (veld, veld)
                    for veld in (
                        "naam",
                        "adres",
                        "postcode",
                        "plaats",
                        "gemeente",
                        "producten",
                        "capaciteit",
                        "onderaannemer",
                    )
                ),
                bron=PARAGRAAF_2_3,
            ),
        ),
    ),
    naar=GEACCEPTEERD.code,
    dag="Op welke dag was de schouw?",
)
NIET_GEACCEPTEERD = replace(
    antwoord.afgehandeld(
        code="niet-geaccepteerd",
        titel="Locatie niet accepteren",
        van=(*IN_HANDEN, SCHOUW.code),
        uitleg="De aanbieder leest waarom. Hij mag de locatie niet gebruiken.",
        tekstlabel="Motivering",
    ),
    soms=Niet(BESTAAND),
)
WIJZIGING_GEACCEPTEERD = replace(
    besluit(
        code="wijziging-geaccepteerd",
        titel="Wijziging accepteren",
        van=(*IN_HANDEN, SCHOUW.code),
        uitleg="Het register krijgt de nieuwe capaciteit en producten. Een schouw is niet nodig; u kunt haar wel eerst plannen.",
        soms=WIJZIGING,
        gevolgen=(
            VulRegister(
                register="locaties",
                velden=(("producten", "producten"), ("capaciteit", "capaciteit")),
                regel="locatie",
                bron=NAAR_2_3,
            ),
        ),
    ),
    naar=GEACCEPTEERD.code,
)
SLUITING_VERWERKT = replace(
    antwoord.afgehandeld(
        code="sluiting-verwerkt",
        titel="Sluiting verwerken",
        van=(*IN_HANDEN, SCHOUW.code),
        uitleg="De locatie gaat meteen uit het register en kan niet meer worden gekozen. Doe dit op de dag waarop zij dichtgaat.",
        tekstlabel="Wat is afgesproken, ook voor wie er woont?",
    ),
    soms=SLUITING,
    gevolgen=(LeegRegister(register="locaties", regel="locatie", bron=NAAR_2_3),),
)
NIET_VERWERKT = replace(
    NIET_GEACCEPTEERD,
    code="niet-verwerkt",
    titel="Wijziging of sluiting niet verwerken",
    uitleg="De aanbieder leest waarom. In het register verandert niets.",
    soms=BESTAAND,
)
DICHT = replace(
    antwoord.afgehandeld(
        code="locatie-dicht",
        titel="Locatie is niet meer in gebruik",
        van=(GEACCEPTEERD.code,),
        uitleg="De locatie gaat uit het register en kan niet meer worden gekozen.",
        tekstlabel="Waarom, en vanaf wanneer?",
    ),
    gevolgen=(LeegRegister(register="locaties", bron=NAAR_2_3),),
)

MAILBOX = Mailbox(
    code="opgave-locaties",
    titel="Opgave locaties en capaciteit",
    omschrijving="U wilt een nieuwe locatie gebruiken, van uzelf of van een onderaannemer, of een locatie wijzigt of gaat dicht.",
    zoekwoorden=(
        "locatie",
        "nieuwe locatie",
        "capaciteit",
        "plekken",
        "schouw",
        "pand",
        "bijlage 12",
        "verbouwing",
        "sluiting",
        "locatie sluiten",
        "nieuw gebouw",
        "gebouw",
        "vestiging",
        "nieuwe vestiging",
        "meer plekken",
        "minder plekken",
        "locatie dicht",
        "andere capaciteit",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    levensloop=basisloop(
        SCHOUW_GEPLAND,
        LOCATIE_GEACCEPTEERD,
        NIET_GEACCEPTEERD,
        WIJZIGING_GEACCEPTEERD,
        SLUITING_VERWERKT,
        NIET_VERWERKT,
        DICHT,
        intrekbaar=True,
        zonder=("doorsturen",),
        toestanden=(SCHOUW, GEACCEPTEERD),
    ),
    geen_termijn="Meld een nieuwe locatie voordat u haar gebruikt. Het handboek noemt geen termijn voor de schouw.",
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(PARAGRAAF_2_3, Bron(plaats="Handboek §2.4, sociale kaart")),
    bevestiging="Bij een nieuwe locatie plant de contractmanager een schouw: gebruik haar pas als zij hier schriftelijk is geaccepteerd. Een "
    "wijziging of sluiting staat in het register als de contractmanager haar verwerkt.",
)
