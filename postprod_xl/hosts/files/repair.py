"""Our tables put back into a workbook that went through another program."""

from __future__ import annotations

from pathlib import Path

from postprod_xl.domain.wording import counted, counted_problems
from postprod_xl.engines.ooxml.files.saving import exclusive, save
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.workbook.repair.lost_tables import lost_tables
from postprod_xl.workbook.repair.table_repair import repair_tables
from postprod_xl.workbook.version import marked_in, refuse_later

NOTHING_LOST = "toutes les tables sont là : rien à rétablir"


def repair_file(path: Path) -> Report:
    """Put the tables that a workbook lost back over their headings, in place; all of them or none."""

    def repaired() -> Report:
        with exclusive(path):
            return _repaired(Package.open(path))

    return reported(path, repaired)


def _repaired(package: Package) -> Report:
    refuse_later(package.path.name, marked_in(package))
    lost, problems = lost_tables(package)
    if problems:
        return Report(package.path, BLOCKED, counted_problems(problems), problems)
    if not lost:
        return Report(package.path, summary=NOTHING_LOST)
    lines = repair_tables(package, lost)
    renamed = sum(one.renamed is not None for one in lost)
    done = [
        f"{counted(count, 'table')} {word}{'s' if count > 1 else ''}"
        for count, word in ((len(lost) - renamed, "rétablie"), (renamed, "renommée"))
        if count
    ]
    backup = save(package.path, package.to_bytes(), package.sha256)
    return Report(
        package.path,
        summary=" et ".join(done),
        notes=lines,
        backup=backup,
        changed=len(lost),
        details={"tables": [one.table.name for one in lost]},
    )
