"""An adverse claim and what stands around it, made by forms as a browser would."""

from typing import Any

from tests.client import WatchingClient
from tests.web.test_claim_form import FIVE

DUTY = "r2397-op8-repatriation"
ALLEGATION: dict[str, Any] = FIVE | {
    "statement": "The newspaper says that workers stayed in Mongolia.",
    "kind": "allegation",
    "speaker": "The Morning Newspaper",
    "states": "Mongolia",
    "said": "2020-02-01",
    "citations-0-source": "Workers stayed, says a foreman",
    "bearings-0-obligation": DUTY,
    "bearings-0-effect": "breaches",
}
QUESTION = {
    "state": "Mongolia",
    "asked_of": "the Permanent Mission",
    "channel": "letter",
    "wording": "Did anybody stay?",
    "asked_on": "1 March 2026",
    "reply_by": "2026-03-12",
}


def log(client: WatchingClient, **fields: Any) -> str:
    """Log a claim in spite of what resembles it, and give its key."""
    answer = client.submit("/claims/new", ALLEGATION | fields | {"action": "save_anyway"})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2]
