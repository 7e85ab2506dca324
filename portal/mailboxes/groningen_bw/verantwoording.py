"""Verantwoording: de aanbieder stuurt elk jaar vier stukken over het jaar ervoor aan CMO.

Bronnen: Handboek §2.4 (verantwoording): vóór 1 maart de opgave van nog te declareren posten per 31 december; vóór 1 april
de accountantsverklaring bij de facturatie met de aard en omvang van de productie, en die bij de facturatie en de
leveringen; vóór 1 juni de jaarrekening en het jaarverslag, met een accountantsverklaring als de omzet in deze
overeenkomst hoger is dan € 100.000.

Voorstellen, die in geen bron staan:
- 'vóór 1 maart' is uiterlijk 28 of 29 februari (de tabel in §2.4 zegt 'uiterlijk 1 maart'); de dag schuift niet op;
- elke actieve aanbieder krijgt de stukken van het jaar op 1 januari op zijn startpagina; CMO stelt iemand vrij;
- de herinneringen vier weken en een week vooraf en op de laatste dag, en de melding aan de contractmanager een week na de laatste dag;
- tot 18 maanden na het einde van zijn contract kan een aanbieder de stukken nog sturen: over het laatste jaar zijn zij pas het jaar
  daarna klaar;
- CMO legt vast of een stuk compleet is; is het onvolledig, dan vult de aanbieder het aan; tot dan telt het niet als ontvangen en
  komen de herinneringen, en ook een stuk dat hij intrekt is weer te ontvangen, met dezelfde laatste dag.
"""

from portal.domain.basisloop import BIJ_TEAM, STUKKEN, basisloop
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import Eenheid, Grens, Jaarlijks, Termijn
from portal.domain.voorwaarde import Is
from portal.forms import JA, BerichtFormulier, JaarVeld, JaNeeVeld, KeuzeVeld, LangeTekstVeld
from portal.mailboxes import waarschuwingen

PARAGRAAF_2_4 = Bron(plaats="Handboek §2.4, verantwoording")
ONVOLLEDIG = Toestand("onvolledig", "Onvolledig", Fase.BIJ_AFZENDER, voldoet=False)
JAARREKENING = Is("stuk", "jaarrekening")
POSTEN = "Opgave van nog te declareren posten"
PRODUCTIE = "Accountantsverklaring: facturatie, aard en omvang"
LEVERINGEN = "Accountantsverklaring: facturatie en leveringen"
JAARSTUKKEN = "Jaarrekening en jaarverslag"


class Formulier(BerichtFormulier):
    """De vragen van de verantwoording."""

    versie = 1
    secties = (
        ("Wat u stuurt", ("stuk", "boekjaar")),
        ("Jaarrekening", ("omzet",)),
        ("Toelichting", ("toelichting",)),
    )
    in_lijst = ("stuk", "boekjaar")

    stuk = KeuzeVeld(
        "Welk stuk stuurt u?",
        keuzes=(
            ("posten", POSTEN),
            ("productie", PRODUCTIE),
            ("leveringen", LEVERINGEN),
            ("jaarrekening", JAARSTUKKEN),
        ),
        leeg="Kies welk stuk u stuurt.",
    )
    boekjaar = JaarVeld(
        "Over welk jaar?",
        hint="Bijvoorbeeld 2025, als het stuk over 2025 gaat.",
        leeg="Vul in over welk jaar het stuk gaat.",
    )
    omzet = JaNeeVeld(
        "Was uw omzet in deze overeenkomst hoger dan {omzetgrens}?",
        hint="Dan hoort er een accountantsverklaring bij.",
        toon_als=JAARREKENING,
        alleen_als="Alleen bij de jaarrekening.",
        leeg="Kies of uw omzet hoger was dan {omzetgrens}.",
    )
    toelichting = LangeTekstVeld(
        "Wat wilt u erbij zeggen?",
        hint="Noem hier geen cliënten.",
        verplicht=False,
    )


