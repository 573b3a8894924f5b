"""Tables of the centre."""

from sync_server.models.base import Base, db
from sync_server.models.casework import (
    Case,
    CentreKey,
    CentreSetting,
    FlagRecord,
    LawConfirmation,
    NoticeRecord,
    SerialCounter,
)
from sync_server.models.duplicates import EmployerKey
from sync_server.models.inspection import (
    Amendment,
    EvidenceRecord,
    FindingRecord,
    Inspection,
    InspectionVersion,
    Review,
)
from sync_server.models.people import Device, DeviceAlarm, DeviceChain, Invitation, Role, User
from sync_server.models.register import (
    Certificate,
    ContributionMonth,
    Coverage,
    Employer,
    Establishment,
    InspectionSummary,
    Visit,
)
from sync_server.models.sync import (
    Conflict,
    DuplicatePair,
    EmployerAlias,
    FieldChange,
    LedgerEntry,
    Member,
    Scope,
    Snapshot,
    Upload,
)

SYNCED: dict[str, type[Base]] = {
    "employer": Employer,
    "establishment": Establishment,
    "coverage": Coverage,
    "contribution_month": ContributionMonth,
    "certificate": Certificate,
    "visit": Visit,
    "inspection_summary": InspectionSummary,
}
"""Model of each entity of `sync_protocol.entities`."""

__all__ = [
    "SYNCED",
    "Amendment",
    "Base",
    "Case",
    "CentreKey",
    "CentreSetting",
    "Certificate",
    "Conflict",
    "ContributionMonth",
    "Coverage",
    "Device",
    "DeviceAlarm",
    "DeviceChain",
    "DuplicatePair",
    "Employer",
    "EmployerAlias",
    "EmployerKey",
    "Establishment",
    "EvidenceRecord",
    "FieldChange",
    "FindingRecord",
    "FlagRecord",
    "Inspection",
    "InspectionSummary",
    "InspectionVersion",
    "Invitation",
    "LawConfirmation",
    "LedgerEntry",
    "Member",
    "NoticeRecord",
    "Review",
    "Role",
    "Scope",
    "SerialCounter",
    "Snapshot",
    "Upload",
    "User",
    "Visit",
    "db",
]
