"""Finding: one way from a few words to states, duties, cells, resolutions, regimes, sources, claims, reports, views.

What there is of the law, of sources and reports is kept by each process until the record changes there; claims are
looked up in the index of words. Nothing reads all claims.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import (
    Obligation,
    Provision,
    Regime,
    Report,
    Resolution,
    Source,
    State,
    StateName,
)
from tracker.domain import finding, searching
from tracker.domain.facts import ALL_STATES
from tracker.domain.finding import Asked, Closeness, Known
from tracker.domain.vocabulary import Test, Word
from tracker.services import claim_list, freshness
from tracker.services.claim_list import ClaimFilter
from tracker.services.claim_templates import TEMPLATES
from tracker.services.saved_views import VIEWS

FEWEST_LETTERS = 3
"""Shorter words begin too many others: alone they are not looked for in claims."""


class Noun(Word):
    """What can be found, in the order in which it is shown where it fits equally well."""

    CELL = "cell", "status", "A state and a duty."
    VIEW = "view", "saved view", "A list that somebody keeps under a name."
    STATE = "state", "state", "A state or observer."
    RESOLUTION = "resolution", "resolution", "A resolution of the Council."
    OBLIGATION = "obligation", "obligation", "A duty that a resolution creates."
    REGIME = "regime", "regime", "A sanctions regime."
    REPORT = "report", "report", "A frozen report."
    TEMPLATE = "template", "template", "What a recurring statement has in common."
    CLAIM = "claim", "claim", "Something that somebody said."
    SOURCE = "source", "source", "A document in which claims stand."


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that fits. `key` names it among its noun; a cell is named by its state and the key of its duty."""

    noun: Noun
    key: str
    title: str
    detail: str
    closeness: Closeness
    state: str = ""


@dataclass(frozen=True, slots=True)
class _Duty:
    known: Known
    resolution: int
    paragraph: str
    reports: bool


@dataclass(frozen=True, slots=True)
class _Law:
    """What is known of the law and of states. `names` are all names and codes of states, folded."""

    states: tuple[Known, ...]
    names: dict[str, str]
    titles: dict[str, str]
    resolutions: tuple[Known, ...]
    regimes: tuple[Known, ...]
    duties: tuple[_Duty, ...]
    numbers: frozenset[int]


def find(session: Session, *, text: str, person: int | None = None, most: int = 5) -> list[Found]:
    """What fits a few words, the closest first, of each noun no more than `most`.

    Saved views and templates are those that the person may see; without words, these are all that is found.
    """
    law = freshness.kept(session, "law to be found", _LAW, lambda: _read_law(session))
    asked = finding.read(text, law.numbers)
    if not asked.words:
        return _kept_by(session, asked, person, most) if person is not None else []
    found = [*_cells(law, asked, most), *_of_law(law, asked, most), *_things(session, asked, most)]
    found += _claims(session, text, asked, most)
    found += _kept_by(session, asked, person, most) if person is not None else []
    order = list(Noun)
    return sorted(found, key=lambda one: (one.closeness, order.index(one.noun)))


def _cells(law: _Law, asked: Asked, most: int) -> list[Found]:
    """The cells of the states that are named, with the duties of a paragraph or of some words that are named beside."""
    codes, rest = finding.states_in(asked.rest, law.names)
    if not codes or (asked.resolution is None and not rest):
        return []
    named = (duty for duty in law.duties if asked.resolution is None or _is_of(asked, duty))
    duties = sorted(named, key=lambda duty: duty.reports)  # what is to be done before what is to be reported of it
    fitting = [duty.known for duty in duties if finding.closeness(rest, duty.known) is not None or not rest]
    close = Closeness.BEGINS if asked.resolution is not None else Closeness.WORDS  # a code of that name comes first
    cells = [(code, duty) for duty in fitting for code in codes][:most]
    return [
        Found(Noun.CELL, duty.key, f"{law.titles[code]}: {duty.title}", duty.detail, close, code)
        for code, duty in cells
    ]


def _is_of(asked: Asked, duty: _Duty) -> bool:
    return finding.covers(asked, duty.resolution, duty.paragraph)


def _of_law(law: _Law, asked: Asked, most: int) -> Iterator[Found]:
    known = {Noun.STATE: law.states, Noun.RESOLUTION: law.resolutions, Noun.REGIME: law.regimes}
    for noun, things in known.items():
        yield from _found(noun, asked.words, things, most)
    if asked.paragraph is None:
        yield from _found(Noun.OBLIGATION, asked.words, [duty.known for duty in law.duties], most)
        return
    named = sorted((duty for duty in law.duties if _is_of(asked, duty)), key=lambda duty: duty.reports)
    for _, thing in finding.closest(asked.rest, [duty.known for duty in named], most):
        yield Found(Noun.OBLIGATION, thing.key, thing.title, thing.detail, Closeness.EXACT)


def _things(session: Session, asked: Asked, most: int) -> Iterator[Found]:
    sources = freshness.kept(session, "sources to be found", (Source.__tablename__,), lambda: _read_sources(session))
    yield from _found(Noun.SOURCE, asked.words, sources, most)
    reports = freshness.kept(session, "reports to be found", (Report.__tablename__,), lambda: _read_reports(session))
    yield from _found(Noun.REPORT, asked.words, reports, most)


def _found(noun: Noun, words: Sequence[str], things: Sequence[Known], most: int) -> list[Found]:
    pairs = finding.closest(words, things, most)
    return [Found(noun, thing.key, thing.title, thing.detail, close) for close, thing in pairs]


