"""Hoe toezicht een melding behandelt: bevestigen, kiezen wie onderzoekt, conclusies; voor elke mailbox van toezicht.

Wat toezicht kan kiezen staat in Handboek §7. Een voorstel zijn de toestanden, de waarschuwingen en de termijnen: geen bron
noemt ze, dus de regio stelt ze in. De dag waarop de opvolging er uiterlijk is, noemt toezicht zelf bij zijn conclusies; noemt het
geen dag, dan is er alleen de taak. Dat de aanbieder daaraan wordt herinnerd, is ook een voorstel.
"""

from dataclasses import replace

from portal.domain.afsluiten import ook_daarna
from portal.domain.basisloop import basisloop, besluit, stap
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO
from portal.domain.termijn import BijAankomst, BijAntwoord, BijOvergang, Eenheid, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import Is
from portal.forms import BerichtFormulier, DatumVeld
from portal.mailboxes import waarschuwingen

PARAGRAAF_7 = Bron(plaats="Handboek §7")
DOOR_REGIO = Bron(plaats="naar Handboek §7, instelling van de regio", voorstel=True)
# Wat meegaat naar een bericht dat op een stap volgt; wie het betreft, blijft bij de melding.
KENMERK = (("kenmerk", "kenmerk"),)
NAAR_RAPPORT = (("gemeente", "gemeente_voorval"), ("afzender.organisatie", "aanbieder"), ("locatie", "locatie"))

BEVESTIGD = Toestand("bevestigd", "Ontvangst bevestigd", Fase.BIJ_TEAM)
GEVRAAGD = Toestand("onderzoek_gevraagd", "Onderzoek gevraagd", Fase.BIJ_AFZENDER)
ONTVANGEN = Toestand("onderzoek_ontvangen", "Uitkomst onderzoek ontvangen", Fase.BIJ_TEAM)
# Een eigen toestand, want alleen wat zonder onderzoek werd gesloten, gaat weer open.
ZONDER_ONDERZOEK = Toestand("zonder_onderzoek", "Afgehandeld zonder verder onderzoek", Fase.KLAAR)
ONDERZOEKT = Toestand("toezicht_onderzoekt", "Toezicht onderzoekt", Fase.BIJ_TEAM)

