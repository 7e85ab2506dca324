"""Every verb of the vault × session × role × place × purpose, by real calls, against the statement here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.opening import open_request
from portal.domain.openingsreden import Openingsreden
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Lijstregel, SealedItem
from portal.sealing.client import OpenRequest, Verbs
from portal.sealing.envelope import new_id
from portal.sealing.verbs import LoginRefused, Refused, VaultRefusal
from portal.vault.door import VERBS
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, HIER, SCHAKEL
from tests.refusals.mensen import HALVERWEGE, IEDEREEN, Mens, Plek, lid
from tests.refusals.tafel import BEHANDELT, BEHEERT_ORGANISATIE, BEHEERT_PORTAAL, INDIENER, LEEST, NIEMAND, Rollen
from tests.refusals.terrein import Terrein

JA: Final = "ja"
NEE: Final = "nee"
TOEZICHTHOUDER: Final = frozenset({Rol.TOEZICHTHOUDER})
EIGEN: Final[tuple[Plek, Plek]] = (("team", EEMSDELTA), ("organisatie", SCHAKEL))
ELDERS: Final[tuple[Plek, Plek]] = (("team", GRONINGEN), ("organisatie", DIEP))
# A reason of both lists.
REDEN: Final = Openingsreden.ONDERZOEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Who may ask: roles in the team or organisation that it is asked for, roles anywhere, or a session of any role."""

    team: Rollen = NIEMAND
    organisatie: Rollen = NIEMAND
    overal: Rollen = NIEMAND
    elke_sessie: bool = False
    zonder_sessie: bool = False


# A new verb: one line here, and how to ask it in `vragen` below.
VERBEN: Final[dict[str, Verb]] = {
    "login": Verb(zonder_sessie=True),
    "take_in": Verb(zonder_sessie=True),  # by worker and web, and answered only with "done"
    "status": Verb(zonder_sessie=True),
    "logout": Verb(elke_sessie=True),
    "password": Verb(elke_sessie=True),
    "totp_begin": Verb(elke_sessie=True),
    "totp_confirm": Verb(elke_sessie=True),
    "open": Verb(team=LEEST, organisatie=INDIENER),
    "open_list": Verb(team=LEEST, organisatie=INDIENER),
    "search": Verb(team=LEEST, organisatie=INDIENER),
    "reseal": Verb(team=BEHANDELT),
    "sign_step": Verb(team=BEHANDELT, organisatie=INDIENER),
    "admit": Verb(organisatie=BEHEERT_ORGANISATIE),
    "reset": Verb(organisatie=BEHEERT_ORGANISATIE),
    "add_membership": Verb(organisatie=BEHEERT_ORGANISATIE),
    "end_membership": Verb(organisatie=BEHEERT_ORGANISATIE),
    "block": Verb(organisatie=BEHEERT_ORGANISATIE, overal=BEHEERT_PORTAAL),
    "add_aanbieder": Verb(overal=BEHEERT_PORTAAL),
    "pending": Verb(overal=BEHEERT_PORTAAL),
    "confirm": Verb(overal=BEHEERT_PORTAAL),
    "decline": Verb(overal=BEHEERT_PORTAAL),
    "verify": Verb(overal=BEHEERT_PORTAAL),
    "verified": Verb(overal=BEHEERT_PORTAAL),
}
# What is sealed in a bericht, and who may open it where: the search block is for the vault alone.
DOELEN: Final[dict[str, Verb]] = {
    "bericht.antwoorden": Verb(team=LEEST, organisatie=INDIENER),
    "bijlage.manifest": Verb(team=LEEST, organisatie=INDIENER),
    "bijlage.deel": Verb(team=LEEST, organisatie=INDIENER),
    "overgang.tekst": Verb(team=LEEST, organisatie=INDIENER),
    "overgang.notitie": Verb(team=LEEST, organisatie=INDIENER),
    "concept.antwoorden": Verb(team=LEEST, organisatie=INDIENER),
    "bericht.identiteit": Verb(team=TOEZICHTHOUDER, organisatie=INDIENER),
    "bericht.zoekblok": Verb(),
    "toewijzing.inhoud": Verb(team=LEEST, organisatie=INDIENER),
}


def mag(verb: Verb, mens: Mens, plek: Plek) -> bool:
    """Say whether this person may ask this for this place."""
    if verb.zonder_sessie:
        return True
    if verb.elke_sessie:
        # The vault asks what opens nothing of every session; who has no membership left gets no new one.
        return mens.is_binnen or mens.sessie in {HALVERWEGE, "lidmaatschap voorbij"}
    hier = verb.team if plek[0] == "team" else verb.organisatie
    return mens.is_binnen and (mens.rol in verb.overal or (mens.plek == plek and mens.rol in hier))


def antwoord(vraag: Callable[[], Any]) -> str:
    """Ask, and say yes or no; a wrong password of somebody who may change it is a yes to asking."""
    try:
        vraag()
    except LoginRefused:
        return JA
    except Refused as refused:
        return JA if refused.code in {"onbekend", "begin_opnieuw", "onbekende_aanvraag"} else NEE
    except VaultRefusal as refused:
        return type(refused).__name__
    return JA


