"""Exchange between installations, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.exchanging import AT, Installation, installation, source
from tracker.db.models import Claim, ForeignReview, MergeMatter
from tracker.domain.content import CitationContent
from tracker.domain.vocabulary import MatterKind
from tracker.services import claims
from tests.databases import seeded


@pytest.fixture
def installations(house, tmp_path):
    """Makes installations on copies of the seeded record."""
    house.need("seeded", seeded)
    made: list[tuple[Installation, str]] = []

    def make(name: str) -> Installation:
        address = house.copy("seeded")
        made.append((installation(name, address, tmp_path / name), address))
        return made[-1][0]

    yield make
    for one, address in made:
        one.engine.dispose()
        house.drop(address)


def test_what_one_logs_the_other_gets_once(installations):
    here, there = installations("Vienna desk"), installations("Geneva desk")
    key = there.log(statement="Ten workers left in May.")
    there.decide(key)
    data = there.bundle()
    assert there.bundle() == data
    dry = here.merge(data, dry=True)
    before = here.whole()
    made = here.merge(data)
    assert made.sentence == dry.sentence
    print(made)
    after = here.whole()
    assert after != before
    again = here.merge(data)
    print(again)
    assert again.number is None and here.whole() == after
    assert here.digest() == there.digest()
    there.merge(here.bundle())
