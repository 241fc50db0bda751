"""What a session or a booking needs on paper: a contract that covers it, its DPAE, its signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours import EMPLOYMENT
from postprod_xl.domain.wording import counted
from postprod_xl.parameters import rate
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

FIXED_TERM = "CDDU"
FREELANCE = "Intermittent"

NO_CONTRACT = "contrat manquant"
TOLD_ON_PAPER = (FREELANCE, None)
"""Statuses of the people whose missing contract is told here, or whose absence from `Equipe` is told elsewhere."""
OUTSIDE_CONTRACT = "séance hors contrat"
UNDECLARED = "DPAE absente"
DECLARED_LATE = "DPAE après la séance"
UNSIGNED = "contrat non signé"

_GAP_COLUMNS = {
    OUTSIDE_CONTRACT: ("last_day", "un contrat qui couvre ses séances"),
    UNDECLARED: ("declared_day", "une DPAE avant la première séance"),
    DECLARED_LATE: ("declared_day", "une DPAE avant la première séance"),
    UNSIGNED: ("signed_day", "un contrat signé avant la première séance"),
}


class Terms(NamedTuple):
    """What one row of `Contrats` says that a session depends on."""

    row: int
    type: str
    first_day: date | None
    last_day: date | None
    declared_day: date | None
    signed_day: date | None
    technician: str
    project: str

    def covers(self, day: date) -> bool:
        """Whether a day is within the contract; a missing bound does not limit it."""
        return not ((self.first_day and day < self.first_day) or (self.last_day and day > self.last_day))


class Lacking(NamedTuple):
    """The first day that lacks something on paper, the contract it is about (empty without one), and what."""

    day: date
    contract: str
    gaps: list[str]


@dataclass(frozen=True)
class Paperwork:
    """The contracts by code, the people by status, and the last day a DPAE can already be made for."""

    contracts: dict[str, Terms]
    statuses: dict[str, str]
    declarable_until: date

    def uncovered(self, technician: str, project: str, days: Iterable[date]) -> Lacking | None:
        """What the first days of a freelancer on a project lack, None when they lack nothing or are not paid so.

        Parameters
        ----------
        days
            The days booked, in order.
        """
        if self.statuses.get(technician) != FREELANCE:
            return None
        held = self._held.get((technician, project), [])
        for day in days:
            covering = [code for code in held if self.contracts[code].covers(day)]
            if not covering:
                return Lacking(day, held[-1] if held else "", [OUTSIDE_CONTRACT if held else NO_CONTRACT])
            lacking = [(self.gaps(code, technician, day), code) for code in covering]
            gaps, contract = min(lacking, key=lambda found: len(found[0]))
            if gaps:
                return Lacking(day, contract, gaps)
        return None

    @cached_property
    def _held(self) -> dict[tuple[str, str], list[str]]:
        """The contracts of each person on each project."""
        held: dict[tuple[str, str], list[str]] = {}
        for code, terms in self.contracts.items():
            held.setdefault((terms.technician, terms.project), []).append(code)
        return held

    def gaps(self, contract: str, technician: str, day: date) -> list[str]:
        """What is missing on paper for a session, in words."""
        if not contract:
            return [NO_CONTRACT] if self.statuses.get(technician) == FREELANCE else []
        terms = self.contracts[contract]
        gaps = [] if terms.covers(day) else [OUTSIDE_CONTRACT]
        if day > self.declarable_until or terms.type not in EMPLOYMENT:
            return gaps
        if terms.declared_day is None:
            gaps.append(UNDECLARED)
        elif terms.declared_day > day:
            gaps.append(DECLARED_LATE)
        if terms.signed_day is None and terms.type == FIXED_TERM:
            gaps.append(UNSIGNED)
        return gaps


def paperwork(office: Office) -> Paperwork:
    """What the contracts of an office say (DPAE before hiring, C. trav. L1221-10; not too early, R1221-4)."""
    frame = office["Contrats"]
    terms = map(
        Terms._make, zip(frame.numbers, *(frame.column(name) for name in Terms._fields[1:]), strict=True)
    )
    days = int(rate("hiring.declaration_days", office.today))
    return Paperwork(
        dict(zip(frame.column("contract"), terms, strict=True)),
        office["Equipe"].by_key("code", "status"),
        office.today + timedelta(days=days),
    )


def session_gaps(office: Office, papers: Paperwork) -> list[list[str]]:
    """What is missing on paper for each session of `Seances`, in row order."""
    sessions = office["Seances"]
    columns = (sessions.column(name) for name in ("contract", "technician", "day"))
    return [papers.gaps(*session) for session in zip(*columns, strict=True)]


def paperwork_problems(office: Office, papers: Paperwork, gaps: list[list[str]]) -> Iterator[Problem]:
    """One warning per contract and gap, and one per person without a contract, at the first session."""
    sessions = office["Seances"]
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[int, date]] = {}
    columns = (sessions.column(name) for name in ("contract", "technician", "day"))
    for row, contract, technician, day, found in zip(sessions.numbers, *columns, gaps, strict=True):
        for gap in found:
            concerned = (gap, contract or technician)
            counts[concerned] += 1
            first[concerned] = min(
                first.get(concerned, (row, day)), (row, day), key=lambda session: session[1]
            )
    for (gap, who), (row, day) in first.items():
        extent = f"{counted(counts[gap, who], 'séance')} depuis le {day:%d/%m/%Y}"
        yield _missing_contract(row, who, extent) if gap == NO_CONTRACT else _gap(gap, who, papers, extent)


def paperwork_about(office: Office, rows: Collection[int], said: Collection[str] = ()) -> list[Problem]:
    """What some rows of `Seances` lack on paper, but for the gaps that are already `said`."""
    papers = paperwork(office)
    gaps = [
        [gap for gap in found if gap not in said] if row in rows else []
        for row, found in zip(office["Seances"].numbers, session_gaps(office, papers), strict=True)
    ]
    return list(paperwork_problems(office, papers, gaps))


def _missing_contract(row: int, technician: str, extent: str) -> Problem:
    heading = BY_NAME["Seances"].heading("contract")
    message = f"{technician} sans contrat, {extent} : indiquez le contrat qui les paie"
    return warning("Seances", row, heading, "", f"un contrat de {technician}", message)


def _gap(gap: str, contract: str, papers: Paperwork, extent: str) -> Problem:
    name, expected = _GAP_COLUMNS[gap]
    terms = papers.contracts[contract]
    held: date | None = getattr(terms, name)
    found = f"{held:%d/%m/%Y}" if held else ""
    message = f"{contract} : {gap}, {extent} ; attendu : {expected}"
    return warning("Contrats", terms.row, BY_NAME["Contrats"].heading(name), found, expected, message)
