"""The command that takes the plan of a project as what is promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.wording import counted, working_days_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.promises import PROMISES


def baseline(office: Office, known: Sequence[Problem] = (), *, project: str) -> Outcome:
    """Refresh the office, then note the plan of one project as what is promised; twice the same day adds nothing.

    Parameters
    ----------
    project
        Code of the project.
    """
    unknown = unknown_project(office, project)
    if unknown:
        return Outcome(problems=tuple(unknown))
    run = refreshed(office, known, baseline=project)
    if run.is_blocked:
        return stopped(run)
    refused = run.ledger.refusal(project)
    if refused:
        return Outcome(problems=(refused,))
    new = run.promises.where(code == project for code in run.promises.column("project"))
    line = _promised_line(project, new)
    return Outcome(
        run.columns,
        run.rows,
        {PROMISES.name: run.promises} if len(run.promises) else {},
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=line,
        details={"project": project, "promises": len(new), "delivery": _delivery(new)},
        memory=run.memory,
        lines=(*_late_lines(run, project), *run.remarks),
        covers_the_office=True,
        question=f"{line} ?" if len(new) else "",
        noted={name: rows for name, rows in run.noted.items() if name != PROMISES.name},
    )


def _promised_line(project: str, new: Rows) -> str:
    """How many things are promised, and the delivery among them."""
    if not len(new):
        return f"le planning de {project} est déjà celui promis aujourd'hui, rien ne change"
    delivery = _delivery(new)
    when = f", livraison le {delivery:%d/%m/%Y}" if delivery else ""
    return f"planning de {project} promis : {counted(len(new), 'promesse')}{when}"


def _late_lines(run: Refresh, project: str) -> Iterator[str]:
    """What to do of a delivery that stays promised for a day that the plan does not hold."""
    late = run.office["Projets"].by_key("code", "late_days")[project]
    if late:
        gap, heading = working_days_text(int(late)), PROJECTS.heading("delivery_day")
        yield (
            f"{project} : le planning livre {gap} après « {heading} », qui reste le jour promis de sa livraison ; "
            "s'il a été renégocié, changez-le et recommencez"
        )


def _delivery(new: Rows) -> date | None:
    days = new.select("promised_task", "episode", "promised_day")
    return next((day for task, episode, day in days if not task and episode is None), None)
