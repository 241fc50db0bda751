"""The lines of a statement: what each sells with its change orders, and where its tasks are at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from postprod_xl.documents.project_statement import LineProgress, PendingOrder, StatedGroup, StatedLine
from postprod_xl.documents.quote import ClientQuote
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, finished_rows
from postprod_xl.domain.quotes.change_orders import effects, is_void, order_amounts
from postprod_xl.domain.quotes.pricing.prices import line_units
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import ChangeOrderStatus

ADDED, UNASSIGNED = "Ajouté par avenant", f"{CHANGE_ORDERS.tab} sans ligne de devis"


def stated_groups(office: Office, quote: ClientQuote) -> Iterator[StatedGroup]:
    """The lines of an accepted quote with what its change orders did to them, then what they added beside them.

    They come to the subtotal of the quote and what `effects` says that change orders add to the project.

    Parameters
    ----------
    office
        With the computed columns of `Planning`.
    quote
        The accepted version, as its client reads it.
    """
    changed, progress = effects(office), line_progress(office, quote.project)
    for group in quote.groups:
        yield StatedGroup(
            group.title,
            tuple(
                StatedLine(
                    line.label,
                    None if line.quantity is None else line.quantity + changed.quantities.get(line.line, 0),
                    line.unit,
                    (line.amount_cents or 0) + changed.cents[line.line],
                    progress.get(line.line),
                )
                for line in group.lines
            ),
        )
    added = tuple(_added(office, quote, progress))
    if added:
        yield StatedGroup(ADDED, added)


def line_progress(office: Office, project: str) -> dict[str, LineProgress]:
    """Where each line of a project is at, by what its producer's copy tells of its tasks; cancelled ones left out."""
    found: defaultdict[str, list[tuple[bool, date | None, int]]] = defaultdict(list)
    rows = zip(office["Planning"], finished_rows(office), cancelled_rows(office), strict=True)
    for task, is_finished, is_cancelled in rows:
        if task.project == project and task.line and not is_cancelled:
            late = 0 if is_finished else int(task.late_days or 0)
            found[task.line].append((is_finished, task.end_day, late))
    return {
        line: LineProgress(
            sum(is_finished for is_finished, *_ in tasks),
            len(tasks),
            _last([end for _, end, _ in tasks]),
            max(late for *_, late in tasks),
        )
        for line, tasks in found.items()
    }


def pending_orders(office: Office, project: str) -> Iterator[PendingOrder]:
    """The change orders that were sent and wait for an answer; those not sent yet stay in the house."""
    orders, units = office["Avenants"], _units(office)
    for order, cents in zip(orders, order_amounts(orders), strict=True):
        is_sent = order.status == ChangeOrderStatus.SENT and not is_void(order.type, order.line)
        if order.project == project and is_sent:
            unit = units.get(order.line, "")
            yield PendingOrder(
                order.number, order.day, order.label or order.number, order.quantity, unit, cents
            )


def _added(office: Office, quote: ClientQuote, progress: Mapping[str, LineProgress]) -> Iterator[StatedLine]:
    """Lines that the accepted version does not hold and change orders sell; what they add without a line."""
    changed, units = effects(office), _units(office)
    held, labels = {line.line for line in quote.lines}, {}
    rows = line_rows(office).rows
    for line, project, label in rows.select("line", "project", "label"):
        if project == quote.project:
            labels[line] = label or line
    left = changed.project_cents[quote.project]
    for line, cents in changed.cents.items():
        if line not in labels:
            continue
        left -= cents
        if line not in held:
            yield StatedLine(
                labels[line], changed.quantities[line], units.get(line, ""), cents, progress.get(line)
            )
    if left:
        yield StatedLine(UNASSIGNED, None, "", left)


def _units(office: Office) -> dict[str, str]:
    rows = line_rows(office).rows
    return dict(zip(rows.column("line"), line_units(office, rows), strict=True))


def _last(ends: list[date | None]) -> date | None:
    """The last of some days, None when one of them is not known."""
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
