"""To which toestand a declared step leads, in words: its own, or the one in which the bericht stood before."""

from portal.domain.levensloop import Actie, Levensloop, Overgang


def to_where(loop: Levensloop, overgang: Overgang) -> str:
    """Say where a step leads; one that answers or takes back leads to where it stood when that was asked, or was closed."""
    if not overgang.naar:
        return "de status blijft gelijk"
    terug = [f"'{loop.toestand(code).titel}'" for code in overgang.terug if code != overgang.naar]
    if overgang.terug and overgang.actie is Actie.HEROPENEN:
        return "terug naar waar het stond"
    naar = f"naar '{loop.toestand(overgang.naar).titel}'"
    return f"{naar}, of terug naar waar het stond: {', '.join(terug)}" if terug else naar
