"""All tables. Importing this room registers every one of them with `Base.metadata`."""

from tracker.db.models.accounts import Role, SignInAttempt, User, WebSession
from tracker.db.models.audit import AuditCheckpoint, AuditEntry, LogKey
from tracker.db.models.claims import (
    Bearing,
    Citation,
    Claim,
    ClaimLink,
    ClaimRevision,
    ClaimState,
    Draft,
    Origin,
    Quantity,
    RelayHop,
    SearchTerm,
    StateAction,
)
from tracker.db.models.obligations import Deadline, Obligation, ObligationLimit, ObligationRelation
from tracker.db.models.regimes import Regime, RegimeResolution
from tracker.db.models.reports import Report, ReportApproval
from tracker.db.models.resolutions import FailedDraft, Provision, Resolution, ResolutionRelation
from tracker.db.models.reviews import Review
from tracker.db.models.sources import AccessPoint, Source
from tracker.db.models.states import Actor, State, StateName

__all__ = [
    "AccessPoint",
    "Actor",
    "AuditCheckpoint",
    "AuditEntry",
    "Bearing",
    "Citation",
    "Claim",
    "ClaimLink",
    "ClaimRevision",
    "ClaimState",
    "Deadline",
    "Draft",
    "FailedDraft",
    "LogKey",
    "Obligation",
    "ObligationLimit",
    "ObligationRelation",
    "Origin",
    "Provision",
    "Quantity",
    "Regime",
    "RegimeResolution",
    "RelayHop",
    "Report",
    "ReportApproval",
    "Resolution",
    "ResolutionRelation",
    "Review",
    "Role",
    "SearchTerm",
    "SignInAttempt",
    "Source",
    "State",
    "StateAction",
    "StateName",
    "User",
    "WebSession",
]
