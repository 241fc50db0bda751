"""A refresh killed at any moment leaves the former workbook or the new one, and nothing in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.masters import ROOT

KILLS, PAIRS = 200, 12
SEED = 20261123


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_two_hundred_kills_lose_nothing_and_leave_nothing(small_file: Path):
    command = [sys.executable, "-m", "tests.kills.runner", str(small_file), str(KILLS), str(SEED)]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=alone, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert not found["broken"]
    assert sum(found["landed"].values()) == KILLS
    assert found["landed"].keys() == {"before", "during", "after"}, "kills that miss a moment prove nothing"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_two_runs_that_issue_at_once_and_are_killed_leave_one_coherent_ledger(tmp_path: Path):
    """A sample: `python -m tests.kills.issuer FOLDER 1000 1` runs the thousand."""
    command = [sys.executable, "-m", "tests.kills.issuer", str(tmp_path), str(PAIRS), str(SEED)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert not found["broken"]
    assert sum(found["issued"].values()) == PAIRS
