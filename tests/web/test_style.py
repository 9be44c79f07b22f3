"""The stylesheet: enough contrast in light and dark, and a look for every word of the vocabulary."""

import re

import pytest

from tracker import resources
from tracker.domain.vocabulary import Assurance, Outcome, ReviewState

SHEET = (resources.PACKAGE / "web" / "static" / "tracker.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\n *\}", SHEET, re.DOTALL)[:2]
)
FAMILIES = ["met", "late", "partly", "against", "overdue", "contested", "remedied", "going", "quiet", "outside"]
TEXT = [
    *((name, ground) for name in ("ink", "muted", "accent", "danger") for ground in ("paper", "surface", "sunken")),
    *((name, f"{name}-tint") for name in FAMILIES),
    *((name, "surface") for name in FAMILIES),
    ("danger", "danger-tint"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("masthead-ink", "masthead"),
    ("masthead-soft", "masthead"),
]
EDGES = [(name, ground) for name in ("line-strong", "focus") for ground in ("paper", "surface", "sunken")]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)], ids=["text", "edges"])
def test_contrast_is_enough(theme, pairs, least):
    ratios = {pair: round(_contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


LOOKS = {
    "outcome": (Outcome, r'class="outcome outcome-[\w-]+ family-([\w-]+)"'),
    "review_state": (ReviewState, r'class="outcome outcome-[\w-]+ family-([\w-]+)"'),
    "assurance": (Assurance, r'class="assurance assurance-([\w-]+)"'),
}


@pytest.mark.parametrize(("macro", "words", "pattern"), [(m, *rest) for m, rest in LOOKS.items()], ids=LOOKS)
def test_every_word_has_a_look_with_word_shape_and_colour(app, macro, words, pattern):
    status = app.jinja_env.get_template("macros/status.html").module
    drawn = str(status.shapes())
    for word in words:
        badge = str(getattr(status, macro)(word))
        assert word.label in badge
        assert re.search(pattern, badge)
        shape = re.search(r'href="#(shape-[\w-]+)"', badge)
        assert shape
        assert f'id="{shape[1]}"' in drawn


def test_every_outcome_has_a_shape_of_its_own(app):
    status = app.jinja_env.get_template("macros/status.html").module
    shapes = {tuple(re.findall(r"#shape-[\w-]+", str(status.outcome(word)))) for word in Outcome}
    assert len(shapes) == len(Outcome)


def test_the_legend_says_that_no_information_is_not_the_same_as_not_met(client):
    assert "is not the same as not met" in client.get("/help").text
