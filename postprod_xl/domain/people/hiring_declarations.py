"""The declarations made before hiring somebody (DPAE): from which day, at the latest when, and where each stands.

Sources: made before hiring, C. trav. L1221-10; at the earliest some days before, R1221-4 (`hiring.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import (
    beginning,
    declarable_until,
    earliest_declaration,
    first_sessions,
    is_hired,
)
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.results import result_rows
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import HiringDeclaration

_URGENCY = [*HiringDeclaration]


def hiring_declarations(office: Office) -> Rows:
    """The rows of `DPAE`, the most urgent first, then by day of hiring.

    One a contract that hires and is not declared, was not declared when it should have been, or is declared and has
    not begun. The others are done with.
    """
    names = {person.code: full_name(person) for person in office["Equipe"]}
    found = sorted(
        _hirings(office),
        key=lambda hiring: (_URGENCY.index(hiring.state), hiring.begins or date.min, hiring.contract.row),
    )
    return result_rows(
        "DPAE",
        [
            (
                contract.contract,
                contract.technician,
                names.get(contract.technician, ""),
                contract.project,
                begins,
                opens,
                begins,
                contract.declared_day,
                state,
            )
            for contract, begins, opens, state in found
        ],
    )


class _Hiring(NamedTuple):
    """A contract, its first day, the first day on which it may be declared, and where its declaration stands."""

    contract: Row
    begins: date | None
    opens: date | None
    state: HiringDeclaration


def _hirings(office: Office) -> Iterator[_Hiring]:
    started = first_sessions(office)
    for contract in filter(is_hired, office["Contrats"]):
        begins = beginning(contract, started.get(contract.contract))
        opens = earliest_declaration(begins) if begins else None
        state = _state(contract, begins, opens, office.today)
        if state is not HiringDeclaration.DONE or begins is None or begins >= office.today:
            yield _Hiring(contract, begins, opens, state)


def _state(contract: Row, begins: date | None, opens: date | None, today: date) -> HiringDeclaration:
    """Where the declaration of a contract stands; one whose first day is not known is to be filed."""
    declared = contract.declared_day
    if declared is None:
        if begins and begins < today:
            return HiringDeclaration.LATE
        return (
            HiringDeclaration.NOT_YET
            if begins and begins > declarable_until(today)
            else HiringDeclaration.DUE
        )
    if begins and declared > begins:
        return HiringDeclaration.DONE_LATE
    return HiringDeclaration.DONE_EARLY if opens and declared < opens else HiringDeclaration.DONE
