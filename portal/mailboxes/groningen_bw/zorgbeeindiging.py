"""Voornemen eenzijdige zorgbeëindiging: een aanbieder wil de zorg aan een burger stoppen zonder dat die het ermee eens is.

Bronnen: Handboek §8: alleen om gewichtige redenen en na alle inspanning, onmiddellijk alleen om zeer dringende redenen; de
aanbieder spreekt met de consulent van de betrokken gemeente, zegt de burger of zijn vertegenwoordiger schriftelijk waarom en dat
de centrumgemeente het weet, en stuurt de centrumgemeente de motivatie en de procedure; de centrumgemeente overlegt over de
continuïteit; in een crisissituatie blijft de aanbieder regievoerder tot de overname.

Voorstellen, die in geen bron staan:
- dat dit via het portaal gaat en niet per e-mail;
- de betrokken gemeente krijgt alles; de afdeling CMO krijgt het zonder de cliënt, met het kenmerk, de gemeente en de bijlagen;
- elk behandelt een eigen bericht: de afdeling CMO het overleg over de continuïteit, de consulent wat voor de burger nodig is;
- wie het voornemen intrekt, trekt beide berichten in; is het andere al besloten of afgehandeld, dan staat het er met een e-mail bij;
- heeft de een bezwaren, of zegt de consulent dat de zorg toch doorgaat, dan staat dat met een e-mail ook bij het bericht van de ander, zonder
  de tekst: de ander beslist zelf wat hij ermee doet;
- de taken van de aanbieder staan bij het bericht van de consulent: het iWmo 307-bericht, dat bij einde van zorg altijd volgt
  (§4), en in een crisissituatie eerst de regie tot de overname; wanneer de 307 er moet zijn, noemt het handboek niet;
- is de zorg al beëindigd, dan wordt het bericht aangenomen en gemarkeerd; bij onmiddellijke ingang kreeg de burger de brief soms pas erna;
- koos de aanbieder de verkeerde gemeente, dan stuurt de consulent zijn bericht door;
- de bewaartermijn.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import BASIS_OVERGANGEN, basisloop, besluit
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import Taak, TakenVervallen
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Deel, Groep, Mailbox, Verstreken
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import HEEL, ROMP, Delen, OpAntwoord, VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.voorwaarde import Eerder, Feiten, Is, Niet, Of
from portal.forms import (
    CLIENTVELDEN,
    JA,
    AnoniemeTekstVeld,
    ClientFormulier,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    TekstVeld,
    VinkVeld,
)
from portal.mailboxes import beeindiging

PARAGRAAF_8 = Bron(plaats="Handboek §8")
CLIENT = tuple(veld for veld in CLIENTVELDEN if veld != "kenmerk")
VOORSTEL = Bron(plaats="naar Handboek §8", voorstel=True)
ONMIDDELLIJK = Is("onmiddellijk", JA)
CRISIS = Is("crisis", JA)
GEEN_NAMEN = "Noem de cliënt hier niet: ook de centrumgemeente leest dit."


class Formulier(ClientFormulier):
    """De vragen van een voornemen tot zorgbeëindiging."""

    versie = 1
    secties = (
        ("Cliënt", (*CLIENT, "kenmerk")),
        ("Het voornemen", ("gemeente", "gronden", "inspanningen", "einddatum", "onmiddellijk", "dringend", "crisis")),
        ("Wie het weet", ("consulent", "consulent_op", "burger_op", "burger_weet")),
    )

    kenmerk = TekstVeld(
        "Uw kenmerk",
        hint="Het nummer van de cliënt in uw eigen systeem. De centrumgemeente kent de cliënt alleen hiermee.",
        maximaal=50,
        leeg="Vul uw kenmerk in.",
    )
    gemeente = GemeenteVeld(
        "Welke gemeente is betrokken?",
        hint="De gemeente van de indicatie. Haar consulent krijgt het hele bericht.",
        leeg="Kies welke gemeente betrokken is.",
    )
    gronden = AnoniemeTekstVeld(
        "Wat zijn de gronden?", hint=f"Sinds wanneer, en waarom. {GEEN_NAMEN}", leeg="Schrijf op wat de gronden zijn."
    )
    inspanningen = AnoniemeTekstVeld(
        "Wat heeft u gedaan om dit te voorkomen?", hint=GEEN_NAMEN, leeg="Schrijf op wat u heeft gedaan."
    )
    einddatum = DatumVeld(
        "Op welke dag wilt u de zorg beëindigen?",
        hint="Bijvoorbeeld 31-12-2026.",
        leeg="Vul de dag in waarop u de zorg wilt beëindigen.",
    )
    onmiddellijk = JaNeeVeld(
        "Wilt u de zorg onmiddellijk beëindigen?",
        hint="Dat kan alleen om zeer dringende redenen, bijvoorbeeld extreme agressie.",
        leeg="Kies of u de zorg onmiddellijk wilt beëindigen.",
    )
    dringend = AnoniemeTekstVeld(
        "Wat zijn de zeer dringende redenen?",
        hint=GEEN_NAMEN,
        toon_als=ONMIDDELLIJK,
        alleen_als="Alleen als u de zorg onmiddellijk wilt beëindigen.",
        leeg="Schrijf op wat de zeer dringende redenen zijn.",
    )
    crisis = JaNeeVeld(
        "Is het een crisissituatie?",
        hint="Dan blijft u regievoerder tot een andere aanbieder de burger overneemt.",
        leeg="Kies of het een crisissituatie is.",
    )
    consulent = TekstVeld(
        "Met welke consulent heeft u gesproken?",
        hint="Van de betrokken gemeente.",
        leeg="Vul in met welke consulent u heeft gesproken.",
    )
    consulent_op = DatumVeld(
        "Op welke dag was dat?", hint="Bijvoorbeeld 31-12-2026.", verleden=True, leeg="Vul de dag van het gesprek in."
    )
    burger_op = DatumVeld(
        "Op welke dag kreeg de burger of zijn vertegenwoordiger de reden schriftelijk?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in waarop de burger de reden schriftelijk kreeg.",
    )
    burger_weet = VinkVeld(
        "De burger of zijn vertegenwoordiger weet dat de centrumgemeente dit voornemen kent",
        hint="Zeg het hem voordat u dit verstuurt.",
        leeg="Zeg het de burger of zijn vertegenwoordiger, en kruis dit daarna aan.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Eerst krijgt de burger de reden, dan eindigt de zorg; alleen met onmiddellijke ingang kan de brief later komen (§8)."""
        if Eerder("einddatum", "burger_op").geldt(feiten) and not ONMIDDELLIJK.geldt(feiten):
            yield Fout(
                veld="einddatum",
                tekst="Deze dag ligt voor de dag waarop de burger de reden kreeg. Controleer beide datums. Stopte de zorg onmiddellijk, om "
                "zeer dringende redenen? Kies dan 'Ja' bij 'Wilt u de zorg onmiddellijk beëindigen?'.",
            )


