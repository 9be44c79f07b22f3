"""What the tests of pages stand on, beside the app and the client that all tests have."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.client import WatchingClient
from tracker.app import create_app
from tracker.config import Settings


@pytest.fixture
def app_with(record_address: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes apps with other settings, on the private copy of the seeded record."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        app = create_app(Settings(database_url=record_address, data_dir=tmp_path / "other", **settings))
        app.testing = True
        app.test_client_class = WatchingClient
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
