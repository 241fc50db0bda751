"""The command that prints the pay sheets of a month."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.papers.pay_sheet import pay_sheet_paper
from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.pay_sheets import SheetsRefused, pay_sheets
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem


def paysheet(office: Office, known: Sequence[Problem] = (), *, month: str, person: str = "") -> Outcome:
    """Print the pay sheets of a month as it was prepared, a paper a person; nothing is computed again, nor written.

    Parameters
    ----------
    month
        Written `2026-11`.
    person
        Code of the only person asked for; empty for everybody who is paid.
    """
    try:
        sheets = pay_sheets(office, month, person)
    except SheetsRefused as refused:
        return Outcome(problems=(refused.problem,))
    gross = known_sum(sheet.gross_cents for sheet in sheets)
    alerted = sum(any(contract.alerts for contract in sheet.contracts) for sheet in sheets)
    told = "brut non connu en entier" if gross is None else f"{euros_text(gross)} brut"
    return Outcome(
        summary=f"{counted(len(sheets), 'pré-feuille')} de paie de {month}, {told}, dont {alerted} à régler",
        details={
            "month": month,
            "sheets": [
                {
                    "technician": sheet.code,
                    "payroll_id": sheet.payroll_id,
                    "contracts": [contract.contract for contract in sheet.contracts],
                    "gross_cents": sheet.gross_cents,
                }
                for sheet in sheets
            ],
        },
        papers=tuple(map(pay_sheet_paper, sheets)),
        papers_folder="" if person else f"pré-feuilles de paie {month}",
    )
