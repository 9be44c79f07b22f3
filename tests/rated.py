"""A rate in tests: a source that gives one, claims whose figures it converts, and the record of the law that quotes it.

The numbers are made up.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from tests.services.desks import AT, Desk
from tracker.db.engine import writing
from tracker.domain.content import BearingContent, QuantityContent
from tracker.domain.law_changes import Proposed
from tracker.domain.law_words import LawEffect, LawRecord
from tracker.domain.vocabulary import CaptureMethod, Effect, Measure
from tracker.intake.document_content import Document
from tracker.services import captures, claims
from tracker.services.captures import Custody

OIL = "r2397-op5-refined-petroleum-cap"
QUOTED = "one tonne is counted as eight barrels"
TEXT = f"Notes on the table.\n\nFor this table {QUOTED}, whatever the product.\n"
YEAR = date(2018, 1, 1), date(2018, 12, 31)
AS_OF = date(2019, 6, 30)


def figures(*amounts: tuple[float | None, float | None, str], reference: str = "2018-03") -> dict[str, Any]:
    """What a claim by China says of refined petroleum in a month: bounds with their units."""
    return {
        "statement": "China told the Committee how much it delivered.",
        "speaker": "Permanent Mission of China",
        "speaks_for": "CHN",
        "states": ("CHN",),
        "said": "2018-05-02",
        "bearings": (BearingContent("CHN", OIL, Effect.MEASURES),),
        "quantities": tuple(
            QuantityContent(low, high, unit, measure=Measure.FLOW, reference=reference) for low, high, unit in amounts
        ),
    }


def log(desk: Desk, *amounts: tuple[float | None, float | None, str], **changes: Any) -> str:
    """Log such a claim and accept it; its key."""
    key = desk.log(**(figures(*amounts) | changes))
    desk.decide(key)
    return key


def source_of(desk: Desk, claim: str) -> str:
    """The key of the first source that a claim cites."""
    return claims.show(desk.session, key=claim).citations[0].source.key


def keep(desk: Desk, source: str, text: str = TEXT) -> None:
    """Keep a copy of a source; without a text it is one that nobody can search."""
    custody = Custody(CaptureMethod.UPLOAD, AT, AT + timedelta(seconds=2), file_name="notes.txt")
    trouble = "" if text else "The pages are pictures."
    document = Document("text/plain; charset=utf-8", text, "plain text", "1", trouble=trouble)
    asked = {"source": source, "data": TEXT.encode(), "document": document, "custody": custody}
    captures.keep(desk.session, **asked, by=desk.people["analyst"])


def kept(record: Engine) -> tuple[str, str]:
    """A claim of tonnes only, and its source, of which a copy is kept."""
    with writing(record, actor="test") as session:
        desk = Desk(session)
        claim = log(desk, (70_000, 70_000, "t"))
        keep(desk, source := source_of(desk, claim))
        session.commit()
    return claim, source


def rate(source: str) -> Proposed:
    """The record of the law: one tonne counts as eight barrels, in 2018."""
    return Proposed(
        LawRecord.RATE,
        LawEffect.CONVERTS,
        "Notes on the table",
        "A tonne of any product is counted as eight barrels.",
        *YEAR,
        rate_unit="t",
        rate_factor=8.0,
        rate_into="bbl",
        source=source,
        locator="second paragraph",
        quotation=QUOTED,
    )
