"""Wat er gebeurt als een wisseling of verhuizing na het akkoord toch niet doorgaat.

Geen bron zegt dit; alles hier is een voorstel. De ontvangende gemeente vindt de plek niet passend of aanvaardt de overdracht
niet (Handboek §4 B.4 en B.8; ook als bij het verzoek alles is gedaan), of de burger tekent het verkort verslag niet (§4 B.6 en C.6): de open taken en termijnen
vervallen, de afzender leest waarom, en wat al was verstuurd wordt hersteld. Aanvaardt de ontvangende gemeente de overdracht niet, dan
houdt de burger zijn plek: het herstel staat meteen bij het verzoek, en het team besluit daar opnieuw. Wat het zelf terughaalt, kan het
opnieuw overdragen.
"""

from typing import Final

from portal.domain.basisloop import besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import Gevolg, Taak, TakenVervallen
from portal.domain.levensloop import Actie, Overgang
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.voorwaarde import En, Ingevuld, Is, Niet, Of
from portal.mailboxes import taken

VOORSTEL: Final = Bron(plaats="naar Handboek §4 B en C", voorstel=True)
VERVALLEN: Final = TakenVervallen(bron=VOORSTEL)
OVERGEDRAGEN: Final = Is("taak.overdracht", "gedaan")
# Zolang de melding aan het CAK open is, is het akkoord niet uitgevoerd; na de overdracht kan de andere gemeente altijd nog weigeren.
KAN_NOG_MIS: Final = Of(Is("taak.melding-cak", "open"), Is("taak.overdracht", "open"), OVERGEDRAGEN)
WISSELING_LOOPT: Final = En(KAN_NOG_MIS, Niet(Ingevuld("taak.brief-niet-door")))
INTREKKING_NIEUWE: Final = Taak(
    code="intrekking-nieuwe",
    titel="Trek de toewijzing aan de nieuwe aanbieder in met een iWmo 301-bericht",
    rol=Rol.BACKOFFICE,
    bron=VOORSTEL,
    uitleg="Beëindig haar ook op de pagina van de toewijzing.",
    als=Is("taak.301-toewijzing", "gedaan"),
    na_overlijden=True,
)
INGETROKKEN: Final = Of(Is("taak.beschikking", "gedaan"), Is("taak.301-intrekking", "gedaan"))

HERSTEL_TOEWIJZING: Final = Taak(
    code="herstel-toewijzing",
    titel="Herstel de toewijzing: stuur een nieuwe iWmo 301 en beschikking",
    rol=Rol.BACKOFFICE,
    bron=VOORSTEL,
    uitleg="Aan de huidige aanbieder en aan de burger: de beschikking of de intrekking was al verstuurd.",
    als=INGETROKKEN,
    plant=taken.herindicatie(Partij.AFZENDER),
    na_overlijden=True,
)
HERSTEL_CAK: Final = Taak(
    code="herstel-cak",
    titel="Geef aan het CAK door dat de wisseling niet doorgaat",
    rol=Rol.BACKOFFICE,
    bron=VOORSTEL,
    als=Is("taak.melding-cak", "gedaan"),
    na_overlijden=True,
)
NIET_AANVAARD: Final = "overdracht-niet-aanvaard"
TERUGGEHAALD: Final = "overdracht-teruggehaald"


def bij_het_verzoek() -> tuple[Overgang, ...]:
    """Hoe de wisseling bij het verzoek stopt, of er na een overdracht die niet werd aanvaard of werd teruggehaald verdergaat."""
    herstel = (HERSTEL_TOEWIJZING, HERSTEL_CAK)
    return _wisseling(), _niet_aanvaard(naar="in_behandeling", gevolgen=herstel), _teruggehaald()


def bij_de_ontvangende() -> tuple[Overgang, ...]:
    """Hoe de wisseling stopt bij de gemeente die haar had aanvaard, of daar verdergaat als een volgende haar niet aanvaardde."""
    return _toch_niet(), _niet_aanvaard(naar="aanvaard"), _teruggehaald()


def _niet_aanvaard(*, naar: str, gevolgen: tuple[Gevolg, ...] = ()) -> Overgang:
    """De andere gemeente nam de overdracht niet over: wat daarvoor nog moest, hoeft niet meer, en het team besluit opnieuw."""
    return Overgang(
        code=NIET_AANVAARD,
        actie=Actie.VASTLEGGEN,
        van=("besloten", "afgehandeld"),
        naar=naar,
        door=Partij.PORTAAL,
        titel="De andere gemeente heeft de overdracht niet aanvaard",
        uitleg="De open taken vervallen en uw team besluit opnieuw. Wat al was verstuurd, wordt hersteld.",
        soms=OVERGEDRAGEN,
        gevolgen=(TakenVervallen(bron=VOORSTEL, termijnen=False, ook_gedaan=("overdracht",)), *gevolgen),
    )


def _teruggehaald() -> Overgang:
    """Het team haalde de overdracht zelf terug: zij moet nog een keer, of de wisseling gaat niet door."""
    return Overgang(
        code=TERUGGEHAALD,
        actie=Actie.VASTLEGGEN,
        van=("besloten", "afgehandeld"),
        naar="besloten",
        door=Partij.PORTAAL,
        titel="De overdracht is teruggehaald",
        uitleg="Draag de stukken opnieuw over, of leg vast dat het niet doorgaat.",
        soms=OVERGEDRAGEN,
        gevolgen=(
            Taak(
                code="overdracht",
                titel="Draag de stukken opnieuw over aan de ontvangende gemeente",
                rol=Rol.CONSULENT,
                bron=VOORSTEL,
                uitleg="Maak bij dit bericht een nieuwe 'Overdracht bij wisseling'. Gaat het niet door? Leg dat dan vast.",
            ),
        ),
    )


def _wisseling() -> Overgang:
    """De wisseling gaat na het akkoord niet door: de burger houdt zijn toewijzing, of krijgt die terug."""
    return besluit(
        code="gaat-niet-door",
        titel="Wisseling gaat niet door",
        van=("besloten", "afgehandeld"),
        uitleg="De open taken vervallen. Wat al was verstuurd, wordt hersteld. De afzender leest waarom.",
        soms=WISSELING_LOOPT,
        gevolgen=(
            VERVALLEN,
            HERSTEL_TOEWIJZING,
            INTREKKING_NIEUWE,
            HERSTEL_CAK,
            Taak(
                code="inlichten-ontvangende",
                titel="Laat de ontvangende gemeente weten dat de wisseling niet doorgaat",
                rol=Rol.CONSULENT,
                bron=VOORSTEL,
                uitleg="Schrijf het bij het bericht van de overdracht. Had zij al aanvaard, dan legt zij daar vast dat het stopt.",
                na_overlijden=True,
                als=OVERGEDRAGEN,
            ),
            _brief("Laat de burger schriftelijk weten dat de wisseling niet doorgaat"),
        ),
    )


def _toch_niet() -> Overgang:
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