@pytest.fixture(scope="module")
def verzoeken(terrein: Terrein) -> dict[tuple[str, Plek], OpenRequest]:
    """A sealed item of each purpose for each place, made as the portal makes them."""
    services, gemaakt = terrein.huis.services, {}
    for doel in DOELEN:
        for plek in (*EIGEN, *ELDERS):
            with services.database.lezen() as session:
                keys = services.sealer.keys(session, [plek])
            sealed = services.sealer.seal(b"iets", purpose=doel, subject=new_id(), keys=keys, now=terrein.huis.now)
            gemaakt[doel, plek] = open_request(services, sealed.item, sealed.seals[0])
    return gemaakt


def test_every_verb_has_its_line_in_the_statement(terrein: Terrein) -> None:
    namen = {*VERBS, *terrein.huis.vault._own}
    zonder = sorted(namen - VERBEN.keys())
    assert zonder == [], (
        f"no rule in the matrix for verb {zonder}: add a line to VERBEN in tests/refusals/test_verben.py"
    )
    assert sorted(VERBEN.keys() - namen) == []


def test_every_purpose_has_its_line_in_the_statement(terrein: Terrein) -> None:
    with terrein.huis.services.database.lezen() as session:
        gebruikt = set(session.scalars(select(SealedItem.purpose).distinct()))
    zonder = sorted(gebruikt - DOELEN.keys())
    assert zonder == [], f"no rule for purpose {zonder}: add a line to DOELEN in tests/refusals/test_verben.py"


@pytest.mark.parametrize("naam", IEDEREEN)
def test_the_vault_opens_and_hands_on_for_whom_the_statement_says(
    terrein: Terrein, verzoeken: dict[tuple[str, Plek], OpenRequest], naam: str
) -> None:
    mens, client, token = IEDEREEN[naam], terrein.huis.client, terrein.tokens.get(naam, "")
    wel: dict[tuple[object, ...], str] = {}
    gezegd: dict[tuple[object, ...], str] = {}
    for (doel, plek), verzoek in verzoeken.items():
        for namens in dict.fromkeys((plek, mens.plek)):
            if namens == ("", ""):
                continue
            ja = namens == plek and mag(VERBEN["open"], mens, plek) and mag(DOELEN[doel], mens, plek)
            # Under another name than that of its seal nothing opens, whoever asks.
            wel[doel, plek, namens] = JA if ja else NEE
            gezegd[doel, plek, namens] = antwoord(
                partial(client.open, token, namens, [verzoek], reden=REDEN, herkomst=HIER)
            )
            if doel != "bericht.zoekblok":
                ja = namens == plek and mag(VERBEN["reseal"], mens, plek)
                wel["door", doel, plek, namens] = JA if ja else NEE
                gezegd["door", doel, plek, namens] = antwoord(
                    partial(client.reseal, token, namens, [verzoek], to="toegang-0047", herkomst=HIER)
                )
    assert gezegd == wel
    assert len(wel) >= len(DOELEN) * 4


@pytest.mark.parametrize("naam", IEDEREEN)
def test_the_vault_answers_every_other_verb_as_the_statement_says(terrein: Terrein, naam: str) -> None:
    mens, client, token = IEDEREEN[naam], terrein.huis.client, terrein.tokens.get(naam, "")
    wel: dict[tuple[str, object], str] = {}
    gezegd: dict[tuple[str, object], str] = {}
    for plek in (*EIGEN, *ELDERS):
        vragen = lijsten(client, token, plek, _regels(terrein, plek))
        for verb, vraag in (vragen | stappen(client, token, plek, _bericht_van(terrein, plek))).items():
            wel[verb, plek] = JA if mag(VERBEN[verb], mens, plek) else NEE
            gezegd[verb, plek] = antwoord(vraag)
    for code in (SCHAKEL, DIEP):
        for verb, vraag in toelating(terrein, token, code).items():
            wel[verb, code] = JA if mag(VERBEN[verb], mens, ("organisatie", code)) else NEE
            gezegd[verb, code] = antwoord(vraag)
    for verb, vraag in voor_zichzelf(client, token).items():
        wel[verb, ""] = JA if mag(VERBEN[verb], mens, ("", "")) else NEE
        gezegd[verb, ""] = antwoord(vraag)
    assert gezegd == wel
    assert {verb for verb, _ in wel} == VERBEN.keys() - {"open", "reseal", "login", "logout", "take_in", "status"}


def lijsten(
    client: Verbs, token: str, plek: Plek, regels: list[tuple[UUID, int, bytes]]
) -> dict[str, Callable[[], Any]]:
    """Return how the verbs about a whole team or organisation are asked."""
    return {
        "open_list": lambda: client.open_list(token, plek, regels, herkomst=HIER),
        "search": lambda: client.search(token, plek, "bsn", "999900006", herkomst=HIER),
    }


