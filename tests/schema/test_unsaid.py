"""An empty Oui/Non: Non in most tables, neither in those where nobody having said is not a Non."""

from __future__ import annotations

import pytest

from postprod_xl.schema.kinds import Kind, typed_csv
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.table import Table, TableKind, answer, boolean, text
from postprod_xl.schema.tables.technique import TECHNIQUE_TABLES
from postprod_xl.schema.validate import RawTable, typed_rows

TABLE = Table(
    "Essai",
    "Essai",
    TableKind.INPUT,
    "Un essai.",
    (
        text("code", "Code", "Le code."),
        boolean("is_plain", "Simple", "Oui ou Non."),
        answer("is_said", "Dite", "Oui, Non, ou rien."),
    ),
)


def read(cells: list, convert=None) -> tuple[list, list, list]:
    raw = RawTable(
        "Essai", range(5, 5 + len(cells)), {"Code": ["A"] * len(cells), "Simple": cells, "Dite": cells}
    )
    rows, problems = typed_rows(TABLE, raw) if convert is None else typed_rows(TABLE, raw, convert)
    return rows.column("is_plain"), rows.column("is_said"), problems


@pytest.mark.parametrize("convert", [None, typed_csv], ids=["workbook", "CSV"])
def test_an_empty_answer_is_neither_yes_nor_no(convert):
    plain, said, problems = read(["Oui", "Non", "", "  ", None], convert)
    assert plain == [True, False, False, False, False]
    assert said == [True, False, None, None, None]
    assert problems == []


def test_an_answer_that_cannot_be_read_is_reported_and_says_nothing():
    plain, said, problems = read(["peut-être"])
    assert (plain, said) == ([False], [None])
    assert len(problems) == 2


def test_a_column_that_a_workbook_lacks_says_nothing():
    rows, _ = typed_rows(TABLE, RawTable("Essai", [5], {"Code": ["A"]}))
    assert (rows.column("is_plain"), rows.column("is_said")) == ([False], [None])


def test_a_record_without_an_answer_says_nothing():
    rows = rows_of(TABLE, [{"code": "A"}, {"code": "B", "is_said": False}])
    assert rows.column("is_plain") == [False, False]
    assert rows.column("is_said") == [None, False]


def test_every_yes_or_no_of_the_technique_tabs_may_be_unsaid():
    columns = [column for table in TECHNIQUE_TABLES for column in table.columns if column.kind is Kind.BOOL]
    assert columns
    assert all(column.may_be_unsaid for column in columns)
