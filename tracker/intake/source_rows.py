"""A row of a file of sources -> a source, with a sentence for each fault."""

from collections.abc import Mapping
from typing import Any

from tracker.domain import claiming
from tracker.domain.content import CitationContent, SourceContent
from tracker.domain.errors import Problem
from tracker.intake.claim_content import source_of
from tracker.intake.fields import Fields


def read(given: Mapping[str, Any]) -> tuple[SourceContent | None, tuple[Problem, ...]]:
    """The row as a source, or None with every fault of it."""
    row = Fields(given, lambda _name: None)
    source = source_of(row)
    problems = row.problems or claiming.citation_problems(CitationContent(source))
    return (None, tuple(problems)) if problems else (source, ())
