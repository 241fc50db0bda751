"""The launcher of processes that outlive it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.masters import ROOT

LAUNCH = """
import sys
from postprod_xl.hosts import detached
detached.START_SECONDS = float(sys.argv[1])
sys.exit(detached.main(["essai"]))
"""
READY_THEN_WORK = """
import pathlib, time
here = pathlib.Path(__file__)
print("ready", flush=True)
while not here.with_name("suite").exists():
    time.sleep(0.01)
here.with_name("fait").touch()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    return tmp_path / "essai.py"


def launched(seconds: float) -> int:
    """The exit status of the launcher, in a process of its own since it leaves one behind."""
    return subprocess.run([sys.executable, "-c", LAUNCH, str(seconds)], check=False).returncode


def test_it_returns_when_the_process_is_ready_and_the_process_goes_on(module: Path):
    module.write_text(READY_THEN_WORK)
    assert launched(30) == 0
    done = module.with_name("fait")
    assert not done.exists()
    module.with_name("suite").touch()
    deadline = time.monotonic() + 30
    while not done.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert done.exists()


def test_it_returns_at_once_when_the_process_dies(module: Path):
    module.write_text("raise SystemExit(3)")
    started = time.monotonic()
    assert launched(30) == 1
    assert time.monotonic() - started < 20


def test_it_waits_no_longer_than_its_time(module: Path):
    module.write_text("import time\ntime.sleep(3)")
    assert launched(0.2) == 1
