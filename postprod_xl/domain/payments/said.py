"""What is said of payments just noted: what each pays, what is left due, what is kept as an advance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.rows import Row, Rows


def noted_summary(office: Office, rows: Rows) -> str:
    """One line for one payment, their number and sum for several.

    Parameters
    ----------
    office
        With the payments.
    rows
        Those just noted.
    """
    if len(rows) > 1:
        return f"{counted(len(rows), 'règlement')} : {euros_text(sum(rows.column('amount_cents')))}"
    row = rows.records[0]
    what = (
        f"remboursement de {euros_text(-row.amount_cents)}"
        if row.amount_cents < 0
        else euros_text(row.amount_cents)
    )
    on = f" sur {row.invoice}" if row.invoice else f", avance de {row.client}"
    return f"{row.payment} : {what}{on}, {left_text(office, row)}"


def noted_lines(office: Office, rows: Rows) -> Iterator[str]:
    """A line for each payment when there are several, then one for each advance that they leave."""
    if len(rows) > 1:
        yield from (noted_summary(office, rows.of_numbers([number])) for number in rows.numbers)
    if any(not row.invoice and row.amount_cents > 0 for row in rows):
        yield "de l'argent reçu sans facture : la facture d'acompte est obligatoire (CGI art. 289-I-1-c)"
    clients = {client_of(office, row) for row in rows}
    for client in sorted(clients):
        advance = lettering(office).advances[client]
        if advance > 0:
            yield (
                f"{client} a {euros_text(advance)} d'avance, à porter sur une prochaine facture : "
                "postprod payment … --invoice N --amount X --mode avance"
            )


def noted_details(office: Office, rows: Rows) -> dict[str, Any]:
    """The same for a program: amounts in cents."""
    found = lettering(office)
    return {
        "payments": [
            {
                "payment": row.payment,
                "invoice": row.invoice,
                "client": client_of(office, row),
                "day": row.day.isoformat(),
                "amount_cents": row.amount_cents,
                "lettered_cents": found.parts[row.row][0],
                "advance_cents": found.parts[row.row][1],
                "due_cents": found.due_cents(row.invoice),
            }
            for row in rows
        ]
    }


def client_of(office: Office, row: Row) -> str:
    """The code of the client of a payment: that of its invoice, else the one it names."""
    return str(office["Factures"].by_key("number", "client").get(row.invoice) or row.client)


def left_text(office: Office, row: Row) -> str:
    """What a payment leaves: due on its invoice, or to the client as an advance."""
    found = lettering(office)
    due, (_, advance) = found.due_cents(row.invoice), found.parts[row.row]
    if not row.invoice or row.amount_cents < 0:
        return f"il lui reste {euros_text(max(0, found.advances[client_of(office, row)]))} d'avance"
    if advance > 0:
        return f"soldée ; {euros_text(advance)} de trop, gardés en avance de {client_of(office, row)}"
    return f"reste dû {euros_text(due)}" if due else "soldée"