COMPLEET = Overgang(
    code="compleet",
    actie=Actie.VASTLEGGEN,
    van=(*BIJ_TEAM, "onvolledig"),
    naar="afgehandeld",
    door=Partij.BEHANDELEND_TEAM,
    titel="Compleet",
    uitleg="Het stuk is compleet. De aanbieder ziet dat.",
    tekst=Tekst.MAG,
    tekstlabel="Toelichting voor de aanbieder",
    ook_samen=True,
)
NIET_COMPLEET = Overgang(
    code="onvolledig",
    actie=Actie.VASTLEGGEN,
    van=BIJ_TEAM,
    naar="onvolledig",
    door=Partij.BEHANDELEND_TEAM,
    titel="Onvolledig",
    uitleg="De aanbieder leest wat er ontbreekt en vult het aan. Tot dan telt het stuk niet als ontvangen.",
    tekst=Tekst.MOET,
    tekstlabel="Wat ontbreekt er?",
)
AANVULLEN = Overgang(
    code="aanvullen",
    actie=Actie.AANVULLEN,
    van=("onvolledig",),
    naar="aangevuld",
    door=Partij.AFZENDER,
    titel="Aanvullen",
    uitleg="CMO ziet meteen wat u toevoegt.",
    tekst=Tekst.MOET,
    tekstlabel="Wat vult u aan?",
    bijlagen=STUKKEN,
)


def _jaarlijks(stuk: str, titel: str, maand: int) -> Termijn:
    """Een stuk dat elk jaar vóór de eerste van deze maand binnen moet zijn."""
    return Termijn(
        code=stuk,
        titel=titel,
        aantal=0,
        eenheid=Eenheid.KALENDERDAG,
        grens=Grens.VOOR,
        begint=Jaarlijks(maand=maand, dag=1, veld="boekjaar", over=1),
        eigenaar=Partij.AANBIEDER,
        bron=PARAGRAAF_2_4,
        als=Is("stuk", stuk),
        waarschuwingen=(
            waarschuwingen.vooraf(4, Eenheid.WEEK, Partij.AANBIEDER),
            waarschuwingen.vooraf(1, Eenheid.WEEK, Partij.AANBIEDER),
            waarschuwingen.op_de_dag(Partij.AANBIEDER),
            waarschuwingen.escalatie(1, Eenheid.WEEK, Partij.CONTRACTMANAGER),
        ),
    )


MAILBOX = Mailbox(
    code="verantwoording",
    titel="Verantwoording",
    omschrijving="U stuurt een stuk van de jaarlijkse verantwoording aan CMO.",
    zoekwoorden=(
        "verantwoording",
        "accountantsverklaring",
        "jaarrekening",
        "jaarverslag",
        "nog te declareren",
        "omzet",
        "jaarcijfers",
        "accountant",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    levensloop=basisloop(
        COMPLEET, NIET_COMPLEET, AANVULLEN, intrekbaar=True, toestanden=(ONVOLLEDIG,), zonder=("doorsturen",)
    ),
    bijlagen=(
        BijlageEis(
            code="stuk",
            titel="Het stuk",
            hint="De opgave, de verklaring, of de jaarrekening met het jaarverslag.",
            bron=PARAGRAAF_2_4,
            aantal=5,
        ),
        BijlageEis(
            code="verklaring",
            titel="Accountantsverklaring bij de jaarrekening",
            bron=PARAGRAAF_2_4,
            eis=Eis.MAG,
            als=JAARREKENING,
            verplicht_als=Is("omzet", JA),
        ),
    ),
    termijnen=(
        _jaarlijks("posten", POSTEN, 3),
        _jaarlijks("productie", PRODUCTIE, 4),
        _jaarlijks("leveringen", LEVERINGEN, 4),
        _jaarlijks("jaarrekening", JAARSTUKKEN, 6),
    ),
    na_contract=18,
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(PARAGRAAF_2_4,),
    bevestiging="CMO kijkt of het stuk compleet is. Ontbreekt er iets, dan hoort u dat.",
)
