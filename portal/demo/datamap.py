"""The data directory of a demo: claimed by one process at a time, and only one that a demo made."""

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARKER: Final = "demo.json"
READY: Final = "demo-klaar"
EERSTE_REGIO: Final = "groningen"
MARK: Final = {"programma": "berichtenportaal", "soort": "demo"}
# What a set-up makes: the only names that starting over removes.
MADE: Final = (
    "bestanden",
    "demo-accounts.json",
    "installatie.pub",
    "kluis",
    "log",
    "mail",
    "portaal.db*",
    "web",
)


class DataGeweigerd(Exception):
    """This directory cannot hold the demo; `tekst` says why and what to do."""

    def __init__(self, tekst: str) -> None:
        """Keep the text."""
        super().__init__(tekst)
        self.tekst = tekst


@dataclass(frozen=True, slots=True)
class Datamap:
    """A claimed data directory; the claim holds as long as this process lives."""

    path: Path
    lock: int

    @property
    def is_ready(self) -> bool:
        """Tell whether a set-up was finished here before."""
        return (self.path / READY).exists()

    @property
    def regio(self) -> str:
        """The code of the region that was set up here; a set-up of before there were two has none written down."""
        return (self.path / READY).read_text(encoding="utf-8").strip() or EERSTE_REGIO

    def mark_ready(self, regio: str) -> None:
        """Write down that the set-up of this region is finished, durably."""
        with (self.path / READY).open("w", encoding="utf-8") as file:
            file.write(f"{regio}\n")
            file.flush()
            os.fsync(file.fileno())
        _sync(self.path)

    def start_over(self) -> None:
        """Remove what a set-up that was cut off has made; the marker and anything unknown stay."""
        for pattern in MADE:
            for path in self.path.glob(pattern):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def release(self) -> None:
        """Give up the claim."""
        os.close(self.lock)


def claim(path: Path) -> Datamap:
    """Make the directory (0700) or take one that a demo made; raises DataGeweigerd."""
    if path.exists() and not path.is_dir():
        raise DataGeweigerd(f"{path} is een bestand. Kies een map die nog niet bestaat, bijvoorbeeld DATA=var.")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(path)
        path.chmod(0o700)
        lock = os.open(path / MARKER, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise DataGeweigerd(
            f"{path} is niet te gebruiken: {error.strerror}. Kies een andere map met DATA=..."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise DataGeweigerd(f"Er draait al een portaal op {path}. Stop dat eerst, of kies een andere map.") from None
    if os.fstat(lock).st_size == 0:
        os.write(lock, json.dumps(MARK).encode())
        os.fsync(lock)
        _sync(path)
    return Datamap(path, lock)


def made_by_demo(path: Path) -> bool:
    """Tell whether a demo made this directory."""
    try:
        return (path / MARKER).read_text(encoding="utf-8") == json.dumps(MARK)
    except (OSError, UnicodeDecodeError):
        return False


def mail_of(path: Path) -> Path:
    """Return where the demo of this directory keeps the mail it would send."""
    return path / "mail"


def _refuse_foreign(path: Path) -> None:
    """Refuse a directory with something in it that no demo made."""
    names = {entry.name for entry in path.iterdir()}
    if not names:
        return
    marker = path / MARKER
    try:
        text = marker.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = "geen"
    cut_off = text == "" and names == {MARKER}  # killed between making the marker and writing it
    if not cut_off and text != json.dumps(MARK):
        raise DataGeweigerd(
            f"{path} is niet leeg en niet door deze demo gemaakt. Er is niets veranderd. "
            "Kies een lege map of een map die nog niet bestaat, bijvoorbeeld DATA=var."
        )


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
