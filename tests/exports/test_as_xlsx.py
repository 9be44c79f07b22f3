"""A report as a workbook: the same figures as the report, text that stays text, and nothing lost for want of room."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from tests.exports.documents import (
    DUE,
    FEW,
    PLEDGE,
    REPLY,
    WAITING,
    copy_of,
    document,
    saying,
)
from tests.exports.office import ARABIC, SECRET, STRINGS, drawn, parts, public_copy
from tests.exports.readers import sheet as rows
from tests.exports.readers import workbook as read
from tracker.domain.report import ReportTerm
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import (
    ReportCause,
    ReportChange,
    ReportCount,
    ReportDay,
    ReportNamed,
    ReportNames,
)
from tracker.domain.vocabulary import Outcome, ReportKind
from tracker.exports import as_xlsx, cell_rows
from tracker.exports.excel import workbook
from tracker.exports.glyphs import typed
from tracker.exports.outline import plain
from tracker.exports.outlining import annex, front
from tracker.exports.outlining.reading import Reading

COPY = copy_of(document())
DATA = as_xlsx.render(COPY)


def day(year: int, month: int, number: int, *time: int) -> datetime:
    """A day as openpyxl gives it, without a zone."""
    return datetime(year, month, number, *time, tzinfo=UTC).replace(tzinfo=None)


def made(**changes: Any) -> bytes:
    return as_xlsx.render(copy_of(document(**changes)))


def texts(data: bytes) -> list[str]:
    """Every text in every cell."""
    cells = (cell.value for sheet in read(data) for row in sheet.iter_rows() for cell in row)
    return [value for value in cells if isinstance(value, str)]


def test_the_sheets_come_in_the_order_in_which_they_are_read() -> None:
    names = ["Report", "Matrix", "Cells", "Evidence", "Sources", "Obligations", "Words", "Manifest"]
    assert read(DATA).sheetnames == names


def test_the_first_sheet_says_what_the_first_page_says() -> None:
    reading = Reading(COPY)
    found = [[value for value in row if value is not None] for row in read(DATA)["Report"].iter_rows(values_only=True)]
    assert found[:3] == [[front.kicker(reading)], ["Workers, “early” & late"], [COPY.document.notice]]
    assert [[name, plain(runs)] for name, runs in front.facts(reading).pairs] == found[4:10]
    assert ["▲ overdue", 2] in found
    assert ["• Russian Federation: Final report — ▲ overdue · unsupported"] in found


def test_the_matrix_has_every_cell_in_words_on_the_ground_of_its_tone() -> None:
    sheet = read(DATA)["Matrix"]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["State", "Code", *(f"{t} (S/RES/2397(2017), paragraph 8)" for t in ("Repatriate workers", "Final report"))],
        [
            *("Russian Federation", "RUS", "→ in progress, self-reported; determined: not applicable"),
            "▲ overdue, unsupported",
        ],
        ["Côte d'Ivoire", "CIV", "? no information", "▲ overdue"],
    ]
    assert [cell.fill.fgColor.rgb for cell in sheet[2]][2:] == ["FFE6EEF8", "FFFCF1DF"]


def test_every_outcome_has_its_word_and_its_sign() -> None:
    terms = tuple(ReportTerm("outcome", one.value, one.label, one.meaning) for one in Outcome)
    states = tuple(replace(document().states[0], code=f"S{n}", name=f"State {n}") for n in range(len(Outcome)))
    cells = tuple(
        replace(document().cells[3], state=state.code, outcome=one.value)
        for state, one in zip(states, Outcome, strict=True)
    )
    data = made(terms=terms, states=states, cells=cells, obligations=document().obligations[1:])
    told = [row[2] for row in read(data)["Matrix"].iter_rows(min_row=2, values_only=True)]
    assert [text.partition(" ")[2] for text in told] == [one.label for one in Outcome]
    assert [row["Outcome"] for row in rows(data, "Cells")] == [one.value for one in Outcome]


def test_cells_are_those_of_the_table_for_programs_with_the_report_at_the_end() -> None:
    found = rows(DATA, "Cells")
    titles = {name: name.replace("_", " ").capitalize() for name in cell_rows.COLUMNS}
    table = [dict(zip(cell_rows.COLUMNS, row, strict=True)) for row in cell_rows.rows(COPY)]
    assert [[_text(row[titles[name]]) for name in cell_rows.COLUMNS] for row in found] == [
        list(r.values()) for r in table
    ]
    assert list(found[0])[:2] == ["State code", "State"]
    assert list(found[0])[-1] == "Notice"
    assert found[0]["Due"] == day(2019, 12, 22)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def test_evidence_has_a_row_a_claim_and_a_day_that_is_known_in_part_stays_text() -> None:
    claim = replace(
        PLEDGE,
        event="2018-01",
        states=("RUS", "CIV"),
        obligations=("r2397-op8-repatriation",),
        relay=("TASS", "Interfax"),
    )
    first, second, third = rows(made(evidence=(claim, WAITING, REPLY)), "Evidence")
    assert first == {
        "Number": 1,
        "Claim": "ru-pledge",
        "Revision": 2,
        "Statement": "The workers will leave by the deadline.",
        "Speaker": "Alexander Matsegora",
        "Office": "Ambassador to the DPRK",
        "Kind": "pledge",
        "Said": day(2018, 1, 30),
        "Event": "2018-01",
        "States": "RUS; CIV",
        "Obligations": "r2397-op8-repatriation",
        "Cited as": "Resolution 2356",
        "Origin": "Interfax interview",
        "Citation check": PLEDGE.citation_check,
        "Relay": "TASS ← Interfax",
        "Review state": "accepted",
        "Grade": "C2",
        "Reviewer": "Rita Reviewer",
        "Reviewed at": "2026-11-01T09:30:00Z",
        "Dissents": "Rex Reviewer: The words were translated twice.; not printed: 1",
        "Replies": None,
        "Asked of the state": None,
        "Restricted": "no",
    }
    assert (second["Replies"], second["Asked of the state"]) == ("ru-reply", WAITING.asked[0])
    assert (third["Number"], third["Said"], third["Review state"]) == (3, None, "waiting for review")


def test_sources_have_a_row_a_citation_with_the_number_of_its_evidence() -> None:
    first, *_ = found = rows(DATA, "Sources")
    assert [row["Evidence"] for row in found] == [1, 2, 3]
    assert first == {
        "Evidence": 1,
        "Claim": "ru-pledge",
        "Source": "interfax-2018",
        "Author": None,
        "Title": "Россия выполнит",
        "Publisher": "Interfax",
        "Symbol": None,
        "Published": day(2018, 1, 31),
        "Language": "ru",
        "Address": "https://example.org/1?a=1&b=2",
        "Locator": "third paragraph",
        "Quotation": "«до конца 2019 года»",
        "Translation": "by the end of 2019",
        "Translator": "A. Reader",
        "Kept copies, SHA-256": "f" * 64,
        "Publication": "public",
        "Withheld": "no",
    }


def test_the_manifest_has_the_notice_first_and_the_mark() -> None:
    found = [tuple(row.values()) for row in rows(DATA, "Manifest")]
    assert found == [("Notice", COPY.document.notice), *annex.manifest(Reading(COPY))]
    assert ("Mark", COPY.mark) in found
    about = read(DATA).properties
    assert (about.keywords, about.title, about.creator) == (COPY.mark, "Workers, “early” & late", "Anna Analyst")
    assert about.created == about.modified == day(2026, 11, 23, 12, 0, 1)


def test_changes_days_and_counts_have_sheets_where_the_report_has_them() -> None:
    duty = "r2397-op8-repatriation"
    change = ReportChange(
        *(duty, ("RUS", "CIV"), "pledged", "unsupported", "in_progress", "self_reported"),
        (ReportCause("new", "Claim ru-pledge was accepted.", "ru-pledge"),),
    )
    days = (ReportDay(DUE, duty, "The deadline", judged=True, has_passed=False, outcome="overdue"),)
    names = (ReportNames("both", "Named by both", (ReportNamed("RUS", ("ru-pledge",)),)),)
    count = ReportCount(47, date(2019, 12, 22), "47 states reported.", None, None, "", names)
    data = made(kind=ReportKind.CHANGES, cells=(), changes=(change,), days=days, count=count)
    assert read(data).sheetnames[:4] == ["Report", "Changes", "Days", "Count"]
    moved = rows(data, "Changes")
    assert [row["State"] for row in moved] == ["Russian Federation", "Côte d'Ivoire"]
    assert [(row["Outcome before"], row["Outcome"], row["Claims"]) for row in moved[:1]] == [
        ("□ pledged", "→ in progress", "ru-pledge")
    ]
    (found,) = rows(data, "Days")
    assert (found["Day"].date(), found["Judged"], found["Has passed"]) == (DUE, "yes", "no")
    assert (found["Obligation title"], found["Where it stands"]) == ("Repatriate workers", "▲ overdue")
    said, named = rows(data, "Count")
    assert said["What"] == "47 states reported."
    assert list(named.values()) == ["Named by both", "RUS", "Russian Federation", "ru-pledge"]


def test_a_day_before_the_calendars_of_spreadsheets_agree_stays_text() -> None:
    claim = replace(PLEDGE, said="1899-12-31", event="1900-03-01")
    found = rows(made(evidence=(claim,)), "Evidence")[0]
    assert (found["Said"], found["Event"].date()) == ("1899-12-31", date(1900, 3, 1))


@pytest.mark.parametrize("name", ["Matrix", "Cells", "Evidence", "Sources", "Obligations", "Words", "Manifest"])
def test_each_table_keeps_its_header_in_sight_can_be_filtered_and_repeats_it_on_paper(name) -> None:
    sheet = read(DATA)[name]
    assert sheet.freeze_panes is not None
    assert sheet.freeze_panes.endswith("2")
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A1"].font.bold
    assert "Report 7 · regime matrix · full edition" in sheet.oddHeader.left.text
    assert COPY.document.notice in sheet.oddFooter.left.text


# Text stays text.


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_come_back_whole_and_dead(words) -> None:
    data = as_xlsx.render(copy_of(saying(words)))
    shown = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "⟦U+0000⟧")
    assert rows(data, "Evidence")[0]["Statement"] == shown
    assert rows(data, "Sources")[0]["Quotation"] == shown
    assert rows(data, "Obligations")[0]["Title"] == shown
    assert read(data)["Report"]["A2"].value == shown
    assert {cell.data_type for sheet in read(data) for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "inlineStr",
    }
    _is_dead(data)


def _is_dead(data: bytes) -> None:
    found = parts(data)
    sheets = b"".join(text for name, text in found.items() if name.startswith("xl/worksheets/"))
    assert not re.search(rb"<f[\s/>]|<hyperlink|<dataValidation|<oleObject", sheets)
    assert not [
        name for name in found if "externalLink" in name or "vba" in name or name.startswith("xl/worksheets/_rels")
    ]
    assert b"TargetMode" not in b"".join(found.values())


@pytest.mark.parametrize(
    "words",
    ["<r><t>x</t></r>", "<r></sheetData><f>1+1</f></r>", "<r>a</r>", "_x0041_", "_x000D_ and _x005F_", " spaces "],
)
def test_words_that_look_like_the_inside_of_the_file_stay_words(words) -> None:
    data = as_xlsx.render(copy_of(saying(words)))
    assert _unescaped(rows(data, "Evidence")[0]["Statement"]) == words
    assert rows(data, "Evidence")[1]["Claim"] == "ru-article"
    _is_dead(data)


@settings(max_examples=10, deadline=None)
@given(STRINGS)
def test_any_three_hundred_texts_come_back_as_they_can_be_shown(words) -> None:
    claims = tuple(replace(PLEDGE, statement=text, citations=()) for text in words)
    data = as_xlsx.render(ReportCopy(document(evidence=claims), "", "0" * 64))
    assert [_unescaped(row["Statement"]) for row in rows(data, "Evidence")] == [typed(text) for text in words]
    _is_dead(data)


def _unescaped(text: str) -> str:
    """The text as Excel reads it: openpyxl leaves `_x005F_` in cells that hold their own text."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_an_ampersand_in_a_notice_is_no_code_at_the_foot_of_a_page() -> None:
    sheet = read(made(notice="Words & figures &G " + "x" * 300))["Evidence"]
    assert sheet.oddFooter.left.text.startswith("Words ＆ figures ＆G x")
    assert sheet.oddFooter.left.text.endswith("…")