def _claims(session: Session, text: str, asked: Asked, most: int) -> list[Found]:
    """The claim of this key, and those that have all the words, the newest statement first."""
    exact = claim_list.lines_of(session, keys=[text.strip()]) if len(text.split()) == 1 else {}
    found = [_claim(line, Closeness.EXACT) for line in exact.values()]
    if max(map(len, asked.words)) >= FEWEST_LETTERS or len(searching.query_terms(text)) > 1:
        lines = claim_list.newest(session, chosen=ClaimFilter(words=text[: finding.LONGEST]), size=most)
        found += [_claim(line, Closeness.WORDS) for line in lines if line.key not in exact]
    return found[:most]


def _claim(line: claim_list.ClaimLine, close: Closeness) -> Found:
    withdrawn = ", withdrawn" if line.is_withdrawn else ""
    return Found(Noun.CLAIM, line.key, line.statement, f"{line.speaker}{withdrawn}", close)


def _kept_by(session: Session, asked: Asked, person: int, most: int) -> list[Found]:
    views = [
        finding.known(row.key, row.name, _whose(row, person), codes=(row.name, row.key))
        for row in VIEWS.of_person(session, person=person)
    ]
    templates = [
        finding.known(row.key, row.name, _whose(row, person), codes=(row.name, row.key), words=("template",))
        for row in TEMPLATES.of_person(session, person=person)
    ]
    return _found(Noun.VIEW, asked.words, views, most) + _found(Noun.TEMPLATE, asked.words, templates, most)


def _whose(row, person: int) -> str:  # noqa: ANN001  (a row of a drawer)
    return "yours" if row.by_id == person else f"shared by {row.by.name}"


_LAW = tuple(model.__tablename__ for model in (State, StateName, Regime, Resolution, Provision, Obligation))


def _read_law(session: Session) -> _Law:
    states, names = _read_states(session)
    duties = tuple(_read_duties(session))
    resolutions = session.execute(
        select(Resolution.symbol, Resolution.number, Resolution.gist).order_by(-Resolution.number)
    )
    listed = resolutions.all()
    return _Law(
        states=states,
        names=names,
        titles={thing.key: thing.title for thing in states},
        resolutions=tuple(
            finding.known(symbol, symbol, gist, codes=(symbol, str(number), f"resolution {number}"), words=(gist,))
            for symbol, number, gist in listed
        ),
        regimes=tuple(_read_regimes(session)),
        duties=duties,
        numbers=frozenset(number for _, number, _ in listed),
    )


def _read_states(session: Session) -> tuple[tuple[Known, ...], dict[str, str]]:
    others: dict[str, list[str]] = {}
    for code, name in session.execute(select(StateName.state_code, StateName.name).order_by(StateName.id)):
        others.setdefault(code, []).append(name)
    query = select(State.code, State.name, State.formal_name).where(State.code != ALL_STATES).order_by(State.sort_name)
    states: list[Known] = []
    names: dict[str, str] = {}
    for code, name, formal in session.execute(query):
        thing = finding.known(code, name, formal, codes=(code, name, formal, *others.get(code, ())))
        states.append(thing)
        for spelling in thing.codes:
            names.setdefault(spelling, code)
    return tuple(states), names


def _read_regimes(session: Session) -> Iterator[Known]:
    rows = session.execute(
        select(Regime.key, Regime.name, Regime.committee, Regime.founding_symbol).order_by(Regime.name)
    )
    for key, name, committee, founding in rows:
        number = "".join(founding.rpartition("/")[2].partition("(")[:1])
        yield finding.known(key, name, committee, codes=(key, name, number), words=(committee, founding, "regime"))


def _read_duties(session: Session) -> Iterator[_Duty]:
    query = select(Obligation.key, Obligation.title, Obligation.summary, Obligation.subject, Provision.paragraph)
    query = query.add_columns(Resolution.symbol, Resolution.number, Obligation.test)
    query = query.join(Provision, Provision.id == Obligation.provision_id)
    query = query.join(Resolution, Resolution.id == Provision.resolution_id).order_by(Obligation.sort_key)
    for key, title, summary, subject, paragraph, symbol, number, test in session.execute(query):
        where = f"{symbol} ¶{paragraph}"
        words = (where, summary, subject, f"paragraph {paragraph}")
        yield _Duty(finding.known(key, title, where, codes=(key,), words=words), number, paragraph, test is Test.REPORT)


def _read_sources(session: Session) -> tuple[Known, ...]:
    columns = (Source.key, Source.title, Source.publisher, Source.symbol, Source.author, Source.published)
    rows = session.execute(select(*columns).order_by(Source.recorded_at.desc(), Source.id.desc()))
    return tuple(
        finding.known(
            key,
            title,
            ", ".join(filter(None, (publisher, published, symbol))),
            codes=(key, symbol),
            words=(publisher, author),
        )
        for key, title, publisher, symbol, author, published in rows
    )


def _read_reports(session: Session) -> tuple[Known, ...]:
    rows = session.execute(select(Report.number, Report.title, Report.as_of).order_by(Report.number.desc()))
    return tuple(
        finding.known(
            str(number),
            f"Report {number}: {title}",
            f"as of {as_of.isoformat()}",
            codes=(str(number), f"report {number}"),
        )
        for number, title, as_of in rows
    )
