"""A report as blocks in order, before it becomes a page: what PDF, DOCX and HTML all say, said once.

Text here is plain: no block holds markup, so nothing that a person wrote can become any. A renderer decides only how a
block looks; what a report says is decided in `exports.outlining`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one manner. `note` is the number of the footnote that stands after them, 0 without one.

    `language` is a BCP 47 tag where it is not English; `anchor` is the block that the words lead to.
    """

    text: str
    strong: bool = False
    language: str = ""
    note: int = 0
    anchor: str = ""
    tone: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; `anchor` is what leads to it."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a block. `style` is `body`, `small`, `lead` or `warning`."""

    runs: Runs
    style: str = "body"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items without numbers."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, in their language."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they have: a list of pairs."""

    pairs: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table. `tone` is a family of colour, of those in `marks.TONES`; what it means stands in the words."""

    runs: Runs
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on each page. The first cell of a row is its header.

    `widths` are shares of the width, one a column. `upright` turns the headers of narrow columns. `wide` asks for a
    page that lies on its side.
    """

    caption: str
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    upright: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture in SVG, and the words that stand for it."""

    title: str
    about: str
    svg: str


Block = Heading | Paragraph | Bullets | Quote | Facts | Table | Drawing


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number, its words, and the block in the annex where the evidence stands whole."""

    number: int
    runs: Runs
    anchor: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report. The first page has kicker, title, notice, facts and summary; the rest follows.

    `mark` is what the rendering is recognised by. `day` is the day of freezing, which is also that of the file.
    """

    title: str
    kicker: str
    notice: str
    banner: str
    author: str
    mark: str
    facts: Facts
    summary: tuple[Block, ...]
    body: tuple[Block, ...]
    notes: tuple[Note, ...]
    annex: tuple[Block, ...] = field(default=())


def anchors(made: Outline) -> dict[str, None]:
    """What a word may lead to: the blocks that the report has, in their order."""
    blocks = (*made.summary, *made.body, *made.annex)
    return {one.anchor: None for one in blocks if isinstance(one, Heading | Paragraph) and one.anchor}


def words(text: str, **manner: object) -> Runs:
    """One run; none for an empty text."""
    return (Run(text, **manner),) if text else ()  # type: ignore[arg-type]  # the fields of Run


def joined(parts: Iterable[Runs], between: str = " ") -> Runs:
    """Several runs as one line, with the same words between."""
    found: list[Run] = []
    for part in parts:
        if part and found:
            found.append(Run(between))
        found += part
    return tuple(found)


def plain(runs: Sequence[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)
