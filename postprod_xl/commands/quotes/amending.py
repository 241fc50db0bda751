"""The command that proposes change orders for the overruns that the production owes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.to_complete import identity_gaps
from postprod_xl.documents.change_order import ClientChangeOrder
from postprod_xl.documents.papers.change_order import change_order_paper
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.answer import answer_lines, details, summary_text
from postprod_xl.domain.quotes.amending.client_order import ChangeOrderRefused, client_order
from postprod_xl.domain.quotes.amending.proposals import proposed_rows
from postprod_xl.domain.quotes.amending.proposed_orders import found_change_orders
from postprod_xl.domain.quotes.amending.refusal import amend_refusal, project_of
from postprod_xl.domain.quotes.versions.guard import changed_since_accepted
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import euros_text
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
    number: str = "",
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
    number
        Number of a change order to print instead: see `print_change_order`.
    """
    if number:
        return print_change_order(office, number)
    project = project or project_of(office, line)
    refused = amend_refusal(office, project, line)
    if refused:
        return Outcome(problems=(refused,))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    found = found_change_orders(run.office, project, line, ChangeOrderType(kind.capitalize()))
    said = Said(summary_text(found), [*answer_lines(found)], details(found))
    if not found.proposals:
        return Outcome(summary=said.summary, lines=tuple(said.lines), details=said.details, is_answer=True)
    rows = proposed_rows(run.office, project, found.proposals)
    return with_added(office, known, {CHANGE_ORDERS.name: rows}, lambda _: said)


def print_change_order(office: Office, number: str) -> Outcome:
    """Print a change order for its client, with the annex of its sessions; nothing to write in the workbook.

    Parameters
    ----------
    office
        As last refreshed.
    number
        Its number in `Avenants`.
    """
    try:
        order = client_order(office, number)
    except ChangeOrderRefused as refused:
        return Outcome(problems=(refused.problem,))
    if changed := changed_since_accepted(office, order.project):
        return Outcome(problems=tuple(changed))
    return Outcome(
        summary=f"{order.heading} ({order.status}), {euros_text(order.effect_cents)} HT",
        lines=tuple(_to_complete(order)),
        details={
            "number": order.number,
            "project": order.project,
            "effect_cents": order.effect_cents,
            "total_cents": order.total_cents,
            "vat_cents": order.vat_cents,
            "total_with_vat_cents": order.total_with_vat_cents,
            "session_minutes": order.session_minutes,
        },
        papers=(change_order_paper(order),),
    )


def _to_complete(order: ClientChangeOrder) -> Iterator[str]:
    """What the paper says badly or not at all, for a person to see to before it leaves."""
    if not order.sessions:
        yield f"{order.number} ne cite aucune séance : l'avenant part sans annexe"
    if not order.reason:
        heading = CHANGE_ORDERS.heading("client_reason")
        yield f"{order.number} n'a pas de « {heading} » : la production n'y lira aucune raison"
    if order.amount_cents == 0:
        yield f"{order.number} est à 0 € : vérifiez sa quantité et son prix"
    yield from identity_gaps("l'avenant", order.seller, order.buyer)
