"""An act that cannot be done now, said in words: why not, and what can be done."""


class NietMogelijk(Exception):
    """This act cannot be done now; `tekst` says why and what can."""

    def __init__(self, tekst: str) -> None:
        """Keep the text for the page."""
        super().__init__(tekst)
        self.tekst = tekst


class Ingehaald(NietMogelijk):
    """Someone else was first; `tekst` says who did what. What was typed is still on the page."""
