"""What the ledger of statements gives to a refresh: what each holder is still owed, his last statement, its faults."""

from __future__ import annotations

from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.catalogue.statements.checks import payment_problems, register_problems
from postprod_xl.domain.catalogue.statements.register import in_force, unpaid_cents
from postprod_xl.domain.invoicing.register.issued_files import statement_file_problems
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS


def statements_part(office: Office) -> CataloguePart:
    """What a refresh computes of the statements issued."""
    return CataloguePart(
        columns={HOLDERS.name: holder_columns(office)},
        problems=(
            *register_problems(office),
            *payment_problems(office),
            *statement_file_problems(office),
        ),
    )


def holder_columns(office: Office) -> Rows:
    """What each holder is still owed of the statements issued, payments and excess deducted, and the last of them.

    Empty where none was issued to him: what he will be owed is in no statement yet.
    """
    by_holder: dict[str, list[Row]] = {}
    for row in office[STATEMENTS.name]:
        by_holder.setdefault(row.holder, []).append(row)
    holders = office[HOLDERS.name]
    issued = [by_holder.get(code, []) for code in holders.column("holder")]
    return computed_columns(
        HOLDERS.name,
        holders.numbers,
        due_cents=[_owed_cents(rows) if rows else None for rows in issued],
        last_statement=[_last(rows) for rows in issued],
    )


def _owed_cents(rows: list[Row]) -> int:
    """What is not paid yet, less the excess that the next statement would deduct; an excess alone is never claimed."""
    carried = sum(row.carried_cents or 0 for row in in_force(rows)[-1:])
    return max(0, sum(map(unpaid_cents, rows)) - carried)


def _last(rows: list[Row]) -> str:
    standing = in_force(rows)
    return f"{standing[-1].number}, {standing[-1].period}" if standing else ""
