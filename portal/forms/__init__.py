"""The words that forms are made of: fields with meaning, label, hint and check, and the form they make up."""

from portal.forms.aanbiederveld import ANDERE_AANBIEDER, EIGEN_ORGANISATIE, AanbiederVeld, PlaatsingVeld
from portal.forms.aantallen import AantallenVeld
from portal.forms.acties import VAN_DE_STAP
from portal.forms.betrokkenen import BETROKKENVELDEN, BetrokkenenFormulier
from portal.forms.client import BSN_ONBEKEND, CLIENTVELDEN, INWONERVELDEN, ClientFormulier, InwonerFormulier
from portal.forms.datum import DatumVeld, JaarVeld
from portal.forms.formulier import BerichtFormulier, FoutFormulier
from portal.forms.gegevens import AnoniemeTekstVeld, BsnVeld, HuisnummerVeld, NummerVeld, PostcodeVeld, VoorlettersVeld
from portal.forms.indicatiegemeente import INDICATIEVELDEN, IndicatieFormulier
from portal.forms.inwoning import BUITEN_INGESCHREVEN, INWONINGVELDEN, VIA_VERBLIJF, InwoningFormulier
from portal.forms.keuze import (
    JA,
    NEE,
    EigenGemeenteVeld,
    GemeenteVeld,
    JaNeeVeld,
    KeuzeVeld,
    LopendProductVeld,
    OntvangersVeld,
    OntvangerVeld,
    ProductenVeld,
    TeamVeld,
    VergaderingVeld,
    VinkVeld,
)
from portal.forms.registerveld import ANDERS, RegisterVeld
from portal.forms.stukken import StukkenVeld
from portal.forms.toewijzing import TOEWIJZINGVELDEN, ToewijzingFormulier
from portal.forms.veld import LangeTekstVeld, TekstVeld, Veld
from portal.forms.verband import VerbandVeld

__all__ = [
    "ANDERE_AANBIEDER",
    "ANDERS",
    "BETROKKENVELDEN",
    "BSN_ONBEKEND",
    "BUITEN_INGESCHREVEN",
    "CLIENTVELDEN",
    "EIGEN_ORGANISATIE",
    "INDICATIEVELDEN",
    "INWONERVELDEN",
    "INWONINGVELDEN",
    "JA",
    "NEE",
    "TOEWIJZINGVELDEN",
    "VAN_DE_STAP",
    "VIA_VERBLIJF",
    "AanbiederVeld",
    "AantallenVeld",
    "AnoniemeTekstVeld",
    "BerichtFormulier",
    "BetrokkenenFormulier",
    "BsnVeld",
    "ClientFormulier",
    "DatumVeld",
    "EigenGemeenteVeld",
    "FoutFormulier",
    "GemeenteVeld",
    "HuisnummerVeld",
    "IndicatieFormulier",
    "InwonerFormulier",
    "InwoningFormulier",
    "JaNeeVeld",
    "JaarVeld",
    "KeuzeVeld",
    "LangeTekstVeld",
    "LopendProductVeld",
    "NummerVeld",
    "OntvangerVeld",
    "OntvangersVeld",
    "PlaatsingVeld",
    "PostcodeVeld",
    "ProductenVeld",
    "RegisterVeld",
    "StukkenVeld",
    "TeamVeld",
    "TekstVeld",
    "ToewijzingFormulier",
    "Veld",
    "VerbandVeld",
    "VergaderingVeld",
    "VinkVeld",
    "VoorlettersVeld",
]
