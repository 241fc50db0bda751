"""A refresh by the workers of a Dask cluster gives the bytes that processes give, and loses nothing when one dies."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from postprod_xl.engines.ooxml.files.interrupts import deferred
from postprod_xl.engines.ooxml.files.saving import exclusive
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.exits import DONE, FAULT, UNUSABLE
from postprod_xl.hosts.files.batch import refresh_all
from postprod_xl.hosts.files.cluster import dask_cluster, orders, program
from postprod_xl.hosts.files.cluster.errand import Errand
from postprod_xl.hosts.files.cluster.refreshing import _Sending, refreshed_there
from postprod_xl.hosts.files.plan_search import AT_ONCE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.signature import REPRODUCIBLE
from postprod_xl.hosts.setup.machine import this_machine
from tests.masters import ROOT

DAY = date(2026, 11, 23)
MOMENT = "1796000000"


@pytest.fixture
def books(small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two workbooks beside the documents that they issued; nothing of the moment goes into them."""
    monkeypatch.setenv(REPRODUCIBLE, MOMENT)
    folder = tmp_path / "bureaux"
    shutil.copytree(tmp_path / f"{small_file.stem}_factures", folder / f"{small_file.stem}_factures")
    paths = [folder / "a.xlsx", folder / "b.xlsx"]
    for path in paths:
        path.write_bytes(small_file.read_bytes())
    return paths


@pytest.fixture
def pair() -> Iterator[dict[str, Any]]:
    """A cluster of two workers in processes of their own: its address, and theirs."""
    command = [sys.executable, "-m", "tests.hosts.files.dask_pair"]
    quiet = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, cwd=ROOT, env=quiet
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.communicate("")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="les signaux de POSIX")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_two_workers_one_of_which_is_killed_give_the_bytes_of_two_processes(pair, tmp_path, monkeypatch):
    monkeypatch.setenv(REPRODUCIBLE, MOMENT)
    here, there = (masters(tmp_path / name) for name in ("ici", "là-bas"))
    before, told = here[0].read_bytes(), []

    def kill_one(report):
        told.append(report.path)
        if len(told) == 1:  # the damaged one never left, each worker has one of the two others
            os.kill(pair["workers"][0], signal.SIGKILL)

    reports = refreshed_there(pair["address"], there, DAY, AT_ONCE, kill_one)
    local = refresh_all(here, DAY, jobs=2)
    assert told[0] == there[2] and set(told) == set(there)
    assert [reports[path].status for path in there] == [DONE, DONE, UNUSABLE]
    assert [reports[path].summary for path in there] == [report.summary for report in local]
    assert [path.read_bytes() for path in there] == [path.read_bytes() for path in here]
    assert here[0].read_bytes() != before
    assert not list(there[0].parent.rglob("*.lock"))


def masters(folder: Path) -> list[Path]:
    """Two masters of an empty office and a damaged one."""
    folder.mkdir()
    master = (ROOT / "workbooks" / "maitre.xlsx").read_bytes()
    paths = [folder / f"{name}.xlsx" for name in ("a", "b", "mauvais")]
    for path in paths:
        path.write_bytes(master)
    paths[2].write_bytes(master[:9000])
    return paths


def test_an_order_is_carried_out_from_its_bytes_alone_and_the_workbook_is_held_meanwhile(
    books, monkeypatch, tmp_path
):
    errand = Errand(books[0], DAY, AT_ONCE)
    order = pickle.dumps(errand.order())
    with pytest.raises(Exception, match="en cours de mise à jour"), exclusive(books[0]):
        pass
    empty = tmp_path / "ailleurs"
    empty.mkdir()
    monkeypatch.chdir(empty)
    answer = pickle.loads(orders.carried_out(program.program_text(), order))
    assert not list(empty.iterdir()) and books[0].read_bytes() == books[1].read_bytes()
    report = errand.saved(answer)
    assert (report.path, report.status) == (books[0], DONE)
    (fresh,) = refresh_all([books[1]], DAY, jobs=1)
    assert books[0].read_bytes() == books[1].read_bytes()
    assert (report.summary, report.problems, report.notes) == (fresh.summary, fresh.problems, fresh.notes)


def test_another_program_computes_nothing_and_is_named(monkeypatch):
    own = program.program_text()
    assert orders.carried_out("postprod 0.1 (abc)", b"never read") == own
    line = str(dask_cluster._unlike("l'ouvrier tcp://h:1", own.replace("postprod ", "postprod 9.")))
    assert line.startswith("l'ouvrier tcp://h:1 a postprod 9.") and ", ici postprod " in line
    absent = ModuleNotFoundError("No module named 'postprod_xl'", name="postprod_xl")
    assert "n'a pas postprod " in str(dask_cluster._unlike("un ouvrier", absent))


