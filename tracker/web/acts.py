"""What a person can set about, by name: the pages on which work begins, as far as the access table opens them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from tracker.domain import finding
from tracker.domain.finding import Known
from tracker.services import law
from tracker.web import access, own_pages
from tracker.web.navigation import has
from tracker.web.session import records


@dataclass(frozen=True)
class Act:
    """Something to set about: what it is called, where it begins, and other words by which somebody looks for it."""

    label: str
    endpoint: str
    words: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it begins."""
        return url_for(self.endpoint, **self.values)

    @property
    def known(self) -> Known:
        """The act as something to be found."""
        return finding.known(self.address, self.label, codes=(self.label,), words=(self.words,))


ACTS = (
    Act("Log a claim", "claims.new", "new statement add"),
    Act("Review queue", "reviews.list", "decide waiting claims assigned", {}),
    Act("What is assigned to me", "reviews.list", "review queue mine", {"whose": "mine"}),
    Act("Saved views", "saved_views.list", "lists filters"),
    Act("Claim templates", "claim_templates.list", "recurring monthly"),
    Act("Read a document", "readings.new", "propose claims from a text article paste"),
    Act("Import a file or a table", "imports.new", "csv excel workbook paste spreadsheet"),
    Act("Imports", "imports.list", "files brought in bulk review"),
    Act("Bundles", "bundles.list", "exchange merge installation laptop"),
    Act("What I watch", "watches.list", "digest feed mail"),
    Act("Record a source", "captures.new", "new document upload keep copy"),
    Act("Record a search", "searches.new", "looked nothing found"),
    Act("Record a question to a state", "questions.new", "ask"),
    Act("Freeze a report", "reports.new", "new export"),
    Act("Matrix", "matrix.show", "states by obligations grid"),
    Act("Claims", "claims.list", "statements register"),
    Act("Sources", "sources.list", "documents"),
    Act("States", "states.list", "countries members"),
    Act("Obligations", "obligations.list", "duties"),
    Act("Resolutions", "resolutions.list", "security council"),
    Act("Regimes", "regimes.list", "sanctions committees"),
    Act("Reports", "reports.list", "frozen exports"),
    Act("Determinations", "determinations.list", "overrides"),
    Act("Questions put to states", "questions.list", "replies"),
    Act("Searches for information", "searches.list", "looked"),
    Act("Origins, and who repeated whom", "origins.list", "first utterance relay"),
    Act("Merges and splits of origins", "origins.proposals", "proposals"),
    Act("Law that moves", "law_changes.list", "guidance exemptions decisions"),
    Act("Compare two moments", "comparisons.show", "difference"),
    Act("Changes of status", "changes.show", "moved news"),
    Act("Calendar of deadlines", "schedules.show", "due dates"),
    Act("Coverage", "coverage.show", "empty stale cells gaps"),
    Act("The rules that decide", "rules.list", "versions"),
    Act("My reviewing record", "reviewing_record.own", "agreement"),
    Act("Exports in the making", "exports.list", "jobs files"),
    Act("Check this record", "checks.list", "audit verify log"),
    Act("Accounts", "accounts.list", "users people roles passwords"),
    Act("Change my password", "security.change_password", "account"),
    Act("Help: what the words mean", "home.help", "glossary"),
)


def allowed(place: str = "") -> Iterator[Act]:
    """The acts that whoever asks may set about; `place` is the page on which they are, if it is known."""
    if (saved := own_pages.listed(place)) and access.allows("saved_views.new"):
        yield Act("Save this list as a view", "saved_views.new", "keep filters list", {"at": saved})
    every = (*ACTS, *_of_regimes())
    yield from (act for act in every if has(act.endpoint) and access.allows(act.endpoint))


def _of_regimes() -> Iterator[Act]:
    for key, name in law.regime_choices(records()):
        yield Act(f"Matrix of {name}", "matrix.show", key, {"regime": key})
        yield Act(f"Coverage of {name}", "coverage.show", key, {"regime": key})
