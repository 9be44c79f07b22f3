"""What commands print: JSON, tables for people, and bytes."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tracker.domain.unseen import shown

STDOUT = "-"


def as_json(value: Any) -> None:
    """Print a value as JSON, in the order of its fields; characters that no screen shows by their number."""
    click.echo(shown(json.dumps(value, ensure_ascii=False, indent=2), lambda c: f"\\u{ord(c):04x}"))


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, as wide as they need to be; the last column is not padded."""
    widths = [max(len(row[n]) for row in [header, *rows]) for n in range(len(header) - 1)]
    for row in [header, *rows]:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())


def as_bytes(data: bytes, output: str) -> None:
    """Write bytes to a file, or to standard output for "-"."""
    if output == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        Path(output).write_bytes(data)


def one_line(text: str, longest: int = 100) -> str:
    """A text as a table shows it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
