"""The technique of the demonstration office: nothing wrong in its cells, and the faults that it tells."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.domain.demo import demo_office
from postprod_xl.domain.demo.technique import demo_technique
from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.findings.found import findings
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import read_settings
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.technical_vocabulary import FindingState


def office(day: date) -> Office:
    rows = {**demo_office(day), **demo_technique(day)}
    tables = {table.name: rows_of(table, rows.get(table.name, ()), 5) for table in TABLES}
    assert not reference_problems(BY_NAME, tables)
    return Office(tables, read_settings(tables["Parametres"])[0], day)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 5, 14)])
def test_each_fault_that_the_demonstration_tells_is_found(day: date):
    found = {(one.project, one.rule, one.object): one.state for one in findings(office(day))}
    assert found["SETE", "CAD-04", "TEL"] == FindingState.WAIVED
    assert found["SETE", "SON-01", "TEL"] == FindingState.FOUND
    assert found["CRUE", "CAD-11", ""] == FindingState.FOUND
    assert found["MER", "IMG-16", "PAD-MER12"] == FindingState.FOUND
    assert FindingState.NOT_EVALUATED not in found.values()
    assert {project for project, _, _ in found} == {"CRUE", "SETE", "MER"}
