"""The verbs of the vault as they are asked for, and what it can answer or refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from portal.domain.rechten import Lidmaatschap
from portal.sealing.envelope import Context
from portal.sealing.seal import Recipient
from portal.sealing.sessie import membership_data


class VaultDown(Exception):
    """The vault does not answer; what was typed or stored is not lost."""

    tekst: ClassVar[str] = (
        "Berichten kunnen nu even niet worden geopend. Wat u hebt ingevuld, is niet verloren. "
        "Probeer het over een paar minuten opnieuw."
    )


class VaultRefusal(Exception):
    """The vault says no; `code` is for the log and the page, `until` when it may be tried again."""

    tekst: str = "Dit kan niet worden geopend."

    def __init__(self, code: str = "", until: datetime | None = None) -> None:
        """Keep what the page must say."""
        super().__init__(code)
        self.code = code or type(self).__name__.lower()
        self.until = until


class Refused(VaultRefusal):
    """Not allowed, no valid session, destroyed, or not genuine: `code` says which."""


class TeVeel(VaultRefusal):
    """More than one person may open in this time."""

    tekst = "U hebt in korte tijd veel berichten geopend. Wacht even en probeer het dan opnieuw."


class LoginRefused(VaultRefusal):
    """Account, password or code is wrong; which one is never told."""

    tekst = "Uw accountnaam, wachtwoord of code klopt niet. Controleer ze en probeer het opnieuw."


class Throttled(VaultRefusal):
    """Too many wrong attempts for this account or address."""

    tekst = "Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Wacht en probeer het later opnieuw."


class CodeNodig(VaultRefusal):
    """The password is right; the code of the second factor is still to come."""

    tekst = "Vul de code in die uw authenticator-app laat zien."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """One item to open: its place, to whom it is sealed, and the seal."""

    context: Context
    recipient: Recipient
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """A new seal for another team, to be stored in the transaction of the overgang."""

    sealed: bytes
    key_id: UUID
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A session; `nodig` names what must be set before it may open: "wachtwoord", "totp"."""

    token: str
    niveau: int
    nodig: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toelating:
    """A person let in, with a one-time password, or an admission that waits for a second functioneel beheerder."""

    persoon: UUID | None
    wachtwoord: str
    wacht_op: UUID | None


