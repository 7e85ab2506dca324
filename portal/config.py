"""Settings of one installation, read once from the environment; a default is safe in production."""

import hashlib
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

SMTP_TLS: Final = frozenset({"starttls", "direct"})


class OnjuisteInstelling(Exception):
    """A setting cannot be used; the text says which and what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; paths are absolute, sizes in bytes, times in seconds.

    `tweede_factor` off and `klok` (seconds added to the clock) are for demo and test only, and every page
    says so. `limieten` multiplies the vault's limits per person (benchmarks only).
    """

    data: Path
    database_url: str
    sleutels_url: str
    vault_socket: Path
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    tls: bool = False
    tweede_factor: bool = True
    klok: int = 0
    limieten: int = 1
    regio: str = "groningen"
    inactief: int = 30 * 60
    sessieduur: int = 10 * 60 * 60
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_ca: Path | None = None
    smtp_gebruiker: str = ""
    smtp_wachtwoord: Path | None = None
    mail_map: Path | None = None
    mail_van: str = "berichtenportaal@localhost.example"
    basis_url: str = "http://127.0.0.1:8000"
    proxies: int = 0

    @property
    def secret_key_file(self) -> Path:
        """The 0600 file with the key that signs the CSRF cookie."""
        return self.data / "web" / "secret-key"

    @property
    def pinned_key_file(self) -> Path:
        """The public half of the installation's signing key, pinned by web and worker."""
        return self.data / "installatie.pub"

    @property
    def vault_dir(self) -> Path:
        """Where the vault keeps its root key, key store, state file and anchors; 0700."""
        return self.data / "kluis"

    @property
    def files_dir(self) -> Path:
        """Where sealed file parts lie."""
        return self.data / "bestanden"

    @property
    def log_dir(self) -> Path:
        """Where the demo's processes write their logs."""
        return self.data / "log"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the PORTAL_* variables; raises OnjuisteInstelling."""
        env = os.environ if env is None else env
        data = Path(env.get("PORTAL_DATA", "var")).resolve()
        database_url = env.get("PORTAL_DATABASE_URL", f"sqlite:///{data / 'portaal.db'}")
        secret = env.get("PORTAL_DATABASE_URL_FILE")
        if secret:
            database_url = Path(secret).read_text(encoding="utf-8").strip()
        port = _number(env, "PORTAL_PORT", 8000)
        host = env.get("PORTAL_HOST", "127.0.0.1")
        wachtwoord = env.get("PORTAL_SMTP_WACHTWOORD_FILE")
        smtp_ca = env.get("PORTAL_SMTP_CA")
        mail_map = env.get("PORTAL_MAIL_MAP")
        settings = cls(
            data=data,
            database_url=_driver(database_url),
            sleutels_url=_driver(env.get("PORTAL_SLEUTELS_URL", f"sqlite:///{data / 'kluis' / 'sleutels.db'}")),
            vault_socket=Path(env["PORTAL_VAULT_SOCKET"]) if "PORTAL_VAULT_SOCKET" in env else socket_path(data),
            host=host,
            port=port,
            demo=_flag(env, "PORTAL_DEMO", standaard=False),
            tls=_flag(env, "PORTAL_TLS", standaard=False),
            tweede_factor=_flag(env, "PORTAL_TWEEDE_FACTOR", standaard=True),
            klok=_number(env, "PORTAL_KLOK", 0),
            limieten=_number(env, "PORTAL_LIMIETEN", 1),
            regio=env.get("PORTAL_REGIO", "groningen"),
            inactief=_number(env, "PORTAL_INACTIEF", 30 * 60),
            sessieduur=_number(env, "PORTAL_SESSIEDUUR", 10 * 60 * 60),
            smtp_host=env.get("PORTAL_SMTP_HOST", ""),
            smtp_port=_number(env, "PORTAL_SMTP_PORT", 587),
            smtp_tls=env.get("PORTAL_SMTP_TLS", "starttls"),
            smtp_ca=Path(smtp_ca) if smtp_ca else None,
            smtp_gebruiker=env.get("PORTAL_SMTP_GEBRUIKER", ""),
            smtp_wachtwoord=Path(wachtwoord) if wachtwoord else None,
            mail_map=Path(mail_map) if mail_map else None,
            mail_van=env.get("PORTAL_MAIL_VAN", "berichtenportaal@localhost.example"),
            basis_url=env.get("PORTAL_BASIS_URL", f"http://{host}:{port}"),
            proxies=_number(env, "PORTAL_PROXIES", 0),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse combinations that are not safe; raises OnjuisteInstelling."""
        if not self.tls and self.host not in LOOPBACK:
            raise OnjuisteInstelling(
                "Zonder TLS luistert het portaal alleen op 127.0.0.1. Zet een TLS-proxy ervoor en stel PORTAL_TLS=ja in."
            )
        if self.smtp_tls not in SMTP_TLS:
            raise OnjuisteInstelling(f"PORTAL_SMTP_TLS moet 'starttls' of 'direct' zijn, niet '{self.smtp_tls}'.")
        if self.klok and not self.demo:
            raise OnjuisteInstelling("PORTAL_KLOK mag alleen in een demo- of testinstallatie (PORTAL_DEMO=ja).")
        if not self.tweede_factor and not self.demo:
            raise OnjuisteInstelling("De tweede factor kan alleen in een demo uit (PORTAL_DEMO=ja).")
        if self.limieten != 1 and not self.demo:
            raise OnjuisteInstelling("PORTAL_LIMIETEN mag alleen in een demo- of testinstallatie (PORTAL_DEMO=ja).")


def socket_path(data: Path) -> Path:
    """Return a vault socket path under 100 bytes wherever the data directory lies.

    Linux refuses a Unix socket path of 108 bytes or more; a long DATA gets a short directory of its
    own under /tmp, made 0750 by the vault and named after the data directory.
    """
    inside = data / "kluis" / "s" / "vault.sock"
    if len(bytes(inside)) < 100:
        return inside
    return Path("/tmp") / f"portaal-{hashlib.sha256(bytes(data)).hexdigest()[:16]}" / "vault.sock"  # noqa: S108 - the vault checks owner and mode


def shared_dir(name: str) -> Path:
    """Find `templates`, `static` or `migrations`: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def process_env(settings: Mapping[str, str], *, keep: Collection[str] = ()) -> dict[str, str]:
    """Give the environment for a process that we start: this one's, with no PORTAL_* but these and those in `keep`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_") or name in keep}
    return {**ours, **settings}


def _driver(url: str) -> str:
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _flag(env: Mapping[str, str], name: str, *, standaard: bool) -> bool:
    value = env.get(name)
    if value is None or value == "":
        return standaard
    if value.lower() in {"ja", "1", "true"}:
        return True
    if value.lower() in {"nee", "0", "false"}:
        return False
    raise OnjuisteInstelling(f"{name} moet 'ja' of 'nee' zijn, niet '{value}'.")


def _number(env: Mapping[str, str], name: str, standaard: int) -> int:
    value = env.get(name, "")
    try:
        return int(value) if value else standaard
    except ValueError:
        raise OnjuisteInstelling(f"{name} moet een getal zijn, niet '{value}'.") from None
