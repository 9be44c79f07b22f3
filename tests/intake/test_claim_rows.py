import pytest

from tracker.intake import claim_rows
from tracker.intake.claim_rows import FileRefused, read

HEAD = "statement,kind,speaker,states"
FIELDS = {"statement": "It, he said", "kind": "pledge", "speaker": "É", "states": "RUS; CHN"}
CSV = f'{HEAD}\n"It, he said",pledge,É,RUS; CHN\n'


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.replace("\n", "\r\n").encode(),
        CSV.rstrip("\n").encode(),
        b'statement;kind;speaker;states\n"It, he said";pledge;\xc3\x89;"RUS; CHN"\n',
        b"statement\tkind\tspeaker\tstates\nIt, he said\tpledge\t\xc3\x89\tRUS; CHN\n",
        CSV.replace("statement,kind", '" Statement ",KIND').encode(),
        CSV.replace(HEAD, HEAD + ",,").encode(),
    ],
    ids=["plain", "mark", "CRLF", "no last line end", "semicolons", "tabs", "header in capitals", "empty last columns"],
)
def test_a_csv_file_is_read_as_spreadsheets_write_it(data):
    assert read(data, "csv") == [claim_rows.Row(2, FIELDS)]


def test_rows_are_numbered_as_a_spreadsheet_counts_and_blank_ones_are_left_out():
    data = f'{HEAD}\na,b,c,"d\ne"\n\n,,,\nf,g,h,i\n'.encode()
    assert [row.number for row in read(data, "csv")] == [2, 5]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b"\n\n", "lacks the column"),
        (b"statement,kynd\n", "no column “kynd”"),
        (b"statement,kind,speaker,states,kind\n", "“kind” twice"),
        (b"statement,,kind,speaker,states\n", "Column 2"),
        (b"statement,kind,speaker\n", "lacks the column “states”"),
        ("statement".encode("utf-16"), "UTF-16"),
        (b"x" * (claim_rows.MOST_BYTES + 1), "larger than 20 MB"),
        (b"x," * 1_000_000, "no column “x”"),
        (b"\x00\xff\xfe", "no column"),
    ],
    ids=[
        "empty",
        "blank",
        "unknown",
        "twice",
        "unnamed",
        "missing",
        "UTF-16",
        "too big",
        "a million columns",
        "binary",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data, part):
    with pytest.raises(FileRefused) as refused:
        read(data, "csv")
    assert part in str(refused.value)
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize(
    ("line", "column", "part"),
    [
        ("a,b,c,d,e", "", "5 cells, and the header has 4"),
        ("a,b,c," + "d" * 100_001, "states", "100001 characters"),
        ('a,b,c,"d', "", "quotation marks"),
        ('a,b,c,"d"e', "", "quotation marks"),
        ("a,b,c," + "d" * 140_000, "", "length of a cell"),
    ],
    ids=["too many cells", "long cell", "open quote", "text after a quote", "very long cell"],
)
def test_a_fault_of_a_row_is_named_by_row_and_column(line, column, part):
    (row,) = read(f"{HEAD}\n{line}\n".encode(), "csv")
    assert row.number == 2
    assert row.faults[0][0] == column
    assert part in row.faults[0][1]


def test_json_lines_are_read_by_line():
    data = '\n{"statement": "é\\u2028x", "states": ["RUS"]}\r\n\n{}\n'.encode()
    assert read(data, "jsonl") == [claim_rows.Row(2, {"statement": "é\u2028x", "states": ["RUS"]})]


@pytest.mark.parametrize(
    ("line", "column", "part"),
    [
        ("[1]", "", "not a JSON object"),
        ("{", "", "cannot be read"),
        ('{"key": NaN}', "", "NaN"),
        ('{"key": "a", "key": "b"}', "", "“key” twice"),
        ('{"kei": "a"}', "kei", "no such column"),
        ("[" * 100_000, "", "nested"),
        ('{"key": ' + "1" * 5000 + "}", "", "cannot be read"),
    ],
    ids=["a list", "broken", "not a number", "a name twice", "unknown column", "deep", "huge number"],
)
def test_a_fault_of_a_line_is_named(line, column, part):
    (row,) = read(line.encode(), "jsonl")
    assert row.faults[0][0] == column
    assert part in row.faults[0][1]


@pytest.mark.parametrize(
    ("data", "fmt"),
    [(b'{"a": 1}', "jsonl"), (b'\xef\xbb\xbf \n{"a": 1}', "jsonl"), (b"key,statement", "csv"), (b"", "csv")],
)
def test_the_format_is_told_from_the_content(data, fmt):
    assert claim_rows.format_of(data) == fmt
