"""The command that reads a received electronic invoice into `Achats`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postprod_xl.commands.adding import Said, with_added, with_completed
from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.facturx.received import ReceivedFile
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.matching import BY_HAND, Destination, ReceiptRefused
from postprod_xl.domain.purchases.receiving import Receipt, problems_of_file, receipt
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.purchases import PURCHASES


def receive(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    received: ReceivedFile,
    found: Sequence[Problem] = (),
    path: str = "",
    project: str = "",
    line: str = "",
    purchase: str = "",
) -> Outcome:
    """Note a received invoice in `Achats`, on the order that it bills or on a new row, then refresh the office.

    Parameters
    ----------
    received
        The file, read.
    found
        What is wrong in it, or to be looked at: what does not hold is not received.
    path
        Where the file is kept, as the row says it.
    project, line, purchase
        The project and the quote line that bear it, the code of the order that it bills; empty for those found.
    """
    stopping, remarks = problems_of_file(found)
    if stopping:
        refused = (
            f"{received.invoice.number} ne se tient pas, elle n'est pas reçue : {BY_HAND} si elle est bonne"
        )
        return Outcome(problems=(*stopping, blocking("", None, "", "", "", refused)))
    try:
        made = receipt(office, received, path, Destination(project, line, purchase))
    except ReceiptRefused as refusal:
        return Outcome(problems=(refusal.problem,))
    said = Said(_summary(made, received), (*made.lines, *remarks), _details(made, received))
    if made.order is None:
        rows = rows_of(PURCHASES, [made.values], office["Achats"].next_number)
        return with_added(office, known, {PURCHASES.name: rows}, lambda _: said)
    written = {name: [value] for name, value in made.values.items()}
    return with_completed(office, known, Rows(PURCHASES, [made.order.row], written), lambda _: said)


def _summary(made: Receipt, received: ReceivedFile) -> str:
    invoice = received.invoice
    asked = euros_text(made.values["invoiced_cents"] + made.values["vat_cents"])
    how = "facture de la commande" if made.order else "achat"
    return f"{invoice.kind} {invoice.number} de {invoice.seller.name}, {asked} TTC : {how} {made.code}"


def _details(made: Receipt, received: ReceivedFile) -> dict[str, Any]:
    values = made.values
    return {
        "purchase": made.code,
        "completes_order": made.order is not None,
        "supplier": received.invoice.seller.name,
        "invoice": received.invoice.number,
        "invoiced_cents": values["invoiced_cents"],
        "vat_cents": values["vat_cents"],
        "sha256": received.sha256,
    }
