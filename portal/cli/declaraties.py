"""Declarations as JSON data: every field of every value, each with the name of its kind, in a stable order."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeAlias

from portal.domain.formulier import Formulier
from portal.domain.mailbox import Mailbox
from portal.domain.routeregel import beschrijf
from portal.domain.voorwaarde import En, Gelijk, Ingevuld, Is, Niet, Of, in_woorden

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def mailbox_data(mailbox: Mailbox) -> dict[str, Json]:
    """Write one mailbox out whole: its own values, the fields of its form, and its routing in words."""
    data = {field.name: as_data(getattr(mailbox, field.name)) for field in fields(mailbox) if field.name != "formulier"}
    data["routering_in_woorden"] = beschrijf(mailbox.routering)
    data["formulier"] = _form(mailbox.formulier)
    return data


def as_data(value: Any) -> Json:  # noqa: ANN401 - a declaration is made of values of any kind
    """Write a value of a declaration; a condition also says itself in words."""
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case tuple() | list():
            return [as_data(item) for item in value]
        case frozenset() | set():
            return [*sorted(str(item) for item in value)]
        case Is() | Ingevuld() | Gelijk() | Niet() | En() | Of():
            return {**_kind(value), "in_woorden": in_woorden(value)}
        case _ if is_dataclass(value):
            return _kind(value)
        case type() if hasattr(value, "veldinfo"):  # what a step asks: a form of its own
            return _form(value)
    raise TypeError(type(value).__name__)


def _form(formulier: type[Formulier]) -> dict[str, Json]:
    return {"versie": formulier.versie, "velden": [_plain(veld) for veld in formulier.veldinfo()]}


def _kind(value: Any) -> dict[str, Json]:  # noqa: ANN401 - as above
    return {"soort_waarde": type(value).__name__, **_plain(value)}


def _plain(value: Any) -> dict[str, Json]:  # noqa: ANN401 - as above
    return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
