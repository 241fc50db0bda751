"""Where a person finds the fields that rules read: the tab of each, and its heading."""

from __future__ import annotations

from postprod_xl.schema.tables import BY_NAME

TABLES_OF = {
    "source": "Sources",
    "sources": "Sources",
    "workflow": "Flux",
    "deliverable": "Livrables",
    "deliverables": "Livrables",
    "project": "Projets",
    "task": "Planning",
    "tasks": "Planning",
    "pieces": "Pieces",
    "measured": "Medias",
}
"""The table of each kind of field, by what stands before its point."""


def field_heading(field: str) -> str:
    """The tab of a field that a rule reads, and its heading where it is one column.

    >>> field_heading("source.frame_rate"), field_heading("pieces")
    ('Sources — Cadence', 'Pièces')
    """
    kind, _, name = field.partition(".")
    table = BY_NAME[TABLES_OF[kind]]
    return f"{table.tab} — {table.heading(name)}" if name in table.by_name else table.tab


def field_told(table: str, name: str) -> str:
    """A field in a sentence; the whole row where it has no column.

    >>> field_told("Flux", "pitch"), field_told("Flux", "")
    ('« Hauteur du son » dans Flux', 'la ligne du projet dans Flux')
    """
    declared = BY_NAME[table]
    if name not in declared.by_name:
        return f"la ligne du projet dans {declared.tab}"
    return f"« {declared.heading(name)} » dans {declared.tab}"
