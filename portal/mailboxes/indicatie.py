"""Wat beide kanten lezen als de lopende indicatie al voorbij is, of eindigt voor wat er gevraagd wordt: een voorstel."""

from dataclasses import replace
from typing import Final

from portal.domain.bron import Bron
from portal.domain.mailbox import Verstreken

BRON: Final = Bron(plaats="naar Handboek §5.7", voorstel=True)
BIJ_OVERDRACHT: Final = (
    Verstreken(
        veld="einddatum",
        titel="De indicatie is al afgelopen",
        voor_afzender="U kunt dit versturen, maar zonder lopende indicatie is er niets over te dragen. Controleer de datum.",
        voor_team="Het verzoek kwam daarna en is aangenomen. Kijk of er nog een indicatie loopt.",
        bron=BRON,
    ),
    Verstreken(
        veld="einddatum",
        voor="overgangsdatum",
        titel="De indicatie eindigt voor de overgangsdatum",
        voor_afzender="U kunt dit versturen, maar eerst moet de indicatie worden verlengd. Controleer beide datums.",
        voor_team="Op de overgangsdatum loopt er geen indicatie meer. Kijk of er een herindicatie nodig is.",
        bron=BRON,
    ),
    Verstreken(
        veld="overgangsdatum",
        titel="De overgangsdatum is al geweest",
        voor_afzender="U kunt dit versturen, maar de gemeente heeft dan nog niets besloten. Controleer de datum.",
        voor_team="Het verzoek kwam daarna en is aangenomen. Kijk waar de burger nu woont en wie hem ondersteunt.",
        bron=BRON,
    ),
    Verstreken(
        veld="ondertekend_op",
        maanden=12,
        titel="De burger tekende meer dan een jaar geleden",
        voor_afzender="U kunt dit versturen, maar vraag de burger of hij dit nog wil. Controleer de datum.",
        voor_team="Vraag na of de burger dit nog wil, voor u besluit.",
        bron=BRON,
    ),
)


def is_afgelopen(wat: str, *, bron: Bron) -> Verstreken:
    """De indicatie is al voorbij: er is dan niets 'te verlengen', of wat `wat` verder zegt."""
    return Verstreken(
        veld="einddatum",
        titel="De indicatie is al afgelopen",
        voor_afzender=f"U kunt dit versturen, maar zonder lopende indicatie is er niets {wat}. Controleer de datum.",
        voor_team="Het bericht kwam daarna en is aangenomen. Kijk of er nog een indicatie loopt.",
        bron=bron,
    )


def bij_wijziging(dag: str, *, titel: str, bron: Bron) -> tuple[Verstreken, ...]:
    """Bij een wijziging van een lopende indicatie: de indicatie, of de `dag` waarop het ingaat, is al geweest."""
    return (
        is_afgelopen("te wijzigen", bron=bron),
        Verstreken(
            veld=dag,
            titel=titel,
            voor_afzender="U kunt dit versturen, maar de gemeente heeft dan nog niets besloten. Controleer de datum.",
            voor_team="Het bericht kwam daarna en is aangenomen. Vraag na wat er sinds die dag is gebeurd, voor u besluit.",
            bron=bron,
        ),
    )


def bij_een_andere_gemeente(dag: str, *, naam: str, bron: Bron) -> tuple[Verstreken, ...]:
    """Bij een overdracht tussen gemeenten: de `dag` (met deze `naam`) is al geweest, of ver van de handtekening, en die is oud.

    Een dag jaren vooruit blijkt uit de handtekening: die is dan meer dan een jaar ouder.
    """
    return (
        Verstreken(
            veld=dag,
            titel=f"De {naam} is al geweest",
            voor_afzender="U kunt dit versturen, maar de andere gemeente heeft dan nog niets besloten. Controleer de datum.",
            voor_team="De overdracht kwam daarna. Vraag de andere gemeente waar de burger nu woont en wie hem ondersteunt.",
            bron=bron,
        ),
        Verstreken(
            veld=dag,
            voor="ondertekend_op",
            titel=f"De {naam} ligt voor de dag waarop de burger tekende",
            voor_afzender="U kunt dit versturen, maar met zijn handtekening stemt de burger eerst in. Controleer beide datums.",
            voor_team="De burger tekende pas daarna. Vraag de andere gemeente welke dag klopt.",
            bron=bron,
        ),
        Verstreken(
            veld="ondertekend_op",
            voor=dag,
            maanden=12,
            titel=f"De {naam} komt meer dan een jaar nadat de burger tekende",
            voor_afzender="U kunt dit versturen, maar vraag of de burger dit dan nog wil. Controleer beide datums.",
            voor_team="Vraag na of de datum klopt, en of de burger dit dan nog wil.",
            bron=bron,
        ),
        replace(BIJ_OVERDRACHT[-1], bron=bron),
    )


def bij_terugkeer(bron: Bron) -> tuple[Verstreken, ...]:
    """Bij een terugkeer naar de gemeente van herkomst: de dag is al geweest, of de toestemming is oud."""
    return (
        Verstreken(
            veld="uitstroomdatum",
            titel="De datum van uitstroom is al geweest",
            voor_afzender="U kunt dit versturen, maar de andere gemeente weet dan nog van niets. Controleer de datum.",
            voor_team="Het bericht kwam daarna en is aangenomen. Vraag waar de burger nu woont en wie hem helpt.",
            bron=bron,
        ),
        replace(
            BIJ_OVERDRACHT[-1],
            veld="toestemming_op",
            titel="De burger gaf meer dan een jaar geleden toestemming",
            bron=bron,
        ),
    )


def voor_de_gevraagde_periode(
    tot: str, *, titel: str = "De indicatie eindigt voor de gevraagde laatste dag"
) -> Verstreken:
    """De indicatie eindigt voor de laatste dag van wat er naast wordt gevraagd, bij het antwoord `tot`."""
    return Verstreken(
        veld="einddatum",
        voor=tot,
        titel=titel,
        voor_afzender="U kunt dit versturen, maar het product kan niet langer lopen dan de indicatie. Controleer beide datums.",
        voor_team="Het product kan niet langer lopen dan de indicatie. Kijk of er een herindicatie nodig is.",
        bron=Bron(plaats="naar Handboek §4", voorstel=True),
    )
