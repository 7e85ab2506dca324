"""A declaration that contradicts itself refuses to be built."""

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis, Eis, Handtekening
from portal.domain.bron import Bron
from portal.domain.formulier import Client
from portal.domain.gevolg import SluitVerband, Taak
from portal.domain.mailbox import (
    Afzender,
    Bewaring,
    Clientblok,
    Deel,
    FouteDeclaratie,
    Groep,
    Mailbox,
    Verband,
    Verstreken,
    Verwijzing,
)
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import ROMP, Delen, OpAntwoord, OpVerband, VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import (
    INDIENEN,
    VOLGEND_BERICHT,
    BijAankomst,
    BijAntwoord,
    BijOvergang,
    BijTaak,
    Eenheid,
    NaTermijn,
    NietNa,
    OnmogelijkeTermijn,
    OpDatum,
    Termijn,
    VanVerband,
    Waarschuwing,
)
from portal.domain.voorwaarde import En, Is, Niet
from portal.mailboxes.groningen_bw.verlenging_onderbreking import Verlenging
from tests.mailboxes.proefformulier import proefformulier

BRON = Bron(plaats="Handboek §4")
KLOK = Termijn(
    code="klok", titel="Klok", aantal=3, eenheid=Eenheid.WERKDAG, begint=BijAankomst(), eigenaar=Partij.AANBIEDER, bron=BRON
)  # fmt: skip
TAAK = Taak(code="brief", titel="Brief", rol=Rol.BACKOFFICE, bron=BRON)
BIJLAGE = BijlageEis(code="stuk", titel="Stuk", bron=BRON)
CMO = VastTeam(regel="cmo", soort=Teamsoort.CMO)
EIGEN = Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,))
BASIS = Mailbox(
    code="proef",
    titel="Proef",
    omschrijving="Een proef.",
    zoekwoorden=("proef",),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.GEEN,
    formulier=proefformulier("gemeente", "datum", "soort"),
    routering=OpAntwoord(regel="gemeente", veld="gemeente", rol="gemeente"),
    levensloop=basisloop(besluit(code="klaar", titel="Klaar", gevolgen=(TAAK,)), intrekbaar=True),
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=BRON),
    bronnen=(BRON,),
    geen_termijn="Het handboek noemt geen termijn.",
)


def loop(*gevolgen: Any, **anders: Any) -> Any:  # tables of fields that are wrong on purpose
    uitkomst = replace(besluit(code="klaar", titel="Klaar", gevolgen=gevolgen), **anders)
    return basisloop(uitkomst, intrekbaar=True)


def klok(**anders: Any) -> dict[str, Any]:  # tables of fields that are wrong on purpose
    tweede = replace(KLOK, **{"code": "tweede", **anders})
    return {"geen_termijn": "", "termijnen": (KLOK, tweede)}


@pytest.mark.parametrize("code", ["raar/code", "Hoofd Letters", "x" * 65, "é", "..", "", "-a"])
def test_a_code_that_no_address_can_hold_is_refused(code: str) -> None:
    with pytest.raises(FouteDeclaratie, match=r"kan zo niet op de site: de code '.*' mag alleen kleine letters"):
        replace(BASIS, code=code)


