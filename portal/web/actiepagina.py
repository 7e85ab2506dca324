"""What the page of an act shows beside its form: what is wrong in it, what was asked, and who was first."""

from portal.core.bericht.zicht import BerichtKop, VerloopRegel
from portal.web.weergave import done
from portal.web.weigering import ActieFormulier


def errors_of(formulier: ActieFormulier | None) -> list[tuple[str, str]]:
    """Return where each error of the form leads, and what it says."""
    return [(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors] if formulier is not None else []


def question_of(zicht: BerichtKop) -> VerloopRegel | None:
    """Return the question that was asked last."""
    vragen = [regel for regel in zicht.verloop if regel.code == "vraag-stellen"]
    return vragen[-1] if vragen else None


def meanwhile(zicht: BerichtKop) -> str | None:
    """Say who did what last, for somebody who was overtaken."""
    laatste = next((regel for regel in reversed(zicht.verloop) if not regel.intern), None)
    return f"{laatste.wie}: {done(zicht, laatste).lower()}" if laatste is not None else None
