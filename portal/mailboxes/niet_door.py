"""Wat er gebeurt als een wisseling of verhuizing na het akkoord toch niet doorgaat.

Geen bron zegt dit; alles hier is een voorstel. De ontvangende gemeente vindt de plek niet passend of aanvaardt de overdracht
niet (Handboek §4 B.4 en B.8; ook als bij het verzoek alles is gedaan), of de burger tekent het verkort verslag niet (§4 B.6 en C.6): de open taken en termijnen
vervallen, de afzender leest waarom, en wat al was verstuurd wordt hersteld.
"""

from typing import Final

from portal.domain.basisloop import besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import Taak, TakenVervallen
from portal.domain.levensloop import Overgang
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.voorwaarde import En, Ingevuld, Is, Niet, Of
from portal.mailboxes import taken

VOORSTEL: Final = Bron(plaats="naar Handboek §4 B en C", voorstel=True)
VERVALLEN: Final = TakenVervallen(bron=VOORSTEL)
# Zolang de melding aan het CAK open is, is het akkoord niet uitgevoerd; na de overdracht kan de andere gemeente altijd nog weigeren.
KAN_NOG_MIS: Final = Of(Is("taak.melding-cak", "open"), Ingevuld("taak.overdracht"))
WISSELING_LOOPT: Final = En(KAN_NOG_MIS, Niet(Ingevuld("taak.brief-niet-door")))
INTREKKING_NIEUWE: Final = Taak(
    code="intrekking-nieuwe",
    titel="Trek de toewijzing aan de nieuwe aanbieder in met een iWmo 301-bericht",
    rol=Rol.BACKOFFICE,
    bron=VOORSTEL,
    uitleg="Beëindig haar ook op de pagina van de toewijzing.",
    als=Is("taak.301-toewijzing", "gedaan"),
)
INGETROKKEN: Final = Of(Is("taak.beschikking", "gedaan"), Is("taak.301-intrekking", "gedaan"))


def wisseling() -> Overgang:
    """De wisseling gaat na het akkoord niet door: de burger houdt zijn toewijzing, of krijgt die terug."""
    return besluit(
        code="gaat-niet-door",
        titel="Wisseling gaat niet door",
        van=("besloten", "afgehandeld"),
        uitleg="De open taken vervallen. Wat al was verstuurd, wordt hersteld. De afzender leest waarom.",
        soms=WISSELING_LOOPT,
        gevolgen=(
            VERVALLEN,
            Taak(
                code="herstel-toewijzing",
                titel="Herstel de toewijzing: stuur een nieuwe iWmo 301 en beschikking",
                rol=Rol.BACKOFFICE,
                bron=VOORSTEL,
                uitleg="Aan de huidige aanbieder en aan de burger: de beschikking of de intrekking was al verstuurd.",
                als=INGETROKKEN,
                plant=taken.herindicatie(Partij.AFZENDER),
            ),
            INTREKKING_NIEUWE,
            Taak(
                code="herstel-cak",
                titel="Geef aan het CAK door dat de wisseling niet doorgaat",
                rol=Rol.BACKOFFICE,
                bron=VOORSTEL,
                als=Is("taak.melding-cak", "gedaan"),
            ),
            Taak(
                code="inlichten-ontvangende",
                titel="Laat de ontvangende gemeente weten dat de wisseling niet doorgaat",
                rol=Rol.CONSULENT,
                bron=VOORSTEL,
                uitleg="Schrijf het bij het bericht van de overdracht. Had zij al aanvaard, dan legt zij daar vast dat het stopt.",
                als=Is("taak.overdracht", "gedaan"),
            ),
            _brief("Laat de burger schriftelijk weten dat de wisseling niet doorgaat"),
        ),
    )


def bij_de_ontvangende() -> Overgang:
    """De wisseling gaat niet door nadat de ontvangende gemeente haar had aanvaard: wat daar al was verstuurd, wordt hersteld."""
    return besluit(
        code="toch-niet",
        titel="Toch niet overnemen: de wisseling gaat niet door",
        van=("aanvaard", "besloten", "afgehandeld"),
        uitleg="De open taken en termijnen vervallen. De andere gemeente leest waarom.",
        soms=En(Niet(Ingevuld("taak.weer-bij-ons")), Niet(Ingevuld("taak.brief-niet-door"))),
        gevolgen=(
            VERVALLEN,
            INTREKKING_NIEUWE,
            Taak(
                code="intrekkingsbeschikking",
                titel="Stuur de burger een intrekkingsbeschikking",
                rol=Rol.BACKOFFICE,
                bron=VOORSTEL,
                uitleg="De toekenningsbeschikking was al verstuurd.",
                als=Is("taak.beschikking", "gedaan"),
            ),
            _brief("Laat de burger en de nieuwe aanbieder schriftelijk weten dat de wisseling niet doorgaat"),
        ),
    )


def andere_locatie() -> Overgang:
    """De verhuizing naar een andere locatie gaat na het akkoord niet door; de toewijzing is dan nog dezelfde."""
    return besluit(
        code="gaat-niet-door",
        titel="Verhuizing gaat niet door",
        van=("besloten",),
        uitleg="De open taken vervallen. De burger blijft op de huidige locatie. De afzender leest waarom.",
        soms=Is("taak.brief-locatie", "open"),
        gevolgen=(VERVALLEN, _brief("Laat de burger schriftelijk weten dat de verhuizing niet doorgaat")),
    )


def _brief(titel: str) -> Taak:
    return Taak(code="brief-niet-door", titel=titel, rol=Rol.CONSULENT, bron=VOORSTEL)
