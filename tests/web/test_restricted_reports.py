"""A report that quotes a restricted source: strangers get its public edition, and no file of the full one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.client import WatchingClient
from tests.exports import readers
from tests.reporting import frozen
from tests.services.desks import ADVERSE, DUTY, Desk
from tests.web.test_exports import work
from tracker import clock, exports
from tracker.db.engine import writing
from tracker.db.models import Source
from tracker.domain.content import CitationContent, SourceContent
from tracker.domain.vocabulary import NoticeKind, Publication, ReportKind
from tracker.services import export_jobs, notices, waking

MINUTES = SourceContent(
    title="The hushed minutes",
    publisher="A ministry",
    access_points=("https://a.example/9",),
    publication=Publication.RESTRICTED,
)
SECRETS = ("Thehushedminutes", "ThePanelsaysthatworkersstayed.", "nobodywastoknow")
"""What the restricted source says, as the readers of the tests give it: without blanks."""


@pytest.fixture
def path(record: Engine) -> str:
    """A dossier that rests on a restricted source alone, which was taken back since."""
    at = clock.now() - timedelta(hours=1)
    with writing(record, actor="test") as session:
        desk = Desk(session)
        said: dict[str, Any] = {**ADVERSE, "citations": (CitationContent(MINUTES, quotation="nobody was to know"),)}
        key = desk.log(at=at, **said)
        desk.decide(key, at=at)
        who = desk.people["analyst"]
        scope = {"kind": ReportKind.CELL, "states": ["MNG"], "obligations": [DUTY]}
        number = frozen(session, as_of=at.date(), known_at=at, title="Hushed", author=who, at=at, **scope).number
    return f"/reports/{number}"


def leaked(fmt: str, data: bytes) -> list[str]:
    """Which words of the restricted source a file has."""
    text = readers.said(fmt, data)
    return [words for words in SECRETS if words in text]


def sent_to_sign_in(client: WatchingClient, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 303 and answer.location.startswith("/login?next=") and "hushed" not in answer.text


def test_a_stranger_gets_no_file_of_the_full_edition_and_those_of_the_public_one(client, path) -> None:
    assert [fmt for fmt in exports.FORMATS if not sent_to_sign_in(client, f"{path}.{fmt}")] == []
    assert sent_to_sign_in(client, f"{path}.pdf?volume=1")
    for fmt in ("html", "json", "csv", "pdf"):
        made = client.get(f"{path}/public.{fmt}")
        assert (made.status_code, leaked(fmt, made.data)) == (200, [])


def test_whoever_is_signed_in_gets_the_full_edition(client, path) -> None:
    client.sign_in("viewer")
    assert leaked("json", client.get(f"{path}.json").data) == list(SECRETS)
    assert leaked("html", client.get(path).data) == list(SECRETS)


def test_the_page_is_of_the_public_edition_and_names_no_restricted_source_that_was_taken_back(
    client, record, path
) -> None:
    with writing(record, actor="test") as session:
        source = session.scalars(select(Source.key).where(Source.title == MINUTES.title)).one()
        by = Desk(session).people["analyst"]
        said = {"day": "", "address": "", "reason": "The hushed minutes were forged."}
        notices.record(session, source=source, kind=NoticeKind.RETRACTION, by=by, at=clock.now(), **said)
    page = client.get(path)
    assert leaked("html", page.data) == []
    assert "was retracted: a source that its authors did not publish." in page.text
    assert source not in page.text
    assert f'href="{path}.json"' not in page.text
    assert f'href="{path}/public.json"' in page.text
    assert "The hushed minutes were forged." in client.sign_in("viewer").get(path).text


def test_a_file_made_in_the_background_is_kept_from_strangers_as_well(client, path, monkeypatch) -> None:
    monkeypatch.setattr(export_jobs, "HEAVY", ("csv",))
    monkeypatch.setattr(export_jobs, "MANY", -1)
    monkeypatch.setattr(waking, "nudge", lambda _settings: None)
    assert sent_to_sign_in(client, f"{path}.csv")
    client.sign_in("analyst")
    for edition in ("full", "public"):
        asked = {"report": path.rpartition("/")[2], "format": "csv", "edition": edition}
        assert (
            client.submit("/exports/", asked, page=path).location == f"/exports/{['full', 'public'].index(edition) + 1}"
        )
    assert work(client) == 2
    assert leaked("csv", client.get("/exports/1/file").data) == [SECRETS[0]]
    client.post("/logout", data={"csrf_token": client.token("/help")})
    assert sent_to_sign_in(client, "/exports/1/file")
    assert sent_to_sign_in(client, f"{path}.csv")
    assert leaked("csv", client.get("/exports/2/file").data) == []
