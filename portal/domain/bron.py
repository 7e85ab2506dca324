"""Where a rule comes from: every fact of law or handbook carries its source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bron:
    """The place of a rule, such as 'Handboek §5.7' or 'Wmo 2.3.2 lid 1'.

    `voorstel` marks a rule of our own that no source states; `uit_geheugen` a fact that
    still has to be checked against the text itself. Pages and docs show both marks.
    """

    plaats: str
    voorstel: bool = False
    uit_geheugen: bool = False

    def __str__(self) -> str:
        """Return the source as a reader sees it, with its mark."""
        if self.voorstel:
            return f"voorstel van het portaal, {self.plaats}" if self.plaats else "voorstel van het portaal"
        if self.uit_geheugen:
            return f"{self.plaats} (nog te controleren)"
        return self.plaats