def stappen(client: Verbs, token: str, plek: Plek, bericht: UUID) -> dict[str, Callable[[], Any]]:
    """Return how the signature of an act is asked for one side of a bericht."""
    actie = "vraag_stellen" if plek[0] == "team" else "toevoegen"
    feiten = {"bericht": str(bericht), "actie": actie}
    return {"sign_step": lambda: client.sign_step(token, plek, feiten, herkomst=HIER)}


def toelating(terrein: Terrein, token: str, code: str) -> dict[str, Callable[[], Any]]:
    """Return how the verbs about the people of an organisation are asked, of somebody whom nobody will miss."""
    client, wie = terrein.huis.client, terrein.wegwerp(code)
    nieuw = Lidmaatschap(soort="organisatie", code=code, rol=Rol.INDIENER, vanaf=terrein.huis.now.date())
    mens: dict[str, Any] = {
        "account": f"nieuw-{new_id().hex}",
        "naam": "Nieuw",
        "email": "nieuw@portaal.example",
        "organisatie": code,
    }
    return {
        "add_membership": lambda: client.add_membership(token, wie, nieuw, herkomst=HIER),
        "end_membership": lambda: client.end_membership(
            token, wie, Lidmaatschap(soort="organisatie", code=code, rol=Rol.BELEID, vanaf=nieuw.vanaf), herkomst=HIER
        ),
        "block": lambda: client.block(token, wie, herkomst=HIER),
        "reset": lambda: client.reset(token, wie, herkomst=HIER),
        "admit": lambda: client.admit(token, **mens, lidmaatschappen=[nieuw], herkomst=HIER),
    }


def voor_zichzelf(client: Verbs, token: str) -> dict[str, Callable[[], Any]]:
    """Return how the verbs about oneself and about the portal are asked."""
    return {
        "password": lambda: client.password(token, oud="niet dit", nieuw="een heel ander wachtwoord", herkomst=HIER),
        "totp_confirm": lambda: client.totp_confirm(token, "000000", herkomst=HIER),
        "totp_begin": lambda: client.totp_begin(token),
        "pending": lambda: client.pending(token),
        "add_aanbieder": lambda: client.add_aanbieder(token, code="zorg-noord", naam="Zorg Noord", herkomst=HIER),
        "confirm": lambda: client.confirm(token, new_id(), herkomst=HIER),
        "decline": lambda: client.decline(token, new_id(), herkomst=HIER),
        "verify": lambda: client.verify(token, herkomst=HIER),
        "verified": lambda: client.verified(token),
    }


def test_what_needs_no_session_tells_nothing_of_a_bericht(terrein: Terrein) -> None:
    client = terrein.huis.client
    bericht = terrein.over("bericht")[0].ids["bericht"]
    assert client._call("take_in", bericht=bericht) is None
    assert str(bericht) not in str(client.status())


@pytest.mark.parametrize(
    ("naam", "code"), [("organisatiebeheerder.de-schakel", DIEP), ("consulent.toegang-1979", SCHAKEL)]
)
def test_a_person_of_elsewhere_costs_what_a_person_who_is_not_there_costs(
    terrein: Terrein, naam: str, code: str
) -> None:
    client, token = terrein.huis.client, terrein.tokens[naam]

    def werk(persoon: UUID) -> list[tuple[str, ...]]:
        gedaan = []
        for vraag in (
            partial(client.block, token, persoon, herkomst=HIER),
            partial(client.reset, token, persoon, herkomst=HIER),
            partial(client.end_membership, token, persoon, lid(IEDEREEN[naam]), herkomst=HIER),
        ):
            terrein.meter.begin()
            assert antwoord(vraag) == NEE
            gedaan.append(terrein.meter.werk())
        return gedaan

    assert werk(terrein.wegwerp(code)) == werk(new_id())


def test_an_account_that_is_not_there_costs_what_a_wrong_password_costs(terrein: Terrein) -> None:
    werk = {}
    for account in ("consulent", "bestaat.niet"):
        terrein.meter.begin()
        with pytest.raises(LoginRefused):
            terrein.huis.client.login(account, "niet het wachtwoord", "", adres=HIER)
        werk[account] = terrein.meter.werk()
    assert werk["consulent"] == werk["bestaat.niet"]


def _regels(terrein: Terrein, plek: Plek) -> list[tuple[UUID, int, bytes]]:
    with terrein.huis.services.database.lezen() as session:
        query = select(Lijstregel).where(Lijstregel.recipient_kind == plek[0], Lijstregel.recipient == plek[1])
        return [(regel.bericht, regel.epoch, regel.sealed) for regel in session.scalars(query.limit(3))]


def _bericht_van(terrein: Terrein, plek: Plek) -> UUID:
    kanten = ((ding, {("team", ding.team), ("organisatie", ding.organisatie)}) for ding in terrein.over("bericht"))
    bericht = next(ding.ids["bericht"] for ding, kant in kanten if plek in kant)
    assert isinstance(bericht, UUID)
    terrein.huis.client.take_in(bericht)  # handed on a moment ago, it gets the receipt of this team
    return bericht
