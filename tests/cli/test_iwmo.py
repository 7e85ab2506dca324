"""What the command line says of the terms of iWmo."""

from tests.cli.running import portal


def test_all_terms_are_listed_and_one_is_counted_with_its_working() -> None:
    assert len(portal("iwmo").out.splitlines()) == 13
    regels = portal("iwmo", "305", "--vanaf", "2026-04-30", "--regio", "groningen").out.splitlines()
    assert regels[0] == "Start van de zorg melden met een 305-bericht: vrijdag 8 mei 2026"
    assert regels[1].startswith("Telt vanaf de dag waarop de zorg echt begon. 5 werkdagen na donderdag 30 april:")
    assert "Let op: Het werkproces" in portal("iwmo", "318").out
    for fout in (("iwmo", "303"), ("iwmo", "305", "--vanaf", "1700-01-01")):
        assert portal(*fout).code == 1
