"""A cue sheet as the data of its template, `musique.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from postprod_xl.documents.catalogue.cue_sheet import TITLE, TOTAL, CueSheet, headings
from postprod_xl.documents.papers.figures import long_day
from postprod_xl.documents.papers.paper import Paper


def cue_sheet_paper(sheet: CueSheet) -> Paper:
    """The paper of a cue sheet, lying: a row a piece of music, the total under them."""
    return Paper(
        "musique",
        f"{sheet.heading} — {sheet.title}",
        sheet.day,
        f"{sheet.work} - relevé musical {sheet.version} {sheet.day:%Y-%m-%d}".replace("  ", " "),
        {
            "numero": f"{TITLE} {sheet.work}",
            "objet": sheet.title,
            "date_longue": long_day(sheet.day),
            "renseignements": [list(fact) for fact in sheet.facts],
            "colonnes": list(headings()),
            "rangs": [list(cue.cells()) for cue in sheet.cues],
            "total": [TOTAL, sheet.total],
        },
    )