@pytest.mark.parametrize(
    ("anders", "waarom"),
    [
        ({"bronnen": ()}, "noemt geen bron"),
        ({"levensloop": loop(code="plan/nen")}, "de code van de stap 'plan/nen' mag alleen"),
        ({"bijlagen": (replace(BIJLAGE, code="bewijs stuk"),)}, "de code van de bijlage 'bewijs stuk' mag alleen"),
        ({"afzenders": ()}, "heeft geen afzender of geen regio"),
        ({"regios": ()}, "heeft geen afzender of geen regio"),
        ({"afzenders": (EIGEN, replace(EIGEN, voor_burger=True))}, "voor zichzelf als voor een burger"),
        ({"routering": OpAntwoord(regel="g", veld="weg", rol="g")}, r"velden die het formulier niet heeft: \['weg'\]"),
        ({"bijlagen": (replace(BIJLAGE, als=Is("weg", "x")),)}, r"\['weg'\]"),
        ({"bijlagen": (replace(BIJLAGE, verplicht_als=Is("weg", "x")),)}, r"\['weg'\]"),
        ({"bijlagen": (replace(BIJLAGE, motivering="weg"),)}, r"\['weg'\]"),
        (
            {"bijlagen": (replace(BIJLAGE, handtekening=Handtekening(datum="datum", gezien_door="weg")),)},
            r"\['weg'\]",
        ),
        ({"verwijzingen": (Verwijzing(als=Is("weg", "x"), tekst="Elders.", bron=BRON),)}, r"\['weg'\]"),
        ({"delen": (Deel(code="d", titel="D", velden=("weg",), reden_nodig=True),)}, r"\['weg'\]"),
        ({"levensloop": loop(soms=Is("weg", "x"))}, r"\['weg'\]"),
        ({"levensloop": loop(replace(TAAK, als=Is("weg", "x")))}, r"\['weg'\]"),
        (klok(als=Is("weg", "x")), r"\['weg'\]"),
        ({"routering": OpVerband(regel="m", verband="melding")}, r"een verband dat er niet is: \['melding'\]"),
        ({"levensloop": loop(SluitVerband(verband="melding", bron=BRON))}, r"een verband dat er niet is"),
        (klok(begint=VanVerband("melding", "ontvangst")), r"een verband dat er niet is"),
        ({"routering": Delen(delen=(("client", CMO), (ROMP, CMO)))}, r"stuurt delen die er niet zijn: \['client'\]"),
        ({"geen_termijn": ""}, "moet of een termijn noemen, of zeggen dat de bron er geen noemt"),
        ({"termijnen": (KLOK,)}, "moet of een termijn noemen"),
        (
            {"geen_termijn": "", "termijnen": (replace(KLOK, begint=BijOvergang("klaar")),)},
            "moet of een termijn noemen",
        ),
        (
            {"geen_termijn": "", "termijnen": (replace(KLOK, als=Is("soort", "x")),)},
            "moet of een termijn noemen",
        ),
        (klok(code="klok"), "twee termijnen met dezelfde code"),
        ({"levensloop": loop(bij_verlopen="weg", door=Partij.PORTAAL)}, "'klaar' wacht op een termijn die er niet is"),
        ({"levensloop": loop(mail="aanmaning")}, "'klaar' noemt een e-mail die er niet is, of volgt niet vanzelf"),
        (
            klok() | {"levensloop": loop(bij_verlopen="klok", door=Partij.PORTAAL, soms=Is("soort", "x"))},
            "overgang 'klaar' volgt vanzelf en kan niet afhangen van de antwoorden",
        ),
        (
            klok() | {"levensloop": loop(bij_verlopen="klok", door=Partij.PORTAAL, mail="brief")},
            "'klaar' noemt een e-mail die er niet is, of volgt niet vanzelf",
        ),
        (
            klok()
            | {
                "levensloop": loop(
                    bij_verlopen="klok",
                    door=Partij.PORTAAL,
                    mail="aanmaning",
                    ook_aan=(Partij.TEAMLEIDER, Partij.CONTRACTMANAGER),
                )
            },
            "'klaar' wordt verteld aan contractmanager, die het bericht niet krijgt",
        ),
        (klok(begint=OpDatum("weg")), "begint op een veld dat er niet is: weg"),
        (klok(begint=BijOvergang("weg")), r"noemt wat er niet is: \['weg'\]"),
        (klok(begint=BijTaak("weg")), r"noemt wat er niet is: \['taak:weg'\]"),
        (klok(begint=BijTaak("brief"), als=Is("soort", "x")), "begint bij een taak: zet de voorwaarde bij de taak"),
        (
            klok(begint=BijAntwoord("klaar", veld="datum", na="klok")),
            "begint op een datum die de stap niet vraagt: datum",
        ),
        (
            klok(begint=BijAntwoord("weg", veld="datum", na="klok")),
            "begint op een datum die de stap niet vraagt: datum",
        ),
        (
            klok(begint=BijAntwoord("klaar", veld="tot", na="weg")) | {"levensloop": loop(formulier=Verlenging)},
            "neemt een termijn over die er niet is: weg",
        ),
        (klok(begint=NaTermijn("weg")), "volgt op een termijn die er niet is: weg"),
        (klok(eindigt=("weg",)), r"noemt wat er niet is: \['weg'\]"),
        (klok(schorst=("weg",)), r"noemt wat er niet is: \['weg'\]"),
        (
            {"dubbel": "Al een.", "dubbel_klok": "weg"},
            "kent een tweede aan een termijn die niet vanaf een antwoord telt",
        ),
        (klok() | {"dubbel": "Al een.", "dubbel_klok": "klok"}, "die niet vanaf een antwoord telt"),
        (klok(hervat=("taak:weg",)), r"noemt wat er niet is: \['taak:weg'\]"),
    ],
)
def test_a_wrong_declaration_is_refused(anders: dict[str, Any], waarom: str) -> None:
    with pytest.raises(FouteDeclaratie, match=f"^mailbox 'proef' .*{waarom}"):
        replace(BASIS, **anders)


