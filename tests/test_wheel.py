"""The wheel: built from the source archive, installed alone, and used from a folder that is not the checkout.

Building from the archive matters: a file that the archive lacks would be found in the checkout and never be missed.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CARRIED = ("templates", "migrations", "seed")
SHOW_PAGES = """
from tracker.app import create_app

client = create_app().test_client()
for path in ("/", "/static/tracker.css", "/login"):
    answer = client.get(path)
    print(path, answer.status_code, len(answer.data) > 0)
"""


def _run(*arguments: str, cwd: Path, **settings: str) -> str:
    """Run a program with no settings but those given; what it prints, or a failure with all that it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=kept | settings, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive without network."""
    made = tmp_path_factory.mktemp("made")
    _run("-m", "build", "--no-isolation", "--outdir", str(made), str(ROOT), cwd=made)
    assert len(list(made.glob("*.tar.gz"))) == 1
    (built,) = made.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else."""
    target = tmp_path_factory.mktemp("installed")
    _run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target), str(wheel), cwd=target)
    return target


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize("name", CARRIED)
def test_the_wheel_carries_every_file_of_the_folder(installed, name):
    assert _files(installed / "tracker" / name) == _files(ROOT / name)


def test_the_wheel_carries_every_file_of_the_package(installed):
    carried = {name for name in _files(installed / "tracker") if not name.startswith(CARRIED)}
    assert carried == _files(ROOT / "tracker")


def test_the_wheel_holds_nothing_but_the_package_and_its_description(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0].partition("-")[0] for name in archive.namelist()}
    assert tops == {"tracker", "sanctions_tracker"}


def test_the_installed_wheel_migrates_loads_its_record_and_serves_pages(installed, tmp_path):
    settings = {"PYTHONPATH": str(installed), "TRACKER_DATA_DIR": str(tmp_path / "data")}
    place = _run("-c", "import tracker; print(tracker.__file__)", cwd=tmp_path, **settings)
    assert Path(place.strip()).is_relative_to(installed)
    _run("-m", "tracker", "db", "upgrade", cwd=tmp_path, **settings)
    _run("-m", "tracker", "seed", cwd=tmp_path, **settings)
    pages = _run("-c", SHOW_PAGES, cwd=tmp_path, **settings)
    assert pages.splitlines() == ["/ 200 True", "/static/tracker.css 200 True", "/login 200 True"]
