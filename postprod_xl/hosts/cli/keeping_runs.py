"""What the command line does for the commands that look back: workbooks compared, versions kept and brought back."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.hosts.cli.asked import yes_of
from postprod_xl.hosts.cli.told import tell


def diff(file: Path, other: Path, computed: bool, output: Path | None, as_json: bool) -> int:
    from postprod_xl.domain.comparing.compared import everything, facts
    from postprod_xl.hosts.files.keeping.differing import diff_files

    return tell("diff", [diff_files(file, other, everything if computed else facts, output)], as_json)


def history(file: Path, as_json: bool) -> int:
    from postprod_xl.hosts.files.keeping.history import history_of

    return tell("history", [history_of(file)], as_json)


def restore(file: Path, version: str, yes: bool, dry_run: bool, as_json: bool) -> int:
    from postprod_xl.hosts.files.keeping.restoring import preview_restoration, restore_file

    if dry_run:
        return tell("restore", [preview_restoration(file, version)], as_json)
    return tell("restore", [restore_file(file, version, yes_of(yes, as_json))], as_json)
