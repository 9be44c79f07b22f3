"""The written cases: the page says what the product says, of twenty-five different cells, each with a reading."""

from tests import cases


def test_the_page_of_cases_is_what_the_product_prints(shared_record):
    assert cases.PLACE.read_text(encoding="utf-8") == cases.text(shared_record)


def test_twenty_five_different_cells_are_read():
    assert len({(case["state"], case["obligation"]) for case in cases.CASES}) == len(cases.CASES) == 25
    assert all(len(case["reading"]) > 40 for case in cases.CASES)
