"""What a mailbox asks of its form: the answers that its rules look at, and the conditions it declares."""

from typing import TYPE_CHECKING

from portal.domain.termijn import Jaarlijks
from portal.domain.voorwaarde import Voorwaarde

if TYPE_CHECKING:
    from portal.domain.mailbox import Mailbox


def gevraagde_velden(mailbox: "Mailbox") -> set[str]:
    """Name the answers that anything but its routing looks at."""
    gevraagd = {veld for voorwaarde in voorwaarden(mailbox) for veld in voorwaarde.velden()}
    gevraagd |= {t.niet_na.veld for t in mailbox.alle_termijnen() if t.niet_na}
    gevraagd |= {taak.gemeente for taak in mailbox.taken() if taak.gemeente}
    gevraagd |= {veld for v in mailbox.verstreken for veld in (v.veld, v.voor) if veld}
    gevraagd |= {t.begint.veld for t in mailbox.termijnen if isinstance(t.begint, Jaarlijks)}
    gevraagd |= {veld for verband in mailbox.verbanden for veld, _ in verband.gelijk}
    gevraagd |= {veld for veld, _ in mailbox.direct.antwoorden} if mailbox.direct else set()
    for bijlage in mailbox.bijlagen:
        if bijlage.handtekening:
            gevraagd |= {bijlage.handtekening.datum, bijlage.handtekening.gezien_door}
        if bijlage.motivering:
            gevraagd.add(bijlage.motivering)
    return gevraagd.union(*(deel.velden for deel in mailbox.delen))


def voorwaarden(mailbox: "Mailbox") -> tuple[Voorwaarde, ...]:
    """Return the conditions of its attachments, referrals, clocks, steps and consequences."""
    overgangen = mailbox.levensloop.overgangen
    gevonden = (
        *(b.als for b in mailbox.bijlagen),
        *(b.verplicht_als for b in mailbox.bijlagen),
        *(v.als for v in mailbox.verwijzingen),
        *(t.als for t in mailbox.alle_termijnen()),
        *(o.soms for o in overgangen),
        *(g.als for o in overgangen for g in o.gevolgen),
        *(g.als for g in mailbox.bij_indienen),
    )
    return tuple(v for v in gevonden if v is not None)
