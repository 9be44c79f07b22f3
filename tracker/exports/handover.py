"""The bytes of a hand-over: tables as CSV and as JSON, the words, the README, the sums, and what checks them.

Whoever opens it in ten years has neither this program nor its database. So everything is plain text in UTF-8 or a file
as it was found, each column is explained, and `sha256sum` alone tells whether it is whole.
"""

import csv
import io
import json
import mimetypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tracker.domain import vocabulary
from tracker.domain.vocabulary import Word
from tracker.exports.formulas import guarded
from tracker.exports.packing import Packed

SUMS = "SHA256SUMS"
README = "README.txt"
BYTE_ORDER_MARK = "\ufeff".encode()  # without it, a spreadsheet takes the file for its own country's encoding
VERIFY = "verify.py"
_TEMPLATE = Path(__file__).with_name("handover.txt")
_EXPLANATIONS = Path(__file__).with_name("handover.yaml")
_CHECKER = Path(__file__).with_name("verify_handover.py")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the hand-over: what its rows are, in a sentence, and its columns, each with a sentence."""

    name: str
    about: str
    columns: Mapping[str, str]


@cache
def _explanations() -> dict[str, Any]:
    return yaml.safe_load(_EXPLANATIONS.read_text(encoding="utf-8"))


def explained(name: str, columns: Sequence[str]) -> Table:
    """A table with what the README says of it. Raises KeyError for a table or column that nobody has explained."""
    about, everywhere = _explanations()["tables"][name], _explanations()["everywhere"]
    return Table(name, about["about"], {c: about["columns"].get(c) or everywhere[c] for c in columns})


def as_csv(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Records as CSV (RFC 4180, UTF-8 with a byte order mark), row by row.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    yield BYTE_ORDER_MARK + _row(columns)
    for record in records:
        yield _row([guarded(_cell(record[column])) for column in columns])


def _row(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode(errors="backslashreplace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value)


def as_json(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Records as one JSON list, an object a line."""
    lead = b"["
    for record in records:
        yield lead + b"\n" + _json(record).encode(errors="backslashreplace")
        lead = b","
    yield b"[]\n" if lead == b"[" else b"\n]\n"


def as_jsonl(lines: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Records as JSON, one a line."""
    return (_json(line).encode(errors="backslashreplace") + b"\n" for line in lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def words() -> Iterator[dict[str, str]]:
    """Every word of every closed list, with its label and what it means."""
    for kind in _lists():
        for word in kind:
            yield {"list": kind.__name__, "word": word.value, "label": word.label, "meaning": word.meaning}


def _lists() -> list[type[Word]]:
    known = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, Word)]
    return [kind for kind in known if kind is not Word]


def extension(media_type: str) -> str:
    """The ending of a file's name by its media type; `.bin` where it has none."""
    plain = media_type.partition(";")[0].strip().lower()
    return {"text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg"}.get(
        plain, mimetypes.guess_extension(plain) or ".bin"
    )


def readme(tables: Iterable[Table], facts: Mapping[str, str]) -> bytes:
    """The README: what this is, how to check it, and every file and column. `facts` fill in the template's blanks."""
    text = _TEMPLATE.read_text(encoding="utf-8")
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", fact)
    return (text + "\n".join(map(_explained, tables))).encode()


def _explained(table: Table) -> str:
    width = max(len(column) for column in table.columns)
    lines = [f"  {column.ljust(width)}  {meaning}" for column, meaning in table.columns.items()]
    return "\n".join([f"data/{table.name}", f"  {table.about}", "", *lines, ""])


def sums(members: Iterable[Packed]) -> bytes:
    """The lines that `sha256sum -c` reads."""
    return "".join(f"{member.sha256}  {member.name}\n" for member in members).encode()


def checker() -> bytes:
    """The program that checks a hand-over without this one."""
    return _CHECKER.read_bytes()
