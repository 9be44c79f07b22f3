"""Days to step through: each is a link that keeps the rest of the address."""

import pytest

PAGES = {
    "/cells/KWT/r2397-op8-midterm-report": "state=KWT&amp;obligation=r2397-op8-midterm-report",
    "/obligations/r2397-op8-midterm-report": "obligation=r2397-op8-midterm-report",
    "/states/KWT": "state=KWT",
    "/matrix/dprk-1718": "regime=dprk-1718",
}


@pytest.mark.parametrize("path", PAGES)
def test_the_days_near_the_one_shown_are_links_that_keep_the_address(client, path):
    page = client.get(f"{path}?known_at=2026-11-24&as_of=2019-03-22&public_at=2020-12-31").text
    assert '<strong aria-current="date"><time datetime="2019-03-22">' in page
    nearest = f'<a href="{path}?known_at=2026-11-24&amp;public_at=2020-12-31&amp;as_of=2019-03-23" rel="next">'
    assert nearest in page
    assert f'href="/compare/?{PAGES[path]}&amp;as_of=2019-03-22' in page


def test_the_obligation_leads_to_its_published_counts(client):
    page = client.get("/obligations/r2397-op8-midterm-report?as_of=2020-06-30").text
    assert 'href="/obligations/r2397-op8-midterm-report/counts/?as_of=2020-06-30"' in page
