"""The versions of the decision rules. A version never changes once it has decided anything: a change is a new version.

Every version reads the same facts and the same table of precedence. A version says by its fields where it differs.
"""

from dataclasses import dataclass

from tracker.domain.facts import RULES_VERSION


@dataclass(frozen=True, slots=True)
class Rules:
    """One version: its number, what it says that is its own, and why somebody may prefer it.

    `measures_reach_nothing`: once the deadline of a result (`attain`) has passed, a measure that brought the result no
    nearer does not keep the duty from being overdue, and promises need not be on record beside it.
    `exemptions_are_granted`: only an exemption that a UN body gave or found exempts.
    """

    version: str
    title: str
    says: str
    why: str
    measures_reach_nothing: bool = False
    exemptions_are_granted: bool = False


class RulesUnknown(ValueError):
    """No rules have the version that was named; the message says which there are."""


_FIRST = Rules(
    RULES_VERSION,
    "The first rules",
    "A result whose deadline has passed is overdue only where promises alone are on record; a measure that was "
    "reported shows as measures reported for good.",
    "A measure is more than a promise, and the record may hold only part of what a state did.",
)
_SECOND = Rules(
    "2",
    "Measures do not reach a result",
    "A result whose deadline has passed is overdue as well where only measures, or measures and promises, are on "
    "record.",
    "A duty to reach a result by a day is not met by a step towards it: a stop to new visas sends nobody home. The "
    "measure stays listed with the outcome.",
    measures_reach_nothing=True,
)

_THIRD = Rules(
    "3",
    "Exemptions are granted",
    "As version 2; and only an exemption that the Council, its Committee, its Panel or the Secretariat gave or found "
    "exempts. What a state or a newspaper says of one is counted, and exempts nobody.",
    "The resolutions leave exemptions to the Committee. By the earlier rules a state's own word that it is exempt "
    "stands before a verified breach.",
    measures_reach_nothing=True,
    exemptions_are_granted=True,
)

VERSIONS = {rules.version: rules for rules in (_FIRST, _SECOND, _THIRD)}
"""Every version by its number, in the order in which they were written."""


def rules_of(version: str) -> Rules:
    """The rules of a version. Raises RulesUnknown."""
    if version not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise RulesUnknown(f"There are no rules of version “{version[:40]}”: there are {known}.")
    return VERSIONS[version]
