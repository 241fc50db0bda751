"""What a session or a booking needs on paper: a contract that covers it, its DPAE, its signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.hours.parts import PARTS_FROM, days_begun
from postprod_xl.domain.people.contracts import (
    Formality,
    contracts,
    covers,
    days_apart,
    days_text,
    declarable_until,
    declaration,
    is_hired,
    is_unwritten,
    needs_contract,
)
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import EmploymentStatus

NO_CONTRACT = "contrat manquant"
REPORTED_BY_PAPERWORK = (EmploymentStatus.INTERMITTENT, None)
"""Statuses of the people whose missing contract is reported here; None, a stranger to `Equipe`, is elsewhere."""
OUTSIDE_CONTRACT = "séance hors contrat"
UNDECLARED = "DPAE absente"
DECLARED_LATE = "DPAE après la séance"
UNSIGNED = "contrat non signé"

_DECLARATION_WORDS = {Formality.MISSING: UNDECLARED, Formality.LATE: DECLARED_LATE}
_GAP_COLUMNS = {
    OUTSIDE_CONTRACT: ("last_day", "un contrat qui couvre ses séances"),
    UNDECLARED: ("declared_day", "une DPAE avant la première séance"),
    DECLARED_LATE: ("declared_day", "une DPAE avant la première séance"),
    UNSIGNED: ("signed_day", "un contrat signé avant la première séance"),
}


class Lacking(NamedTuple):
    """The first day that lacks something on paper, the contract it is about (empty without one), and what."""

    day: date
    contract: str
    gaps: list[str]


@dataclass(frozen=True)
class Paperwork:
    """The contracts by code, the people by status, and the last day a DPAE can already be made for."""

    contracts: dict[str, Row]
    statuses: dict[str, str]
    declarable_until: date

    def uncovered(self, technician: str, project: str, days: Iterable[date]) -> Lacking | None:
        """What the first days of a person on a project lack, None when they lack nothing.

        A freelancer needs a contract that covers each day; anybody, the DPAE and the signature of the one that does.
        A contract of no project serves any.

        Parameters
        ----------
        days
            The days booked, in order.
        """
        is_freelance = needs_contract(self.statuses.get(technician))
        held = [code for served in ("", project) for code in self._held.get((technician, served), ())]
        for day in days:
            covering = [code for code in held if covers(self.contracts[code], day)]
            if not covering:
                if is_freelance:
                    return self._uncovered(held, day)
                continue
            lacking = [(self.gaps(code, technician, day), code) for code in covering]
            gaps, contract = min(lacking, key=lambda found: len(found[0]))
            if gaps:
                return Lacking(day, contract, gaps)
        return None

    def _uncovered(self, held: Sequence[str], day: date) -> Lacking:
        """A day that no contract covers, and the one whose days are the nearest to it."""
        if not held:
            return Lacking(day, "", [NO_CONTRACT])
        nearest = min(reversed(held), key=lambda code: days_apart(self.contracts[code], day))
        return Lacking(day, nearest, [OUTSIDE_CONTRACT])

    @cached_property
    def _held(self) -> dict[tuple[str, str], list[str]]:
        """The contracts of each person on each project."""
        held: dict[tuple[str, str], list[str]] = {}
        for code, contract in self.contracts.items():
            held.setdefault((contract.technician, contract.project), []).append(code)
        return held

    def gaps(self, code: str, technician: str, day: date) -> list[str]:
        """What is missing on paper for a session under a contract, in words."""
        if not code:
            return [NO_CONTRACT] if needs_contract(self.statuses.get(technician)) else []
        contract = self.contracts[code]
        gaps = [] if covers(contract, day) else [OUTSIDE_CONTRACT]
        if not is_hired(contract):
            return gaps
        # What is missing can still come; a DPAE dated after the day will not do, however far the day is.
        has_time = day > self.declarable_until
        declared = declaration(contract, day)
        if declared and not (has_time and declared is Formality.MISSING):
            gaps.append(_DECLARATION_WORDS[declared])
        if is_unwritten(contract) and not has_time:
            gaps.append(UNSIGNED)
        return gaps


_CONTRACT_COLUMNS = "contract technician project type first_day last_day declared_day signed_day"


@fact(Contrats=_CONTRACT_COLUMNS, Equipe="code status")
def paperwork(office: Office) -> Paperwork:
    """The contracts of an office, as its sessions and bookings need them."""
    statuses = office["Equipe"].by_key("code", "status")
    return Paperwork(contracts(office), statuses, declarable_until(office.today))


@fact(**{**PARTS_FROM, "Contrats": f"{_CONTRACT_COLUMNS} convention genre", "Equipe": "code status"})
def session_gaps(office: Office) -> list[list[str]]:
    """What is missing on paper for each session of `Seances`, in row order; nothing for those that do not count."""
    papers = paperwork(office)
    sessions, begun = office["Seances"], days_begun(office)
    cells = zip(sessions.numbers, sessions.select("contract", "technician", "day"), strict=True)
    return [
        papers.gaps(contract, technician, begun.get(row, day)) if counts else []
        for (row, (contract, technician, day)), counts in zip(cells, counted_rows(office), strict=True)
    ]


def paperwork_problems(office: Office) -> Iterator[Problem]:
    """One warning per contract and gap, and one per person without a contract, at the first session."""
    return _problems(office, session_gaps(office))


def paperwork_about(office: Office, rows: Collection[int], known: Collection[str] = ()) -> list[Problem]:
    """What some rows of `Seances` lack on paper, but for the gaps already `known`."""
    gaps = [
        [gap for gap in found if gap not in known] if row in rows else []
        for row, found in zip(office["Seances"].numbers, session_gaps(office), strict=True)
    ]
    return list(_problems(office, gaps))


def _problems(office: Office, gaps: Iterable[list[str]]) -> Iterator[Problem]:
    sessions, held = office["Seances"], paperwork(office).contracts
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[int, date]] = {}
    columns = sessions.select("contract", "technician", "day")
    for row, (contract, technician, day), found in zip(sessions.numbers, columns, gaps, strict=True):
        for gap in found:
            concerned = (gap, contract or technician)
            counts[concerned] += 1
            if concerned not in first or day < first[concerned][1]:
                first[concerned] = row, day
    for (gap, who), (row, day) in first.items():
        since = "à partir du" if day > office.today else "depuis le"
        extent = f"{counted(counts[gap, who], 'séance')} {since} {day:%d/%m/%Y}"
        if gap == NO_CONTRACT:
            yield _missing_contract(sessions.only("technician").row(row), extent)
        else:
            yield _gap(gap, held[who], extent)


def _missing_contract(session: Row, extent: str) -> Problem:
    who = session.technician
    message = f"{who} sans contrat, {extent} : indiquez le contrat qui les paie"
    return session.warning("contract", "", f"un contrat de {who}", message)


def _gap(gap: str, contract: Row, extent: str) -> Problem:
    name, expected = _GAP_COLUMNS[gap]
    held: date | None = getattr(contract, name)
    found = f"{held:%d/%m/%Y}" if held else ""
    dates = f", contrat {days_text(contract)}" if gap == OUTSIDE_CONTRACT else ""
    message = f"{contract.contract} : {gap}, {extent} ({contract.technician}{dates}) ; attendu : {expected}"
    return contract.warning(name, found, expected, message)
