"""What the battery stands on besides the fixtures of all tests."""

import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Prints a figure while the battery runs, under the name of its test."""

    def write(figure: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{request.node.name}: {figure}\n")

    return write
