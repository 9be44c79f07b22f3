"""A real Chromium on a real server. Where no Chromium is found the tests say so; in CI that is a failure."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import BaseWSGIServer, make_server

from tests.browser.chromium import find
from tracker.app import create_app
from tracker.config import Settings

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
PICTURES = os.environ.get("SCREENSHOTS", "")
"""The folder in which the README's pictures are kept, or nothing when they are not to be made anew."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser, unless one is required."""
    if find() or os.environ.get("CHROMIUM_REQUIRED"):
        return
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="no Chromium was found on this machine"))


# Not for the whole session: while the driver runs, an event loop runs in this thread, and the tests of the other
# folders that this process takes on in between make apps, which does not go together.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = find()
    assert path, "a Chromium is required here (CHROMIUM_REQUIRED is set) and none was found"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(record: Engine, record_address: str, tmp_path: Path) -> Iterator[str]:
    """The address of a server on a private copy of the seeded record."""
    # All of the app lives in a thread of its own: the browser's driver runs an event loop in this one.
    started: Future[BaseWSGIServer] = Future()
    settings = Settings(database_url=record_address, data_dir=tmp_path / "data")
    thread = threading.Thread(target=_serve, args=(settings, started))
    thread.start()
    server = started.result(timeout=60)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _serve(settings: Settings, started: "Future[BaseWSGIServer]") -> None:
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    started.set_result(server)
    server.serve_forever()
    server.server_close()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A window of 1280 by 800 on the site. Whatever the page's policy blocks, or its scripts throw, fails the test."""
    yield from _window(chromium, site, width=1280)


@pytest.fixture
def narrow(chromium: Browser, site: str) -> Iterator[Page]:
    """A window of 320 by 640 on the site, watched in the same way."""
    yield from _window(chromium, site, width=320)


def _window(chromium: Browser, site: str, *, width: int) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(
        base_url=site, viewport={"width": width, "height": 800 if width > 400 else 640}, accept_downloads=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def said(message: ConsoleMessage) -> None:
        # A browser reports every refused form as an error of its own; the tests look at those answers themselves.
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            complaints.append(f"outside: {request.url}")

    page.on("console", said)
    page.on("request", asked)
    yield page
    context.close()
    assert complaints == []
