"""What is installed, what is missing, and the one command that fixes each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postprod_xl.hosts.setup.findings.company import company_findings
from postprod_xl.hosts.setup.findings.excel import excel_findings
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.findings.libreoffice import office_findings
from postprod_xl.hosts.setup.findings.python import python_findings
from postprod_xl.hosts.setup.findings.technique import technique_findings
from postprod_xl.hosts.setup.findings.workbook import workbook_findings
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.plan_search import SEARCH, install_command, is_prepared

RULES = "règles des factures électroniques"
_VALIDATOR = "saxonche"


def examined(machine: Machine, workbook: Path | None = None) -> Iterator[Finding]:
    """Look at Python, its packages, Excel, LibreOffice, and at a workbook when one is given.

    Raises
    ------
    UnusableFile
        The file given is not a workbook, or LibreOffice's profile is damaged.
    """
    yield from python_findings(machine)
    yield from _search_findings(machine)
    yield _rules_finding(machine)
    yield from technique_findings(machine)
    yield from excel_findings(machine)
    yield from company_findings(machine)
    yield from office_findings(machine)
    if workbook is not None:
        yield from workbook_findings(machine, workbook)


def _search_findings(machine: Machine) -> Iterator[Finding]:
    """The longer search for plans, an extra: ready, or what installs it; nothing while it is to be compiled."""
    if command := install_command(machine):
        yield Finding(SEARCH, "absente, facultative", Mark.NOTE, command)
    elif is_prepared(machine):
        yield Finding(SEARCH, "prête")


def _rules_finding(machine: Machine) -> Finding:
    """The official rules of electronic invoices, an extra: installed, or what installs them."""
    if machine.version_of(_VALIDATOR):
        return Finding(RULES, "prêtes")
    return Finding(
        RULES, "absentes, facultatives", Mark.NOTE, f"{machine.python_command} -m pip install {_VALIDATOR}"
    )
