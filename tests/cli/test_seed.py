def test_seed_counts_each_noun_and_a_second_run_changes_nothing(blank_tracker):
    answer = blank_tracker("seed")
    assert answer.stderr == ""
    first = answer.stdout
    assert "claim: 83 new, 0 changed, 0 as before" in first
    assert "state: 196 new" in first
    second = blank_tracker("seed").stdout
    assert "claim: 0 new, 0 changed, 83 as before" in second
    assert second.endswith("Nothing changed.\n")
