"""The command that accounts to a holder: it issues his royalty statement of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from postprod_xl.commands.adding import apart
from postprod_xl.commands.catalogue.absent import without_catalogue
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.commands.to_complete import identity_gaps
from postprod_xl.commands.watched import asked
from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
from postprod_xl.documents.papers.royalty_statement import royalty_statement_paper
from postprod_xl.domain.catalogue.statements.asked import StatementRequest
from postprod_xl.domain.catalogue.statements.issue import IssuedStatement, draft_statement, issue_statement
from postprod_xl.domain.catalogue.statements.register import sealed
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sealed_rows import as_read
from postprod_xl.domain.wording import euros_text, in_sentence
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS


def statement(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    holder: str,
    period: str = "",
    day: date | None = None,
    corrects: str = "",
    draft: bool = False,
) -> Outcome:
    """Issue the statement of a holder for a period, then refresh the office with it in the ledger.

    Parameters
    ----------
    holder
        Code of `AyantsDroit`.
    period
        2026, 2026-S1, 2026-T3 or 2026-11; empty for that of the statement to correct.
    day
        Day of the statement; None for the day the office is looked at.
    corrects
        Number of the statement that it replaces: the last one of the holder; empty for none.
    draft
        Whether its paper alone is made, marked so and without number: nothing of it goes in the ledger.
    """
    if absent := without_catalogue(office):
        return Outcome(problems=(absent,))
    request = StatementRequest(holder, period, day or office.today, corrects)
    if draft:
        return _drafted(office, request)
    issued, problems = issue_statement(office, request)
    if issued is None:
        return Outcome(problems=tuple(problems))
    run = refreshed(_with_issue(office, issued), [*known, *issued.problems])
    if run.is_blocked:
        return stopped(run)
    columns, added = apart(
        office, run.columns, {STATEMENTS.name: issued.statement, STATEMENT_LINES.name: issued.lines}
    )
    document = issued.document
    return Outcome(
        columns,
        run.rows,
        added,
        (document,),
        charts(run.office),
        tuple(run.problems),
        _issued_line(document),
        _details(document),
        memory=run.memory,
        lines=(*_remarks(document), *run.remarks),
        covers_the_office=True,
        question=asked(_question(document), (), issued.odd),
        noted=run.noted,
    )


def _drafted(office: Office, request: StatementRequest) -> Outcome:
    """The paper of a draft, what would refuse its statement beside it."""
    issued, problems = draft_statement(office, request)
    if issued is None:
        return Outcome(problems=tuple(problems))
    document = issued.document
    return Outcome(
        summary=f"projet de relevé de {document.holder} pour {document.period}, {_said_due(document)}",
        details=_details(document),
        lines=(
            *(f"à régler avant de l'émettre : {problem.message}" for problem in issued.problems),
            *_remarks(document),
        ),
        papers=(royalty_statement_paper(document),),
        is_answer=True,
    )


def _with_issue(office: Office, issued: IssuedStatement) -> Office:
    """The office as it is once the statement stands in its ledger."""
    after = replace(office, facts=dict(office.facts))
    lines = as_read(issued.lines)
    row = sealed(as_read(issued.statement), lines)
    after = after.with_rows(STATEMENTS.name, office[STATEMENTS.name].followed_by(row))
    return after.with_rows(STATEMENT_LINES.name, office[STATEMENT_LINES.name].followed_by(lines))


def _question(document: RoyaltyStatement) -> str:
    """What is about to be issued: the statement, its holder, its period, what is due."""
    replaced = f", qui remplace {document.corrects}" if document.corrects else ""
    return (
        f"Émettre {document.number}{replaced}, relevé de {document.payee.name} ({document.holder}) pour "
        f"{document.period}, {_said_due(document)} ?"
    )


def _said_due(document: RoyaltyStatement) -> str:
    if document.carried_cents:
        return f"rien à payer, {euros_text(document.carried_cents)} reportés sur le prochain"
    if not document.due_cents:
        return "rien à payer"
    return f"{in_sentence(document.due_label)} {euros_text(document.due_cents)}"


def _issued_line(document: RoyaltyStatement) -> str:
    """What came out, as the journal keeps it: the numbers that it names are those issued (`statements.checks`)."""
    return f"relevé {document.number} de {document.holder} pour {document.period}, {_said_due(document)}"


def _remarks(document: RoyaltyStatement) -> Iterator[str]:
    for contract in document.contracts:
        yield from (f"{contract.contract} : {note}" for note in contract.notes)
    for each in document.unpaid:
        yield f"{each.number} ({each.period}) reste à verser : {euros_text(each.cents)}, rappelés sans être ajoutés"
    yield from identity_gaps("le relevé", document.house)
    if TO_FILL in repr(document.payee):
        yield f"À compléter dans {HOLDERS.tab} : le relevé porte « {TO_FILL} »"


def _details(document: RoyaltyStatement) -> dict[str, Any]:
    share = document.share
    return {
        "statement": document.number,
        "holder": document.holder,
        "period": document.period,
        "prior_cents": share.prior_cents,
        "period_cents": share.period_cents,
        "cumulative_cents": share.cumulative_cents,
        "withholding_cents": document.withholding_cents,
        "due_cents": document.due_cents,
        "carried_cents": document.carried_cents,
        "corrects": document.corrects,
    }
