"""All tables of the portal: columns and constraints, no behaviour."""

from portal.models.agenda import Agendasleutel
from portal.models.audit import AuditRegel
from portal.models.berichten import Bericht, Bijlage, Concept, Ontvanger, Overgang, Taak
from portal.models.cijfers import Cijferstand
from portal.models.organisaties import Organisatie, Persoon, Sessie, Team
from portal.models.overleden import Overleden
from portal.models.post import Mailvoorkeur, Waarneming
from portal.models.regels import Regelwijziging
from portal.models.registers import Registerregel
from portal.models.termijnen import Klokfout, Termijn, Termijnhistorie, Termijnperiode, Termijnstap, Verplichting
from portal.models.toewijzingen import Overlijdenseinde, Toewijzing
from portal.models.uitgaand import Uitgaand
from portal.models.verbanden import Verband
from portal.models.verzegeld import Lijstregel, Seal, SealedItem, SignedKey, Zoekterm

__all__ = [
    "Agendasleutel",
    "AuditRegel",
    "Bericht",
    "Bijlage",
    "Cijferstand",
    "Concept",
    "Klokfout",
    "Lijstregel",
    "Mailvoorkeur",
    "Ontvanger",
    "Organisatie",
    "Overgang",
    "Overleden",
    "Overlijdenseinde",
    "Persoon",
    "Regelwijziging",
    "Registerregel",
    "Seal",
    "SealedItem",
    "Sessie",
    "SignedKey",
    "Taak",
    "Team",
    "Termijn",
    "Termijnhistorie",
    "Termijnperiode",
    "Termijnstap",
    "Toewijzing",
    "Uitgaand",
    "Verband",
    "Verplichting",
    "Waarneming",
    "Zoekterm",
]
