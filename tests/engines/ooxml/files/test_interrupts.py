"""A signal that asks to stop leaves nothing undone, wherever it comes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.files.interrupts import Interrupted, Pledge, interruptible
from postprod_xl.engines.ooxml.files.locking import exclusive

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def test_what_a_run_pledged_is_done_where_a_signal_stops_it_and_once():
    done: list[str] = []

    @interruptible()
    def run() -> None:
        Pledge(lambda: done.append("kept")).keep()
        Pledge(lambda: done.append("stopped"))
        os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Interrupted):
        run()
    assert done == ["kept", "stopped"]


def test_a_lock_taken_as_a_signal_comes_is_released_though_its_block_never_began(tmp_path: Path):
    file = tmp_path / "petit.xlsx"
    held = exclusive(file)

    @interruptible()
    def run() -> None:
        held.__enter__()
        assert (tmp_path / ".postprod" / "petit.xlsx.lock").exists()
        os.kill(os.getpid(), signal.SIGHUP)

    with pytest.raises(Interrupted):
        run()
    assert not list(tmp_path.iterdir())
