"""Slates: told and heard by different processes, signed, and nothing that an import hangs on."""

from datetime import UTC, datetime

import pytest

from tracker.config import Settings
from tracker.services import waking
from tracker.services.slates import Slate

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
def settings(address: str, tmp_path) -> Settings:
    return Settings(data_dir=tmp_path, secret_key="k" * 40, database_url=address)


def test_what_one_tells_another_reads_and_jobs_have_slates_of_their_own(settings):
    worker, page, other = Slate(settings, 7), Slate(settings, 7), Slate(settings, 8)
    assert (page.progress(), page.moved_at(), worker.is_cancelled()) == ((0, 0), None, False)
    worker.tell(500, 10_000, AT)
    assert (page.progress(), page.moved_at()) == ((500, 10_000), AT)
    worker.tell(600, 10_000, AT)
    assert page.progress() == (600, 10_000)
    page.cancel()
    assert worker.is_cancelled()
    assert (other.progress(), other.is_cancelled()) == ((0, 0), False)
    assert waking.answer(settings, lambda: None, waking.IMPORTS) == 0


def test_a_slate_of_another_installation_is_not_believed(settings):
    Slate(settings, 7).cancel()
    assert not Slate(settings.model_copy(update={"secret_key": "o" * 40}), 7).is_cancelled()


def test_without_its_store_an_import_goes_on_unseen(tmp_path, caplog):
    settings = Settings(data_dir=tmp_path, secret_key="k" * 40, database_url="postgresql://nobody@127.0.0.1:9/none")
    slate = Slate(settings, 7)
    slate.tell(1, 2, AT)
    slate.cancel()
    assert (slate.progress(), slate.is_cancelled()) == ((0, 0), False)
    assert "The slate of an import cannot be used" in caplog.text
