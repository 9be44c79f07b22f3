"""The same figures are found in each format, by the reader of that format.

The data file (JSON) of a report of the seeded record, which is a golden file, says what there is to find: cells by
state, obligation and outcome, changes, days, sources. Each other format is read back and has to say the same, no less
and no more.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import rispy

from tests.exports import pdfs, readers
from tests.exports.pdfs import squeezed
from tests.exports.told import Told, last, lines, nodes, props, rows_of, sheet_rows, told, value
from tracker.domain.dates import day_words
from tracker.exports import FORMATS

SCHEMA, OURS = "https://schema.org/", "urn:tracker:terms#"
Found = list[tuple[str, ...]]


# Cells, in formats for people: in the matrix, and where each is explained.


def grid(told: Told, rows: list[list[str]]) -> Found:
    """The cells of a table whose columns are obligations."""
    head = next(n for n, row in enumerate(rows) if row[0] == "State")
    duties = [told.duty(words) for words in rows[head][1:]]
    body = [row for row in rows[head + 1 :] if row[0] in told.states]
    return [
        (told.states[row[0]], duty, told.outcome(words))
        for row in body
        for duty, words in zip(duties, row[1:], strict=True)
    ]


def explained(told: Told, fmt: str) -> Found:
    """The cells under their headings: the state, the obligation, and the first line that has an outcome."""
    found, state, duty = Found(), "", ""
    for kind, (first, *_) in lines(told, fmt):
        if kind == "h2" and first in told.states:
            state = told.states[first]
        elif kind == "h3" and state:
            duty = told.duties.get(first, "")
        elif kind == "p" and duty and " · " in first:
            found.append((state, duty, told.outcome(first)))
            duty = ""
    return found


def matrix_of_pdf(told: Told) -> Found:
    """The matrix in the words of a PDF: the name of a state, then for each obligation a sign and an outcome."""
    text = squeezed("".join(pdfs.pages(told.data)))
    body = text[text.index("obligations1to") :]
    body = body[: body.index("Why")]
    names = {squeezed(name): code for name, code in told.states.items()}
    words = {squeezed(word): key for word, key in told.outcomes.items()}
    parts = re.split(f"({'|'.join(names)})", body)[1:]
    said = re.compile(rf"[^\w,.()-]({'|'.join(sorted(words, key=len, reverse=True))})")
    return [
        (names[name], duty["key"], words[one])
        for name, row in zip(parts[::2], parts[1::2], strict=True)
        for duty, one in zip(told.report["obligations"], said.findall(row), strict=True)
    ]


def explained_in_pdf(told: Told) -> Found:
    """The cell of a dossier in the words of a PDF."""
    text = squeezed("".join(pdfs.pages(told.data)))
    found = Found()
    for state, code in told.states.items():
        for title, key in told.duties.items():
            head = re.escape(squeezed(state + title))
            words = {squeezed(word): outcome for word, outcome in told.outcomes.items()}
            said = re.findall(rf"Why{head}S/RES/\S+?\W({'|'.join(words)})·", text)
            found += [(code, key, words[one]) for one in said]
    return found


MATRIX: dict[str, Callable[[Told], Found]] = {
    "html": lambda told: grid(told, rows_of(told, "html")),
    "docx": lambda told: grid(told, rows_of(told, "docx")),
    "xlsx": lambda told: grid(told, [[row[0], *row[2:]] for row in sheet_rows(told, "Matrix")]),
    "pdf": matrix_of_pdf,
}
EXPLAINED: dict[str, Callable[[Told], Found]] = {
    "html": lambda told: explained(told, "html"),
    "docx": lambda told: explained(told, "docx"),
    "pdf": explained_in_pdf,
}


# Cells, in formats for programs.


def cells_of_graph(told: Told) -> Found:
    return [
        (*last(one, f"{OURS}state"), *last(one, f"{OURS}obligation"), value(one, f"{OURS}outcome"))
        for one in nodes(told, f"{OURS}Finding")
    ]


def cells_of_results(told: Told) -> Found:
    findings = [props(one) for one in readers.results(told.data)["results"][0]["findings"]]
    return [(one["state"], one["obligation"], one["outcome"]) for one in findings]


def cells_of_entities(told: Told) -> Found:
    every = readers.entities(told.data)
    found = [one for key, one in every.items() if "-cell-" in key]
    pairs = [([every[key] for key in one.get("entity")], one.get("keywords")[0]) for one in found]
    return [(told.states[state.caption], str(duty.first("keywords")), outcome) for (state, duty), outcome in pairs]


def cells_of_table(told: Told) -> Found:
    return [(row["state_code"], row["obligation"], row["outcome"]) for row in readers.table(told.data)]


CELLS: dict[str, Callable[[Told], Found]] = {
    "xlsx": lambda told: [
        (row["State code"], row["Obligation"], row["Outcome"]) for row in readers.sheet(told.data, "Cells")
    ],
    "csv": cells_of_table,
    "csv-raw": cells_of_table,
    "jsonld": cells_of_graph,
    "oscal": cells_of_results,
    "ftm": cells_of_entities,
}


def cells(report: dict[str, Any], *, silent: bool = True) -> Found:
    """The cells of the data file; without the silent ones, those that are explained."""
    return [
        (one["state"], one["obligation"], one["outcome"])
        for one in report["cells"]
        if silent or one["set_aside"] or any(reason["claims"] for reason in one["reasons"])
    ]


@pytest.mark.parametrize("name", ["matrix", "dossier", "sheet"])
@pytest.mark.parametrize("fmt", CELLS)
def test_programs_find_the_same_cells(name, fmt) -> None:
    found = told(name, fmt)
    assert CELLS[fmt](found) == cells(found.report) != []


@pytest.mark.parametrize("fmt", MATRIX)
def test_people_find_the_same_cells_in_the_matrix(fmt) -> None:
    found = told("matrix", fmt)
    assert MATRIX[fmt](found) == cells(found.report)
    assert len(cells(found.report)) == 12


@pytest.mark.parametrize(
    ("name", "fmt"),
    [("dossier", "html"), ("dossier", "docx"), ("dossier", "pdf"), ("matrix", "html"), ("matrix", "docx")],
)
def test_people_find_the_same_cells_where_they_are_explained(name, fmt) -> None:
    found = told(name, fmt)
    assert EXPLAINED[fmt](found) == cells(found.report, silent=False) != []


# Changes: obligation, states, outcome before, outcome.


def changes_of_feed(told: Told) -> Found:
    return [_moved(told, one.title, one.summary.splitlines()[0]) for one in readers.feed(told.data).entries]


def changes_of_text(told: Told, fmt: str) -> Found:
    """A change stands under a heading of its own, and its outcomes are the line below it."""
    found, head = Found(), ""
    for kind, (first, *_) in lines(told, fmt):
        if kind == "p" and head:
            found.append(_moved(told, head, first))
        head = first if kind == "h3" else ""
    return found


def changes_of_pdf(told: Told) -> Found:
    text = "".join(pdfs.pages(told.data)).replace("\r", "")
    pairs = re.findall(r"\n([^\n]+: [^\n]+)\n([^\n]+\) → [^\n]+\))", text)
    return [_moved(told, head, line) for head, line in pairs]


def _moved(told: Told, head: str, line: str) -> tuple[str, ...]:
    """A change by its heading, “duty: states”, and its line, “before (assurance) → now (assurance)”."""
    title, _, states = head.partition(": ")
    was, _, now = line.partition(" → ")
    named = [told.states[name] for name in states.split(", ")]
    return (told.duty(title), " ".join(named), told.outcome(was), told.outcome(now))


def changes_of_results(told: Told) -> Found:
    seen = readers.results(told.data)["results"][0]["observations"]
    found = [props(one) for one in seen if one["types"] == ["change"]]
    return [(one["obligation"], one["state"], one["outcome-before"], one["outcome"]) for one in found]


def changes_of_graph(told: Told) -> Found:
    return [
        (
            *last(one, f"{OURS}obligation"),
            " ".join(last(one, f"{OURS}state")),
            value(one[f"{OURS}before"][0], f"{OURS}outcome"),
            value(one, f"{OURS}outcome"),
        )
        for one in nodes(told, f"{OURS}Change")
    ]


def changes_of_entities(told: Told) -> Found:
    every = readers.entities(told.data)
    found = [one for key, one in every.items() if "-change-" in key]
    pairs = [([every[key] for key in one.get("entity")], one.get("keywords")) for one in found]
    return [(str(duty.first("keywords")), told.states[state.caption], *both) for (state, duty), both in pairs]


CHANGES: dict[str, Callable[[Told], Found]] = {
    "atom": changes_of_feed,
    "html": lambda told: changes_of_text(told, "html"),
    "docx": lambda told: changes_of_text(told, "docx"),
    "pdf": changes_of_pdf,
    "xlsx": lambda told: [
        (row["Obligation"], row["State code"], told.outcome(row["Outcome before"]), told.outcome(row["Outcome"]))
        for row in readers.sheet(told.data, "Changes")
    ],
    "jsonld": changes_of_graph,
    "oscal": changes_of_results,
    "ftm": changes_of_entities,
}


@pytest.mark.parametrize("fmt", CHANGES)
def test_the_same_changes_are_found(fmt) -> None:
    found = told("changes", fmt)
    expected = [
        (one["obligation"], " ".join(one["states"]), one["outcome_before"], one["outcome"])
        for one in found.report["changes"]
    ]
    assert CHANGES[fmt](found) == expected != []


# Days: the day, the obligation, what it is, where it stands.


def days_of_calendar(told: Told) -> Found:
    found = []
    for event in readers.calendar(told.data).walk("VEVENT"):
        title, _, what = str(event["summary"]).partition(": ")
        (stands,) = re.findall(r"Where it stands: (.+)\.", str(event["description"]))
        found.append((event.decoded("dtstart").isoformat(), told.duty(title), what, told.outcome(stands)))
    return found


def days_of_text(told: Told, fmt: str) -> Found:
    rows = rows_of(told, fmt)
    head = next(n for n, row in enumerate(rows) if row[:2] == ["Day", "Obligation"])
    days = {day_words(date.fromisoformat(one["day"])): one["day"] for one in told.report["days"]}
    body = [row for row in rows[head + 1 :] if row[0] in days]
    return [(days[day], told.duty(duty), what, told.outcome(stands)) for day, duty, what, stands in body]


def days_of_graph(told: Told) -> Found:
    return [
        (
            one[f"{SCHEMA}startDate"][0]["@value"],
            *last(one, f"{SCHEMA}about"),
            value(one, f"{SCHEMA}name"),
            value(one, f"{OURS}outcome"),
        )
        for one in nodes(told, f"{SCHEMA}Event")
    ]


def days_of_sheet(told: Told) -> Found:
    rows = readers.sheet(told.data, "Days")
    return [
        (row["Day"].date().isoformat(), row["Obligation"], row["What"], told.outcome(row["Where it stands"]))
        for row in rows
    ]


DAYS: dict[str, Callable[[Told], Found]] = {
    "ics": days_of_calendar,
    "html": lambda told: days_of_text(told, "html"),
    "docx": lambda told: days_of_text(told, "docx"),
    "xlsx": days_of_sheet,
    "jsonld": days_of_graph,
}


@pytest.mark.parametrize("fmt", DAYS)
def test_the_same_days_are_found(fmt) -> None:
    found = told("deadlines", fmt)
    expected = [(one["day"], one["obligation"], one["what"], one["outcome"]) for one in found.report["days"]]
    assert DAYS[fmt](found) == expected != []


# Sources: key, title, publisher, symbol, day as far as it is stated, address.


def sources(report: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The sources of the data file by their keys."""
    names = ("title", "publisher", "symbol", "published", "address")
    return {
        one["source"]: tuple(one[name] for name in names) for claim in report["evidence"] for one in claim["citations"]
    }


