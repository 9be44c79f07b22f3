"""A smaller record to start with: part of the seeded one, for tests that read or write a whole record again and again.

It has some of what is said of three states under one regime, with all that this hangs on. Every table that the whole
record fills has rows, and what is left out is more of the same.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tracker import resources

REGIME = "dprk-1718"
CLAIMS = (
    "jinr-statement-suspension",
    "jinr-furukawa-2016-10-allegation",
    "ug-2016-05-29-pledge",
    "un-poe-2017-uganda-pilots",
    "ug-2017-10-20-full-compliance",
    "ru-matsegora-2018-01-30-pledge",
    "ru-matsegora-2018-07-18-pledge-diplomat",
    "ru-matsegora-2018-07-18-halved-kbs",
    "us-state-2018-08-russia-must-do-more",
    "ru-2019-03-midterm-report",
    "ru-ilyichev-2020-01-almost-all",
    "un-poe-griffiths-2017-10-namibia",
)
FURTHER = {"AFG", "CHN", "DEU", "FRA", "KIR", "KWT", "MNG", "PRK", "TUV", "VNM"}
"""States on which nothing is said, but which tests name."""

DUTIES = {
    "r2397-op8-repatriation",
    "r2397-op8-final-report",
    "r2397-op5-refined-petroleum-cap",
    "r2397-op5-refined-petroleum-30-day-report",
    "r2270-op34-no-offices-in-dprk",
}
"""Duties that tests name; one has limits, and one comes again and again."""

Item = dict[str, Any]


def write(folder: Path) -> Path:
    """Write the files of the smaller record into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, items in _parts().items():
        text = yaml.dump(items, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=200)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@cache
def _whole(name: str) -> list[Item]:
    text = (resources.folder("seed") / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _of(name: str, keep: Callable[[Item], bool]) -> list[Item]:
    return [item for item in _whole(name) if keep(item)]


def _parts() -> dict[str, list[Item]]:
    claims = _of("claims", lambda item: item["key"] in CLAIMS)
    duties = _linked("obligations", "key", "obligation", {*DUTIES, *_each(claims, "bears_on", "obligation")})
    laws = _linked("resolutions", "symbol", "resolution", {item["resolution"] for item in duties})
    places = {(item["resolution"], item["paragraph"]) for item in duties}
    symbols, speakers = {item["symbol"] for item in laws}, set(_each(claims, "relay", "name"))
    actors = _of("actors", lambda item: item["name"] in speakers or bool(speakers & set(item.get("names", ()))))
    codes = FURTHER | {code for item in claims for code in (*item["states"], item["speaks_for"]) if code}
    codes |= {item["state"] for item in actors if item["state"]} | {c for item in duties for c in item["excluded"]}
    regimes = [_only(item, "resolutions", symbols) for item in _of("regimes", lambda item: item["key"] == REGIME)]
    return {
        "claims": claims,
        "obligations": duties,
        "resolutions": laws,
        "provisions": _of("provisions", lambda item: (item["resolution"], item["paragraph"]) in places),
        "regimes": regimes,
        "failed_drafts": _whole("failed_drafts")[:1],
        "actors": actors,
        "states": _of("states", lambda item: item["code"] in codes),
        "sources": _named("sources", _each(claims, "citations", "source")),
        "origins": _named("origins", (item["origin"] for item in claims)),
        "state_actions": _named("state_actions", (item["state_action"] for item in claims if item["state_action"])),
        "links": _of("links", lambda item: {item["claim"], item["other"]} <= set(CLAIMS)),
    }


def _each(items: Iterable[Item], parts: str, field: str) -> Iterable[str]:
    return (part[field] for item in items for part in item[parts])


def _named(name: str, keys: Iterable[str]) -> list[Item]:
    wanted = set(keys)
    return _of(name, lambda item: item["key"] in wanted)


def _only(item: Item, field: str, wanted: set[str]) -> Item:
    return item | {field: [one for one in item[field] if one in wanted]}


def _linked(name: str, known_by: str, noun: str, wanted: set[str]) -> list[Item]:
    """The items that are wanted and those to which their relations lead."""
    known = {item[known_by]: item for item in _whole(name)}
    waiting = list(wanted)
    while waiting:
        further = {relation[noun] for relation in known[waiting.pop()]["relations"]} - wanted
        wanted |= further
        waiting += further
    return [item for key, item in known.items() if key in wanted]
