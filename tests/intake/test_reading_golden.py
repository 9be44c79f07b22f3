"""What is read of the labelled texts, whole, so that no change of a rule or of a word changes a reading unseen.

The labels say what is right, and docs/intake.md how much of it is found; the golden files say what is found, with the
reasons. They are made by `python -m tests.intake.test_reading_golden`, then read: is a difference an improvement? Texts
that are held out are not among them.
"""

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path

import pytest

from tests.intake import labels
from tests.intake.books import seeded_book
from tests.intake.labels import Label
from tracker.domain.content import ClaimContent
from tracker.domain.plain import to_plain
from tracker.domain.proposals import ProposedClaim
from tracker.intake import reading

GOLDEN = Path(__file__).parent / "golden"
TEXTS = {f"{part} {label.key}": label for part in labels.TUNED for label in labels.labels(part)}


def told(label: Label) -> str:
    """All that is read of a text, in lines."""
    found = reading.read(label.text, book=seeded_book(), published=label.published)
    laws = [
        f"{law.start}-{law.end} cites “{law.words}”: {law.around} {_listed(law.creates)}" for law in found.citations
    ]
    claims = [line for claim in found.claims for line in _claim(claim)]
    return "\n".join([found.language, *claims, *laws, *found.notes]) + "\n"


def _claim(claim: ProposedClaim) -> Iterator[str]:
    """A claim without what its place in the text says: the quotation and the statement."""
    yield f"{claim.start}-{claim.end} {claim.content.kind.value} of {', '.join(claim.content.states)}"
    for field in fields(ClaimContent):
        value = getattr(claim.content, field.name)
        if field.name not in ("kind", "states", "statement", "citations") and value not in (field.default, "", MISSING):
            yield f"  {field.name}: {_listed(value)}"
    yield from (f"  {reason.field} since: {reason.sentence}" for reason in claim.reasons)


def _listed(value: object) -> str:
    plain = to_plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


@cache
def _golden(language: str) -> dict[str, str]:
    parts = (GOLDEN / f"{language}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return dict(part.split("\n", 1) for part in parts)


@pytest.mark.parametrize("key", TEXTS)
def test_a_labelled_text_is_read_as_its_golden_file_says(key):
    assert told(TEXTS[key]) == _golden(TEXTS[key].language)[key]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for language in sorted({label.language for label in TEXTS.values()}):
        parts = [f"=== {key}\n{told(label)}" for key, label in TEXTS.items() if label.language == language]
        (GOLDEN / f"{language}.txt").write_text("".join(parts), encoding="utf-8")
