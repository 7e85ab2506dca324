"""A form that only has names: enough to build a declaration on."""

from portal.domain.formulier import Antwoorden, Formulier, Fouten, Ingevuld, Kader, Ruw, VeldInfo


def proefformulier(*namen: str) -> type[Formulier]:
    """Make a form class with these fields, that nobody fills in."""

    class Proefformulier:
        versie = 1

        @classmethod
        def vul(cls, ruw: Ruw, kader: Kader) -> Ingevuld:
            raise NotImplementedError((ruw, kader))

        @classmethod
        def lees(cls, ruw: Ruw, kader: Kader) -> Antwoorden | Fouten:
            raise NotImplementedError((ruw, kader))

        @classmethod
        def veldinfo(cls) -> tuple[VeldInfo, ...]:
            return tuple(VeldInfo(naam=n, label=n, hint="", soort="tekst", verplicht=True) for n in namen)

    return Proefformulier
