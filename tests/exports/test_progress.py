"""Renderers tell how far they are, to whoever listens, and end when nobody wants them any more."""

import pytest

from tests.exports.documents import copy_of, document
from tracker import exports
from tracker.exports import progress

COPY = copy_of(document())


@pytest.mark.parametrize("fmt", ["html", "pdf", "docx", "xlsx"])
def test_a_rendering_tells_how_far_it_is(fmt) -> None:
    told = []
    with progress.listening(lambda *said: told.append(said)):
        exports.FORMATS[fmt].render(COPY)
    assert ("evidence", 0, 3) in told
    told.clear()
    exports.FORMATS["html"].render(COPY)
    assert told == []


@pytest.mark.parametrize("fmt", ["html", "pdf", "docx", "xlsx"])
def test_a_rendering_that_nobody_wants_any_more_ends(fmt) -> None:
    def refuse(*_said: object) -> None:
        raise progress.Cancelled

    with progress.listening(refuse), pytest.raises(progress.Cancelled):
        exports.FORMATS[fmt].render(COPY)


def test_items_are_told_of_now_and_then() -> None:
    told = []
    with progress.listening(lambda *said: told.append(said)):
        assert list(progress.counted("rows", range(450), 450)) == list(range(450))
    assert told == [("rows", 0, 450), ("rows", 200, 450), ("rows", 400, 450)]
