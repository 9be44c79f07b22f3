"""A proof as JSON: RFC 8785 gives one sequence of bytes for one meaning."""

import rfc8785

from tracker.domain.proof import Proof
from tracker.domain.proofs import to_canonical


def render(proof: Proof) -> bytes:
    """The canonical JSON of a proof, with the same in words."""
    return rfc8785.dumps(to_canonical(proof))
