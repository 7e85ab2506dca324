"""The checks of `portal doctor`, each a function from the settings to one finding."""

import ctypes
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from portal import migreren
from portal.cli.keuring_mail import mail_faults, mail_warnings
from portal.config import LOOPBACK, Settings
from portal.core.beheer.inrichting import all_teams
from portal.core.beheer.zonder_team import without_team
from portal.core.files.libmagic import sniff
from portal.core.klokken.klokfouten import how_many
from portal.core.post.outbox import COUNT_TO, stand
from portal.core.verzegelen import Sealer
from portal.db import Database, is_writing
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from portal.sealing.client import VaultClient
from portal.sealing.seal import UnsignedKey
from portal.sealing.sessie import Pinned
from portal.sealing.verbs import VaultDown, VaultRefusal

TIME_ERROR: Final = 5
TIMEX_BYTES: Final = 256
IN_MEMORY: Final = {"tmpfs", "ramfs"}
EVERY_ONE: Final = 0o077


class Ernst(StrEnum):
    """How bad a finding is; only FOUT makes `portal doctor` fail."""

    GOED = "goed"
    LET_OP = "let op"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Bevinding:
    """What one check found."""

    wat: str
    ernst: Ernst
    tekst: str


def examine(settings: Settings) -> tuple[Bevinding, ...]:
    """Run every check; one that breaks is a fault by itself."""
    return tuple(_safely(wat, check, settings) for wat, check in CHECKS.items())


def _safely(wat: str, check: Callable[[Settings], tuple[Ernst, str]], settings: Settings) -> Bevinding:
    try:
        return Bevinding(wat, *check(settings))
    except Exception as error:  # noqa: BLE001 - a check that cannot run is what doctor must report
        return Bevinding(wat, Ernst.FOUT, f"niet te controleren ({type(error).__name__}).")


def _data_dir(settings: Settings) -> tuple[Ernst, str]:
    if not settings.data.is_dir():
        return Ernst.FOUT, f"{settings.data} is er niet. Doe eerst: portal init --regio groningen"
    status = settings.data.stat()
    if status.st_mode & EVERY_ONE:
        return Ernst.FOUT, f"{settings.data} is open voor anderen. Doe: chmod 700 {settings.data}"
    return Ernst.GOED, f"{settings.data}, alleen voor deze gebruiker."


def _tls(settings: Settings) -> tuple[Ernst, str]:
    if settings.tls:
        return Ernst.GOED, "er staat een TLS-proxy voor."
    if settings.host in LOOPBACK:
        return Ernst.LET_OP, f"geen TLS: het portaal luistert alleen op {settings.host}."
    return Ernst.FOUT, f"geen TLS op {settings.host}."


def _proxy(_settings: Settings) -> tuple[Ernst, str]:
    """A buffering proxy writes bodies to disk in clear; only nginx can be looked at from here."""
    nginx = Path("/etc/nginx")
    if not nginx.is_dir():
        return Ernst.LET_OP, "geen nginx op deze machine. Zet in de proxy elders het bufferen van verzoeken uit."
    texts = [path.read_text(errors="replace") for path in nginx.rglob("*") if path.is_file()]
    if any(re.search(r"^\s*proxy_request_buffering\s+off\s*;", text, re.MULTILINE) for text in texts):
        return Ernst.GOED, "nginx bewaart verzoeken niet op schijf."
    return Ernst.FOUT, "nginx schrijft verzoeken leesbaar op schijf. Zet: proxy_request_buffering off;"


def _swap(settings: Settings) -> tuple[Ernst, str]:
    devices = [line.split()[0] for line in Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]]
    open_ones = [device for device in devices if not _is_safe_swap(device)]
    if not open_ones:
        return Ernst.GOED, "uit of versleuteld."
    ernst = Ernst.LET_OP if settings.demo else Ernst.FOUT
    return ernst, f"geheugen kan leesbaar op schijf komen ({', '.join(open_ones)}). Doe: swapoff -a, of versleutel het."


def _is_safe_swap(device: str) -> bool:
    """Tell whether swap is memory itself (zram) or encrypted (dm-crypt)."""
    name = Path(device).resolve().name
    uuid = Path(f"/sys/block/{name}/dm/uuid")
    return name.startswith("zram") or (uuid.exists() and uuid.read_text(encoding="utf-8").startswith("CRYPT-"))


def _spool(settings: Settings) -> tuple[Ernst, str]:
    """Clamd writes what it scans to its temporary directory; the portal itself writes nothing there."""
    conf = Path("/etc/clamav/clamd.conf")
    if not conf.exists():
        return Ernst.GOED, f"het portaal schrijft niets in {tempfile.gettempdir()}; er is geen clamd."
    found = re.search(r"^\s*TemporaryDirectory\s+(\S+)", conf.read_text(errors="replace"), re.MULTILINE)
    folder = Path(found[1]) if found else Path(tempfile.gettempdir())
    if _filesystem(folder) in IN_MEMORY:
        return Ernst.GOED, f"clamd gebruikt {folder}, in het geheugen."
    ernst = Ernst.LET_OP if settings.demo else Ernst.FOUT
    return ernst, f"clamd schrijft bestanden leesbaar in {folder}. Zet TemporaryDirectory op een tmpfs."


