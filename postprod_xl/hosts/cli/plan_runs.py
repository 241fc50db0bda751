"""What the command line does for the commands of the plan: a refresh, what is imagined, moved or replaced."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postprod_xl.hosts.cli.computed import compute_file
from postprod_xl.hosts.cli.told import run_selected, tell, tell_all, tell_changes

if TYPE_CHECKING:
    from postprod_xl.domain.planning.explain.whatif import Away, LateRushes


def refresh(
    files: tuple[Path, ...],
    today: date,
    jobs: int,
    cluster: str | None,
    dry_run: bool,
    also: tuple[Path, ...],
    plan_seconds: int | None,
    replan: str | None,
    as_json: bool,
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.faults import is_fault
    from postprod_xl.hosts.files.batch import not_searched, preview_all, refresh_all, refresh_on_cluster
    from postprod_xl.hosts.files.plan_search import PlanSearch, booked_in
    from postprod_xl.hosts.runs.computing import refused

    if cluster is not None and (dry_run or jobs > 1):
        other = "--dry-run" if dry_run else "--jobs"
        raise click.UsageError(f"--cluster et {other} ne vont pas ensemble : un à la fois")
    try:
        search = PlanSearch(booked_in(also, today), plan_seconds, replan)
    except BaseException as error:
        if not is_fault(error):
            raise
        # Each file is told why it was not refreshed.
        return tell("refresh", not_searched(files, error), as_json)
    if cluster is not None:
        run = partial(refresh_on_cluster, cluster)
    else:
        run = partial(preview_all if dry_run else refresh_all, jobs=jobs)
    try:
        reports = run_selected(files, lambda found: run(found, today=today, search=search))
    except UnusableFile as error:
        # The cluster cannot be used: one line for a person, the state of each file for a program.
        if not as_json:
            raise
        reports = [refused(path, error) for path in files]
    if dry_run and not as_json:
        tell_changes(reports)
    return tell_all("refresh", reports, as_json)


def whatif(
    file: Path,
    rushes: tuple[LateRushes, ...],
    without: tuple[Away, ...],
    unconfirm: tuple[str, ...],
    today: date,
    also: tuple[Path, ...],
    as_json: bool,
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.files.plan_search import PlanSearch, booked_in
    from postprod_xl.hosts.runs.computing import refused

    if not rushes and not without and not unconfirm:
        raise click.UsageError(
            "que faut-il supposer ? --rushes P001+4j, --without T012@2026-12-01 ou --unconfirm P003-MIXAGE"
        )
    try:
        outside = PlanSearch(booked_in(also, today)).apart_from(file).outside
    except UnusableFile as error:
        return tell("whatif", [refused(file, error)], as_json)
    return compute_file(
        "whatif", file, today, as_json, rushes=rushes, away=without, free=unconfirm, outside=outside
    )


def shift(
    file: Path,
    task: str,
    to: date,
    today: date,
    dry_run: bool,
    also: tuple[Path, ...],
    as_json: bool,
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.files.plan_search import PlanSearch, booked_in
    from postprod_xl.hosts.files.runs import preview_file, run_file
    from postprod_xl.hosts.runs.computing import refused

    try:
        outside = PlanSearch(booked_in(also, today)).apart_from(file).outside
    except UnusableFile as error:
        return tell("shift", [refused(file, error)], as_json)
    run = preview_file if dry_run else run_file
    reports = [run(file, "shift", today, {"task": task, "to": to, "outside": outside})]
    if dry_run and not as_json:
        tell_changes(reports)
    return tell("shift", reports, as_json)


def candidates(
    file: Path,
    task: str,
    instead_of: str | None,
    first: date | None,
    last: date | None,
    today: date,
    as_json: bool,
) -> int:
    if bool(task) == bool(instead_of):
        raise click.UsageError("--task CODE ou --instead-of CODE : l'un des deux")
    if task:
        if first or last:
            raise click.UsageError("--from et --to ne vont qu'avec --instead-of")
        return compute_file("candidates", file, today, as_json, task=task)
    assert instead_of is not None
    if first is None:
        raise click.UsageError("--instead-of veut ses jours : --from JOUR --to JOUR")
    period = {"instead_of": instead_of, "first": first, "last": last or first}
    return compute_file("candidates", file, today, as_json, **period)