def of_ris(data: bytes) -> dict[str, tuple[str, ...]]:
    return {
        one["id"]: (
            one["title"],
            one.get("publisher", ""),
            one.get("issn", ""),
            one.get("date", "").rstrip("/").replace("/", "-"),
            *(one.get("urls") or [""]),
        )
        for one in rispy.loads(data.decode())[1:]
    }


def of_bibtex(data: bytes) -> dict[str, tuple[str, ...]]:
    addresses = {one["key"]: one.get("url", "") for one in readers.library(data, decoded=False)}
    return {
        one["key"]: (
            one["title"],
            one.get("publisher", "") or one.get("institution", ""),
            one.get("number", ""),
            one.get("date", ""),
            addresses[one["key"]],
        )
        for one in readers.library(data)[1:]
    }


def of_csl(data: bytes) -> dict[str, tuple[str, ...]]:
    return {
        one["id"]: (
            one["title"],
            one.get("publisher", ""),
            one.get("number", ""),
            "-".join(f"{part:02}" for part in one.get("issued", {}).get("date-parts", [[]])[0]),
            one.get("URL", ""),
        )
        for one in json.loads(data)[1:]
    }


def of_sheet(data: bytes) -> dict[str, tuple[str, ...]]:
    names = ("Title", "Publisher", "Symbol", "Published", "Address")
    rows = readers.sheet(data, "Sources")
    return {row["Source"]: tuple(next(readers.strings(row[name]), "") for name in names) for row in rows}


SOURCES = {"ris": of_ris, "bibtex": of_bibtex, "csl": of_csl, "xlsx": of_sheet}


@pytest.mark.parametrize("fmt", SOURCES)
def test_the_same_sources_are_found(fmt) -> None:
    found = told("matrix", fmt)
    assert SOURCES[fmt](found.data) == sources(found.report)
    assert len(sources(found.report)) > 20


def test_every_format_is_compared_in_something() -> None:
    compared = {*CELLS, *MATRIX, *EXPLAINED, *CHANGES, *DAYS, *SOURCES, "json"}
    assert compared == set(FORMATS)
