"""The checks of pictures: jpg and png are decoded by Pillow, heic is walked box by box."""

import logging

from PIL import Image

from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Reden, refusal
from portal.core.files.source import Source

PIXELS_MAX = 50_000_000
BOXES_MAX = 1000

# Its lines for debugging quote what stands in the file, and a log must not.
logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)


def check_image(source: Source, soort: Bestandssoort) -> None:
    """Refuse a jpg or png that is another format, too many pixels, cut off or followed by something else."""
    if not source.read(8).startswith(_SIGNATURES[soort]):
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    if soort is Bestandssoort.PNG:
        _refuse_tail(source)
    with _opened(source, soort) as picture:
        picture.verify()
    with _opened(source, soort) as picture:
        # A jpg decodes at an eighth of its size, which reads all of it in a fraction of the memory.
        picture.draft(picture.mode, (picture.width // 8, picture.height // 8))
        picture.load()


def check_heic(source: Source, soort: Bestandssoort) -> None:
    """Refuse what is no heic: its brands, its boxes up to the last byte (ISO/IEC 14496-12 4.2, 23008-12 B.4)."""
    head = source.read(512)
    if head[4:8] != b"ftyp":
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))}
    if not brands & _HEVC_BRANDS:
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    if not {b"meta", b"mdat"} <= _boxes(source):
        raise refusal(Reden.BESCHADIGD)


def _opened(source: Source, soort: Bestandssoort) -> Image.Image:
    """Open the picture as this format only, and refuse it by its dimensions before a pixel is decoded."""
    source.seek(0)
    try:
        picture = Image.open(source, formats=[_FORMATS[soort]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refusal(Reden.PIXELBOM) from None
    if picture.width * picture.height > PIXELS_MAX:
        raise refusal(Reden.PIXELBOM)
    return picture


def _refuse_tail(source: Source) -> None:
    """Refuse a png with bytes after its end: a second file in the same bytes, or what was cropped away."""
    source.seek(max(0, source.bytes - len(_PNG_END)))
    if source.read() != _PNG_END:
        raise refusal(Reden.BESCHADIGD)


def _boxes(source: Source) -> set[bytes]:
    """Return the kinds of the outermost boxes; refuse when they do not fill the file exactly."""
    kinds: set[bytes] = set()
    at = 0
    for _ in range(BOXES_MAX):
        source.seek(at)
        header = source.read(16)
        kinds.add(header[4:8])
        at += _box_size(header, left=source.bytes - at)
        if at >= source.bytes:
            break
    if at != source.bytes:
        raise refusal(Reden.BESCHADIGD)
    return kinds


def _box_size(header: bytes, *, left: int) -> int:
    """Return the size in bytes of the box that starts with this header; 0 means up to the end, 1 a long size."""
    size = int.from_bytes(header[:4], "big")
    if size == 0:
        return left
    if size == 1:
        size = int.from_bytes(header[8:16], "big")
    if size < 8:
        raise refusal(Reden.BESCHADIGD)
    return size


_SIGNATURES = {Bestandssoort.JPG: b"\xff\xd8\xff", Bestandssoort.PNG: b"\x89PNG\r\n\x1a\n"}
_FORMATS = {Bestandssoort.JPG: "JPEG", Bestandssoort.PNG: "PNG"}
_PNG_END = bytes.fromhex("0000000049454e44ae426082")
_HEVC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