def test_right_to_left_words_come_back_as_they_were() -> None:
    data = as_xlsx.render(copy_of(drawn()))
    assert rows(data, "Sources")[1]["Quotation"] == ARABIC


# Nothing is lost for want of room.


@pytest.mark.parametrize(
    "words", ["a" * 32_768, "𝔘" * 20_000, "line\n" * 10_000], ids=["one too many", "two units each", "lines"]
)
def test_a_text_too_long_for_a_cell_says_so_and_stands_whole_on_a_sheet_of_its_own(words) -> None:
    claim = replace(PLEDGE, statement=words)
    data = made(evidence=(claim,))
    cell = rows(data, "Evidence")[0]["Statement"]
    assert cell == words[:16_000] + workbook.GOES_ON
    found = rows(data, "Long texts")
    assert {(row["Sheet"], row["Row"], row["Column"]) for row in found} == {("Evidence", 2, "Statement")}
    assert [row["Part"] for row in found] == list(range(1, found[0]["Of"] + 1))
    assert "".join(row["Text"] for row in found) == words
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts(data)) <= workbook.LONGEST


def test_the_longest_text_that_fits_stands_in_its_cell() -> None:
    words = "a" * 32_767
    data = made(evidence=(replace(PLEDGE, statement=words),))
    assert rows(data, "Evidence")[0]["Statement"] == words
    assert "Long texts" not in read(data).sheetnames


