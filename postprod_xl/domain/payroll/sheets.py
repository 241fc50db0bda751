"""The month's pay, contract by contract: its items, its sessions, and what is to be checked of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from postprod_xl.domain.home.proportion import most_gross_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.amounts import ContractPay, contract_pay, pay_of
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.hours.parts import days_begun
from postprod_xl.domain.payroll.underpaid import underpaid_in
from postprod_xl.domain.payroll.watch.problems import watch_faults
from postprod_xl.domain.people.contracts import (
    beginning,
    contracts,
    covers,
    first_sessions,
    hourly_rate_cents,
    is_hired,
)
from postprod_xl.domain.sessions.done import Session
from postprod_xl.domain.sessions.faults.one_session import Fault
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ContractType


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
    naming: dict[str, list[Session]] = {}
    for session in sessions:
        naming.setdefault(session.contract, []).append(session)
    paid_in, maker = pay_of(office, month), _Maker(office, month, faults)
    found = [
        maker.sheet(contract, paid_in.get(code), naming.get(code, ()))
        for code, contract in contracts(office).items()
        if (code in naming or code in paid_in) and is_hired(contract)
    ]
    outsized = _outsized(found, month_bounds(month)[1])
    found = [replace(sheet, is_outsized=sheet.contract.technician in outsized) for sheet in found]
    return sorted(found, key=lambda s: (s.person.payroll_id, s.contract.technician, s.contract.contract))


class _Maker:
    """What turns the contracts of a month into sheets; what they share is looked for once."""

    def __init__(self, office: Office, month: str, faults: Iterable[Fault]) -> None:
        self._month, self._settings = month, office.settings
        self._team = {person.code: person for person in office["Equipe"]}
        self._started, self._begun, self._counted = first_sessions(office), days_begun(office), paid(office)
        self._faulty, self._limits = _by_row(faults), _by_row(watch_faults(office))
        self._underpaid = {one.contract.contract for one in underpaid_in(office, *month_bounds(month))}

    def sheet(self, contract: Row, pay: ContractPay | None, naming: Sequence[Session]) -> Sheet:
        """That of a contract, from what it pays in the month and the sessions that name it."""
        code = contract.contract
        held = tuple(session for session in naming if not session.is_borrowed)
        rows = {session.row for session in held}
        return Sheet(
            pay=pay or contract_pay(self._month, contract, [], {}, self._settings),
            contract=contract,
            person=self._team[contract.technician],
            sessions=held,
            begins=beginning(contract, self._started.get(code)),
            workdays=self._counted.workdays.get((self._month, code), ()),
            recovery_minutes=self._counted.recovery_minutes.get((self._month, code), 0),
            uncovered=sum(
                not covers(contract, self._begun.get(session.row, session.day)) for session in held
            ),
            borrowed=len(naming) - len(held),
            watched=_watched(self._faulty, rows),
            over_limits=_watched(self._limits, rows),
            is_underpaid=code in self._underpaid,
        )


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
