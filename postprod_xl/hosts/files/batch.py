"""Several workbooks at once: one summary a file, and one bad file never stops the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.hosts.exits import FAULT
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.hosts.files.plan_search import AT_ONCE, PlanSearch
from postprod_xl.hosts.files.runs import preview_file, run_file
from postprod_xl.hosts.runs.computing import Report

if TYPE_CHECKING:
    from concurrent.futures import Future


def refresh_all(files: Sequence[Path], today: date, jobs: int, search: PlanSearch = AT_ONCE) -> list[Report]:
    """Refresh workbooks in place, `jobs` at a time; reports in the order of the files."""
    return _all(partial(_refresh, today=today, search=search), files, jobs)


def preview_all(files: Sequence[Path], today: date, jobs: int, search: PlanSearch = AT_ONCE) -> list[Report]:
    """What refreshing each workbook would change; nothing is written."""
    return _all(partial(_preview, today=today, search=search), files, jobs)


def _refresh(path: Path, today: date, search: PlanSearch) -> Report:
    with search.options(path) as options:
        return guarded(path, lambda: run_file(path, "refresh", today, options))


def _preview(path: Path, today: date, search: PlanSearch) -> Report:
    with search.options(path) as options:
        return guarded(path, lambda: preview_file(path, "refresh", today, options))


def guarded(path: Path, run: Callable[[], Report]) -> Report:
    """A fault met on one file, kept from the others; alone, the host's own entry point reports it."""
    try:
        return run()
    except BaseException as error:
        if not is_fault(error):
            raise
        # One bad file never stops the others.
        return fault_report(path, error)


def fault_report(path: Path, error: BaseException) -> Report:
    """The report of an internal fault, its trace written to a log."""
    return Report(
        path,
        FAULT,
        f"{path.name} — défaut interne, rien n'a été écrit ; signalez-le avec le détail, dans {fault_log(error)}",
    )


def _all(work: Callable[[Path], Report], files: Sequence[Path], jobs: int) -> list[Report]:
    with _progress(len(files)) as advance:
        if jobs == 1 or len(files) == 1:
            return [advance(work(path)) for path in files]
        from concurrent.futures import ProcessPoolExecutor, as_completed

        with ProcessPoolExecutor(min(jobs, len(files))) as pool:
            pending = {pool.submit(work, path): path for path in files}
            done = {
                pending[future]: advance(_result(future, pending[future])) for future in as_completed(pending)
            }
    return [done[path] for path in files]


def _result(future: Future[Report], path: Path) -> Report:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool as error:
        return fault_report(path, error)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Report], Report]]:
    """A progress bar on stderr, only where a person watches and there is more than one file."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda report: report
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Actualisation", total=total)

        def advance(report: Report) -> Report:
            bar.advance(task)
            return report

        yield advance
