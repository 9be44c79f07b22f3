import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exports.claims import as_csv, as_jsonl, guarded, unguarded
from tracker.exports.formulas import STARTS

FORMULAS = ["=1+1", "+1", "-18533 permits", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''=1", '=HYPERLINK("x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_like_a_formula(text):
    (row,) = csv.reader(io.StringIO(as_csv(["a"], [[text]]).decode("utf-8-sig").partition("\r\n")[2], newline=""))
    assert row[0][0] == "'"
    assert unguarded(row[0]) == text


@given(st.text(st.sampled_from(sorted(STARTS)) | st.sampled_from("'a") | st.characters()))
def test_the_apostrophe_comes_off_exactly(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in STARTS


@pytest.mark.parametrize("text", ["", "a=1", "'quoted'", "1", " =1"])
def test_other_text_is_left_as_it_is(text):
    assert guarded(text) == unguarded(text) == text


def test_raw_csv_has_neither_apostrophes_nor_a_byte_order_mark():
    assert as_csv(["a"], [["=1"]], raw=True) == b"a\r\n=1\r\n"


def test_json_lines_hold_one_object_a_line_whatever_the_text():
    rows = [{"a": "x\ny"}, {"a": "é\u2028"}]
    assert [json.loads(line) for line in as_jsonl(rows).split(b"\n") if line] == rows
