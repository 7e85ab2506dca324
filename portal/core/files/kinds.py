"""The kinds of file that a bericht can carry: their extensions, media types and whether a page may show them."""

from enum import StrEnum
from typing import Self


class Bestandssoort(StrEnum):
    """A kind of file; which of these an attachment may be is part of its requirement."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    JPG = "jpg"
    PNG = "png"
    HEIC = "heic"
    MSG = "msg"
    EML = "eml"
    XLSX = "xlsx"

    @classmethod
    def from_extension(cls, extension: str) -> Self | None:
        """Return the kind that this extension (without dot, any case) stands for, or None when it is none."""
        return next((soort for soort in cls if extension.lower() in soort.extensies), None)

    @property
    def extensies(self) -> tuple[str, ...]:
        """The extensions, without dot, by which this kind is known; the usual one first."""
        return (self.value, *_OTHER_EXTENSIONS.get(self.value, ()))

    @property
    def media_type(self) -> str:
        """The media type under which this kind is sent to a browser."""
        return _MEDIA_TYPES[self.value]

    @property
    def veilig_te_bekijken(self) -> bool:
        """Whether a sandboxed page may show this kind; all others are only downloaded."""
        return self.value in _VIEWABLE


_OTHER_EXTENSIONS = {"jpg": ("jpeg",), "heic": ("heif",)}
_VIEWABLE = frozenset({"pdf", "jpg", "png"})
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "msg": "application/vnd.ms-outlook",
    "eml": "message/rfc822",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
