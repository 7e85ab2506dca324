"""`portal mailboxen`, `portal route` and `portal termijn`: what is declared, and what follows from it."""

import json
from datetime import date
from pathlib import Path

import click

from portal.cli import Geweigerd
from portal.cli.declaraties import Json, mailbox_data
from portal.cli.installation import region
from portal.cli.kalender import in_force
from portal.cli.mailboxdocument import document
from portal.cli.periodes import opgeschort, verlengd
from portal.cli.taal import Opdracht
from portal.config import Settings
from portal.core.insturen.controle import where_to
from portal.domain.berekening import Berekening, StaatStil, bereken
from portal.domain.datums import voluit
from portal.domain.gemeenten import Regio
from portal.domain.kalender import DatumBuitenKalender
from portal.domain.mailbox import Mailbox, Verwijzing
from portal.domain.routering import GeenBestemming, van_regio
from portal.domain.routering import route as follow
from portal.domain.termijn import OnmogelijkeTermijn, Termijn
from portal.domain.voorwaarde import Feiten
from portal.mailboxes import Register, laad_mailboxen
from portal.regios import laad_regios

_regio = click.option("--regio", default=None, help="Code van de regio. Anders PORTAL_REGIO.")
_json = click.option("--json", "als_json", is_flag=True, help="Als JSON, voor programma's.")


@click.command(cls=Opdracht)
@_json
@click.option(
    "--document", "als_document", is_flag=True, help="Als docs/mailboxen.md, om tegen het handboek te leggen."
)
def mailboxen(*, als_json: bool, als_document: bool) -> None:
    """Toon alle mailboxen; met --json of --document de hele verklaring van elk."""
    register = _register()
    if als_document:
        click.echo(document(register.alle(), register.buiten(*laad_regios()), laad_regios()), nl=False)
        return
    alle = sorted(register.alle(), key=lambda mailbox: mailbox.code)
    if als_json:
        _echo_json([mailbox_data(mailbox) for mailbox in alle])
        return
    for mailbox in alle:
        click.echo(f"{mailbox.code:<40} {mailbox.titel}")


@click.command(cls=Opdracht)
@click.argument("code")
@click.option(
    "--antwoorden",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON-bestand met antwoorden per veld: {"gemeente_inschrijving": "0014"}.',
)
@_regio
@_json
def route(code: str, antwoorden: Path, regio: str | None, *, als_json: bool) -> None:
    """Zeg welk team een bericht in mailbox CODE krijgt met deze antwoorden, en waarom."""
    mailbox, chosen = _mailbox(code), region(regio or Settings.from_env().regio)
    feiten = {**_facts(antwoorden, mailbox), **van_regio(chosen)}
    for verwijzing in mailbox.verwijzingen:
        if verwijzing.als.geldt(feiten):
            raise Geweigerd(_elsewhere(verwijzing, mailbox, feiten, chosen))
    try:
        bestemmingen = follow(mailbox.routering, feiten, chosen)
    except GeenBestemming as geen:
        raise Geweigerd(geen.tekst) from None
    if als_json:
        _echo_json([{"team": b.team, "regel": b.regel, "uitleg": b.uitleg, "deel": b.deel} for b in bestemmingen])
        return
    for bestemming in bestemmingen:
        team = chosen.team_met_code(bestemming.team)
        click.echo(f"{bestemming.team}: {team.naam if team else bestemming.team}")
        click.echo(f"  Waarom: {bestemming.uitleg} (regel {bestemming.regel})")


