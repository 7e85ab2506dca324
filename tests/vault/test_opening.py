"""What the vault opens, for whom, and what it refuses."""

from uuid import UUID, uuid4

import pytest

from portal.domain.openingsreden import Openingsreden
from portal.domain.rollen import Rol
from portal.sealing.client import OpenRequest, Refused, TeVeel
from portal.sealing.envelope import new_id
from portal.vault.opening import normalised
from portal.vault.state import Window
from tests.vault.world import ASSEN, HIER, TOEZICHT, ZORG, ZUID, World, lid


def test_a_consulent_opens_what_is_sealed_to_the_own_team(world: World) -> None:
    bericht, answers, _ = world.bericht()
    assert world.open(world.consulent, ASSEN, answers) == [answers.dek]
    assert world.lines("openen") == [(str(bericht), "gelukt")]


def test_the_sender_reads_back_the_own_copy(world: World) -> None:
    _, answers, _ = world.bericht()
    assert world.open(world.indiener, ZORG, answers) == [answers.dek]


def test_another_team_opens_nothing_and_the_refusal_is_written(world: World) -> None:
    bericht, answers, _ = world.bericht()
    refusals = []
    for place in (ASSEN, ZUID):
        with pytest.raises(Refused) as refused:
            world.open(world.consulent_zuid, place, answers)
        refusals.append(refused.value.code)
    assert refusals == ["niet_toegestaan", "niet_toegestaan"]
    assert world.lines("openen") == [(str(bericht), "niet_toegestaan")] * 2


def test_a_functioneel_beheerder_can_read_no_bericht(world: World) -> None:
    _, answers, _ = world.bericht()
    world.person("beheer", lid(ASSEN, Rol.FUNCTIONEEL_BEHEERDER))
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.open(world.login("beheer"), ASSEN, answers)


def test_an_identiteit_opens_for_toezicht_and_its_sender_only_and_with_a_reason_of_their_own(world: World) -> None:
    bericht, _, _ = world.bericht()
    identiteit = world.seal(bericht, "bericht.identiteit", b"wie", [TOEZICHT, ASSEN, ZORG])
    world.person("toezicht", lid(TOEZICHT, Rol.TOEZICHTHOUDER))
    token = world.login("toezicht")
    for reden, code in (("", "reden_nodig"), (" ", "reden_onbekend"), ("BSN 999900006", "reden_onbekend")):
        with pytest.raises(Refused, match=code):
            world.open(token, TOEZICHT, identiteit, reden=reden)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.open(world.consulent, ASSEN, identiteit, reden=Openingsreden.SIGNAAL)
    assert world.open(token, TOEZICHT, identiteit, reden=Openingsreden.ONDERZOEK) == [identiteit.dek]
    assert world.lines("openen")[-1] == (str(bericht), "gelukt; onderzoek")
    for reden, code in (("", "reden_nodig"), ("J. Visser", "reden_onbekend"), ("signaal", "reden_onbekend")):
        with pytest.raises(Refused, match=code):
            world.open(world.indiener, ZORG, identiteit, reden=reden)
    assert [uitkomst for _, uitkomst in world.lines("openen") if "999900006" in uitkomst or "Visser" in uitkomst] == []
    assert world.open(world.indiener, ZORG, identiteit, reden=Openingsreden.NAKIJKEN) == [identiteit.dek]
    assert world.lines("openen")[-1] == (str(bericht), "gelukt; nakijken")


def test_a_search_block_is_opened_by_taking_in_alone(world: World) -> None:
    _, _, block = world.bericht()
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.open(world.consulent, ASSEN, block)


def test_a_seal_to_a_session_is_none_of_the_vaults_business(world: World) -> None:
    _, answers, _ = world.bericht()
    seal = answers.seals[ASSEN]
    place = ("sessie", "x")
    moved = OpenRequest(context=seal.context, recipient=seal.recipient.__class__(
        kind="sessie", id="x", key_id=seal.recipient.key_id, epoch=1), sealed=seal.sealed)  # fmt: skip
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.open(world.consulent, place, [moved], herkomst=HIER)


def test_what_was_destroyed_does_not_open_again(world: World) -> None:
    bericht, answers, _ = world.bericht()
    world.client.take_in(bericht)
    rows = list_rows(world)
    world.vault.state.destroy(bericht)
    with pytest.raises(Refused, match="vernietigd"):
        world.open(world.consulent, ASSEN, answers)
    with pytest.raises(Refused, match="geen_zoekblok"):
        world.client.take_in(bericht)
    assert world.client.open_list(world.consulent, ASSEN, rows, herkomst=HIER) == [None]
    assert world.client.search(world.consulent, ASSEN, "bsn", "999900006", herkomst=HIER) == []


def list_rows(world: World, recipient: str = "toegang-assen") -> list[tuple[UUID, int, bytes]]:
    from sqlalchemy import select

    from portal.models import Lijstregel

    with world.vault.database.lezen() as session:
        query = select(Lijstregel.bericht, Lijstregel.epoch, Lijstregel.sealed)
        return [
            (row.bericht, row.epoch, row.sealed)
            for row in session.execute(query.where(Lijstregel.recipient == recipient))
        ]


def test_one_opening_counts_for_all_items_of_a_bericht(world: World) -> None:
    bericht, answers, _ = world.bericht()
    more = world.seal(bericht, "bericht.vraag", b"een vraag", [ASSEN])
    for _ in range(60):
        assert world.open(world.consulent, ASSEN, answers, more) == [answers.dek, more.dek]
    with pytest.raises(TeVeel) as te_veel:
        world.open(world.consulent, ASSEN, answers)
    assert te_veel.value.until is not None
    assert (te_veel.value.until - world.moment).total_seconds() <= 60
    assert world.lines("openen")[-1] == (str(bericht), "teveel")


