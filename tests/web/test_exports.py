"""Pages of exports that are made in the background."""

import io
import zipfile
from dataclasses import replace

import pytest

from tests.web.test_report_kinds import freeze
from tracker import clock, exports
from tracker.db.kept import Store
from tracker.services import export_jobs, waking
from tracker.services.export_jobs import Desk
from tracker.web.session import database


@pytest.fixture
def heavy(monkeypatch):
    """Every CSV takes long, and nudges are counted instead of sent."""
    nudges = []
    monkeypatch.setattr(export_jobs, "HEAVY", ("csv",))
    monkeypatch.setattr(export_jobs, "MANY", -1)
    monkeypatch.setattr(waking, "nudge", lambda _settings: nudges.append(1))
    return nudges


def work(client) -> int:
    with client.application.app_context():
        opened = database()
        desk = Desk(
            Store(client.application.config["TRACKER"].exports),
            opened.snapshot,
            lambda: opened.writing("exports"),
            clock.now,
        )
        return export_jobs.work(desk)


def ask(client, path: str) -> str:
    number = path.rsplit("/", 1)[1]
    fields = {"report": number, "format": "csv", "edition": "full"}
    answer = client.submit("/exports/", fields, page=f"{path}.csv")
    assert answer.status_code == 303
    return answer.location


def test_a_large_file_is_asked_for_made_and_taken(client, heavy) -> None:
    path = freeze(client)
    assert "It is made in the background" in client.get(f"{path}.csv").text
    assert heavy == []
    page = ask(client, path)
    assert heavy == [1]
    assert "Waiting" in client.get(page).text
    assert client.get(f"{page}/file").status_code == 404
    assert "See how far it is" in client.get(f"{path}.csv").text
    assert work(client) == 1
    shown = client.get(page).text
    assert "Take the file" in shown
    made = client.get(f"{page}/file")
    assert made.mimetype == "text/csv"
    assert made.headers["Content-Disposition"].endswith("report-1.csv")
    assert client.get(f"{path}.csv").data == made.data
    assert "Made" in client.get("/exports/").text


def test_a_report_of_several_volumes_is_taken_whole_or_by_volume(client, heavy, monkeypatch) -> None:
    class Two:
        holds = ("Matrix", "Evidence")

        def render(self, number: int = 1) -> bytes:
            return b"volume %d" % number

    fmt = replace(exports.FORMATS["csv"], volumes=lambda _copy: Two())
    monkeypatch.setitem(exports.FORMATS, "csv", fmt)
    path = freeze(client)
    page = ask(client, path)
    assert work(client) == 1
    shown = client.get(page).text
    assert "It has 2 volumes" in shown
    assert f'href="{page}/file?volume=2"' in shown
    whole = client.get(f"{page}/file")
    assert (whole.mimetype, whole.headers["Content-Disposition"]) == (
        "application/zip",
        "attachment; filename=report-1.zip",
    )
    assert zipfile.ZipFile(io.BytesIO(whole.data)).namelist() == ["report-1-volume-1.csv", "report-1-volume-2.csv"]
    assert client.get(f"{page}/file?volume=2").data == client.get(f"{path}.csv?volume=2").data == b"volume 2"
    assert client.get(f"{path}.csv").data == b"volume 1"
    assert client.get(f"{page}/file?volume=3").status_code == client.get(f"{path}.csv?volume=3").status_code == 404


def test_an_export_is_cancelled_by_who_asked(client, heavy) -> None:
    page = ask(client, freeze(client))
    assert client.submit(f"{page}/cancel", {}, page=page).status_code == 303
    assert "It was cancelled" in client.get(page).text
    assert client.submit(f"{page}/cancel", {}, page="/exports/").status_code == 422
    assert work(client) == 0


def test_somebody_else_sees_it_and_may_not_cancel_it(client, heavy) -> None:
    page = ask(client, freeze(client))
    client.post("/logout", data={"csrf_token": client.token("/help")})
    client.sign_in("reviewer")
    assert "Cancel" not in client.get(page).text.split("<main")[1]
    assert client.submit(f"{page}/cancel", {}, page="/help").status_code == 403
    assert "You have asked for none yet" in client.get("/exports/").text


UNKNOWN = ({"report": "99", "format": "csv"}, {"report": "1", "format": "exe"})


@pytest.mark.parametrize("fields", [{}, {"report": "x"}, {"report": "²"}, *UNKNOWN])
def test_what_cannot_be_asked_for_is_answered_in_a_sentence(client, heavy, fields) -> None:
    freeze(client)
    assert client.submit("/exports/", fields, page="/help").status_code == 404


def test_nobody_begins_one_without_signing_in(client, heavy) -> None:
    path = freeze(client)
    client.post("/logout", data={"csrf_token": client.token("/help")})
    assert "Sign in to have it made" in client.get(f"{path}.csv").text
    token = client.token("/login")
    answer = client.post("/exports/", data={"report": "1", "format": "csv", "csrf_token": token})
    assert answer.status_code == 401
