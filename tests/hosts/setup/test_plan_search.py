"""The search for plans compiled ahead by `install`, and known to `doctor`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from postprod_xl.engines.schedule.kernels import compiled
from postprod_xl.engines.schedule.kernels.compiled import interpreted
from postprod_xl.engines.schedule.search import metaheuristic
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.setup.doctor import examined
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.plan_search import (
    absent_search,
    install_command,
    is_prepared,
    prepared_search,
    search_preview,
)
from tests.hosts.setup.machines import linux

NAMES = compiled.compiled_names()
OLDER = [name.replace(compiled.kernels_digest(), "00000000") for name in NAMES]


@pytest.fixture
def keep(tmp_path, monkeypatch) -> Callable[[Iterable[str], str], None]:
    """Leaves an index per function beside a made-up package, as numba does, under its seal."""
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))

    def left(names: Iterable[str], version: str = "312") -> None:
        for name in names:
            index = cache / f"kernels.{name}-12.py{version}.nbi"
            index.touch()
            (cache / f"{name}.py{version}.seal").write_text(f"{sha256(b'').hexdigest()}  {index.name}\n")

    return left


def with_numba(folder: Path) -> Machine:
    return linux(folder, version_of={"numba": "0.61.0", "ortools": "9.15"}.get)


@pytest.mark.parametrize(
    ("names", "version", "expected"),
    [(NAMES, "312", True), (NAMES[1:], "312", False), (NAMES, "311", False), (OLDER, "312", False)],
    ids=["these sources", "one function missing", "another Python", "older sources"],
)
def test_only_all_that_is_compiled_of_these_sources_for_this_python_is_ready(
    tmp_path, keep, names, version, expected
):
    keep(names, version)
    assert is_prepared(with_numba(tmp_path)) is expected


def test_a_search_kept_is_known_to_install_and_to_doctor(tmp_path, keep):
    keep(NAMES)
    machine = with_numba(tmp_path)
    assert search_preview(machine) == "déjà là : recherche de plans"
    assert "ok  recherche de plans : prête" in [finding.line for finding in examined(machine)]


def test_a_search_kept_and_damaged_is_to_be_prepared(tmp_path, keep):
    keep(NAMES)
    next((tmp_path / "__pycache__").glob("*.nbi")).write_bytes(b"abc")
    assert not is_prepared(with_numba(tmp_path))


def test_a_search_kept_in_part_is_to_be_prepared_and_doctor_says_nothing(tmp_path, keep):
    keep(NAMES[1:])
    machine = with_numba(tmp_path)
    assert search_preview(machine) == "à préparer : recherche de plans"
    assert not any("recherche" in finding.line for finding in examined(machine))


def test_without_numba_the_command_that_installs_the_search_is_given(tmp_path, keep):
    keep(NAMES)
    bare, remedy = linux(tmp_path), 'python.exe -m pip install "numba>=0.61" "ortools>=9.12"'
    assert not is_prepared(bare)
    assert search_preview(bare) == absent_search(bare) and search_preview(bare).endswith(remedy)
    (line,) = [finding.line for finding in examined(bare) if "recherche" in finding.line]
    assert line.startswith("--  recherche de plans : absente, facultative → ") and line.endswith(remedy)
    assert not any(finding.subject in ("numba", "ortools") for finding in examined(bare))


def test_one_package_that_lacks_is_the_one_to_install(tmp_path):
    bare = linux(tmp_path, version_of={"numba": "0.61.0"}.get)
    assert install_command(bare).endswith('-m pip install "ortools>=9.12"')
    assert install_command(with_numba(tmp_path)) == ""


def test_a_longer_search_without_its_packages_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("postprod_xl.hosts.setup.machine.this_machine", lambda: linux(tmp_path))
    assert status_of(["refresh", "bureau.xlsx", "--plan-seconds", "5"]) == 2
    said = capsys.readouterr().err
    assert "la recherche de plans n'est pas installée" in said and "-m pip install" in said


# Compiling takes ten seconds on a fresh clone.
@pytest.mark.slow
def test_the_names_looked_for_are_those_numba_keeps(tmp_path):
    pytest.importorskip("numba")
    assert re.fullmatch(r"Recherche de plans préparée en \d+ s", prepared_search())
    if os.access(Path(compiled.__file__).parent, os.W_OK) and "NUMBA_CACHE_DIR" not in os.environ:
        assert is_prepared(replace(with_numba(tmp_path), python=sys.version_info[:3]))


def test_without_numba_nothing_is_said(monkeypatch):
    class Ready:
        def result(self):
            return interpreted()

    monkeypatch.setattr(metaheuristic, "compiling", Ready)
    assert prepared_search() == ""
