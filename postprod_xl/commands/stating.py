"""The commands that print where projects are at: the statement of one, its technical sheet, the costs of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.to_complete import identity_gaps
from postprod_xl.documents.accounts.cost_report import CostReport, ReportedCosts, ReportedMoney, ReportedMonth
from postprod_xl.documents.papers.cost_report import cost_report_paper
from postprod_xl.documents.papers.project_statement import project_statement_paper
from postprod_xl.documents.papers.technique_sheet import technique_sheet_paper
from postprod_xl.documents.project_statement import ProjectStatement
from postprod_xl.domain.accounts.statements.cost_report import cost_report
from postprod_xl.domain.accounts.statements.project_statement import (
    StatementRefused,
    no_accounts,
    project_statement,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.guard import changed_since_accepted
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.sharing.reread import doubtful_invoices, texts_naming_others
from postprod_xl.domain.technique.sheet import technique_sheet, without_technique
from postprod_xl.domain.wording import euros_text, in_sentence
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.billing import ACCOUNTS, INVOICES
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE

_STATED = (
    "quoted_cents",
    "change_orders_cents",
    "invoiced_cents",
    "to_invoice_cents",
    "paid_cents",
    "overdue_cents",
)
"""The figures of `Comptes` that a statement prints."""


def situation(office: Office, known: Sequence[Problem] = (), *, project: str) -> Outcome:
    """Print the statement of a project for its production, as a refresh of the day finds it; nothing is written.

    Parameters
    ----------
    project
        Code of the project.
    """
    if unknown := unknown_project(office, project):
        return Outcome(problems=tuple(unknown))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    try:
        statement = project_statement(run.office, project)
    except StatementRefused as refused:
        return Outcome(problems=(refused.problem,))
    if changed := changed_since_accepted(run.office, project):
        return Outcome(problems=tuple(changed))
    return Outcome(
        summary=f"{statement.heading}, {euros_text(statement.to_invoice_cents)} HT à facturer",
        lines=tuple(_remarks(office, run.office, statement)),
        details=_details(statement),
        papers=(project_statement_paper(statement),),
    )


def costreport(office: Office, known: Sequence[Problem] = (), *, project: str = "") -> Outcome:
    """Print the costs and margins for the house, as a refresh of the day finds them; nothing is written.

    Parameters
    ----------
    project
        Code of the only project to report; empty for all of them.
    """
    if project and (unknown := unknown_project(office, project)):
        return Outcome(problems=tuple(unknown))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    report = cost_report(run.office, project)
    if project and not report.projects:
        row = next(row for row in run.office["Projets"] if row.code == project)
        return Outcome(problems=(no_accounts(row),))
    return Outcome(
        summary=f"{report.heading}, {_said_margin(report)}",
        lines=tuple(_unknown_lines(report)),
        details=_report_details(report),
        papers=(cost_report_paper(report),),
    )


def techsheet(office: Office, known: Sequence[Problem] = (), *, project: str) -> Outcome:
    """Print the technical sheet of a project, as a refresh of the day finds it; nothing is written.

    Parameters
    ----------
    project
        Code of the project.
    """
    if unknown := unknown_project(office, project):
        return Outcome(problems=tuple(unknown))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    sheet = technique_sheet(run.office, project)
    if sheet is None:
        row = next(row for row in office["Projets"] if row.code == project)
        return Outcome(problems=(without_technique(row),))
    return Outcome(
        summary=f"{sheet.heading} : {in_sentence(sheet.summary).rstrip('.')}",
        details={
            "project": project,
            "day": sheet.day.isoformat(),
            "findings": len(sheet.findings),
            "blocking": sum(found.is_blocking for found in sheet.findings),
            "waived": len(sheet.waived),
        },
        papers=(technique_sheet_paper(sheet),),
    )


def _said_margin(report: CostReport) -> str:
    costs = report.total_costs or report.projects[0].costs
    name = ACCOUNTS.heading("final_margin_cents").lower()
    return f"{name} : {'non connue' if costs.margin is None else f'{euros_text(costs.margin)} HT'}"


def _unknown_lines(report: CostReport) -> Iterator[str]:
    for each in report.projects:
        if each.unknown:
            yield f"{each.code}, {ACCOUNTS.heading('unknown').lower()} : {each.unknown}"


def _report_details(report: CostReport) -> dict[str, object]:
    return {
        "day": report.day.isoformat(),
        "projects": [
            {"project": each.code, **_cents(each.costs), **_cents(each.money), "unknown": each.unknown}
            for each in report.projects
        ],
        "total": {
            **(_cents(report.total_costs) if report.total_costs else {}),
            **(_cents(report.total_money) if report.total_money else {}),
        },
        "months": [{"month": each.label, **_cents(each)} for each in report.months],
    }


def _cents(record: ReportedCosts | ReportedMoney | ReportedMonth) -> dict[str, int | None]:
    """The amounts of a record by name, `sold_cents` for its `sold`."""
    amounts = [each.name for each in fields(record) if str(each.type).startswith("int")]
    return {f"{name}_cents": getattr(record, name) for name in amounts}


def _remarks(office: Office, now: Office, statement: ProjectStatement) -> Iterator[str]:
    """What a person should know before it leaves."""
    if _accounts(office, statement.project) != _accounts(now, statement.project):
        yield (
            f"{ACCOUNTS.tab} n'est plus à jour pour {statement.project} : la situation est recalculée à ce jour, "
            "actualisez le classeur pour y lire les mêmes chiffres"
        )
    if statement.elsewhere_cents:
        yield (
            f"{euros_text(statement.elsewhere_cents)} HT de {statement.project} sont facturés à un autre client : la "
            "situation en porte le total seul, ce qu'il a payé et doit n'y est pas"
        )
    own = office[INVOICES.name]
    yield from doubtful_invoices(
        office, own.where(code == statement.project for code in own.column("project")).numbers
    )
    labels = [(QUOTE.tab, line.label) for group in statement.groups for line in group.lines]
    orders = [(CHANGE_ORDERS.tab, order.label) for order in statement.pending]
    yield from texts_naming_others(office, statement.project, dict.fromkeys([*labels, *orders]))
    yield from identity_gaps("la situation", statement.seller, statement.buyer)


def _accounts(office: Office, project: str) -> tuple[Any, ...] | None:
    """What `Comptes` says of a project, None when it says nothing."""
    rows = office[ACCOUNTS.name].select("project", *_STATED)
    return next((tuple(figures) for code, *figures in rows if code == project), None)


def _details(statement: ProjectStatement) -> dict[str, object]:
    return {
        "project": statement.project,
        "day": statement.day.isoformat(),
        "quoted_cents": statement.original.cents,
        "change_orders_cents": statement.agreed_cents - statement.original.cents,
        "worth_cents": statement.worth_cents,
        "invoiced_cents": statement.invoiced_cents,
        "to_invoice_cents": statement.to_invoice_cents,
        "paid_cents": statement.paid_cents,
        "due_cents": statement.due_cents,
        "overdue_cents": statement.overdue_cents,
    }
