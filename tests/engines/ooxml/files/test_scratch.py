"""Folders of the system's temporary folder: they go with their run, or with the next one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.files.interrupts import Interrupted, interruptible
from postprod_xl.engines.ooxml.files.scratch import scratch_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_at_the_end_with_what_it_holds(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "profil").mkdir()
        (folder / "profil" / "réglages.xcu").touch()
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_the_folder_of_a_dead_run_is_swept_and_that_of_a_living_one_is_not(temporary: Path) -> None:
    if (child := os.fork()) == 0:
        with scratch_folder():
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    [dead] = temporary.iterdir()
    with scratch_folder() as living:
        assert not dead.exists()
        with scratch_folder() as second:
            assert living.exists() and second != living
    assert list(temporary.iterdir()) == []


def test_an_interrupted_run_leaves_no_folder(temporary: Path) -> None:
    with pytest.raises(Interrupted), interruptible(), scratch_folder():
        signal.raise_signal(signal.SIGTERM)
    assert list(temporary.iterdir()) == []
