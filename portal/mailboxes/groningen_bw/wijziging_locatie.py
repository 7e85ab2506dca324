"""Wijziging locatie zorgaanbieder: een burger verhuist naar een andere locatie van dezelfde aanbieder.

Bronnen: Handboek §4, verhuizing werkwijze C (C.1 melden bij de gemeente van inwoning; C.2 ligt de locatie in een andere gemeente,
dan geldt werkwijze B; C.3 formulier aan de gemeente waar de inwoner woonachtig is; C.4 contact en verhuisdatum; C.5 en C.6
verkort verslag ter ondertekening en terug; C.7 en C.8 verwerken, brief met de bevestiging, dossier archiveren); §2.3 (een
locatie die niet is geaccepteerd, mag niet worden gebruikt).

Voorstellen, die in geen bron staan:
- dit formulier is het formulier wijziging locatie, dat volgens C.3 nog wordt opgesteld;
- de nieuwe locatie komt uit het register van geaccepteerde locaties; staat zij er niet in, dan kan zij niet worden gekozen;
- ligt de locatie in een andere gemeente, dan gaat de afzender met zijn antwoorden verder in 'Verzoek overdracht toewijzing';
- bij 'weet ik niet' en bij een inschrijving buiten de regio krijgt de gemeente van verblijf het bericht;
- een verhuisdatum of indicatie die al voorbij is, wordt aangenomen; beide kanten lezen het;
- wie voor een burger registreert, kiest uit de locaties van alle aanbieders;
- de Toegang kan de wijziging afwijzen, met motivering; ook na het akkoord kan blijken dat zij niet doorgaat.
"""

