"""Tables from files and from the clipboard: what a person sees in them is what is read, and nothing else happens."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importing import as_csv, saved, workbook
from tracker.domain.errors import RuleBroken
from tracker.intake import delimited, html_tables, table_marks, tables, workbooks
from tracker.intake.tables import CSV, HTML, JSONL, LIMITS, TEXT, XLSX, Table

MARCH = datetime.fromisoformat("2018-03-01")


def _cells(table: Table) -> list[tuple]:
    return [row.cells for row in table.rows]


def _book(*rows, **how) -> Table:
    return workbooks.read(workbook(*rows, **how), LIMITS)


def test_a_workbook_goes_in_and_out_of_the_bounded_process():
    table = tables.read(workbook(["Country", "Month"], ["China", MARCH]), form=XLSX)
    assert (table.form, table.columns, _cells(table)) == (XLSX, ("Country", "Month"), [("China", "2018-03-01")])
    assert tables.from_json(tables.as_json(table)) == table


@pytest.mark.parametrize(
    ("value", "layout", "shown"),
    [
        (MARCH, "yyyy-mm-dd", "2018-03-01"),
        (MARCH, "mmm-yy", "2018-03"),
        (MARCH, "yyyy", "2018"),
        (MARCH.replace(hour=14, minute=30), "yyyy-mm-dd hh:mm", "2018-03-01T14:30"),
        (12345.678, "General", "12345.678"),
        (12345.678, "#,##0.0", "12345.7"),
        (12345.0, "#,##0.##", "12345"),
        (0.1 + 0.2, "General", "0.3"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (-3, '#,##0" bbl"', "-3"),
        (True, "General", "TRUE"),
    ],
)
def test_dates_become_iso_and_numbers_are_as_shown(value, layout, shown):
    assert _cells(_book(["x", "y"], [value, "z"], formats={"A2": layout})) == [(shown, "z")]


def test_a_formula_is_never_computed_and_one_without_a_result_is_a_fault():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["a", "b"], ["x", None], ["y", "text"])))
    book.worksheets[0]["B2"] = "=1+1"
    (first, second) = workbooks.read(saved(book), LIMITS).rows
    assert (first.number, first.cells, first.faults[0][0]) == (2, ("x", ""), 1)
    assert "formula without a result" in first.faults[0][1]
    assert second.faults == ()


def test_what_looks_like_a_formula_and_is_text_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["a"], ["x"])))
    cell = book.worksheets[0]["A2"]
    cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"
    assert _cells(workbooks.read(saved(book), LIMITS)) == [("=cmd|' /C calc'!A0",)]


def test_merged_cells_fill_the_rows_that_they_cover():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["state", "n"], ["China", 1], [None, 2], [None, 3])))
    book.worksheets[0].merge_cells("A2:A3")
    assert _cells(workbooks.read(saved(book), LIMITS)) == [("China", "1"), ("China", "2"), ("", "3")]


def test_a_sheet_is_chosen_by_name_and_hidden_ones_are_not_read_by_themselves():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["hidden"], ["1"], title="Old")))
    book.worksheets[0].sheet_state = "hidden"
    for name in ("Figures", "More"):
        sheet = book.create_sheet(name)
        sheet.append([name])
        sheet.append(["1"])
    data = saved(book)
    first = workbooks.read(data, LIMITS)
    assert (first.columns, first.sheets, first.sheet) == (("Figures",), ("Figures", "More"), "Figures")
    assert "2 sheets" in first.notes[0]
    assert workbooks.read(data, LIMITS, sheet="more").columns == ("More",)
    with pytest.raises(RuleBroken) as refused:
        workbooks.read(data, LIMITS, sheet="Nothing")
    assert refused.value.field == "sheet"


def test_the_row_of_the_names_may_be_below_a_title():
    table = workbooks.read(workbook(["Supplies"], [], ["Month", "Volume"], ["March 2018", 5]), LIMITS, header=3)
    assert (table.columns, [(row.number, row.cells) for row in table.rows]) == (
        ("Month", "Volume"),
        [(4, ("March 2018", "5"))],
    )


def _with_part(name: str, content: bytes) -> bytes:
    """A workbook with a part more, or another one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a"], ["b"]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


