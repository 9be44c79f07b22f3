"""Proofs: made, put into JSON, read back, and replayed.

Invariant kept here: a proof needs nothing beside itself. `replay` reads the facts in it, asks the rules of the version
that it names, and must come to the same proof; `differences` says where it did not.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from tracker.domain import periods, proof_text
from tracker.domain.alternatives import changes_of
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.plain import from_plain, to_plain
from tracker.domain.proof import FORMAT, Fact, Proof
from tracker.domain.report import NOTICE
from tracker.domain.rules import rules_of
from tracker.domain.status import assess, judged
from tracker.domain.steps import steps_of
from tracker.domain.tally import bucket_of, doubtful_among, sort_out, tally


class ProofUnreadable(ValueError):
    """The text is no proof; the message says what is wrong with it."""


def prove(duty: Duty, party: Party, evidence: Iterable[Evidence], clocks: Clocks) -> Proof:
    """Prove the outcome of one cell. Order and repetition of the evidence change nothing. Raises RulesUnknown."""
    items = sorted(set(evidence), key=lambda item: (item.claim, item.revision, item.origin, repr(item)))
    duty = periods.on(duty, clocks.as_of)
    decided = judged(duty, party, items, clocks)
    counted, set_aside = sort_out(decided, party, items, clocks)
    summary = tally(decided, party, counted, doubtful_among(decided, party, items, clocks))
    dated = periods.from_event(decided, summary.opened_on)
    found, why = assess(duty, party, items, clocks), {left.claim: left.why.value for left in set_aside}
    return Proof(
        format=FORMAT,
        duty=duty,
        party=party,
        clocks=clocks,
        rules_say=rules_of(clocks.rules).says,
        facts=tuple(Fact(item, bucket_of(dated, party, item) or "", why.get(item.claim, "")) for item in items),
        steps=steps_of(decided, party, summary, clocks),
        outcome=found.outcome,
        assurance=found.assurance,
        due=found.due,
        also=found.also,
        reasons=found.reasons,
        set_aside=found.set_aside,
        changes=changes_of(duty, party, items, clocks),
    )


def replay(proof: Proof) -> Proof:
    """Decide again from the facts that a proof holds, by the rules that it names. Raises RulesUnknown."""
    return prove(proof.duty, proof.party, proof.evidence, proof.clocks)


def differences(told: Proof, again: Proof) -> list[str]:
    """The parts of a proof that a replay does not bear out, by their names; empty when it does.

    Sentences are not compared: a later product may word them better, and decides the same.
    """
    before, after = _wordless(to_plain(told)), _wordless(to_plain(again))
    return [field.name for field in fields(Proof) if before.get(field.name) != after.get(field.name)]


def _wordless(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_wordless(item) for item in plain]
    if isinstance(plain, dict):
        return {name: _wordless(value) for name, value in plain.items() if name not in ("sentence", "rules_say")}
    return plain


def to_canonical(proof: Proof) -> dict[str, Any]:
    """The proof as plain values for JSON, with the notice and the same in words; see `domain.plain`."""
    text = [{"title": part.title, "lines": list(part.lines)} for part in proof_text.parts_of(proof)]
    return {"notice": NOTICE, "proof": to_plain(proof), "text": text}


def from_canonical(plain: Any) -> Proof:
    """The proof that `to_canonical` made plain. Raises ProofUnreadable for anything else."""
    try:
        return from_plain(Proof, plain["proof"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ProofUnreadable(f"This is no proof of format {FORMAT}: {error}.") from error
