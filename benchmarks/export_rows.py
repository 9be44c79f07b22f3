"""What the exports are measured with: a matrix of every state and duty, and a register of 100,000 lines."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.exports.documents import PLEDGE, RETURN, SPOKEN, copy_of, document, quiet
from tracker.domain.report import ReportCell, ReportState
from tracker.domain.report_copy import ReportCopy
from tracker.exports import cell_rows
from tracker.exports.marks import tone

STATES, DUTIES, TOLD = 193, 133, 900
"""Every member state and every duty of the seeded record, and how many of their cells have evidence."""

LINES, AT_ONCE = 100_000, 2_000
OUTCOMES = ("overdue", "no_information", "no_information", "in_progress", "fulfilled", "pledged", "not_applicable")
COLUMNS = (
    *("key", "statement", "kind", "speaker", "said", "day_first", "day_last", "states", "bears_on", "review_state"),
    *("grade", "recorded_at", "citations"),
)


def copy() -> ReportCopy:
    """A report over the matrix; every thirtieth cell has a claim, its reasons and its proof."""
    states = tuple(ReportState(_code(number), f"State {number}") for number in range(STATES))
    duties = tuple(replace(RETURN, key=f"duty-{number}", title=f"Duty {number}") for number in range(DUTIES))
    cells = tuple(_cell(state.code, duty.key) for state in states for duty in duties)
    told = range(0, len(cells), len(cells) // TOLD)
    evidence = tuple(replace(PLEDGE, key=f"claim-{place}") for place in told)
    spoken = {place: _spoken(cells[place], f"claim-{place}") for place in told}
    cells = tuple(spoken.get(place, cell) for place, cell in enumerate(cells))
    return copy_of(document(states=states, obligations=duties, cells=cells, evidence=evidence))


def _code(number: int) -> str:
    return f"A{chr(65 + number // 26)}{chr(65 + number % 26)}"


def _cell(state: str, duty: str) -> ReportCell:
    return quiet(state, duty, random.Random(f"{state} {duty}").choice(OUTCOMES), RETURN.due)  # noqa: S311  (no secret)


def _spoken(cell: ReportCell, claim: str) -> ReportCell:
    reasons = tuple(replace(reason, claims=(claim,) if reason.claims else ()) for reason in SPOKEN.reasons)
    return replace(SPOKEN, state=cell.state, obligation=cell.obligation, reasons=reasons, set_aside=())


def grid() -> list[list[tuple[str, str]]]:
    """The rows of the matrix for a bare writer: each cell's first letter and the tone of its ground."""
    return [[(cell.outcome[0], tone(cell.outcome)) for cell in row] for _, row in copy().document.rows()]


def cells() -> list[list[str]]:
    """The rows of the table of cells, with its header."""
    return [list(cell_rows.COLUMNS), *cell_rows.rows(copy())]


def register() -> Iterator[list[tuple[str, ...]]]:
    """The lines of a register, some thousands at a time."""
    random_words = random.Random(5)  # noqa: S311  (no secret)
    words = [f"w{number:x}ora" for number in range(3_000)]
    for start in range(0, LINES, AT_ONCE):
        yield [_line(number, random_words.choices(words, k=26)) for number in range(start, start + AT_ONCE)]


def _line(number: int, words: list[str]) -> tuple[str, ...]:
    day, state = f"20{number % 20 + 6:02}-{number % 12 + 1:02}-{number % 28 + 1:02}", _code(number % STATES)
    duty, speaker = f"duty-{number % DUTIES}", f"Speaker {number % 997}"
    said = (f"claim-{number}", " ".join(words), "implementation_report", speaker, day, day, day)
    return (*said, state, f"{state} {duty} fulfils", "accepted", "B2", f"{day}T09:00:00Z", f"source-{number // 5} p. 3")


def lines() -> Iterator[tuple[str, ...]]:
    """The lines of the register one by one, with its header."""
    yield COLUMNS
    for batch in register():
        yield from batch
