"""A row with one figure -> the fields of a claim that states it, so that it goes the way of any other claim."""

import re
from typing import Any

from tracker.domain.vocabulary import Effect, Measure
from tracker.intake import claim_cells
from tracker.intake.claim_rows import Row
from tracker.intake.fields import Fields, Resolve, shown

COLUMN_OF = {"states": "state", "bears_on": "obligation", "quantities": "value"}
"""Where a fault of the claim shows in the row that it was made of."""

OWN = ("state", "value", "unit", "counted", "measure", "reference", "wording", "baseline", "obligation", "effect")
NONE = {"-", "–", "—", "..", "...", "…", "n/a", "na", "nil", "none", "not available"}
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_HARD = re.compile("[\u00a0\u2007\u2009\u202f']")
_YES, _NO = {"yes", "true", "1", "x"}, {"", "no", "false", "0"}
_UNNAMED = {"", "not named"}


def as_claim(row: Row, resolve: Resolve) -> Row:
    """The row as one of a file of claims. A fault of the figure is added to the row's own."""
    own = Fields(row.fields, resolve)
    own.state("state")  # said with the faults of the figure, and not only once these are mended
    figure = _figure(own)
    claim = {name: value for name, value in row.fields.items() if name not in OWN}
    claim |= {"states": [own.text("state")] if own.text("state") else [], "quantities": [figure]}
    claim["bears_on"] = _bearing(own)
    claim["event"] = row.fields.get("event") or own.text("reference")
    if not claim.get("statement"):
        claim["statement"] = _statement(own)
    faults = (*row.faults, *((problem.field, problem.sentence) for problem in own.problems))
    return Row(row.number, claim, faults)


def _figure(own: Fields) -> dict[str, Any]:
    low, high = _bounds(own)
    measure = own.word("measure", Measure, Measure.FLOW)
    reference = own.day("reference", 100)
    if not reference and not any(problem.field == "reference" for problem in own.problems):
        own.wrong("reference", "Give the period or the day of the figure, such as 2018-03.")
    return {
        "low": low,
        "high": high,
        "unit": own.text("unit"),
        "measure": measure.value if measure else "",
        "counted": own.text("counted"),
        "reference": reference,
        "wording": own.text("wording"),
        "baseline": _flag(own),
    }


def _bounds(own: Fields) -> tuple[float | None, float | None]:
    value = own.given.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), float(value)
    text = own.text("value")
    if text.casefold() in NONE or not text:
        own.wrong("value", "There is no number. Write 0 where it is nil, or take the row out.")
        return None, None
    try:
        return claim_cells.bounds("..".join(map(_plain, text.split(".."))), text)
    except ValueError:
        own.wrong("value", f"“{shown(text)}” is no number; write 1234.5 or 1,234.5, or 5.. for at least 5.")
        return None, None


def _plain(text: str) -> str:
    """A number without the marks between its thousands. Raises ValueError for one that can be read in two ways."""
    bare = _HARD.sub(" ", text).strip().replace("\u2212", "-")
    if not bare or _NUMBER.fullmatch(bare):
        return bare
    if _THOUSANDS.fullmatch(bare):
        return bare.replace(",", "").replace(" ", "")
    raise ValueError(text)


def _flag(own: Fields) -> bool:
    value = own.given.get("baseline")
    if isinstance(value, bool):
        return value
    text = own.text("baseline").casefold()
    if text not in _YES | _NO:
        own.wrong("baseline", "Write yes, or leave it empty.")
    return text in _YES


def _bearing(own: Fields) -> list[dict[str, str]]:
    effect = own.word("effect", Effect, Effect.MEASURES)
    obligation = own.text("obligation")
    if not obligation or not own.text("state") or effect is None:
        return []
    return [{"state": own.text("state"), "obligation": obligation, "effect": effect.value}]


def _statement(own: Fields) -> str:
    """One sentence that says what the row says, the same for the same row."""
    speaker = own.text("speaker")
    lead = "A figure was given:" if speaker.casefold() in _UNNAMED else f"{speaker} gave"
    of = f" of {own.text('counted')}" if own.text("counted") else ""
    figure = f"{_said(own.given.get('value'))} {own.text('unit')}{of}"
    return f"{lead} {figure} for {own.text('state')}, {own.text('reference')}."


def _said(value: Any) -> str:
    return " ".join(str(value).split())