def test_more_rows_than_a_sheet_has_go_on_in_the_next(monkeypatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    claims = tuple(replace(PLEDGE, key=f"claim-{n}", citations=()) for n in range(5))
    data = made(evidence=claims)
    names = [name for name in read(data).sheetnames if name.startswith("Evidence")]
    assert names == ["Evidence", "Evidence 2", "Evidence 3"]
    assert [row["Claim"] for name in names for row in rows(data, name)] == [claim.key for claim in claims]


# The whole file.


def test_the_same_copy_gives_the_same_bytes_in_any_time_zone(monkeypatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert as_xlsx.render(COPY) == DATA
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_restricted_is_in_any_part_of_a_public_edition() -> None:
    data = as_xlsx.render(public_copy())
    assert SECRET not in b"".join(parts(data).values()).decode()
    assert rows(data, "Evidence")[1]["Statement"] == "⟦withheld: restricted source⟧"
    assert [row["Restricted"] for row in rows(data, "Evidence")] == ["no", "yes", "no"]


def test_a_report_with_nothing_becomes_a_workbook() -> None:
    empty = document(kind=ReportKind.REGISTER, cells=(), obligations=(), states=(), evidence=(), terms=())
    copy = ReportCopy(empty, "", "0" * 64)
    assert read(as_xlsx.render(copy)).sheetnames == ["Report", "Evidence", "Sources", "Words", "Manifest"]


def test_nothing_is_left_in_the_folder_for_temporary_files_even_where_the_writing_fails(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    as_xlsx.render(COPY)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyError):
        as_xlsx.render(replace(COPY, document=document(states=(), kind=ReportKind.CHANGES)))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_made_at_the_instant_of_freezing_and_no_other() -> None:
    later = replace(COPY, document=document(frozen_at=datetime(2027, 1, 1, tzinfo=UTC)))
    assert b"2026-11-23T12:00:01Z" in parts(DATA)["docProps/core.xml"]
    assert b"2027-01-01T00:00:00Z" in parts(as_xlsx.render(later))["docProps/core.xml"]
