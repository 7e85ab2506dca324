"""Opening: data keys, list rows, search terms and hand-over, each with its right, its limit and its audit line."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.openingsreden import REDENEN
from portal.domain.rechten import Recht
from portal.models import Zoekterm
from portal.sealing.envelope import Context, NotGenuine
from portal.sealing.seal import Recipient, index_term, open_dek, open_list_value, public_of, seal_dek
from portal.sealing.verbs import OpenRequest, Refused
from portal.vault.gate import Act, Asker, Gate, Namens, owner
from portal.vault.keys import NoKey
from portal.vault.state import Window

T = TypeVar("T")
READ: Final = {"team": Recht.BERICHT_LEZEN, "organisatie": Recht.BERICHT_VOLGEN}
IDENTITEIT: Final = "bericht.identiteit"
ZOEKBLOK: Final = "bericht.zoekblok"
OPENINGS: Final = (Window("openen", 60, 60), Window("openen", 3600, 600))
LIST_ROWS: Final = (Window("lijst", 3600, 5000),)
SEARCHES: Final = (Window("zoeken", 3600, 60),)


def open_items(
    gate: Gate, *, token: str, namens: Sequence[str], requests: Sequence[dict[str, Any]], reden: str, herkomst: str
) -> list[bytes]:
    """Give the data keys of items sealed to a team or organisation of the asker; `reden` is a code, for the log is in clear."""
    asked = [_request(data) for data in requests]
    act = Act("openen", herkomst, remark=f"; {reden}" if reden else "")

    def check(asker: Asker) -> None:
        for request in asked:
            asker.must(_right(request), _place(namens))
            if request.context.purpose == IDENTITEIT and not reden:
                raise Refused("reden_nodig")
        if reden and reden not in REDENEN.get(namens[0], ()):
            raise Refused("reden_onbekend")

    return _open_all(gate, act, token=token, namens=_place(namens), asked=asked, check=check, finish=lambda deks: deks)


def reseal(
    gate: Gate, *, token: str, namens: Sequence[str], requests: Sequence[dict[str, Any]], to: str, herkomst: str
) -> list[dict[str, Any]]:
    """Seal data keys of a team to the newest key of another team; the key comes from the vault's own store."""
    asked = [_request(data) for data in requests]
    act = Act("doorverzegelen", herkomst, remark=f"; naar {to}"[:40])

    def check(asker: Asker) -> None:
        asker.must(Recht.DOORSTUREN, _place(namens))

    def seal(deks: list[bytes]) -> list[dict[str, Any]]:
        try:
            epoch, key = gate.keys.newest("prive", owner("team", to))
        except NoKey:
            raise Refused("onbekend_team") from None
        recipient = Recipient(kind="team", id=to, key_id=key.id, epoch=epoch)
        public = public_of(key.secret)
        seals = [
            {"sealed": seal_dek(dek, public, request.context, recipient), "key_id": key.id, "epoch": epoch}
            for dek, request in zip(deks, asked, strict=True)
        ]
        for bericht in {request.context.subject for request in asked}:
            gate.state.hand_on(bericht, van=namens[1], naar=to)
        return seals

    return _open_all(gate, act, token=token, namens=_place(namens), asked=asked, check=check, finish=seal)


def open_list(
    gate: Gate, *, token: str, namens: Sequence[str], rows: Sequence[tuple[UUID, int, bytes]], herkomst: str
) -> list[str | None]:
    """Give the shorthands of a page; None for a row that is not genuine or was destroyed."""
    act = Act("lijst_openen", herkomst, owner(*_place(namens)), objects={"lijst": [row[0] for row in rows]})

    def work(session: Session) -> list[str | None]:
        asker = gate.enter(session, act, token)
        asker.must(Recht.LIJST_LEZEN, _place(namens))
        gate.spend(asker, len(rows), LIST_ROWS)
        return _list_values(gate, _place(namens), rows)

    return gate.audited(act, work)


def search(gate: Gate, *, token: str, namens: Sequence[str], soort: str, waarde: str, herkomst: str) -> list[UUID]:
    """Give the berichten of a recipient under a term; all running index keys are asked."""
    kind, code = _place(namens)
    act = Act("zoeken", herkomst, owner(kind, code))

    def work(session: Session) -> list[UUID]:
        asker = gate.enter(session, act, token)
        asker.must(Recht.ZOEKEN, (kind, code))
        gate.spend(asker, 1, SEARCHES)
        value = normalised(soort, waarde)
        if not value:
            raise Refused("onjuiste_zoekwaarde")
        epochs = gate.keys.epochs("index", owner(kind, code))
        terms = [index_term(gate.keys.get("index", owner(kind, code), epoch).secret, soort, value) for epoch in epochs]
        query = select(Zoekterm.bericht).where(
            Zoekterm.recipient_kind == kind, Zoekterm.recipient == code, Zoekterm.soort == soort
        )
        found = [i for i in session.scalars(query.where(Zoekterm.term.in_(terms))) if not gate.state.is_destroyed(i)]
        act.objects[f"zoeken {soort}"] = found
        return found

    return gate.audited(act, work)


