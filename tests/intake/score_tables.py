"""The figures of the reading as tables, and its misses as lines."""

from collections.abc import Callable, Iterator, Sequence

from tests.intake import labels, scoring
from tests.intake.labels import Expected, Label
from tests.intake.scoring import CLAIM, FIELDS, RESOLUTIONS, ROWS, WRONG, Counts, Score
from tracker.domain.proposals import ProposedClaim, Reading

BEGIN, END = "<!-- Written by `make intake-score`. -->\n", "<!-- End of what is written. -->\n"
Read = Callable[[Label], Reading]
Scored = list[tuple[Label, Score]]
NAMES = dict(zip(labels.PARTS, ("dev", "fresh", "later", "held out"), strict=True))


def measured(read: Read) -> dict[str, Scored]:
    """The score of every labelled text, by part."""
    return {part: [(label, scoring.score(label, read(label))) for label in labels.labels(part)] for part in NAMES}


def tables(scored: dict[str, Scored]) -> str:
    """What the page says of the figures: by field, and by language and form of the text."""
    counts = {part: (len(texts), sum(len(label.claims) for label, _ in texts)) for part, texts in scored.items()}
    said = "; ".join(f"`{part}`: {texts} texts, {claims} claims" for part, (texts, claims) in counts.items())
    by_form = _grouped(scored, lambda label: label.form)
    by_language = _grouped(scored, lambda label: label.language)
    groups = [*_lines("language", by_language), "", *_lines("form", by_form)]
    return "\n".join([f"{said}.", "", *_lines("field", _by_field(scored)), "", *groups, ""])


Row = tuple[str, dict[str, Counts]]


def _by_field(scored: dict[str, Scored]) -> list[Row]:
    sums = {part: scoring.together(score for _, score in texts) for part, texts in scored.items()}
    return [(row, {part: sums[part][row] for part in NAMES}) for row in ROWS]


def _grouped(scored: dict[str, Scored], group: Callable[[Label], str]) -> list[Row]:
    """Claims, and all fields of claims together, of the texts of each group."""
    rows = []
    for name in sorted({group(label) for texts in scored.values() for label, _ in texts}):
        sums = {
            part: scoring.together(score for label, score in texts if group(label) == name)
            for part, texts in scored.items()
        }
        rows.append((f"{name}, claims", {part: sums[part][CLAIM] for part in NAMES}))
        rows.append((f"{name}, fields", {part: _fields(sums[part]) for part in NAMES}))
    return rows


def _fields(score: Score) -> Counts:
    return sum((score[field.name] for field in FIELDS), Counts())


def _lines(head: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {head} | {' | '.join(NAMES.values())} |"
    yield "| --- |" + " ---: |" * len(NAMES)
    for name, counts in rows:
        yield f"| {name} | {' | '.join(_cell(counts[part]) for part in NAMES)} |"


def _cell(counts: Counts) -> str:
    """Precision of what is proposed, recall of what is labelled."""
    precision = _share(counts.precision, counts.right + counts.extra)
    return ", ".join(filter(None, (precision, _share(counts.recall, counts.right + counts.missed))))


def _share(share: float | None, of: int) -> str:
    return "" if share is None else f"{share:.0%} of {of}"


def page(before: str, written: str) -> str:
    """The page with new tables in the place of the old ones."""
    head, _, rest = before.partition(BEGIN)
    return f"{head}{BEGIN}\n{written}\n{END}{rest.partition(END)[2]}"


def details(label: Label, reading: Reading) -> Iterator[str]:
    """What is missed and what is extra in one text, a line a thing."""
    yield f"{label.key} ({label.language}, read as {reading.language})"
    for expected, proposal in scoring.paired(label, reading.claims):
        yield f"  {_words(expected, proposal)[:110]}"
        if expected and proposal:
            yield from (f"    {line}" for line in scoring.differences(expected, proposal))
    counted = scoring.score(label, reading)
    laws = (
        (RESOLUTIONS, scoring.named(reading.citations), label.resolutions),
        (WRONG, scoring.faulty(reading.citations), label.wrong),
    )
    for name, given, wanted in laws:
        if counted[name].missed or counted[name].extra:
            yield f"  {name}: {', '.join(given) or 'none'}; wanted: {', '.join(wanted) or 'none'}"


def _words(expected: Expected | None, proposal: ProposedClaim | None) -> str:
    if proposal is None:
        return f"missed: {expected.quotation if expected else ''}"
    quotation = proposal.content.citations[0].quotation
    return f"{'found' if expected else 'extra'}: {quotation}"
