def test_coverage_lists_the_cells_that_nobody_looked_at(reader):
    asked = ("coverage", "dprk-1718", "--as-of", "2020-06-30", "--cover", "nobody", "--most", "5")
    found = reader.json(*asked)
    assert [(one["cover"], one["last"], one["claims"]) for one in found] == [("nobody", None, 0)] * 5
    shown = reader(*asked)
    assert "nobody looked;" in shown.stderr
    assert len(shown.stdout.splitlines()) == 6
