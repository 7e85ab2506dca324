"""The five oddest mailboxes as declarations, to prove that the values can hold them (docs/adr/0002)."""

from dataclasses import replace

from portal.domain.basisloop import BASIS_OVERGANGEN, BASIS_TOESTANDEN, basisloop, besluit
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak, VulRegister
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.mailbox import (
    Afzender,
    Bewaring,
    Clientblok,
    Deel,
    Groep,
    Mailbox,
    Verband,
    Verwijzing,
)
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import HEEL, ROMP, Delen, Keuze, OpAfzender, OpAntwoord, VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import (
    VOLGEND_BERICHT,
    BijAankomst,
    BijOvergang,
    BijTaak,
    Eenheid,
    NaTermijn,
    OpDatum,
    Termijn,
)
from portal.domain.voorwaarde import En, Gelijk, Is, Niet, Of
from tests.mailboxes.proefformulier import proefformulier

VOORSTEL = Bron(plaats="", voorstel=True)
AANBIEDER = Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,))
VIJFTIEN_JAAR = Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="Wmo 5.3.4"))


def toezichttermijn(code: str, begint: str, eindigt: str) -> Termijn:
    """A clock of which the region says how long it is; nobody else names a number."""
    return Termijn(
        code=code,
        titel=code,
        aantal=5,
        eenheid=Eenheid.WERKDAG,
        instelling=f"toezicht_{code}",
        begint=BijOvergang(begint) if begint else BijAankomst(),
        eigenaar=Partij.TOEZICHT,
        bron=VOORSTEL,
        eindigt=(eindigt,),
    )


ONDERZOEK = Toestand("onderzoek_gevraagd", "Onderzoek gevraagd", Fase.BIJ_AFZENDER)

CALAMITEIT = Mailbox(
    code="calamiteit-geweld",
    titel="Eerste melding calamiteit of geweldsincident",
    omschrijving="Er is iets ernstigs gebeurd.",
    zoekwoorden=("calamiteit", "geweld"),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(AANBIEDER,),
    clientblok=Clientblok.APART,
    formulier=proefformulier("soort", "gebeurd_op", "gemeente_voorval", "beschrijving", "bsn", "achternaam"),
    # the identities are an item of their own; toezicht opens them with a reason
    delen=(Deel(code="identiteit", titel="Om wie het gaat", velden=("bsn", "achternaam"), reden_nodig=True),),
    routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT),
    # the decision aid: an incident is registered by the aanbieder, not reported
    verwijzingen=(
        Verwijzing(
            als=Is("soort", "incident"),
            tekst="Een incident meldt u niet. Registreer het zelf. Twijfelt u? Bel de toezichthouder.",
            bron=Bron(plaats="Handboek §7"),
        ),
    ),
    termijnen=(
        Termijn(
            code="melden",
            titel="Melden",
            aantal=3,
            eenheid=Eenheid.WERKDAG,
            begint=OpDatum("gebeurd_op"),
            eigenaar=Partij.AANBIEDER,
            bron=Bron(plaats="Handboek §7 en Wmo 3.4"),
            onverwijld=True,
        ),
        toezichttermijn("eerste-oordeel", "", "onderzoek-vragen"),
        toezichttermijn("eigen-onderzoek", "onderzoek-vragen", "rapport-ontvangen"),
    ),
    levensloop=Levensloop(
        toestanden=(*BASIS_TOESTANDEN, ONDERZOEK),
        overgangen=(
            *BASIS_OVERGANGEN,
            Overgang(
                code="onderzoek-vragen",
                actie=Actie.OVERDRAGEN,
                van=("in_behandeling", "aangevuld"),
                naar="onderzoek_gevraagd",
                door=Partij.BEHANDELEND_TEAM,
                titel="Eigen onderzoek vragen",
                tekst=Tekst.MOET,
            ),
            Overgang(
                code="rapport-ontvangen",
                actie=Actie.BEANTWOORDEN,
                van=("onderzoek_gevraagd",),
                naar="aangevuld",
                door=Partij.AFZENDER,
                titel="Rapport sturen",
                bijlagen=(BijlageEis(code="rapport", titel="Onderzoeksrapport", bron=Bron(plaats="Handboek §7")),),
            ),
            besluit(
                code="afsluiten",
                titel="Afsluiten met conclusies",
                gevolgen=(
                    # once to both colleges: the rules of 'toezicht-rapport' give equal teams the bericht once
                    NieuwBericht(
                        mailbox="toezicht-rapport",
                        velden=(("gemeente_voorval", "gemeente_voorval"),),
                        bron=Bron(plaats="Handboek §7"),
                    ),
                ),
            ),
        ),
    ),
    bewaring=VIJFTIEN_JAAR,
    bronnen=(Bron(plaats="Handboek §7"), Bron(plaats="Wmo 3.4")),
)


