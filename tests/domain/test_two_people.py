"""Two people, one door: who proposes and who rules, for every deed that needs a second person."""

import pytest

from tests.domain.refusals import refusal
from tracker.domain import adopting, determining, law_changes, origins
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.two_people import LONGEST_REASON, reason_problems
from tracker.domain.vocabulary import Role, Ruling

PROPOSALS = [determining.DEED, adopting.DEED, origins.DEED, law_changes.DEED]
DEEDS = [*PROPOSALS, determining.ENDING, law_changes.STRIKING]
deeds = pytest.mark.parametrize("deed", DEEDS, ids=[deed.one for deed in DEEDS])


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


@pytest.mark.parametrize(
    ("check", "given", "expected"),
    [
        (
            "check_proposer",
            ({Role.VIEWER},),
            "Only an analyst or a reviewer may propose a change of origins. Ask an administrator.",
        ),
        ("check_ruling", (Ruling.TAKEN_BACK, ""), "Approve it or refuse it; only its author takes it back."),
        ("check_ruling", (Ruling.REFUSED, ""), "Say why it is refused; the reason stays with it."),
    ],
)
def test_sentences_are_whole(check, given, expected):
    names = {"check_proposer": ("roles",), "check_ruling": ("ruling", "reason")}[check]
    found = refusal(getattr(origins.DEED, check), **dict(zip(names, given, strict=True)))
    assert found is not None
    assert list(found[2].values()) == [expected]


@deeds
def test_a_refusal_names_the_deed_and_no_field(deed):
    ruler = refusal(deed.check_ruler, person=2, roles={Role.ANALYST}, proposer=1)
    assert ruler == (
        "not_allowed",
        deed.noun,
        {"": f"Only a reviewer may rule on {deed.one}. Ask an administrator for the role."},
    )
    own = refusal(deed.check_ruler, person=1, roles={Role.REVIEWER}, proposer=1)
    assert own == ("not_allowed", deed.noun, {"": f"You proposed {deed.this}. A second person must rule on it."})
    other = refusal(deed.check_taking_back, person=2, proposer=1)
    sentence = f"Only who proposed {deed.this} may take it back. A reviewer can refuse it."
    assert other == ("not_allowed", deed.noun, {"": sentence})
    ruling = refusal(deed.check_ruling, ruling=Ruling.TAKEN_BACK, reason="")
    assert ruling is not None
    assert (ruling[1], set(ruling[2])) == (deed.noun, {"ruling"})
    assert refusal(deed.check_reason, "", missing="Say why.") == ("refused", deed.noun, {"reason": "Say why."})
    assert refusal(deed.check_reason, "Because.", missing="Say why.") is None


@pytest.mark.parametrize(
    ("deed", "one", "this"),
    [
        (determining.ENDING, "the end of a determination", "the end of this determination"),
        (law_changes.STRIKING, "the striking of a change of the law", "the striking of this change of the law"),
    ],
)
def test_the_end_of_a_thing_is_called_by_its_name(deed, one, this):
    sentence = f"Only an analyst or a reviewer may propose {one}. Ask an administrator."
    assert refusal(deed.check_proposer, roles={Role.VIEWER}) == ("not_allowed", deed.noun, {"": sentence})
    own = refusal(deed.check_ruler, person=1, roles={Role.REVIEWER}, proposer=1)
    assert own == ("not_allowed", deed.noun, {"": f"You proposed {this}. A second person must rule on it."})
