"""Reports of the record that the product starts with, in every format, are their golden files on both databases."""

import pytest

from tests.exports import seeded
from tests.exports.golden_files import SEEDED, digests, kept, rendered, words
from tracker.exports import FORMATS, formats_of


@pytest.mark.parametrize("name", seeded.ASKED)
def test_a_report_of_the_seeded_record_is_its_golden_files(house, name) -> None:
    made = rendered(seeded.copies(house)[name])
    places = {fmt: place for fmt in made if (place := kept(name, fmt))}
    for fmt, place in places.items():
        assert words(fmt, made[fmt]).decode() == place.read_bytes().decode(), place.name
    told = (SEEDED / "digests.txt").read_text().splitlines()
    assert digests({name: made}).splitlines() == [line for line in told if f" {name}." in line]
    assert places


def test_every_format_is_among_them(sqlite_house) -> None:
    found = seeded.copies(sqlite_house).items()
    assert {fmt for name, copy in found for fmt in formats_of(copy.document) if kept(name, fmt)} == set(FORMATS)
