"""A report as CSV (RFC 4180, UTF-8, no byte order mark): one row a cell.

Text that a spreadsheet could take for a formula gets an apostrophe before it. `raw` leaves it out, for programs that
read the file and need the words untouched; such a file should not be opened in a spreadsheet.
"""

import csv
import io

from tracker.domain.report_copy import ReportCopy
from tracker.exports.cell_rows import COLUMNS, rows
from tracker.exports.formulas import guarded


def render(copy: ReportCopy, *, raw: bool = False) -> bytes:
    """All cells, in the order of the document. Lists within a field are parted by "; "."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(copy):
        writer.writerow(row if raw else map(guarded, row))
    return text.getvalue().encode()