def _filesystem(folder: Path) -> str:
    """Return the kind of file system a folder lies on: the longest mount point that holds it."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    holding = [(len(mount[1]), mount[2]) for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    return max(holding, default=(0, ""))[1]


def _libmagic(_settings: Settings) -> tuple[Ernst, str]:
    kind = sniff(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    if kind != "application/pdf":
        return Ernst.FOUT, f"herkent een pdf niet, maar ziet '{kind}'."
    return Ernst.GOED, "herkent bestanden."


def _clock(settings: Settings) -> tuple[Ernst, str]:
    if settings.klok:
        return Ernst.LET_OP, f"de klok is {settings.klok} seconden verzet (PORTAL_KLOK)."
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    if state in {TIME_ERROR, -1}:
        return Ernst.LET_OP, "loopt niet gelijk met een tijdserver, voor zover dit systeem weet."
    return Ernst.GOED, "loopt gelijk met een tijdserver."


def _database(settings: Settings) -> tuple[Ernst, str]:
    database = Database(settings.database_url, pool_size=1)
    try:
        now, wanted = migreren.revisions(settings.database_url)[0], migreren.newest()
        if now != wanted:
            return Ernst.FOUT, f"staat op versie {now}, niet op {wanted}. Doe: portal migreren"
        outbox = stand(database)
    finally:
        database.close()
    if outbox.dood:
        return (
            Ernst.LET_OP,
            f"versie {now}. {_to(outbox.dood)} berichten uit de postkamer zijn opgegeven, {_to(outbox.wacht)} wachten.",
        )
    return Ernst.GOED, f"bereikbaar, versie {now}; {_to(outbox.wacht)} in de postkamer."


def _to(aantal: int) -> str:
    """Say a count that stops at COUNT_TO."""
    return f"meer dan {COUNT_TO}" if aantal > COUNT_TO else str(aantal)


def _clocks(settings: Settings) -> tuple[Ernst, str]:
    """Look for clocks whose steps the worker cannot take."""
    database = Database(settings.database_url, pool_size=1)
    try:
        aantal = how_many(database)
    finally:
        database.close()
    if aantal:
        return Ernst.LET_OP, f"{_to(aantal)} kunnen niet worden verwerkt. Zie /beheer en de log van portal worker."
    return Ernst.GOED, "alle worden verwerkt."


def _teams(settings: Settings) -> tuple[Ernst, str]:
    """Compare the file of the region with the installation: a bericht to a team that is not there cannot be sent."""
    regio, database = laad_regio(settings.regio), Database(settings.database_url, pool_size=1)
    try:
        with database.lezen() as session:
            hier = {team.code for team in all_teams(session)}
    finally:
        database.close()
    ontbreekt = [team.code for team in regio.teams if team.code not in hier]
    if ontbreekt:
        return (
            Ernst.FOUT,
            f"deze teams van regio {regio.naam} ontbreken: {', '.join(ontbreekt)}. Doe: portal team bijwerken",
        )
    return Ernst.GOED, f"alle {len(regio.teams)} teams van regio {regio.naam} zijn er."


def _standing_in(settings: Settings) -> tuple[Ernst, str]:
    """Say which mailboxes go to a team that stands in, as the region has none of the kind that they are for."""
    zonder = without_team(laad_regio(settings.regio), laad_mailboxen(laad_regios()).alle())
    if zonder:
        return Ernst.LET_OP, " ".join(geen.zin for geen in zonder)
    return Ernst.GOED, "elke mailbox heeft in elke gemeente het team waarvoor zij is."


def _keys(settings: Settings) -> tuple[Ernst, str]:
    pinned = Pinned.read(settings.pinned_key_file)
    database = Database(settings.database_url, pool_size=1)
    sealer = Sealer(pinned.installation, pinned.public)
    try:
        with database.lezen() as session:
            teams = [team.code for team in all_teams(session)]
        wrong = [team for team in teams if not _has_key(database, sealer, team)]
    finally:
        database.close()
    if wrong:
        return Ernst.FOUT, f"deze teams hebben geen sleutel die de kluis ondertekende: {', '.join(wrong)}."
    return Ernst.GOED, f"{len(teams)} teams met een ondertekende sleutel."


def _has_key(database: Database, sealer: Sealer, team: str) -> bool:
    try:
        with database.lezen() as session:
            return bool(sealer.keys(session, [("team", team)]))
    except UnsignedKey:
        return False


def _vault(settings: Settings) -> tuple[Ernst, str]:
    client = VaultClient(settings.vault_socket, is_writing)
    try:
        status = client.status()
    except VaultDown:
        return Ernst.LET_OP, "draait niet. Indienen kan, openen niet."
    except VaultRefusal as error:
        return Ernst.FOUT, f"antwoordt niet goed ({error.code})."
    finally:
        client.close()
    if status["broken"]:
        return Ernst.FOUT, "vond een breuk in het logboek. Doe: portal audit verify"
    return Ernst.GOED, f"draait; {status['head']} regels in de keten, {status['unchained']} nog niet."


def _mail(settings: Settings) -> tuple[Ernst, str]:
    """Look at the settings only: `portal post proef` sends a mail."""
    faults, warnings = mail_faults(settings), mail_warnings(settings)
    if faults:
        return Ernst.FOUT, " ".join(faults)
    if warnings:
        return Ernst.LET_OP, " ".join(warnings)
    return Ernst.GOED, f"via {settings.smtp_host}:{settings.smtp_port} ({settings.smtp_tls}). Proef: portal post proef"


CHECKS: Final[dict[str, Callable[[Settings], tuple[Ernst, str]]]] = {
    "datamap": _data_dir,
    "TLS": _tls,
    "proxy": _proxy,
    "wisselgeheugen": _swap,
    "tijdelijke bestanden": _spool,
    "libmagic": _libmagic,
    "klok": _clock,
    "database": _database,
    "termijnen": _clocks,
    "teams": _teams,
    "teams die er niet zijn": _standing_in,
    "sleutels": _keys,
    "kluis": _vault,
    "mail": _mail,
}
