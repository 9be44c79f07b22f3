"""What nobody sees in a text is said, and shown by a mark."""

import pytest

from tracker.domain.unseen import STAND_IN, notes, shown
from tracker.domain.visible import Visible

OVERRIDE, POP, ZERO_WIDTH, JOINER, SOFT = "\u202e", "\u202c", "\u200b", "\u200d", "\u00ad"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", []),
        ("Sénégal, the “Türkiye” of Кувейт, الكـويت, 北京２", []),
        (f"نمی{JOINER}خواهم", []),  # a joiner that its script needs
        ("Ru\u0455sia", ["Letters of another script stand in “Ru\u0455sia” (character 1): it was read as Russia."]),
        (
            "of \u0421hina, S/R\u0415S/2397",
            ["Letters of another script stand in “\u0421hina” (character 4): it was read as China; and 1 more."],
        ),
        ("in 2\u041797", ["Letters stand for figures in “2\u041797” (character 4): it was read as 2397."]),
        (
            f"Fiji {OVERRIDE}said{POP}",
            ["Signs that turn the direction of the text were read over: U+202E at character 6, and 1 more."],
        ),
        (f"Fi{ZERO_WIDTH}ji", ["Characters that cannot be seen were read over: U+200B at character 3."]),
        (f"Fi{SOFT}ji", ["Characters that cannot be seen were read over: U+00AD at character 3."]),
        (f"Fi{JOINER}ji", ["Characters that cannot be seen were read over: U+200D at character 3."]),
        (
            f"{ZERO_WIDTH}Ru\u0455{ZERO_WIDTH}sia",
            [
                "Characters that cannot be seen were read over: U+200B at character 1, and 1 more.",
                "Letters of another script stand in “Ru\u0455⟦U+200B⟧sia” (character 2): it was read as Russia.",
            ],
        ),
    ],
)
def test_what_was_read_over_or_as_something_else_is_said_with_its_first_place(text, said):
    assert list(notes(Visible(text))) == said


def test_what_is_not_seen_is_shown_by_a_mark():
    assert shown(f"Fi{ZERO_WIDTH}ji {OVERRIDE}x") == "Fi⟦U+200B⟧ji ⟦U+202E⟧x"
    assert shown(f"Fi{ZERO_WIDTH}ji", lambda c: STAND_IN) == f"Fi{STAND_IN}ji"
    assert len(STAND_IN) == 1  # places on a page are counted in characters
