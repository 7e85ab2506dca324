"""Intrekken melding of aanvraag: de burger of de aanbieder wil dat een melding stopt, en de Toegang besluit.

Bron: Handboek §4 (proces intrekken melding/aanvraag): de aanbieder meldt via het BZG dat de melding ingetrokken kan
worden, de indicatiesteller beoordeelt en besluit of dat kan; is het verslag ondertekend, dan heet het intrekken van de
aanvraag; de burger en/of de aanbieder krijgt een brief ter bevestiging.

Voorstellen, die in geen bron staan:
- tot het besluit lopen alle termijnen van de melding door: geen daad van de aanbieder beëindigt een termijn van de burger;
- na de ondertekening geldt hetzelfde besluit, onder de andere naam (het handboek beschrijft dat niet verder);
- bij akkoord sluit het portaal de melding, met haar termijnen en taken;
- is het dossier intussen van een andere gemeente, dan besluit die: het team stuurt de vraag door, en akkoord sluit daar de overdracht;
  had die gemeente het buiten het portaal om, dan geeft het team de vraag door;
- kan het niet, dan loopt de melding door en neemt de consulent contact op met de burger;
- wil de consulent zelf intrekken, dan doet hij dat bij de melding.
"""

from portal.domain.basisloop import basisloop, besluit
from portal.domain.gevolg import SluitVerband, Taak
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verband, Verbandsoort
from portal.domain.rollen import Rol
from portal.domain.routering import OpVerband
from portal.domain.voorwaarde import En, Ingevuld, Is, Niet, Of, Voorwaarde
from portal.forms import CLIENTVELDEN, ClientFormulier, KeuzeVeld, LangeTekstVeld, VerbandVeld
from portal.mailboxes import in_overdracht, intrekken, met_bericht, taken, wie, wmo

GETEKEND = Is("verband.melding.getekend", "ja")
# Het dossier is van een andere gemeente: in het portaal, of daarbuiten.
OVERGEDRAGEN = Ingevuld(f"verband.melding.{in_overdracht.AANVAARD}")
BUITEN_OM = Of(*(Ingevuld(f"verband.melding.{stap}") for stap in (in_overdracht.BUITEN_OM, "overgedragen-buiten")))
HIER = Niet(Of(OVERGEDRAGEN, BUITEN_OM))


class Formulier(ClientFormulier):
    """De vragen bij het intrekken van een melding of aanvraag."""

    versie = 1
    secties = (
        ("De melding", ("melding",)),
        ("Cliënt", CLIENTVELDEN),
        ("Waarom", ("wens", "reden")),
    )

    melding = VerbandVeld(
        "Welke melding of aanvraag moet worden ingetrokken?",
        hint="Een melding die nog loopt, ook als een andere gemeente het dossier overnam. Het nummer staat bovenaan de melding en in de ontvangstbevestiging.",
        leeg="Kies de melding die moet worden ingetrokken, of vul het nummer in.",
    )
    wens = KeuzeVeld(
        "Wie wil dit?",
        keuzes=(("burger", "De burger, of wie hem vertegenwoordigt"), ("aanbieder", "De aanbieder")),
        leeg="Kies wie de melding wil intrekken.",
    )
    reden = LangeTekstVeld(
        "Waarom?",
        hint="De Toegang beoordeelt dit en besluit.",
        leeg="Schrijf op waarom de melding moet worden ingetrokken.",
    )


def _akkoord(wat: str, soms: Voorwaarde) -> Overgang:
    """Het besluit dat de melding stopt, onder de naam die erbij hoort."""
    return besluit(
        code=f"{wat}-intrekken",
        titel=f"Akkoord: intrekken {wat}",
        soms=En(soms, HIER),
        uitleg=f"Het portaal sluit de {wat}, of het dossier dat uw team daarvan overnam, met de termijnen en taken. U stuurt de brief.",
        gevolgen=(
            SluitVerband(verband="melding", stap=intrekken.MET_BERICHT, bron=intrekken.BRON, ook_overgedragen=True),
            taken.brief_intrekking("Bevestig de intrekking per brief aan de burger en/of de aanbieder"),
        ),
    )


NIET_AKKOORD = besluit(
    code="niet-intrekken",
    titel="Niet akkoord: de melding loopt door",
    soms=HIER,
    uitleg="De termijnen van de melding liepen door. De afzender leest uw motivering.",
    gevolgen=(taken.contact_burger("Leg uit waarom de melding doorloopt, en wat de burger kan doen."),),
)
DOORGEGEVEN = besluit(
    code="doorgegeven-buiten",
    titel="De andere gemeente heeft het dossier: geef de vraag door",
    soms=BUITEN_OM,
    uitleg="Het dossier ging buiten het portaal naar die gemeente. Zij besluit over het intrekken.",
    gevolgen=(
        Taak(
            code="intrekking-doorgeven",
            titel="Geef aan de andere gemeente door dat om intrekken is gevraagd",
            rol=Rol.CONSULENT,
            bron=in_overdracht.VOORSTEL,
            uitleg="Buiten het portaal, op een veilige manier. Zeg ook wie het vraagt en waarom.",
        ),
    ),
)

MAILBOX = Mailbox(
    code="intrekken-melding",
    titel="Intrekken melding of aanvraag",
    omschrijving="De burger wil niet verder met een melding of aanvraag, of zij is niet meer nodig.",
    zoekwoorden=(
        "intrekken",
        "melding intrekken",
        "aanvraag intrekken",
        "stoppen",
        "afzien",
        "annuleren",
        "verkeerd aangemeld",
        "toch niet nodig",
        "terugtrekken",
        "ziet af",
        "ziet ervan af",
        "wil niet meer",
        "wil geen zorg meer",
        "bedenkt zich",
    ),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpVerband(regel="team-van-de-melding", verband="melding"),
    verbanden=(
        Verband(
            code="melding",
            titel="De melding of aanvraag",
            mailboxen=met_bericht.MELDINGEN,
            soort=Verbandsoort.MOET,
            open=True,
            meenemen=CLIENTVELDEN,
        ),
    ),
    levensloop=basisloop(
        _akkoord("melding", Niet(GETEKEND)),
        _akkoord("aanvraag", GETEKEND),
        NIET_AKKOORD,
        DOORGEGEVEN,
        intrekbaar=True,
    ),
    geen_termijn="Het handboek noemt geen termijn voor dit besluit. Tot dan lopen de termijnen van de melding door.",
    dubbel="Er loopt al een verzoek om een melding van deze cliënt in te trekken. Kijk of dit daarbij hoort.",
    na_overlijden="Wat nog openstaat, kan dan worden gesloten.",
    bewaring=wmo.DOSSIER,
    bronnen=(intrekken.BRON,),
    bevestiging="De Toegang besluit of de melding kan worden ingetrokken. Tot dan lopen de termijnen door. "
    "Na het besluit volgt een brief aan de burger, aan u, of aan allebei.",
)
