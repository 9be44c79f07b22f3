"""Claims as CSV (RFC 4180, UTF-8 with a byte order mark) or JSON Lines. What the columns mean is not known here.

A cell that a spreadsheet could take for a formula gets an apostrophe before it, and so does a cell that already looks
like one with its apostrophe; `unguarded` takes exactly one away, so nothing is lost on the way back.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.exports.formulas import STARTS

_TOLD_BY = STARTS | {"'"}
BYTE_ORDER_MARK = "\ufeff"  # without it, a spreadsheet takes the file for one of its own country's encoding


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False) -> bytes:
    """A table with a header. `raw` leaves out the apostrophes and the byte order mark, for programs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row if raw else map(guarded, row))
    return (("" if raw else BYTE_ORDER_MARK) + text.getvalue()).encode()


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Lines to follow a header that `as_csv` made, with apostrophes."""
    text = io.StringIO(newline="")
    # Asked here and not in `guarded`: a register has millions of cells, and nearly none of them needs it.
    safe = ([cell if cell[:1] not in _TOLD_BY else guarded(cell) for cell in row] for row in rows)
    csv.writer(text, lineterminator="\r\n").writerows(safe)
    return text.getvalue().encode()


def as_jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def guarded(text: str) -> str:
    """The text, with an apostrophe before it if it could be taken for a formula or for a guarded one."""
    return f"'{text}" if text[:1] in _TOLD_BY and _looks_guardable(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if text[:1] == "'" and _looks_guardable(text[1:]) else text


def _looks_guardable(text: str) -> bool:
    return text.lstrip("'")[:1] in STARTS
