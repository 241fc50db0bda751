"""What the program writes is never trusted when it is read back: any damage is healed by a refresh, or named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.domain.office import Office
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.master import FileMaster, master_of
from postprod_xl.hosts.runs.computing import Report, compute, table_updates
from postprod_xl.hosts.runs.master import Master, validated
from postprod_xl.schema.kinds import TEXT_KINDS, ExcelError
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.vocabulary import Severity
from postprod_xl.workbook.reader import Reading
from tests.fuzz.office import DAY, MONTH, PROJECT, small_office

DAMAGES: tuple[Any, ...] = (
    None, "x", ExcelError("#REF!"), 1e15, -1.0, datetime(9999, 12, 31), date(1, 1, 1), True, "é" * 40_000, time(8, 30),
)  # fmt: skip
# What counts the problems themselves follows from them.
TOLD = {"Actions", "Accueil", "Controles"}
HEALED = [
    table.name
    for table in TABLES
    if table.kind is not TableKind.LEDGER and table.computed and not table.keeps and not table.family
]
KEPT = [table.name for table in TABLES if table.keeps and not table.family]
LEDGERS = ["Factures", "LignesFacture"]
PLAN = ["Planning", "Reservations"]
FINGERPRINT = BY_NAME["Versions"].heading("fingerprint")
# Worked out again by each refresh.
RECOMPUTED = {"due_cents"}


@cache
def whole() -> FileMaster:
    """The small office, refreshed, invoiced and paid."""
    return master_of(Package(Path("bureau.xlsx"), small_office()))


def damaged(damage: Any, **headings: list[str]) -> Master:
    """The office as read once every cell of some columns, by table, holds something else."""
    master, tables = whole(), {}
    for name, hit in headings.items():
        raw = master.raw[name]
        values = {**raw.values, **{heading: [damage] * len(raw.rows) for heading in hit}}
        tables[name] = replace(raw, values=values)
    return validated(master.path, master.declared, Reading({**master.raw, **tables}, master.places))


def refreshed(master: Master) -> tuple[dict[str, Any], list[Problem]]:
    """What a refresh computes, table by table and column by column, as text, and its problems."""
    assert not master.is_blocked, [problem.line for problem in master.problems]
    outcome = COMMANDS["refresh"].compute(Office(master.tables, master.settings, DAY), master.problems)
    problems = [*master.problems, *outcome.problems]
    for update in table_updates(master, outcome, problems):
        list(update.changes())
    tables = {**outcome.columns, **outcome.rows}
    told = {
        name: {column: [*map(str, values)] for column, values in rows.columns.items()}
        for name, rows in tables.items()
        if name not in TOLD
    }
    return told, problems


@cache
def right() -> tuple[dict[str, Any], frozenset[str]]:
    """What a refresh of the undamaged office computes, and its messages."""
    figures, problems = refreshed(whole())
    # A workbook alone: the file of its invoice is named as missing.
    problems = [*problems, *computed(whole(), "refresh").problems]
    return figures, frozenset(problem.message for problem in problems)


def told(problems: list[Problem]) -> list[Problem]:
    """The problems that the undamaged office does not have."""
    return [problem for problem in problems if problem.message not in right()[1]]


def computed(master: Master, command: str, **options: Any) -> Report:
    return compute(master, command, DAY, options).report


def headings_of(table: str) -> list[str]:
    return [column.heading for column in BY_NAME[table].computed]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: repr(damage)[:24])
def test_a_damaged_result_is_healed_by_the_next_refresh(damage: Any) -> None:
    results = {name: headings_of(name) for name in HEALED if name not in PLAN}
    figures, problems = refreshed(damaged(damage, **results))
    # The fingerprint of a frozen version is put back, and whoever changed it is told.
    assert figures == right()[0] and {problem.heading for problem in told(problems)} <= {FINGERPRINT}


@pytest.mark.parametrize("table", PLAN)
def test_a_damaged_column_of_the_plan_in_force_is_healed_or_named(table: str) -> None:
    for place, heading in enumerate(headings_of(table)):
        damage = DAMAGES[place % len(DAMAGES)]
        figures, problems = refreshed(damaged(damage, **{table: [heading]}))
        assert figures == right()[0] or told(problems), (heading, damage)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: repr(damage)[:24])
def test_one_table_of_the_plan_in_force_is_healed_by_the_other_or_named(damage: Any) -> None:
    for table in PLAN:
        figures, problems = refreshed(damaged(damage, **{table: headings_of(table)}))
        assert figures == right()[0] or told(problems), table


@pytest.mark.parametrize("table", KEPT)
def test_damaged_pay_is_told_by_a_refresh_and_made_again_by_its_month(table: str) -> None:
    hit = [column.heading for column in BY_NAME[table].columns if column.name != "month"]
    master = damaged(ExcelError("#REF!"), **{table: hit})
    report = computed(master, "refresh")
    assert report.status == 0
    assert {problem.severity for problem in told(report.problems)} == {Severity.WARNING}
    assert computed(master, "payroll", month=MONTH).status == 0
    other = computed(master, "payroll", month="2026-10")
    assert other.status == 1
    assert any(f"postprod payroll --month {MONTH}" in problem.line for problem in other.problems)


@pytest.mark.parametrize("table", LEDGERS)
def test_a_damaged_ledger_is_named(table: str) -> None:
    for column in BY_NAME[table].computed:
        if column.name in RECOMPUTED:
            continue
        is_filled = any(whole().tables[table].column(column.name))
        for damage in (*([None] if is_filled else ()), "x" if column.kind in TEXT_KINDS else -1.0, 1e15):
            report = computed(damaged(damage, **{table: [column.heading]}), "refresh")
            assert told(report.problems), (column.heading, damage)


def test_a_damaged_ledger_issues_nothing() -> None:
    for name in ("vat_cents", "client", "payable_cents"):
        master = damaged(None, Factures=[BY_NAME["Factures"].heading(name)])
        assert computed(master, "invoice", project=PROJECT).status == 1


def test_a_pay_row_typed_over_is_named_with_its_month() -> None:
    [problem] = told(computed(damaged(9999.0, Paie=["Brut"]), "refresh").problems)
    assert (problem.table, problem.heading, problem.severity) == ("Paie", "Brut", Severity.WARNING)
    assert f"postprod payroll --month {MONTH}" in problem.message
