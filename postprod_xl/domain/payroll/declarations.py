"""The month's pay and declarations of the whole office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from postprod_xl.domain.columns import by_key
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.contracts import NO_DECLARATION, NO_RATE
from postprod_xl.domain.payroll.hours import (
    EMPLOYMENT,
    SERVICE,
    Session,
    month_bounds,
    sessions_between,
    week_start,
)
from postprod_xl.domain.payroll.premiums import premium_minutes
from postprod_xl.domain.payroll.sheets import (
    HOLIDAY_FUND_UNKNOWN,
    Sheet,
    holiday_fund_rate,
    pay_row,
    sheets,
)
from postprod_xl.domain.wording import hours_text
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import frame_of

NO_CONVENTION = "Aucune"
# Un indépendant facture ses heures : il ne lui faut pas de contrat de travail.
SELF_EMPLOYED = "Indépendant"


@dataclass(frozen=True)
class Payroll:
    """One month of pay.

    Parameters
    ----------
    items, pay, declarations
        Frames of `Rubriques`, `Paie` and `Declarations`, that month only, by payroll id, technician,
        contract and rising premium.
    problems
        What could not be paid, and why.
    """

    items: pd.DataFrame
    pay: pd.DataFrame
    declarations: pd.DataFrame
    problems: list[Problem]


def payroll(office: Office, month: str) -> Payroll:
    """The pay of a month, from `Seances`, `Contrats` and `Equipe`.

    Parameters
    ----------
    month
        Written `2026-11`.

    Returns
    -------
    Payroll
        Hours of sessions under CDDU and CDI contracts. Overtime is counted per person and working week,
        Monday to Sunday (C. trav. L3121-29 and L3121-35), in the order worked; a week that straddles two
        months counts whole and each hour is paid in the month of its session. One declaration per CDDU
        contract (AEM: one per employee, month and contract). A contract without hourly rate has no item.
    """
    first, last = month_bounds(month)
    types = by_key(office["Contrats"], "contract", "type")
    worked = sessions_between(office, week_start(first), last)
    employed = [session for session in worked if types.get(session.contract) in EMPLOYMENT]
    inside = [session for session in worked if session.day >= first]
    problems = _unpaid(office, inside, types)
    try:
        minutes = premium_minutes(employed, first)
    except UnknownRate as unknown:
        return _nothing(blocking("", None, "", month, "un mois dont les règles sont connues", str(unknown)))
    found = sheets(office, month, inside, minutes)
    fund_rate = holiday_fund_rate(office, last)
    objects = by_key(office["Projets"], "code", "object_number")
    fixed_term = [sheet for sheet in found if sheet.contract.type == "CDDU"]
    if fixed_term and fund_rate is None:
        problems.append(_fund_unknown(month))
    return Payroll(
        frame_of(BY_NAME["Rubriques"], [item for sheet in found for item in sheet.items]),
        frame_of(BY_NAME["Paie"], [pay_row(sheet, office, fund_rate) for sheet in found]),
        frame_of(BY_NAME["Declarations"], [_declaration(sheet, objects) for sheet in fixed_term]),
        problems + [_without_rate(sheet) for sheet in found if sheet.hourly_rate_cents is None],
    )


def _nothing(problem: Problem) -> Payroll:
    items, pay, declarations = (frame_of(BY_NAME[name], []) for name in ("Rubriques", "Paie", "Declarations"))
    return Payroll(items, pay, declarations, [problem])


def _declaration(sheet: Sheet, objects: dict[str, str]) -> dict[str, Any]:
    contract = sheet.contract
    number = objects.get(sheet.project, "")
    gaps = (
        (NO_RATE, sheet.hourly_rate_cents is None),
        ("n° d'objet manquant", not number),
        ("convention manquante", not contract.convention),
        (NO_DECLARATION, contract.declared_day is None),
    )
    return {
        "month": sheet.month,
        "contract": contract.code,
        "technician": contract.technician,
        "worked_minutes": sheet.worked_minutes,
        "days": sheet.days,
        "gross_cents": sheet.gross_cents,
        "object_number": number,
        "idcc": "" if contract.convention == NO_CONVENTION else contract.convention,
        "declared_day": contract.declared_day,
        "alert": " ; ".join(text for text, missing in gaps if missing),
    }


def _fund_unknown(month: str) -> Problem:
    expected = "le taux de votre notification Audiens"
    message = f"{HOLIDAY_FUND_UNKNOWN} : aucun taux publié n'est connu pour {month}, la colonne reste vide"
    return warning("Parametres", None, BY_NAME["Parametres"].heading("value"), "vide", expected, message)


def _without_rate(sheet: Sheet) -> Problem:
    contract = sheet.contract
    message = (
        f"le contrat {contract.code} de {contract.technician} n'a pas de taux horaire : "
        f"{hours_text(sheet.worked_minutes)} non payées, saisissez-le dans Contrats ou dans Équipe"
    )
    heading = BY_NAME["Contrats"].heading("hourly_rate_cents")
    return warning("Contrats", contract.row, heading, "vide", "un taux horaire", message)


def _unpaid(office: Office, sessions: list[Session], types: dict[str, str]) -> list[Problem]:
    """One warning per person whose sessions have no contract, and per contract of no type."""
    status = by_key(office["Equipe"], "code", "status")
    loose: dict[tuple[str, str], list[Session]] = {}
    for session in sessions:
        kind = types.get(session.contract, "")
        if (
            kind not in EMPLOYMENT
            and kind != SERVICE
            and (session.contract or status.get(session.technician) != SELF_EMPLOYED)
        ):
            key = (session.technician, session.contract)
            loose.setdefault(key, []).append(session)
    return [_loose(*key, found) for key, found in sorted(loose.items())]


def _loose(technician: str, contract: str, sessions: list[Session]) -> Problem:
    hours = hours_text(sum(session.minutes or 0 for session in sessions))
    heading = BY_NAME["Seances"].heading("contract")
    who = technician or "personne sans code"
    why = f"sous le contrat {contract}, qui n'a pas de type" if contract else "sans contrat"
    message = f"{hours} de {who} {why} : non payées"
    return warning("Seances", sessions[0].row, heading, contract or "vide", "un contrat CDDU ou CDI", message)
