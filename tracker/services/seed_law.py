"""Loads the law but for its duties: resolutions, how they change one another, paragraphs, failed drafts, regimes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import (
    FailedDraft,
    Provision,
    Regime,
    RegimeResolution,
    Resolution,
    ResolutionRelation,
    State,
)
from tracker.domain.symbols import Paragraph, parse_paragraph, parse_symbol
from tracker.domain.vocabulary import RegimeStatus, RelationType
from tracker.services.seed_records import Record, read
from tracker.services.seed_rows import Counts, Upsert, by_owner

_RESOLUTION = ("symbol", "adopted", "meeting", "vote", "chapter", "gist", "url", "relations", "provenance")
_PROVISION = ("resolution", "paragraph", "gist", "provenance")
_DRAFT = ("key", "day", "subject", "status", "sponsor", "vote", "effect", "provenance")
_REGIME = (
    *("key", "name", "committee", "founding", "established", "ended", "status", "status_as_of", "target"),
    *("measures", "monitoring_body", "resolutions", "readings", "provenance"),
)
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMANS = tuple(tens + ones for tens in ("", "x", "xx", "xxx") for ones in _UNITS)


def load(session: Session, *, folder: Path) -> dict[str, Counts]:
    """Load resolutions, provisions, failed drafts and regimes; states must be there. Raises SeedError."""
    resolutions = _load_resolutions(session, folder)
    ids = dict(session.execute(select(Resolution.symbol, Resolution.id)).all())
    return {
        "resolution": resolutions,
        "provision": _load_provisions(session, folder, ids),
        "failed draft": _load_drafts(session, folder),
        "regime": _load_regimes(session, folder, ids),
    }


def known(record: Record, field: str, there: Mapping[str, int]) -> int:
    """The id of the row that a field names by its key or symbol. Raises SeedError."""
    if (name := record.text(field)) not in there:
        raise record.wrong(field, f"“{name}” is not in the record.")
    return there[name]


def paragraph(record: Record, field: str) -> Paragraph:
    """The paragraph that a field names. Raises SeedError."""
    found = parse_paragraph(record.text(field))
    if found is None or found.text != record.text(field):
        raise record.wrong(field, f"“{record.text(field)}” is not a paragraph; write it as 8(a)(iii).")
    return found


def paragraph_sort(place: Paragraph) -> str:
    """A text of fixed width up to the letter, which sorts as paragraphs do under any collation."""
    letter = place.letter or ""
    return f"{place.number:03d}.{len(letter)}{letter}.{_ROMANS.index(place.roman or ''):02d}"


# --- resolutions --------------------------------------------------------------------------------------------------


def _load_resolutions(session: Session, folder: Path) -> Counts:
    records = read(folder, "resolutions.yaml", keyed_by=("symbol",))
    upsert = Upsert(session, "resolution")
    rows = {row.symbol: row for row in session.scalars(select(Resolution))}
    for record in records:
        upsert.row(Resolution, key=record.key, row=rows.get(record.key), values=_resolution(record))
    session.flush()
    _load_relations(session, upsert, records)
    return upsert.counts


def _resolution(record: Record) -> dict[str, Any]:
    symbol = parse_symbol(record.only(*_RESOLUTION).key)
    adopted = record.day("adopted")
    if symbol is None or symbol.symbol != record.key or symbol.year != adopted.year:
        raise record.wrong("symbol", "this is not a symbol such as S/RES/2397(2017), with the year of adoption.")
    return {
        "symbol": symbol.symbol,
        "number": symbol.number,
        "year": symbol.year,
        "adopted": adopted,
        "meeting": record.maybe("meeting", record.count),
        **_votes(record),
        "chapter": record.text("chapter"),
        "gist": record.text("gist"),
        "url": record.text("url"),
        "provenance": record.provenance(),
    }


def _votes(record: Record) -> dict[str, int | None]:
    vote = record.maybe("vote", record.part)
    if vote is None:
        return dict.fromkeys(("votes_for", "votes_against", "votes_abstaining"))
    vote.only("for", "against", "abstaining")
    return {f"votes_{side}": vote.count(side) for side in ("for", "against", "abstaining")}


def _load_relations(session: Session, upsert: Upsert, records: list[Record]) -> None:
    ids = dict(session.execute(select(Resolution.symbol, Resolution.id)).all())
    rows, symbols = by_owner(session.scalars(select(ResolutionRelation)), "later_id"), {i: s for s, i in ids.items()}
    for record in records:
        later = ids[record.key]
        wanted = [relation(part, later, "resolution", ids) for part in record.parts("relations")]
        upsert.parts(
            ResolutionRelation,
            key=record.key,
            rows=rows[later],
            wanted=wanted,
            known_by=("relation_type", "earlier_id"),
            what="relation",
            names=symbols,
        )
    session.flush()


def relation(part: Record, later: int, noun: str, ids: Mapping[str, int]) -> dict[str, Any]:
    """What a later resolution or obligation does to an earlier one of the same noun. Raises SeedError."""
    part.only("type", noun, "effective")
    return {
        "later_id": later,
        "earlier_id": known(part, noun, ids),
        "relation_type": part.word("type", RelationType),
        "effective": part.day("effective"),
    }


# --- provisions and drafts ----------------------------------------------------------------------------------------


def _load_provisions(session: Session, folder: Path, ids: Mapping[str, int]) -> Counts:
    upsert = Upsert(session, "provision")
    rows = {(row.resolution_id, row.paragraph): row for row in session.scalars(select(Provision))}
    for record in read(folder, "provisions.yaml", keyed_by=("resolution", "paragraph")):
        values = _provision(record.only(*_PROVISION), ids)
        row = rows.get((values["resolution_id"], values["paragraph"]))
        upsert.row(Provision, key=record.key, row=row, values=values)
    session.flush()
    return upsert.counts


def _provision(record: Record, ids: Mapping[str, int]) -> dict[str, Any]:
    place = paragraph(record, "paragraph")
    return {
        "resolution_id": known(record, "resolution", ids),
        "paragraph": place.text,
        "sort_key": paragraph_sort(place),
        "gist": record.text("gist"),
        "provenance": record.provenance(),
    }


def _load_drafts(session: Session, folder: Path) -> Counts:
    upsert = Upsert(session, "failed draft")
    rows = {row.key: row for row in session.scalars(select(FailedDraft))}
    for record in read(folder, "failed_drafts.yaml", keyed_by=("key",)):
        upsert.row(FailedDraft, key=record.key, row=rows.get(record.key), values=_draft(record))
    session.flush()
    return upsert.counts


def _draft(record: Record) -> dict[str, Any]:
    texts = {field: record.only(*_DRAFT).text(field) for field in ("key", "subject", "status", "sponsor", "effect")}
    return {
        **texts,
        "day": record.day("day"),
        "vote": dict(record.part("vote").data),
        "provenance": record.provenance(),
    }


# --- regimes ------------------------------------------------------------------------------------------------------


def _load_regimes(session: Session, folder: Path, ids: Mapping[str, int]) -> Counts:
    records = read(folder, "regimes.yaml", keyed_by=("key",))
    upsert = Upsert(session, "regime")
    rows = {row.key: row for row in session.scalars(select(Regime))}
    codes = set(session.scalars(select(State.code)))
    for record in records:
        rows[record.key] = upsert.row(Regime, key=record.key, row=rows.get(record.key), values=_regime(record, codes))
    session.flush()
    regimes = {key: row.id for key, row in rows.items()}
    _load_members(session, upsert, records, regimes, ids)
    return upsert.counts


def _regime(record: Record, codes: set[str]) -> dict[str, Any]:
    target = record.only(*_REGIME).maybe("target", record.text)
    if target is not None and target not in codes:
        raise record.wrong("target", f"“{target}” is not the code of a state in states.yaml.")
    fields = ("key", "name", "committee", "established", "status_as_of", "monitoring_body")
    return {
        **{field: record.text(field) for field in fields},
        "founding_symbol": record.text("founding"),
        "ended": record.maybe("ended", record.text),
        "status": record.word("status", RegimeStatus),
        "target_code": target,
        "measures": record.texts("measures"),
        "readings": [_reading(part, codes) for part in record.parts("readings")],
        "provenance": record.provenance(),
    }


def _reading(part: Record, codes: set[str]) -> dict[str, Any]:
    """How some states read the life of a regime otherwise. Raises SeedError."""
    states = part.only("states", "status", "say").texts("states")
    if unknown := [code for code in states if code not in codes]:
        raise part.wrong("states", f"“{unknown[0]}” is not the code of a state in states.yaml.")
    return {"states": states, "status": part.word("status", RegimeStatus).value, "say": part.text("say")}


def _load_members(
    session: Session,
    upsert: Upsert,
    records: list[Record],
    regimes: Mapping[str, int],
    ids: Mapping[str, int],
) -> None:
    rows, symbols = by_owner(session.scalars(select(RegimeResolution)), "regime_id"), {i: s for s, i in ids.items()}
    for record in records:
        regime = regimes[record.key]
        upsert.parts(
            RegimeResolution,
            key=record.key,
            rows=rows[regime],
            wanted=[{"regime_id": regime, "resolution_id": member} for member in _members(record, ids)],
            known_by=("resolution_id",),
            what="resolution",
            names=symbols,
        )
    session.flush()


def _members(record: Record, ids: Mapping[str, int]) -> list[int]:
    listed = record.texts("resolutions")
    if unknown := [symbol for symbol in listed if symbol not in ids]:
        raise record.wrong("resolutions", f"“{unknown[0]}” is not in resolutions.yaml.")
    return [ids[symbol] for symbol in dict.fromkeys(listed)]
