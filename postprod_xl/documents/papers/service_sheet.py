"""The service sheets of a day or of a week as the data of their template, `service.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from postprod_xl.documents.papers.figures import full_day, long_day
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.service_words import CLASH, HOURS, WHAT, WHERE, hours_text, what_text
from postprod_xl.documents.service_sheet import (
    BoardRow,
    ServiceBoard,
    ServiceBy,
    ServiceLine,
    ServiceSheet,
    ServiceSheets,
)
from postprod_xl.schema.drawn_tabs import SERVICE
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import week_code

_NOBODY = "à pourvoir"
_ROWS_OF_AN_A4 = 20


def service_sheet_paper(made: ServiceSheets) -> Paper:
    """The paper of sheets, each on a page of its own; the week of a house is a board, then its days."""
    is_one = len(made.sheets) == 1 and bool(made.sheets[0].code)
    who, code = (f" — {made.sheets[0].name}", f" {made.sheets[0].code}") if is_one else ("", "")
    is_day = made.first == made.last
    heading = SERVICE.title if is_one or made.by is ServiceBy.HOUSE else "Feuilles de service"
    return Paper(
        "service",
        f"{heading} {_period(made)}{who}",
        made.today,
        f"{heading.lower()} {'maison' if made.by is ServiceBy.HOUSE else ''}{code}".strip()
        + f" {made.first if is_day else week_code(made.first)}",
        {
            "periode": _period(made),
            "situation": f"Situation au {long_day(made.today)}",
            "contact": made.contact,
            "couche": made.board is not None,
            "format": "a3" if made.board and len(made.board.rows) > _ROWS_OF_AN_A4 else "a4",
            "colonnes": _columns(made.sheets),
            "tableau": None if made.board is None else _board(made.board),
            "feuilles": [] if made.board else [_sheet(sheet, made.by, is_day) for sheet in made.sheets],
        },
    )


def _period(made: ServiceSheets) -> str:
    if made.first == made.last:
        return f"du {full_day(made.first)}"
    week = made.first.isocalendar().week
    return f"de la semaine {week}, du {long_day(made.first)} au {long_day(made.last)}"


def _columns(sheets: Sequence[ServiceSheet]) -> list[str]:
    who = [SESSIONS.heading("technician")] if any(sheet.names_people for sheet in sheets) else []
    return [HOURS, *who, WHAT, WHERE, PLANNING.heading("state")]


def _sheet(sheet: ServiceSheet, by: ServiceBy, is_day: bool) -> dict[str, Any]:
    return {
        "nom": sheet.name,
        "detail": sheet.detail,
        "jours": [
            {
                "titre": "" if is_day else full_day(day).capitalize(),
                "rangs": [_cells(line, by, sheet.names_people) for line in lines],
            }
            for day, lines in groupby(sheet.lines, key=lambda line: line.day)
        ],
    }


def _cells(line: ServiceLine, by: ServiceBy, names_people: bool) -> list[str]:
    who = [", ".join(filter(None, (line.who, line.job))) or _NOBODY] if names_people else []
    what = what_text(line)
    if by is ServiceBy.PROJECT:
        what = f"{line.label} ({CLASH})" if line.is_clashing else line.label
    return [hours_text(line), *who, what, line.where, line.state]


def _board(board: ServiceBoard) -> dict[str, Any]:
    return {
        "entetes": [
            SESSIONS.heading("technician"),
            TEAM.heading("job"),
            *(full_day(day).rpartition(" ")[0] for day in board.days),
        ],
        "lignes": list(board.lines),
        "rangs": [_row(row) for row in board.rows],
    }


def _row(row: BoardRow) -> dict[str, Any]:
    """A person, and what fills each run of days: text, how many days, whether it is an option or a clash."""
    runs = ((cell, len(list(same))) for cell, same in groupby(row.cells))
    return {
        "nom": row.who,
        "fonction": row.job,
        "cases": [
            {"texte": cell.text, "jours": days, "option": cell.is_option, "conflit": cell.is_clashing}
            for cell, days in runs
        ],
    }
