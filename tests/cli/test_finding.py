"""`tracker find`."""


def test_it_finds_what_the_page_finds(reader):
    first = reader("find", "2397", "8", "russia").stdout.splitlines()[0]
    assert first == "status\tRUS/r2397-op8-repatriation\tRussian Federation: Repatriation of DPRK workers"
    found = reader.json("find", "--most", "1", "rus")
    assert found[0] == {"noun": "state", "key": "RUS", "state": "", "title": "Russian Federation"}
    assert reader("find", "zzzzz").stdout == ""
