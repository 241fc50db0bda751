"""A refresh killed at any moment leaves the former workbook or the new one, and nothing in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.masters import ROOT

KILLS = 200
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
