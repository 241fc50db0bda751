"""Workbooks refreshed by a cluster: each is locked, sent, and saved here when it comes back."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.disk_record import NOTHING, recorded
from postprod_xl.engines.ooxml.files.interrupts import Deferral, deferred
from postprod_xl.hosts.exits import FAULT
from postprod_xl.hosts.faults import is_fault
from postprod_xl.hosts.files.batch import fault_report
from postprod_xl.hosts.files.cluster.dask_cluster import ClusterLost, DaskCluster, WorkerDied, connected
from postprod_xl.hosts.files.cluster.errand import Errand
from postprod_xl.hosts.files.plan_search import PlanSearch
from postprod_xl.hosts.runs.computing import Report, refused, warning_lines

if TYPE_CHECKING:
    from distributed import Future


def refreshed_there(
    address: str, files: Sequence[Path], today: date, search: PlanSearch, told: Callable[[Report], object]
) -> dict[Path, Report]:
    """Refresh workbooks on the workers of a cluster; `told` hears each report as soon as it is known.

    A worker that dies loses nothing: Dask gives its files to others, and one of which several workers died is
    reported. When the scheduler goes, the files that were not saved yet are reported as they were. A signal that asks
    to stop is heard between two saves.

    Raises
    ------
    UnusableFile
        The cluster does not answer, has no worker or another program: no file was touched.
    """
    # Heard while a file is being saved, a signal would lose what its report says of the disk.
    with deferred() as signals, ExitStack() as stack:
        with signals.listening():
            cluster = stack.enter_context(connected(address))
        return _Sending(cluster, signals, told).all([Errand(path, today, search) for path in files])


class _Sending:
    """Errands on their way to a cluster and back."""

    def __init__(self, cluster: DaskCluster, signals: Deferral, told: Callable[[Report], object]) -> None:
        self._cluster, self._signals, self._told = cluster, signals, told
        self._away: dict[str, Errand] = {}
        self._reports: dict[Path, Report] = {}

    def all(self, errands: Sequence[Errand]) -> dict[Path, Report]:
        """Run errands, as many at once as the cluster can do; their reports by file."""
        waiting = deque(errands)
        try:
            while waiting or self._away:
                while waiting and len(self._away) < self._cluster.capacity:
                    self._send(waiting[0])
                    waiting.popleft()
                if self._away:
                    self._receive()
        except ClusterLost as lost:
            for errand in [*self._away.values(), *waiting]:
                said = UnusableFile(f"{errand.path.name} — {lost}, {NOTHING} ; recommencez avec ce fichier.")
                self._tell(errand, refused(errand.path, said))
        finally:
            for errand in self._away.values():
                errand.close()
        return self._reports

    def _send(self, errand: Errand) -> None:
        """Lock a workbook and send it; one that cannot be used is reported."""
        with recorded() as record:
            try:
                order = errand.order()
            except UnusableFile as error:
                report = refused(errand.path, error)
                report.notes += warning_lines(record)
            except BaseException as error:
                if not is_fault(error):
                    raise
                report = fault_report(errand.path, error, record.said)
            else:
                errand.warnings = warning_lines(record)
                with ExitStack() as unsent:
                    unsent.callback(errand.close)
                    future = self._cluster.send(pickle.dumps(order))
                    unsent.pop_all()
                self._away[future.key] = errand
                return
        self._tell(errand, report)

    def _receive(self) -> None:
        """Wait for an answer, save it and tell."""
        with self._signals.listening():
            future = self._cluster.next_done()
        errand = self._away[future.key]
        report = self._landed(errand, future)
        del self._away[future.key]
        self._tell(errand, report)

    def _landed(self, errand: Errand, future: Future) -> Report:
        path = errand.path
        with recorded() as record:
            try:
                with self._signals.listening():
                    answer = pickle.loads(self._cluster.outcome(future))
                return errand.saved(answer)
            except ClusterLost:
                raise
            except WorkerDied:
                return Report(
                    path,
                    FAULT,
                    f"{path.name} — les ouvriers qui y travaillaient se sont arrêtés net, {NOTHING} ; recommencez avec "
                    "ce seul fichier (mémoire insuffisante ?).",
                )
            except UnusableFile as error:
                return refused(path, UnusableFile(f"{path.name} — {error}"))
            except BaseException as error:
                if not is_fault(error):
                    raise
                return fault_report(path, error, record.said)
            finally:
                errand.close()

    def _tell(self, errand: Errand, report: Report) -> None:
        self._reports[errand.path] = report
        self._told(report)
