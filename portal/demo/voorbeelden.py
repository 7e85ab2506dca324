"""What the berichten of the demo say: fictional clients with test numbers, answers, texts and a small pdf."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

MAILBOX: Final = "verzoek-overdracht-toewijzing"
HERINDICATIE: Final = "herindicatie"
MELDING: Final = "calamiteit-geweld"
OVERLIJDEN: Final = "overlijden"
# Never given out: numbers of this range are for tests.
EERSTE_TESTNUMMER: Final = 999_900_006


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """One act in the verloop of an example: who, which overgang, with what text; `op_die_dag` for one that asks a day."""

    account: str
    code: str
    tekst: str = ""
    doel: str = ""
    op_die_dag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorbeeld:
    """An example bericht: who sends it so many days ago, which answers differ, and what happened since."""

    account: str
    dagen: int
    client: tuple[str, str, str]
    mailbox: str = MAILBOX
    antwoorden: Mapping[str, str] = field(default_factory=dict)
    stappen: tuple[Stap, ...] = ()
    taken_gedaan: int = 0


VOORBEELDEN: Final = (
    Voorbeeld(account="indiener.schakel", dagen=0, client=("J.V.", "Voorbeeld", "12-5-1987")),
    Voorbeeld(
        account="indiener.diep",
        dagen=1,
        client=("M.A.", "De Proef", "3-11-1994"),
        antwoorden={"nieuwe_aanbieder": "de-schakel"},
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=2,
        client=("S.", "Fictief", "30-1-1979"),
        stappen=(Stap(account="consulent", code="oppakken"),),
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=3,
        client=("R.T.", "Van Verzinsel", "21-8-2001"),
        stappen=(
            Stap(account="consulent", code="oppakken"),
            Stap(account="consulent", code="vraag-stellen", tekst="Op welke dag kan de burger bij u terecht?"),
        ),
    ),
    Voorbeeld(
        account="indiener.noorderlicht",
        dagen=5,
        client=("A.B.C.", "Denkbeeld", "9-2-1966"),
        stappen=(
            Stap(account="consulent2", code="oppakken"),
            Stap(account="consulent2", code="vraag-stellen", tekst="Is de huur van de woning al opgezegd?"),
            Stap(account="indiener.noorderlicht", code="beantwoorden", tekst="Ja, per het einde van deze maand."),
        ),
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=8,
        client=("K.", "Bedacht", "17-6-1990"),
        stappen=(
            Stap(account="consulent", code="oppakken"),
            Stap(
                account="consulent",
                code="akkoord-zelfde-gemeente",
                tekst="De burger kiest zelf voor deze aanbieder en de begeleiding loopt door. Daarom gaan wij akkoord.",
            ),
        ),
        taken_gedaan=1,
    ),
    Voorbeeld(
        account="indiener.diep",
        dagen=9,
        client=("L.M.", "Schijn", "5-12-1983"),
        antwoorden={"nieuwe_aanbieder": "zorggroep-noorderlicht"},
        stappen=(
            Stap(account="consulent2", code="oppakken"),
            Stap(
                account="consulent2",
                code="afgewezen",
                tekst="De burger heeft zijn handtekening ingetrokken en blijft bij de huidige aanbieder.",
            ),
        ),
    ),
    Voorbeeld(
        account="indiener.noorderlicht",
        dagen=6,
        client=("P.", "Zogenaamd", "28-3-1972"),
        stappen=(
            Stap(account="indiener.noorderlicht", code="intrekken", tekst="De burger wil toch niet overstappen."),
        ),
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=4,
        client=("T.J.", "Elders", "14-10-1998"),
        stappen=(
            Stap(
                account="frontoffice",
                code="doorsturen",
                tekst="De burger staat ingeschreven in Eemsdelta.",
                doel="toegang-1979",
            ),
        ),
    ),
    Voorbeeld(
        account="indiener.noorderlicht",
        dagen=2,
        client=("W.", "Nergens", "1-7-1985"),
        antwoorden={"gemeente_inschrijving": "1966", "nieuwe_aanbieder": "huis-aan-het-diep"},
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=1,
        client=("H.", "Verlengd", "8-9-1981"),
        mailbox=HERINDICATIE,
        antwoorden={"verblijft_elders": "ja", "gemeente_verblijf": "1966"},
    ),
    Voorbeeld(
        account="indiener.diep",
        dagen=6,
        client=("G.M.", "Te Laat", "23-4-1975"),
        mailbox=HERINDICATIE,
        antwoorden={"einddatum": "+20"},
        stappen=(
            Stap(account="consulent2", code="oppakken"),
            Stap(account="consulent2", code="geen-gesprek", tekst="Het evaluatiedocument is duidelijk."),
            Stap(account="consulent2", code="verslag-verstuurd", op_die_dag=True),
        ),
    ),
    Voorbeeld(
        account="indiener.noorderlicht",
        dagen=1,
        client=("B.", "Verzwegen", "2-2-1988"),
        mailbox=MELDING,
    ),
    Voorbeeld(
        account="indiener.schakel",
        dagen=5,
        client=("N.O.", "Afgeschermd", "19-7-1996"),
        mailbox=MELDING,
        antwoorden={
            "soort": "calamiteit",
            "gevolg": "ernstig",
            "verband": "onzeker",
            "gebeurd_op": "-8",
            "beschrijving": "Een cliënt kreeg twee keer zijn avondmedicijnen en ligt in het ziekenhuis. Dit is een verzonnen voorbeeld.",
            "maatregelen": "Medicijnen worden nu door twee medewerkers gegeven en afgetekend.",
            "anderen": "Z. Zogenaamd, begeleider.",
        },
        stappen=(
            Stap(account="toezicht", code="ontvangst-bevestigen", tekst="Wij hebben uw melding gelezen."),
            Stap(
                account="toezicht", code="eigen-onderzoek-vragen", tekst="Onderzoek hoe de overdracht die avond liep."
            ),
        ),
    ),
)


def antwoorden(voorbeeld: Voorbeeld, bsn: str, *, vandaag: date) -> dict[str, list[str]]:
    """Return what the form would post for an example; a number with a sign is a day so many days from then."""
    voorletters, achternaam, geboren = voorbeeld.client
    client = {
        "bsn": bsn,
        "voorletters": voorletters,
        "achternaam": achternaam,
        "geboortedatum": geboren,
        "kenmerk": f"DEMO-{bsn[-4:]}",
    }
    eigen = {MAILBOX: _verzoek, HERINDICATIE: _herindicatie, MELDING: _melding, OVERLIJDEN: _overlijden}
    tekst = client | eigen[voorbeeld.mailbox](bsn) | dict(voorbeeld.antwoorden)
    return {naam: [_day(waarde, vandaag)] for naam, waarde in tekst.items()}


def _overlijden(_bsn: str) -> dict[str, str]:
    return {
        "gemeente_indicatie": "0014",
        "overlijdensdatum": "-3",
        "toelichting": "De zus van de burger is contactpersoon. Dit is een verzonnen voorbeeld.",
        "nazorg": "ja",
        "product": "verblijf-24-uur",
        "dagen": "10",
    }


def _verzoek(bsn: str) -> dict[str, str]:
    return {
        "soort": "wisseling",
        "reden": "De burger wil dichter bij zijn familie wonen. Dit is een verzonnen voorbeeld.",
        "verhuist": "nee",
        "gemeente_inschrijving": "0014",
        "nieuwe_aanbieder": "huis-aan-het-diep",
        "afgesproken_met": "P. Verzonnen, teamleider",
        "afgesproken_op": "-3",
        "overgangsdatum": "+30",
        "andere_datum": "nee",
        "toewijzingnummer": bsn[-6:],
        "producten": "verblijf-24-uur",
        "einddatum": "+200",
        "ondertekend_op": "-2",
        "gezien_door": "B. Bedacht, begeleider",
    }


def _herindicatie(bsn: str) -> dict[str, str]:
    return {
        "gemeente_inschrijving": "0014",
        "verblijft_elders": "nee",
        "toewijzingnummer": bsn[-6:],
        "producten": "verblijf-24-uur",
        "einddatum": "+100",
    }


def _melding(_bsn: str) -> dict[str, str]:
    return {
        "soort": "geweld",
        "door_wie": "client",
        "gebeurd_op": "-1",
        "gebeurd_om": "rond 21 uur",
        "gemeente": "0014",
        "locatie": "De Verzonnen Hof, begane grond",
        "beschrijving": "Een cliënt sloeg een andere cliënt. Dit is een verzonnen voorbeeld.",
        "veilig": "ja",
        "maatregelen": "Er is die nacht een extra medewerker ingezet.",
        "geinformeerd": "De naasten en de huisarts.",
        "contactpersoon": "V. Verzonnen, locatiemanager",
        "telefoon": "050 000 00 00",
        "anderen": "Z. Zogenaamd, cliënt.",
    }


def _day(waarde: str, vandaag: date) -> str:
    return _written(vandaag + timedelta(days=int(waarde))) if waarde[:1] in {"+", "-"} else waarde


def testnummers() -> Iterator[str]:
    """Give burgerservicenummers of the test range that pass the elfproef."""
    for nummer in range(EERSTE_TESTNUMMER, 999_999_991):
        cijfers = [int(cijfer) for cijfer in str(nummer)]
        if (sum(c * w for c, w in zip(cijfers, range(9, 1, -1), strict=False)) - cijfers[8]) % 11 == 0:
            yield str(nummer)


def pdf(regel: str) -> bytes:
    """Make a small whole pdf of one page with one line of plain ASCII."""
    content = f"BT /F1 14 Tf 60 770 Td ({regel}) Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        body
        + head
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


def _written(datum: date) -> str:
    return f"{datum.day}-{datum.month}-{datum.year}"
