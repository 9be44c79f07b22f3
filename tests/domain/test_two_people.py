"""Two people, one door: who proposes and who rules, for every deed that needs a second person."""

import pytest

from tracker.domain import adopting, determining, law_changes, origins
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.two_people import LONGEST_REASON, reason_problems
from tracker.domain.vocabulary import Role, Ruling

DEEDS = [determining.DEED, adopting.DEED, origins.DEED, law_changes.DEED]
deeds = pytest.mark.parametrize("deed", DEEDS, ids=[deed.noun for deed in DEEDS])


@deeds
@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ({Role.ANALYST}, True),
        ({Role.REVIEWER}, True),
        ({Role.ADMINISTRATOR, Role.ANALYST}, True),
        ({Role.ADMINISTRATOR}, False),
        ({Role.VIEWER}, False),
        (set(), False),
    ],
)
def test_an_analyst_or_a_reviewer_proposes(deed, roles, may):
    if may:
        assert deed.check_proposer(roles) is None
    else:
        with pytest.raises(NotAllowed, match=f"Only an analyst or a reviewer may propose {deed.one}"):
            deed.check_proposer(roles)


@deeds
@pytest.mark.parametrize(
    ("roles", "person", "says"),
    [
        ({Role.REVIEWER}, 2, None),
        ({Role.REVIEWER, Role.ADMINISTRATOR}, 1, "A second person must rule on it"),
        ({Role.ANALYST}, 2, "Only a reviewer may rule on"),
        ({Role.ADMINISTRATOR}, 2, "Only a reviewer may rule on"),
    ],
)
def test_another_person_who_is_a_reviewer_rules(deed, roles, person, says):
    if says is None:
        assert deed.check_ruler(person=person, roles=roles, proposer=1) is None
    else:
        with pytest.raises(NotAllowed, match=says):
            deed.check_ruler(person=person, roles=roles, proposer=1)


@deeds
@pytest.mark.parametrize(
    ("ruling", "reason", "says"),
    [
        (Ruling.APPROVED, "", None),
        (Ruling.REFUSED, "No source says so.", None),
        (Ruling.REFUSED, "", "Say why it is refused"),
        (Ruling.REFUSED, "x" * (LONGEST_REASON + 1), "at most 5,000"),
        (Ruling.APPROVED, "x" * (LONGEST_REASON + 1), "at most 5,000"),
        (Ruling.TAKEN_BACK, "", "only its author takes it back"),
    ],
)
def test_a_refusal_gives_its_reason(deed, ruling, reason, says):
    if says is None:
        assert deed.check_ruling(ruling=ruling, reason=reason) is None
    else:
        with pytest.raises(RuleBroken, match=says):
            deed.check_ruling(ruling=ruling, reason=reason)


@deeds
def test_only_its_author_takes_it_back(deed):
    assert deed.check_taking_back(person=1, proposer=1) is None
    with pytest.raises(NotAllowed, match=f"Only who proposed {deed.this}"):
        deed.check_taking_back(person=2, proposer=1)


def test_the_longest_reason_is_not_too_long():
    assert reason_problems("x" * LONGEST_REASON, missing="Say why.") == []
