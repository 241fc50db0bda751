"""A workbook that another machine refreshes: locked here, sent, and saved here when its new bytes come back."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path

from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.saving import exclusive
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED
from postprod_xl.hosts.files.cluster.orders import COMMAND, Order, RefreshedBytes
from postprod_xl.hosts.files.keeping.lost_documents import tell_where_kept
from postprod_xl.hosts.files.master import FileMaster, ledgers_of, read_master, replaced
from postprod_xl.hosts.files.plan_search import PlanSearch
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.hosts.runs.frozen_pay import settle_exports
from postprod_xl.hosts.runs.issuing import seen_files, settle_waiting
from postprod_xl.hosts.runs.signature import Signature


class Errand:
    """A workbook held from `order` to `close`.

    Parameters
    ----------
    path
        Its file.
    today, search
        As for a refresh made here.
    """

    def __init__(self, path: Path, today: date, search: PlanSearch) -> None:
        self.path, self._today, self._search = path, today, search.apart_from(path)
        self._held = ExitStack()
        self._settled: list[str] = []
        self.warnings: list[str] = []
        """What failed without undoing anything when it was locked, one line each."""
        self._master: FileMaster | None = None

    def order(self) -> Order:
        """Lock the workbook, and give what is to be sent of it.

        Raises
        ------
        UnusableFile
            As when it is opened to be refreshed here; it is not held then.
        """
        with ExitStack() as held:
            held.enter_context(exclusive(self.path))
            with naming(self.path):
                package = Package.open(self.path)
                master = self._master = ledgers_of(package)
                self._settled = [*settle_waiting(master), *settle_exports(master)]
                seen = seen_files(master, COMMAND, {})
            self._held = held.pop_all()
        return Order(self.path.name, package.source, self._today, self._search, seen, Signature.now())

    def saved(self, answer: RefreshedBytes) -> Report:
        """Save what came back, let go of the workbook, and give its report."""
        seconds = answer.report.seconds
        report = reported(self.path, lambda: self._saved(answer))
        report.seconds += seconds
        report.notes = [*self.warnings, *report.notes]
        return report

    def _saved(self, answer: RefreshedBytes) -> Report:
        report, master = answer.report, self._master
        assert master is not None
        report.path = self.path
        with self._held:
            if answer.data is not None:
                report.backup = replaced(master, answer.data, answer.files)
            report.notes += self._settled
            if report.status == BLOCKED:
                tell_where_kept(read_master(self.path), report, self._today)
        return report

    def close(self) -> None:
        """Let go of the workbook."""
        self._held.close()
