"""The same report gives the same bytes in every format, in twelve time zones and six languages."""

import json
import os
import subprocess
import sys
from itertools import chain, cycle

from tests.domain.machine import LOCALES, ZONES
from tests.exports.elsewhere import digests
from tracker.exports import FORMATS


def test_a_report_is_the_same_in_every_time_zone_and_language() -> None:
    """The loading, too, happens elsewhere: in the process that they are forked from."""
    places = chain.from_iterable(zip(ZONES, cycle(LOCALES), strict=False))
    asked = [sys.executable, "-W", "error", "-m", "tests.exports.elsewhere", *places]
    surroundings = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    made = subprocess.run(asked, capture_output=True, env=surroundings, check=False)
    assert made.returncode == 0, made.stderr.decode()
    told = [json.loads(line) for line in made.stdout.splitlines()]
    assert {zone for zone, *_ in told} == set(ZONES)
    assert {language for _, language, *_ in told} == set(LOCALES)
    assert len({here for *_, here, _ in told}) >= 10  # Berlin and Lagos share an hour
    expected = digests()
    assert expected.keys() == FORMATS.keys()
    assert [(zone, language) for zone, language, _, found in told if found != expected] == []
