"""The kept versions of a workbook: when, by whom, before which command, and what has changed since each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postprod_xl.domain.comparing.change import Change
from postprod_xl.domain.comparing.told import count_details, counts_by_table
from postprod_xl.domain.wording import counted_whole
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import DONE, UNUSABLE
from postprod_xl.hosts.files.keeping.states import (
    State,
    changes_between,
    is_same_workbook,
    read_state,
    run_between,
)
from postprod_xl.hosts.files.keeping.versions import KeptVersion, versions_of
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.schema.rows import Row

_KILO, _MEGA = 1000, 1_000_000
_INDENT = "    "


@dataclass(frozen=True)
class VersionStep:
    """A kept version: the run that replaced it, and what differs in the next one.

    `fault` says why nothing is known of it: it cannot be read, or is another workbook's.
    """

    version: KeptVersion
    size_bytes: int
    run: Row | None = None
    changes: Sequence[Change] = ()
    fault: str = ""


def history_of(workbook: Path) -> Report:
    """The kept versions of a workbook, the newest first; the workbook is only read, and may be open elsewhere.

    A workbook that is lost or damaged has them listed all the same; the status is that of a file that cannot be used.
    """
    return reported(workbook, lambda: _history(workbook))


def _history(workbook: Path) -> Report:
    versions = versions_of(workbook)
    state, package, fault = read_state(workbook)
    if fault and not versions:
        return Report(workbook, UNUSABLE, fault)
    steps = [*_steps(versions, state, package)]
    summary = counted_whole(len(versions), "version gardée") if versions else "aucune version gardée"
    return Report(
        workbook,
        UNUSABLE if fault else DONE,
        fault or summary,
        notes=[line for step in steps for line in _lines(step)],
        details={"versions": [*map(_details, steps)]},
    )


def _steps(
    versions: Sequence[KeptVersion], next_state: State | None, package: Package | None
) -> Iterator[VersionStep]:
    """Each kept version against the next state that can be read, from the newest."""
    for version in versions:
        size = _size(version.path)
        state, package, fault = read_state(version.path, package)
        if state is None:
            yield VersionStep(version, size, fault=fault)
        elif next_state is None:
            yield VersionStep(version, size)
            next_state = state
        elif not is_same_workbook(state, next_state):
            yield VersionStep(version, size, fault="un autre classeur du même nom")
        else:
            run = run_between(state, next_state, version.kept_at)
            yield VersionStep(version, size, run, changes_between(state, next_state))
            next_state = state


def _size(path: Path) -> int:
    with naming(path):
        return os.stat(path).st_size


def _lines(step: VersionStep) -> list[str]:
    """A kept version in French: its line, then one line a table that has changed since."""
    head = f"{step.version.name}, {_size_text(step.size_bytes)}"
    if step.fault:
        return [f"{head} : {step.fault}"]
    run = (
        "" if step.run is None else f", avant « {step.run.command} » de {step.run.user} : {step.run.summary}"
    )
    return [f"{head}{run}", *(f"{_INDENT}{line}" for line in counts_by_table(step.changes))]


def _size_text(size: int) -> str:
    """A size as a folder shows it.

    >>> _size_text(297_812), _size_text(1_250_000)
    ('298 ko', '1,2 Mo')
    """
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} ko"
    return f"{size / _MEGA:.1f} Mo".replace(".", ",")


def _details(step: VersionStep) -> dict[str, Any]:
    version, run = step.version, step.run
    return {
        "number": version.number,
        "file": str(version.path),
        "kept_at": version.kept_at.isoformat(),
        "size_bytes": step.size_bytes,
        "command": run and run.command,
        "user": run and run.user,
        "ran_at": run and run.at.isoformat(),
        "summary": run and run.summary,
        "changes": count_details(step.changes),
        "fault": step.fault,
    }