HOSTILE = {
    "entities": _with_part("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'),
    "bomb": _with_part("xl/media/big.xml", b"<a>" + b" " * 30_000_000 + b"</a>"),
    "macros": _with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "a file inside": _with_part("xl/embeddings/x.bin", b"%PDF-1.7"),
    "leads out": _with_part("../evil.xml", b"<a/>"),
    "cut": workbook(["a"], ["b"])[:-30],
    "not a workbook": _with_part("word/document.xml", b"<a/>").replace(b"xl/workbook.xml", b"xl/notebook.xml"),
    "damaged sheet": _with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence(name):
    with pytest.raises(RuleBroken) as refused:
        workbooks.read(HOSTILE[name], LIMITS)
    assert refused.value.field == "file"
    assert "DOCX" not in refused.value.sentence


def test_the_child_refuses_as_well_and_old_workbooks_are_told_apart():
    with pytest.raises(RuleBroken, match="defines abbreviations"):
        tables.read(HOSTILE["entities"], form=XLSX)
    with pytest.raises(RuleBroken, match="There is nothing to read"):
        tables.read(b"  \n", form=CSV)
    assert tables.form_of(HOSTILE["cut"], pasted=False) == XLSX


PASTED = (
    "Month\tMember State\tVolume (bbl)\n"
    "March\u00a02018\tChina\u00b9\t12\u202f345.5 a/\n"
    "April 2018\tRussian Federation [b]\t1,234c\n"
    "\t\t\n"
    "May 2018\tViet\u00adNam\t–*\n"
)


def test_a_table_from_the_clipboard_loses_what_is_only_printed():
    table = tables.read(PASTED.encode(), form=tables.form_of(PASTED.encode(), pasted=True))
    assert table.form == TEXT
    assert table.columns == ("Month", "Member State", "Volume (bbl)")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("March 2018", "China", "12 345.5")),
        (3, ("April 2018", "Russian Federation", "1,234")),
        (5, ("May 2018", "VietNam", "–")),
    ]
    assert "taken off 5 cells" in table.notes[0]


def test_quotation_marks_in_pasted_text_are_part_of_it_unless_a_spreadsheet_put_them_there():
    assert _cells(delimited.read_pasted(b'a\tb\n"two\nlines"\tx\n')) == [("two lines", "x")]
    assert _cells(delimited.read_pasted(b'a\tb\n"Most" of them\tx\n')) == [('"Most" of them', "x")]


PAGE = """<html><body><p>Before</p><table><tr><td>small</td></tr></table>
<table><tr><td colspan="3"><b>Table 2.</b> Supplies</td></tr>
<thead><tr><th rowspan="2">Month</th><th colspan="2">Supplies<sup>a</sup></th></tr>
<tr><th>bbl</th><th>t</th></tr></thead>
<tr><td rowspan="2">January&nbsp;2018</td><td>1&nbsp;234<sup>b</sup></td><td>5<br>6</td></tr>
<tr><td>7<sup>3</sup></td><td>8 m<sup>3</sup></td></tr>
<tr><td>March 2018</td><td colspan="2">none<script>x()</script></td></tr>
<tr><td colspan="3"><sup>a</sup> As reported.</td></tr></table></body></html>"""