BEVESTIGEN = Overgang(
    code="ontvangst-bevestigen",
    actie=Actie.BEVESTIGEN,
    van=("ingediend", "geopend", "in_behandeling", "aangevuld"),
    naar="bevestigd",
    door=Partij.BEHANDELEND_TEAM,
    titel="Ontvangst bevestigen",
    uitleg="De aanbieder weet dan dat u de melding heeft gelezen. Daarna kiest u wie onderzoekt.",
    tekst=Tekst.MAG,
    tekstlabel="Bericht voor de aanbieder",
)
EIGEN_ONDERZOEK = replace(
    stap(
        code="eigen-onderzoek-vragen",
        titel="Eigen onderzoek vragen aan de aanbieder",
        van=("bevestigd", "toezicht_onderzoekt"),
        naar="onderzoek_gevraagd",
        uitleg="De aanbieder onderzoekt zelf en stuurt u de uitkomst.",
        tekst=Tekst.MOET,
        tekstlabel="Wat moet de aanbieder onderzoeken?",
    ),
    gevolgen=(NieuwBericht(mailbox="onderzoeksrapport-aanbieder", velden=KENMERK, bron=PARAGRAAF_7),),
)
# De stap van het portaal als de uitkomst met een eigen bericht kwam: het onderzoeksrapport.
RAPPORT_ONTVANGEN = Overgang(
    code="rapport-met-bericht",
    actie=Actie.AANVULLEN,
    van=("onderzoek_gevraagd",),
    naar="onderzoek_ontvangen",
    door=Partij.PORTAAL,
    titel="Onderzoeksrapport ontvangen met een bericht dat hierbij hoort",
    uitleg="Toezicht beoordeelt het rapport en legt daarna hier de conclusies vast.",
)
ZELF_ONDERZOEKEN = stap(
    code="zelf-onderzoeken",
    titel="Toezicht onderzoekt zelf",
    van=("bevestigd", "onderzoek_gevraagd", "onderzoek_ontvangen"),
    naar="toezicht_onderzoekt",
    uitleg="De aanbieder ziet dat u onderzoekt. Schrijf niets over een onaangekondigd bezoek.",
    tekstlabel="Bericht voor de aanbieder",
)
UITKOMST_STUREN = Overgang(
    code="uitkomst-sturen",
    actie=Actie.AANVULLEN,
    van=("onderzoek_gevraagd",),
    naar="onderzoek_ontvangen",
    door=Partij.AFZENDER,
    titel="Uitkomst van uw onderzoek sturen",
    uitleg="Toezicht ziet uw tekst meteen. Noem geen namen.",
    tekst=Tekst.MOET,
    tekstlabel="Wat is de uitkomst van uw onderzoek?",
    bijlagen=(BijlageEis(code="rapport", titel="Onderzoeksrapport", bron=PARAGRAAF_7, eis=Eis.MAG, aantal=5),),
)
GEEN_ONDERZOEK = replace(
    besluit(
        code="geen-onderzoek",
        titel="Geen verder onderzoek",
        uitleg="U sluit de melding. De aanbieder leest uw motivering. Komt er later toch iets bij? U kunt de melding heropenen.",
        van=("bevestigd", "onderzoek_ontvangen"),
    ),
    naar=ZONDER_ONDERZOEK.code,
)
# Voorstel: een besluit om niet te onderzoeken is niet voor altijd; er kan iets nieuws blijken.
TOCH_ONDERZOEK = Overgang(
    code="toch-onderzoek",
    actie=Actie.HEROPENEN,
    van=(ZONDER_ONDERZOEK.code,),
    naar="bevestigd",
    terug=GEEN_ONDERZOEK.van,
    door=Partij.BEHANDELEND_TEAM,
    titel="Heropenen: er is toch iets te onderzoeken",
    uitleg="De melding staat weer waar zij stond, en u kiest opnieuw wie onderzoekt. Er begint geen nieuwe termijn. De aanbieder "
    "leest uw tekst.",
    tekst=Tekst.MOET,
    tekstlabel="Waarom gaat de melding weer open?",
)


class Opvolgdag(BerichtFormulier):
    """Wanneer toezicht de opvolging wil hebben."""

    versie = 1
    secties = (("De opvolging", ("opvolging_op",)),)

    opvolging_op = DatumVeld(
        "Op welke dag moet de opvolging er uiterlijk zijn?",
        hint="Bijvoorbeeld 31-12-2026. De aanbieder krijgt een herinnering, en u hoort het als er niets komt. Noemt u geen "
        "dag, dan blijft de taak bij de aanbieder staan tot hij zijn opvolging stuurt.",
        verplicht=False,
    )


# De taak van de aanbieder, die eindigt als hij zijn opvolging stuurt.
OPVOLGING = "opvolging"
CONCLUSIES = replace(
    besluit(
        code="conclusies",
        titel="Conclusies vastleggen",
        uitleg="De aanbieder leest uw conclusies en krijgt de taak om er opvolging aan te geven.",
        van=("onderzoek_ontvangen", "toezicht_onderzoekt"),
    ),
    tekstlabel="Wat zijn uw conclusies?",
    formulier=Opvolgdag,
    gevolgen=(
        Taak(
            code=OPVOLGING,
            titel="Stuur toezicht uw opvolging van de conclusies",
            rol=Rol.INDIENER,
            team=Partij.AFZENDER,
            bron=PARAGRAAF_7,
            uitleg="Met 'Opvolging en verbeterplan' bij deze melding. De taak is gedaan als u dat heeft verstuurd.",
        ),
        Taak(
            code="rapport-colleges",
            titel="Stuur uw bevindingen aan het college van de centrumgemeente en van de gemeente van het voorval",
            rol=Rol.TOEZICHTHOUDER,
            bron=PARAGRAAF_7,
            uitleg="Is dat dezelfde gemeente? Stuur het rapport dan één keer.",
        ),
        Taak(
            code="rapport-buiten",
            titel="Stuur uw bevindingen buiten het portaal aan het college van de gemeente van het voorval",
            rol=Rol.TOEZICHTHOUDER,
            bron=PARAGRAAF_7,
            uitleg="Die gemeente ligt buiten de regio en doet niet mee in het portaal. Stuur het rapport op een veilige manier.",
            als=Is("gemeente", BUITEN_DE_REGIO),
        ),
        NieuwBericht(mailbox="toezicht-rapport", velden=NAAR_RAPPORT, bron=PARAGRAAF_7),
        NieuwBericht(mailbox="opvolging-toezicht", velden=KENMERK, bron=PARAGRAAF_7),
    ),
)


