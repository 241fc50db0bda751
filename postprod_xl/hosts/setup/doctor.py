"""What is installed, what is missing, and the one command that mends each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postprod_xl.hosts.setup.excel_findings import excel_findings
from postprod_xl.hosts.setup.findings import Finding
from postprod_xl.hosts.setup.libreoffice_findings import office_findings
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.plan_search import SEARCH, is_prepared
from postprod_xl.hosts.setup.python_findings import python_findings
from postprod_xl.hosts.setup.workbook_findings import workbook_findings


def examined(machine: Machine, workbook: Path | None = None) -> Iterator[Finding]:
    """Look at Python, its packages, Excel, LibreOffice, and at a workbook when one is given.

    Raises
    ------
    UnusableFile
        The file given is not a workbook, or LibreOffice's profile is damaged.
    """
    yield from python_findings(machine)
    if is_prepared(machine):
        yield Finding(SEARCH, "prête")
    yield from excel_findings(machine)
    yield from office_findings(machine)
    if workbook is not None:
        yield from workbook_findings(machine, workbook)
