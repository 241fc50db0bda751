"""What each project bears of a month's pay: the rows of `Repartition`.

An hour is paid on the project that it was worked for, and so is its premium: the overtime of a week shared by two
projects is borne by the one whose hours are past the threshold, in the order worked. Each item of a contract is shared
by the minutes that it pays, the charges by the gross, each to the cent, what is left on the largest share. A salary is
shared by the minutes worked, up to those that it pays; the rest is « hors projet ».
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from postprod_xl.domain.payroll.counting.amounts import ContractPay
from postprod_xl.domain.works import of_projects
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.payroll import ALLOCATION


def allocation_rows(pays: Iterable[ContractPay]) -> Rows:
    """The rows of `Repartition` of some contracts, in their order, then by project, « hors projet » last.

    Those of a contract sum to its row of `Paie`; where its gross is not known they say the hours only.
    """
    return rows_of(ALLOCATION, [row for pay in pays for row in _rows(pay)])


def _rows(pay: ContractPay) -> Iterator[dict[str, Any]]:
    worked, total = of_projects(pay.worked), of_projects(pay.costs)
    gross: Counter[str] = Counter()
    for item in pay.items:
        gross.update(of_projects(item.shares))
    for project in sorted(worked.keys() | total.keys(), key=lambda code: (not code, code)):
        row = {
            "month": pay.month,
            "contract": pay.contract.contract,
            "technician": pay.contract.technician,
            "project": project,
            "worked_minutes": worked[project],
        }
        if pay.gross_cents is not None:
            row |= {
                "gross_cents": gross[project],
                "charges_cents": total[project] - gross[project],
                "total_cents": total[project],
            }
        yield row
