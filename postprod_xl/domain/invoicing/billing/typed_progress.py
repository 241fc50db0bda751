"""The progress that a person types for the lines of a Situation, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from postprod_xl.domain.invoicing.steps import is_by_progress
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import PROGRESS, SCHEDULE
from postprod_xl.schema.vocabulary import BillingMode

_BY_PROGRESS = "une situation sans part ni montant"


def typed_progress(office: Office, project: str, rank: int) -> dict[str, Decimal]:
    """The progress typed for the lines of a step."""
    rows = office[PROGRESS.name].select("project", "rank", "line", "progress_rate")
    return {line: rate for code, step, line, rate in rows if (code, step) == (project, rank)}


def typed_faults(office: Office) -> Iterator[tuple[Row, Problem]]:
    """The rows of `Avancements` that no Situation can bill, each with its warning: one fault a row.

    A step that is not there or does not bill by progress; a line that the project does not sell; a Régie line.
    """
    typed = office[PROGRESS.name]
    if not typed:
        return
    steps = {(step.project, step.rank): step for step in office[SCHEDULE.name]}
    owners, hourly = _sold_lines(office), hourly_lines(office)
    for row in typed:
        step = steps.get((row.project, row.rank))
        if step is None:
            message = f"{row.project} n'a pas d'étape {row.rank} dans {SCHEDULE.tab} : son avancement ne sert à rien"
            yield row, row.warning("rank", str(row.rank), _BY_PROGRESS, message)
        elif not is_by_progress(step):
            message = (
                f"l'étape {row.rank} de {row.project} n'est pas {_BY_PROGRESS} : videz sa part et son montant, ou "
                f"retirez l'avancement de {row.line}"
            )
            yield row, row.warning("rank", str(row.rank), _BY_PROGRESS, message)
        elif owners.get(row.line) != row.project:
            sold = [line for line, project in owners.items() if project == row.project]
            message = f"la ligne « {row.line} » n'est pas au devis de {row.project} ; {closest_names(row.line, sold)}"
            yield row, row.warning("line", row.line, f"une ligne vendue de {row.project}", message)
        elif row.line in hourly:
            message = (
                f"{row.line} est en « {BillingMode.TIME_AND_MATERIALS} » : ses heures validées la facturent, retirez "
                "son avancement"
            )
            yield row, row.warning("line", row.line, "une ligne au forfait", message)


def typed_problems(office: Office) -> list[Problem]:
    """The warnings of `typed_faults`."""
    return [problem for _, problem in typed_faults(office)]


def _sold_lines(office: Office) -> dict[str, str]:
    """The project of every line that its reference version or a change order sells."""
    standing, sold_again = line_rows(office), effects(office).sold_again
    rows = zip(standing.rows.select("line", "project"), standing.held, strict=True)
    return {line: project for (line, project), is_held in rows if is_held or line in sold_again}


def hourly_lines(office: Office) -> set[str]:
    """The Régie lines that bill their hours: they sell some, and no change order took their place."""
    rows, replaced = line_rows(office).rows, effects(office).replaced
    terms = zip(rows.select("line", "mode"), unit_lengths(office, rows), strict=True)
    return {
        line
        for (line, mode), length in terms
        if mode == BillingMode.TIME_AND_MATERIALS and length and line not in replaced
    }
