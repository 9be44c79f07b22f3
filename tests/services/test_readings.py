from tracker.services import readings

TEXT = (
    "Russia will send home all North Korean labourers on its territory, Moscow's ambassador to Pyongyang, Alexander "
    "Matsegora, told the news agency RIA on Wednesday, in accordance with Resolution 2356, passed last June."
)


def test_a_text_is_read_beside_the_record_and_known_statements_are_told(shared_record):
    found = readings.read(shared_record, text=TEXT, published="2018-07-20")
    (claim,) = found.claims
    assert [(b.state, b.obligation) for b in claim.content.bearings] == [("RUS", "r2397-op8-repatriation")]
    (known,) = readings.known(shared_record, found)
    assert known.origin is not None
    assert known.origin.key == "ria-matsegora-2018-07-18"
    assert "The record has this statement" in known.sentence


def test_what_the_record_has_not_is_not_known(shared_record):
    found = readings.read(
        shared_record, text=TEXT.replace("Alexander Matsegora", "Ivan Petrov"), published="2023-02-03"
    )
    assert [known.origin for known in readings.known(shared_record, found)] == [None]


def test_the_book_is_made_once_until_the_record_changes(shared_record):
    assert readings.book(shared_record) is readings.book(shared_record)