def behandeling() -> Levensloop:
    """De levensloop van een melding: oppakken is bevestigen; niet in te trekken en niet door te sturen (voorstel).

    De volgorde is die van de knoppen: wat meestal volgt staat vooraan. Is er een uitkomst, dan zijn dat de conclusies; eigen
    onderzoek is dan gedaan, en wat er nog ontbreekt vraagt toezicht met een vraag. Ook na 'Geen verder onderzoek' schrijven beide
    kanten elkaar, en kan toezicht de melding heropenen.
    """
    loop = basisloop(
        BEVESTIGEN,
        CONCLUSIES,
        EIGEN_ONDERZOEK,
        ZELF_ONDERZOEKEN,
        GEEN_ONDERZOEK,
        UITKOMST_STUREN,
        RAPPORT_ONTVANGEN,
        TOCH_ONDERZOEK,
        intrekbaar=False,
        toestanden=(BEVESTIGD, GEVRAAGD, ONTVANGEN, ONDERZOEKT, ZONDER_ONDERZOEK),
        zonder=("oppakken", "doorsturen"),
        termijnstappen=VERBETERINGEN,
    )
    return replace(loop, overgangen=tuple(ook_daarna(o, ZONDER_ONDERZOEK) for o in loop.overgangen))


def termijnen() -> tuple[Termijn, ...]:
    """De termijnen van toezicht en van het eigen onderzoek van de aanbieder, zoals de regio ze instelt."""
    return (
        _door_regio("bevestigen", "Ontvangst bevestigen", 1, Eenheid.WERKDAG, "ontvangst-bevestigen"),
        _door_regio(
            "oordeel",
            "Eerste oordeel",
            5,
            Eenheid.WERKDAG,
            "eigen-onderzoek-vragen",
            "zelf-onderzoeken",
            "geen-onderzoek",
        ),
        _door_regio(
            "eigen-onderzoek",
            "Uitkomst eigen onderzoek",
            6,
            Eenheid.WEEK,
            "uitkomst-sturen",
            RAPPORT_ONTVANGEN.code,
            vervalt=("zelf-onderzoeken",),
        ),
        Termijn(
            code="opvolging",
            titel="Opvolging van de conclusies",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            begint=BijAntwoord(CONCLUSIES.code, veld="opvolging_op"),
            eigenaar=Partij.AANBIEDER,
            bron=Bron(plaats="naar Handboek §7, de dag die toezicht noemt", voorstel=True),
            schuift=False,
            eindigt=(f"taak:{OPVOLGING}",),
            waarschuwingen=(
                *waarschuwingen.VAN_DE_AANBIEDER,
                waarschuwingen.escalatie(1, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),
            ),
        ),
    )


def _door_regio(
    code: str, titel: str, aantal: int, eenheid: Eenheid, *eindigt: str, vervalt: tuple[str, ...] = ()
) -> Termijn:
    """Een termijn waarvan geen bron de lengte noemt: de regio stelt hem in."""
    na_vraag = code == "eigen-onderzoek"
    herinnering = waarschuwingen.VAN_DE_AANBIEDER if na_vraag else ()
    return Termijn(
        code=code,
        titel=titel,
        aantal=aantal,
        eenheid=eenheid,
        instelling=f"toezicht_{code}",
        begint=BijOvergang("eigen-onderzoek-vragen") if na_vraag else BijAankomst(),
        eigenaar=Partij.AANBIEDER if na_vraag else Partij.BEHANDELEND_TEAM,
        bron=DOOR_REGIO,
        eindigt=eindigt,
        vervalt=vervalt,
        waarschuwingen=(*herinnering, waarschuwingen.escalatie(1, Eenheid.WERKDAG)),
    )
