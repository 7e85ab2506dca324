"""The cells of the matrix: page × method × person × thing, each with the answer that the statement promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask
from werkzeug.routing import BuildError, Rule

from portal.core.services import Services
from portal.domain.levensloop import Actie
from portal.domain.partij import Partij
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, SCHAKEL
from tests.refusals.dingen import NIETS, Ding
from tests.refusals.mensen import HALVERWEGE, Mens
from tests.refusals.tafel import ACTIES, PAGINAS, GeenRegelInDeMatrix, Kant, Pagina
from tests.refusals.terrein import Terrein

BINNEN: Final = "binnen"
NIET_GEVONDEN: Final = "niet gevonden"
INLOGGEN: Final = "inloggen"
TWEEDE_FACTOR: Final = "eerst inloggen afmaken"
METHODEN: Final = ("GET", "HEAD", "OPTIONS", "POST")
# What these are called is no secret: it stands in the forms and in the addresses.
# whoever has the secret of a calendar may read it, so it is no stranger to anyone
OPENBAAR: Final = frozenset({"mailbox", "team", "organisatie", "agenda", "regelsoort"})
# What ends the session that asks comes last.
LAATST: Final = frozenset({"inloggen.uitloggen"})
# Acts that no declaration has or that nobody does by hand.
NIET_TE_DOEN: Final = ("openen", "afronden", "heropenen", "indienen", "bestaat-niet")
# Every act in every toestand is asked by these; in the toestanden below by everyone.
VASTE_VRAGERS: Final = frozenset({f"consulent.{EEMSDELTA}", f"consulent.{GRONINGEN}", f"indiener.{SCHAKEL}"})
ALLE_ACTIES_IN: Final = frozenset({"Wacht op antwoord", NIETS})
# Whose role has nothing to do with a page is turned away before it looks at what is asked, and in another team every
# role is turned away as its consulent is: for these the first and these will do.
GENOEG_OM_TE_WEIGEREN: Final = frozenset({NIETS, "Wacht op antwoord", "melding"})
ALLE_TOESTANDEN: Final = VASTE_VRAGERS | {f"indiener.{DIEP}", "toezichthouder.toezicht", f"beleid.{EEMSDELTA}"}
# Whoever may read one bericht of his team may read them all, and without a session the toestand is never looked at:
# for all but the few above these will do.
GENOEG: Final = frozenset({"Ontvangen", "Wacht op antwoord", "Besloten"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cel:
    """One request: what is asked, of what, and the answer to expect; `code` is the act where the page is about one."""

    endpoint: str
    methode: str
    pad: str
    verwacht: str
    ding: Ding | None = None
    code: str = ""

    @property
    def naam(self) -> str:
        """The cell in words, for who reads that it was wrong."""
        over = f" over {self.ding.soort} '{self.ding.naam}'" if self.ding is not None else ""
        return f"{self.methode} {self.endpoint}{f' ({self.code})' if self.code else ''}{over}"

    def soort(self, mens: Mens) -> tuple[str, str, str, str]:
        """Name what this is one of: such requests must be refused alike; in a bericht of his, within that bericht."""
        ding = self.ding
        waarin = str(ding.ids["bericht"]) if ding is not None and mens.plek in ding.waarin else ""
        return self.endpoint, self.methode, self.code, waarin

    def is_vreemd(self, mens: Mens) -> bool:
        """Tell whether it is not there, or not his."""
        ding = self.ding
        return ding is not None and ding.soort not in OPENBAAR and not ding.misvormd and not ding.is_van(mens)


def cellen(terrein: Terrein, mens: Mens) -> Iterator[Cel]:
    """Yield every cell of this person; a page without a line is for the test that names it."""
    for rule in sorted(terrein.app.url_map.iter_rules(), key=lambda r: (r.endpoint in LAATST, r.endpoint, r.rule)):
        if rule.endpoint not in PAGINAS:
            continue
        pagina = PAGINAS[rule.endpoint]
        for ding, code in _waarover(terrein, rule, pagina, mens):
            pad = _pad(terrein.app, rule, ding, code)
            for methode in METHODEN:
                if methode == "POST" and rule.endpoint in LAATST and not _mag_uitloggen(mens):
                    continue
                if methode in (rule.methods or ()) and not _is_al_gevraagd(methode, ding, code):
                    verwacht = verwacht_van(terrein.huis.services, mens, pagina, methode, ding=ding, code=code)
                    if pagina.alleen_vreemden and _zou_mogen(mens, pagina, ding):
                        continue
                    yield Cel(endpoint=rule.endpoint, methode=methode, pad=pad, verwacht=verwacht, ding=ding, code=code)


def verwacht_van(services: Services, mens: Mens, pagina: Pagina, methode: str, *, ding: Ding | None, code: str) -> str:
    """Say in the words above what the answer must be."""
    if ding is not None and ding.misvormd:
        return NIET_GEVONDEN
    if pagina.publiek:
        return BINNEN
    if mens.sessie == HALVERWEGE:
        return BINNEN if pagina.halverwege else TWEEDE_FACTOR
    if not mens.is_binnen:
        return INLOGGEN
    if pagina.elke_rol or pagina.halverwege:
        return BINNEN
    if pagina.bij_toegang and mens.plek[0] == "team" and mens.plek[1] not in {EEMSDELTA, GRONINGEN}:
        return NIET_GEVONDEN
    if methode == "OPTIONS":
        # The rules of the page without a look at what it is about.
        komt_in = pagina.overal | pagina.team | pagina.organisatie | pagina.afzender | pagina.ontvanger
        return BINNEN if mens.rol in komt_in else NIET_GEVONDEN
    return BINNEN if _mag(services, mens, pagina, ding, code) else NIET_GEVONDEN


def _mag(services: Services, mens: Mens, pagina: Pagina, ding: Ding | None, code: str) -> bool:
    if ding is None or pagina.overal:
        return mens.rol in pagina.overal and not (ding is not None and ding.weg)
    if ding.weg or mens.rol is None:
        return False
    if mens.plek == ("team", ding.gaf_door):
        return mens.rol in pagina.gaf_door
    kant = _kant(services, ding, code) if code else pagina
    if mens.plek == ("team", ding.team):
        return mens.rol in kant.team & pagina.team
    if mens.plek == ("organisatie", ding.ontvanger):
        return mens.rol in kant.ontvanger & pagina.ontvanger
    if mens.plek == ("team", ding.afzenderteam):
        return mens.rol in kant.afzender & pagina.afzender
    return mens.plek == ("organisatie", ding.organisatie) and mens.rol in kant.organisatie & pagina.organisatie


def _zou_mogen(mens: Mens, pagina: Pagina, ding: Ding | None) -> bool:
    van_hem = ding is not None and (ding.is_van(mens) or mens.plek in ding.waarin)
    return mens.is_binnen and (mens.rol in pagina.overal or van_hem)


def _kant(services: Services, ding: Ding, code: str) -> Kant:
    mailbox = services.mailboxen.met_code(ding.mailbox)
    overgang = mailbox.levensloop.overgang(code) if mailbox is not None else None
    if overgang is None or overgang.door is Partij.PORTAAL:
        return Kant()
    return ACTIES.get(overgang.actie.value, Kant())


def _waarover(terrein: Terrein, rule: Rule, pagina: Pagina, mens: Mens) -> Iterator[tuple[Ding | None, str]]:
    """Yield what this page is asked about, with the act where it is about one."""
    if not rule.arguments:
        yield None, ""
        return
    dingen = terrein.over(pagina.over)
    if not dingen:
        raise GeenRegelInDeMatrix(
            f"endpoint {rule.endpoint} is about {sorted(rule.arguments)}: name with over=... in its line of "
            "tests/refusals/tafel.py which kind of thing that is, one of tests/refusals/dingen.py"
        )
    kansrijk = (
        mens.is_binnen
        and mens.rol in pagina.team | pagina.organisatie | pagina.afzender | pagina.ontvanger | pagina.overal
    )
    for ding in dingen:
        ruim = mens.naam in ALLE_TOESTANDEN or (kansrijk and mens.plek != ("team", GRONINGEN)) or ding.is_van(mens)
        if not (ruim or ding is dingen[0] or ding.naam in GENOEG_OM_TE_WEIGEREN):
            continue
        if (ding.is_van(mens) and ding.alleen_weigeren) or _is_genoeg(ding, mens):
            continue
        if any(ding.ids.get(naam, "") is None for naam in rule.arguments):
            continue  # a bericht without bijlage
        if "code" not in rule.arguments or "code" in ding.ids:
            yield ding, str(ding.ids["code"]) if pagina.over == "tekst" else ""
        else:
            yield from ((ding, code) for code in _codes(terrein.huis.services, ding, mens, kansrijk=kansrijk))


def _codes(services: Services, ding: Ding, mens: Mens, *, kansrijk: bool) -> Iterator[str]:
    """Yield acts to ask: one of each kind that the mailbox declares, and what nobody may do by hand."""
    mailbox = services.mailboxen.met_code(ding.mailbox)
    assert mailbox is not None
    alles = (kansrijk and ding.naam in ALLE_ACTIES_IN) or (mens.naam in VASTE_VRAGERS and not ding.alleen_weigeren)
    gezien: set[Actie] = set()
    for overgang in mailbox.levensloop.overgangen:
        door_mens = overgang.door in {Partij.AFZENDER, Partij.BEHANDELEND_TEAM}
        if overgang.actie not in gezien and door_mens and (alles or not gezien):
            gezien.add(overgang.actie)
            yield overgang.code
    if alles:
        yield from NIET_TE_DOEN


def _pad(app: Flask, rule: Rule, ding: Ding | None, code: str) -> str:
    ids = {**(ding.ids if ding is not None else {}), **({"code": code} if code else {})}
    try:
        return app.url_map.bind("localhost").build(rule.endpoint, {naam: ids[naam] for naam in rule.arguments})
    except (KeyError, BuildError):
        raise GeenRegelInDeMatrix(
            f"endpoint {rule.endpoint} has {sorted(rule.arguments)} in its path, and things of its kind have "
            f"{sorted(ids)}: add what is missing to `ids` in tests/refusals/dingen.py"
        ) from None


def _is_genoeg(ding: Ding, mens: Mens) -> bool:
    return bool(ding.status) and ding.naam not in GENOEG and mens.naam not in ALLE_TOESTANDEN


def _mag_uitloggen(mens: Mens) -> bool:
    """Who is asked for elsewhere as well keeps his session; the test logs the few above in again."""
    return mens.naam in VASTE_VRAGERS or not (mens.is_binnen or mens.sessie == HALVERWEGE)


def _is_al_gevraagd(methode: str, ding: Ding | None, code: str) -> bool:
    """HEAD and OPTIONS never look further than GET and the rule, and an act is sent where everyone asks all acts."""
    if ding is None or methode == "GET":
        return False
    if methode == "POST":
        return bool(code) and bool(ding.status) and ding.naam not in ALLE_ACTIES_IN and code != "oppakken"
    return ding.naam not in {NIETS, "Besloten", "taak", "concept"} or code not in {"", "oppakken"}
