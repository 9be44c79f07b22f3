import os
import pty
import subprocess
import sys

import pytest

from tracker.cli import progress

ROW = "statement,kind,speaker,states,title\nIt will.,pledge,A minister,VNM,Briefing\n"


def test_a_terminal_sees_progress_and_standard_output_does_not(record_address, tmp_path):
    (tmp_path / "claims.csv").write_text(ROW, encoding="utf-8")
    command = [sys.executable, "-m", "tracker", "claims", "import", str(tmp_path / "claims.csv"), "--as", "analyst"]
    terminal, stderr = pty.openpty()
    environment = os.environ | {"TRACKER_DATABASE_URL": record_address, "TERM": "xterm"}
    printed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=stderr, check=True, timeout=60)
    os.close(stderr)
    assert b"Checking rows" in os.read(terminal, 100_000)
    os.close(terminal)
    assert printed.stdout.endswith(b"1 new, 0 updated, 0 unchanged\n")


def test_nothing_is_shown_where_nobody_watches(capfd: pytest.CaptureFixture[str]):
    with progress.spinner("Working"), progress.bar("Working", 1) as step:
        step()
    assert capfd.readouterr() == ("", "")
