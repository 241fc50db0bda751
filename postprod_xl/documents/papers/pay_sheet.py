"""A pay sheet as the data of its template, `paie.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.papers.figures import MONTHS, clock, euros, hours, long_day, number
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.payroll.pay_sheet import PaySheet, SheetContract, SheetItem, SheetSession
from postprod_xl.schema.tables.payroll import CONTRACTS, EXPORTED_MONTHS, PAY
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import TEAM

UNKNOWN = "non connu"


def pay_sheet_paper(sheet: PaySheet) -> Paper:
    """The paper of the month of a person; a contract that does not fit runs on the next page."""
    month = f"{MONTHS[sheet.month.month - 1]} {sheet.month.year}"
    stem = " ".join(
        filter(None, ("pré-feuille de paie", f"{sheet.month:%Y-%m}", sheet.payroll_id, sheet.code))
    )
    return Paper(
        "paie",
        f"Pré-feuille de paie de {month} — {sheet.name}",
        sheet.day,
        stem,
        {
            "mois": month,
            "date_longue": long_day(sheet.day),
            "nom": sheet.name,
            "renseignements": [[name, value] for name, value in _identity(sheet) if value],
            "totaux": [
                ["Contrats", number(Decimal(len(sheet.contracts))), False],
                [PAY.heading("worked_minutes"), hours(sheet.worked_minutes), False],
                [f"{PAY.heading('gross_cents')} du mois", _amount(sheet.gross_cents), True],
            ],
            "contrats": [_contract(contract) for contract in sheet.contracts],
        },
    )


def _identity(sheet: PaySheet) -> Iterator[tuple[str, str]]:
    yield TEAM.heading("payroll_id"), sheet.payroll_id or "à compléter"
    yield TEAM.heading("code"), sheet.code
    yield TEAM.heading("status"), sheet.status
    yield EXPORTED_MONTHS.heading("exported_day"), long_day(sheet.exported_day) if sheet.exported_day else ""


def _contract(contract: SheetContract) -> dict[str, Any]:
    facts = [[name, value] for name, value in _facts(contract) if value]
    title = " — ".join(filter(None, (f"Contrat {contract.contract}", contract.project)))
    return {
        "titre": title,
        "renseignements": facts,
        "seances": [_session(session, contract.project) for session in contract.sessions],
        "total_seances": hours(sum(session.worked_minutes for session in contract.sessions)),
        "total_nuit": hours(sum(session.night_minutes for session in contract.sessions)),
        "rubriques": [_item(item) for item in contract.items],
        "brut": _amount(contract.gross_cents),
        "alertes": list(contract.alerts),
    }


def _facts(contract: SheetContract) -> Iterator[tuple[str, str]]:
    """Name and value of what a contract says, empty where it does not."""
    yield CONTRACTS.heading("job"), contract.job
    yield CONTRACTS.heading("type"), contract.type
    yield CONTRACTS.heading("convention"), " · ".join(filter(None, (contract.convention, contract.genre)))
    yield PROJECTS.heading("object_number"), contract.object_number
    yield "Du", _day(contract.first_day)
    yield "Au", _day(contract.last_day)
    yield CONTRACTS.heading("declared_day"), _day(contract.declared_day)
    yield CONTRACTS.heading("signed_day"), _day(contract.signed_day)
    yield "Travaillé", f"{number(Decimal(contract.days))} j, {hours(contract.worked_minutes)}"


def _session(session: SheetSession, project: str) -> dict[str, Any]:
    """What the sheet says of a session; its project only where the contract is not of that one."""
    known = session.start is not None and session.end is not None
    served = session.project if session.project != project else ""
    return {
        "date": f"{session.day:%d/%m/%Y}",
        "tache": " — ".join(filter(None, (served, session.task))) or session.project,
        "debut": clock(session.start) if session.start is not None else "",
        "fin": clock(session.end) if session.end is not None else "",
        "pause": hours(session.pause_minutes) if session.pause_minutes else "",
        "heures": hours(session.worked_minutes) if known else UNKNOWN,
        "nuit": hours(session.night_minutes) if session.night_minutes else "",
        "valide": session.is_validated,
    }


def _item(item: SheetItem) -> dict[str, str]:
    """The cells of an item; one whose amount is known without a rate, such as a salary, has none."""
    unknown = UNKNOWN if item.amount_cents is None else ""
    return {
        "code": item.code,
        "libelle": item.label,
        "base": UNKNOWN if item.base is None else number(item.base),
        "taux": unknown if item.rate_cents is None else euros(item.rate_cents),
        "coefficient": unknown
        if item.coefficient is None or not item.rate_cents
        else number(item.coefficient),
        "montant": _amount(item.amount_cents),
    }


def _amount(cents: int | None) -> str:
    return UNKNOWN if cents is None else euros(cents)


def _day(day: date | None) -> str:
    return long_day(day) if day else ""