# De consulent kent de cliënt; aan de afdeling CMO valt niets door te sturen of na te lopen.
BIJ_CONSULENT = Is("team.soort", Teamsoort.TOEGANG.value)
REGIE = Taak(
    code="regie",
    titel="Blijf regievoerder tot een andere aanbieder de burger overneemt",
    rol=Rol.INDIENER,
    team=Partij.AFZENDER,
    bron=PARAGRAAF_8,
    uitleg="Ook tijdens de crisisplaatsing bent u verantwoordelijk. De Toegang kan helpen een passend aanbod te vinden. Vul de dag "
    "van de overname in.",
    als=CRISIS,
)
STOPBERICHT = Taak(
    code="stop-307",
    titel="Stuur het iWmo 307-bericht als de zorg is geëindigd",
    rol=Rol.INDIENER,
    team=Partij.AFZENDER,
    bron=Bron(plaats="Handboek §4"),
    uitleg="Dat doet u altijd, ook als de zorg eindigt op de einddatum. Gaat de beëindiging niet door? Schrijf dat bij dit bericht.",
    als=Niet(CRISIS),
)
NA_OVERNAME = replace(STOPBERICHT, code="stop-307-na-overname", als=CRISIS, na=(REGIE.code,))
AFGESPROKEN = "Schrijf op wat is afgesproken over de zorg voor de burger. De aanbieder leest het."
GEVOERD = replace(
    besluit(
        code="overleg-gevoerd",
        titel="Overleg gevoerd",
        uitleg=f"{AFGESPROKEN} Hij krijgt de taak om het 307-bericht te sturen, en in een crisissituatie om regievoerder te blijven tot "
        "de overname.",
        soms=BIJ_CONSULENT,
        gevolgen=(REGIE, STOPBERICHT, NA_OVERNAME),
    ),
    tekstlabel="Wat is afgesproken?",
)
CONTINUITEIT = replace(
    GEVOERD,
    code="continuiteit-besproken",
    titel="Overleg over de continuïteit gevoerd",
    uitleg=AFGESPROKEN,
    naar="afgehandeld",
    soms=Niet(BIJ_CONSULENT),
    gevolgen=(),
)
# Besluit de aanbieder met de consulent dat de zorg toch doorgaat, dan vervalt wat hij nog moest doen.
GAAT_DOOR = replace(
    besluit(
        code="zorg-gaat-door",
        titel="De zorg gaat toch door",
        van=("besloten",),
        uitleg="De taken van de aanbieder vervallen. Hij leest waarom.",
        soms=Of(*(Is(f"taak.{taak.code}", "open") for taak in (STOPBERICHT, NA_OVERNAME))),
        gevolgen=(TakenVervallen(bron=VOORSTEL), beeindiging.meld(beeindiging.GEMEENTE_GAAT_DOOR)),
    ),
    naar="afgehandeld",
    tekstlabel="Waarom gaat de zorg door?",
)
DOORSTUREN = replace(next(stap for stap in BASIS_OVERGANGEN if stap.code == "doorsturen"), soms=BIJ_CONSULENT)
NIET_AKKOORD = replace(
    besluit(
        code="bezwaren",
        titel="Bezwaren tegen het voornemen",
        uitleg="De aanbieder leest waarom, en wat hij eerst moet doen. De andere ontvanger ziet dat u bezwaren heeft, niet welke.",
        gevolgen=(
            beeindiging.meld(beeindiging.GEMEENTE_BEZWAREN, als=BIJ_CONSULENT),
            beeindiging.meld(beeindiging.CMO_BEZWAREN, als=Niet(BIJ_CONSULENT)),
        ),
    ),
    naar="afgehandeld",
    tekstlabel="Wat zijn de bezwaren?",
)

