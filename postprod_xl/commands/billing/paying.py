"""The command that notes what clients paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.billing.reminding import reminded
from postprod_xl.commands.billing.statement import accepted, proposed
from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.statements.statement import BankStatement
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.new_payment import NewPayment, new_payments, refusals
from postprod_xl.domain.payments.said import noted_details, noted_lines, noted_summary
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.payments import PAYMENTS

ALL = "tous"
"""What a person answers to write to every client."""


def payment(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    invoice: str = "",
    client: str = "",
    amount: int = 0,
    day: date | None = None,
    method: str = "",
    reference: str = "",
    statement: BankStatement | None = None,
    accept: Sequence[str] = (),
    reminders: str | None = None,
) -> Outcome:
    """Add a payment to `Reglements`, then refresh the office with it; or say what a bank statement proposes.

    Parameters
    ----------
    invoice
        Number of the invoice that it pays, or of the credit note that it refunds; empty for an advance.
    client
        Code of the client whose advance it is; empty for that of the invoice.
    amount
        What came, in cents, all taxes included; negative, what went back.
    day
        The day it came; None for the day the office is looked at.
    method
        A word of *Mode*, in any case; empty when nobody says.
    reference
        What the bank or the client calls it.
    statement
        A bank statement to be read instead: what each line may pay is said.
    accept
        The proposals of the statement to be noted, by their identifiers.
    reminders
        Code of the client to write to, instead; empty for every client who pays late.
    """
    if reminders is not None:
        return reminded(office, "" if reminders == ALL else reminders)
    if statement is not None:
        if not accept:
            return proposed(office, statement)
        made, refused = accepted(office, statement, accept)
        return (
            Outcome(problems=tuple(refused)) if refused else noted(office, known, new_payments(office, made))
        )
    wanted = NewPayment(invoice, client, day or office.today, amount, method.capitalize(), reference)
    return noted(office, known, new_payments(office, [wanted]))


def noted(office: Office, known: Sequence[Problem], rows: Rows) -> Outcome:
    """What there is to write of new payments; what refuses one of them refuses all."""
    grown, refused = office, []
    for number in rows.numbers:
        row = rows.row(number)
        refused += refusals(grown, row)
        grown = grown.with_rows(PAYMENTS.name, grown[PAYMENTS.name].followed_by(rows.of_numbers([number])))
    if refused:
        return Outcome(problems=tuple(refused))
    said = Said(noted_summary(grown, rows), [*noted_lines(grown, rows)], noted_details(grown, rows))
    return with_added(office, known, {PAYMENTS.name: rows}, lambda _: said)
