"""The columns of a file of claims. Reader, writer, template and manual all go by this one table."""

from dataclasses import dataclass

KEY_LENGTH, DAY_LENGTH, CODE_LENGTH, SYMBOL_LENGTH, LANGUAGE_LENGTH, SHA256_LENGTH = 120, 100, 40, 80, 20, 64
"""The longest text, in characters, that the record has room for in each sort of field."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it, whether a row needs it, and whether an import passes it over.

    `longest` is the number of characters that the record has room for; 0 leaves it to the file's limit.
    """

    name: str
    what: str
    required: bool = False
    read_only: bool = False
    longest: int = 0


COLUMNS = (
    Column("key", "The claim's key. Left empty, a new one is made.", longest=KEY_LENGTH),
    Column("statement", "What was claimed, in one sentence of yours.", required=True),
    Column("kind", "What sort of statement it is, such as `pledge` or `reported_action`.", required=True),
    Column("speaker", "Who said it, or `not named`.", required=True),
    Column("office", "The office that the speaker held."),
    Column("speaks_for", "The state for which the speaker speaks, by code or any name."),
    Column("body", "The UN organ whose finding it is: `council`, `committee`, `panel`, `secretariat`."),
    Column("said", "When it was said: `2018-07-18`, `2018-07`, `early 2018`, a range; or empty.", longest=DAY_LENGTH),
    Column("event", "The day or period of what it tells, where that differs.", longest=DAY_LENGTH),
    Column(
        "states", "The states it is about, by code or any name: `RUS; Viet Nam`. `ALL` is all together.", required=True
    ),
    Column("bears_on", "State, obligation and effect: `RUS r2397-op8-repatriation promises; …`."),
    Column("quantities", "Figures: `2000000.. t flow | of: coal | on: 2016-12 | as: over 2 million; …`."),
    Column("cited_as", "The resolution as the source names it, word for word, even when wrong."),
    Column("origin", "The key of the first utterance behind it. Left empty, one is made.", longest=KEY_LENGTH),
    Column("origin_label", "What to call an origin that the record does not have yet."),
    Column("state_action", "The key of the act that it attests or denies.", longest=KEY_LENGTH),
    Column("action_state", "Whose act it is, for an act that the record does not have yet."),
    Column("action_summary", "The act in one sentence, for an act that the record does not have yet."),
    Column("relay", "The path to the page read: `speaker: A | office: envoy | on: 2018-07-18; wire: B; outlet: C`."),
    Column("source_key", "The key of a source, in the record or new.", longest=KEY_LENGTH),
    Column("title", "The title of the source. Needed unless `source_key` names one in the record."),
    Column("publisher", "Who published the source."),
    Column("author", "Who wrote the source."),
    Column("symbol", "The UN symbol of the source.", longest=SYMBOL_LENGTH),
    Column("addresses", "Where the source can be reached: `https://…; https://…`."),
    Column("published", "The day of the source, as printed; a part of a date will do.", longest=DAY_LENGTH),
    Column("language", "The language of the source, such as `en`.", longest=LANGUAGE_LENGTH),
    Column("publication", "`public` (also when empty) or `restricted`."),
    Column("read_in", "In which form the source was read, such as a stored copy."),
    Column("sha256", "The SHA-256 of the copy that was read, in hexadecimal digits.", longest=SHA256_LENGTH),
    Column("locator", "The place in the source: a page, paragraph or minute."),
    Column("quotation", "The quoted words."),
    Column("translation", "The quoted words in English, where the source is in another language."),
    Column("translator", "Who put the quoted words into English."),
    Column("further_citations", "More citations: a JSON list of objects with the columns from `source_key` on."),
    Column("notes", "What a reader should know besides."),
    Column("verification", "How far it was checked: `full`, `partial`, or `none` (also when empty)."),
    Column("review_state", "Where the claim stands with its reviewers.", read_only=True),
    Column("grade", "The grade of the present review.", read_only=True),
    Column("recorded_at", "The instant at which the revision was recorded.", read_only=True),
    Column("revision", "The revision's number. With --update, no later one is overwritten.", read_only=True),
)

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}
TO_FILL = tuple(column.name for column in COLUMNS if not column.read_only)
"""The columns of an empty template."""

CITATION = NAMES[NAMES.index("source_key") : NAMES.index("further_citations")]
"""The columns of one citation."""

LISTS = ("states", "bears_on", "quantities", "relay", "addresses", "further_citations")
"""The columns that hold lists: text with marks between the items in CSV, JSON lists in JSON Lines."""


def table() -> str:
    """The columns as a table in Markdown, for the manual."""
    lines = ["| column | what stands in it |", "| --- | --- |"]
    for column in COLUMNS:
        mark = " **Needed.**" if column.required else " Written by an export only." if column.read_only else ""
        lines.append(f"| `{column.name}` | {column.what.replace('|', chr(92) + '|')}{mark} |")
    return "\n".join(lines) + "\n"
