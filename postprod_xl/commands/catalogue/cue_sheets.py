"""The commands that print what leaves the house of its catalogue of rights: the music of works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.commands.catalogue.absent import without_catalogue
from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.papers.cue_sheet import cue_sheet_paper
from postprod_xl.domain.catalogue.cues.checks import missing_alerts, problems_of
from postprod_xl.domain.catalogue.cues.sheet import cue_sheet, no_cue_sheet, sheet_rows
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.catalogue.works import CUES


def cuesheet(office: Office, known: Sequence[Problem] = (), *, work: str, version: str = "") -> Outcome:
    """Give the cue sheet of a version of a work, and say what is missing in it or wrong; nothing is written.

    Parameters
    ----------
    work
        Code of the work.
    version
        Code of the version; empty, the music is that of all of them.
    """
    if absent := without_catalogue(office):
        return Outcome(problems=(absent,))
    if refusals := [*no_cue_sheet(office, work, version)]:
        return Outcome(problems=tuple(refusals))
    sheet = cue_sheet(office, work, version)
    version = sheet.version
    return Outcome(
        summary=f"{sheet.heading}, {counted(len(sheet.cues), 'musique')}, durée totale {sheet.total}",
        lines=tuple(_remarks(office, work, version)),
        details={
            "work": work,
            "version": version,
            "cues": len(sheet.cues),
            "known_seconds": sheet.known_seconds,
            "untimed": [*sheet.untimed],
        },
        papers=(cue_sheet_paper(sheet),),
        extract=sheet,
    )


def _remarks(office: Office, work: str, version: str) -> Iterator[str]:
    """What is missing or wrong in the rows of the sheet, each by its rank."""
    rows = sheet_rows(office, work, version)
    ranks = {row.row: row.rank for row in rows}
    for row in rows:
        for alert in missing_alerts(row):
            yield f"{CUES.tab}, rang {row.rank} : {alert.text}"
    for problem in problems_of(office, work, rows):
        place = f", rang {ranks[problem.row]}" if problem.table == CUES.name and problem.row in ranks else ""
        yield f"{CUES.tab}{place} — {problem.heading} : {problem.message}"
