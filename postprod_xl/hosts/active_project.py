"""What a button acts on: the project, invoice or month of the selected row, or else what a person answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.programmes import TEMPLATES, template_for
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.tables import BY_NAME

if TYPE_CHECKING:
    import pandas as pd

    from postprod_xl.hosts.live_master import LiveMaster

MONTH_FORMAT = "%Y-%m"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Misunderstood(Exception):
    """An answer that is not what was asked; the text is one French line."""


@dataclass(frozen=True)
class Question:
    """What is asked when the selection does not say it: the question, and the answer proposed."""

    text: str
    proposal: str


@dataclass(frozen=True)
class SelectedRow:
    """The typed row under the selection, and the name of its table."""

    table: str
    row: pd.Series


def selected_row(master: LiveMaster) -> SelectedRow | None:
    """The row of our tables where the selection starts; None when it lies elsewhere."""
    selection = master.book.selection
    if selection is None:
        return None
    tab, row, column = selection.sheet.name, selection.row, selection.column
    for name, place in master.places.items():
        if name in BY_NAME and place.sheet == tab and place.data.contains(row, column):
            frame = master.frames[name]
            return SelectedRow(name, frame.loc[row]) if row in frame.index else None
    return None


def options_of(
    asks: str, master: LiveMaster, today: date, ask: Callable[[Question], str]
) -> dict[str, Any] | None:
    """The options of a button's command; None when the person gave up.

    Parameters
    ----------
    asks
        What the button needs: `project`, `template`, `task`, `credit`, `month` or nothing.
    master, today
        The open workbook and the day.
    ask
        Asks the person; an empty answer gives up.

    Raises
    ------
    Misunderstood
        The month answered is none.
    """
    if not asks:
        return {}
    found = selected_row(master)
    answer = _READERS[asks](found) if found is not None else ""
    answer = answer or ask(_question(asks, today)).strip()
    if answer and asks == "template":
        return _template_options(answer, master, ask)
    return _options(asks, answer, master) if answer else None


def _template_options(
    project: str, master: LiveMaster, ask: Callable[[Question], str]
) -> dict[str, Any] | None:
    """A project and its type of programme, which is asked for when the project does not say it."""
    projects = master.frames["Projets"]
    rows = projects[projects["code"] == project]
    minutes = [None if is_empty(value) else int(value) for value in rows["length_minutes"]]
    says = any(template_for(kind, length) for kind, length in zip(rows["type"], minutes, strict=True))
    if says or rows.empty:
        return {"project": project}
    answer = ask(Question(f"Type de programme ({', '.join(TEMPLATES)}) :", "")).strip()
    return {"project": project, "template": answer} if answer else None


def _project(found: SelectedRow) -> str:
    """The project of a row: its reference to Projets, or its own code."""
    if found.table == "Projets":
        return str(found.row["code"])
    names = [column.name for column in BY_NAME[found.table].columns if "Projets" in column.references]
    names += [name for name in ("project",) if name in found.row.index and name not in names]
    return next((str(found.row[name]) for name in names if found.row[name]), "")


def _task(found: SelectedRow) -> str:
    return str(found.row["task"]) if "task" in found.row.index else ""


def _credit(found: SelectedRow) -> str:
    names = {"Factures": "number", "LignesFacture": "invoice", "Echeancier": "invoice"}
    return str(found.row[names[found.table]]) if found.table in names else ""


def _month(found: SelectedRow) -> str:
    if "month" in found.row.index:
        return str(found.row["month"])
    day = found.row.get("day") if found.table == "Seances" else None
    return "" if is_empty(day) else f"{day:{MONTH_FORMAT}}"


def _question(asks: str, today: date) -> Question:
    return {
        "project": Question("Code du projet :", ""),
        "template": Question("Code du projet :", ""),
        "task": Question("Code de la tâche :", ""),
        "credit": Question("Numéro de la facture à annuler par un avoir :", ""),
        "month": Question("Mois de paie (AAAA-MM) :", f"{today:{MONTH_FORMAT}}"),
    }[asks]


def _options(asks: str, answer: str, master: LiveMaster) -> dict[str, Any]:
    if asks == "month" and not _MONTH.fullmatch(answer):
        raise Misunderstood(f"« {answer} » n'est pas un mois, attendu : 2026-11")
    if asks != "credit":
        return {asks: answer}
    invoices = master.frames["Factures"]
    projects = invoices.loc[invoices["number"] == answer, "project"].tolist()
    return {"project": projects[0] if projects else "", "credit": answer}


_READERS: dict[str, Callable[[SelectedRow], str]] = {
    "project": _project,
    "template": _project,
    "task": _task,
    "credit": _credit,
    "month": _month,
}
