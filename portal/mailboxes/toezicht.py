"""Hoe toezicht een melding behandelt: bevestigen, kiezen wie onderzoekt, conclusies; voor elke mailbox van toezicht.

Wat toezicht kan kiezen staat in Handboek §7. Een voorstel zijn de toestanden, de waarschuwingen en de termijnen: geen bron
noemt ze, dus de regio stelt ze in.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit, stap
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO
from portal.domain.termijn import BijAankomst, BijOvergang, Eenheid, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import Is
from portal.mailboxes import waarschuwingen

PARAGRAAF_7 = Bron(plaats="Handboek §7")
DOOR_REGIO = Bron(plaats="naar Handboek §7, instelling van de regio", voorstel=True)
# Wat meegaat naar een bericht dat op een stap volgt; wie het betreft, blijft bij de melding.
KENMERK = (("kenmerk", "kenmerk"),)
NAAR_RAPPORT = (("gemeente", "gemeente_voorval"), ("afzender.organisatie", "aanbieder"), ("locatie", "locatie"))

BEVESTIGD = Toestand("bevestigd", "Ontvangst bevestigd", Fase.BIJ_TEAM)
GEVRAAGD = Toestand("onderzoek_gevraagd", "Onderzoek gevraagd", Fase.BIJ_AFZENDER)
ONTVANGEN = Toestand("onderzoek_ontvangen", "Uitkomst onderzoek ontvangen", Fase.BIJ_TEAM)
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
        uitleg="U sluit de melding. De aanbieder leest uw motivering.",
        van=("bevestigd", "onderzoek_ontvangen"),
    ),
    naar="afgehandeld",
)
CONCLUSIES = besluit(
    code="conclusies",
    titel="Conclusies vastleggen",
    uitleg="De aanbieder leest uw conclusies en geeft er opvolging aan.",
    van=("onderzoek_ontvangen", "toezicht_onderzoekt"),
    gevolgen=(
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
    onderzoek is dan gedaan, en wat er nog ontbreekt vraagt toezicht met een vraag.
    """
    return basisloop(
        BEVESTIGEN,
        CONCLUSIES,
        EIGEN_ONDERZOEK,
        ZELF_ONDERZOEKEN,
        GEEN_ONDERZOEK,
        UITKOMST_STUREN,
        RAPPORT_ONTVANGEN,
        intrekbaar=False,
        toestanden=(BEVESTIGD, GEVRAAGD, ONTVANGEN, ONDERZOEKT),
        zonder=("oppakken", "doorsturen"),
        termijnstappen=VERBETERINGEN,
    )


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
