"""The check of the mail settings, without sending anything."""

import ssl
from pathlib import Path
from typing import Final

from portal.config import Settings

EXAMPLE: Final = ".example"
DIRECT_PORT: Final = 465
EVERY_ONE: Final = 0o077


def mail_faults(settings: Settings) -> list[str]:
    """Say what keeps mail from leaving, or would make it leave wrongly."""
    if not settings.smtp_host and settings.mail_map is None:
        return ["er is geen mailserver ingesteld (PORTAL_SMTP_HOST). Mail blijft wachten."]
    if not settings.smtp_host:
        return []
    faults = [*_password(settings), *_authority(settings.smtp_ca)]
    if settings.mail_van.endswith(EXAMPLE) and not settings.demo:
        faults.append("de afzender is nog het voorbeeld. Stel PORTAL_MAIL_VAN in.")
    if not settings.basis_url.startswith("https://") and not settings.demo:
        faults.append("de links in e-mail zijn niet https. Stel PORTAL_BASIS_URL in.")
    return faults


def mail_warnings(settings: Settings) -> list[str]:
    """Say what is odd about the mail settings but may be meant."""
    if not settings.smtp_host:
        return [f"komt niet aan, maar staat in {settings.mail_map}."]
    warnings = []
    if settings.demo:
        warnings.append("dit is een demo: een mailserver zonder TLS wordt niet geweigerd.")
    if (settings.smtp_port == DIRECT_PORT) != (settings.smtp_tls == "direct"):
        warnings.append("poort 465 hoort bij PORTAL_SMTP_TLS=direct, en 587 bij starttls.")
    return warnings


def _password(settings: Settings) -> list[str]:
    if bool(settings.smtp_gebruiker) != (settings.smtp_wachtwoord is not None):
        return ["stel PORTAL_SMTP_GEBRUIKER en PORTAL_SMTP_WACHTWOORD_FILE allebei in, of geen van beide."]
    if settings.smtp_wachtwoord is None:
        return []
    try:
        empty = not settings.smtp_wachtwoord.read_text(encoding="utf-8").strip()
        is_open = settings.smtp_wachtwoord.stat().st_mode & EVERY_ONE
    except (OSError, ValueError):
        return [f"{settings.smtp_wachtwoord} is niet te lezen."]
    if empty:
        return [f"{settings.smtp_wachtwoord} is leeg."]
    return [f"{settings.smtp_wachtwoord} is open voor anderen. Doe: chmod 600"] if is_open else []


def _authority(smtp_ca: Path | None) -> list[str]:
    if smtp_ca is None:
        return []
    try:
        ssl.create_default_context(cafile=smtp_ca)
    except OSError:
        return [f"{smtp_ca} (PORTAL_SMTP_CA) is geen leesbaar certificaat."]
    return []
