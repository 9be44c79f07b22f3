"""A file of 10,000 rows to be imported, some of them broken on purpose, for the floors and for the product."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from benchmarks import workload
from benchmarks.workload import Workload
from tracker.intake.claim_columns import TO_FILL

ROWS = 10_000
BROKEN_IN = 100
"""One row in so many is broken."""

FAULTS = ("state", "duty", "kind", "day", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file, in plain words. `fault` says which part of it is broken; empty for none."""

    number: int
    state: str
    duty: str
    kind: str
    status: str
    day: str
    confidence: int
    text: str
    speaker: str
    sources: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the states, duties and sources are called, each in the order of its numbers."""

    states: Sequence[str]
    duties: Sequence[str]


def source_key(number: int) -> str:
    """The key of a synthetic source."""
    return f"synthetic-source-{number}"


def lines(load: Workload, names: Names, *, rows: int = ROWS) -> list[Line]:
    """The rows, the same for the same workload."""
    dice = Random(f"{load.seed} import")  # noqa: S311  (synthetic data, not a secret)
    return [_broken(dice, _line(dice, load, names, number)) for number in range(1, rows + 1)]


def _line(dice: Random, load: Workload, names: Names, number: int) -> Line:
    kind = dice.choices(workload.KINDS, workload.KIND_WEIGHTS)[0]
    cited = dice.sample(range(1, load.sources + 1), min(load.sources, dice.randint(1, 3)))
    speaker = dice.choice(workload.SPEAKERS)
    return Line(
        number=number,
        state=dice.choice(names.states),
        duty=dice.choice(names.duties),
        kind=kind,
        status=dice.choices(workload.STATUSES, workload.STATUS_WEIGHTS[kind])[0],
        day=(workload.FIRST + timedelta(days=dice.randrange(workload.DAYS))).isoformat(),
        confidence=dice.randint(1, 5),
        text=f"Imported: the {speaker} {dice.choice(workload.DEEDS)} {dice.choice(workload.THINGS)}; {number}.",
        speaker=speaker,
        sources=tuple(map(source_key, cited)),
    )


def _broken(dice: Random, line: Line) -> Line:
    if dice.randrange(BROKEN_IN):
        return line
    broken = {"state": "Nowhere", "duty": "no-such-duty", "kind": "rumour", "day": "2019-02-30", "text": " "}
    fault = dice.choice(FAULTS)
    return replace(line, fault=fault, **{fault: broken[fault]})


def faults(found: Sequence[Line]) -> Counter[str]:
    """How many rows are broken in each way."""
    return Counter(line.fault for line in found if line.fault)


def checked(found: Sequence[Line], states: dict[str, int], duties: dict[str, int], sources: dict[str, int]):  # noqa: ANN201  (two lists)
    """Parse and check the rows as the floors do: the good ones as values, and the bad ones with what is wrong."""
    good, bad = [], []
    for line in found:
        cited = [sources.get(key) for key in line.sources]
        wrong = [name for name, holds in _rules(line, states, duties, cited) if not holds]
        if wrong:
            bad.append((line.number, wrong))
        else:
            place = (states[line.state], duties[line.duty])
            good.append((*place, line.kind, line.status, line.day, line.confidence, line.text, cited))
    return good, bad


def _rules(
    line: Line, states: dict[str, int], duties: dict[str, int], cited: list[int | None]
) -> Iterator[tuple[str, bool]]:
    yield "state", line.state in states
    yield "duty", line.duty in duties
    yield "kind", line.kind in workload.KINDS
    yield "status", line.status in workload.STATUSES
    yield "day", _is_day(line.day)
    yield "text", bool(line.text.strip())
    yield "source", bool(cited) and None not in cited


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def as_floor_file(found: Sequence[Line]) -> bytes:
    """The rows as a small CSV file for the floors."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    for line in found:
        named = (line.number, line.state, line.duty, line.kind, line.status, line.day, line.confidence, line.text)
        rows.writerow((*named, line.speaker, ";".join(line.sources), line.fault))
    return text.getvalue().encode()


def read_floor_file(data: bytes) -> list[Line]:
    """The rows of such a file."""
    return [
        Line(int(n), state, duty, kind, status, day, int(sure), text, speaker, tuple(cited.split(";")), fault)
        for n, state, duty, kind, status, day, sure, text, speaker, cited, fault in csv.reader(
            io.StringIO(data.decode())
        )
    ]


def as_product_file(found: Sequence[Line], effects: dict[tuple[str, str], str], kinds: dict[str, str]) -> bytes:
    """The same rows as a file that the product imports."""
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, TO_FILL, restval="", lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_product_rows(found, effects, kinds))
    return text.getvalue().encode()


def _product_rows(
    found: Sequence[Line], effects: dict[tuple[str, str], str], kinds: dict[str, str]
) -> Iterator[dict[str, str]]:
    for line in found:
        effect = effects.get((line.kind, line.status), "none")
        further = ",".join(f'{{"source_key": "{key}"}}' for key in line.sources[1:])
        yield {
            "key": f"imported-{line.number}",
            "statement": line.text,
            "kind": kinds.get(line.kind, line.kind),
            "speaker": line.speaker,
            "said": line.day,
            "states": line.state,
            "bears_on": f"{line.state} {line.duty} {effect}",
            "source_key": line.sources[0],
            "further_citations": f"[{further}]" if further else "",
        }
