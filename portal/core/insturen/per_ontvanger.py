"""One submission to several receivers: each gets a bericht of its own, with its part, and goes through the levensloop on its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from portal.core.insturen.controle import Controle
from portal.core.klokken import klokken
from portal.core.services import Services
from portal.domain.bijlagen import BijlageEis
from portal.domain.formulier import Antwoorden, Client
from portal.domain.mailbox import Mailbox
from portal.domain.routering import HEEL, ROMP, OpAfzender
from portal.sealing.envelope import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangst:
    """What one receiver gets: `bundel` is the concept from which all of them came, None when it is the only one."""

    bericht: UUID
    bundel: UUID | None
    controle: Controle
    antwoorden: Antwoorden
    deel: str = HEEL

    @property
    def is_eerste(self) -> bool:
        """Whether this is the bericht that the concept becomes; the others stand beside it."""
        return self.bundel in {None, self.bericht}

    def krijgt(self, eis: BijlageEis) -> bool:
        """Tell whether this receiver gets the files that answer a demand: of a part only those that are for it as well."""
        return self.deel == HEEL or self.deel in eis.ook_voor


def receivers(services: Services, concept: UUID, controle: Controle, antwoorden: Antwoorden) -> Iterator[Ontvangst]:
    """Yield what each receiver gets; the concept becomes the bericht of one that gets all of it."""
    bestemmingen = sorted(controle.bestemmingen, key=lambda b: b.deel != HEEL)
    if len(bestemmingen) == 1:
        yield Ontvangst(bericht=concept, bundel=None, controle=controle, antwoorden=antwoorden)
        return
    regel = controle.mailbox.routering
    if isinstance(regel, OpAfzender):  # the answer to whom it goes names the others
        antwoorden = antwoorden.zonder({regel.veld})
    for nummer, bestemming in enumerate(bestemmingen):
        termijnen = klokken.start_termijnen(
            services, controle.mailbox, controle.feiten, aankomst=controle.aankomst, team=bestemming.team
        )
        yield Ontvangst(
            bericht=new_id() if nummer else concept,
            bundel=concept,
            controle=replace(controle, bestemmingen=(bestemming,), termijnen=termijnen),
            antwoorden=part_of(controle.mailbox, antwoorden, bestemming.deel),
            deel=bestemming.deel,
        )


def part_of(mailbox: Mailbox, antwoorden: Antwoorden, deel: str) -> Antwoorden:
    """Return the part of the answers that a receiver gets; outside the whole nobody is named but by the kenmerk."""
    if deel == HEEL:
        return antwoorden
    velden = {d.code: d.velden for d in mailbox.delen}
    alle = {veld for eigen in velden.values() for veld in eigen}
    over = antwoorden.zonder(alle) if deel == ROMP else antwoorden.deel(velden[deel])
    kenmerk = antwoorden.client.kenmerk if antwoorden.client is not None and "kenmerk" in over.feiten() else ""
    return replace(over, client=Client(kenmerk=kenmerk))
