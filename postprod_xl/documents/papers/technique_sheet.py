"""The technical sheet of a project as the data of its template, `fiche.typ`: every figure a text ready to print."""

from __future__ import annotations

from typing import Any

from postprod_xl.documents.papers.figures import long_day
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.technique_sheet import (
    DELIVERABLE_HEADINGS,
    FILE_HEADINGS,
    FINDING_HEADINGS,
    NOTHING,
    SECTIONS,
    SOURCE_HEADINGS,
    SheetFinding,
    SheetObject,
    TechniqueSheet,
)
from postprod_xl.schema.drawn_tabs import TECHNIQUE_SHEETS


def technique_sheet_paper(sheet: TechniqueSheet) -> Paper:
    """The paper of a sheet; a part that says nothing is left out of it, or says so where it is expected."""
    return Paper(
        "fiche",
        f"{sheet.heading} — {sheet.title}",
        sheet.day,
        f"{sheet.project} - {TECHNIQUE_SHEETS.title.lower()} {sheet.day:%Y-%m-%d}",
        {
            "numero": f"{TECHNIQUE_SHEETS.title} {sheet.project}",
            "objet": sheet.title,
            "date_longue": long_day(sheet.day),
            "resume": sheet.summary,
            "renseignements": [list(fact) for fact in sheet.facts],
            "parties": SECTIONS,
            "rien": NOTHING,
            "colonnes": {
                "sources": list(SOURCE_HEADINGS),
                "livrables": list(DELIVERABLE_HEADINGS),
                "constats": list(FINDING_HEADINGS),
                "fichiers": list(FILE_HEADINGS),
            },
            "sources": [_object(each) for each in sheet.sources],
            "flux": [list(pair) for pair in sheet.workflow],
            "notes_flux": [list(note) for note in sheet.workflow_notes],
            "livrables": [_object(each) for each in sheet.deliverables],
            "constats": [_finding(each) for each in sheet.findings],
            "derogations": [_finding(each) for each in sheet.waived],
            "non_evalues": list(sheet.unread),
            "demandes": [
                {"livrables": ", ".join(each.deliverables), "titre": each.title, "lignes": list(each.lines)}
                for each in sheet.demands
            ],
            "fichiers": [list(cells) for cells in sheet.files],
        },
    )


def _object(found: SheetObject) -> dict[str, Any]:
    return {"cellules": list(found.cells), "notes": [list(note) for note in found.notes]}


def _finding(found: SheetFinding) -> dict[str, Any]:
    return {
        "gravite": found.severity,
        "regle": found.rule,
        "objet": found.object,
        "constat": found.message,
        "correction": found.fix,
        "tache": found.proposal,
        "qui": found.consult,
        "accord": found.waiver,
        "bloquant": found.is_blocking,
    }
