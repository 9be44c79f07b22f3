"""The fields that each sort of import fills, and by which names of columns they are recognised."""

import re
from collections.abc import Sequence

from tracker.domain.importing import FAULTS, LEFT_OUT, ImportNoun, Mapped
from tracker.intake import claim_columns
from tracker.intake.claim_columns import (
    CODE_LENGTH,
    DAY_LENGTH,
    KEY_LENGTH,
    Column,
)

_OF_CLAIMS = claim_columns.BY_NAME
_SOURCE = tuple(
    name for name in claim_columns.CITATION if name not in ("locator", "quotation", "translation", "translator")
)

CLAIMS = (*(_OF_CLAIMS[name] for name in claim_columns.TO_FILL), _OF_CLAIMS["revision"])

QUANTITIES = (
    Column("state", "The state whose figure it is, by code or any name. `ALL` is all together.", required=True),
    Column("value", "The number: `1,234.5`, `1 234`; `5..` at least, `..5` at most, `5..7` between.", required=True),
    Column("unit", "The unit, such as `bbl`, `t`, `persons` or `USD`.", required=True, longest=CODE_LENGTH),
    Column("counted", "What is counted, such as `refined petroleum products`."),
    Column("measure", "`flow` over the period (also when empty), `stock` on a day, or `fraction` from 0 to 1."),
    Column(
        "reference",
        "The period or day of the figure: `2018-03`, `March 2018`, `2018`.",
        required=True,
        longest=DAY_LENGTH,
    ),
    Column("wording", "The figure in the words of the source."),
    Column("baseline", "`yes` for a figure from which others are counted."),
    Column(
        "obligation", "The obligation that it bears on, such as `r2397-op5-refined-petroleum-cap`.", longest=KEY_LENGTH
    ),
    Column("effect", "What it does to the obligation: `measures` (also when empty), `breaches`, …"),
    Column("key", "The claim's key. Left empty, a new one is made.", longest=KEY_LENGTH),
    Column("statement", "What was claimed, in one sentence of yours. Left empty, one is made of the row."),
    *(_OF_CLAIMS[name] for name in ("kind", "speaker", "office", "speaks_for", "body", "said", "event", "cited_as")),
    *(_OF_CLAIMS[name] for name in ("origin", "origin_label", *claim_columns.CITATION, "notes", "verification")),
)

SOURCES = (
    Column("source_key", "The source's key. Left empty, one is made.", longest=KEY_LENGTH),
    Column("title", "The title of the source.", required=True),
    *(_OF_CLAIMS[name] for name in _SOURCE if name not in ("source_key", "title")),
)

LAW = (
    Column("obligation", "The key of the obligation that it bears on.", required=True, longest=KEY_LENGTH),
    Column("kind", "`committee_decision`, `guidance`, `exemption`, `council_act` or `rate`.", required=True),
    Column(
        "effect",
        "`explains`, `suspends`, `ends`, `restores`, `sets_limit`, `sets_due`, `exempts` or `converts`.",
        required=True,
    ),
    Column("title", "As others will cite it.", required=True),
    Column("summary", "What it decides, in a sentence or two.", required=True),
    Column("reference", "Its symbol, such as `S/AC.49/2018/NV.23`."),
    Column("address", "Where it can be read."),
    Column("first", "The first day on which it holds: `2018-08-08`.", required=True),
    Column("last", "The last day on which it holds; empty while it has no end."),
    Column("states", "The states that it exempts, by code or any name: `CHN; Viet Nam`."),
    Column("limit_value", "The new limit, a number of at least 0."),
    Column("limit_unit", "Its unit, as the obligation has it.", longest=CODE_LENGTH),
    Column("limit_period", "Its period, in words."),
    Column("limit_months", "After how many months it is counted anew."),
    Column("due", "The new due date."),
    Column("rate_unit", "With `converts`: the unit of the figures that are converted.", longest=CODE_LENGTH),
    Column("rate_factor", "How many of the other unit one of it counts as, such as 0.1364."),
    Column("rate_into", "The other unit.", longest=CODE_LENGTH),
    Column("source", "The key of the source that gives the rate; a copy of it must be kept.", longest=KEY_LENGTH),
    Column("locator", "Where in the source, such as a page."),
    Column("quotation", "The words of the source, as they stand there."),
    Column("rejected_by", "The states that reject it."),
    Column("reading", "How they read the law."),
)