from collections.abc import Iterable

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import Taak
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import Eenheid, Karakter, OpDatum, Termijn
from portal.domain.voorwaarde import Feiten, Gelijk, Is, Niet, Of
from portal.forms import (
    ANDERS,
    CLIENTVELDEN,
    INWONINGVELDEN,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    GemeenteVeld,
    InwoningFormulier,
    LangeTekstVeld,
    RegisterVeld,
    TekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import antwoord, indicatie, niet_door, taken, wie, wmo

NAAR_C = Bron(plaats="naar Handboek §4 C.4", voorstel=True)
WERKWIJZE_C = Bron(plaats="Handboek §4 C")
BLIJFT = Of(Gelijk("nieuwe_gemeente", "gemeente_inschrijving"), Gelijk("nieuwe_gemeente", "gemeente_verblijf"))
ALLEEN_BINNEN = "Alleen als de nieuwe locatie in dezelfde gemeente ligt."


class Formulier(ClientFormulier, InwoningFormulier, ToewijzingFormulier):
    """De vragen van de wijziging van locatie."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("Waar de burger nu woont", INWONINGVELDEN),
        (
            "De verhuizing",
            ("huidige_locatie", "huidige_naam", "nieuwe_gemeente", "nieuwe_locatie", "overgangsdatum", "reden"),
        ),
        ("De lopende toewijzing", TOEWIJZINGVELDEN),
    )
    burger_mag = ("huidige_locatie", "nieuwe_locatie", "overgangsdatum", *TOEWIJZINGVELDEN)

    huidige_locatie = RegisterVeld(
        "Op welke locatie woont de burger nu?",
        hint="Een locatie die is geaccepteerd.",
        register="locaties",
        anders="Een locatie die niet in de lijst staat",
        leeg="Kies de locatie waar de burger nu woont.",
    )
    huidige_naam = TekstVeld(
        "Hoe heet de locatie waar de burger nu woont?",
        hint="De naam en de plaats.",
        toon_als=Is("huidige_locatie", ANDERS),
        alleen_als="Alleen als de locatie niet in de lijst staat.",
        leeg="Vul de naam in van de locatie waar de burger nu woont.",
    )
    nieuwe_gemeente = GemeenteVeld(
        "In welke gemeente ligt de nieuwe locatie?",
        hint="In een andere gemeente wordt dit een verzoek overdracht toewijzing.",
        buiten=True,
        leeg="Kies de gemeente waar de nieuwe locatie ligt.",
    )
    nieuwe_locatie = RegisterVeld(
        "Naar welke locatie gaat de burger?",
        hint="Alleen locaties die zijn geaccepteerd. Staat de locatie er niet bij? Doe dan eerst een opgave locaties.",
        register="locaties",
        toon_als=BLIJFT,
        alleen_als=ALLEEN_BINNEN,
        leeg="Kies de locatie waar de burger naartoe gaat.",
    )
    overgangsdatum = DatumVeld(
        "Verhuisdatum", hint="De eerste dag op de nieuwe locatie.", leeg="Vul de verhuisdatum in."
    )
    reden = LangeTekstVeld(
        "Waarom verhuist de burger?",
        hint="Schrijf op wat de burger zelf zegt.",
        leeg="Schrijf op waarom de burger verhuist.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """De nieuwe locatie is een andere, en ligt in de gemeente die is genoemd."""
        nieuw = str(feiten.get("nieuwe_locatie", ""))
        if nieuw and nieuw == feiten.get("huidige_locatie"):
            yield Fout(veld="nieuwe_locatie", tekst="Hier woont de burger al. Kies de locatie waar hij naartoe gaat.")
        elif nieuw and not nieuw.startswith(f"{feiten.get('nieuwe_gemeente')}."):
            yield Fout(
                veld="nieuwe_locatie",
                tekst="Deze locatie ligt in een andere gemeente. Kies een andere locatie of verander de gemeente.",
            )


AKKOORD = besluit(
    code="akkoord",
    titel="Akkoord: verkort verslag ter ondertekening",
    uitleg="De burger tekent het verkort verslag. Daarna volgt de brief met de bevestiging.",
    gevolgen=(
        *taken.verkort_verslag(bron=Bron(plaats="Handboek §4 C.5"), terug=Bron(plaats="Handboek §4 C.6")),
        Taak(
            code="brief-locatie",
            titel="Stuur de brief met de bevestiging aan de burger en de aanbieder",
            rol=Rol.BACKOFFICE,
            bron=Bron(plaats="Handboek §4 C.7 en C.8"),
            uitleg="Verwerk de wijziging en archiveer het dossier.",
            na=("verslag-ondertekend",),
        ),
    ),
)
AFGEWEZEN = antwoord.afgehandeld(
    code="afgewezen",
    titel="Niet akkoord",
    uitleg="De burger blijft op de huidige locatie. De aanbieder leest waarom.",
    tekstlabel="Motivering",
)

MAILBOX = Mailbox(
    code="wijziging-locatie",
    titel="Wijziging locatie zorgaanbieder",
    omschrijving="Een burger verhuist naar een andere locatie van dezelfde aanbieder, in dezelfde gemeente.",
    zoekwoorden=(
        "verhuizing",
        "verhuizen",
        "andere locatie",
        "interne verhuizing",
        "locatie wijzigen",
        "nieuw adres",
        "andere kamer",
        "adreswijziging",
        "verhuisbericht",
    ),
    groep=Groep.VERHUIZING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.gemeente_van_inwoning(),
    levensloop=basisloop(AKKOORD, AFGEWEZEN, niet_door.andere_locatie(), intrekbaar=True),
    termijnen=(
        Termijn(
            code="verhuizing",
            titel="Verhuisdatum",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=OpDatum("overgangsdatum"),
            begin_in_woorden="de afgesproken dag van de overgang",
            eigenaar=Partij.AANBIEDER,
            bron=Bron(plaats="Handboek §4 C.4"),
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn voor het besluit van de Toegang.",
    verwijzingen=(
        Verwijzing(
            als=Niet(Gelijk("nieuwe_gemeente", "team.gemeente")),
            tekst="De nieuwe locatie ligt in een andere gemeente. Dan geldt de weg voor een wisseling van aanbieder.",
            bron=Bron(plaats="Handboek §4 C.2"),
            mailbox="verzoek-overdracht-toewijzing",
            veld="nieuwe_gemeente",
        ),
    ),
    verstreken=indicatie.bij_wijziging("overgangsdatum", titel="De verhuisdatum is al geweest", bron=NAAR_C),
    dubbel="Er loopt al een wijziging van locatie voor deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(WERKWIJZE_C, Bron(plaats="Handboek §2.3")),
    bevestiging="De Toegang maakt een verkort verslag, dat de burger tekent. Daarna krijgen u en de burger een brief.",
)