def normalised(soort: str, waarde: str) -> str:
    """Bring a search value to the one form that its term is made of; empty when it has none."""
    return NORMAL[soort](waarde) if soort in NORMAL else ""


def _bsn(waarde: str) -> str:
    digits = re.sub(r"[\s.]", "", waarde)
    return digits if re.fullmatch(r"[0-9]{9}", digits) else ""


def _geboren(waarde: str) -> str:
    datum, _, voorletters = waarde.partition("|")
    letters = "".join(letter for letter in voorletters.upper() if letter.isalpha())
    return f"{datum.strip()}|{letters}" if letters and re.fullmatch(r"\d{4}-\d\d-\d\d", datum.strip()) else ""


def _persoon(waarde: str) -> str:
    """Bring "1980-01-31|J.A.|De Vries" to one form; capitals, accents, spaces and hyphens tell no two people apart."""
    geboren, _, achternaam = waarde.rpartition("|")
    gevouwen = unicodedata.normalize("NFKD", achternaam.casefold())
    letters, begin = "".join(letter for letter in gevouwen if letter.isalpha()), _geboren(geboren)
    return f"{begin}|{letters}" if begin and letters else ""


def _kenmerk(waarde: str) -> str:
    return waarde.strip().casefold()


NORMAL: Final[dict[str, Callable[[str], str]]] = {
    "bsn": _bsn,
    "geboren": _geboren,
    "persoon": _persoon,
    "kenmerk": _kenmerk,
}


def _open_all(
    gate: Gate,
    act: Act,
    *,
    token: str,
    namens: Namens,
    asked: list[OpenRequest],
    check: Callable[[Asker], None],
    finish: Callable[[list[bytes]], list[T]],
) -> list[T]:
    """Check the asker and each request, count one opening for each bericht, and open."""
    act.namens = owner(*namens)
    for request in asked:
        act.objects.setdefault(str(request.context.subject), []).append(request.context.item)

    def work(session: Session) -> list[T]:
        asker = gate.enter(session, act, token)
        if any((request.recipient.kind, request.recipient.id) != namens for request in asked):
            raise Refused("niet_toegestaan")
        check(asker)
        if any(gate.state.is_destroyed(request.context.subject, request.context.item) for request in asked):
            raise Refused("vernietigd")
        gate.spend(asker, len(act.objects), OPENINGS)
        return finish([_open(gate, request) for request in asked])

    return gate.audited(act, work)


def _open(gate: Gate, request: OpenRequest) -> bytes:
    key = gate.keys.get("prive", owner(request.recipient.kind, request.recipient.id), request.recipient.epoch)
    return open_dek(request.sealed, key.secret, request.context, request.recipient)


def _right(request: OpenRequest) -> Recht:
    kind, purpose = request.recipient.kind, request.context.purpose
    if kind not in READ or purpose == ZOEKBLOK:
        raise Refused("niet_toegestaan")
    return Recht.IDENTITEIT_LEZEN if (kind, purpose) == ("team", IDENTITEIT) else READ[kind]


def _list_values(gate: Gate, namens: Namens, rows: Sequence[tuple[UUID, int, bytes]]) -> list[str | None]:
    """Open the shorthands of a page: the key once for each epoch, and what was destroyed asked once for all rows."""
    (kind, code), destroyed = namens, gate.state.destroyed_among(row[0] for row in rows)
    keys: dict[int, tuple[bytes, Recipient] | None] = {}

    def key_of(epoch: int) -> tuple[bytes, Recipient] | None:
        try:
            key = gate.keys.get("lijst", owner(kind, code), epoch)
        except NoKey:
            return None
        return key.secret, Recipient(kind=kind, id=code, key_id=key.id, epoch=epoch)

    def value(bericht: UUID, epoch: int, sealed: bytes) -> str | None:
        if epoch not in keys:
            keys[epoch] = key_of(epoch)
        key = keys[epoch]
        if key is None or bericht in destroyed:
            return None
        try:
            return open_list_value(key[0], sealed, bericht=bericht, recipient=key[1])
        except NotGenuine:
            return None

    return [value(*row) for row in rows]


def _place(namens: Sequence[str]) -> Namens:
    kind, code = namens
    return kind, code


def _request(data: dict[str, Any]) -> OpenRequest:
    installation, purpose, subject, item, form_version = data["context"]
    kind, code, key_id, epoch = data["recipient"]
    return OpenRequest(
        context=Context(
            installation=installation, purpose=purpose, subject=subject, item=item, form_version=form_version
        ),
        recipient=Recipient(kind=kind, id=code, key_id=key_id, epoch=epoch),
        sealed=data["sealed"],
    )
