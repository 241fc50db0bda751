"""The hiring law: what a contract covers, when its DPAE and its signature are due, who needs one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.people.contracts import (
    Formality,
    beginning,
    bills_hours,
    contract_columns,
    covers,
    days_apart,
    days_text,
    declarable_until,
    declaration,
    earliest_declaration,
    formalities,
    idcc,
    is_hired,
    is_unwritten,
    needs_contract,
    signature,
)
from postprod_xl.schema.rows import Row
from tests.domain.offices import office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def contract(**cells: Any) -> Row:
    return table_rows("Contrats", [{"contract": "C1", "technician": "T1", "type": "CDDU", **cells}]).records[
        0
    ]


def test_a_contract_covers_its_first_and_last_days_and_a_missing_bound_limits_nothing() -> None:
    both = contract(first_day=nov(3), last_day=nov(5))
    assert [covers(both, nov(day)) for day in range(2, 7)] == [False, True, True, True, False]
    assert covers(contract(last_day=nov(5)), nov(1)) and not covers(contract(last_day=nov(5)), nov(6))
    assert covers(contract(first_day=nov(5)), nov(30)) and not covers(contract(first_day=nov(5)), nov(4))
    assert covers(contract(), nov(1))


@pytest.mark.parametrize(
    ("made", "found"), [(None, Formality.MISSING), (10, None), (11, None), (12, Formality.LATE)]
)
def test_a_declaration_and_a_signature_are_in_time_until_the_day_itself(
    made: int | None, found: Formality | None
) -> None:
    day = made and nov(made)
    assert declaration(contract(declared_day=day), nov(11)) == found
    assert signature(contract(signed_day=day), nov(11)) == found


def test_a_contract_of_no_day_lacks_only_what_was_never_made() -> None:
    assert declaration(contract(declared_day=nov(30)), None) is None
    assert formalities(contract(), None) == ["DPAE manquante", "Non signé"]


def test_a_declaration_is_made_from_eight_days_before_the_contract_begins() -> None:
    assert (earliest_declaration(nov(20)), declarable_until(nov(12))) == (nov(12), nov(20))
    signed = {"signed_day": nov(20)}
    assert formalities(contract(declared_day=nov(12), **signed), nov(20)) == []
    assert formalities(contract(declared_day=nov(11), **signed), nov(20)) == ["DPAE trop tôt"]
    late = contract(declared_day=nov(21), signed_day=nov(21))
    assert formalities(late, nov(20)) == ["DPAE après le début", "signé après le début"]


def test_a_contract_begins_at_its_first_day_or_at_an_earlier_session() -> None:
    dated = contract(first_day=nov(5))
    assert [beginning(dated, day) for day in (nov(4), nov(6), None)] == [nov(4), nov(5), nov(5)]
    assert (beginning(contract(), nov(6)), beginning(contract(), None)) == (nov(6), None)


def test_a_fixed_term_and_a_permanent_contract_hire_and_only_the_first_must_be_written() -> None:
    hires = {kind: is_hired(contract(type=kind)) for kind in ("CDDU", "CDI", "Prestation", "")}
    assert hires == {"CDDU": True, "CDI": True, "Prestation": False, "": False}
    assert [is_unwritten(contract(type=kind)) for kind in hires] == [True, False, False, False]
    assert not is_unwritten(contract(type="CDDU", signed_day=nov(1)))


def test_an_intermittent_needs_a_contract_and_an_independent_bills_the_hours() -> None:
    statuses = ("Intermittent", "Permanent", "Indépendant", "", None)
    assert [needs_contract(status) for status in statuses] == [True, False, False, False, False]
    assert [bills_hours(status) for status in statuses] == [False, False, True, False, False]


def test_a_contract_without_convention_has_no_idcc() -> None:
    assert [idcc(contract(convention=name)) for name in ("2642", "Aucune", "")] == ["2642", "", ""]


def test_a_contract_of_one_day_is_not_reversed_and_one_that_ends_the_day_before_is() -> None:
    rows = [
        {"contract": code, "technician": "T1", "first_day": nov(5), "last_day": nov(last)}
        for code, last in (("C1", 5), ("C2", 4))
    ]
    _, problems = contract_columns(office(Contrats=table_rows("Contrats", rows)))
    assert [problem.message for problem in problems] == [
        "le contrat C2 de T1 finit le 04/11/2026, avant son début le 05/11/2026"
    ]


def test_the_days_of_a_contract_are_said_as_they_are_bounded() -> None:
    bounds = [(nov(2), nov(30)), (nov(2), None), (None, nov(30)), (None, None)]
    assert [days_text(contract(first_day=first, last_day=last)) for first, last in bounds] == [
        "du 02/11/2026 au 30/11/2026",
        "à partir du 02/11/2026",
        "jusqu'au 30/11/2026",
        "sans dates",
    ]
    assert [days_apart(contract(first_day=nov(5), last_day=nov(9)), nov(day)) for day in (3, 5, 9, 12)] == [
        2,
        0,
        0,
        3,
    ]
