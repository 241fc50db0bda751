"""Two runs that issue documents at once, killed at any moment: `python -m tests.kills.issuer FOLDER COUNT SEED`.

Each time, a run that invoices a step and one that credits an invoice start in the same workbook, most are killed. The
next command must find one coherent state, and both documents issued in the end: no gap, no number given twice, no file
without its row, no row without its file. As in `runner`, a process that has imported everything forks the runs; what
they compute is computed once a state of the workbook, so that their calls of the system are what is killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.documents.facturx import issued
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files import master, runs
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.runs.computing import Report
from tests.fuzz.office import DAY, PROJECT, put_office
from tests.kills.remembered import remember_by, same_computed, same_master

STEP: dict[str, Any] = {"project": PROJECT, "step": 2, "credit": None, "day": DAY}
CREDIT: dict[str, Any] = {"project": "", "step": None, "credit": "FA-2026-0001", "day": DAY}
WANTED = ["FA-2026-0001", "FA-2026-0002", "AV-2026-0001"]
FOLDER = "petit_factures"
_RUNNING: list[Any] = [""]
_SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM)


@dataclass
class Findings:
    """How many documents each pair of runs left issued, and every line about what was broken."""

    issued: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def main(folder: Path, count: int, seed: int) -> Findings:
    """Start two runs `count` times; those that are killed are at a random moment of their work."""
    findings, chance = Findings(), random.Random(seed)
    path = folder / "petit.xlsx"
    _remember_each_state()
    put_office(path)
    start = _files(folder)
    _compute_each_state(path, start)
    _give_back(folder, start)
    seconds = _seconds(path)
    for number in range(count):
        _give_back(folder, start)
        _run_both(path, chance, seconds)
        found = [*_finished(path)]
        findings.issued[", ".join(_numbers(path))] += 1
        for options in (STEP, CREDIT):
            _asked(path, "invoice", options)
        found += [*_incoherent(path)]
        if sorted(_numbers(path)) != sorted(WANTED):
            found.append(f"issued in the end: {_numbers(path)}")
        findings.broken += [f"{number}: {line}" for line in found]
    return findings


def _compute_each_state(path: Path, start: dict[str, bytes]) -> None:
    """Go through every order of runs, here: what sets papers has threads, which no forked run would have."""
    for before in ((), (STEP,), (CREDIT,), (STEP, CREDIT), (CREDIT, STEP)):
        _give_back(path.parent, start)
        for options in before:
            _asked(path, "invoice", options)
        _asked(path, "refresh", {})
        for options in (STEP, CREDIT):
            _asked(path, "invoice", options)


def _run_both(path: Path, chance: random.Random, seconds: float) -> None:
    """Start the two runs, one some time after the other, and kill none, one or both."""
    children, pair = [], [STEP, CREDIT]
    chance.shuffle(pair)
    for options in pair:
        children.append(_started(path, options))
        time.sleep(chance.choice((0.0, chance.uniform(0, seconds))))
    for child in children:
        if chance.random() < 0.75:
            time.sleep(chance.uniform(0, seconds))
            os.kill(child, chance.choice(_SIGNALS))
    for child in children:
        os.waitpid(child, 0)


def _started(path: Path, options: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os._exit(_asked(path, "invoice", options).status)
    finally:
        os._exit(9)


def _asked(path: Path, command: str, options: dict[str, Any]) -> Report:
    _RUNNING[0] = (command, options.get("credit"))
    return run_file(path, command, DAY, options, lambda _: True)


def _seconds(path: Path) -> float:
    started = time.perf_counter()
    _, status = os.waitpid(_started(path, STEP), 0)
    if status:
        raise SystemExit(f"an invoice left alone gives status {status}")
    return time.perf_counter() - started


def _finished(path: Path) -> Iterator[str]:
    """What the next command says or leaves wrong, after runs that died."""
    report = _asked(path, "refresh", {})
    if report.status:
        yield f"the next command: {report.summary}"
    yield from _incoherent(path)


def _incoherent(path: Path) -> Iterator[str]:
    """What the ledger and the folder do not agree on, and numbers missing or given twice."""
    rows = read_master(path).tables["Factures"].records
    for series in ("FA", "AV"):
        numbers = [row.number for row in rows if row.number.startswith(series)]
        if numbers != [f"{series}-2026-{rank:04d}" for rank in range(1, len(numbers) + 1)]:
            yield f"numbers: {numbers}"
    held = {
        name: sha256(data).hexdigest()
        for name, data in _files(path.parent).items()
        if name.startswith(FOLDER)
    }
    if held != {row.file: row.fingerprint for row in rows}:
        yield f"the ledger has {[row.file for row in rows]}, the folder {sorted(held)}, or not their content"


def _numbers(path: Path) -> list[str]:
    return list(read_master(path).tables["Factures"].column("number"))


def _files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file() and ".postprod" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def _give_back(folder: Path, files: dict[str, bytes]) -> None:
    for file in folder.rglob("*"):
        if file.is_file() and file.relative_to(folder).as_posix() not in files:
            file.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _remember_each_state() -> None:
    """Compute what each command gives once for each state of the workbook; every call of the system is made."""
    patched = pytest.MonkeyPatch()
    # The official rules are no part of what is killed, and cost seconds each time.
    patched.setattr(issued, "can_run", lambda: False)

    def state(read: Any, *_: Any) -> Any:
        return (getattr(read, "package", read).sha256, _RUNNING[0])

    remember_by(patched, master, "master_of", lambda package: package.sha256, same_master)
    remember_by(patched, runs, "compute", state, same_computed)
    remember_by(patched, runs, "written", state, lambda notes, *_: [*notes])
    remember_by(patched, Package, "to_bytes", state, lambda data, *_: data)


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"issued": found.issued, "broken": found.broken}, ensure_ascii=False))
