from tests.intake import score, score_tables


def test_the_page_has_the_figures_that_the_reading_comes_to(shared_record):
    written = score_tables.tables(score_tables.measured(score.reader(shared_record)))
    found = score.PLACE.read_text(encoding="utf-8")
    assert found == score_tables.page(found, written), "Run `make intake-score`: the reading has changed."
