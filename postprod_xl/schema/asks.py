"""What a person tells a command, and the columns of the workbook that say it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from postprod_xl.schema.tables import TABLES


class Answer(StrEnum):
    """What is told; the value is how a person spells it."""

    CODE = "un code"
    MONTH = "2026-11"


@dataclass(frozen=True)
class Ask:
    """What a command needs to be told.

    Parameters
    ----------
    option
        The option of the command.
    question
        What a person is asked.
    columns
        By table, the code name of the column whose cell, in the selected row, answers.
    answer
        A code is taken from the selected row as it is. A month read there, or else the running one, is only
        proposed: a row of an old month is too easily left selected.
    """

    option: str
    question: str
    columns: Mapping[str, str]
    answer: Answer = Answer.CODE


def _tables_with(name: str) -> dict[str, str]:
    return {table.name: name for table in TABLES if name in table.by_name}


PROJECT = Ask("project", "Code du projet :", {"Projets": "code", **_tables_with("project")})
TASK = Ask("task", "Code de la tâche :", _tables_with("task"))
CREDIT = Ask(
    "credit",
    "Numéro de la facture à annuler par un avoir :",
    {"Factures": "number", "LignesFacture": "invoice", "Echeancier": "invoice"},
)
MONTH = Ask("month", "Mois de paie (AAAA-MM) :", {"Seances": "day", **_tables_with("month")}, Answer.MONTH)
