"""Verzoek van toezicht om informatie, gesprek of onderzoek: toezicht vraagt het een aanbieder, op grond van de Awb.

Bronnen: Handboek §7 (de toezichthouders toetsen op basis van een melding, een signaal of een risicoprofiel, en vragen de
aanbieder om onderzoek); Awb 5:16 (inlichtingen), 5:17 (inzage in gegevens en bescheiden) en 5:20 (plicht tot medewerking).

Voorstellen, die in geen bron staan:
- dat dit via het portaal gaat;
- toezicht noemt zelf de dag waarop het antwoord er moet zijn; die schuift niet op;
- de waarschuwing aan de aanbieder, twee werkdagen voor die dag;
- een aanbieder die weigert, schrijft op waarom; wat daarop volgt, besluit toezicht buiten dit bericht.
"""

from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAfzender
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import Eenheid, OpDatum, Termijn
from portal.forms import BerichtFormulier, DatumVeld, KeuzeVeld, LangeTekstVeld, OntvangerVeld
from portal.mailboxes import ontvanger, waarschuwingen

PARAGRAAF_7 = Bron(plaats="Handboek §7")
VOORSTEL = Bron(plaats="naar Handboek §7", voorstel=True)


class Formulier(BerichtFormulier):
    """De vragen van een verzoek van toezicht."""

    versie = 1
    secties = (
        ("Aan wie", ("ontvanger",)),
        ("Uw verzoek", ("soort", "grondslag", "wat", "uiterlijk")),
    )
    in_lijst = ("soort",)

    ontvanger = OntvangerVeld(
        "Van welke aanbieder vraagt u dit?",
        hint="Iedereen die daar berichten mag lezen, kan dit openen.",
        leeg="Kies van welke aanbieder u dit vraagt.",
    )
    soort = KeuzeVeld(
        "Wat vraagt u?",
        keuzes=(
            ("informatie", "Informatie of stukken"),
            ("gesprek", "Een gesprek"),
            ("onderzoek", "Een eigen onderzoek van de aanbieder"),
        ),
        leeg="Kies wat u vraagt.",
    )
    grondslag = KeuzeVeld(
        "Op welke grond vraagt u dit?",
        keuzes=(
            ("awb-5-16", "Awb 5:16: inlichtingen"),
            ("awb-5-17", "Awb 5:17: inzage in gegevens en bescheiden"),
            ("awb-5-20", "Awb 5:20: medewerking"),
        ),
        leeg="Kies op welke grond u dit vraagt.",
    )
    wat = LangeTekstVeld(
        "Wat wilt u precies hebben of weten?",
        hint="Noem ook waar u nog niet om vraagt maar wel naar kijkt, als de aanbieder dat mag weten.",
        leeg="Schrijf op wat u wilt hebben of weten.",
    )
    uiterlijk = DatumVeld(
        "Op welke dag moet het er uiterlijk zijn?",
        hint="Bijvoorbeeld 31-12-2026.",
        leeg="Vul de dag in waarop het er uiterlijk moet zijn.",
    )


MAILBOX = Mailbox(
    code="vordering-toezicht",
    titel="Verzoek van toezicht om informatie, gesprek of onderzoek",
    omschrijving="Toezicht vraagt een aanbieder om informatie, een gesprek of een eigen onderzoek.",
    zoekwoorden=("vordering", "informatie opvragen", "inlichtingen", "gesprek", "onderzoek", "toezicht"),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.TOEZICHT, rollen=(Rol.TOEZICHTHOUDER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpAfzender(regel="gekozen-aanbieder", veld="ontvanger"),
    levensloop=ontvanger.loop(
        ontvanger.antwoorden(),
        ontvanger.weigeren(titel="Weigeren", tekstlabel="Waarom geeft u dit niet?"),
    ),
    bijlagen=(BijlageEis(code="stukken", titel="Bijlagen bij uw verzoek", bron=VOORSTEL, eis=Eis.MAG, aantal=5),),
    termijnen=(
        Termijn(
            code="antwoord",
            titel="Antwoord aan toezicht",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            begint=OpDatum("uiterlijk"),
            begin_in_woorden="de dag die de toezichthouder noemde",
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=VOORSTEL,
            eindigt=("beantwoord", "geweigerd"),
            waarschuwingen=(
                waarschuwingen.vooraf(2, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),
                *waarschuwingen.DE_AFZENDER_WACHT,
            ),
        ),
    ),
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(PARAGRAAF_7, Bron(plaats="Awb 5:16, 5:17 en 5:20")),
    bevestiging="De aanbieder krijgt een e-mail dat er iets klaarstaat. U ziet wanneer hij het opent, en u leest hier zijn antwoord.",
)
