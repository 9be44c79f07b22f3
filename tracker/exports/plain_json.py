"""Plain values as JSON, for programs."""

from typing import Any

import orjson

from tracker.domain.report import NOTICE


def render(document: dict[str, Any]) -> bytes:
    """A document as JSON, with the notice that every outcome carries. Words of closed lists stand as their values."""
    return orjson.dumps({"notice": NOTICE, **document})