@pytest.mark.parametrize(
    "anders",
    [
        klok(begint=OpDatum("datum")),
        klok(begint=BijOvergang("klaar"), eindigt=("taak:brief", VOLGEND_BERICHT)),
        klok(begint=BijTaak("brief"), schorst=("vraag-stellen",), hervat=("beantwoorden",)),
        klok(begint=NaTermijn("klok")),
        klok(begint=BijAntwoord("klaar", veld="tot", na="klok")) | {"levensloop": loop(formulier=Verlenging)},
        {**klok(begint=VanVerband("melding", "ontvangst")), "verbanden": (Verband(code="melding", titel="M", mailboxen=("m",)),)},
        {"bijlagen": (replace(BIJLAGE, als=En(Is("register.locatie", "0014"), Niet(Is("soort", "x")))),)},
        {"bijlagen": (replace(BIJLAGE, motivering="soort", handtekening=Handtekening(datum="datum", gezien_door="soort")),)},
    ],
)  # fmt: skip
def test_a_declaration_whose_names_all_exist_builds(anders: dict[str, Any]) -> None:
    assert replace(BASIS, **anders).code == "proef"


def test_a_clock_of_a_taak_is_a_clock_of_the_mailbox() -> None:
    brief = replace(KLOK, code="brief-binnen", begint=BijOvergang("klaar"))
    taak = replace(TAAK, termijn=brief)
    mailbox = replace(BASIS, levensloop=loop(taak))
    klaar = mailbox.levensloop.overgang("klaar")
    assert klaar is not None
    klok = replace(brief, eindigt=(f"taak:{TAAK.code}",), begin_in_woorden=f"de stap '{klaar.titel}'")
    assert (mailbox.alle_termijnen(), mailbox.termijn("brief-binnen"), mailbox.termijn("weg")) == ((klok,), klok, None)
    assert (mailbox.taak_van("brief-binnen"), mailbox.taak_van("weg"), TAAK.klok) == (taak, None, None)


def test_an_attachment_is_found_by_its_code() -> None:
    mailbox = replace(BASIS, bijlagen=(BIJLAGE,))
    assert (mailbox.bijlage("stuk"), mailbox.bijlage("weg")) == (BIJLAGE, None)


@pytest.mark.parametrize(
    ("eis", "soort", "verwacht"),
    [
        (Eis.VERPLICHT, "x", (True, True)),
        (Eis.VERPLICHT, "y", (False, False)),
        (Eis.GEWENST, "x", (True, False)),
        (Eis.MAG, "x", (True, False)),
    ],
)
def test_an_attachment_is_asked_and_required_by_the_answers(eis: Eis, soort: str, verwacht: tuple[bool, bool]) -> None:
    stuk = replace(BIJLAGE, eis=eis, als=Is("soort", "x"))
    assert (stuk.geldt({"soort": soort}), stuk.is_verplicht({"soort": soort})) == verwacht


def test_a_wanted_attachment_becomes_required_by_an_answer() -> None:
    stuk = replace(BIJLAGE, eis=Eis.GEWENST, verplicht_als=Is("soort", "x"))
    assert [stuk.is_verplicht({"soort": soort}) for soort in ("x", "y")] == [True, False]


