"""What a portfolio keeps of one workbook, as a refresh of the day finds it; nothing is written in it."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.domain.office import Office
from postprod_xl.domain.portfolio.summary import summary_of
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem


def portfolio(office: Office, known: Sequence[Problem] = (), *, workbook: str = "") -> Outcome:
    """Sum up an office for a portfolio.

    Parameters
    ----------
    workbook
        What its workbook is called beside the others.
    """
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    summary = summary_of(office, run.office, workbook)
    return Outcome(summary=counted(summary.workbook.projects, "projet"), portfolio=summary)
