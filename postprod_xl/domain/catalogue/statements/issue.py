"""Issuing the statement of a holder for a period: its rows in the ledger, and what refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
from postprod_xl.domain.catalogue.statements.asked import (
    StatementRequest,
    asked_statement,
    day_refusals,
    holder_of,
)
from postprod_xl.domain.catalogue.statements.checks import register_problems
from postprod_xl.domain.catalogue.statements.composing import composed_statement
from postprod_xl.domain.catalogue.statements.register import gross_cents, next_number
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.problems import Problem, Refusal, info, warning
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.vocabulary import Severity


@dataclass(frozen=True)
class IssuedStatement:
    """One statement ready to be written.

    Parameters
    ----------
    document
        What the printed tab and the PDF show; a draft has no number.
    statement
        The row to append to `Releves`; the file, its fingerprint and the mark of the program are still empty.
    lines
        The rows to append to `LignesReleve`.
    problems
        Warnings to show with it: its day, what refuses the statement of a draft.
    odd
        What the question before issuing says: these, and where its figures come from.
    """

    document: RoyaltyStatement
    statement: Rows
    lines: Rows
    problems: Sequence[Problem] = ()
    odd: Sequence[Problem] = ()


def issue_statement(
    office: Office, request: StatementRequest
) -> tuple[IssuedStatement | None, list[Problem]]:
    """The statement of a holder for a period, ready to be written.

    Its day is after the period, and not before that of the last statement issued. Every contract that he granted or
    shares is in it, and nothing due is a statement too.

    Returns
    -------
    issued
        None when anything blocks: a figure not known, a period stated already or left out, a ledger that was changed by
        hand.
    problems
        What blocks.
    """
    document, refusals, unknown = _composed(office, request)
    if document is None or refusals:
        return None, [*(replace(problem, severity=Severity.BLOCKING) for problem in refusals), *unknown]
    document = replace(document, number=next_number(office, request.day))
    row = rows_of(STATEMENTS, [_ledger_row(document)])
    problems = [*_future_day(office, document), *_withheld_otherwise(office, document)]
    return IssuedStatement(
        document, row, ledger_lines(document), problems, [*problems, *_noted(document)]
    ), []


def draft_statement(
    office: Office, request: StatementRequest
) -> tuple[IssuedStatement | None, list[Problem]]:
    """As `issue_statement`, without number; what the ledger or the day would refuse is a warning beside it."""
    document, refusals, unknown = _composed(office, request)
    if document is None:
        return None, unknown
    warned = [replace(problem, severity=Severity.WARNING) for problem in refusals]
    row = rows_of(STATEMENTS, [_ledger_row(document)])
    return IssuedStatement(document, row, ledger_lines(document), warned), []


def _composed(
    office: Office, request: StatementRequest
) -> tuple[RoyaltyStatement | None, list[Problem], list[Problem]]:
    """The document of a request, what refuses to issue it, and what keeps it from being made at all."""
    try:
        asked = asked_statement(office, request)
    except Refusal as refused:
        return None, [], [refused.problem]
    refusals = [*register_problems(office), *day_refusals(office, asked)]
    document, unknown = composed_statement(office, asked)
    return document, refusals, unknown


def _ledger_row(document: RoyaltyStatement) -> dict[str, Any]:
    share = document.share
    return {
        "number": document.number,
        "day": document.day,
        "holder": document.holder,
        "name": document.payee.name,
        "period": document.period,
        "first_day": document.first_day,
        "last_day": document.last_day,
        "corrects": document.corrects,
        "prior_cents": share.prior_cents,
        "period_cents": share.period_cents,
        "cumulative_cents": share.cumulative_cents,
        "withholding_cents": document.withholding_cents,
        "due_cents": document.due_cents,
        "carried_cents": document.carried_cents,
    }


def ledger_lines(document: RoyaltyStatement) -> Rows:
    """The rows of `LignesReleve` of a statement: its contracts, then what is due, term by term."""
    lines: list[dict[str, Any]] = [
        {
            "contract": contract,
            "work": line.work,
            "section": line.section,
            "label": line.label,
            "prior_cents": line.prior_cents,
            "period_cents": line.period_cents,
            "cumulative_cents": line.cumulative_cents,
            "remaining_cents": line.remaining_cents,
        }
        for contract, line in document.numbered_lines()
    ]
    due = [
        {"section": StatementSection.DUE, "label": term.label, "period_cents": term.cents}
        for term in document.due
    ]
    numbered = enumerate([*lines, *due], 1)
    return rows_of(
        STATEMENT_LINES, [{"statement": document.number, "rank": at, **line} for at, line in numbered]
    )


def _future_day(office: Office, document: RoyaltyStatement) -> Iterator[Problem]:
    if document.day <= office.today:
        return
    found, expected = f"{document.day:%d/%m/%Y}", f"une date jusqu'au {office.today:%d/%m/%Y}"
    message = (
        f"{document.number} est daté du {found}, après aujourd'hui : le suivant ne pourra pas l'être avant"
    )
    yield warning(STATEMENTS.name, None, STATEMENTS.heading("day"), found, expected, message)


def _withheld_otherwise(office: Office, document: RoyaltyStatement) -> Iterator[Problem]:
    """What a correction does not put right: it deducts what was owed before tax, whatever was withheld of it."""
    rate = holder_of(office, document.holder).withholding_rate
    for row in office[STATEMENTS.name]:
        if row.number != document.corrects:
            continue
        now = share_cents(gross_cents(row), rate)
        if row.withholding_cents != now:
            found, expected = euros_text(row.withholding_cents or 0), euros_text(now)
            message = (
                f"{row.number} a retenu {found}, le taux d'aujourd'hui retiendrait {expected} : la correction ne "
                "reprend pas cette retenue, réglez la différence à part"
            )
            yield row.warning("withholding_cents", found, expected, message)


def _noted(document: RoyaltyStatement) -> Iterator[Problem]:
    """Where the figures of each contract come from."""
    heading = STATEMENTS.heading("prior_cents")
    for contract in document.contracts:
        for note in contract.notes:
            yield info(STATEMENTS.name, None, heading, "", "", f"{contract.contract} : {note}")
