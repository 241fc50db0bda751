"""A workbook that an office made by itself, given our tabs and what its own lists say."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.wording import counted, counted_problems
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.privacy import readers_of
from postprod_xl.engines.ooxml.files.saving import create, exclusive, save
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import master_of
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.adopt.collisions import Kin, collisions, kin_of
from postprod_xl.workbook.adopt.package import adopt_package
from postprod_xl.workbook.declared import repair_command, upgrade_command
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.version import marked_in, refuse_later, version_of

if TYPE_CHECKING:
    from postprod_xl.domain.adopting.proposal import Proposal

Confirm = Callable[[str], bool]
"""Asks a question, and gives whether the answer is yes."""

_DECLINED = blocking("", None, "", "non", "oui", "vous n'avez pas répondu oui : rien n'est écrit")
_UNASKED = blocking(
    "",
    None,
    "",
    "personne à qui demander",
    "une confirmation",
    "ce qui sera lu est à confirmer une fois : relisez la proposition ci-dessus, puis ajoutez --yes",
)


def adopt_file(
    path: Path, today: date, output: Path | None = None, confirm: Confirm | None = None
) -> Report:
    """Add our tabs to an office's own workbook, its lists read into them; all of it or nothing.

    Parameters
    ----------
    path
        The workbook. A workbook of ours is left as it is.
    today
        The day of the proposal.
    output
        The file to create; None to replace the workbook, whose former version is kept.
    confirm
        Asks the person whether what is proposed is right; None when nobody can be asked, which refuses.
    """
    return reported(path, lambda: _adopt(path, today, output, confirm))


def preview_adoption(path: Path, today: date) -> Report:
    """What would be read of an office's own workbook, and what would not; nothing is written."""

    def preview() -> Report:
        proposed = _proposed(Package.open(path), today)
        if isinstance(proposed, Report):
            return proposed
        report = _report(path, proposed, "rien n'est écrit (--dry-run)")
        report.notes = [*proposed.lines]
        return report

    return reported(path, preview)
