"""The search for plans, compiled ahead: numba keeps it, and the first search of a refresh does not wait for it."""

from __future__ import annotations

import time
from pathlib import Path

from postprod_xl.hosts.setup import extras
from postprod_xl.hosts.setup.machine import Machine

SEARCH = "recherche de plans"


def is_prepared(machine: Machine) -> bool:
    """Whether numba has kept, beside the package, all that it compiles of these very sources for this Python.

    Nothing is compiled nor loaded; a damaged file is not kept. What numba keeps elsewhere (`NUMBA_CACHE_DIR`, a
    package that cannot be written to) is not looked for.
    """
    from postprod_xl.engines.kept_code import is_whole
    from postprod_xl.engines.schedule.kernels import compiled

    if not _has_numba(machine):
        return False
    folder = Path(compiled.__file__).parent / "__pycache__"
    major, minor = machine.python[:2]
    return all(is_whole(folder, name, (major, minor)) for name in compiled.compiled_names())


def install_command(machine: Machine) -> str:
    """The command that installs what the search lacks; empty when it lacks nothing."""
    return extras.command_for(extras.SEARCH, machine)


def absent_search(machine: Machine) -> str:
    """What to install for the search, in one French line; empty when nothing lacks."""
    command = install_command(machine)
    return f"Pour chercher de meilleurs plans (refresh --plan-seconds) : {command}" if command else ""


def _has_numba(machine: Machine) -> bool:
    return bool(machine.version_of("numba"))


def search_preview(machine: Machine) -> str:
    """What preparing the search would do, or what it lacks, in one French line."""
    if not _has_numba(machine):
        return absent_search(machine)
    return f"{'déjà là' if is_prepared(machine) else 'à préparer'} : {SEARCH}"


def prepared_search() -> str:
    """Compile and keep the search; one French line, empty where nothing is to be compiled."""
    from postprod_xl.engines.schedule.kernels.compiled import interpreted
    from postprod_xl.engines.schedule.search.metaheuristic import compiling

    start = time.monotonic()
    engine = compiling().result()
    if engine.serial_sgs is interpreted().serial_sgs:
        return ""
    return f"{SEARCH.capitalize()} préparée en {max(round(time.monotonic() - start), 1)} s"
