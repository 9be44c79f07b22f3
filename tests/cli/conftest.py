"""The command line in a test: run in this process, on a database of the test's own, with its exit code checked."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.databases import House, seeded
from tracker.cli import main


class CommandLine:
    """Runs `tracker` with arguments. Anything but a clean exit with the expected code fails the test."""

    def __call__(self, *args: str, code: int = 0, stdin: str | bytes = "") -> Result:
        result = CliRunner().invoke(main, list(args), input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result

    def json(self, *args: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self(*args, "--format", "json").stdout)

    def lines(self, *args: str) -> list[Any]:
        """What a command prints as JSON Lines."""
        return [json.loads(line) for line in self(*args, "--format", "jsonl").stdout.splitlines()]


@pytest.fixture
def tracker(record_address: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a private copy of the seeded record."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", record_address)
    return CommandLine()


@pytest.fixture
def reader(house: House, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a seeded record that many tests share, for commands that only read."""
    house.need("seeded", seeded)
    monkeypatch.setenv("TRACKER_DATABASE_URL", house.shared("seeded"))
    return CommandLine()


@pytest.fixture
def blank_tracker(address: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a migrated, empty database."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    return CommandLine()


@pytest.fixture
def homeless_tracker() -> CommandLine:
    """The command line where no database has been made yet; its place is the test's own data folder."""
    return CommandLine()


@pytest.fixture
def data(tmp_path) -> Path:
    """The data folder of the commands."""
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "backup.zip"


@pytest.fixture
def elsewhere(house, tmp_path, monkeypatch):
    """Go to a new machine: an empty data folder, and a database that is migrated and empty."""

    def go() -> str:
        address = house.copy("blank")
        monkeypatch.setenv("TRACKER_DATABASE_URL", address)
        monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "new"))
        return address

    return go
