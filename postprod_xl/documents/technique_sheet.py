"""The technical sheet of a project: one page of what comes in, what goes out, what does not fit, and whom to ask.

`domain.technique.sheet` works it out; `documents.papers.technique_sheet` prints it, and the tab of the sheets shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from postprod_xl.schema.drawn_tabs import TECHNIQUE_SHEETS
from postprod_xl.schema.tables.technique import COMPATIBILITIES, DELIVERABLES, SOURCES, WORKFLOW
from postprod_xl.schema.technical_vocabulary import FindingState

SOURCE_HEADINGS = ("Source", "Rôle et appareil", "Image", "Couleur", "Son", "Part et copies")
DELIVERABLE_HEADINGS = ("Livrable", "Type et destinataire", "Image", "Son", "Textes et versions", "Échéance")
FINDING_HEADINGS = ("Gravité", "Règle", "Objet", "Constat et correction", COMPATIBILITIES.heading("consult"))
FILE_HEADINGS = ("Objet", "Fichiers", "Nature", "Lus le", "Ce que dit leur lecture")
SECTIONS = {
    "sources": SOURCES.tab,
    "workflow": WORKFLOW.tab,
    "deliverables": DELIVERABLES.tab,
    "findings": "Ce qui ne va pas ensemble",
    "waived": FindingState.WAIVED.value,
    "unread": "Ce qui n'a pas pu être évalué",
    "demands": "Ce que demandent les destinataires",
    "files": "Fichiers lus",
}
"""The title of each part, in the order printed."""
TO_COMPLETE = "À compléter"
"""The name of the note that lists what is left blank; shown in red."""
NOTHING = {
    "sources": "Aucune source déclarée.",
    "workflow": f"Aucune ligne du projet dans {WORKFLOW.tab}.",
    "deliverables": "Aucun livrable déclaré.",
    "findings": "Aucun constat ouvert.",
    "files": "Aucun fichier lu.",
}
"""What is said of a part that has nothing and is expected; the others are left out."""


@dataclass(frozen=True)
class SheetObject:
    """A source or a deliverable.

    Parameters
    ----------
    cells
        What is known of it, under `SOURCE_HEADINGS` or `DELIVERABLE_HEADINGS`; the first is its code.
    notes
        What is said under it: name and text.
    """

    cells: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SheetFinding:
    """A row of `Compatibilites`.

    Parameters
    ----------
    severity, rule, object, message, fix, consult
        As it has them.
    proposal
        The task that lifts it, and the delivery with that task; may be empty.
    waiver
        Who accepted it, when and why; empty while it is open.
    is_blocking
        Whether it keeps its deliverable from leaving.
    """

    severity: str
    rule: str
    object: str
    message: str
    fix: str = ""
    consult: str = ""
    proposal: str = ""
    waiver: str = ""
    is_blocking: bool = False


@dataclass(frozen=True)
class SheetDemand:
    """What the document of a recipient asks of some deliverables, a French line a requirement."""

    deliverables: tuple[str, ...]
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TechniqueSheet:
    """The sheet of a project on a day.

    Parameters
    ----------
    project, title, day
        The project, and the day the sheet speaks of.
    summary
        How many findings, how grave, and what is to be filled in: one line.
    facts
        What the project is; French name and value.
    workflow, workflow_notes
        How it goes from rushes to deliverables, what is known of it; then what is not, and what was measured.
    sources, deliverables, findings, waived, demands
        In the order of their tabs.
    unread
        What could not be evaluated, and why.
    files
        Cells under `FILE_HEADINGS`.
    """

    project: str
    title: str
    day: date
    summary: str
    facts: tuple[tuple[str, str], ...] = ()
    workflow: tuple[tuple[str, str], ...] = ()
    workflow_notes: tuple[tuple[str, str], ...] = ()
    sources: tuple[SheetObject, ...] = ()
    deliverables: tuple[SheetObject, ...] = ()
    findings: tuple[SheetFinding, ...] = ()
    waived: tuple[SheetFinding, ...] = ()
    unread: tuple[str, ...] = ()
    demands: tuple[SheetDemand, ...] = ()
    files: tuple[tuple[str, ...], ...] = ()

    @property
    def heading(self) -> str:
        """« Fiche technique TERR au 30/11/2026 »."""
        return f"{TECHNIQUE_SHEETS.title} {self.project} au {self.day:%d/%m/%Y}"


@dataclass(frozen=True)
class TechniqueSheets:
    """The sheets of a house, as they are drawn on their tab; `lines` say in French what is shown."""

    today: date
    lines: tuple[str, ...]
    sheets: tuple[TechniqueSheet, ...]
