"""Processes that work on files, one file each at a time: one that dies takes no other file along."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing import Process
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path

from postprod_xl.engines.ooxml.files.disk_record import NOTHING, note, note_uncertain, recorded
from postprod_xl.engines.ooxml.files.interrupts import Deferral, Interrupted, deferred, interruptible, unheard
from postprod_xl.hosts.exits import FAULT
from postprod_xl.hosts.runs.computing import Report

Work = Callable[[Path], Report]
_Version = tuple[int, int, int] | None

_PATIENCE_SECONDS = 10.0  # for a file being worked on when all are asked to stop
_pipes: list[Connection] = []


def worked_apart(
    work: Work, files: Sequence[Path], jobs: int, told: Callable[[Report], object]
) -> dict[Path, Report]:
    """Work on files in other processes, `jobs` at a time; `told` hears each report as soon as it is known.

    A process that dies (memory, a crash of a library, `kill`) is replaced, and its file tried once more after the
    others; when that process dies too, the report of the file says what the disk holds. A signal that asks to stop
    is passed on, and what was written by then is noted before it is raised.
    """
    # Heard while a report is being received, a signal would lose what it says of the disk.
    with deferred() as signals:
        return _worked_apart(work, files, jobs, told, signals)


def _worked_apart(
    work: Work, files: Sequence[Path], jobs: int, told: Callable[[Report], object], signals: Deferral
) -> dict[Path, Report]:
    waiting = list(reversed(files))
    team: list[_Worker] = []
    given_back: set[Path] = set()
    before = {path: _version(path) for path in files}
    reports: dict[Path, Report] = {}
    try:
        while waiting or team:
            while waiting and len(team) < jobs:
                team.append(_Worker(work, waiting.pop()))
            with signals.listening():
                answering = _answering(team, None)
            for worker in answering:
                report = worker.report()
                if report is None and worker.path not in given_back:
                    given_back.add(worker.path)
                    waiting.insert(0, worker.path)
                else:
                    reports[worker.path] = report = report or worker.lost(before[worker.path])
                    told(report)
                _go_on(worker, team, waiting)
    except Interrupted as stop:
        _stop(team, stop.number, before)
        raise
    finally:
        for worker in team:
            worker.process.kill()
            worker.dismiss()
    return reports


def _stop(team: list[_Worker], number: int, before: Mapping[Path, _Version]) -> None:
    """Pass a signal on, and note what was written by those who answer it."""
    for worker in team:
        worker.stop(number)
    while answered := _answering(team, _PATIENCE_SECONDS):
        for worker in answered:
            team.remove(worker)
            if worker.report() is None and _version(worker.path) != before[worker.path]:
                note_uncertain(worker.path)
            worker.dismiss()


def _go_on(worker: _Worker, team: list[_Worker], waiting: list[Path]) -> None:
    """Give a process its next file, or dismiss it."""
    if waiting and worker.process.is_alive():
        worker.give(waiting.pop())
    else:
        team.remove(worker)
        worker.dismiss()


def _answering(team: list[_Worker], seconds: float | None) -> list[_Worker]:
    ready = wait([worker.pipe for worker in team], seconds) if team else []
    return [worker for worker in team if worker.pipe in ready]


class _Worker:
    """A process, and the file it has been given."""

    def __init__(self, work: Work, path: Path) -> None:
        self.pipe, theirs = Pipe()
        _pipes.append(self.pipe)
        self.process = Process(target=_serve, args=(theirs, work))
        self.process.start()
        theirs.close()
        self.give(path)

    def give(self, path: Path) -> None:
        self.path = path
        with suppress(OSError):  # it is dead: its report says so
            self.pipe.send(path)

    def report(self) -> Report | None:
        """The report of its file, None when the process has died; what was written is noted here too."""
        try:
            report, record = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            return None
        note(record)
        assert isinstance(report, Report)
        return report

    def lost(self, before: _Version) -> Report:
        """The report of the file of a process that has died, from what tells its version when all began."""
        changed = _version(self.path) != before
        said = (
            "mais le fichier a été remplacé pendant la commande : ouvrez-le pour le voir"
            if changed
            else NOTHING
        )
        reason = f"signal {-code}" if (code := self.process.exitcode or 0) < 0 else f"code {code}"
        return Report(
            self.path,
            FAULT,
            f"{self.path.name} — le processus qui y travaillait s'est arrêté net ({reason}), {said} ; "
            "recommencez avec ce seul fichier (mémoire insuffisante ?).",
        )

    def stop(self, number: int) -> None:
        """Ask it to stop; in a console of Windows every process is asked already."""
        if sys.platform != "win32" and self.process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    def dismiss(self) -> None:
        _pipes.remove(self.pipe)
        self.pipe.close()
        self.process.join()


def _version(path: Path) -> _Version:
    """What tells one version of a file from another; None when it cannot be told."""
    with suppress(OSError):
        status = path.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns
    return None


def _serve(pipe: Connection, work: Work) -> None:
    """Work on one file after another until nobody gives any more; only work is interrupted."""
    with unheard():
        for inherited in _pipes:  # a copy of the other end would hide that the program has died
            inherited.close()
        try:
            while True:
                path = pipe.recv()
                with recorded() as record:
                    report = _interruptible(work, path)
                pipe.send((report, record))
        except (EOFError, OSError):
            return
        except BaseException:  # noqa: BLE001 - the report that cannot be made, for want of memory, is the program's
            os._exit(FAULT)


def _interruptible(work: Work, path: Path) -> Report:
    with recorded() as record:
        try:
            with interruptible():
                return work(path)
        except Interrupted as stop:
            return Report(path, stop.status, f"{path.name} — interrompu, {record.said}")
