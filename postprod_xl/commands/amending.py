"""The command that proposes change orders for the overruns that the production owes."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.answer import answer_lines, details, summary_text
from postprod_xl.domain.quotes.amending.found import found_change_orders
from postprod_xl.domain.quotes.amending.proposals import proposed_rows
from postprod_xl.domain.quotes.amending.refusal import amend_refusal, project_of
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import ChangeOrderType


def amend(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str = "",
    line: str = "",
    kind: str = ChangeOrderType.ADDITION,
) -> Outcome:
    """Add to `Avenants` what the production owes of the overruns of a project, then refresh the office with it.

    Only hours worked are proposed, of validated sessions that nothing sells yet; a second time adds nothing.

    Parameters
    ----------
    project
        Code of the project; empty for that of the line.
    line
        Code of the only line to look at; empty for every line of the project.
    kind
        Whether the change orders add to their lines or take their place: a word of `Type`, in any case.
    """
    project = project or project_of(office, line)
    refused = amend_refusal(office, project, line)
    if refused:
        return Outcome(problems=(refused,))
    run = refreshed(office, known)
    if run.is_blocked:
        return Outcome(problems=tuple(run.problems), covers_the_office=True)
    found = found_change_orders(run.office, project, line, ChangeOrderType(kind.capitalize()))
    said = Said(summary_text(found), [*answer_lines(found)], details(found))
    if not found.proposals:
        return Outcome(summary=said.summary, lines=tuple(said.lines), details=said.details, is_answer=True)
    rows = proposed_rows(run.office, project, found.proposals)
    return with_added(office, known, {CHANGE_ORDERS.name: rows}, lambda _: said)
