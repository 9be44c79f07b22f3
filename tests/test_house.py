"""House rules that a machine can see. Each test says the rule; what it finds is named by place."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.config import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(path for room in ("tracker", "tests", "migrations", "benchmarks") for path in (ROOT / room).rglob("*.py"))
PRODUCT = [path for path in CODE if path.relative_to(ROOT).parts[0] in ("tracker", "migrations")]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
TEXTS = [
    *CODE,
    *TEMPLATES,
    *DOCUMENTS,
    *sorted((ROOT / "requirements").iterdir()),
    *sorted((ROOT / "seed").iterdir()),
    *(ROOT / name for name in ("Makefile", "pyproject.toml", ".gitignore", ".ci/run")),
    *sorted((ROOT / "tracker" / "web" / "static").glob("*.*")),
]


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def _found(pattern: str, paths: list[Path]) -> list[str]:
    """Where a pattern stands, one entry a line."""
    search = re.compile(pattern).search
    return [
        f"{_place(path, number)}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if search(line)
    ]


# Downloads. An address of a registry in the tree would tie every installation to it. The names are put together here,
# so that this file does not hold them either.

_REGISTRIES = [
    ("py" + "pi", "org"),
    ("python" + "hosted", "org"),
    ("npm" + "js", "org"),
    ("npm" + "js", "com"),
    ("js" + "delivr", "net"),
    ("un" + "pkg", "com"),
    ("cdn" + "js", "com"),
    ("cloud" + "flare", "com"),
    ("google" + "apis", "com"),
]


@pytest.mark.parametrize(("name", "end"), _REGISTRIES, ids=[".".join(parts) for parts in _REGISTRIES])
def test_nothing_names_a_host_of_packages(name, end):
    assert _found(rf"\b{name}\.{end}\b", TEXTS) == []


def test_nothing_names_the_address_of_a_file_to_be_installed():
    assert _found(r"https?://\S+\.(?:whl|tar\.gz|tgz|zip|deb|rpm|exe|dmg)\b", TEXTS) == []


def test_the_locks_hold_no_address():
    assert _found(r"://|--(?:extra-)?index-url|--find-links", LOCKS) == []


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_a_lock_that_holds_addresses_is_absent_and_ignored(name):
    assert not (ROOT / name).exists()
    assert name in (ROOT / ".gitignore").read_text().splitlines()


def _pins(lock: Path) -> dict[str, tuple[str, int]]:
    """Each package of a lock, with its version and how many hashes it has."""
    entry = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[^\]]*\])?==(\S+)(.*(?:\n    --hash=.*)*)", re.MULTILINE)
    entries = entry.findall(lock.read_text())
    return {name: (version, rest.count("--hash=sha256:")) for name, version, rest in entries}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_a_lock_has_its_hash_and_the_version_of_the_others(lock):
    pins = _pins(lock)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", lock.read_text(), re.MULTILINE))
    assert [name for name, (_, hashes) in pins.items() if hashes == 0] == []
    everything = _pins(ROOT / "requirements" / "dev.txt")
    assert {name: pin for name, pin in pins.items() if everything.get(name) != pin} == {}


def test_the_wheel_asks_for_what_the_lock_was_made_from():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    lines = (ROOT / "requirements" / "runtime.in").read_text().splitlines()
    assert asked == [line for line in lines if line and not line.startswith("#")]


# Clocks.


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def _reads_the_clock(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, deed = ast.unparse(call.func.value), call.func.attr
    return (deed in {"now", "utcnow", "today"} and owner != "clock") or (owner, deed) == ("time", "time")


def test_only_the_clock_reads_the_time():
    paths = [path for path in PRODUCT if path != ROOT / "tracker" / "clock.py"]
    assert [_place(path, call.lineno) for path in paths for call in _calls(path) if _reads_the_clock(call)] == []


# Suppressions and skips.

_SKIP = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail)")


def test_a_suppression_names_what_it_suppresses_and_why():
    mark = r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore)"
    whole = mark + r"(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*|\[[\w, -]+\])\W+\w+.{3,}"
    paths = [path for path in CODE if path != Path(__file__).resolve()]
    said = set(_found(whole, paths))
    assert [place for place in _found(mark, paths) if place not in said] == []


def _skips(path: Path) -> Iterator[tuple[int, bool]]:
    """Each skip and expected failure of a test file: its line, and whether it gives a reason."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    reasoned = [node.func for node in nodes if isinstance(node, ast.Call) and _has_reason(node)]
    for node in nodes:
        if isinstance(node, ast.Attribute) and _SKIP.fullmatch(ast.unparse(node)):
            yield node.lineno, any(node is function for function in reasoned)


def _has_reason(call: ast.Call) -> bool:
    named = any(keyword.arg == "reason" for keyword in call.keywords)
    return named or (ast.unparse(call.func) in {"pytest.skip", "pytest.xfail"} and bool(call.args))


def test_a_skipped_test_says_why():
    tests = [path for path in CODE if path.is_relative_to(ROOT / "tests")]
    assert [_place(path, line) for path in tests for line, reasoned in _skips(path) if not reasoned] == []


# Pages. The content security policy would refuse these; a page must not depend on them.


_REFUSED = {
    "inline style": r"\sstyle\s*=|<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "inline handler": r"<[^>]*\son[a-z]+\s*=",
    "script address": r"javascript:",
    "foreign file": r"""(?:src|<link[^>]*href)\s*=\s*["'](?:https?:)?//""",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false",
}


@pytest.mark.parametrize("refused", _REFUSED)
def test_no_template_has(refused):
    assert _found(_REFUSED[refused], TEMPLATES) == []


# Migrations stay what they were when they ran.


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


def test_a_migration_imports_nothing_of_the_product():
    migrations = sorted((ROOT / "migrations").rglob("*.py"))
    ours = {path.name: [name for name in _imports(path) if name.startswith("tracker")] for path in migrations}
    assert {name: found for name, found in ours.items() if found} == {}


# Documents.


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_every_setting_is_explained(field):
    assert f"| `{PREFIX}{field.upper()}` |" in (ROOT / "docs" / "operations.md").read_text()


def test_no_document_names_a_setting_that_does_not_exist():
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    paths = [*DOCUMENTS, ROOT / "Makefile", ROOT / ".ci" / "run"]
    named = {name for path in paths for name in re.findall(rf"\b{PREFIX}[A-Z_]+\b", path.read_text())}
    assert named - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_document_points_at_what_exists(document):
    text = document.read_text()
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (document.parent / link).exists()]
    named = re.findall(r"`((?:tracker|tests|templates|migrations|seed|requirements|docs|benchmarks)/[\w./-]+)`", text)
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []
