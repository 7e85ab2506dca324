"""Every endpoint × every role: what the guard's declared rule and the permission table say, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.core import concepten
from portal.core.bijlagen import manifests_of
from portal.domain.rechten import WIE_MAG
from portal.domain.rollen import Rol
from portal.sealing.envelope import new_id
from portal.web.regel import Regel, rule_of
from tests.bezoeker import OWN_PAGE, TOKEN, Portaal, form_token
from tests.installatie import DIEP, EEMSDELTA, HIER, PERSONEN, SCHAKEL, VERZOEK
from tests.voorbeelden import volledige_melding
from tests.web.verhalen import decided, nowhere, submitted

# Rights do not depend on the database; the tests of each page run on both.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

NOBODY: Final = ""
ACCOUNTS: Final = (NOBODY, *PERSONEN)
LOGIN: Final = "/inloggen"
OURS: Final = frozenset({("team", EEMSDELTA), ("organisatie", SCHAKEL)})
# Who owns what an endpoint is about: the name of the argument in its path.
OWNERS: Final = {
    "bericht": OURS,
    "bijlage": OURS,
    "taak": frozenset({("team", EEMSDELTA)}),
    "concept": frozenset({("organisatie", SCHAKEL)}),
    "collega": frozenset({("organisatie", SCHAKEL)}),
}
# Only a melding to toezicht has identities that are sealed apart.
IDENTITEIT: Final = "identiteit.openen"
OF_THE_MELDING: Final = frozenset({("team", "toezicht"), ("organisatie", SCHAKEL)})
# These act on one's own session, so they come last.
ENDS_SESSION: Final = frozenset({"inloggen.uitloggen"})


@dataclass(frozen=True)
class Plek:
    """The ids that stand in the paths, and a path with ids of nothing."""

    ids: dict[str, object]

    def path(self, app: Flask, rule: Rule) -> str:
        """Build the path; an argument that is not known here fails the test."""
        return self._build(app, rule, self.ids)

    def path_to_nothing(self, app: Flask, rule: Rule) -> str:
        """Build the same path with ids that lead nowhere."""
        return self._build(app, rule, {naam: new_id() if isinstance(w, UUID) else w for naam, w in self.ids.items()})

    def _build(self, app: Flask, rule: Rule, ids: dict[str, object]) -> str:
        values = {naam: ids[naam] for naam in rule.arguments}
        if rule.endpoint == "nieuw.begin":
            values["code"] = VERZOEK
        if rule.endpoint == "doen.verder":
            values["concept"] = ids["tekst"] if ids is self.ids else new_id()
        if rule.endpoint == IDENTITEIT:
            values["bericht"] = ids["melding"]
        return app.url_map.bind("localhost").build(rule.endpoint, values)


@pytest.fixture
def plek(portal: Portaal) -> Plek:
    """A bericht of De Schakel at Eemsdelta with a bijlage and taken, a concept with a bijlage, a kept text."""
    huis = portal.huis
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    _, taken = decided(portal)
    bericht, concept, tekst = submitted(portal), huis.concept(indiener), new_id()
    ruw = {"tekst": ["Op welk adres?"]}
    concepten.bewaar(
        huis.services, consulent, concept=tekst, mailbox=VERZOEK, ruw=ruw, versie=0, now=huis.now, bericht=bericht, actie="vraag-stellen"
    )  # fmt: skip
    bijlage = manifests_of(huis.services, consulent, bericht)[0].id
    asked = huis.client.reset(huis.token("beheerder"), huis.gebruiker("organisatiebeheerder").persoon, herkomst=HIER)
    return Plek(
        {
            "collega": huis.gebruiker("collega").persoon,
            "persoon": huis.gebruiker("collega").persoon,
            "nummer": 0,
            "organisatie": DIEP,
            "mailbox": VERZOEK,
            "wacht_op": asked.wacht_op,
            "bericht": bericht,
            "melding": huis.stuur(indiener, "calamiteit-geweld", volledige_melding()),
            "bijlage": bijlage,
            "taak": taken[0].id,
            "concept": concept,
            "code": "vraag-stellen",
            "tekst": tekst,
        }
    )


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, Regel]]:
    """Yield every endpoint that takes this method, with the rule it declares."""
    found = [r for r in app.url_map.iter_rules() if r.endpoint != "static" and method in (r.methods or ())]
    for rule in sorted(found, key=lambda r: (r.endpoint in ENDS_SESSION, r.endpoint)):
        yield rule, rule_of(app, rule.endpoint)


def roles(account: str) -> frozenset[Rol]:
    """Return the roles of a person in the team or organisation he starts in."""
    _, leden = PERSONEN[account]
    return frozenset(rol for soort, code, rol in leden if (soort, code) == leden[0][:2])


def may(account: str, regel: Regel) -> bool:
    """Tell whether the permission table lets this person through the guard."""
    return not regel.rechten or any(roles(account) & WIE_MAG[recht] for recht in regel.rechten)


def owns(account: str, rule: Rule) -> bool:
    """Tell whether all that the path names is of the team or organisation he starts in."""
    place = PERSONEN[account][1][0][:2]
    if rule.endpoint == "doen.verder":
        return place == ("team", EEMSDELTA)
    if rule.endpoint == IDENTITEIT:
        return place in OF_THE_MELDING
    return all(place in OWNERS[naam] for naam in rule.arguments if naam in OWNERS)


def side(account: str, rule: Rule) -> bool:
    """Tell whether an act of the team is his: the act in these paths is to ask a question."""
    asks = frozenset({Rol.CONSULENT, Rol.FRONTOFFICE})
    return not rule.endpoint.startswith("doen.") or bool(roles(account) & asks)


def expected(account: str, rule: Rule, regel: Regel) -> str:
    """Say what a page must answer: 'in', 'niet gevonden' or 'inloggen'."""
    if regel.publiek:
        return "in"
    if account == NOBODY:
        return "inloggen"
    return "in" if may(account, regel) and owns(account, rule) and side(account, rule) else "niet gevonden"


def expected_of_post(account: str, rule: Rule, regel: Regel) -> str:
    """Say what a post without its token must answer; a form with files asks first whose concept they are for.

    Not so an act: sent twice it may be about a bericht that was handed on in between, which the page itself sorts out.
    """
    if not regel.publiek and account == NOBODY:
        return "inloggen"
    # Files with a text go nowhere before the act is known to be yours; without a token everyone is told the same.
    foreign = regel.bestanden is not None and not owns(account, rule) and not rule.endpoint.startswith("doen.")
    return "fout 400" if regel.publiek or (may(account, regel) and not foreign) else "niet gevonden"


def outcome(status: int, location: str | None) -> str:
    """Name an answer in the same words."""
    if status == 404:
        return "niet gevonden"
    if status == 303 and (location or "").split("?")[0] == LOGIN:
        return "inloggen"
    return "in" if status < 400 or status == 409 else f"fout {status}"


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account or "niet ingelogd")
def test_every_page_answers_every_role_as_its_rule_says(portal: Portaal, plek: Plek, account: str) -> None:
    bezoeker = portal.bezoek(account)
    wanted, found = {}, {}
    for rule, regel in rules(portal.app, "GET"):
        response = bezoeker.get(plek.path(portal.app, rule))
        wanted[rule.endpoint] = expected(account, rule, regel)
        found[rule.endpoint] = outcome(response.status_code, response.location)
    assert found == wanted


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account or "niet ingelogd")
def test_a_post_without_its_token_is_refused_and_never_before_the_right(
    portal: Portaal, plek: Plek, account: str
) -> None:
    bezoeker = portal.bezoek(account)
    wanted, found = {}, {}
    for rule, regel in rules(portal.app, "POST"):
        response = bezoeker.client.post(plek.path(portal.app, rule), data={"verzonden_op": "2-4-2026"})
        wanted[rule.endpoint] = expected_of_post(account, rule, regel)
        found[rule.endpoint] = outcome(response.status_code, response.location)
    assert found == wanted


@pytest.mark.parametrize("account", ["ander", "groningen", "toezichthouder", "contractmanager"])
def test_a_post_on_what_is_not_yours_is_not_found(portal: Portaal, plek: Plek, account: str) -> None:
    bezoeker = portal.bezoek(account)
    token = form_token(bezoeker.client)
    data = {"csrf_token": token, "sleutel": str(nowhere()), "versie": "1", "verzonden_op": "2-4-2026"}
    found = {}
    for rule, regel in rules(portal.app, "POST"):
        if set(rule.arguments) & OWNERS.keys() and may(account, regel) and not owns(account, rule):
            response = bezoeker.client.post(plek.path(portal.app, rule), data=data, headers=OWN_PAGE)
            found[rule.endpoint] = response.status_code
    assert found
    assert set(found.values()) == {404}, found


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elders.example"}],
    ids=["cross-site", "same-site", "origin"],
)
def test_a_post_from_another_site_is_refused(portal: Portaal, plek: Plek, headers: dict[str, str]) -> None:
    for account in ("indiener", "consulent", "organisatiebeheerder"):
        bezoeker = portal.bezoek(account)
        token = form_token(bezoeker.client)
        for rule, regel in rules(portal.app, "POST"):
            if regel.publiek or may(account, regel):
                path = plek.path(portal.app, rule)
                response = bezoeker.client.post(path, data={"csrf_token": token}, headers=headers)
                assert response.status_code == 400, (account, rule.endpoint)
        assert bezoeker.get("/wissel").status_code in {200, 303}


def test_not_yours_reads_exactly_as_not_there(portal: Portaal, plek: Plek) -> None:
    compared = 0
    for account in ("ander", "groningen", "toezichthouder", "beleid", "beheerder"):
        bezoeker = portal.bezoek(account)
        form_token(bezoeker.client)  # the cookie of the forms is set once
        for rule, _ in rules(portal.app, "GET"):
            if not set(rule.arguments) & OWNERS.keys() or (owns(account, rule) and side(account, rule)):
                continue
            echt = bezoeker.get(plek.path(portal.app, rule))
            niets = bezoeker.get(plek.path_to_nothing(portal.app, rule))
            assert (echt.status_code, niets.status_code) == (404, 404), (account, rule.endpoint)
            assert TOKEN.sub("", echt.text) == TOKEN.sub("", niets.text), (account, rule.endpoint)
            assert sorted(echt.headers.keys()) == sorted(niets.headers.keys()), (account, rule.endpoint)
            compared += 1
    assert compared > 20


def test_every_role_of_this_issue_is_in_the_matrix(huis: object) -> None:
    named = {rol for _, leden in PERSONEN.values() for _, _, rol in leden}
    assert set(Rol) - named == {Rol.REGIOADVISEUR, Rol.COLLEGE, Rol.VEILIG_THUIS}
