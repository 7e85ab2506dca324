"""A field as every form has it: a meaning, a label, a hint, a check, and the condition under which it is asked."""

import json
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from wtforms import Field
from wtforms.widgets import TextArea, TextInput

from portal.domain.formulier import Kader, VeldInfo
from portal.domain.gemeenten import Regio
from portal.domain.regiowoorden import in_regio
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Eerder, En, Feit, Gelijk, Ingevuld, Is, Niet, Voorwaarde


class Veldopties(TypedDict, total=False):
    """What every field can be told."""

    hint: str
    verplicht: bool
    toon_als: Voorwaarde | None
    alleen_als: str
    leeg: str


class Tekstopties(Veldopties, total=False):
    """What a field of text can be told besides."""

    maximaal: int


class Afgekeurd(ValueError):
    """What was typed is no answer to this field; the text says what to do, in plain Dutch."""


class Veld(Field):  # type: ignore[misc]  # wtforms ships without types
    """A field of a bericht.

    `toon_als` is the condition on other answers under which the field is asked; when it does not hold, the
    answer is dropped. `alleen_als` says the same in words, for who sees all fields because no script runs.
    `leeg` is the message when a required answer is missing. `gevoelig` answers are hidden until asked for.
    `persoonlijk` fields show who fills them in something of his own.
    `anders_dan` names a field whose answer may not be the same. `hulp` are attributes of the input: identities never go into the memory of the browser.
    """

    data: Any
    soort = "tekst"
    gevoelig = False
    op = ""
    persoonlijk = False
    leeg = "Vul in: {label}."
    anders_dan = ""
    kijkt_naar: frozenset[str] = frozenset()  # the fields of `toon_als`
    widget = TextInput()
    hulp: tuple[tuple[str, str], ...] = (("autocomplete", "off"),)

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        verplicht: bool = True,
        toon_als: Voorwaarde | None = None,
        alleen_als: str = "",
        leeg: str = "",
        **bind: object,
    ) -> None:
        super().__init__(label, description=hint, render_kw=dict(self.hulp), **bind)
        self.verplicht = verplicht
        self.toon_als = toon_als
        self.alleen_als = alleen_als
        self.leeg = leeg or self.leeg.format(label=label.rstrip("?."))

    def lees(self) -> Feit:
        """Return the machine value of what was typed, empty when nothing was; raises Afgekeurd."""
        return opgeschoond(self.getypt()[0])

    def toon(self, waarde: Feit) -> str:
        """Write a value as a reader sees it."""
        return waarde if isinstance(waarde, str) else ", ".join(waarde)

    def vraag_alleen(self, als: Voorwaarde, in_woorden: str) -> None:
        """Ask this field only under the condition of its section, besides its own."""
        self.toon_als = als if self.toon_als is None else En(als, self.toon_als)
        self.alleen_als = self.alleen_als or in_woorden

    def spreek_als(self, regio: Regio) -> None:
        """Say what this region calls things, where the declaration leaves that to it."""
        self.label.text = in_regio(self.label.text, regio)
        self.description = in_regio(self.hint, regio)
        self.leeg = in_regio(self.leeg, regio)
        self.alleen_als = in_regio(self.alleen_als, regio)

    def bereid_voor(self, kader: Kader) -> None:
        """Take from the kader what there is to choose from."""

    def getypt(self) -> Sequence[str]:
        """Return what was typed, untouched; one empty text when nothing was."""
        return (self.data,)

    def info(self) -> VeldInfo:
        """Describe the field for beheer and the printed declarations."""
        return VeldInfo(
            naam=self.short_name,
            label=self.label.text,
            hint=self.hint,
            soort=self.soort,
            verplicht=self.verplicht,
            op=self.op,
        )

    @property
    def hint(self) -> str:
        """The help beside the field."""
        return str(self.description)

    @property
    def anker(self) -> str:
        """The id of the first input, where a link in the error summary leads."""
        return str(self.id)

    @property
    def toon_als_json(self) -> str:
        """The condition for the script that hides fields: {"is": ["soort", "verhuizing"]}; empty without one."""
        return json.dumps(_as_data(self.toon_als)) if self.toon_als else ""

    def process_data(self, value: object) -> None:
        """Start empty: what is shown comes from what was typed, never from an object."""
        self.data = str(value or "")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was typed, so that it can be shown again."""
        self.data = valuelist[0] if valuelist else ""

    def _value(self) -> str:
        return self.getypt()[0]


class TekstVeld(Veld):
    """One line of text, at most `maximaal` characters."""

    def __init__(self, label: str, *, maximaal: int = 200, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, **anders)
        self.maximaal = maximaal

    def lees(self) -> Feit:
        """Return the line without control characters; raises Afgekeurd when it is too long."""
        return self._not_too_long(opgeschoond(self.getypt()[0]))

    def _not_too_long(self, tekst: str) -> str:
        if len(tekst) > self.maximaal:
            raise Afgekeurd(f"Maak deze tekst korter: hoogstens {self.maximaal} tekens, u heeft er nu {len(tekst)}.")
        return tekst


class LangeTekstVeld(TekstVeld):
    """Several lines of text, at most 4000 characters."""

    soort = "lange_tekst"
    widget = TextArea()

    def __init__(self, label: str, *, maximaal: int = 4000, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, maximaal=maximaal, **anders)

    def lees(self) -> Feit:
        """Return the text with its lines; raises Afgekeurd when it is too long."""
        return self._not_too_long(opgeschoond(self.getypt()[0], regels=True))


def _as_data(voorwaarde: Voorwaarde) -> dict[str, Any]:
    match voorwaarde:
        case Is(veld, waarde):
            return {"is": [veld, waarde]}
        case Ingevuld(veld):
            return {"ingevuld": veld}
        case Gelijk(veld, ander):
            return {"gelijk": [veld, ander]}
        case Eerder():
            raise TypeError("a field cannot be shown by a count of months: the script does not know it")
        case Niet(binnen):
            return {"niet": _as_data(binnen)}
        case En(delen):
            return {"en": [_as_data(deel) for deel in delen]}
        case _:
            return {"of": [_as_data(deel) for deel in voorwaarde.delen]}
