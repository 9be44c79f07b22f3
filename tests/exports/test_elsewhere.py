"""The same report gives the same bytes in every format, in twelve time zones and six languages."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain, cycle

from tests import locales
from tests.databases import seeded
from tests.domain.machine import ZONES
from tests.exports.elsewhere import digests
from tests.exports.golden_files import SEEDED
from tracker.exports import FORMATS


def made_elsewhere(record: str, zones: Sequence[str]) -> list[tuple[str, str, str, dict[str, str]]]:
    """Zone, language, what an instant is called there, and the digests of what was made there."""
    places = chain.from_iterable(zip(zones, cycle(locales.LOCALES), strict=False))
    asked = [sys.executable, "-W", "error", "-m", "tests.exports.elsewhere", record, *places]
    surroundings = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LOCPATH": locales.provide(),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    made = subprocess.run(asked, capture_output=True, env=surroundings, check=False)
    assert made.returncode == 0, made.stderr.decode()
    return [json.loads(line) for line in made.stdout.splitlines()]


def test_a_report_is_the_same_in_every_time_zone_and_language() -> None:
    """The loading, too, happens elsewhere: in the process that they are forked from."""
    told = made_elsewhere("-", ZONES)
    assert {zone for zone, *_ in told} == set(ZONES)
    assert {language for _, language, *_ in told} == set(locales.LOCALES)
    assert len({here for *_, here, _ in told}) >= 10  # Berlin and Lagos share an hour
    expected = digests()
    assert expected.keys() == FORMATS.keys()
    assert [(zone, language) for zone, language, _, found in told if found != expected] == []


def test_a_report_is_frozen_to_the_same_document_in_every_time_zone(house) -> None:
    house.need("seeded", seeded)
    zones = ZONES if house.name == "sqlite" else ZONES[:4]
    told = made_elsewhere(house.shared("seeded"), zones)
    assert [zone for zone, *_ in told] == list(zones)
    [line] = [line for line in (SEEDED / "digests.txt").read_text().splitlines() if line.endswith(" dossier.json")]
    assert [zone for zone, *_, found in told if found != {"dossier": line.split()[0]}] == []
