"""A command that is asked to stop at any moment says what it has written, and leaves nothing in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.masters import ROOT

INTERRUPTS = 28
SEED = 20261130


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_command_interrupted_at_any_moment_says_what_the_disk_holds(tmp_path: Path):
    command = [sys.executable, "-m", "tests.kills.interrupter", str(tmp_path), str(INTERRUPTS), str(SEED)]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=alone, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert not found["broken"]
    assert sum(found["ended"].values()) == INTERRUPTS
    assert found["ended"].keys() >= {"stopped, not written", "stopped, written"}
