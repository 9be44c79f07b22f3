"""A rate on pages: proposed with its source, put in force by another, and told with each figure that it converts."""

from html import unescape
from re import sub

from tests.rated import OIL, QUOTED, kept

NEW = f"/law/new/{OIL}"
FIGURES = f"/obligations/{OIL}/figures/?as_of=2019-06-30"
FIELDS = {
    "kind": "rate",
    "title": "Notes <on> the table",
    "summary": "A tonne of any product is counted as eight barrels.",
    "effect": "converts",
    "first": "1 January 2018",
    "last": "31 December 2018",
    "rate_unit": "t",
    "rate_factor": "8",
    "rate_into": "bbl",
    "locator": "second paragraph",
    "quotation": QUOTED,
}


def _words(page: str) -> str:
    """The text of what a page has of its own, without its marks."""
    own = page.partition("<main")[2].partition("</main>")[0]
    return sub(r" ([,.:;])", r"\1", " ".join(unescape(sub(r"<[^>]+>", " ", own)).split()))


def _said(record: str) -> str:
    """What is said of a converted figure, as `_words` has it."""
    by = f"by {record} of the law, “Notes <on> the table” (All workers left)"
    return f"converted from 70,000 t: 1 t counts as 8 bbl, {by}"


def _totals(client) -> str:
    """What the page of figures has below its clocks."""
    return _words(client.get(FIGURES).text).partition("Running totals")[2]


def test_a_rate_goes_from_its_source_to_the_figures_that_it_converts(app, record):
    claim, source = kept(record)
    analyst, reviewer = app.test_client().sign_in("analyst"), app.test_client().sign_in("reviewer")
    before = _totals(reviewer)
    assert "Over the limit" not in before
    made = analyst.submit(NEW, FIELDS | {"source": source}, page=NEW)
    assert made.status_code == 303, made.text
    page = reviewer.get(made.location).text
    assert QUOTED in page
    assert "quote-exact" in page
    assert "1 t counts as 8 bbl. It is never read the other way round." in _words(page)
    assert _totals(reviewer) == before
    assert analyst.submit(f"{made.location}/rule", {"ruling": "approved"}, page="/law/").status_code == 403
    assert reviewer.submit(f"{made.location}/rule", {"ruling": "approved"}, page=made.location).status_code == 303
    page = reviewer.get(FIGURES).text
    told = _words(page)
    assert f"560,000 bbl China {_said('record 1')}" in told
    assert f'<a href="{made.location}">record 1 of the law</a>' in page
    assert "1 t counts as 8 bbl for figures from 1 January 2018 to 31 December 2018, by record 1" in told
    assert "560,000 bbl with a converted figure" in told
    assert "over the limit, by converted figures. By the lower bounds the limit is passed with the figure of" in told
    assert "1 figure is converted at a rate on record; without it the limit is not passed." in told
    cell = _words(reviewer.get(f"/cells/CHN/{OIL}?as_of=2019-06-30").text)
    assert f"A figure over the limit is {_said('record 1')}." in cell
    assert claim in cell
    assert "1 t counts as 8 bbl" in _words(reviewer.get(f"/obligations/{OIL}").text)
    struck = analyst.submit(f"{made.location}/strike", {"reason": "Another table."}, page=made.location)
    assert struck.status_code == 303
    struck = reviewer.submit(f"{made.location}/strike/rule", {"ruling": "approved"}, page=made.location)
    assert struck.status_code == 303
    assert _totals(reviewer) == before


def test_what_is_wrong_with_a_rate_is_said_at_its_field_and_what_was_typed_is_kept(app, record):
    _, source = kept(record)
    analyst = app.test_client().sign_in("analyst")
    wrong = {
        "0,125": "“0,125” is not a number above 0; write one such as 0.1364 or 7.33, with a point before decimals.",
        "0": "Say how many of the second unit one of the first counts as: a number from 0.000001 to 1,000,000.",
    }
    for typed, sentence in wrong.items():
        answer = analyst.submit(NEW, FIELDS | {"source": source, "rate_factor": typed}, page=NEW)
        assert (answer.status_code, sentence in unescape(answer.text)) == (422, True)
        assert f'value="{typed}"' in answer.text
    answer = analyst.submit(NEW, FIELDS | {"rate_unit": "persons"}, page=NEW)
    assert answer.status_code == 422
    assert "Figures in persons never convert. Give a unit of goods, such as bbl or t." in answer.text
    assert "Name the source that gives the rate, by its key." in answer.text
    answer = analyst.submit(NEW, FIELDS | {"source": source, "quotation": "one tonne is nine barrels"}, page=NEW)
    assert "These words do not stand in the kept text of the source." in answer.text
    assert "one tonne is nine barrels" in answer.text
