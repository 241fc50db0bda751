"""The monthly summary of pay: `Paie` added up by person, by project and in all, as written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import contracts
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import PAY, PAY_ITEMS, PAY_SUMMARY
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import SummaryLevel

ALERT_SEPARATOR = " ; "
NO_PROJECT = "sans projet, ou plusieurs"


def summary_rows(office: Office) -> Rows:
    """The rows of `RecapPaie`, the last month first: one per person, by name, one per project, then the month.

    A sum is empty as soon as one of its amounts is not known. A contract counts in the project that pays it; those
    without any, or of several, add up under no code.

    Parameters
    ----------
    office
        With the rows of `Paie` and `Rubriques`.
    """
    by_month: dict[str, list[Row]] = defaultdict(list)
    for sheet in office[PAY.name]:
        by_month[sheet.month].append(sheet)
    rows = [row for month in sorted(by_month, reverse=True) for row in _month_rows(office, by_month[month])]
    return result_rows(PAY_SUMMARY.name, rows)


def _month_rows(office: Office, sheets: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    people, titles, paying = _people(office), office["Projets"].by_key("code", "title"), _projects(office)
    by_person: dict[str, list[Row]] = defaultdict(list)
    by_project: dict[str, list[Row]] = defaultdict(list)
    for sheet in sheets:
        by_person[sheet.technician].append(sheet)
        by_project[paying.get((sheet.month, sheet.contract), "")].append(sheet)
    for code in sorted(by_person, key=lambda code: (folded(people.get(code, code)), code)):
        held = by_person[code]
        yield _row(SummaryLevel.PERSON, code, people.get(code, ""), held, _alerts(held))
    for code in sorted(by_project, key=lambda code: (not code, code)):
        held = by_project[code]
        name = titles.get(code, "") if code else NO_PROJECT
        yield _row(SummaryLevel.PROJECT, code, name, held, _to_settle(held))
    yield _row(SummaryLevel.MONTH, "", "", sheets, _to_settle(sheets))


def _row(
    level: SummaryLevel, code: str, name: str, sheets: Sequence[Row], alerts: Sequence[str]
) -> tuple[Any, ...]:
    """The cells of one row, in the order of the columns."""
    return (
        sheets[0].month,
        level,
        code,
        name,
        len(sheets),
        sum(sheet.worked_minutes or 0 for sheet in sheets),
        known_sum(sheet.gross_cents for sheet in sheets),
        known_sum(sheet.charges_cents for sheet in sheets),
        known_sum(sheet.total_cents for sheet in sheets),
        ALERT_SEPARATOR.join(alerts),
    )


def _alerts(sheets: Sequence[Row]) -> list[str]:
    """What the sheets of a person have to settle, each thing once."""
    parts = [part for sheet in sheets for part in sheet.alert.split(ALERT_SEPARATOR) if part]
    return [*dict.fromkeys(parts)]


def _to_settle(sheets: Sequence[Row]) -> list[str]:
    """How many contracts have something to settle, and those whose gross is not known."""
    alerted = sum(bool(sheet.alert) for sheet in sheets)
    unknown = [sheet.contract for sheet in sheets if sheet.gross_cents is None]
    parts = [f"{counted(alerted, 'contrat')} à régler"] if alerted else []
    if unknown:
        parts.append(f"brut non connu : {first_names(unknown)}")
    return parts


def _projects(office: Office) -> Mapping[tuple[str, str], str]:
    """The project that pays a contract in a month, as `Rubriques` says; that of the contract where it has no item."""
    own = {code: contract.project for code, contract in contracts(office).items()}
    found = {(sheet.month, sheet.contract): own.get(sheet.contract, "") for sheet in office[PAY.name]}
    written = office[PAY_ITEMS.name].select("month", "contract", "project")
    return found | {(month, contract): project for month, contract, project in written if project}


def _people(office: Office) -> Mapping[str, str]:
    """What each person is called, the last name first."""
    return {row.code: f"{row.last_name} {row.first_name}".strip() for row in office["Equipe"]}
