"""The search for plans compiled ahead by `install`, and known to `doctor`."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from postprod_xl.domain.scheduling.engine import improve
from postprod_xl.domain.scheduling.engine.compiled import kernels_digest, plain
from postprod_xl.hosts.setup.doctor import examined
from postprod_xl.hosts.setup.plan_search import is_prepared, prepared_search, search_preview
from tests.hosts.setup.machines import linux


def kept(folder: Path, digest: str, version: str) -> None:
    """An index as numba leaves it for one function."""
    cache = folder / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / f"kernels.build_{digest}-12.py{version}.nbi").touch()


@pytest.mark.parametrize(
    ("digest", "version", "expected"),
    [(kernels_digest(), "312", True), (kernels_digest(), "311", False), ("00000000", "312", False)],
    ids=["these sources", "another Python", "older sources"],
)
def test_only_what_was_compiled_of_these_sources_for_this_python_is_ready(
    tmp_path, digest, version, expected
):
    kept(tmp_path, digest, version)
    assert is_prepared(replace(linux(tmp_path), python=(3, 12, 4)), tmp_path) is expected


def test_the_search_is_compiled_and_its_time_said_then_doctor_knows_it(tmp_path):
    pytest.importorskip("numba")
    assert re.fullmatch(r"Recherche de plans préparée en \d+ s", prepared_search())
    machine = replace(linux(tmp_path), python=sys.version_info[:3])
    if is_prepared(machine):
        assert search_preview(machine) == "déjà là : recherche de plans"
        assert "ok  recherche de plans : prête" in [finding.line for finding in examined(machine)]


def test_a_search_not_kept_is_to_be_prepared_and_doctor_says_nothing(tmp_path):
    machine = replace(linux(tmp_path), python=(3, 99, 0))
    assert search_preview(machine) == "à préparer : recherche de plans"
    assert not any("recherche" in finding.line for finding in examined(machine))


def test_without_numba_nothing_is_said(monkeypatch):
    class Ready:
        def result(self):
            return plain()

    monkeypatch.setattr(improve, "compiling", Ready)
    assert prepared_search() == ""
