"""What may change about a clock, word for word."""

from dataclasses import replace

from portal.domain.grond import AFSPRAAK, INSTEMMING, OVERMACHT, VERTRAGING
from portal.domain.termijn import Eenheid, Verlengbaar
from portal.domain.wijzigbaar import wat_mag
from tests.domain.test_telling import termijn

TWEE_WEKEN = termijn(2, Eenheid.WEEK)


def test_nothing_is_said_of_a_clock_that_nobody_may_change() -> None:
    assert wat_mag(TWEE_WEKEN) == ()


def test_each_ground_is_named_with_its_source() -> None:
    klok = replace(
        TWEE_WEKEN,
        opschorten=(INSTEMMING, OVERMACHT),
        verlengen=(
            Verlengbaar(grond=VERTRAGING, aantal=1, eenheid=Eenheid.WEEK, keer=None),
            Verlengbaar(grond=AFSPRAAK, aantal=2, eenheid=Eenheid.WEEK, keer=2),
        ),
    )
    assert wat_mag(klok) == (
        (
            "Het team mag hem laten stilstaan, met als grond: de aanvrager stemde schriftelijk in met uitstel "
            "(Awb 4:15 lid 2 onder a) en er was overmacht (Awb 4:15 lid 2 onder c)."
        ),
        (
            "Het team mag telkens tot 1 week later toezeggen, met als grond: er is een bericht van vertraging gestuurd "
            "(Awb 4:14 lid 1, nog te controleren). De termijn zelf blijft."
        ),
        (
            "Het team mag hem 2 keer tot 2 weken verlengen, met als grond: de betrokkenen spraken een langere termijn af "
            "(voorstel van het portaal)."
        ),
    )
