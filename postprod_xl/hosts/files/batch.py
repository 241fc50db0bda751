"""Several workbooks at once: one summary a file, and one bad file never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.disk_record import NOTHING, recorded
from postprod_xl.hosts.exits import FAULT
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.hosts.files.plan_search import AT_ONCE, PlanSearch
from postprod_xl.hosts.files.runs import check_file, preview_file, run_file
from postprod_xl.hosts.files.watching import progress
from postprod_xl.hosts.runs.computing import Report, refused

Work = Callable[[Path], Report]


def refresh_all(files: Sequence[Path], today: date, jobs: int, search: PlanSearch = AT_ONCE) -> list[Report]:
    """Refresh workbooks in place, `jobs` at a time; reports in the order of the files."""
    return all_worked(partial(_refresh, today=today, search=search), files, jobs)


def refresh_on_cluster(
    address: str, files: Sequence[Path], today: date, search: PlanSearch = AT_ONCE
) -> list[Report]:
    """Refresh workbooks in place, computed by the workers of a Dask cluster; reports in the order of the files.

    Raises
    ------
    UnusableFile
        The cluster cannot be used: no file was touched.
    """
    from postprod_xl.hosts.files.cluster.refreshing import refreshed_there

    with progress(len(files), "Classeurs") as advance:
        done = refreshed_there(address, files, today, search, advance)
    return [done[path] for path in files]


def preview_all(files: Sequence[Path], today: date, jobs: int, search: PlanSearch = AT_ONCE) -> list[Report]:
    """What refreshing each workbook would change; nothing is written."""
    return all_worked(partial(_preview, today=today, search=search), files, jobs)


def check_all(files: Sequence[Path], today: date) -> list[Report]:
    """Every problem of each workbook; nothing is written."""
    return all_worked(partial(check_file, today=today), files, jobs=1)


def _refresh(path: Path, today: date, search: PlanSearch) -> Report:
    with search.apart_from(path).options() as options:
        return run_file(path, "refresh", today, options)


def _preview(path: Path, today: date, search: PlanSearch) -> Report:
    with search.apart_from(path).options() as options:
        return preview_file(path, "refresh", today, options)


def _guarded(work: Work, path: Path) -> Report:
    """Work on a file; a fault met there is its report, and kept from the others."""
    with recorded() as record:
        try:
            return work(path)
        except BaseException as error:
            if not is_fault(error):
                raise
            # One bad file never stops the others.
            return fault_report(path, error, record.said)


def fault_report(path: Path, error: BaseException, said: str) -> Report:
    """The report of an internal fault, its trace written to a log; `said` is what became of the file."""
    return Report(
        path,
        FAULT,
        f"{path.name} — défaut interne, {said} ; signalez-le avec le détail, dans {fault_log(error)}",
    )


def not_searched(files: Sequence[Path], error: BaseException) -> list[Report]:
    """The reports of files left as they were: what other workbooks hold could not be read, or made a fault."""
    if isinstance(error, UnusableFile):
        return [refused(path, error) for path in files]
    said = f"défaut interne à la lecture des autres classeurs (--also), {NOTHING}"
    said += f" ; signalez-le avec le détail, dans {fault_log(error)}"
    return [Report(path, FAULT, f"{path.name} — {said}") for path in files]


def all_worked(work: Work, files: Sequence[Path], jobs: int) -> list[Report]:
    """Work on files, `jobs` at a time; one bad file never stops the others. Reports in the order of the files."""
    with progress(len(files), "Classeurs") as advance:
        if len(files) == 1:
            return [advance(_guarded(work, files[0]))]
        from postprod_xl.hosts.files.workers import worked_apart

        done = worked_apart(partial(_guarded, work), files, jobs, advance)
    return [done[path] for path in files]
