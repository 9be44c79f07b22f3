"""A sign and a tone for each outcome. The word always stands beside them, or in the legend of the same page."""

MARKS = {
    "not_in_force": ("–", "outside"),
    "not_applicable": ("∅", "outside"),
    "exempt": ("◇", "outside"),
    "breached": ("✕", "against"),
    "contested": ("⇄", "contested"),
    "remedied": ("↺", "met"),
    "fulfilled": ("✓", "met"),
    "fulfilled_late": ("✓", "met"),
    "partly_fulfilled": ("◐", "partly"),
    "overdue": ("▲", "partly"),
    "alleged_breach": ("△", "against"),
    "in_progress": ("→", "going"),
    "measures_reported": ("■", "going"),
    "pledged": ("□", "going"),
    "not_due": ("◷", "outside"),
    "no_information": ("?", "outside"),
}
UNKNOWN = ("•", "outside")
TONES = ("against", "contested", "partly", "going", "met", "outside")
"""The families of colour, from what presses most."""


def sign(outcome: str) -> str:
    """The sign of an outcome by its key."""
    return MARKS.get(outcome, UNKNOWN)[0]


def tone(outcome: str) -> str:
    """The tone of an outcome by its key."""
    return MARKS.get(outcome, UNKNOWN)[1]
