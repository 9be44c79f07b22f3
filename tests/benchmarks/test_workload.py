"""The synthetic workload: the same at every run, and spread as it says."""

from collections import Counter

from benchmarks.imports import BROKEN_IN, Names, as_floor_file, checked, faults, lines, read_floor_file, source_key
from benchmarks.workload import DUTIES, STATES, Workload

NAMES = Names([f"S{n}" for n in range(1, STATES + 1)], [f"duty-{n}" for n in range(1, DUTIES + 1)])


def test_the_same_number_gives_the_same_workload():
    first, second = Workload(200), Workload(200)
    assert list(first.statements()) == list(second.statements())
    assert list(first.documents()) == list(second.documents())
    assert first.asked_words() == second.asked_words()
    assert lines(first, NAMES, rows=50) == lines(second, NAMES, rows=50)


def test_another_seed_gives_another():
    assert list(Workload(20).statements()) != list(Workload(20, seed=1).statements())


def test_it_is_spread_as_it_says():
    said = list(Workload(4_000).statements())
    verdicts = Counter(one.verdict for one in said)
    assert 0.58 < verdicts["accepted"] / len(said) < 0.66
    assert all((one.reviewed is None) == (one.verdict == "pending") for one in said)
    assert {len(one.citations) for one in said} == {1, 2, 3}
    assert 1.5 < sum(len(one.citations) for one in said) / len(said) < 1.7
    assert max(Counter((one.state, one.duty) for one in said).values()) >= 4
    assert len({one.state for one in said}) == STATES


def test_one_word_in_a_hundred_claims_is_what_it_says():
    load = Workload(3_000)
    word = load.asked_words()["mid"]
    found = sum(word in one.text.partition("; ")[2].rstrip(".").split() for one in load.statements())
    assert 0.008 < found / 3_000 < 0.012


def test_a_file_to_import_has_the_faults_that_it_names_and_no_other():
    load = Workload(200)
    found = lines(load, NAMES, rows=40 * BROKEN_IN)
    assert read_floor_file(as_floor_file(found)) == found
    states, duties = ({key: n for n, key in enumerate(keys, 1)} for keys in (NAMES.states, NAMES.duties))
    sources = {source_key(number): number for number in range(1, load.sources + 1)}
    good, bad = checked(found, states, duties, sources)
    assert len(bad) == faults(found).total() > 0
    assert len(good) == len(found) - len(bad)
    assert {name for _, names in bad for name in names} == set(faults(found))
