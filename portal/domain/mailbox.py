"""A mailbox is a value: what may be sent, by whom, to whom, with which clocks, and what may follow.

The declaration checks itself when built, so that a wrong one refuses to start the app.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.afsluiten import met_afsluiten
from portal.domain.beginwoorden import MetKlokken, met_begin
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.codes import codefouten
from portal.domain.formulier import Formulier
from portal.domain.gevolg import LeegRegister, SluitVerband, StapOpVerband, Taak, TaakGedaan, VulRegister, gedane_taken
from portal.domain.gevraagd import gevraagde_velden, voorwaarden
from portal.domain.levensloop import Levensloop
from portal.domain.overdracht import Meesturen, Overdracht, overdrachtfouten
from portal.domain.rollen import Rol
from portal.domain.routeregel import delen_van, velden_van, verbanden_van
from portal.domain.routering import HEEL, ROMP, Routering
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import Termijn, VanVerband
from portal.domain.termijncontrole import termijnfouten
from portal.domain.vergadering import Vergadering
from portal.domain.voorwaarde import Voorwaarde


class Groep(StrEnum):
    """The groups on 'Nieuw bericht', in this order."""

    INDICATIE = "Indicatie aanvragen of verlengen"
    WIJZIGING = "Iets verandert voor een cliënt"
    VERHUIZING = "Verhuizen of wisselen van aanbieder"
    CALAMITEIT = "Calamiteit of geweld"
    CONTRACT = "Contract, locaties en onderaannemers"
    VRAAG = "Vragen, klachten en overleg"
    GEMEENTEN = "Tussen gemeenten"
    OPVANG = "Maatschappelijke opvang"


class Clientblok(StrEnum):
    """What a bericht says about the client."""

    VOLLEDIG = "volledig"
    APART = "apart"
    ANONIEM = "anoniem"
    GEEN = "geen"


class Verbandsoort(StrEnum):
    """How a bericht is tied to another."""

    MOET = "moet"
    MAG = "mag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Afzender:
    """Who may send: a kind of organisation and the roles in it.

    `voor_burger` means the receiving gemeente registers what a burger brought by phone, desk or letter,
    with the day it arrived; the clocks start on that day. `voor_zichzelf` lets a team write down for itself what it learned
    another way (a 307 through iWmo). `register` narrows the senders to the organisations in that register ('opdrachtnemers-mo').
    """

    soort: Organisatiesoort
    rollen: tuple[Rol, ...]
    voor_burger: bool = False
    voor_zichzelf: bool = False
    register: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verband:
    """A link to another bericht: 'melding', 'verslag'; `code` is the field of the form in which it is chosen.

    `mailboxen` are those it may be of; with `open` only one that is still being handled. `bij` are the toestanden of that bericht in
    which a new one is offered on its page (empty: all). `meenemen` names the answers there that a new one starts with, `zet` what is
    answered by starting from there: nothing is typed twice. `gelijk` pairs an answer here with the one there that it must be equal to.
    """

    code: str
    titel: str
    mailboxen: tuple[str, ...]
    soort: Verbandsoort = Verbandsoort.MAG
    open: bool = False
    bij: tuple[str, ...] = ()
    meenemen: tuple[str, ...] = ()
    zet: tuple[tuple[str, str], ...] = ()
    gelijk: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwijzing:
    """When it holds, this matter belongs elsewhere: another mailbox (answers kept), or outside the portal.

    The text stands at `veld`. `met_contact` adds how to reach the team that would get it, `met_regio` what the region says of the gemeente.
    """

    als: Voorwaarde
    tekst: str
    bron: Bron
    mailbox: str | None = None
    veld: str = ""
    met_contact: bool = False
    met_regio: bool = False

    @property
    def plek(self) -> str:
        """The answer at which the text stands."""
        return self.veld or min(self.als.velden())


@dataclass(frozen=True, slots=True, kw_only=True)
class Deel:
    """A part of the answers that is sealed as an item of its own and opened apart, where asked with a reason (identities)."""

    code: str
    titel: str
    velden: tuple[str, ...]
    reden_nodig: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verstreken:
    """A date in `veld`, so many `maanden` later, before the day it came or the date in `voor`: accepted, each side reads what it may mean."""

    veld: str
    titel: str
    voor_afzender: str
    voor_team: str
    bron: Bron
    voor: str = ""
    maanden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """A bericht that is sent with one click, with these answers: 'geen wijzigingen'."""

    titel: str
    uitleg: str
    antwoorden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaring:
    """Retention: years after the start event, settable by the archivist (Wmo 5.3.4)."""

    jaren: int
    vanaf: str
    bron: Bron


class FouteDeclaratie(ValueError):
    """A mailbox contradicts itself; the app refuses to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox(MetKlokken):
    """One mailbox of a region's handbook; see `portal/mailboxes/` for all of them.

    Exactly one of `termijnen` (with a duty) and `geen_termijn` (the source names none) tells the sender what to expect. `per_ontvanger`: every receiver goes
    through the levensloop on its own. `stil`: the sender learns only that it was received. `dubbel` warns each side of a second one about the client, and of
    one in `dubbel_ook`; with `dubbel_klok`, also of what is done of the same day. `verstreken`: of dates gone by. `na_contract`: so many maanden after his
    contract an aanbieder may still send it. `meesturen`: the dossier that goes along, `overdracht` what the sender sees of it once taken over.
    `na_overlijden`: why it may come after a death, '' refuses it and lets one close it. `bij_indienen` follows the submission.
    """

    code: str
    titel: str
    omschrijving: str
    zoekwoorden: tuple[str, ...]
    groep: Groep
    regios: tuple[str, ...]
    afzenders: tuple[Afzender, ...]
    clientblok: Clientblok
    formulier: type[Formulier]
    routering: Routering
    levensloop: Levensloop
    bewaring: Bewaring
    bronnen: tuple[Bron, ...]
    bijlagen: tuple[BijlageEis, ...] = ()
    termijnen: tuple[Termijn, ...] = ()
    geen_termijn: str = ""
    verbanden: tuple[Verband, ...] = ()
    verwijzingen: tuple[Verwijzing, ...] = ()
    delen: tuple[Deel, ...] = ()
    bevestiging: str = ""
    per_ontvanger: bool = False
    stil: bool = False
    meesturen: Meesturen | None = None
    overdracht: Overdracht | None = None
    dubbel: str = ""
    dubbel_klok: str = ""
    dubbel_ook: tuple[str, ...] = ()
    verstreken: tuple[Verstreken, ...] = ()
    direct: Direct | None = None
    bij_indienen: tuple[LeegRegister | StapOpVerband | TaakGedaan | VulRegister, ...] = ()
    vergadering: Vergadering | None = None
    na_contract: int = 0
    na_overlijden: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that names what is not there or leaves out its source."""
        for check in (self._check_sources, self._check_fields, self._check_links):
            check()
        if self.clientblok is Clientblok.VOLLEDIG and not self.na_overlijden:
            object.__setattr__(self, "levensloop", met_afsluiten(self.levensloop))
        for fout in (*codefouten(self), *termijnfouten(self), *overdrachtfouten(self)):
            self._refuse(fout)
        object.__setattr__(self, "termijnen", tuple(met_begin(self, t) for t in self.termijnen))
        object.__setattr__(self, "_klokken", {t.code: t for t in self.alle_termijnen()})

    def afzender(self, soort: str, rollen: AbstractSet[Rol], registers: AbstractSet[str] | None) -> Afzender | None:
        """Return as whom such an organisation in these roles and registers (None for any) may send; None when it may not."""
        passend = (a for a in self.afzenders if a.soort == soort and not rollen.isdisjoint(a.rollen))
        return next((a for a in passend if not a.register or registers is None or a.register in registers), None)

    def is_registratie(self, afzender_soort: str) -> bool:
        """Tell whether a bericht from a "team" was registered here for a burger: a mailbox takes no other from teams then."""
        return afzender_soort == "team" and any(a.voor_burger for a in self.afzenders)

    def mag_aan_zichzelf(self, afzender_soort: str) -> bool:
        """Tell whether a "team" may send it to itself."""
        return afzender_soort == "team" and any(a.voor_burger or a.voor_zichzelf for a in self.afzenders)

    @property
    def is_spoed(self) -> bool:
        """Tell whether what comes in has to be looked at at once: it had to be sent at once (Wmo 3.4 lid 1)."""
        return any(termijn.onverwijld for termijn in self.termijnen)

    def alle_termijnen(self) -> tuple[Termijn, ...]:
        """Return every clock: of the bericht and of the taken that its outcomes set, which doing the taak fulfils."""
        return (*self.termijnen, *(met_begin(self, klok) for t in self.taken() if (klok := t.klok) is not None))

    def heeft_termijn(self, taak: str) -> bool:
        """Tell whether a clock is declared that doing the taak with this code fulfils; it need not run yet."""
        return any(taak in klok.gehaald_door for klok in self.alle_termijnen())

    def taak_van(self, termijn: str) -> Taak | None:
        """Return the taak whose clock this is; None for a clock of the bericht itself."""
        return next((t for t in self.taken() if t.termijn is not None and t.termijn.code == termijn), None)

    def verband_met(self, mailbox: str) -> Verband | None:
        """Return the first link that a bericht of that mailbox can be the other end of."""
        return next((v for v in self.verbanden if mailbox in v.mailboxen), None)

    def taken(self) -> tuple[Taak, ...]:
        """Return every taak that any outcome can set."""
        return tuple(g for o in self.levensloop.overgangen for g in o.gevolgen if isinstance(g, Taak))

    def op_verbanden(self) -> tuple[SluitVerband | StapOpVerband, ...]:
        """Return all that any step, or the submission, can do on a bericht that this one is linked to."""
        gevolgen = (*(g for o in self.levensloop.overgangen for g in o.gevolgen), *self.bij_indienen)
        return tuple(g for g in gevolgen if isinstance(g, SluitVerband | StapOpVerband))

    def bijlage(self, code: str) -> BijlageEis | None:
        """Return the attachment demand with this code."""
        return next((b for b in self.bijlagen if b.code == code), None)

    def _check_sources(self) -> None:
        if not self.bronnen:
            self._refuse("noemt geen bron")
        if not self.afzenders or not self.regios:
            self._refuse("heeft geen afzender of geen regio")
        if len({a.voor_burger for a in self.afzenders if a.soort is not Organisatiesoort.AANBIEDER}) > 1:
            self._refuse("laat een team zowel voor zichzelf als voor een burger versturen: wat is dan niet te zien")

    def _check_fields(self) -> None:
        velden = {v.naam for v in self.formulier.veldinfo()}
        gevraagd = gevraagde_velden(self) | velden_van(self.routering)
        # a name with a dot is a fact that the core derives: 'register.toewijzing', 'verband.melding'
        if onbekend := sorted(v for v in gevraagd - velden if "." not in v):
            self._refuse(f"noemt velden die het formulier niet heeft: {onbekend}")
        if (self.clientblok is Clientblok.APART) != any(deel.reden_nodig for deel in self.delen):
            self._refuse("verzegelt de cliënt apart, of juist niet: clientblok en delen spreken elkaar tegen")
        apart = {veld for deel in self.delen for veld in deel.velden}
        gewogen = velden_van(self.routering).union(*(v.velden() for v in voorwaarden(self)))
        if apart & gewogen:
            self._refuse(f"laat iets afhangen van wat apart is verzegeld: {sorted(apart & gewogen)}")

    def _check_links(self) -> None:
        verbanden = {v.code for v in self.verbanden}
        gevolgd = verbanden_van(self.routering) | {
            t.begint.verband for t in self.alle_termijnen() if isinstance(t.begint, VanVerband)
        }
        gevolgd |= {g.verband for g in (*self.op_verbanden(), *gedane_taken(self.bij_indienen))} | (
            {self.meesturen.verband} if self.meesturen else set()
        )
        if gevolgd - verbanden:
            self._refuse(f"volgt een verband dat er niet is: {sorted(gevolgd - verbanden)}")
        delen = {d.code for d in self.delen} | {HEEL, ROMP}
        if delen_van(self.routering) - delen:
            self._refuse(f"stuurt delen die er niet zijn: {sorted(delen_van(self.routering) - delen)}")

    def _refuse(self, reden: str) -> None:
        raise FouteDeclaratie(f"mailbox '{self.code}' {reden}")
