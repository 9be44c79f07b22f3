"""The cells that an address asks for, for the views of pages about any of them."""

from typing import Any, TypeVar

from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older

from tracker.services import comparisons, law
from tracker.services.comparisons import Scope
from tracker.web.clocks import AskedClocks
from tracker.web.forms.law import ANY, any_of, any_regime
from tracker.web.forms.scope import DutiesForm, ScopeForm
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk

F = TypeVar("F", bound=ScopeForm)


def asked(kind: type[F], clocks: AskedClocks, *, regime: str = "") -> F:
    """The form of an address, with its lists filled; with a regime, only its obligations are offered."""
    duties = [SelectChoice(row.key, _named(row)) for row in law.obligations(records(), regime=regime)]
    lists = {"regime": any_regime(law.regimes(records())), "obligation": [ANY, *duties]}
    if issubclass(kind, DutiesForm):
        lists["subject"] = any_of(law.topics(records()))
    return kind.asked(clocks, **lists)


def _named(row: Any) -> str:
    return f"{row.provision.resolution.number} ¶{row.provision.paragraph}: {row.title}"


def scope_of(form: ScopeForm, desk: Desk) -> Scope | None:
    """The cells that a form asks for; None where it has an error."""
    state = desk.named_state(form.state)
    if form.errors:
        return None
    return comparisons.scope(records(), state=state, **chosen(form, "regime", "obligation", "subject", "test"))


def chosen(form: ScopeForm, *names: str) -> dict[str, str]:
    """What was chosen of lists, of those that the form has."""
    return {name: form.chosen(name) for name in names if name in form}


def query_of(form: ScopeForm) -> dict[str, str]:
    """The filter as it stands in an address, without clocks."""
    asked = {"state": form.state.data, **chosen(form, "regime", "obligation", "subject", "test", "outcome")}
    return {name: value for name, value in asked.items() if value}