def test_a_referral_stands_at_its_answer_or_at_the_first_that_it_looks_at() -> None:
    verwijzing = Verwijzing(als=En(Is("soort", "x"), Is("gemeente", "y")), tekst="Elders.", bron=BRON)
    assert (verwijzing.plek, replace(verwijzing, veld="soort").plek) == ("gemeente", "soort")


def test_a_clock_takes_the_number_of_its_region() -> None:
    assert (KLOK.in_regio(""), KLOK.in_regio("10").aantal) == (KLOK, 10)
    with pytest.raises(OnmogelijkeTermijn, match="heeft in de regio geen getal: 'veel'"):
        KLOK.in_regio("veel")


@pytest.mark.parametrize(
    ("client", "verkort"),
    [
        (Client(voorletters="JP", achternaam="Visser", geboortedatum="1987-05-12"), "J.V. · 1987"),
        (Client(achternaam="visser"), "V."),
        (Client(kenmerk="K-1"), "kenmerk K-1"),
        (Client(aanduiding="De Wilgen · Delfzijl", kenmerk="K-1"), "De Wilgen · Delfzijl"),
        (Client(), "–"),
    ],
)
def test_a_client_has_a_shorthand_for_lists(client: Client, verkort: str) -> None:
    assert client.verkort == verkort


def test_a_clientblok_apart_needs_a_part_and_a_part_needs_it() -> None:
    deel = Deel(code="identiteit", titel="Om wie het gaat", velden=("soort",), reden_nodig=True)
    assert replace(BASIS, clientblok=Clientblok.APART, delen=(deel,)).delen == (deel,)
    for anders in ({"clientblok": Clientblok.APART}, {"delen": (deel,)}):
        with pytest.raises(FouteDeclaratie, match="clientblok en delen spreken elkaar tegen"):
            replace(BASIS, **anders)


def test_nothing_may_hang_on_what_is_sealed_apart() -> None:
    deel = Deel(code="identiteit", titel="Om wie het gaat", velden=("gemeente",), reden_nodig=True)
    with pytest.raises(FouteDeclaratie, match=r"apart is verzegeld: \['gemeente'\]"):
        replace(BASIS, clientblok=Clientblok.APART, delen=(deel,))


def test_a_clock_may_be_met_by_submitting_and_warn_of_a_date_that_is_asked() -> None:
    gemeld = replace(KLOK, eindigt=(INDIENEN,), niet_na=NietNa(veld="datum", tekst="Bel.", bron=BRON))
    assert replace(BASIS, geen_termijn="", termijnen=(gemeld,)).termijnen[0].bij_indienen
    with pytest.raises(FouteDeclaratie, match="einddatum"):
        replace(
            BASIS, geen_termijn="", termijnen=(replace(gemeld, niet_na=NietNa(veld="einddatum", tekst="", bron=BRON)),)
        )


def test_what_may_be_over_already_is_a_date_that_is_asked() -> None:
    over = Verstreken(veld="datum", titel="Voorbij", voor_afzender="Bel.", voor_team="Kijk.", bron=BRON)
    assert replace(BASIS, verstreken=(over,)).verstreken == (over,)
    with pytest.raises(FouteDeclaratie, match="einddatum"):
        replace(BASIS, verstreken=(replace(over, veld="einddatum"),))


def test_a_team_is_warned_only_of_berichten_that_it_gets() -> None:
    aan_toezicht = Waarschuwing(aantal=1, eenheid=Eenheid.WERKDAG, aan=Partij.TOEZICHT, tekst="", bron=BRON)
    klok = replace(KLOK, waarschuwingen=(aan_toezicht,))
    with pytest.raises(FouteDeclaratie, match="waarschuwt een team dat dit bericht niet krijgt: toezicht"):
        replace(BASIS, geen_termijn="", termijnen=(klok,))
    bij_toezicht = replace(
        BASIS, geen_termijn="", termijnen=(klok,), routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT)
    )
    assert bij_toezicht.termijnen == (replace(klok, begin_in_woorden="de ontvangst van dit bericht"),)


def test_without_a_bsn_a_client_is_known_by_birth_date_initials_and_name() -> None:
    client = Client(voorletters="JP", achternaam="Visser", geboortedatum="1987-05-12")
    assert (client.persoon, Client(achternaam="Visser").persoon) == ("1987-05-12|JP|Visser", "")
