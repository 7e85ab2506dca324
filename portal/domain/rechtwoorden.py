"""What each right lets somebody do, in a sentence after 'U kunt', and the page where he does it."""

from collections.abc import Mapping
from typing import Final

from portal.domain.rechten import Recht

# In the order of the page. An empty address: it is done on the page of a bericht, a person or a rule.
WAT_EN_WAAR: Final[Mapping[Recht, tuple[str, str]]] = {
    Recht.BERICHT_INDIENEN: ("een bericht versturen, en vragen daarover beantwoorden", "/nieuw"),
    Recht.BERICHT_REGISTREREN: ("registreren wat een burger zelf meldt", "/registreren"),
    Recht.BERICHT_VOLGEN: ("volgen wat er met uw berichten gebeurt", "/onderweg"),
    Recht.BERICHT_LEZEN: ("berichten aan uw team lezen", "/werkvoorraad"),
    Recht.LIJST_LEZEN: ("zien welke termijnen aflopen", "/termijnen"),
    Recht.IDENTITEIT_LEZEN: ("met een reden openen wie er bij een voorval was", ""),
    Recht.BERICHT_OPPAKKEN: ("een bericht oppakken", ""),
    Recht.VRAAG_STELLEN: ("de afzender een vraag stellen of schrijven", ""),
    Recht.NOTEREN: ("een interne notitie maken", ""),
    Recht.BESLUITEN: ("besluiten, en vastleggen wat er is gebeurd", ""),
    Recht.DOORSTUREN: ("een bericht doorsturen naar een ander team", ""),
    Recht.TAAK_AFHANDELEN: ("taken afhandelen", "/taken"),
    Recht.TOEWIJZING_LEZEN: ("zien welke toewijzingen er lopen", "/toewijzingen"),
    Recht.TOEWIJZING_VASTLEGGEN: ("een toewijzing vastleggen of beëindigen", "/toewijzingen/nieuw"),
    Recht.ZOEKEN: ("zoeken in uw berichten", "/zoeken"),
    Recht.REGISTERS_LEZEN: ("de registers lezen", "/registers"),
    Recht.CIJFERS_LEZEN: ("aantallen zien, niets uit de berichten zelf", "/overzicht"),
    Recht.VERPLICHTINGEN_BEHEREN: ("zien wat aanbieders moeten sturen, en hen vrijstellen", "/verplichtingen"),
    Recht.COLLEGA_TOELATEN: ("collega's toelaten en rollen geven", "/organisatie"),
    Recht.EERSTE_BEHEERDER_TOELATEN: ("de eerste beheerder van een organisatie toelaten", "/beheer/organisaties"),
    Recht.PORTAAL_BEHEREN: ("het portaal beheren", "/beheer"),
    Recht.AUDIT_LEZEN: ("het logboek lezen", "/beheer/logboek"),
}
