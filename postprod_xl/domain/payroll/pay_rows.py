"""The row of `Paie` of a sheet: its amounts, the estimated charges, and what to settle before it is paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.sheets import Sheet
from postprod_xl.domain.people.contracts import NO_RATE, formalities
from postprod_xl.domain.wording import counted_sessions, hours_text
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.cells.formats import PAYROLL_ID_LENGTH
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.payroll import CONVENTIONS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.vocabulary import ContractType

HOLIDAY_FUND_UNKNOWN = f"Taux congés spectacles à saisir dans {SETTINGS.tab}"
UNDERPAID = "sous le salaire minimum"
OUTSIZED = "brut hors de proportion, à vérifier"


def holiday_fund_rate(office: Office, day: date) -> Decimal | None:
    """The employer's rate of the holiday fund: the house's, else the published one, else None."""
    if office.settings["holiday_fund_rate"] is not None:
        return Decimal(office.settings["holiday_fund_rate"])
    try:
        return rate("holiday_fund.rate", day)
    except UnknownRate:
        return None


def pay_row(sheet: Sheet, office: Office, fund_rate: Decimal | None) -> dict[str, Any]:
    """The row of `Paie` of one sheet; amounts that cannot be known are empty and named in the alert."""
    gross = sheet.gross_cents
    row = sheet.identity | {"days": sheet.days, "worked_minutes": sheet.worked_minutes, "gross_cents": gross}
    alerts = _alerts(sheet, office.today)
    fixed_term = sheet.contract.type == ContractType.FIXED_TERM
    if fixed_term and fund_rate is None:
        alerts.append(HOLIDAY_FUND_UNKNOWN)
    if gross is not None:
        fund = share_cents(gross, fund_rate) if fixed_term and fund_rate is not None else None
        row |= {
            "holiday_fund_cents": fund if fixed_term else 0,
            "charges_cents": sheet.pay.charges_cents,
            "total_cents": sheet.pay.total_cents,
        }
    return row | {"alert": " ; ".join(alerts)}


def session_alerts(sheet: Sheet, today: date) -> list[str]:
    """What pay and declarations both report of its sessions: to check, paid before they are worked, not paid."""
    counts = (
        *sheet.watched.items(),
        ("à venir", sum(session.day > today for session in sheet.sessions)),
        ("d'une autre personne non payée", sheet.borrowed),
    )
    return [OUTSIZED] * sheet.is_outsized + [counted_sessions(count, what) for what, count in counts if count]


def _alerts(sheet: Sheet, today: date) -> list[str]:
    """What to settle before paying a sheet: rates, agreement, payroll id, paperwork, sessions."""
    contract, alerts = sheet.contract, [*sheet.pay.notes] if sheet.is_monthly else _rate_alerts(sheet)
    alerts += [f"« {name} » à saisir dans {CONVENTIONS.tab}" for name in sheet.pay.missing]
    if sheet.recovery_minutes:
        alerts.append(f"{hours_text(sheet.recovery_minutes)} de récupération de férié à prendre ou à payer")
    if not contract.convention:
        alerts.append("convention manquante : droit commun")
    if not sheet.person.payroll_id:
        alerts.append("matricule manquant")
    elif len(sheet.person.payroll_id) > PAYROLL_ID_LENGTH:
        alerts.append(f"matricule de plus de {PAYROLL_ID_LENGTH} caractères")
    if sheet.is_underpaid:
        alerts.append(UNDERPAID)
    alerts += formalities(contract, sheet.begins)
    counts = (
        ("non validée", sum(not session.validated for session in sheet.sessions)),
        ("sans heures", sum(not session.minutes for session in sheet.sessions)),
        ("hors contrat", sheet.uncovered),
    )
    alerts += [
        counted_sessions(count, what) for what, count in (*counts, *sheet.over_limits.items()) if count
    ]
    return alerts + session_alerts(sheet, today)


def _rate_alerts(sheet: Sheet) -> list[str]:
    """What to settle of the hourly rate of a contract paid by the hour."""
    if sheet.hourly_rate_cents is None:
        return [NO_RATE]
    return [f"taux repris de l'{TEAM.tab}"] if sheet.contract.hourly_rate_cents is None else []
