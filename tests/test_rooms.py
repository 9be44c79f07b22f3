"""The rooms and their doors: who may import whom, how large a file may grow, and that every template has its use."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

from tracker.app import create_app
from tracker.config import Settings

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
TEMPLATE_NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PACKAGE = sorted((ROOT / "tracker").rglob("*.py"))
OUR_CODE = [*PACKAGE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", call, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, to plant faults in."""
    shutil.copytree(ROOT / "tracker", tmp_path / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold():
    answer = _contracts(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("utils.py", "", "utils"),
        ("web/planted.py", "import sqlalchemy", "Requests never reach past the services BROKEN"),
        ("web/planted.py", "from tracker.db import models", "Requests never reach past the services BROKEN"),
        ("domain/planted.py", "import yaml", "The rules know neither clock nor settings nor a third party BROKEN"),
        ("domain/planted.py", "from tracker import clock", "The rules know neither clock"),
        ("domain/planted.py", "from tracker.services import claims", "Doors: "),
        ("services/planted.py", "import flask", "Below the web nobody knows of a request BROKEN"),
        ("services/planted.py", "from tracker.web import filters", "Doors: "),
        ("exports/planted.py", "from tracker.db import models", "Doors: "),
        ("clock.py", "from tracker.domain import dates", "Clock, settings and resources know no room BROKEN"),
    ],
)
def test_a_planted_breach_is_refused(copy, place, line, contract):
    (copy / "tracker" / place).write_text(f'"""Planted."""\n{line}\n')
    answer = _contracts(copy)
    assert answer.returncode != 0
    assert contract in answer.stdout


def test_web_may_name_a_type_of_sqlalchemy_without_importing_it(copy):
    text = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from sqlalchemy.orm import Session\n"
    (copy / "tracker" / "web" / "planted.py").write_text(text)
    assert _contracts(copy).returncode == 0


def _imported(tree: ast.AST) -> set[str]:
    """The top-level names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return {name.partition(".")[0] for name in names}


def test_the_rules_import_the_standard_library_only():
    """The contract lists third parties by name; this refuses those that nobody has thought of."""
    for path in (ROOT / "tracker" / "domain").glob("*.py"):
        strangers = _imported(ast.parse(path.read_text())) - sys.stdlib_module_names - {"tracker"}
        assert not strangers, f"{path.name} imports {strangers}"


def test_no_file_is_large_enough_to_hide_a_second_idea():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in OUR_CODE}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def _functions(path: Path) -> list[tuple[str, int]]:
    """Each function of a file, by its place, and how many lines it has."""
    nodes = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    name = path.relative_to(ROOT).as_posix()
    return [(f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1) for node in nodes]


def test_no_function_is_large_enough_to_hide_a_second_idea():
    lengths = dict(found for path in OUR_CODE for found in _functions(path))
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app with no database behind it, for what needs none."""
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_compiles(bare_app, name):
    bare_app.jinja_env.get_template(name)


def _strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_template_is_used(bare_app):
    """By a view, by another template, or by Flask-Security through its settings."""
    used = {value for value in bare_app.config.values() if isinstance(value, str)}
    for path in PACKAGE:
        used |= _strings(ast.parse(path.read_text()))
    for name in TEMPLATE_NAMES:
        used |= set(meta.find_referenced_templates(bare_app.jinja_env.parse((TEMPLATES / name).read_text())))
    assert sorted(set(TEMPLATE_NAMES) - used) == []
