"""Hoe een melding maatschappelijke opvang van de gemeente van melding naar die van herkomst gaat; de andere kant is `mo_screening_overdracht`.

Bronnen: Werkproces MO stap 2 (de gegevens uit de screening gaan naar de gemeente van herkomst), stap 3 (zij stemt af met de
opdrachtnemer) en stap 4b (zij stuurt hem het 301-bericht). Daarom gaat mee welke opdrachtnemer de melding stuurde. Voorstellen
staan bij `mo_melding`.
"""

from dataclasses import replace

from portal.domain.basisloop import besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.mailboxes import opvang

SCREENING_KLAAR = Toestand("screening_klaar", "Gescreend", Fase.BIJ_TEAM)
OVERDRACHT = Toestand("overdracht", "Overdracht aan de gemeente van herkomst", Fase.BIJ_TEAM)
OVERGEDRAGEN_BUITEN = Taak(
    code="overdracht-buiten",
    titel="Draag de gegevens van de screening over aan de gemeente van herkomst",
    rol=Rol.CONSULENT,
    bron=Bron(plaats="naar Werkproces MO stap 2", voorstel=True),
    uitleg="De gemeente van herkomst doet niet mee in het portaal. Welke het is, staat in uw motivering. Stuur de gegevens op een veilige "
    "manier, ook welke opdrachtnemer de inwoner nu opvangt.",
)
AAN_HERKOMST = replace(
    stap(
        code="overdragen-aan-herkomst",
        titel="Overdragen aan de gemeente van herkomst",
        van=("screening_klaar",),
        naar=OVERDRACHT.code,
        uitleg="Uit de screening blijkt een andere gemeente van herkomst. Werkt uw team ook voor die gemeente (voetnoot 2)? Begin dan het "
        "onderzoek. Na deze stap maakt u de overdracht, met wat er al is ingevuld. Tot die gemeente haar overneemt, blijft de melding "
        "bij u en loopt de termijn door.",
        tekst=Tekst.MOET,
        tekstlabel="Motivering",
    ),
    gevolgen=(
        # met wie hij zich meldde, en nu misschien in de 1e opvang is
        NieuwBericht(
            mailbox="mo-screening-overdracht", velden=(("afzender.organisatie", "opdrachtnemer"),), bron=opvang.STAP_2
        ),
    ),
)
VERSTUURD = Overgang(
    code="overdracht-verstuurd",
    actie=Actie.VASTLEGGEN,
    van=(SCREENING_KLAAR.code,),
    naar=OVERDRACHT.code,
    door=Partij.PORTAAL,
    titel="Overdracht verstuurd met een bericht dat hierbij hoort",
    uitleg="Tot de gemeente van herkomst de melding overneemt, blijft zij bij u.",
)
TOCH_ZELF = stap(
    code="overdracht-gestopt",
    titel="Overdracht stoppen: verder met deze melding",
    van=(OVERDRACHT.code,),
    naar=SCREENING_KLAAR.code,
    uitleg="Bijvoorbeeld omdat u toch de gemeente van herkomst bent. Trek een overdracht die al is verstuurd ook in.",
)
OVERGENOMEN = Overgang(
    code="herkomst-neemt-over",
    actie=Actie.VASTLEGGEN,
    van=(OVERDRACHT.code, "vraag_uit"),
    naar="afgehandeld",
    door=Partij.PORTAAL,
    titel="Overgenomen door de gemeente van herkomst",
    uitleg="Zij onderzoekt en besluit. De termijn van het onderzoek loopt daar verder, vanaf dezelfde dag.",
)
NIET_OVERGENOMEN = Overgang(
    code="herkomst-neemt-niet-over",
    actie=Actie.VASTLEGGEN,
    van=(OVERDRACHT.code,),
    naar=SCREENING_KLAAR.code,
    door=Partij.PORTAAL,
    titel="Niet overgenomen",
    uitleg="De melding is weer bij de gemeente van melding. De termijnen liepen door.",
)
OVERGEDRAGEN = replace(
    besluit(
        code="overdragen-buiten-de-regio",
        titel="Overdragen aan een gemeente buiten de regio",
        van=("screening_klaar",),
        uitleg="De gemeente van herkomst ligt buiten de regio. U draagt de gegevens buiten het portaal over. De afzender leest welke gemeente "
        "het is.",
        gevolgen=(OVERGEDRAGEN_BUITEN,),
    ),
    tekstlabel="Aan welke gemeente draagt u over, en waaruit blijkt dat?",
)
STAPPEN = (AAN_HERKOMST, VERSTUURD, TOCH_ZELF, OVERGENOMEN, NIET_OVERGENOMEN, OVERGEDRAGEN)