def trede(code: str, na: str) -> Termijn:
    """A rung of two weken; passing it makes the portal take the step with this code."""
    return Termijn(
        code=code,
        titel=code,
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=NaTermijn(na),
        eigenaar=Partij.AANBIEDER,
        bron=Bron(plaats="Handboek §2.4"),
        eindigt=(VOLGEND_BERICHT,),
    )


def vanzelf(code: str, na_termijn: str, *gevolgen: VulRegister) -> Overgang:
    """A step that the portal takes by itself when a clock has run out."""
    return Overgang(
        code=code,
        actie=Actie.AFRONDEN,
        van=("bijgewerkt",),
        naar=None,
        door=Partij.PORTAAL,
        titel=code,
        bij_verlopen=na_termijn,
        gevolgen=gevolgen,
    )


SOCIALE_KAART = Mailbox(
    code="sociale-kaart",
    titel="Sociale kaart bijwerken",
    omschrijving="Vrije plekken en wijzigingen per locatie.",
    zoekwoorden=("bedden", "vrije plekken"),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=proefformulier("locatie", "wijziging", "vrije_bedden"),
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    termijnen=(
        Termijn(
            code="bijwerken",
            titel="Volgende keer bijwerken",
            aantal=2,
            eenheid=Eenheid.WEEK,
            begint=BijAankomst(),
            eigenaar=Partij.AANBIEDER,
            bron=Bron(plaats="Handboek §2.4"),
            eindigt=(VOLGEND_BERICHT,),
            herhaalt=True,
        ),
        trede("aanmaning", "bijwerken"),
        trede("afkoppeling", "aanmaning"),
    ),
    levensloop=Levensloop(
        begin="bijgewerkt",
        toestanden=(
            Toestand("bijgewerkt", "Bijgewerkt", Fase.KLAAR),
            Toestand("vervangen", "Vervangen door een nieuwe opgave", Fase.KLAAR),
        ),
        overgangen=(
            vanzelf("herinneren", "bijwerken"),
            vanzelf("aanmanen", "aanmaning"),
            vanzelf(
                "afkoppelen",
                "afkoppeling",
                VulRegister(
                    register="afgekoppeld", velden=(("locatie", "locatie"),), bron=Bron(plaats="Handboek §2.4")
                ),
            ),
            replace(vanzelf("vervangen", ""), naar="vervangen"),
        ),
    ),
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(Bron(plaats="Handboek §2.4"),),
)

