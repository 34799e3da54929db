"""Reads the words that classify records."""

from core.records.reading import Reader
from initiatives.models import InitiativeKind, Modality, OrganizationKind, PartnerRole, Stage
from initiatives.records.naming import PartnerRoleRecord, StageRecord, TermRecord

TERMS = {  # by model
    InitiativeKind: Reader(InitiativeKind, TermRecord),
    Modality: Reader(Modality, TermRecord),
    OrganizationKind: Reader(OrganizationKind, TermRecord),
    Stage: Reader(Stage, StageRecord),
    PartnerRole: Reader(PartnerRole, PartnerRoleRecord),
}
