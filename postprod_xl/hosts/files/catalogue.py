"""What leaves the catalogue of a master's file, in the kind of file asked for; the master is only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.catalogue.cue_sheet import CueSheet
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.names import CSV, PDF, WORKBOOK
from postprod_xl.hosts.files.printing.papers import blocked, computed_from, delivered, written_line
from postprod_xl.hosts.runs.computing import Computed, Report, reported

if TYPE_CHECKING:
    from postprod_xl.commands.outcome import Extract


_MOST_ROWS = 1_048_000
"""Those of a sheet of Excel, less what stands above and below them."""


def write_extract(path: Path, command: str, today: date, options: dict[str, Any], output: Path) -> Report:
    """Write what a command extracts of the catalogue to a new file, of the kind that its name says.

    Parameters
    ----------
    path
        The master workbook.
    command, options
        The command, and its options.
    today
        The day it speaks of.
    output
        The file to create.
    """
    return reported(path, lambda: _written(path, (command, options), today, output))


def _written(path: Path, asked: tuple[str, dict[str, Any]], today: date, output: Path) -> Report:
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create

    command, options = asked
    master, computed = computed_from(path, command, today, options)
    report = computed.report
    if report.status != DONE or computed.extract is None:
        return blocked(path, report)
    if output.suffix.lower() == PDF and computed.papers:
        return delivered(master, computed, path, lambda _: output)
    _refuse_too_many(computed.extract, output)
    data = _drawing(computed, output)(computed.extract)
    create(output, data, readers_of(path))
    details = report.details | {"output": output}
    return replace(
        report, summary=written_line(report.summary, [output]), details=details, problems=[], changed=0
    )


def _refuse_too_many(extract: Extract, output: Path) -> None:
    """Refuse a workbook of more rows than a sheet has: its end would be lost."""
    rows = len(extract.cues if isinstance(extract, CueSheet) else extract.rows)
    if output.suffix.lower() == WORKBOOK and rows > _MOST_ROWS:
        raise UnusableFile(
            f"{output.name} — {rows} lignes, plus qu'un onglet n'en a : demandez moins d'œuvres, de médias ou de "
            f"territoires, ou un fichier {CSV} pour une plateforme."
        )


def _drawing(computed: Computed, output: Path) -> Callable[[Any], bytes]:
    """What makes the file of a kind.

    Raises
    ------
    UnusableFile
        What is extracted is made in no file of this kind.
    """
    kinds = _kinds(computed.extract)
    kind = output.suffix.lower()
    if kind not in kinds:
        known = [*([PDF] if computed.papers else []), *kinds]
        *others, last = known
        told = f"{', '.join(others)} ou {last}" if others else last
        raise UnusableFile(
            f"{output.name or output} — le nom du fichier finit par {told} : donnez-en un autre."
        )
    return kinds[kind]


def _kinds(extract: Extract | None) -> Mapping[str, Callable[[Any], bytes]]:
    from postprod_xl.documents.catalogue.cue_sheet_csv import cue_sheet_csv
    from postprod_xl.documents.catalogue.movielabs_csv import movielabs_csv
    from postprod_xl.documents.sharing.rights_list import RightsList
    from postprod_xl.workbook.draw.catalogue.cue_sheet import cue_sheet_workbook
    from postprod_xl.workbook.draw.catalogue.movielabs import movielabs_workbook
    from postprod_xl.workbook.draw.sharing.rights_list import rights_list_workbook

    if isinstance(extract, CueSheet):
        return {WORKBOOK: cue_sheet_workbook, CSV: cue_sheet_csv}
    if isinstance(extract, RightsList):
        return {WORKBOOK: rights_list_workbook}
    return {WORKBOOK: movielabs_workbook, CSV: movielabs_csv}
