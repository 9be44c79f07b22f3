"""All tables. Importing this room registers every one of them with `Base.metadata`."""

from tracker.db.models.accounts import Role, SignInAttempt, User, WebSession
from tracker.db.models.anchors import Anchor
from tracker.db.models.audit import AuditCheckpoint, AuditEntry, LogKey
from tracker.db.models.bundles import BundleMerge, ForeignReview, ForeignRevision, MergeMatter, TravelCopy
from tracker.db.models.captures import Capture, KeptFile, TimestampToken
from tracker.db.models.checks import CheckRun
from tracker.db.models.claims import (
    Bearing,
    Citation,
    Claim,
    ClaimLink,
    ClaimRevision,
    ClaimState,
    Draft,
    Quantity,
    RelayHop,
    SearchTerm,
    StateAction,
)
from tracker.db.models.determinations import Determination
from tracker.db.models.endings import EndProposal
from tracker.db.models.everyday import ClaimTemplate, SavedView, TemplateUse
from tracker.db.models.exports import ExportJob
from tracker.db.models.imports import ImportJob, ImportMapping, ImportRun
from tracker.db.models.judgement import ClaimComment, Dissent, Question, ReviewAssignment, SearchRecord, UserPreference
from tracker.db.models.law_changes import LawChange, LawClearing, LawRipple
from tracker.db.models.notices import Reopening, SourceNotice
from tracker.db.models.obligations import Deadline, Obligation, ObligationLimit, ObligationRelation
from tracker.db.models.origins import Origin, OriginAssignment, OriginChange
from tracker.db.models.regimes import Regime, RegimeResolution
from tracker.db.models.reports import Report, ReportApproval, ReportSuccession, ReportWithdrawal
from tracker.db.models.resolutions import FailedDraft, Provision, Resolution, ResolutionRelation
from tracker.db.models.reviews import Review, ReviewUndo
from tracker.db.models.rules import RulesInForce
from tracker.db.models.sources import AccessPoint, Source
from tracker.db.models.states import Actor, State, StateName
from tracker.db.models.summaries import CellSummary, SummaryMark
from tracker.db.models.watches import DigestMail, Watch, Watcher

__all__ = [
    "AccessPoint",
    "Actor",
    "Anchor",
    "AuditCheckpoint",
    "AuditEntry",
    "Bearing",
    "BundleMerge",
    "Capture",
    "CellSummary",
    "CheckRun",
    "Citation",
    "Claim",
    "ClaimComment",
    "ClaimLink",
    "ClaimRevision",
    "ClaimState",
    "ClaimTemplate",
    "Deadline",
    "Determination",
    "DigestMail",
    "Dissent",
    "Draft",
    "EndProposal",
    "ExportJob",
    "FailedDraft",
    "ForeignReview",
    "ForeignRevision",
    "ImportJob",
    "ImportMapping",
    "ImportRun",
    "KeptFile",
    "LawChange",
    "LawClearing",
    "LawRipple",
    "LogKey",
    "MergeMatter",
    "Obligation",
    "ObligationLimit",
    "ObligationRelation",
    "Origin",
    "OriginAssignment",
    "OriginChange",
    "Provision",
    "Quantity",
    "Question",
    "Regime",
    "RegimeResolution",
    "RelayHop",
    "Reopening",
    "Report",
    "ReportApproval",
    "ReportSuccession",
    "ReportWithdrawal",
    "Resolution",
    "ResolutionRelation",
    "Review",
    "ReviewAssignment",
    "ReviewUndo",
    "Role",
    "RulesInForce",
    "SavedView",
    "SearchRecord",
    "SearchTerm",
    "SignInAttempt",
    "Source",
    "SourceNotice",
    "State",
    "StateAction",
    "StateName",
    "SummaryMark",
    "TemplateUse",
    "TimestampToken",
    "TravelCopy",
    "User",
    "UserPreference",
    "Watch",
    "Watcher",
    "WebSession",
]
