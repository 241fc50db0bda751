"""The month's pay, contract by contract: items, gross, estimated charges and what to settle first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from postprod_xl.domain.home.proportion import most_gross_cents
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.amounts import ContractPay, contract_pay, pay_of
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.hours.parts import days_begun
from postprod_xl.domain.payroll.hours.weeks import month_bounds
from postprod_xl.domain.payroll.underpaid import underpaid_in
from postprod_xl.domain.payroll.watch.problems import watch_faults
from postprod_xl.domain.people.contracts import (
    NO_RATE,
    beginning,
    contracts,
    covers,
    first_sessions,
    formalities,
    hourly_rate_cents,
    is_hired,
)
from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.sessions.faults import Fault
from postprod_xl.domain.wording import counted_sessions, hours_text
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.cells.formats import PAYROLL_ID_LENGTH
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.home import SETTINGS
from postprod_xl.schema.tables.payroll import CONVENTIONS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.vocabulary import ContractType

HOLIDAY_FUND_UNKNOWN = f"Taux congés spectacles à saisir dans {SETTINGS.tab}"
UNDERPAID = "sous le salaire minimum"
OUTSIZED = "brut hors de proportion, à vérifier"


@dataclass(frozen=True)
class Sheet:
    """One contract in one month.

    Parameters
    ----------
    pay
        What it is paid, item by item.
    contract, person
        Its row of `Contrats` and that of its holder in `Equipe`.
    sessions
        Those of its holder, in the order worked.
    begins
        Its first day, or its first session of any month when it is earlier; None when neither is known.
    workdays
        The days on which its work began.
    recovery_minutes
        Rest due for the holidays worked.
    uncovered
        How many of its sessions are of work that began on a day outside the contract.
    borrowed
        How many sessions name this contract and another person: they are not paid.
    watched
        How many of its sessions are to be checked, by the words of their fault.
    over_limits
        How many of them are beyond a limit of working time, by its words.
    is_outsized
        Whether the gross of its person in the month, all contracts together, is out of proportion.
    is_underpaid
        Whether it is under the minimum wage on a day of the month.
    """

    pay: ContractPay
    contract: Row
    person: Row
    sessions: tuple[Session, ...]
    begins: date | None
    workdays: Sequence[date] = ()
    recovery_minutes: int = 0
    uncovered: int = 0
    borrowed: int = 0
    watched: Mapping[str, int] = field(default_factory=dict)
    over_limits: Mapping[str, int] = field(default_factory=dict)
    is_outsized: bool = False
    is_underpaid: bool = False

    @property
    def month(self) -> str:
        return self.pay.month

    @property
    def days(self) -> int:
        return len(self.workdays)

    @property
    def hourly_rate_cents(self) -> int | None:
        """Of the contract, else the usual one of the person; None when neither is typed, or when it is zero."""
        return hourly_rate_cents(self.contract.hourly_rate_cents, self.person.hourly_rate_cents)

    @property
    def zero_rate_row(self) -> Row | None:
        """The row that gives it a rate of zero, of `Contrats` or of `Equipe`; None when none does."""
        row = self.person if self.contract.hourly_rate_cents is None else self.contract
        return row if row.hourly_rate_cents == 0 else None

    @property
    def is_monthly(self) -> bool:
        """Whether it is paid a salary, whatever its hours."""
        return bool(self.contract.type == ContractType.PERMANENT)

    @property
    def project(self) -> str:
        """Of the contract, else of its sessions when they all are of one project."""
        worked = {session.project for session in self.sessions}
        return self.contract.project or (worked.pop() if len(worked) == 1 else "")

    @property
    def worked_minutes(self) -> int:
        return self.pay.worked_minutes

    @property
    def gross_cents(self) -> int | None:
        return self.pay.gross_cents

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """Rows of `Rubriques`, in the order of `item_order`; none when the hourly rate is unknown."""
        return [
            self.identity
            | {
                "project": self.project,
                "item": paid.item.code,
                "label": paid.item.label,
                "base_hours": paid.base_hours,
                "rate_cents": paid.rate_cents,
                "premium_rate": paid.item.premium_rate,
                "coefficient": paid.item.coefficient,
                "amount_cents": paid.amount_cents,
            }
            for paid in self.pay.items
        ]

    @property
    def identity(self) -> dict[str, str]:
        return {
            "month": self.month,
            "payroll_id": self.person.payroll_id,
            "technician": self.contract.technician,
            "contract": self.contract.contract,
        }


def sheets(
    office: Office, month: str, sessions: Iterable[Session], faults: Sequence[Fault] = ()
) -> list[Sheet]:
    """One sheet per CDDU or CDI contract that a session of the month names or that is paid something.

    By payroll id, technician, contract.

    Parameters
    ----------
    sessions
        Sessions of the month, in the order worked.
    faults
        Those of its sessions.
    """
    by_contract: dict[str, list[Session]] = {}
    for session in sessions:
        by_contract.setdefault(session.contract, []).append(session)
    team = {person.code: person for person in office["Equipe"]}
    started, paid_in = first_sessions(office), pay_of(office, month)
    counted, limits, faulty = paid(office), _by_row(watch_faults(office)), _by_row(faults)
    found, begun = [], days_begun(office)
    for code, contract in contracts(office).items():
        if not is_hired(contract) or not (code in by_contract or code in paid_in):
            continue
        named = by_contract.get(code, [])
        held = tuple(session for session in named if not session.is_borrowed)
        rows = {session.row for session in held}
        found.append(
            Sheet(
                paid_in.get(code) or contract_pay(month, contract, [], {}, office.settings),
                contract,
                team[contract.technician],
                held,
                beginning(contract, started.get(code)),
                counted.workdays.get((month, code), ()),
                counted.recovery_minutes.get((month, code), 0),
                sum(not covers(contract, begun.get(session.row, session.day)) for session in held),
                len(named) - len(held),
                _watched(faulty, rows),
                _watched(limits, rows),
            )
        )
    first, last = month_bounds(month)
    outsized, under = (
        _outsized(found, last),
        {one.contract.contract for one in underpaid_in(office, first, last)},
    )
    found = [
        replace(
            sheet,
            is_outsized=sheet.contract.technician in outsized,
            is_underpaid=sheet.contract.contract in under,
        )
        for sheet in found
    ]
    return sorted(found, key=lambda s: (s.person.payroll_id, s.contract.technician, s.contract.contract))


def gross_by_person(sheets: Iterable[Sheet]) -> Counter[str]:
    """What each person is paid, all contracts together, in cents."""
    gross: Counter[str] = Counter()
    for sheet in sheets:
        gross[sheet.contract.technician] += sheet.gross_cents or 0
    return gross


def _outsized(sheets: Iterable[Sheet], day: date) -> set[str]:
    most = most_gross_cents(day)
    return {who for who, cents in gross_by_person(sheets).items() if most is not None and cents > most}


def _by_row(faults: Iterable[Fault]) -> Mapping[int, Set[str]]:
    """The words of the faults that have some, by the session that each is about."""
    found: dict[int, set[str]] = defaultdict(set)
    for fault in faults:
        if fault.what:
            for row in fault.rows:
                found[row].add(fault.what)
    return found


def _watched(faults: Mapping[int, Set[str]], rows: Iterable[int]) -> dict[str, int]:
    """How many of some sessions each fault is about."""
    return Counter(what for row in rows for what in sorted(faults.get(row, ())))


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