TIJDELIJKE_PLEK = Mailbox(
    code="tijdelijke-plek",
    titel="Tijdelijke plek vragen",
    omschrijving="Vraag andere aanbieders om een plek voor een time-out of overbrugging.",
    zoekwoorden=("time-out", "overbrugging"),
    groep=Groep.VRAAG,
    regios=("groningen",),
    # only who takes part in a samenwerkingsverband
    afzenders=(replace(AANBIEDER, register="samenwerkingsverbanden"),),
    clientblok=Clientblok.ANONIEM,
    formulier=proefformulier("gevraagd_aan", "soort_plek", "periode", "risico", "crisis"),
    routering=OpAfzender(regel="gevraagde-aanbieders", veld="gevraagd_aan"),
    per_ontvanger=True,  # each aanbieder that is asked answers for itself
    verwijzingen=(
        Verwijzing(
            als=Is("crisis", "ja"),
            tekst="Bel bij een crisis de regionale crisisdienst of de huisarts.",
            bron=Bron(plaats="Handboek, time-outregeling"),
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn.",
    levensloop=Levensloop(
        toestanden=(*BASIS_TOESTANDEN, Toestand("toegezegd", "Toegezegd", Fase.BIJ_AFZENDER)),
        overgangen=(
            *BASIS_OVERGANGEN,
            Overgang(
                code="toezeggen",
                actie=Actie.BESLUITEN,
                van=("in_behandeling", "aangevuld"),
                naar="toegezegd",
                door=Partij.BEHANDELEND_TEAM,
                titel="Plek toezeggen",
            ),
            besluit(code="niet-mogelijk", titel="Niet mogelijk"),
            # the client is named now and not before, and only to the aanbieder that promised
            Overgang(
                code="client-noemen",
                actie=Actie.BEANTWOORDEN,
                van=("toegezegd",),
                naar="afgehandeld",
                door=Partij.AFZENDER,
                titel="Cliënt en risico's sturen",
                formulier=proefformulier("bsn", "achternaam"),
                bijlagen=(BijlageEis(code="risicoformat", titel="Risicoformat", bron=Bron(plaats="Handboek")),),
            ),
        ),
    ),
    bewaring=VIJFTIEN_JAAR,
    bronnen=(Bron(plaats="Handboek §5.9"), Bron(plaats="Handboek, time-outregeling")),
)

ZORGBEEINDIGING = Mailbox(
    code="zorgbeeindiging",
    titel="Voornemen eenzijdige zorgbeëindiging",
    omschrijving="U wilt de zorg aan een burger eenzijdig beëindigen.",
    zoekwoorden=("opzeggen",),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=proefformulier(
        "kenmerk", "gemeente", "gronden", "crisis", "onmiddellijk", "dringend", "bsn", "achternaam"
    ),
    delen=(Deel(code="client", titel="De cliënt", velden=("bsn", "achternaam"), reden_nodig=False),),
    # CMO gets what is in no part: kenmerk and gemeente; the consulent gets all of it
    per_ontvanger=True,
    routering=Delen(
        delen=(
            (ROMP, VastTeam(regel="cmo", soort=Teamsoort.CMO)),
            (HEEL, OpAntwoord(regel="betrokken-gemeente", veld="gemeente", rol="betrokken gemeente")),
        )
    ),
    bijlagen=(
        BijlageEis(code="motivatie", titel="Motivatie", bron=Bron(plaats="Handboek §8")),
        BijlageEis(code="procedure", titel="Procedure zorgbeëindiging", bron=Bron(plaats="Handboek §8")),
        BijlageEis(
            code="dringend",
            titel="Zeer dringende redenen",
            bron=Bron(plaats="Handboek §8"),
            als=Is("onmiddellijk", "ja"),
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn.",
    levensloop=basisloop(
        besluit(
            code="overleg-gevoerd",
            titel="Overleg over continuïteit gevoerd",
            gevolgen=(
                Taak(
                    code="regievoerder",
                    titel="Blijf regievoerder tot de overname",
                    rol=Rol.INDIENER,
                    team=Partij.AFZENDER,
                    bron=Bron(plaats="Handboek §8"),
                    als=Is("crisis", "ja"),
                ),
                Taak(
                    code="307",
                    titel="Stuur het iWmo 307-bericht",
                    rol=Rol.INDIENER,
                    team=Partij.AFZENDER,
                    bron=Bron(plaats="Handboek §4"),
                ),
            ),
        ),
        intrekbaar=True,
    ),
    bewaring=VIJFTIEN_JAAR,
    bronnen=(Bron(plaats="Handboek §8"),),
)

HERKOMST_ELDERS = Niet(Gelijk("gemeente_melding", "gemeente_herkomst"))

MO_MELDING = Mailbox(
    code="mo-melding",
    titel="Melding maatschappelijke opvang",
    omschrijving="Een inwoner meldt zich voor opvang.",
    zoekwoorden=("opvang",),
    groep=Groep.OPVANG,
    regios=("groningen",),  # in truth noord-midden-limburg, whose file comes with this mailbox
    afzenders=(
        replace(AANBIEDER, register="opdrachtnemers-mo"),
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,), voor_burger=True),
    ),
    clientblok=Clientblok.VOLLEDIG,
    formulier=proefformulier("gemeld_op", "eerste_opvang", "gemeente_melding", "gemeente_herkomst", "zekerheid"),
    routering=Keuze(
        als=En(Is("zekerheid", "vrijwel_zeker"), HERKOMST_ELDERS),
        # herkomst outside (Gennep too) is never a refusal: then the gemeente van melding has it
        dan=OpAntwoord(
            regel="herkomst", veld="gemeente_herkomst", rol="gemeente van herkomst", buiten="gemeente_melding"
        ),
        anders=OpAntwoord(regel="melding", veld="gemeente_melding", rol="gemeente van melding"),
    ),
    verbanden=(Verband(code="eerdere", titel="Eerdere melding", mailboxen=("mo-melding",)),),
    termijnen=(
        # 0 werkdagen: the same day, else the first werkdag after it
        Termijn(
            code="doorgeven",
            titel="Melding doorgeven",
            aantal=0,
            eenheid=Eenheid.WERKDAG,
            begint=OpDatum("gemeld_op"),
            eigenaar=Partij.AFZENDER,
            bron=Bron(plaats="Werkproces MO stap 1"),
        ),
        Termijn(
            code="301",
            titel="301 sturen",
            aantal=5,
            eenheid=Eenheid.WERKDAG,
            begint=BijTaak("verslag-terug"),
            eigenaar=Partij.GEMEENTE_VAN_HERKOMST,
            bron=Bron(plaats="Werkproces MO stap 4b"),
            eindigt=("taak:301",),
        ),
    ),
    levensloop=basisloop(
        besluit(
            code="eerste-opvang",
            titel="Eerste opvang nodig",
            gevolgen=(
                NieuwBericht(
                    mailbox="mo-screening-overdracht",
                    velden=(("gemeente_herkomst", "gemeente_herkomst"),),
                    bron=Bron(plaats="Werkproces MO stap 2"),
                    als=HERKOMST_ELDERS,
                ),
                Taak(
                    code="verslag-terug",
                    titel="Ontvang het ondertekende verslag",
                    rol=Rol.CONSULENT,
                    bron=Bron(plaats="Werkproces MO stap 4"),
                ),
                Taak(
                    code="301",
                    titel="Stuur het iWmo 301-bericht",
                    rol=Rol.BACKOFFICE,
                    team=Partij.GEMEENTE_VAN_HERKOMST,
                    bron=Bron(plaats="Werkproces MO stap 4b"),
                    na=("verslag-terug",),
                ),
            ),
        ),
        besluit(code="geen-opvang", titel="Geen opvang nodig", soms=Niet(Of(Is("eerste_opvang", "ja")))),
        intrekbaar=False,
    ),
    bewaring=VIJFTIEN_JAAR,
    bronnen=(Bron(plaats="Werkproces MO stap 1 tot en met 4"),),
)

VREEMDSTE = (CALAMITEIT, SOCIALE_KAART, TIJDELIJKE_PLEK, ZORGBEEINDIGING, MO_MELDING)
