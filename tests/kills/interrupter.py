"""Interrupts commands over and over: `python -m tests.kills.interrupter FOLDER COUNT SEED` says what it found.

As in `runner`, a process that has imported everything forks one child a run.
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
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from postprod_xl.engines.ooxml.files.file_sets import MARK
from postprod_xl.hosts.cli.main import main as postprod
from postprod_xl.hosts.files.master import read_master
from tests.fuzz.office import PROJECT, csv_files, issued_files, small_office
from tests.kills.runner import LONGEST_WRITE_SECONDS, wait_until

BOOK, SECOND, NEW_BOOK, COPY, IN, OUT = (
    "petit.xlsx",
    "second.xlsx",
    "neuf.xlsx",
    "copie.xlsx",
    "entrée",
    "sortie",
)
DAY = ("--today", "2026-11-30")
COMMANDS = (
    ("refresh", BOOK, *DAY),
    ("invoice", BOOK, "--project", PROJECT, *DAY),
    ("tables", "import", BOOK, IN),
    ("refresh", BOOK, SECOND, "--jobs", "2", *DAY),
    ("new", NEW_BOOK),
    ("share", BOOK, "--project", PROJECT, "-o", COPY, *DAY),
    ("tables", "export", BOOK, OUT),
)
WRITTEN = (BOOK, SECOND, NEW_BOOK, COPY, OUT)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Findings:
    """How the runs ended, and every line about what they said that the disk denies."""

    ended: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def _files() -> dict[str, bytes]:
    csv = {f"{IN}/{name}": data for name, data in csv_files().items()}
    return {BOOK: small_office(), SECOND: small_office(), **issued_files(), **csv}


@cache
def _before() -> dict[str, bytes]:
    """The files of the folder, made by another process: what sets papers has threads, which a fork would not have."""
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        return other.submit(_files).result()


@dataclass(frozen=True)
class Office:
    """A folder where commands run, and where what they say goes."""

    root: Path
    said: Path

    def give_back(self) -> None:
        """Give the folder the files it had."""
        for path in sorted(self.root.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for name, data in _before().items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(data)

    def states(self) -> dict[str, object]:
        """What tells the versions of what commands write, by name."""
        return {name: self._state(self.root / name) for name in WRITTEN}

    def _state(self, path: Path) -> object:
        if path.is_dir():
            return sorted(file.name for file in path.iterdir()) or None
        return path.read_bytes() if path.exists() else None

    def started(self, command: tuple[str, ...]) -> int:
        names = {*WRITTEN, IN}
        arguments = [str(self.root / word) if word in names else word for word in command]
        descriptor = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        child = os.fork()
        if child:
            os.close(descriptor)
            return child
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        try:
            postprod(arguments)
        except SystemExit as ending:
            os._exit(int(ending.code or 0))


def main(folder: Path, count: int, seed: int) -> Findings:
    """Run commands `count` times, interrupted each time at a random moment.

    Two in three are interrupted at a random moment of the whole run, one in three once they have begun to write.
    """
    findings, chance = Findings(), random.Random(seed)
    # A child that does not listen yet ends as any other program, without a trace of Python's.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    office = Office(folder / "bureau", folder / "dit")
    office.root.mkdir()
    seconds = {command: _seconds_of_a_run(office, command) for command in COMMANDS}
    for number in range(count):
        command, asked = COMMANDS[number % len(COMMANDS)], SIGNALS[number % len(SIGNALS)]
        office.give_back()
        before = office.states()
        child = office.started(command)
        if number % 3 == 2:
            wait_until(lambda: any(office.root.rglob(".postprod-*.tmp")), child)
            time.sleep(chance.uniform(0, LONGEST_WRITE_SECONDS))
        else:
            time.sleep(chance.uniform(0, 1.1 * seconds[command]))
        os.kill(child, asked)
        _, status = os.waitpid(child, 0)
        written = [name for name, state in office.states().items() if state != before[name]]
        findings.ended[_ending(status, written)] += 1
        what = f"{number}, {asked.name} of {' '.join(command[:2])}"
        findings.broken += [f"{what}: {line}" for line in _broken(office, status, asked, written)]
    return findings


def _seconds_of_a_run(office: Office, command: tuple[str, ...]) -> float:
    office.give_back()
    started = time.perf_counter()
    _, status = os.waitpid(office.started(command), 0)
    if status:
        raise SystemExit(f"{command} left alone gives status {status}: {office.said.read_text()}")
    return time.perf_counter() - started


def _ending(status: int, written: list[str]) -> str:
    return f"{'done' if status == 0 else 'stopped'}, {'written' if written else 'not written'}"


def _broken(office: Office, status: int, asked: signal.Signals, written: list[str]) -> Iterator[str]:
    said = office.said.read_text("utf-8")
    if os.WIFSIGNALED(status):
        # Before the program listens, as any other one.
        if os.WTERMSIG(status) != asked or written or said:
            yield f"killed by signal {os.WTERMSIG(status)}, {written} written, said: {said}"
        return
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 128 + asked) or (code == 0 and not written):
        yield f"status {code}, {written} written, said: {said}"
    if code:
        yield from _untrue(said, written)
    yield from _left(office, written)
    for name in written:
        if name in (BOOK, SECOND):
            yield from _unwhole(office.root / name)


def _untrue(said: str, written: list[str]) -> Iterator[str]:
    last = said.splitlines()[-1] if said else ""
    if not last.startswith("postprod : interrompu, ") or "Traceback" in said:
        yield f"said: {said}"
    if ("rien n'a été écrit" in last) != (not written) or [
        name for name in written if f"« {name} »" not in last
    ]:
        yield f"{written} written, said: {last}"


def _left(office: Office, written: list[str]) -> Iterator[str]:
    expected = {BOOK, SECOND, IN, ".postprod", *written, "petit_factures", *_issued(office)}
    yield from (f"missing: {name}" for name in _issued(office) if not (office.root / name).is_file())
    for path in office.root.rglob("*"):
        name = path.relative_to(office.root).as_posix()
        is_backup = name.startswith(".postprod/backups") and path.suffix in ("", ".xlsx")
        # The manifest of a copy is taken back with it; the folder of manifests stays, as that of kept versions.
        is_manifest = path.suffix == ".json" and COPY in written
        is_kept = is_backup or (name.startswith(".postprod/shares") and (path.is_dir() or is_manifest))
        if path.name == MARK or not (is_kept or name in expected or name.split("/")[0] in (IN, *written)):
            yield f"left behind: {name}"


def _issued(office: Office) -> set[str]:
    """The files that the ledger names, which are all there."""
    return {file for file in read_master(office.root / BOOK).tables["Factures"].column("file") if file}


def _unwhole(path: Path) -> Iterator[str]:
    master = read_master(path)
    yield from (problem.line for problem in master.problems if problem.is_blocking)
    numbers = list(master.tables["Factures"].column("number"))
    if numbers != [f"FA-2026-{rank:04d}" for rank in range(1, len(numbers) + 1)]:
        yield f"ledger: {numbers}"


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"ended": found.ended, "broken": found.broken}))