def test_the_limits_survive_a_restart_and_end_with_their_minute(world: World) -> None:
    _, answers, _ = world.bericht()
    for _ in range(60):
        world.open(world.consulent, ASSEN, answers)
    world.restart()
    with pytest.raises(TeVeel):
        world.open(world.consulent, ASSEN, answers)
    world.later(minutes=1)
    assert world.open(world.consulent, ASSEN, answers) == [answers.dek]


def test_600_openings_fill_an_hour(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    world.vault.state.spend(world.people["consulent"], 600, (hour("openen", 600),), world.moment)
    with pytest.raises(TeVeel):
        world.open(token, ASSEN, answers)


def test_5000_list_rows_and_60_searches_fill_an_hour(world: World) -> None:
    token = world.consulent
    row = (new_id(), 1, b"")
    assert world.client.open_list(token, ASSEN, [row], herkomst=HIER) == [None]
    with pytest.raises(TeVeel):
        world.client.open_list(token, ASSEN, [row] * 5000, herkomst=HIER)
    for _ in range(60):
        world.client.search(token, ASSEN, "bsn", "999900006", herkomst=HIER)
    with pytest.raises(TeVeel):
        world.client.search(token, ASSEN, "bsn", "999900006", herkomst=HIER)


def hour(what: str, limit: int) -> Window:
    return Window(what, 3600, limit)


def test_a_page_of_many_rows_takes_as_many_audit_lines_as_it_needs(world: World) -> None:
    rows = [(new_id(), 1, b"") for _ in range(250)]
    assert world.client.open_list(world.consulent, ASSEN, rows, herkomst=HIER) == [None] * 250
    assert world.lines("lijst_openen") == [("lijst", "gelukt")] * 3


def test_the_vault_refuses_a_page_and_a_search_of_another_team(world: World) -> None:
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.open_list(world.consulent, ZUID, [], herkomst=HIER)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.search(world.consulent, ZUID, "bsn", "999900006", herkomst=HIER)


def test_a_row_of_an_epoch_that_never_was_is_shown_as_not_genuine(world: World) -> None:
    assert world.client.open_list(world.consulent, ASSEN, [(uuid4(), 9, b"x")], herkomst=HIER) == [None]


def test_forwarding_seals_to_the_other_team_and_the_old_team_reads_no_more(world: World) -> None:
    bericht, answers, block = world.bericht()
    world.client.take_in(bericht)
    token = world.consulent
    requests = [answers.seals[ASSEN], block.seals[ASSEN]]
    seals = world.client.reseal(token, ASSEN, requests, to="toegang-zuid", herkomst=HIER)
    moved = []
    for request, seal, item in zip(requests, seals, (answers, block), strict=True):
        to = request.recipient.__class__(kind="team", id="toegang-zuid", key_id=seal.key_id, epoch=seal.epoch)
        moved.append(OpenRequest(context=request.context, recipient=to, sealed=seal.sealed))
        world.move_seals(item, ASSEN, moved[-1])
    world.client.take_in(bericht)
    assert world.client.open(world.consulent_zuid, ZUID, moved[:1], herkomst=HIER) == [answers.dek]
    assert world.client.search(world.consulent_zuid, ZUID, "bsn", "999900006", herkomst=HIER) == [bericht]
    assert world.client.search(token, ASSEN, "bsn", "999900006", herkomst=HIER) == []
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.open(token, ZUID, moved[:1], herkomst=HIER)
    assert list_rows(world) == []
    assert world.lines("doorverzegelen") == [(str(bericht), "gelukt; naar toegang-zuid")]


def test_nobody_forwards_without_the_right_or_to_a_team_that_is_not_there(world: World) -> None:
    _, answers, _ = world.bericht()
    requests = [answers.seals[ASSEN]]
    with pytest.raises(Refused, match="onbekend_team"):
        world.client.reseal(world.consulent, ASSEN, requests, to="nergens", herkomst=HIER)
    world.person("back", lid(ASSEN, Rol.BACKOFFICE))
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.reseal(world.login("back"), ASSEN, requests, to="toegang-zuid", herkomst=HIER)


@pytest.mark.parametrize(
    ("soort", "waarde", "value"),
    [
        ("bsn", " 9999.00 006", "999900006"),
        ("bsn", "99990000", ""),
        ("bsn", "٩٩٩٩٠٠٠٠٦", ""),
        ("geboren", "1980-01-31|J.a.", "1980-01-31|JA"),
        ("geboren", "1980-01-31|", ""),
        ("geboren", "31-01-1980|J", ""),
        ("persoon", "1980-01-31|j.a.|van der Één-Bos", "1980-01-31|JA|vandereenbos"),
        ("persoon", "1980-01-31|JA|", ""),
        ("persoon", "|JA|Bos", ""),
        ("kenmerk", " Dossier 12", "dossier 12"),
        ("naam", "Voorbeeld", ""),
    ],
)
def test_a_search_value_has_one_form(soort: str, waarde: str, value: str) -> None:
    assert normalised(soort, waarde) == value


def test_a_search_for_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="onjuiste_zoekwaarde"):
        world.client.search(world.consulent, ASSEN, "bsn", "", herkomst=HIER)