def test_a_scheduler_that_does_not_answer_is_one_line_and_no_file_is_touched(books, capsys):
    before = books[0].read_bytes()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    assert status_of(["refresh", str(books[0]), str(books[1]), "--cluster", address]) == UNUSABLE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"postprod : {address} — aucun répartiteur Dask n'y répond")
    assert status_of(["refresh", str(books[0]), "--cluster", address, "--json"]) == UNUSABLE
    assert '"status": 3' in capsys.readouterr().out
    assert books[0].read_bytes() == before and not (books[0].parent / ".postprod").exists()


def test_what_greets_otherwise_than_a_scheduler_is_none():
    def greet():
        with other.accept()[0] as peer:
            peer.sendall(b"SSH-2.0-OpenSSH\r\n")

    with socket.create_server(("127.0.0.1", 0)) as other:
        greeting = Thread(target=greet)
        greeting.start()
        assert not dask_cluster._speaks_dask(f"tcp://127.0.0.1:{other.getsockname()[1]}")
        greeting.join()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cluster", "grappe:8786"), "attendu : tcp://hôte:8786"),
        (("--cluster", "tcp://grappe:8786", "--jobs", "2"), "--cluster et --jobs ne vont pas ensemble"),
        (("--cluster", "tcp://grappe:8786", "--dry-run"), "--cluster et --dry-run ne vont pas ensemble"),
    ],
)
def test_a_wrong_use_of_the_cluster_is_one_line(options, said, capsys):
    assert status_of(["refresh", "a.xlsx", *options]) == 2
    assert said in capsys.readouterr().err


def test_dask_that_is_not_installed_is_one_line_with_the_command_that_installs_it(capsys, monkeypatch):
    bare = replace(this_machine(), version_of=lambda _: "")
    monkeypatch.setattr("postprod_xl.hosts.setup.machine.this_machine", lambda: bare)
    assert status_of(["refresh", "a.xlsx", "--cluster", "tcp://grappe:8786"]) == 2
    line = capsys.readouterr().err
    assert "le calcul sur une grappe n'est pas installé : " in line and 'pip install "distributed' in line


def test_a_refresh_without_a_cluster_needs_nothing_of_dask(books, monkeypatch):
    for name in ("dask", "distributed"):
        monkeypatch.setitem(sys.modules, name, None)  # importing it would fail
    assert status_of(["refresh", str(books[0])]) == DONE


def test_the_moment_of_a_run_can_be_fixed(monkeypatch):
    from postprod_xl.hosts.runs.signature import Signature

    monkeypatch.setenv(REPRODUCIBLE, MOMENT)
    assert Signature.now().at == datetime(2026, 11, 30, 0, 53, 20)
    assert Signature.now().lasted(1.234) == 0


NEW = b"what a worker gave back"


class Played:
    """A cluster that answers the first order with other bytes, then meets the outcomes it is given."""

    capacity = 2

    def __init__(self, *outcomes: Exception) -> None:
        self.sent: list[SimpleNamespace] = []
        self._outcomes: list[Exception | None] = [None, *outcomes]

    def send(self, order: bytes) -> SimpleNamespace:
        self.sent.append(SimpleNamespace(key=f"ordre {len(self.sent)}", order=order))
        return self.sent[-1]

    def next_done(self) -> SimpleNamespace:
        return self.sent.pop(0)

    def outcome(self, future: SimpleNamespace) -> bytes:
        if error := self._outcomes.pop(0):
            raise error
        return pickle.dumps(orders.RefreshedBytes(Report(Path("a.xlsx")), NEW))


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (dask_cluster.WorkerDied("4 times"), FAULT, "les ouvriers qui y travaillaient se sont arrêtés net"),
        (
            dask_cluster.UnlikeWorker("un ouvrier a lxml 6.0, ici lxml 5.3 : x."),
            UNUSABLE,
            "a lxml 6.0, ici lxml 5.3",
        ),
        (ZeroDivisionError("défaut"), FAULT, "défaut interne, rien n'a été écrit"),
        (
            dask_cluster.ClusterLost("le répartiteur tcp://h:1 n'est plus joignable"),
            UNUSABLE,
            "n'est plus joignable",
        ),
    ],
)
def test_what_befalls_one_workbook_leaves_it_as_it_was_and_those_before_saved(books, error, status, said):
    before, told = books[1].read_bytes(), []
    with deferred() as signals:
        sending = _Sending(Played(error), signals, told.append)
        reports = sending.all([Errand(path, DAY, AT_ONCE) for path in books[:2]])
    assert [reports[path].status for path in books[:2]] == [DONE, status] and len(told) == 2
    assert said in reports[books[1]].summary and "\n" not in reports[books[1]].summary
    assert reports[books[1]].summary.startswith("b.xlsx — ")
    assert books[0].read_bytes() == NEW and books[1].read_bytes() == before
    assert [path.name for path in (books[0].parent / ".postprod").iterdir()] == ["backups"]
