"""The style of the house that papers are set in, and what is said where one cannot be made. Shared by every host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded

if TYPE_CHECKING:
    from pathlib import Path

    from postprod_xl.documents.typesetting.house import HouseStyle
    from postprod_xl.documents.typesetting.refusal import PaperRefused
    from postprod_xl.hosts.runs.master import Master


def house_of(master: Master, workbook: Path) -> HouseStyle:
    """The style that the papers of a workbook are set in.

    Raises
    ------
    PaperRefused
        Its logo, its colour or its templates cannot be used.
    """
    from postprod_xl.documents.typesetting.house import house_style

    return house_style(master.settings, workbook.parent)


def paper_problem(master: Master, refused: PaperRefused) -> Problem:
    """What keeps a paper from being made, at the row of the setting that names it."""
    name = next((each.name for each in SETTINGS if each.code == refused.setting), "")
    rows = (row.row for row in master.tables["Parametres"] if folded(row.name) == folded(name))
    heading = BY_NAME["Parametres"].heading("value")
    return blocking("Parametres", next(rows, None), heading, "", "un réglage juste", f"{name} : {refused}")
