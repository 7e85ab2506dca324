"""What addresses and calls can be about: berichten in every toestand, concepten, texts, taken, and what is not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor
from portal.core.herinneren import agendasleutels
from portal.core.insturen import concepten
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.regels.regelvoorstel import stel_voor
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.toewijzing.toewijzingenlijst import enter_by_hand
from portal.domain.formulier import Client
from portal.domain.rechten import Lidmaatschap
from portal.domain.regels import NieuweInstelling
from portal.domain.rollen import Rol
from portal.models import Bericht, Bijlage, Taak, Termijn, Verplichting
from portal.sealing.envelope import new_id
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, HIER, SCHAKEL, VERZOEK, Installatie
from tests.refusals.mensen import IEDEREEN as MENSEN
from tests.refusals.mensen import VAN, Mens, Plek, laat_een_toe
from tests.voorbeelden import volledige_herindicatie, volledige_melding

NIETS: Final = "niets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ding:
    """Whose it is, its toestand, and its ids by their name in the path.

    `waarin`: who may see the bericht that it lies in. `gaf_door`: the team that handed it on. `weg`: it leads nowhere. `misvormd`: it is no id at all.
    `alleen_weigeren`: only asked for by others, because it is a row without content, or because what its owner gets
    depends on the page.
    """

    naam: str
    soort: str
    ids: Mapping[str, Any]
    team: str = ""
    organisatie: str = ""
    afzenderteam: str = ""
    ontvanger: str = ""
    mailbox: str = VERZOEK
    status: str = ""
    waarin: frozenset[Plek] = frozenset()
    gaf_door: str = ""
    weg: bool = False
    misvormd: bool = False
    alleen_weigeren: bool = False

    def is_van(self, mens: Mens) -> bool:
        """Tell whether it is of the team or organisation this person works for."""
        return mens.plek in {
            ("team", self.team),
            ("team", self.afzenderteam),
            ("organisatie", self.organisatie),
            ("organisatie", self.ontvanger),
        }


def alle_dingen(huis: Installatie, personen: Mapping[str, UUID]) -> list[Ding]:
    """Make one of each, and for each kind the ids that lead nowhere."""
    berichten = list(_berichten(huis))
    dingen = [
        *berichten,
        *_van_andere_mailboxen(huis),
        *_rijen_van_andere_mailboxen(huis, berichten[0]),
        *_taken(huis),
        *_concepten(huis, berichten[0]),
        *_teksten(huis, berichten[0]),
        *_namen(personen),
        _wachtend(huis),
        _agenda(huis),
        _wijziging(huis),
        Ding(naam="regelsoort", soort="regelsoort", ids={"soort": "besluit"}),
        _verplichting(huis),
        _trede(huis),
        _toewijzing(huis),
    ]
    return [*dingen, *_nergens(dingen)]


def vers(huis: Installatie, ding: Ding) -> Ding:
    """Make another one like it, that may be thrown away."""
    if ding.soort == "persoon":
        return _persoon("wegwerp", laat_een_toe(huis, ding.organisatie), ding.organisatie)
    wie = huis.gebruiker("consulent" if ding.team else "indiener" if ding.organisatie == SCHAKEL else "ander")
    return _concept(huis, "vers concept", wie, team=ding.team, organisatie=ding.organisatie)


def _berichten(huis: Installatie) -> Iterator[Ding]:
    """Yield a bericht of De Schakel at Eemsdelta in every toestand, one that was handed on, and one of another sender."""
    mailbox = huis.services.mailboxen.met_code(VERZOEK)
    assert mailbox is not None
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    for toestand in mailbox.levensloop.toestanden:
        yield _bericht(huis, indiener, toestand.titel, status=toestand.code)
    doorgestuurd = huis.bericht(indiener)
    huis.doe(consulent, doorgestuurd, "doorsturen", tekst="Hoort bij Groningen.", doel=GRONINGEN)
    huis.client.take_in(doorgestuurd)
    ding = _ding(huis, doorgestuurd, "doorgestuurd naar een ander team", team=GRONINGEN)
    yield replace(ding, gaf_door=EEMSDELTA)
    yield _bericht(huis, huis.gebruiker("ander"), "van een andere afzender", organisatie=DIEP)


def _bericht(huis: Installatie, wie: Gebruiker, naam: str, *, status: str = "", organisatie: str = SCHAKEL) -> Ding:
    return _ding(huis, huis.bericht(wie), naam, status=status, organisatie=organisatie)


def _ding(
    huis: Installatie, bericht: UUID, naam: str, *, team: str = EEMSDELTA, organisatie: str = SCHAKEL, status: str = ""
) -> Ding:
    with huis.services.database.lezen() as session:
        bijlage = session.scalars(select(Bijlage.id).where(Bijlage.subject == bericht)).first()
    ids = {"bericht": bericht, "bijlage": bijlage}
    return Ding(naam=naam, soort="bericht", ids=ids, team=team, organisatie=organisatie, status=status)


def _van_andere_mailboxen(huis: Installatie) -> Iterator[Ding]:
    """Yield a melding at toezicht, of which identities are sealed apart, and a herindicatie at Eemsdelta."""
    indiener = huis.gebruiker("indiener")
    melding = huis.stuur(indiener, "calamiteit-geweld", volledige_melding())
    huis.client.take_in(melding)
    ding = replace(_ding(huis, melding, "melding", team="toezicht"), mailbox="calamiteit-geweld")
    yield ding
    yield replace(ding, soort="melding")
    herindicatie = huis.stuur(indiener, "herindicatie", volledige_herindicatie())
    huis.client.take_in(herindicatie)
    with huis.services.database.lezen() as session:
        team = session.get_one(Bericht, herindicatie).team
    yield replace(_ding(huis, herindicatie, "herindicatie", team=team), mailbox="herindicatie")
    ruw = volledige_herindicatie(binnengekomen_op="30-3-2026", binnengekomen_via="brief", bsn="999900018")
    geregistreerd = huis.stuur(huis.gebruiker("consulent"), "herindicatie", ruw)
    huis.doe(huis.gebruiker("consulent"), geregistreerd, "doorsturen", tekst="Woont daar.", doel=GRONINGEN)
    huis.client.take_in(geregistreerd)
    ding = _ding(huis, geregistreerd, "geregistreerd", organisatie="")
    yield replace(ding, team=GRONINGEN, afzenderteam=EEMSDELTA, mailbox="herindicatie")
    brief = {"ontvanger": DIEP, "soort": "brief", "onderwerp": "Bezoek", "tekst": "Wij komen langs."}
    ruw = {naam: [waarde] for naam, waarde in brief.items()}
    bericht = huis.stuur(huis.gebruiker("consulent"), "bericht-aan-aanbieder", ruw)
    ding = _ding(huis, bericht, "aan een aanbieder", team="", organisatie="")
    yield replace(ding, afzenderteam=EEMSDELTA, ontvanger=DIEP, mailbox="bericht-aan-aanbieder")


def _rijen_van_andere_mailboxen(huis: Installatie, voorbeeld: Ding) -> Iterator[Ding]:
    """Yield a row for every fase and set of acts that the other mailboxes have, at toezicht, that everyone else is refused."""
    with huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, voorbeeld.ids["bericht"])
        waarden = {kolom.name: getattr(rij, kolom.name) for kolom in Bericht.__table__.columns}
    gezien = set()
    for mailbox in huis.services.mailboxen.alle():
        per_fase = {toestand.fase: toestand for toestand in reversed(mailbox.levensloop.toestanden)}
        for toestand in per_fase.values() if mailbox.code != VERZOEK else ():
            acties = frozenset(o.actie for o in mailbox.levensloop.overgangen if toestand.code in o.van)
            if (toestand.fase, acties) in gezien:
                continue
            gezien.add((toestand.fase, acties))
            bericht = new_id()
            anders = {"id": bericht, "nummer": f"BP-{bericht.hex[:8]}", "mailbox": mailbox.code, "team": "toezicht"}
            with huis.services.database.schrijven() as session:
                session.execute(
                    insert(Bericht), waarden | anders | {"status": toestand.code, "fase": toestand.fase.value}
                )
            yield Ding(
                naam=f"{mailbox.code} {toestand.titel}",
                soort="bericht",
                ids={"bericht": bericht, "bijlage": voorbeeld.ids["bijlage"]},
                team="toezicht",
                organisatie=SCHAKEL,
                mailbox=mailbox.code,
                alleen_weigeren=True,
            )


def _taken(huis: Installatie) -> Iterator[Ding]:
    """Yield a taak of a decision of Eemsdelta."""
    bericht, consulent = huis.bericht(huis.gebruiker("indiener")), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="De nieuwe plek past.")
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak.id).where(Taak.bericht == bericht).order_by(Taak.volgnummer)).first()
    yield Ding(naam="taak", soort="taak", ids={"taak": taak, "bericht": bericht}, team=EEMSDELTA)


def _concepten(huis: Installatie, ingediend: Ding) -> Iterator[Ding]:
    yield _concept(huis, "concept", huis.gebruiker("indiener"))
    yield _concept(huis, "concept van een ander", huis.gebruiker("ander"), organisatie=DIEP)
    yield _concept(huis, "concept van een team", huis.gebruiker("consulent"), team=EEMSDELTA, organisatie="")
    ids = {"concept": ingediend.ids["bericht"], "bijlage": ingediend.ids["bijlage"]}
    yield Ding(naam="concept dat een bericht werd", soort="concept", ids=ids, organisatie=SCHAKEL, alleen_weigeren=True)
    tekst = _tekst(huis, "consulent", ingediend, "vraag-stellen")
    ids = {**ids, "concept": tekst}
    yield Ding(naam="tekst van een team", soort="concept", ids=ids, team=EEMSDELTA, alleen_weigeren=True)


def _concept(huis: Installatie, naam: str, wie: Gebruiker, *, team: str = "", organisatie: str = SCHAKEL) -> Ding:
    concept = huis.concept(wie, met_bijlagen=False)
    ids = {"concept": concept, "bijlage": huis.bijlage(wie, concept, "onderbouwing")}
    return Ding(naam=naam, soort="concept", ids=ids, team=team, organisatie=organisatie)


def _teksten(huis: Installatie, bericht: Ding) -> Iterator[Ding]:
    """Yield texts of an act that were kept, of team and sender, and of another bericht than the path names."""
    for account, code, van in (
        ("consulent", "vraag-stellen", Ding(naam="", soort="tekst", ids={}, team=EEMSDELTA)),
        ("indiener", "beantwoorden", Ding(naam="", soort="tekst", ids={}, organisatie=SCHAKEL)),
    ):
        ids = {
            "bericht": bericht.ids["bericht"],
            "code": code,
            "concept": _tekst(huis, account, bericht, code),
            "bijlage": bericht.ids["bijlage"],
        }
        kanten = frozenset({("team", EEMSDELTA), ("organisatie", SCHAKEL)})
        tekst = replace(van, naam=f"tekst bij {code}", ids=ids, waarin=kanten)
        yield tekst
        weg = replace(tekst, team="", organisatie="", weg=True)
        yield replace(weg, naam=f"geen tekst bij {code}", ids={**ids, "concept": new_id()})
        elders = {**ids, "bericht": huis.bericht(huis.gebruiker("indiener"))}
        yield replace(tekst, naam=f"tekst van elders bij {code}", ids=elders, weg=True)


def _tekst(huis: Installatie, account: str, bericht: Ding, code: str) -> UUID:
    concept = new_id()
    concepten.bewaar(
        huis.services,
        huis.gebruiker(account),
        concept=concept,
        mailbox=VERZOEK,
        ruw={"tekst": ["Op welk adres?"]},
        versie=0,
        now=huis.now,
        bericht=bericht.ids["bericht"],
        actie=code,
    )
    return concept


def _namen(personen: Mapping[str, UUID]) -> Iterator[Ding]:
    """Yield what goes by a code that is no secret, and persons of several organisations."""
    yield Ding(naam="mailbox", soort="mailbox", ids={"code": VERZOEK, "mailbox": VERZOEK})
    for naam in ("indiener.de-schakel", "indiener.huis-aan-het-diep", f"consulent.{EEMSDELTA}"):
        yield _persoon(naam, personen[naam], VAN[MENSEN[naam].plek])
    for code, organisatie in ((EEMSDELTA, "gemeente-1979"), (GRONINGEN, "gemeente-0014")):
        yield Ding(naam=code, soort="team", ids={"team": code, "code": code}, organisatie=organisatie)
    for code in (SCHAKEL, DIEP):
        yield Ding(naam=code, soort="organisatie", ids={"organisatie": code, "code": code}, organisatie=code)


def _wachtend(huis: Installatie) -> Ding:
    """Ask for the first beheerder of a gemeente, which waits for a second functioneel beheerder."""
    lid = Lidmaatschap(soort="organisatie", code="gemeente-0014", rol=Rol.ORGANISATIEBEHEERDER, vanaf=huis.now.date())
    gevraagd = huis.client.admit(
        huis.token("beheerder"),
        account="eerste.beheerder",
        naam="Eerste",
        email="eerste@portaal.example",
        organisatie="gemeente-0014",
        lidmaatschappen=[lid],
        herkomst=HIER,
    )
    return Ding(naam="wachtend", soort="wachtend", ids={"wacht_op": gevraagd.wacht_op})


def _agenda(huis: Installatie) -> Ding:
    """Give a colleague an address for a calendar of his own; who else has it is told the same."""
    sleutel = agendasleutels.maak(huis.services, huis.gebruiker("tweede"), keuze="alles", now=huis.now)
    return Ding(naam="agenda", soort="agenda", ids={"sleutel": sleutel})


def _verplichting(huis: Installatie) -> Ding:
    """Let De Schakel owe its yearly stukken."""
    plan_duties(huis.services, Actor(persoon="worker", namens="portaal", herkomst="worker"), now=huis.now)
    with huis.services.database.lezen() as session:
        query = select(Verplichting.id).where(
            Verplichting.organisatie == SCHAKEL, Verplichting.mailbox == "verantwoording"
        )
        plicht = session.scalars(query).first()
    return Ding(naam="verplichting", soort="verplichting", ids={"verplichting": plicht}, organisatie=SCHAKEL)


def _trede(huis: Installatie) -> Ding:
    """Take a clock of a yearly duty that has come to no rung that a person takes."""
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn.id).where(Termijn.verplichting.is_not(None))).first()
    return Ding(naam="trede", soort="trede", ids={"klok": klok}, team="cmo")


def _toewijzing(huis: Installatie) -> Ding:
    """Write down a toewijzing of Eemsdelta to De Schakel."""
    wat = Toegewezen(
        client=Client(bsn="999900006"), gemeente="1979", vanaf=huis.now.date(), einddatum=date(2027, 1, 1), nummer="412"
    )
    toewijzing = enter_by_hand(huis.services, huis.gebruiker("consulent"), wat, organisatie=SCHAKEL, now=huis.now)
    huis.client.take_in(toewijzing)
    ids = {"toewijzing": toewijzing}
    return Ding(naam="toewijzing", soort="toewijzing", ids=ids, team=EEMSDELTA, organisatie=SCHAKEL)


def _wijziging(huis: Installatie) -> Ding:
    """Propose a change of the rules, on which a second functioneel beheerder decides."""
    wijziging = NieuweInstelling(naam="vijf_mei_vrij", waarde="nee", vanaf=huis.now.date(), bron="overleg")
    welk = stel_voor(huis.services, huis.gebruiker("beheerder"), wijziging, sleutel=new_id(), now=huis.now)
    return Ding(naam="wijziging", soort="wijziging", ids={"wijziging": welk})


def _persoon(naam: str, persoon: UUID, organisatie: str) -> Ding:
    ids = {"persoon": persoon, "collega": persoon, "nummer": 0}
    return Ding(naam=naam, soort="persoon", ids=ids, organisatie=organisatie)


def _nergens(dingen: list[Ding]) -> Iterator[Ding]:
    """Yield for each kind what is not there: an id of nothing, of something else, of nobody, and what is no id."""
    voorbeelden = {ding.soort: ding for ding in reversed(dingen)}
    taak, concept = voorbeelden["taak"].ids["taak"], voorbeelden["concept"].ids["concept"]
    for soort, ding in voorbeelden.items():
        for naam, wissel in (
            (NIETS, new_id()),
            ("id van iets anders", taak if soort in {"concept", "tekst"} else concept),
            ("nul", UUID(int=0)),
        ):
            yield Ding(naam=naam, soort=soort, ids=_wissel(ding, wissel), weg=True)
        if any(isinstance(w, UUID) for w in ding.ids.values()):
            yield Ding(naam="misvormd", soort=soort, ids=_wissel(ding, "0"), weg=True, misvormd=True)


def _wissel(ding: Ding, id_: UUID | str) -> dict[str, Any]:
    """Put this id in the place of every id, and a code of nothing in the place of what is known by a code."""
    op_code = soort if (soort := ding.soort) in {"mailbox", "team", "organisatie", "regelsoort"} else ""
    return {
        naam: id_ if isinstance(waarde, UUID) else "bestaat-niet" if op_code else waarde
        for naam, waarde in ding.ids.items()
    }
