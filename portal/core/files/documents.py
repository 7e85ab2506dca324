"""The checks of pdf and Outlook messages (msg)."""

import itertools
import logging

import olefile
import pikepdf

from portal.core.files.inside import refuse_name
from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Reden, refusal
from portal.core.files.source import Source

PAGES_LOOKED_AT = 500
FILES_LOOKED_AT = 500
_MIB = 1024 * 1024
_OLE_DIRECTORY = 2 * _MIB  # 16,000 streams; the sector table takes less than a hundredth of the file

# Its warnings quote what stands in the file, and a log must not.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)

# A small compressed table may claim gigabytes. These hold for the whole process; nothing else in it reads pdf.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 * _MIB,
    png_max_memory=64 * _MIB,
    tiff_max_memory=64 * _MIB,
    run_length_max_memory=64 * _MIB,
    parser_max_container_size=1_000_000,
    max_stream_filters=3,
    doc_max_warnings=1000,
)


def check_pdf(source: Source, soort: Bestandssoort) -> tuple[int, bool]:
    """Return the number of pages and whether the pdf carries scripts or starts programs; refuse what does not open."""
    if b"%PDF-" not in source.read(1024):
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    source.seek(max(0, source.bytes - 4096))
    if b"%%EOF" not in source.read():
        # Readers mend a pdf that was cut off and silently leave out its last pages; we would rather have it whole.
        raise refusal(Reden.BESCHADIGD)
    source.seek(0)
    try:
        with pikepdf.Pdf.open(source, access_mode=pikepdf.AccessMode.stream) as pdf:
            if pdf.is_encrypted:
                raise refusal(Reden.WACHTWOORD)
            _refuse_attached(pdf)
            # Counting raises when there is no page at all.
            return len(pdf.pages), _acts_by_itself(pdf)
    except pikepdf.PasswordError:
        raise refusal(Reden.WACHTWOORD) from None


def check_msg(source: Source, soort: Bestandssoort) -> None:
    """Refuse what is no Outlook message; its properties stand in a stream of this name (MS-OXMSG 2.4)."""
    container = _opened_ole(source)
    if container is None or "__properties_version1.0" not in _names(container):
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    starts = (entry.isectStart for entry in container.direntries if entry and entry.size and not entry.is_minifat)
    if any(container.nb_sect <= sector < olefile.MAXREGSECT for sector in itertools.chain(container.fat, starts)):
        # The tables lead to sectors that the file does not have: it was cut off.
        raise refusal(Reden.BESCHADIGD)


def is_ole(head: bytes) -> bool:
    """Say whether a file starts as an OLE container does; an office file with a password is one."""
    return head.startswith(olefile.MAGIC)


def refuse_encrypted(source: Source) -> None:
    """Refuse an office file with a password; any other OLE file is left to the next check (MS-OFFCRYPTO 2.3)."""
    container = _opened_ole(source)
    if container is not None and "EncryptedPackage" in _names(container):
        raise refusal(Reden.WACHTWOORD)


def _opened_ole(source: Source) -> olefile.OleFileIO | None:
    """Open an OLE container, reading its tables only; None when it is something else."""
    source.seek(0)
    if not is_ole(source.read(8)):
        return None
    container = olefile.OleFileIO()
    # It compares every stream with all others, minutes for a file made to that end; we read no stream at all.
    container._check_duplicate_stream = lambda *_, **__: None  # noqa: SLF001  # olefile has no setting for it
    container.open(Source(source, budget=source.bytes // 100 + _OLE_DIRECTORY))
    return container


def _names(container: olefile.OleFileIO) -> set[str]:
    """Return the names at the root of an OLE container."""
    return {entry.name for entry in container.root.kids}


def _refuse_attached(pdf: pikepdf.Pdf) -> None:
    """Refuse a pdf in which a program or a file with macros lies, by its name: a reader opens it by that (ISO 32000 7.11.4)."""
    for name in itertools.islice(pdf.attachments, FILES_LOOKED_AT):
        refuse_name(name)
        refuse_name(pdf.attachments[name].filename)
    for page in itertools.islice(pdf.pages, PAGES_LOOKED_AT):
        for annotation in page.obj.get("/Annots", []):
            attached = annotation.get("/FS")
            if isinstance(attached, pikepdf.Dictionary):
                refuse_name(str(attached.get("/UF", "")))
                refuse_name(str(attached.get("/F", "")))


def _acts_by_itself(pdf: pikepdf.Pdf) -> bool:
    """Look for actions where readers run them: on opening, in the name tree, on the pages and their fields."""
    root = pdf.Root
    if "/JavaScript" in root.get("/Names", {}) or "/AA" in root:
        return True
    holders: list[object] = [root.get("/OpenAction")]
    for page in itertools.islice(pdf.pages, PAGES_LOOKED_AT):
        if "/AA" in page.obj:
            return True
        for annotation in page.obj.get("/Annots", []):
            if "/AA" in annotation:
                return True
            holders.append(annotation.get("/A"))
    return any(_is_program(action) for action in holders)


def _is_program(action: object) -> bool:
    """Say whether this pdf action runs a script or starts a program."""
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") in {"/JavaScript", "/Launch"}
