"""Why an act was not done, as its page says it above the text that was typed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

from portal.core.behandelen.handling import doe
from portal.core.behandelen.stapcontrole import (
    AntwoordNodig,
    DagNodig,
    Getekend,
    HandtekeningNodig,
    StukNodig,
    TekstNodig,
)
from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.klokken.klokcontrole import KlokNodig, Wijziging
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.domain.formulier import Fout
from portal.domain.voorwaarde import Feiten
from portal.forms.acties import DoorstuurFormulier, TekstFormulier
from portal.sealing.client import TeVeel, VaultDown
from portal.sealing.seal import UnsignedKey
from portal.web.kader import gebruiker, services

KLUIS_WEG: Final = (
    "Dit lukt nu even niet, omdat de kluis niet bereikbaar is. Uw tekst staat er nog. "
    "Probeer het over een paar minuten opnieuw."
)
TE_VEEL: Final = (
    "U heeft in korte tijd veel geopend. Uw tekst staat er nog. Wacht een paar minuten en probeer het opnieuw."
)
GEEN_SLEUTEL: Final = (
    "Dit kan nu niet veilig worden verstuurd: de sleutel van de ontvanger klopt niet. Uw tekst staat er nog. "
    "Bel de beheerder van het portaal."
)

ActieFormulier: TypeAlias = TekstFormulier | DoorstuurFormulier


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigering:
    """Why an act was not done: the answer's status, a title, the text, and the errors at fields.

    `mogelijk` is whether sending it again may help. `punten` are what to look at first: sent again with `gezien`, it is done.
    """

    status: int
    titel: str = ""
    tekst: str = ""
    fouten: tuple[Fout, ...] = ()
    mogelijk: bool = True
    punten: tuple[str, ...] = ()
    gezien: str = ""


def refusal(formulier: ActieFormulier | None, act: dict[str, Any]) -> Weigering | None:
    """Do the act; return why it was not done, None when it was."""
    feiten = formulier.feiten() if formulier is not None else {}
    veld = "reden" if isinstance(formulier, DoorstuurFormulier) else "tekst"
    tekst, doel = str(feiten.get(veld, "")), str(feiten.get("team", ""))
    dag, op = day_of(feiten, "dag"), day_of(feiten, "getekend_op")
    getekend = Getekend(op, str(feiten.get("gezien_door", ""))) if op is not None else None
    act = {**act, "tekst": tekst, "doel": doel, "dag": dag, "getekend": getekend, "klok": clock_of(feiten)}
    act |= {"antwoorden": formulier.getypt()} if formulier is not None else {}
    try:
        doe(services(), gebruiker(), **act)
    except Ingehaald as ingehaald:
        return Weigering(status=409, titel="Iemand was u voor", tekst=ingehaald.tekst)
    except TekstNodig as nodig:
        return Weigering(status=422, fouten=(Fout(veld=veld, tekst=nodig.tekst),))
    except AntwoordNodig as nodig:
        return Weigering(status=422, fouten=nodig.fouten)
    except (DagNodig, HandtekeningNodig, KlokNodig, StukNodig) as nodig:
        return Weigering(status=422, fouten=(Fout(veld=nodig.veld, tekst=nodig.tekst),))
    except NogNietOpgenomen as niet:
        return Weigering(status=409, titel="Dit kan nu niet", tekst=f"{niet.tekst} Uw tekst staat er nog.")
    except NietMogelijk as niet:
        return Weigering(
            status=409, titel="Dit kan nu niet", tekst=niet.tekst, mogelijk=not isinstance(niet, KloptNiet)
        )
    except VaultDown:
        return Weigering(status=503, titel="De kluis is even niet bereikbaar", tekst=KLUIS_WEG)
    except TeVeel:
        return Weigering(status=429, titel="Wacht even", tekst=TE_VEEL)
    except UnsignedKey:
        return Weigering(status=503, titel="Dit kan nu niet veilig", tekst=GEEN_SLEUTEL)
    return None


def day_of(feiten: Feiten, veld: str) -> date | None:
    """Return the day that was typed in this field, None for none."""
    waarde = str(feiten.get(veld, ""))
    return date.fromisoformat(waarde) if waarde else None


def clock_of(feiten: Feiten) -> Wijziging | None:
    """Return what was chosen about a clock; the form offered only ids, so it is one."""
    if "termijn" not in feiten:
        return None
    aantal = str(feiten.get("aantal", ""))
    return Wijziging(
        termijn=UUID(str(feiten["termijn"])),
        grond=str(feiten.get("grond", "")),
        aantal=int(aantal) if aantal else 0,
        uiterlijk=day_of(feiten, "uiterlijk"),
    )
