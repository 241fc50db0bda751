"""What the command line does for the commands on as many workbooks as are given; `refresh` is with the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from postprod_xl.hosts.cli.told import run_selected, tell, tell_all


def check(files: tuple[Path, ...], today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.batch import check_all

    return tell_all("check", run_selected(files, lambda found: check_all(found, today)), as_json)


def upgrade(files: tuple[Path, ...], as_json: bool) -> int:
    from postprod_xl.hosts.files.upgrade import upgrade_all

    return tell_all("upgrade", run_selected(files, upgrade_all), as_json)


def portfolio(files: tuple[Path, ...], output: Path, jobs: int, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.portfolio import consolidate

    reports = run_selected(files, lambda found: consolidate(found, output, today, jobs))
    return tell("portfolio", reports, as_json)
