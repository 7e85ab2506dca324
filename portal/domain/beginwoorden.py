"""The event from which a clock counts, in plain Dutch: said with every last day, so that a reader knows where it comes from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from portal.domain.termijn import BijAankomst, BijDeelname, BijOvergang, BijTaak, Jaarlijks, NaTermijn, OpDatum, Termijn

if TYPE_CHECKING:
    from portal.domain.mailbox import Mailbox


class MetKlokken:
    """A declaration that knows its clocks by their code, of the bericht and of its taken; filled once it was checked.

    No field of the declaration: every row of a list and every step of the worker asks for a clock.
    """

    __slots__ = ("_klokken",)
    _klokken: Mapping[str, Termijn]

    def termijn(self, code: str) -> Termijn | None:
        """Return the clock with this code, among the bericht's own and those of its taken."""
        return self._klokken.get(code)


def met_begin(mailbox: "Mailbox", termijn: Termijn) -> Termijn:
    """Return a clock of this mailbox that names the event it counts from; what its declaration says itself goes first."""
    woorden = termijn.begin_in_woorden or _words(mailbox, termijn)
    return replace(termijn, begin_in_woorden=woorden) if woorden != termijn.begin_in_woorden else termijn


def _words(mailbox: "Mailbox", termijn: Termijn) -> str:
    match termijn.begint:
        case BijAankomst():
            return "de ontvangst van dit bericht"
        case OpDatum(veld=veld):
            return next((f"de dag bij '{v.label}'" for v in mailbox.formulier.veldinfo() if v.naam == veld), "")
        case BijOvergang(overgang=code):
            overgang = mailbox.levensloop.overgang(code)
            return f"de stap '{overgang.titel}'" if overgang is not None else ""
        case BijTaak(taak=code):
            return next((f"de dag waarop de taak '{t.titel}' is gedaan" for t in mailbox.taken() if t.code == code), "")
        case NaTermijn(termijn=code):
            vorige = next((t.titel for t in mailbox.termijnen if t.code == code), code)
            return f"de laatste dag van '{vorige}', of de dag voordat het portaal zag dat die voorbij was, als dat later was"
        case BijDeelname():
            return (
                "de dag waarop de aanbieder meedoet, of vanaf de dag waarop het portaal dit vroeg als die dag niet bekend is, "
                "de laatste dag toen al voorbij was of het contract opnieuw ging lopen"
            )
        case Jaarlijks():
            return "de dag die elk jaar terugkomt"
        case _:
            return ""
