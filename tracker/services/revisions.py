"""Revisions: from what a claim says to rows, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import origins
from tracker.db.models import (
    Bearing,
    Citation,
    Claim,
    ClaimRevision,
    ClaimState,
    Obligation,
    Origin,
    Quantity,
    RelayHop,
    Source,
    State,
    StateAction,
)
from tracker.domain import claiming, limits
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.dates import DateUnreadable, Span, parse_span
from tracker.domain.errors import Problem, RuleBroken
from tracker.services import sources

ACCESS_POINTS = Source.access_points


def build(session: Session, content: ClaimContent, *, author: int, at: datetime) -> ClaimRevision:
    """The rows of a revision, not yet added. Finds or records its sources and its origin; refuses unknown names."""
    _check_states(session, content)
    citations = [_citation(session, c, n, by=author, at=at) for n, c in enumerate(content.citations, 1)]
    about = {
        "origin_id": _origin(session, content).id,
        "state_action_id": _action(session, content.state_action),
        "bearings": _bearings(session, content),
        "citations": citations,
    }
    return assemble(content, about, published_last=_published(session, citations), author=author, at=at)


def assemble(
    content: ClaimContent, about: Mapping[str, Any], *, published_last: date | None, author: int, at: datetime
) -> ClaimRevision:
    """The rows of a revision from those that were found for it: its origin, action, bearings and citations."""
    values, lists = values_of(content, published_last=published_last, author=author, at=at)
    return ClaimRevision(
        **values,
        states=[ClaimState(**row) for row in lists["states"]],
        quantities=[Quantity(**row) for row in lists["quantities"]],
        hops=[RelayHop(**row) for row in lists["hops"]],
        **about,
    )


Values = dict[str, Any]


def values_of(
    content: ClaimContent, *, published_last: date | None, author: int, at: datetime
) -> tuple[Values, dict[str, list[Values]]]:
    """What a claim says as the values of its revision, and of the rows that hang on it and refer to nothing else.

    `published_last` is the earliest last day on which one of its sources can have been published.
    """
    days = claiming.judged_days(content, published_last=published_last, recorded=at.date())
    said, event = parse_span(content.said), parse_span(content.event)
    spoken = ("statement", "kind", "speaker", "office", "speaks_for", "body", "said", "event", "cited_as", "notes")
    values: Values = {name: getattr(content, name) for name in spoken} | {
        "author_id": author,
        "recorded_at": at,
        "said_first": said.first if said else None,
        "said_last": said.last if said else None,
        "event_first": event.first if event else None,
        "event_last": event.last if event else None,
        "day_first": days.first,
        "day_last": days.last,
        "verification": content.verification,
    }
    hops = enumerate(content.hops, 1)
    return values, {
        "states": [{"state_code": code} for code in sorted(set(content.states))],
        "quantities": [_quantity(q, n, days) for n, q in enumerate(content.quantities, 1)],
        "hops": [{"position": n, "role": h.role, "name": h.name, "office": h.office, "day": h.day} for n, h in hops],
    }


def content_of(revision: ClaimRevision, *, known_at: datetime | None = None) -> ClaimContent:
    """What a loaded revision says, as plain values. `build` of it makes the same rows again.

    Its origin is the one under which it counts at the instant, whatever its author named; see `db.origins.effective`.
    """
    return ClaimContent(
        statement=revision.statement,
        kind=revision.kind,
        speaker=revision.speaker,
        office=revision.office,
        speaks_for=revision.speaks_for,
        body=revision.body,
        said=revision.said,
        event=revision.event,
        states=tuple(state.state_code for state in revision.states),
        bearings=tuple(BearingContent(b.state_code, b.obligation.key, b.effect) for b in revision.bearings),
        quantities=tuple(_quantity_content(q) for q in revision.quantities),
        citations=tuple(_citation_content(c) for c in revision.citations),
        cited_as=revision.cited_as,
        origin=origins.effective(revision, known_at=known_at).key,
        state_action=revision.state_action.key if revision.state_action else "",
        hops=tuple(HopContent(hop.role, hop.name, hop.office, hop.day) for hop in revision.hops),
        notes=revision.notes,
        verification=revision.verification,
    )


def days_moved(revision: ClaimRevision) -> bool:
    """Whether the days judged would come out differently now, because the date of a source was corrected since."""
    known = [citation.source.published_last for citation in revision.citations]
    published = min((day for day in known if day), default=None)
    recorded = revision.recorded_at.date()
    days = claiming.judged_days(content_of(revision), published_last=published, recorded=recorded)
    return (days.first, days.last) != (revision.day_first, revision.day_last)


def new_key(session: Session, content: ClaimContent) -> str:
    """A key for a claim: state, speaker, day, kind; with a number when that is taken."""
    base = key_base(content)
    key, n = base, 1
    while session.scalar(select(Claim.id).where(Claim.key == key)):
        n += 1
        key = f"{base}-{n}"
    return key


def key_base(content: ClaimContent) -> str:
    """The key of a claim, if it is not taken."""
    span = parse_span(content.said)
    said = (span.first.isoformat() if span.is_day else str(span.last.year)) if span else ""
    speaker = sources.slug(content.speaker).split("-")[-1]
    return sources.slug(f"{(content.states or ('xx',))[0]} {speaker} {said} {content.kind}")[:100]


def source_content(source: Source) -> SourceContent:
    """A loaded source as plain values."""
    return SourceContent(
        key=source.key,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        symbol=source.symbol,
        language=source.language,
        published=source.published,
        publication=source.publication,
        read_in=source.read_in,
        sha256=source.sha256,
        access_points=tuple(point.address for point in source.access_points),
    )


def _quantity(q: QuantityContent, position: int, judged: Span) -> Values:
    days = _covered(q.reference) or judged
    said = ("low", "high", "wording", "unit", "counted", "measure", "reference", "baseline")
    return {name: getattr(q, name) for name in said} | {
        "first": days.first,
        "last": days.last,
        "months": limits.months_covered(days.first, days.last),
        "position": position,
    }


def _covered(reference: str) -> Span | None:
    """The days that a reference names. What cannot be read stays as it is written, and names none."""
    try:
        return parse_span(reference)
    except DateUnreadable:
        return None


def _quantity_content(q: Quantity) -> QuantityContent:
    return QuantityContent(q.low, q.high, q.unit, q.wording, q.counted, q.measure, q.reference, q.baseline)


def _citation(session: Session, c: CitationContent, position: int, *, by: int, at: datetime) -> Citation:
    if c.source.key and (known := session.scalar(select(Source.id).where(Source.key == c.source.key))):
        source_id = known
    elif c.source.key and not c.source.title:
        raise RuleBroken.at("claim", "citations", f"There is no source “{c.source.key}” in the record.")
    else:
        found = sources.find_again(session, content=c.source)
        source_id = (found or sources.record(session, content=c.source, by=by, at=at)).id
    return Citation(**cite(c, position, source_id))


def cite(c: CitationContent, position: int, source_id: int) -> Values:
    """The values of a citation of a source."""
    said = {name: getattr(c, name) for name in ("locator", "quotation", "translation", "translator")}
    return {"position": position, "source_id": source_id, **said}


def _citation_content(c: Citation) -> CitationContent:
    return CitationContent(source_content(c.source), c.locator, c.quotation, c.translation, c.translator)


def _published(session: Session, citations: list[Citation]) -> date | None:
    ids = [citation.source_id for citation in citations]
    days = session.scalars(select(Source.published_last).where(Source.id.in_(ids))).all()
    return min((day for day in days if day), default=None)


def origin_key(content: ClaimContent) -> str:
    """The key of the origin that a claim names, or that is made for it because it names none."""
    return content.origin or sources.slug(f"{content.speaker} {content.said}")[:100] or "origin"


def origin_label(content: ClaimContent) -> str:
    """What an origin is called that a claim makes."""
    return f"{content.speaker}, {content.said or 'day not stated'}"


def origin_named(session: Session, content: ClaimContent) -> str:
    """The key of the origin that a claim names, or gets because it names none, with approved merges followed."""
    key = origin_key(content)
    known = session.scalar(select(Origin).where(Origin.key == key))
    return origins.merged_into(session, known).key if known else key


def origin_kept(revision: ClaimRevision, named: str) -> str:
    """The origin that a file means which names that of the revision itself, or none: a file knows of no later ruling.

    So a file that is read again never undoes what two people decided on the origin of a claim.
    """
    return origins.effective(revision).key if named in ("", revision.origin.key) else named


def _origin(session: Session, content: ClaimContent) -> Origin:
    key = origin_named(session, content)
    known = session.scalar(select(Origin).where(Origin.key == key))
    if known is not None:
        return known
    origin = Origin(key=key, label=origin_label(content))
    session.add(origin)
    session.flush()
    return origin


def _action(session: Session, key: str) -> int | None:
    if not key:
        return None
    known = session.scalar(select(StateAction.id).where(StateAction.key == key))
    if known is None:
        raise RuleBroken.at("claim", "state_action", f"There is no state action “{key}” in the record.")
    return known


def _check_states(session: Session, content: ClaimContent) -> None:
    named = set(content.states) | {b.state for b in content.bearings} | {content.speaks_for} - {None}
    known = set(session.scalars(select(State.code).where(State.code.in_(named))))
    if missing := sorted(code for code in named if code and code not in known):
        raise RuleBroken("claim", Problem("states", f"There is no state with the code {missing[0]} in the record."))


def _bearings(session: Session, content: ClaimContent) -> list[Bearing]:
    keys = {b.obligation for b in content.bearings}
    rows = session.execute(select(Obligation.key, Obligation.id).where(Obligation.key.in_(keys)))
    ids: dict[str, int] = dict(rows.all())
    if missing := sorted(keys - ids.keys()):
        raise RuleBroken.at("claim", "bearings", f"There is no obligation “{missing[0]}” in the record.")
    return [Bearing(**row) for row in bear(content, ids)]


def bear(content: ClaimContent, ids: Mapping[str, int]) -> list[Values]:
    """The values of what a claim bears on, given the ids of its obligations; one a cell."""
    unique = {(b.state, b.obligation): b.effect for b in content.bearings}
    return [{"state_code": s, "obligation_id": ids[o], "effect": e} for (s, o), e in unique.items()]
