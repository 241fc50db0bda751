"""Modules compiled once for all the workers, which start together and would each compile everything."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

from tests.masters import ROOT


def compile_once(config: pytest.Config) -> None:
    """Compile the product and the tests where a checkout has no compiled tests yet."""
    missing = {
        path: kept for path in (ROOT / "tests").rglob("test_*.py") if not (kept := _kept(path)).exists()
    }
    state = config.stash.get(rewrite.assertstate_key, None)
    if not missing or state is None:
        return
    folders = (str(ROOT / name) for name in ("postprod_xl", "tests"))
    # The tests are left to pytest, which has another form of them.
    ours = [sys.executable, "-m", "compileall", "-q", "-x", r"[/\\]test_[^/\\]*\.py$", *folders]
    with subprocess.Popen(ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        for path, kept in missing.items():
            # What does not compile is said by the worker that imports it; a checkout may be read only.
            with suppress(OSError, SyntaxError, ValueError):
                source, code = rewrite._rewrite_test(path, config)
                kept.parent.mkdir(exist_ok=True)
                rewrite._write_pyc(state, code, source, kept)


def _kept(path: Path) -> Path:
    return rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}"
