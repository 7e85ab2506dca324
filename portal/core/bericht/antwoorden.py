"""The sealed answers of a bericht as JSON: with labels and the form's version, so that an old one needs no form of today."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.formulier import Antwoord, Antwoorden, Client, Sectie
from portal.domain.routering import Bestemming


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A part that is sealed as an item of its own: its code and title, and the digest of its envelope in hex."""

    code: str
    titel: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingediend:
    """What was submitted: the answers, why the bericht went where it went, and what is sealed apart."""

    antwoorden: Antwoorden
    uitleg: tuple[str, ...]
    apart: tuple[Apart, ...] = ()


def antwoorden_json(
    antwoorden: Antwoorden, bestemmingen: Sequence[Bestemming] = (), apart: Sequence[Apart] = ()
) -> bytes:
    """Write answers, the reasons of the routing, and what is sealed apart."""
    return json.dumps(
        {
            "versie": antwoorden.formulierversie,
            "secties": [
                {
                    "titel": sectie.titel,
                    "antwoorden": [
                        {
                            "veld": a.veld,
                            "label": a.label,
                            "waarde": a.waarde if isinstance(a.waarde, str) else list(a.waarde),
                            "tekst": a.tekst,
                            "gevoelig": a.gevoelig,
                        }
                        for a in sectie.antwoorden
                    ],
                }
                for sectie in antwoorden.secties
            ],
            "client": _client(antwoorden.client),
            "uitleg": [bestemming.uitleg for bestemming in bestemmingen],
            "apart": [{"code": deel.code, "titel": deel.titel, "digest": deel.digest} for deel in apart],
        },
        ensure_ascii=False,
    ).encode()


def read_antwoorden(plaintext: bytes) -> Ingediend:
    """Read what `antwoorden_json` wrote."""
    inhoud = json.loads(plaintext)
    secties = tuple(
        Sectie(
            titel=sectie["titel"],
            antwoorden=tuple(
                Antwoord(
                    veld=a["veld"],
                    label=a["label"],
                    waarde=a["waarde"] if isinstance(a["waarde"], str) else tuple(a["waarde"]),
                    tekst=a["tekst"],
                    gevoelig=a["gevoelig"],
                )
                for a in sectie["antwoorden"]
            ),
        )
        for sectie in inhoud["secties"]
    )
    client = Client(**inhoud["client"]) if inhoud["client"] else None
    return Ingediend(
        antwoorden=Antwoorden(formulierversie=inhoud["versie"], secties=secties, client=client),
        uitleg=tuple(inhoud["uitleg"]),
        apart=tuple(Apart(**deel) for deel in inhoud.get("apart", ())),
    )


def _client(client: Client | None) -> dict[str, str] | None:
    if client is None:
        return None
    return {
        "bsn": client.bsn,
        "geboortedatum": client.geboortedatum,
        "voorletters": client.voorletters,
        "achternaam": client.achternaam,
        "kenmerk": client.kenmerk,
        "aanduiding": client.aanduiding,
    }
