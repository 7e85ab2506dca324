"""The examples of the demo by region, with what they answer, numbers of the test range, and a small pdf."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from portal.demo import groningen_regio, groningen_toegang, groningen_verzoeken, limburg
from portal.demo.antwoorden import ANTWOORDEN
from portal.demo.voorbeeld import VORIG_JAAR, Toewijzingvoorbeeld, Voorbeeld, Waarde

MAILBOX: Final = groningen_verzoeken.MAILBOX
HERINDICATIE: Final = groningen_toegang.HERINDICATIE
MELDING: Final = groningen_regio.MELDING
OVERLIJDEN: Final = "overlijden"
# In the order in which they are made: what one points at comes before it.
VOORBEELDEN: Final[Mapping[str, tuple[Voorbeeld | Toewijzingvoorbeeld, ...]]] = {
    "groningen": (
        *groningen_verzoeken.VERZOEKEN,
        *groningen_verzoeken.TOEWIJZINGEN,
        *groningen_regio.REGIO,
        *groningen_toegang.REST,
    ),
    "noord-midden-limburg": (*limburg.MELDINGEN, *limburg.TOEWIJZINGEN, *limburg.VEILIG_THUIS),
}
# What is left half filled in: a mailbox of the region with these answers.
HALVERWEGE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "groningen": (MAILBOX, ("soort",)),
    "noord-midden-limburg": (limburg.MELDING, ("reden",)),
}
CLIENTVELDEN: Final = ("bsn", "voorletters", "achternaam", "geboortedatum")
# Never given out: numbers of this range are for tests.
EERSTE_TESTNUMMER: Final = 999_900_006


def antwoorden(voorbeeld: Voorbeeld, bsn: str, *, vandaag: date) -> dict[str, list[str]]:
    """Return what the form would post for an example; a number with a sign is a day so many days from then."""
    getypt = {**_client(voorbeeld, bsn), **ANTWOORDEN[voorbeeld.mailbox], **voorbeeld.antwoorden}
    return {naam: _written(waarde, vandaag) for naam, waarde in getypt.items()}


def _client(voorbeeld: Voorbeeld, bsn: str) -> dict[str, Waarde]:
    if voorbeeld.client is None:
        return {}
    client = dict(zip(CLIENTVELDEN, (bsn, *voorbeeld.client), strict=True))
    return {**client, "kenmerk": f"DEMO-{bsn[-4:]}", "toewijzingnummer": bsn[-6:]}


def _written(waarde: Waarde, vandaag: date) -> list[str]:
    """Write a value as it is typed, with a day as people write it."""
    if not isinstance(waarde, str):
        return list(waarde)
    if waarde[:1] not in {"+", "-"}:
        return [str(vandaag.year - 1) if waarde == VORIG_JAAR else waarde]
    dag = vandaag + timedelta(days=int(waarde))
    return [f"{dag.day}-{dag.month}-{dag.year}"]


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