OF = {
    ImportNoun.CLAIMS: CLAIMS,
    ImportNoun.QUANTITIES: QUANTITIES,
    ImportNoun.SOURCES: SOURCES,
    ImportNoun.LAW: LAW,
}

ALIASES: dict[str, tuple[str, ...]] = {
    "statement": ("claim", "claim text", "what was claimed"),
    "kind": ("type", "kind of claim", "claim type", "type of record"),
    "speaker": ("said by", "who", "actor", "official"),
    "speaks_for": ("on behalf of", "speaking for"),
    "said": ("date", "date said", "date of statement", "said on"),
    "event": ("date of event", "event date"),
    "states": ("state", "country", "countries", "member state", "member states", "state s"),
    "state": ("states", "country", "member state", "reporting state", "supplier", "supplying state", "country name"),
    "bears_on": ("bearings", "obligations"),
    "obligation": ("duty", "obligation key", "provision"),
    "cited_as": ("citation", "resolution", "resolution cited"),
    "source_key": ("source id", "source"),
    "title": ("source title", "document", "document title", "name of document", "headline"),
    "publisher": ("published by", "outlet", "organisation", "organization"),
    "author": ("authors", "by"),
    "symbol": ("un symbol", "document symbol", "un document"),
    "addresses": ("url", "urls", "link", "links", "address", "web address"),
    "address": ("url", "link"),
    "published": ("publication date", "date published", "published on", "date of publication"),
    "language": ("lang",),
    "locator": ("page", "paragraph", "para", "place"),
    "quotation": ("quote", "quoted text", "exact words"),
    "notes": ("note", "remarks", "comment", "comments"),
    "value": ("amount", "quantity", "figure", "number", "volume", "total", "barrels", "tonnes", "barrels bbl"),
    "unit": ("units", "unit of measure"),
    "counted": ("commodity", "product", "what is counted", "item"),
    "reference": ("period", "month", "year", "date", "reporting period", "month of supply"),
    "first": ("from", "date", "first day", "effective", "start"),
    "last": ("until", "to", "last day", "end"),
    "summary": ("what it decides", "description"),
    "sha256": ("sha 256", "hash"),
}
"""Other names by which files call a field. The field's own name comes first; the first column that fits gets it."""

_PLAIN = re.compile(r"[^a-z0-9]+")


def names(noun: ImportNoun) -> tuple[str, ...]:
    """The fields that an import of this sort knows."""
    return tuple(column.name for column in OF[noun])


def needed(noun: ImportNoun) -> tuple[str, ...]:
    """The fields that something must fill. A source that the record has needs no title, but its key."""
    return tuple(column.name for column in OF[noun] if column.required)


def guess(noun: ImportNoun, columns: Sequence[str]) -> Mapped:
    """Which field each column fills, by its name. Each field is given once; what fits none is left out."""
    plain = [_PLAIN.sub(" ", column.casefold()).strip() for column in columns]
    found = [LEFT_OUT] * len(columns)
    for wanted in (_own, _others):
        for name in names(noun):
            if name not in found and (place := _first(plain, found, wanted(name))) is not None:
                found[place] = name
    return Mapped(tuple(found))


def _own(name: str) -> tuple[str, ...]:
    return (name.replace("_", " "),)


def _others(name: str) -> tuple[str, ...]:
    return ALIASES.get(name, ())


def _first(plain: Sequence[str], found: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next(
        (
            n
            for word in wanted
            for n, column in enumerate(plain)
            if column == word and not found[n] and column != FAULTS
        ),
        None,
    )


def mapped(noun: ImportNoun, columns: Sequence[str], saved: dict[str, str], constants: dict[str, str]) -> Mapped:
    """A saved mapping, by names of columns, for the columns of another file. What the file lacks falls away."""
    known = set(names(noun))
    fields = tuple(saved.get(column, LEFT_OUT) for column in columns)
    fields = tuple(name if name in known else LEFT_OUT for name in fields)
    return Mapped(fields, {name: text for name, text in constants.items() if name in known and name not in fields})


def table(noun: ImportNoun) -> str:
    """The fields as a table in Markdown, for the manual."""
    lines = ["| column | what stands in it |", "| --- | --- |"]
    for column in OF[noun]:
        mark = " **Needed.**" if column.required else ""
        lines.append(f"| `{column.name}` | {column.what.replace('|', chr(92) + '|')}{mark} |")
    return "\n".join(lines) + "\n"