def test_a_page_gives_its_largest_table_with_its_headers_joined_and_its_notes_said():
    table = tables.read(PAGE.encode(), form=tables.form_of(PAGE.encode(), pasted=True))
    assert table.form == HTML
    assert table.columns == ("Month", "Supplies / bbl", "Supplies / t")
    assert _cells(table) == [
        ("January 2018", "1 234", "5 6"),
        ("January 2018", "7", "8 m^3"),
        ("March 2018", "none", "none"),
    ]
    assert [note.split("“")[0].strip() for note in table.notes] == [
        "There are 2 tables; the largest was read.",
        "A line across the whole table was left out:",
        "A line across the whole table was left out:",
        "Marks of footnotes were taken off 4 cells, the first of them",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 3 + "</table>",
        "<table>" + "<tr>" + "<td>x</td>" * 300 + "</tr></table>",
        "<p>no table",
        "<table></table>",
    ],
    ids=["spans", "columns", "none", "empty"],
)
def test_a_page_that_is_no_table_or_too_large_is_refused(page):
    with pytest.raises(RuleBroken):
        html_tables.read(page.encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_any_delimiter_and_its_faults_have_their_place(delimiter):
    data = as_csv({"a": "1;2,3", "b": "x"}, {"a": "2"}, delimiter=delimiter)
    assert _cells(delimited.read(b"\xef\xbb\xbf" + data)) == [("1;2,3", "x"), ("2", "")]
    (row,) = delimited.read(b"a,b\n1,2,3\n").rows
    assert row.faults == ((-1, "This row has 3 cells, and the header has 2."),)
    (broken,) = delimited.read(b'a,b\n"1,2\n').rows
    assert "quotation marks" in broken.faults[0][1]


def test_columns_have_names_of_their_own():
    assert delimited.read(b"a,A,,b\n1,2,3,4\n").columns == ("a", "A (2)", "Column 3", "b")


def test_text_in_utf_16_as_spreadsheets_save_it_is_read():
    assert _cells(delimited.read("a\tб\n1\tд\n".encode("utf-16"))) == [("1", "д")]


def test_json_lines_have_the_columns_of_all_objects():
    table = delimited.read_json(b'{"a": 1, "b": ["x"]}\n\n{"c": null}\n[1]\n{"a"')
    assert (table.form, table.columns) == (JSONL, ("a", "b", "c"))
    assert _cells(table)[:2] == [(1, ["x"], None), (None, None, None)]
    assert [row.number for row in table.rows if row.faults] == [4, 5]


def test_the_column_of_faults_is_left_behind_with_its_faults_moved():
    table = tables.without(delimited.read(b"a,Faults,b\n1,bad,2,3\n"), "faults")
    assert (table.columns, _cells(table), table.rows[0].faults[0][0]) == (("a", "b"), [("1", "2")], -1)
    assert tables.without(table, "faults") is table


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30))
def test_cleaning_a_cell_twice_changes_nothing_and_never_empties_it(text):
    spaced = table_marks.spaced(text)
    bare = table_marks.unmarked(spaced)
    assert bool(bare) == bool(spaced)
    assert table_marks.spaced(spaced) == spaced


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8), min_size=2, max_size=3
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_cells_survive_csv(rows):
    header = ["first", "second", "third"]
    data = as_csv(*(dict(zip(header, row, strict=False)) for row in rows), {"third": "x"})
    wanted = [tuple([*row, ""][:3]) for row in rows if any(cell.strip() for cell in row)]
    assert _cells(delimited.read(data))[:-1] == wanted


PIECES = st.sampled_from(
    [
        *(b"a", b"State", b",", b";", b"\t", b"\n", b"\r\n", b'"', b"'", b"{", b"}", b"[", b'"a":', b"1e999", b"\xff"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"<table>", b"<tr>", b"<td>", b"<td rowspan=3>", b"<td colspan=99>"),
        *(b"</td>", b"</table>", b"<th>", b"<!--", b"&nbsp;", b"&#0;", b"<sup>1</sup>", "й".encode(), b"=1+1", b" "),
    ]
)
BYTES = st.lists(PIECES, max_size=40).map(b"".join)
READERS = (delimited.read, delimited.read_pasted, delimited.read_json, html_tables.read)


def check(data: bytes) -> None:
    """Read bytes in every way that there is: as a table with a cell for each column, or refused in a sentence."""
    for read in READERS:
        try:
            table = read(data)
        except RuleBroken as broken:
            refusal = broken
        else:
            assert all(len(row.cells) == len(table.columns) for row in table.rows)
            continue
        assert refusal.sentence.strip()


@given(BYTES)
def test_any_bytes_are_a_table_or_refused(data):
    check(data)
