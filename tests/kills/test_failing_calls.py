"""Whatever call of the system fails, a command says what the disk holds, and leaves nothing of its own there."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.files.file_sets import MARK
from postprod_xl.engines.ooxml.files.saving import BACKUPS_KEPT
from postprod_xl.engines.ooxml.files.waiting import WAITING
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.fuzz.office import PROJECT, csv_files, issued_files, small_office
from tests.kills.failing_calls import DONE_ALL_THE_SAME, FailingCalls, open_files
from tests.kills.remembered import remember

ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.ESTALE)
DAY = "2026-11-30"
IMPORTED, EXPORTED = ("Clients.csv", "Salles.csv"), 3
BOOK, NEW_BOOK, COPY, IN, OUT = "petit.xlsx", "neuf.xlsx", "copie.xlsx", "entrée", "sortie"

COMMANDS = {
    "refresh": ["refresh", BOOK, "--today", DAY, "--json"],
    "invoice": ["invoice", BOOK, "--project", PROJECT, "--today", DAY, "--json"],
    "tables import": ["tables", "import", BOOK, IN],
    "new": ["new", NEW_BOOK],
    "share": ["share", BOOK, "--project", PROJECT, "-o", COPY, "--today", DAY],
    "tables export": ["tables", "export", BOOK, OUT],
}
KEPT = ".postprod/backups/petit."
WRITES = {"new": NEW_BOOK, "share": COPY, "tables export": OUT}

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="descriptors are named by Linux alone"
)


@dataclass(frozen=True)
class Run:
    """A run: its status and what it said, the files it left by name, and which calls it made."""

    status: int
    out: str
    err: str
    files: dict[str, bytes]
    calls: tuple[str, ...]

    @property
    def said(self) -> str:
        return self.out + self.err


class Folder:
    """A folder where an office works, given back the same files before each run."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys
        self.calls = FailingCalls(root)
        backups = {
            f".postprod/backups/petit.20261101-120000-{n:04d}.xlsx": b"%d" % n
            for n in range(1, BACKUPS_KEPT + 1)
        }
        self.before = {BOOK: small_office(), **issued_files(), **backups}
        self.before |= {f"{IN}/{name}": csv_files()[name] for name in IMPORTED}
        self.before |= {f"{OUT}/{name}": b"un autre export" for name in ("Projets.csv", "Notes.txt")}

    def run(self, command: str, at: int = 0, error: int = 0, is_answer_lost: bool = False) -> Run:
        self._give_back()
        self.calls.start(at, error, is_answer_lost)
        names = {BOOK, NEW_BOOK, COPY, IN, OUT}
        arguments = [str(self.root / word) if word in names else word for word in COMMANDS[command]]
        self._capsys.readouterr()
        with self.calls.counting():
            status = status_of(arguments)
        out, err = self._capsys.readouterr()
        return Run(status, out, err, self.files(), tuple(self.calls.made))

    def _give_back(self) -> None:
        left = self.files()
        for name in left.keys() - self.before.keys():
            (self.root / name).unlink()
        for name, data in self.before.items():
            if left.get(name) != data:
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_bytes(data)

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: nothing here is about a slow disk."""
    with tempfile.TemporaryDirectory(
        dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path
    ) as folder:
        yield Path(folder)


@pytest.fixture
def folder(
    memory: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Folder]:
    folder = Folder(memory, capsys)
    remember(monkeypatch, EXPORTED)
    yield folder
    assert open_files(memory) == []


def outputs(files: dict[str, bytes], command: str) -> dict[str, bytes]:
    """What a command is to write, as it stands."""
    target = WRITES.get(command, BOOK)
    return {name: data for name, data in files.items() if name == target or name.startswith(f"{target}/")}


def backups(files: dict[str, bytes]) -> list[bytes]:
    """The versions kept, the newest first."""
    return [
        data
        for name, data in sorted(files.items(), reverse=True)
        if name.startswith(".postprod/backups/petit.")
    ]


def untrue(run: Run, command: str, before: dict[str, bytes], whole: Run) -> Iterator[str]:
    """What a run says that the disk denies, and what it left there that is not the office's."""
    is_new = outputs(run.files, command) == outputs(whole.files, command)
    if "défaut interne" in run.said or "Traceback" in run.said:
        yield "an internal fault"
    if MARK in "".join(run.files):
        yield "the export is marked as not whole"
    yield from untrue_of_new_files(run, command, before) if is_new else untrue_of_former_files(run, before)
    expected = {*before, *(whole.files if is_new else ())}
    # A file that could not take its name waits for the next run, and is named.
    expected |= {
        name for name in run.files if name.endswith(WAITING) and is_new and "attend son nom" in run.said
    }
    if left := [name for name in run.files if name not in expected and not name.startswith(KEPT)]:
        yield f"left behind: {left}"


