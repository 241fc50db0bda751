"""What every test may ask for, and the rule that a gate with tests left out is not green."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Generator
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any

import hypothesis
import pytest
from _pytest._io.saferepr import SafeRepr

import tests.without_rules  # noqa: F401
from tests.compiled import compile_once
from tests.masters import DEMO_DAY, demo_bytes

# Compiled modules are kept whatever the environment says: without them, collecting takes twice as long.
sys.dont_write_bytecode = False
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
# What a machine may lack without the gate being less worth.
ALLOWED_SKIPS = ("../shared absent", "not a git checkout")

# The gate looks for more counterexamples than the short loop of whoever is writing.
hypothesis.settings.register_profile(
    "postprod", deadline=None, derandomize=IN_CI, max_examples=30 if IN_CI else 20
)
hypothesis.settings.load_profile("postprod")

# An object of UNO whose office has gone ends Python when it is asked for its text, as a failure does of arguments.
SafeRepr.repr_pyuno = lambda self, held, level: "<UNO>"  # type: ignore[attr-defined]
# The longest a test of LibreOffice takes, on a busy machine: five to ten times what it needs.
OFFICE_SECONDS = 240.0


def refused_skip(reason: str, in_ci: bool) -> str:
    """Why a skipped test fails the run; empty when it may be skipped."""
    if not in_ci or any(allowed in reason for allowed in ALLOWED_SKIPS):
        return ""
    return f"skipped in CI, where every test runs — {reason}"


def _failed_if_refused(report: Any) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if refusal := refused_skip(reason, IN_CI):
            report.outcome, report.longrepr = "failed", refusal


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: a test of LibreOffice waits for its office a third of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Before the workers start."""
    compile_once(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test that an office leaves without an answer fails by its name: the office is ended, and the call with it."""
    if item.get_closest_marker("libreoffice") is None:
        return (yield)
    timer = Timer(OFFICE_SECONDS, _end_offices, [item.nodeid])
    timer.daemon = True
    timer.start()
    try:
        return (yield)
    finally:
        timer.cancel()


def _end_offices(name: str) -> None:
    from postprod_xl.engines.calc.office.process import end_ours

    sys.__stderr__.write(f"\n{name}: no answer in {OFFICE_SECONDS:.0f} s, its offices are ended\n")
    faulthandler.dump_traceback(sys.__stderr__)
    end_ours()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _failed_if_refused(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _failed_if_refused(report)
    return report


@pytest.fixture(scope="session")
def demo_day() -> date:
    """The day of the demonstration office in every test."""
    return DEMO_DAY


@pytest.fixture(scope="session")
def demo() -> bytes:
    """The demonstration office, computed."""
    return demo_bytes()


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """An office of a row or two in every table, refreshed, invoiced and paid, in a file of the test's own."""
    from tests.fuzz.office import put_office

    path = tmp_path / "petit.xlsx"
    put_office(path)
    return path


@pytest.fixture
def demo_file(tmp_path: Path, demo: bytes) -> Path:
    """The demonstration office in a file of the test's own."""
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo)
    return path
