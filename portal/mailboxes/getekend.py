"""De vragen over de handtekening van de burger onder een verslag dat met een overdracht meegaat: een feit met een dag en een getuige.

Bronnen: Handboek §4 A.6 en B.6 (de burger tekent het verslag). Voorstel: een bestand alleen is geen handtekening; de dag en wie het
zag, worden gevraagd.
"""

from typing import Final

from portal.domain.voorwaarde import Is
from portal.forms import JA, ClientFormulier, DatumVeld, TekstVeld

GETEKEND: Final = Is("handtekening", JA)
ALLEEN_GETEKEND: Final = "Alleen als de burger het verslag heeft ondertekend."


class GetekendFormulier(ClientFormulier):
    """Een formulier dat met 'handtekening' vraagt of de burger tekende, en daarna wanneer en wie het zag."""

    ondertekend_op = DatumVeld(
        "Op welke dag tekende de burger?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        toon_als=GETEKEND,
        alleen_als=ALLEEN_GETEKEND,
        leeg="Vul in op welke dag de burger tekende.",
    )
    gezien_door = TekstVeld(
        "Wie zag de burger tekenen, of het ondertekende verslag binnenkomen?",
        hint="Naam en functie.",
        toon_als=GETEKEND,
        alleen_als=ALLEEN_GETEKEND,
        leeg="Vul in wie de handtekening heeft gezien.",
    )
