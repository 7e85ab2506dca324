"""Wat volgt als een team vastlegt dat een burger is overleden, en hoe dat ongedaan wordt: voor elke mailbox daarover gelijk.

Geen bron zegt dit: wat er eindigt, wie dat hoort en wat terugkomt, staat als voorstel bij elk van die mailboxen.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from portal.domain.basisloop import besluit
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import BeeindigClient, Gevolg, HerstelClient, Taak, TakenVervallen
from portal.domain.levensloop import Fase, Overgang, Toestand
from portal.domain.mailbox import Verstreken
from portal.domain.rollen import Rol
from portal.domain.voorwaarde import Eerder, Feiten, Is
from portal.forms import DatumVeld, LangeTekstVeld

HERROEPEN: Final = Toestand("herroepen", "Toch niet overleden", Fase.KLAAR)
UITLEG: Final = "Alle andere termijnen en verplichtingen over deze burger bij uw team eindigen, en wat deze aanbieder nog moest sturen."


def dag_van_overlijden() -> DatumVeld:
    """De vraag naar de dag, waar de termijnen na een overlijden vanaf tellen."""
    return DatumVeld(
        "Op welke dag is de burger overleden?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in waarop de burger is overleden.",
    )


def toelichting() -> LangeTekstVeld:
    """De vraag naar wat de gemeente nog moet weten."""
    return LangeTekstVeld(
        "Wat moet de gemeente nog weten?",
        hint="Bijvoorbeeld wie de contactpersoon van de nabestaanden is.",
        verplicht=False,
    )


def na_de_geboorte(feiten: Feiten) -> Iterable[Fout]:
    """Niemand overlijdt voor zijn geboorte."""
    if Eerder("overlijdensdatum", "geboortedatum").geldt(feiten):
        yield Fout(
            veld="overlijdensdatum",
            tekst="Deze dag ligt voor de geboortedatum van de burger. Controleer beide datums.",
        )


def lang_geleden(bron: Bron) -> Verstreken:
    """Een overlijden van meer dan drie maanden geleden: vaak is dan het jaar verkeerd getypt."""
    return Verstreken(
        veld="overlijdensdatum",
        maanden=3,
        titel="Het overlijden is meer dan drie maanden geleden",
        voor_afzender="U kunt dit versturen. Controleer eerst de dag en het jaar: de zorg eindigde uiterlijk die dag.",
        voor_team="Controleer de dag en het jaar voordat u het vastlegt: alle toewijzingen van deze afzender eindigen op die dag.",
        bron=bron,
    )


def vastleggen(*taken: Taak, bron: Bron) -> tuple[Gevolg, ...]:
    """Wat op het vastleggen volgt: deze taken, anderen inlichten, en al het andere over deze burger eindigt."""
    return (
        *taken,
        Taak(
            code="anderen-inlichten",
            titel="Laat andere gemeenten en aanbieders waar u van weet het overlijden weten",
            rol=Rol.CONSULENT,
            bron=bron,
            uitleg="Het portaal vertelt het hun niet: hun termijnen en verplichtingen over deze burger lopen door. De datum van "
            "overlijden staat in dit bericht. Noem haar alleen aan wie deze burger kent, telefonisch of met een eigen bericht, en "
            "nooit per e-mail. Een andere gemeente legt het overlijden daarna zelf vast.",
        ),
        BeeindigClient(
            bron=bron,
            dag="overlijdensdatum",
            nakijken=Taak(
                code="misschien-dezelfde",
                titel="Kijk of er nog berichten zijn over deze overleden cliënt",
                rol=Rol.CONSULENT,
                bron=bron,
                uitleg="Er ontbreekt een burgerservicenummer, en naam, voorletters en geboortedatum zeggen niet zeker om wie het gaat. Het "
                "portaal laat deze berichten daarom lopen. Gaat een bericht over deze cliënt, rond het dan daar af.",
            ),
        ),
    )


def toch_niet(*taken: Taak, bron: Bron) -> Overgang:
    """De stap die het vastleggen ongedaan maakt, met wat dan te herstellen is (`taken`)."""
    return replace(
        besluit(
            code="toch-niet-overleden",
            titel="Toch niet overleden: vastleggen ongedaan maken",
            van=("besloten", "afgehandeld"),
            uitleg="Termijnen, taken, herinneringen en herindicaties die alleen door dit overlijden eindigden, komen terug. Berichten "
            "die erom zijn afgesloten, gaan weer open. Wie "
            "het aangaat, hoort dat. Wat om een andere reden eindigde, blijft zoals het is. Kijk zelf na of een bericht dat "
            "intussen verderging een termijn mist. Alleen bij een vergissing.",
            gevolgen=(
                TakenVervallen(bron=bron),
                HerstelClient(bron=bron),
                *taken,
                Taak(
                    code="anderen-herstel",
                    titel="Laat wie u over het overlijden inlichtte weten dat het niet klopt",
                    rol=Rol.CONSULENT,
                    bron=bron,
                    als=Is("taak.anderen-inlichten", "gedaan"),
                ),
            ),
        ),
        naar=HERROEPEN.code,
        tekstlabel="Waarom klopt het overlijden niet?",
    )