MAILBOX = Mailbox(
    code="zorgbeeindiging",
    titel="Voornemen eenzijdige zorgbeëindiging",
    omschrijving="U wilt de zorg aan een burger beëindigen terwijl hij het daar niet mee eens is.",
    zoekwoorden=(
        "zorgbeëindiging",
        "opzeggen",
        "beëindigen",
        "zorgovereenkomst",
        "stoppen met zorg",
        "eruit zetten",
        "uit zorg zetten",
        "uitzetten",
        "uitgezet",
        "contract opzeggen",
        "wegsturen",
        "weggestuurd",
        "zorg weigeren",
        "huisregels",
        "regels overtreden",
        "houdt zich niet aan regels",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    delen=(Deel(code="client", titel="De cliënt", velden=CLIENT, reden_nodig=False),),
    routering=Delen(
        delen=(
            (HEEL, OpAntwoord(regel="betrokken-gemeente", veld="gemeente", rol="betrokken gemeente")),
            (ROMP, VastTeam(regel="cmo", soort=Teamsoort.CMO)),
        )
    ),
    per_ontvanger=True,
    levensloop=basisloop(
        GEVOERD,
        CONTINUITEIT,
        NIET_AKKOORD,
        GAAT_DOOR,
        DOORSTUREN,
        beeindiging.INTREKKEN_BEIDE,
        *beeindiging.GEMELD,
        intrekbaar=False,
        zonder=("doorsturen",),
    ),
    bijlagen=(
        BijlageEis(
            code="motivatie",
            titel="Motivatie van de beëindiging",
            hint="Noem de cliënt alleen met uw kenmerk: ook de centrumgemeente leest dit.",
            bron=PARAGRAAF_8,
            ook_voor=(ROMP,),
        ),
        BijlageEis(
            code="procedure",
            titel="Procedure zorgbeëindiging",
            hint="De stappen die u heeft gezet. Noem de cliënt alleen met uw kenmerk.",
            bron=PARAGRAAF_8,
            ook_voor=(ROMP,),
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn voor een voornemen tot zorgbeëindiging.",
    verstreken=(
        Verstreken(
            veld="einddatum",
            titel="De zorg is al beëindigd",
            voor_afzender="U kunt dit versturen, maar een voornemen meldt u voordat de zorg stopt. Alleen om zeer dringende redenen kan zij "
            "onmiddellijk stoppen. Schrijf op wie de burger nu helpt, en controleer de datum.",
            voor_team="Het bericht kwam daarna en is aangenomen. Kijk of er zeer dringende redenen waren, en wie de burger nu helpt.",
            bron=VOORSTEL,
        ),
        Verstreken(
            veld="client.overleden",
            voor="einddatum",
            titel="De cliënt overleed eerder dan de zorg hier zou eindigen",
            voor_afzender="De indicatie eindigt per datum van overlijden: de zorg eindigde uiterlijk die dag. U kunt dit alleen nog versturen "
            "als zij al eerder was beëindigd. Controleer de datum.",
            voor_team="De indicatie eindigt per datum van overlijden: de zorg eindigde uiterlijk die dag. Voor een latere dag is er niets meer te "
            "beëindigen. Vraag de aanbieder welke dag klopt.",
            bron=Bron(plaats="naar Handboek §5.8", voorstel=True),
        ),
    ),
    dubbel="Er loopt al een zorgbeëindiging van deze cliënt. Kijk of dit dezelfde is.",
    na_overlijden="De zorg kan zijn beëindigd voordat de cliënt overleed.",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="Wmo 5.3.4")),
    bronnen=(PARAGRAAF_8,),
    bevestiging="De centrumgemeente overlegt met u over de continuïteit van de zorg. In een crisissituatie blijft u regievoerder "
    "tot de overname. Eindigt de zorg, dan stuurt u het iWmo 307-bericht.",
)
