"""What the command line does for the commands that look back: workbooks compared, versions kept and brought back."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.hosts.cli.told import tell


def diff(file: Path, other: Path, computed: bool, output: Path | None, as_json: bool) -> int:
    from postprod_xl.domain.comparing.compared import everything, facts
    from postprod_xl.hosts.files.keeping.differing import diff_files

    return tell("diff", [diff_files(file, other, everything if computed else facts, output)], as_json)