def untrue_of_new_files(run: Run, command: str, before: dict[str, bytes]) -> Iterator[str]:
    if run.status != 0:
        yield f"status {run.status} with the new files"
    if "rien n'a été" in run.said:
        yield "says that nothing was written"
    if command not in WRITES:
        yield from unkept(run, before)


def untrue_of_former_files(run: Run, before: dict[str, bytes]) -> Iterator[str]:
    if {name: run.files.get(name) for name in before} != before:
        yield "neither the former files nor the new ones"
    if run.status != 3:
        yield f"status {run.status} with the former files"
    if run.err.count("\n") != 1 or " a été écrit" in run.said or "écrite" in run.said:
        yield "does not say in one line that nothing was written"
    if backups(run.files) != backups(before):
        yield "a refused run leaves other backups"


def unkept(run: Run, before: dict[str, bytes]) -> Iterator[str]:
    """What is wrong with the versions kept beside a workbook that was replaced."""
    kept = backups(run.files)
    if kept[0] != before[BOOK]:
        yield "the former version is not the newest backup"
    if len(kept) != BACKUPS_KEPT and "Avertissement" not in run.said:
        yield f"{len(kept)} backups, and no word about it"
    if run.out.startswith("{"):
        [file] = json.loads(run.out)["files"]
        if Path(file["backup"]).read_bytes() != before[BOOK]:
            yield "another backup is announced"


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_call_fails_the_message_says_what_the_disk_holds(folder: Folder, command: str):
    folder.run(command)  # what is computed once makes calls of its own
    whole = folder.run(command)
    assert whole.status == 0, whole.said
    assert not list(untrue(whole, command, folder.before, whole))
    tries = [(at, error, False) for error in ERRORS for at in range(1, len(whole.calls) + 1)]
    tries += [(at, errno.EIO, True) for at, name in enumerate(whole.calls, 1) if name in DONE_ALL_THE_SAME]
    found, states = [], Counter[int]()
    for at, error, is_answer_lost in tries:
        run = folder.run(command, at, error, is_answer_lost)
        states[run.status] += 1
        failed = (
            f"{errno.errorcode[error]} at call {at}, {run.calls[at - 1]} after {run.calls[at - 4 : at - 1]}"
        )
        found += [
            f"{failed}{', done all the same' if is_answer_lost else ''}: {line} — {run.said.strip()[-300:]}"
            for line in untrue(run, command, folder.before, whole)
        ]
    assert not found, f"{len(found)} of {states.total()}\n" + "\n".join(found[:20])
    assert min(states[0], states[3]) > 20, f"calls that all end alike prove nothing: {states}"


def test_the_ledger_of_a_run_whose_calls_fail_is_whole(folder: Folder):
    """The bytes that the runs above write are one of two versions: here is what the new one says."""
    folder.run("invoice")
    numbers = read_master(folder.root / BOOK).tables["Factures"].column("number")
    assert list(numbers) == ["FA-2026-0001", "FA-2026-0002"]


@pytest.mark.parametrize("call", ["unlink", "rmdir", "close"])
def test_leftovers_that_cannot_be_removed_are_named_and_swept_by_the_next_run(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, call: str
):
    """A call that fails for good, once the workbook is replaced."""
    replace, genuine = os.replace, getattr(os, call)

    def refused(*arguments: object) -> None:
        if call == "close":
            genuine(*arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def broken(staged: Path, target: Path) -> None:
        replace(staged, target)
        if target.name == BOOK:
            monkeypatch.setattr(os, call, refused)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", broken)
        run = folder.run("refresh")
    monkeypatch.setattr(os, call, genuine)
    assert (run.status, "rien n'a été" in run.said) == (0, False)
    left = [name for name in run.files if name.endswith((".lock", ".holder", ".tmp"))]
    assert all(Path(name).name in run.out for name in left)
    assert bool(left) == (call == "unlink")
    status_of(["tables", "repair", str(folder.root / BOOK)])
    assert not [name for name in folder.files() if name.endswith((".lock", ".holder", ".tmp"))]
