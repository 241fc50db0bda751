"""One bad file never stops the others, whatever its fault and however many are worked on at a time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.files.disk_record import note_written, recorded
from postprod_xl.engines.ooxml.files.interrupts import Interrupted, deferred, interruptible
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.exits import DONE, FAULT
from postprod_xl.hosts.files import batch, plan_search
from postprod_xl.hosts.files.batch import all_worked, refresh_all
from postprod_xl.hosts.runs.computing import Report

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="le travail prêté au processus est dupliqué sous POSIX"
)

FILES = [Path(f"{name}.xlsx") for name in ("un", "mauvais", "deux", "trois")]


class Panic(BaseException):
    """As a library in Rust raises its own faults: no `Exception`."""


def panic() -> None:
    raise Panic("index out of bounds")


def exhaust_memory() -> None:
    raise MemoryError


def recurse() -> None:
    recurse()


def leave() -> None:
    raise SystemExit(3)


def end() -> None:
    os._exit(70)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def unheard_of(_: Path) -> Report:
    """A report that cannot be sent."""
    return Report(Path("mauvais.xlsx"), details={"fonction": lambda: None})


def at_work(fault: Callable[[], None]) -> Callable[[Path], Report]:
    def work(path: Path) -> Report:
        if path.stem == "mauvais":
            fault()
        return Report(path, DONE, f"{path.name} : fait")

    return work


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("fault", [panic, exhaust_memory, recurse, leave, end, kill])
def test_one_bad_file_never_stops_the_others(
    fault: Callable[[], None], jobs: int, capfd: pytest.CaptureFixture[str]
) -> None:
    reports = all_worked(at_work(fault), FILES, jobs)
    assert [report.path for report in reports] == FILES
    assert [report.status for report in reports] == [DONE, FAULT, DONE, DONE]
    assert reports[1].summary.startswith("mauvais.xlsx — ")
    assert "rien n'a été écrit" in reports[1].summary and "\n" not in reports[1].summary
    assert capfd.readouterr().err == ""


def test_a_fault_in_another_workbook_is_told_of_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plan_search, "booked_in", lambda *_: panic())
    assert status_of(["refresh", "un.xlsx", "deux.xlsx", "--also", "autre.xlsx"]) == FAULT
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["un.xlsx", "deux.xlsx"]
    assert all("(--also), rien n'a été écrit" in line for line in lines)


def test_a_report_that_cannot_be_sent_is_a_fault_of_its_file_alone(capfd: pytest.CaptureFixture[str]) -> None:
    reports = all_worked(lambda path: unheard_of(path) if path.stem == "mauvais" else Report(path), FILES, 2)
    assert [report.status for report in reports] == [DONE, FAULT, DONE, DONE]
    assert capfd.readouterr().err == ""


def test_a_file_whose_process_was_killed_for_want_of_memory_is_tried_again(tmp_path: Path) -> None:
    first = tmp_path / "premier"

    def work(path: Path) -> Report:
        if path.stem == "mauvais" and not first.exists():
            first.touch()
            kill()
        return Report(path)

    assert {report.status for report in all_worked(work, FILES, 2)} == {DONE}


def test_a_workbook_that_a_library_cannot_stand_leaves_the_others_refreshed(
    small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for other in others:
        other.write_bytes(small_file.read_bytes())
    real = batch.run_file

    def run(path: Path, *arguments: object) -> Report:
        if path == small_file:
            kill()
        return real(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "run_file", run)
    before = small_file.read_bytes()
    reports = refresh_all([others[0], small_file, others[1]], date(2026, 11, 23), 1)
    assert [report.status for report in reports] == [DONE, FAULT, DONE]
    assert small_file.read_bytes() == before
    assert "s'est arrêté net (signal 9), rien n'a été écrit" in reports[1].summary


def test_a_file_replaced_by_a_process_that_then_died_is_not_said_to_be_as_it_was(tmp_path: Path) -> None:
    file, first = tmp_path / "mauvais.xlsx", tmp_path / "premier"
    file.write_bytes(b"avant")

    def work(path: Path) -> Report:
        if path == file:
            if not first.exists():
                first.touch()
                file.write_bytes(b"nouveau")
            kill()
        return Report(path)

    reports = all_worked(work, [file, FILES[0]], 1)
    assert "mais le fichier a été remplacé pendant la commande" in reports[0].summary
    assert "rien n'a été" not in reports[0].summary


def asked_to_stop() -> str:
    os.kill(os.getpid(), signal.SIGTERM)
    return ""


class Interrupting:
    """What asks the program to stop while it receives the report that holds it."""

    def __reduce__(self) -> tuple[Callable[[], str], tuple[()]]:
        return asked_to_stop, ()


def written_then_interrupting(path: Path) -> Report:
    note_written(path)
    return Report(path, DONE, details={"rien": Interrupting()})


def test_a_signal_that_comes_with_a_report_does_not_lose_what_it_says_was_written() -> None:
    with recorded() as record, pytest.raises(Interrupted), interruptible():
        all_worked(written_then_interrupting, FILES, 1)
    assert record.written[:1] == FILES[:1]


def test_a_signal_that_came_before_is_heard_where_the_program_listens() -> None:
    with interruptible(), deferred() as signals:
        os.kill(os.getpid(), signal.SIGHUP)
        with pytest.raises(Interrupted), signals.listening():
            raise AssertionError("not heard")
