"""`tracker intake`: what a document proposes to log. Nothing is saved."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.cli.database import reading
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.printing import STDOUT, as_json, one_line
from tracker.cli.progress import spinner
from tracker.cli.refusals import Refused
from tracker.domain.proposals import CitedLaw, ProposedClaim, Reading, TextRefused
from tracker.domain.unseen import shown
from tracker.intake import claim_fields, documents
from tracker.intake.document_content import Document
from tracker.intake.reading import LANGUAGES
from tracker.services import readings
from tracker.services.readings import Known

_FILE = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--published", default="", help="The day of publication. That which the file gives, if left out.")
@click.option("--language", type=click.Choice([*LANGUAGES]), help="Told from the text, if left out.")
@formats("text", "json")
@of_now("intake")
def intake(file: str, published: str, language: str | None, fmt: str) -> None:
    """Read FILE ("-" for text on standard input) and print the claims that it may make, each with its reasons."""
    with spinner("Reading the file …"):
        document = _document(file)
    if not document.text.strip():
        raise Refused(document.trouble or "The file has no text.")
    with reading() as session:
        found, known = _read(session, document, published or document.dated, language or "")
        found = replace(found, notes=(*filter(None, [document.trouble]), *found.notes))
        fields, lines = _as_fields(found, known), _told(found, known)
    if fmt == "json":
        as_json(fields)
    else:
        click.echo("\n".join(map(shown, lines)))


def _document(file: str) -> Document:
    """The document in a file, or the text on standard input, in which markup stays text."""
    most = documents.USUAL.size + 1
    if file != STDOUT:
        with Path(file).open("rb") as stream:
            return documents.read(stream.read(most))
    return documents.piped(sys.stdin.buffer.read(most))


def _read(session: Session, document: Document, published: str, language: str) -> tuple[Reading, tuple[Known, ...]]:
    try:
        found = readings.read(session, text=document.text, published=published, language=language)
    except TextRefused as error:
        raise Refused(str(error)) from error
    return found, readings.known(session, found)


# --- as JSON ---------------------------------------------------------------------------------------------


def _as_fields(found: Reading, known: tuple[Known, ...]) -> dict[str, Any]:
    return {
        "language": found.language,
        "published": found.published,
        "claims": [_claim(claim, had) for claim, had in zip(found.claims, known, strict=True)],
        "citations": [_citation(law) for law in found.citations],
        "notes": list(found.notes),
    }


def _claim(claim: ProposedClaim, known: Known) -> dict[str, Any]:
    """The fields of a row of a file of claims, with place, reasons and what the record has of it."""
    return {
        "start": claim.start,
        "end": claim.end,
        **claim_fields.of_content(claim.content),
        "reasons": [{"field": reason.field, "sentence": reason.sentence} for reason in claim.reasons],
        "known_origin": known.origin.key if known.origin else "",
        "known_claims": [one.revision.claim.key for one in known.claims],
    }


def _citation(law: CitedLaw) -> dict[str, Any]:
    return {
        "words": law.words,
        "start": law.start,
        "end": law.end,
        "verdict": law.check.verdict.value,
        "findings": [finding.sentence for finding in law.check.findings],
        "around": law.around,
        "creates": list(law.creates),
    }


# --- for people ------------------------------------------------------------------------------------------


def _told(found: Reading, known: tuple[Known, ...]) -> list[str]:
    lines = [f"{len(found.claims)} claims and {len(found.citations)} citations proposed; nothing was saved."]
    for number, (claim, had) in enumerate(zip(found.claims, known, strict=True), 1):
        lines += ["", f"{number}. {one_line(claim.content.statement, 300)}", *_lines(claim, had)]
    lines += ["", *(f"Cites {one_line(law.words)}: {law.around}" for law in found.citations)] if found.citations else []
    return [*lines, *(f"Note: {note}" for note in found.notes)]


def _lines(claim: ProposedClaim, known: Known) -> list[str]:
    fields = claim_fields.of_content(claim.content)
    shown = ("kind", "speaker", "office", "said", "event", "states", "bears_on", "quantities", "cited_as", "relay")
    why = {name: " ".join(claim.why(_FIELD.get(name, name))) for name in shown}
    lines = [f"   {name}: {_shown(fields[name])}  ({why[name]})".replace("  ()", "") for name in shown if fields[name]]
    return [*lines, *([f"   known: {known.sentence}"] if known.sentence else [])]


_FIELD = {"bears_on": "bearings", "relay": "hops"}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return " ".join(str(item) for item in value.values() if item not in ("", None, False))
    return one_line(str(value))
