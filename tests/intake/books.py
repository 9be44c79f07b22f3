"""The seeded record as a reader needs it, made from the seed files and without a database."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tracker.domain.book import Book, BookActor, BookDuty, BookState
from tracker.domain.citing import Law, LawObligation, LawResolution
from tracker.domain.symbols import parse_symbol
from tracker.domain.vocabulary import ActorKind, Body, NameKind, Test

SEED = Path(__file__).resolve().parents[2] / "seed"


@lru_cache(maxsize=1)
def seeded_book() -> Book:
    """States, actors and law of the seed."""
    states = tuple(
        BookState(row["code"], row["iso2"], row["name"], tuple((n["name"], NameKind(n["kind"])) for n in row["names"]))
        for row in _rows("states")
    )
    actors = tuple(
        BookActor(
            row["name"],
            tuple(row["names"]),
            ActorKind(row["kind"]),
            row["state"],
            Body(row["body"]) if row["body"] else None,
        )
        for row in _rows("actors")
    )
    duties = _rows("obligations")
    targets = {row["key"]: row["target"] for row in _rows("regimes")}
    return Book(states, actors, tuple(_duty(row, targets) for row in duties), _law(duties))


def _rows(noun: str) -> list[dict[str, Any]]:
    return yaml.load((SEED / f"{noun}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _number(symbol: str) -> int:
    found = parse_symbol(symbol)
    assert found is not None
    return found.number


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _duty(row: dict[str, Any], targets: dict[str, str | None]) -> BookDuty:
    return BookDuty(
        key=row["key"],
        number=_number(row["resolution"]),
        paragraph=row["paragraph"],
        symbol=row["resolution"],
        title=row["title"],
        summary=row["summary"],
        subject=row["subject"],
        measure=row["measure_kind"],
        test=Test(row["test"]),
        effective=_day(row["effective"]),
        ended=_day(row["ended"]),
        regime=row["regime"],
        target=targets[row["regime"]],
        due=next((_day(line["date"]) for line in row["deadlines"] if line["judged"]), None),
    )


def _law(duties: list[dict[str, Any]]) -> Law:
    subjects: dict[str, set[str]] = {}
    for row in duties:
        subjects.setdefault(row["resolution"], set()).add(row["subject"])
    resolutions = []
    for row in _rows("resolutions"):
        symbol = parse_symbol(row["symbol"])
        assert symbol is not None
        adopted = date.fromisoformat(row["adopted"])
        found = frozenset(subjects.get(row["symbol"], ()))
        resolutions.append(LawResolution(row["symbol"], symbol.number, symbol.year or 0, adopted, found, row["gist"]))
    resolutions.sort(key=lambda one: one.number)
    obligations = tuple(
        LawObligation(r["key"], r["resolution"], r["paragraph"], r["subject"], r["summary"], _day(r["effective"]))
        for r in duties
    )
    return Law(tuple(resolutions), obligations)
