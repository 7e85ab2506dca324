"""Besluit acute opvang: Veilig Thuis laat de gemeente van herkomst weten dat 1e acute opvang nodig is.

Bronnen: Werkproces MO, geweld in afhankelijkheidsrelaties, stap 2 (zijn Veilig Thuis en de opdrachtnemer het eens over de noodzaak,
dan brengt Veilig Thuis de gemeente van herkomst op de hoogte) en stap 3 (daarna verloopt het proces zoals bij andere opvang, vanaf
het onderzoek). Onderzoek en besluit: `opvang.py`.

Voorstellen, die in geen bron staan:
- het bericht volgt uit de verwijzing, en doet daar de taak om de gemeente van herkomst op de hoogte te brengen; de verwijzing zelf
  gaat niet mee;
- het onderzoek van zes weken telt vanaf de ontvangst van dit bericht (Wmo 2.3.2 lid 1 noemt de melding);
- is de veiligheid van de inwoner in gevaar, dan gaan er geen iWmo-berichten (iWmo OP003): dat vraagt het formulier, en het
  staat bij de taken;
- het verslag, de beschikking en de brief over een intrekking gaan naar een adres dat veilig is, ook als niets geheim hoeft te
  blijven: op het eigen adres kan wonen voor wie de inwoner vlucht;
- ligt de gemeente van herkomst buiten de regio (ook Gennep, voetnoot 1), dan blijft het besluit bij Veilig Thuis, dat haar zelf op de
  hoogte brengt (stap 2): buiten het portaal, als taak; er loopt hier dan geen onderzoek;
- het bericht wordt niet doorgestuurd; hoort het bij een andere gemeente, dan vraagt Veilig Thuis het in te trekken en stuurt het opnieuw;
- Veilig Thuis trekt het niet zelf in: de gemeente besluit, en tot dan lopen de termijnen van de inwoner door.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM, IN_HANDEN, OPEN, basisloop, besluit
from portal.domain.gevolg import Taak, TaakGedaan
from portal.domain.levensloop import Overgang, Tekst
from portal.domain.mailbox import Afzender, Clientblok, Groep, Mailbox, Verband
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO, Keuze, OpAntwoord, VastTeam, buiten_regio
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import BijAankomst
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import En, Is, Niet
from portal.forms import (
    INWONERVELDEN,
    JA,
    DatumVeld,
    GemeenteVeld,
    InwonerFormulier,
    JaNeeVeld,
    LangeTekstVeld,
    TekstVeld,
    VerbandVeld,
)
from portal.mailboxes import intrekken_vragen, opvang

GEHEIM = Is("geheim", JA)
BUITEN = buiten_regio("gemeente_herkomst")


class Formulier(InwonerFormulier):
    """De vragen van het besluit over acute opvang."""

    versie = 1
    secties = (
        ("De verwijzing", ("verwijzing",)),
        ("Inwoner", INWONERVELDEN),
        ("Het besluit", ("gemeente_herkomst", "gemeente_herkomst_naam", "besloten_op", "opdrachtnemer", "toelichting")),
        ("Veiligheid", ("geheim",)),
    )

    verwijzing = VerbandVeld(
        "Bij welke verwijzing hoort dit besluit?",
        hint="De gemeente van herkomst leest het nummer, en niet de verwijzing zelf. Laat leeg als die niet via het portaal kwam.",
        verplicht=False,
    )
    gemeente_herkomst = GemeenteVeld(
        "Wat is de gemeente van herkomst?",
        hint="Deze gemeente onderzoekt en besluit verder. Ligt zij buiten de regio, dan brengt u haar zelf op de hoogte.",
        buiten=True,
        leeg="Kies de gemeente van herkomst.",
    )
    gemeente_herkomst_naam = TekstVeld(
        "Hoe heet die gemeente?",
        hint="De gemeente buiten de regio waar de inwoner vandaan komt.",
        toon_als=Is("gemeente_herkomst", BUITEN_DE_REGIO),
        alleen_als="Alleen als de gemeente van herkomst buiten de regio ligt.",
        leeg="Vul de naam van de gemeente in.",
    )
    besloten_op = DatumVeld(
        "Op welke dag besloten u en de opdrachtnemer dat acute opvang nodig is?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag van het besluit in.",
    )
    opdrachtnemer = TekstVeld(
        "Met welke opdrachtnemer?",
        hint="De organisatie die de opvang geeft. Noem geen adres.",
        leeg="Vul in met welke opdrachtnemer u besloot.",
    )
    toelichting = LangeTekstVeld(
        "Wat moet de gemeente weten?", hint="Zo kort als kan. Noem geen adressen.", leeg="Schrijf op wat nodig is."
    )
    geheim = JaNeeVeld(
        "Moet geheim blijven dat de inwoner in de opvang is?",
        hint="Dan stuurt de gemeente geen iWmo-berichten (iWmo OP003).",
        leeg="Kies of het geheim moet blijven.",
    )


def _zonder_berichten(overgang: Overgang) -> Overgang:
    """Is de inwoner in gevaar, dan is er geen 301-bericht maar een taak om het buiten de berichten om te regelen."""
    gevolgen = tuple(
        replace(gevolg, als=Niet(GEHEIM) if gevolg.als is None else En(gevolg.als, Niet(GEHEIM)))
        if gevolg in {opvang.BSN_OPZOEKEN, opvang.TOEWIJZING_301}
        else gevolg
        for gevolg in overgang.gevolgen
    )
    if gevolgen == overgang.gevolgen:
        return overgang
    return replace(overgang, gevolgen=(*gevolgen, BUITEN_OM))


BUITEN_OM = Taak(
    code="toewijzing-buiten-om",
    titel="Regel de toewijzing zonder iWmo-bericht",
    rol=Rol.BACKOFFICE,
    bron=opvang.GIA,
    uitleg="De inwoner is in gevaar als bekend wordt waar hij is. Stuur geen iWmo-bericht (iWmo OP003). Bel de opdrachtnemer.",
    als=GEHEIM,
    aan="opdrachtnemer",
    na_overlijden=True,
)
VEILIG_ADRES = (
    "Post aan zijn eigen adres kan de inwoner in gevaar brengen. Vraag hem, de opdrachtnemer of Veilig Thuis eerst welk adres veilig is, "
    "en zet niet op de envelop dat hij in de opvang is."
)


def _veilig(overgang: Overgang) -> Overgang:
    """Wat op papier naar de inwoner gaat, gaat naar een adres dat veilig is."""
    gevolgen = tuple(
        replace(gevolg, uitleg=f"{gevolg.uitleg} {VEILIG_ADRES}".lstrip())
        if isinstance(gevolg, Taak) and gevolg.code in {"beschikking", "brief-intrekking"}
        else gevolg
        for gevolg in overgang.gevolgen
    )
    uitleg = f"{overgang.uitleg} {VEILIG_ADRES}" if overgang.code == "verslag-verstuurd" else overgang.uitleg
    return replace(overgang, uitleg=uitleg, gevolgen=gevolgen)


STAPPEN = tuple(
    replace(stap, soms=Niet(BUITEN)) if stap.code == "onderzoek-begint" else _veilig(_zonder_berichten(stap))
    for stap in opvang.onderzoek_en_besluit(*IN_HANDEN)
)
HERKOMST_BUITEN = replace(
    besluit(
        code="herkomst-buiten",
        titel="De gemeente van herkomst zelf op de hoogte brengen",
        van=BIJ_TEAM,
        uitleg="De gemeente ligt buiten de regio en doet niet mee in het portaal. U krijgt de taak haar zelf in te lichten.",
        soms=BUITEN,
        gevolgen=(
            Taak(
                code="herkomst-inlichten",
                titel="Laat de gemeente van herkomst weten dat acute opvang nodig is",
                rol=Rol.VEILIG_THUIS,
                bron=opvang.GIA,
                uitleg="Buiten het portaal, op een veilige manier. Zeg ook of geheim moet blijven waar de inwoner is.",
            ),
        ),
    ),
    tekst=Tekst.MAG,
    tekstlabel="Toelichting",
)

MAILBOX = Mailbox(
    code="gia-besluit",
    titel="Besluit acute opvang",
    omschrijving="Veilig Thuis en de opdrachtnemer vinden 1e acute opvang nodig. De gemeente van herkomst onderzoekt verder.",
    zoekwoorden=("acute opvang", "besluit", "geweld", "gemeente van herkomst"),
    groep=Groep.OPVANG,
    regios=("noord-midden-limburg",),
    afzenders=(Afzender(soort=Organisatiesoort.VEILIG_THUIS, rollen=(Rol.VEILIG_THUIS,), voor_zichzelf=True),),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=Keuze(
        als=BUITEN,
        dan=VastTeam(regel="herkomst-buiten", soort=Teamsoort.VEILIG_THUIS),
        anders=OpAntwoord(regel="gemeente-van-herkomst", veld="gemeente_herkomst", rol="gemeente van herkomst"),
    ),
    verbanden=(Verband(code="verwijzing", titel="De verwijzing naar Veilig Thuis", mailboxen=("gia-verwijzing",)),),
    bij_indienen=(TaakGedaan(verband="verwijzing", taken=("besluit-sturen",), bron=opvang.GIA),),
    levensloop=basisloop(
        *STAPPEN,
        HERKOMST_BUITEN,
        *(_veilig(stap) for stap in opvang.intrekking(*OPEN)),
        intrekbaar=False,
        zonder=("doorsturen",),
        termijnstappen=TERMIJNSTAPPEN,
        toestanden=(*opvang.TOESTANDEN, intrekken_vragen.GEVRAAGD),
    ),
    termijnen=tuple(
        replace(termijn, als=Niet(BUITEN))
        for termijn in opvang.termijnen(
            begint=BijAankomst(), toewijzing=("taak:301-toewijzing", "taak:toewijzing-buiten-om")
        )
    ),
    geen_termijn="Is de gemeente van herkomst buiten de regio, dan noemt het werkproces geen termijn.",
    dubbel="Er loopt al een besluit over acute opvang voor deze inwoner.",
    dubbel_ook=("mo-melding", "mo-screening-overdracht"),
    bewaring=opvang.BEWARING,
    bronnen=(opvang.GIA, opvang.STAP_3, opvang.STAP_4),
    bevestiging="De gemeente van herkomst onderzoekt en besluit over de maatwerkvoorziening. De inwoner kan haar in de eerste zeven dagen "
    "een persoonlijk plan geven: wijs hem daarop. Ligt zij buiten de regio? Dan blijft dit bij "
    "u, en brengt u haar zelf op de hoogte.",
)
