"""Measures how many small changes of the rules the tests notice, on a sample that anybody can draw again.

    python -m tests.mutants [--count 1500] [--seed 1] [PATTERN ...]

mutmut makes the changes and finds the tests that reach each function; both are kept in `mutants/`, and made anew when
that folder is deleted. The changes are tried here: the tests are collected once, and each change has a child of that
process, which runs the tests that reach it, those of its own module and the quickest first, until one fails. With
patterns, all changes that they fit are tried. `mutmut show KEY` shows a change.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from math import sqrt
from pathlib import Path
from random import Random

import pytest

PLACE = Path("mutants")
ASKED, FOUND = "asked.txt", "found.txt"
NOTICED, MISSED, UNREACHED = "noticed", "missed", "no test"
GROUPS = {
    "status: facts, rules, tally, periods, deadlines": (
        "alternatives covering dates day_ranges deadlines facts levels limits periods reasons rules series spells "
        "duty_days spans spells status subjects sweeping tally vocabulary"
    ),
    "totals, the ledger, history, comparing": (
        "adding comparing checkpoints converting history ledger proof proof_text proofs rates repeats totals"
    ),
    "law and how it changes": "book law_changes law_words locators states steps symbols",
    "reading of texts": (
        "alignment amounts cited_words concerning content day_words entries findings folding introducing lexicon "
        "likeness nominative organisations plain plain_voices proposals quoting relaying relays scenes scripts "
        "sentences speaking stepping telling titles uttering voicing wording"
    ),
    "reports and what leaves the house": (
        "bundle citing digesting exchange manifest papers public_edition report report_copy report_diff "
        "report_diff_parts report_parts reporting templating visible"
    ),
}
REST = "claims, review and the rest"
REMEMBERED = ["citing", "dates", "folding", "lexicon", "scripts", "subjects", "symbols", "visible", "wording"]
"""Modules whose answers the reader of texts keeps: their changes are tried before it has read anything."""
WARMING = (
    "Russia will send home all workers three days ago, the ministry said on 3 May 2018 under resolution 2397 (2017).",
    "La France a fermé les restaurants, a déclaré le ministère le 3 mai 2018.",
    "El Perú cerró tres empresas, dijo el ministro el 3 de mayo de 2018.",
    "МИД Румынии сообщил, что посольству КНДР запрещено сдавать помещения в аренду.",
    "据新华社报道，柬埔寨劳工部发言人亨速6月11日表示，该国已于5月底关闭全部六家朝鲜餐厅。",
    "أعلنت الكويت أنها لن تصدر تأشيرات جديدة لمواطني كوريا الشمالية.",
)
SIGMAS = 1.96  # of a normal distribution, 95 in a hundred lie within


def main() -> None:
    """Have the changes made, try those of the sample or of the patterns, and print the figures."""
    asked = argparse.ArgumentParser(description="Measure how many small changes of the rules the tests notice.")
    asked.add_argument("--count", type=int, default=1500, help="how many changes to draw")
    asked.add_argument("--seed", type=int, default=1, help="the number that decides which are drawn")
    asked.add_argument("patterns", nargs="*", metavar="PATTERN", help="try all of these instead of a sample")
    told = asked.parse_args()
    _made()
    keys = _keys()
    fitting = [key for key in keys if any(fnmatch(key, pattern) for pattern in told.patterns)]
    found = _tried(fitting if told.patterns else drawn(keys, told.count, told.seed))
    sys.stdout.writelines(f"{line}\n" for line in [*_missed(found), "", *_table(found)])


def drawn(keys: Iterable[str], count: int, seed: int) -> list[str]:
    """So many of the changes, from each module in proportion: every so-many-th, mixed within its module."""
    dice = Random(seed)  # noqa: S311 - a sample, not a secret
    mixed = sorted(sorted(keys), key=lambda key: (module(key), dice.random()))
    step = len(mixed) / min(count, len(mixed))
    start = dice.random() * step
    return [mixed[int(start + number * step)] for number in range(min(count, len(mixed)))]


def module(key: str) -> str:
    """The module that a change stands in: `tracker.domain.tally.x_weigh__mutmut_3` stands in `tally`."""
    return key.rpartition(".")[0].rpartition(".")[2]


def interval(hits: int, of: int) -> tuple[float, float]:
    """The bounds, in per cent, between which the share of the whole lies in 95 of 100 samples (Wilson)."""
    share, square = hits / of, SIGMAS**2 / of
    middle, half = share + square / 2, SIGMAS * sqrt(share * (1 - share) / of + square / of / 4)
    return 100 * (middle - half) / (1 + square), 100 * (middle + half) / (1 + square)


def _made() -> None:
    """mutmut makes all changes and asks the tests what they reach before it tries any, so it is given a few."""
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", "1", "tracker.domain.locators.*_[12]"], check=True
    )


def _keys() -> list[str]:
    return [key for meta in PLACE.rglob("*.meta") for key in json.loads(meta.read_text())["exit_code_by_key"]]


def _tried(keys: list[str]) -> dict[str, str]:
    """Key of a change → what came of it. The tests run in the folder in which the changed rules lie."""
    (PLACE / ASKED).write_text("\n".join(sorted(keys, key=lambda key: module(key) not in REMEMBERED)))
    (PLACE / FOUND).unlink(missing_ok=True)
    told = _settings()
    options = ["-q", "-p", "tests.mutants", "--tb=native", "--assert=plain"]  # nobody reads why a test fails
    command = [sys.executable, "-m", "pytest", *options, *told["pytest_add_cli_args"]]
    subprocess.run([*command, *told["pytest_add_cli_args_test_selection"]], cwd=PLACE, check=True)
    return dict(line.split("\t") for line in (PLACE / FOUND).read_text().splitlines())


def _settings() -> dict[str, list[str]]:
    return tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]


def _missed(found: dict[str, str]) -> Iterator[str]:
    return (f"{verdict}: {key}" for key, verdict in sorted(found.items()) if verdict != NOTICED)


def _table(found: dict[str, str]) -> Iterator[str]:
    """A line for each module and each group, and one for all."""
    parts: dict[str, list[bool]] = defaultdict(list)
    for key, verdict in found.items():
        for part in (f"`{module(key)}`", _group(module(key)), "all"):
            parts[part].append(verdict == NOTICED)
    yield from ["| where | changes | noticed | in a hundred | 95 % interval |", "| --- | ---: | ---: | ---: | --- |"]
    for part, hits in sorted(parts.items()):
        low, high = interval(sum(hits), len(hits))
        yield f"| {part} | {len(hits)} | {sum(hits)} | {100 * sum(hits) / len(hits):.1f} | {low:.1f} to {high:.1f} |"


def _group(name: str) -> str:
    return next((group for group, modules in GROUPS.items() if name in modules.split()), REST)


def pytest_runtestloop(session: pytest.Session) -> bool:
    """As a plugin of pytest: try the changes that are asked for, in place of running the tests once."""
    keys = Path(ASKED).read_text().splitlines()
    reach = _Reach(session)
    if _verdict("", session.items) == NOTICED:
        raise session.Failed("a test fails though nothing is changed")
    with Path(FOUND).open("w", buffering=1) as found:
        found.writelines(f"{key}\t{_verdict(key, reach.tests(key))}\n" for key in keys if module(key) in REMEMBERED)
        _warm()
        found.writelines(f"{key}\t{_verdict(key, reach.tests(key))}\n" for key in keys if module(key) not in REMEMBERED)
    return True


class _Reach:
    """Which tests reach which function, as mutmut saw it, and how long each took."""

    def __init__(self, session: pytest.Session) -> None:
        seen = json.loads(Path("mutmut-stats.json").read_text())
        self.names: dict[str, list[str]] = seen["tests_by_mangled_function_name"]
        self.seconds: dict[str, float] = seen["duration_by_test"]
        self.items = {item.nodeid: item for item in session.items}
        for name, item in self.items.items():
            item.add_marker(pytest.mark.timeout(5 + 4 * self.seconds.get(name, 5)))

    def tests(self, key: str) -> list[pytest.Item]:
        """Those that reach the function of a change, in the order in which to run them."""
        own = f"/test_{module(key)}.py"
        names = self.names.get(key.partition("__mutmut_")[0], [])
        ordered = sorted(names, key=lambda name: (own not in name, self.seconds[name]))
        return [self.items[name] for name in ordered if name in self.items]


def _warm() -> None:
    """Load in the parent what each child would load anew: calendars, dictionaries, the states and the law."""
    from tests.intake.books import seeded_book
    from tracker.intake import reading

    for text in WARMING:
        reading.read(text, book=seeded_book(), published="2018-07-20")


def _verdict(key: str, items: list[pytest.Item]) -> str:
    if not items:
        return UNREACHED
    child = os.fork()
    if not child:
        os._exit(_notices(key, items))
    return MISSED if os.waitpid(child, 0)[1] == 0 else NOTICED


def _notices(key: str, items: list[pytest.Item]) -> int:
    """1 as soon as a test fails; a change that takes memory without end is noticed as well."""
    from mutmut.mutation import trampoline

    resource.setrlimit(resource.RLIMIT_AS, (4 * 1024**3, 4 * 1024**3))
    items[0].config.pluginmanager.unregister(name="terminalreporter")  # the parent speaks
    trampoline.get_mutant_under_test = lambda: key  # which looks into the environment at each call
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return 1
    return 0


if __name__ == "__main__":
    main()