@click.command(cls=Opdracht)
@click.argument("code")
@click.argument("klok")
@click.option("--vanaf", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Begindatum, zoals 2026-04-02.")
@click.option(
    "--opgeschort",
    "stil",
    multiple=True,
    metavar="VAN:TOT",
    help="Dag van de brief en dag die weer meetelt. Zonder TOT staat de termijn nog stil.",
)
@click.option("--verlengd", "langer", multiple=True, metavar="LENGTE", help="Zoals '2 weken'.")
@_regio
@_json
def termijn(
    code: str,
    klok: str,
    *,
    vanaf: date,
    stil: tuple[str, ...],
    langer: tuple[str, ...],
    regio: str | None,
    als_json: bool,
) -> None:
    """Reken termijn KLOK van mailbox CODE uit vanaf een datum, met uitleg."""
    mailbox, chosen = _mailbox(code), in_force(regio)
    declared = mailbox.termijn(klok)
    if declared is None:
        bekend = ", ".join(t.code for t in mailbox.alle_termijnen()) or "geen"
        raise Geweigerd(f"Mailbox {code} heeft geen termijn '{klok}'. Wel: {bekend}.")
    begin = date(vanaf.year, vanaf.month, vanaf.day)
    try:
        found = bereken(
            chosen.ingesteld(declared, op=begin),
            begin,
            chosen.kalender,
            opschortingen=opgeschort(declared, stil),
            verlengingen=verlengd(declared, langer),
        )
    except (DatumBuitenKalender, OnmogelijkeTermijn) as error:
        raise Geweigerd(str(error)) from None
    except StaatStil as staat:
        _show_still(declared, begin, staat.uitleg, als_json=als_json)
        return
    if als_json:
        _echo_json(_computed(found))
        return
    click.echo(f"{declared.titel}: {voluit(found.datum)}")
    click.echo(found.uitleg)
    if found.waarschuwing:
        click.echo(f"Let op: {found.waarschuwing}")


def _show_still(termijn: Termijn, vanaf: date, uitleg: str, *, als_json: bool) -> None:
    """Show a clock without a last day."""
    if als_json:
        _echo_json({"code": termijn.code, "vanaf": vanaf.isoformat(), "datum": None, "uitleg": uitleg})
        return
    click.echo(f"{termijn.titel}: staat stil")
    click.echo(uitleg)


def _elsewhere(verwijzing: Verwijzing, mailbox: Mailbox, feiten: Feiten, regio: Regio) -> str:
    """Say where it belongs, with the contact line of the team where the declaration wants it."""
    team = regio.team_met_code(follow(mailbox.routering, feiten, regio)[0].team) if verwijzing.met_contact else None
    return where_to(verwijzing, feiten, regio, contact=team.contact if team else "")


def _computed(found: Berekening) -> dict[str, Json]:
    return {
        "code": found.code,
        "vanaf": found.vanaf.isoformat(),
        "datum": found.datum.isoformat(),
        "karakter": found.karakter.value,
        "onverwijld": found.onverwijld,
        "uitleg": found.uitleg,
        "bron": found.bron,
        "niet_geteld": [{"datum": dag.datum.isoformat(), "reden": dag.reden} for dag in found.niet_geteld],
        "waarschuwing": found.waarschuwing,
    }


def _register() -> Register:
    return laad_mailboxen(laad_regios())


def _mailbox(code: str) -> Mailbox:
    register = _register()
    mailbox = register.met_code(code)
    if mailbox is None:
        raise Geweigerd(f"Mailbox '{code}' bestaat niet. `portal mailboxen` toont ze alle.")
    return mailbox


def _facts(path: Path, mailbox: Mailbox) -> Feiten:
    """Read answers: a text or a list of texts per field of the form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        raise Geweigerd(f"{path} is geen JSON-bestand dat te lezen is.") from None
    if not isinstance(data, dict) or not all(isinstance(w, str) or _texts(w) for w in data.values()):
        raise Geweigerd(f'{path} moet per veld een tekst of een lijst van teksten hebben: {{"veld": "waarde"}}.')
    velden = {veld.naam for veld in mailbox.formulier.veldinfo()}
    onbekend = sorted(naam for naam in data if naam not in velden and not naam.startswith(("register.", "verband.")))
    if onbekend:
        raise Geweigerd(f"Deze velden heeft mailbox {mailbox.code} niet: {', '.join(onbekend)}.")
    return {naam: waarde if isinstance(waarde, str) else tuple(waarde) for naam, waarde in data.items()}


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _echo_json(data: Json) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
