"""A restore that is killed in the middle leaves a database without rows, and can be done again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import backups as making
from tracker.db.kept import Store

ROOT = Path(__file__).resolve().parents[2]
DYING = """
import os, signal, sys
from tracker.cli import main
from tracker.db import kept, rows
from tracker.services import restoring

place, name, times, file = sys.argv[1:]
owner = {"rows": rows, "restoring": restoring, "store": kept.Store}[place]
deed, left = getattr(owner, name), [int(times)]

def dying(*given, **named):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return deed(*given, **named)

setattr(owner, name, dying)
main.main(["restore", file])
"""
MOMENTS = {
    "before the first table": ("rows", "load", 1),
    "between two tables": ("rows", "load", 25),
    "before the rows are compared": ("rows", "digest_of", 1),
    "between two kept files": ("store", "put", 3),
    "when all but the end is done": ("restoring", "put_outside", 1),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_is_killed_leaves_no_rows_and_can_be_done_again(
    tracker, record, house, tmp_path, monkeypatch, moment
):
    file, new = tmp_path / "backup.zip", tmp_path / "new"
    making.with_files(record, Store(tmp_path / "data" / "kept"))
    tracker("backup", str(file))
    address = house.copy("blank")
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(new))
    empty = making.digest(address)
    command = [sys.executable, "-c", DYING, *map(str, MOMENTS[moment]), str(file)]
    died = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=120)
    assert died.returncode == -signal.SIGKILL
    assert making.digest(address) == empty
    told = tracker("restore", str(file), "--beside-files").stdout
    assert told.endswith(f"{making.digest(address)}.\n")
    house.drop(address)