class Verbs:
    """What can be asked of the vault; every verb raises VaultRefusal or VaultDown."""

    def _call(self, verb: str, **arguments: Any) -> Any:  # noqa: ANN401 - a reply is whatever the verb gives
        raise NotImplementedError

    def login(self, account: str, wachtwoord: str, code: str, *, adres: str) -> LoggedIn:
        """Log in; raises LoginRefused, Throttled, or CodeNodig when only the second factor is missing."""
        return _logged_in(self._call("login", account=account, wachtwoord=wachtwoord, code=code, adres=adres))

    def logout(self, token: str, *, herkomst: str) -> None:
        """End this session at once."""
        self._call("logout", token=token, herkomst=herkomst)

    def password(self, token: str, *, oud: str, nieuw: str, herkomst: str) -> LoggedIn:
        """Change the password; all sessions of the person end, this one goes on under the token returned."""
        return _logged_in(self._call("password", token=token, oud=oud, nieuw=nieuw, herkomst=herkomst))

    def totp_begin(self, token: str) -> str:
        """Give a new second-factor secret (base32) to show as a QR code; it holds from `totp_confirm` on."""
        return str(self._call("totp_begin", token=token))

    def totp_confirm(self, token: str, code: str, *, herkomst: str) -> LoggedIn:
        """Set the second factor with a first code; the session goes on under the token returned."""
        return _logged_in(self._call("totp_confirm", token=token, code=code, herkomst=herkomst))

    def open(
        self, token: str, namens: tuple[str, str], requests: Sequence[OpenRequest], *, reden: str = "", herkomst: str
    ) -> list[bytes]:
        """Give the data keys, in order; `reden`, the code of an Openingsreden, is needed for an identiteit."""
        items = [_request_data(request) for request in requests]
        return list(self._call("open", token=token, namens=namens, requests=items, reden=reden, herkomst=herkomst))

    def open_list(
        self, token: str, namens: tuple[str, str], rows: Sequence[tuple[UUID, int, bytes]], *, herkomst: str
    ) -> list[str | None]:
        """Give the shorthand of each row (bericht, epoch, sealed); None for a row that is not genuine."""
        return list(self._call("open_list", token=token, namens=namens, rows=list(rows), herkomst=herkomst))

    def search(self, token: str, namens: tuple[str, str], soort: str, waarde: str, *, herkomst: str) -> list[UUID]:
        """Give the berichten with this "bsn", "geboren" ("1980-01-31|J.A."), "persoon" ("1980-01-31|J.A.|De Vries") or "kenmerk"."""
        return list(
            self._call("search", token=token, namens=namens, soort=soort, waarde=waarde, herkomst=herkomst),
        )

    def reseal(
        self, token: str, namens: tuple[str, str], requests: Sequence[OpenRequest], *, to: str, herkomst: str
    ) -> list[Resealed]:
        """Seal these items to the newest key of team `to`; nothing is stored."""
        items = [_request_data(request) for request in requests]
        seals = self._call("reseal", token=token, namens=namens, requests=items, to=to, herkomst=herkomst)
        return [Resealed(**seal) for seal in seals]

    def sign_step(self, token: str, namens: tuple[str, str], feiten: dict[str, Any], *, herkomst: str) -> bytes:
        """Sign what a person does on a bericht for his side of it: act, text, files, day."""
        return bytes(self._call("sign_step", token=token, namens=namens, feiten=feiten, herkomst=herkomst))

    def take_in(self, bericht: UUID) -> None:
        """Write terms, list rows and receipt of a bericht, in step with its seals; may be repeated."""
        self._call("take_in", bericht=bericht)

    def admit(
        self,
        token: str,
        *,
        account: str,
        naam: str,
        email: str,
        organisatie: str,
        lidmaatschappen: Sequence[Lidmaatschap],
        herkomst: str,
        sleutel: UUID | None = None,
    ) -> Toelating:
        """Let a person in; for a first organisatiebeheerder a second functioneel beheerder must confirm.

        The same `sleutel` twice within a minute is one admission, with the same answer.
        """
        data = {"account": account, "naam": naam, "email": email, "organisatie": organisatie, "sleutel": sleutel}
        leden = [membership_data(lid) for lid in lidmaatschappen]
        return Toelating(**self._call("admit", token=token, **data, lidmaatschappen=leden, herkomst=herkomst))

    def add_aanbieder(self, token: str, *, code: str, naam: str, herkomst: str) -> None:
        """Write a new aanbieder and make its keys; may be repeated. For a functioneel beheerder."""
        self._call("add_aanbieder", token=token, code=code, naam=naam, herkomst=herkomst)

    def reset(self, token: str, persoon: UUID, *, herkomst: str, sleutel: UUID | None = None) -> Toelating:
        """Give a new one-time password and clear the second factor; for a beheerder a second one must confirm."""
        return Toelating(
            **self._call("reset", token=token, persoon=persoon, herkomst=herkomst, sleutel=sleutel),
        )

    def pending(self, token: str) -> list[dict[str, Any]]:
        """List the admissions and resets that wait for a second functioneel beheerder."""
        return list(self._call("pending", token=token))

    def confirm(self, token: str, wacht_op: UUID, *, herkomst: str) -> Toelating:
        """Confirm an admission or reset that another functioneel beheerder asked for."""
        return Toelating(**self._call("confirm", token=token, wacht_op=wacht_op, herkomst=herkomst))

    def decline(self, token: str, wacht_op: UUID, *, herkomst: str) -> None:
        """Drop an admission or reset that waits: one's own, or another's."""
        self._call("decline", token=token, wacht_op=wacht_op, herkomst=herkomst)

    def add_membership(self, token: str, persoon: UUID, lid: Lidmaatschap, *, herkomst: str) -> None:
        """Give a person of the own organisation one more membership."""
        self._call("add_membership", token=token, persoon=persoon, lid=membership_data(lid), herkomst=herkomst)

    def end_membership(self, token: str, persoon: UUID, lid: Lidmaatschap, *, herkomst: str) -> None:
        """End a membership of a person of the own organisation, at once."""
        self._call("end_membership", token=token, persoon=persoon, lid=membership_data(lid), herkomst=herkomst)

    def block(self, token: str, persoon: UUID, *, herkomst: str, samen: bool = False) -> None:
        """Block a person and end all sessions, at once; of the own organisation, or anyone for a functioneel beheerder.

        One of the last two functioneel beheerders can only be blocked together with the asker (`samen`).
        """
        self._call("block", token=token, persoon=persoon, herkomst=herkomst, samen=samen)

    def verify(self, token: str, *, herkomst: str) -> dict[str, Any]:
        """Begin a look at the whole audit log, unless one runs or has just been; answers as `verified` does."""
        return dict(self._call("verify", token=token, herkomst=herkomst))

    def verified(self, token: str) -> dict[str, Any]:
        """Say whether a look at the log runs, what the last one found (None: never), and the last anchors."""
        return dict(self._call("verified", token=token))

    def status(self) -> dict[str, Any]:
        """Say how the vault is: version, epochs, head, unchained, broken, uptime (seconds)."""
        return dict(self._call("status"))


def _request_data(request: OpenRequest) -> dict[str, Any]:
    place, to = request.context, request.recipient
    return {
        "context": [place.installation, place.purpose, place.subject, place.item, place.form_version],
        "recipient": [to.kind, to.id, to.key_id, to.epoch],
        "sealed": request.sealed,
    }


def _logged_in(data: dict[str, Any]) -> LoggedIn:
    return LoggedIn(token=data["token"], niveau=data["niveau"], nodig=tuple(data["nodig"]))


REFUSALS: Final = {kind.__name__: kind for kind in (Refused, TeVeel, LoginRefused, Throttled, CodeNodig)}
