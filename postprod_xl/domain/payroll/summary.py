"""The monthly summary of pay: `Paie` and `Repartition` added up by person, by project and in all, as written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import contracts
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import counted, counted_sessions, first_names
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import ALLOCATION, PAY, PAY_SUMMARY
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import SummaryLevel

ALERT_SEPARATOR = " ; "
OFF_PROJECT = "hors projet"
_WIDEST_ALERT = 60
_SESSIONS_ALERT = re.compile(r"(\d+) séances? (.+)")


class _Part(NamedTuple):
    """What is paid of a contract, whole or for one project; the alert is that of the whole contract."""

    contract: str
    worked_minutes: int
    gross_cents: int | None
    charges_cents: int | None
    total_cents: int | None
    alert: str


def summary_rows(office: Office) -> Rows:
    """The rows of `RecapPaie`, the last month first: one per person, by name, one per project, then the month.

    A sum is empty as soon as one of its amounts is not known.

    Parameters
    ----------
    office
        With the rows of `Paie` and `Repartition`; a contract that has no row there counts in its own project.
    """
    by_month: dict[str, list[Row]] = defaultdict(list)
    for sheet in office[PAY.name]:
        by_month[sheet.month].append(sheet)
    shares: dict[str, list[Row]] = defaultdict(list)
    for share in office[ALLOCATION.name]:
        shares[share.month].append(share)
    months = sorted(by_month, reverse=True)
    rows = [row for month in months for row in _month_rows(office, by_month[month], shares[month])]
    return result_rows(PAY_SUMMARY.name, rows)


def _month_rows(office: Office, sheets: Sequence[Row], shares: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    people, titles, month = _people(office), office["Projets"].by_key("code", "title"), sheets[0].month
    parts = [_part(sheet, sheet.alert) for sheet in sheets]
    by_person: dict[str, list[_Part]] = defaultdict(list)
    for sheet, part in zip(sheets, parts, strict=True):
        by_person[sheet.technician].append(part)
    for code in sorted(by_person, key=lambda code: (folded(people.get(code, code)), code)):
        held = by_person[code]
        yield (month, SummaryLevel.PERSON, code, people.get(code, ""), *_sums(held), _brief(_alerts(held)))
    by_project = _by_project(office, parts, shares)
    for code in sorted(by_project, key=lambda code: (not code, code)):
        borne, name = by_project[code], titles.get(code, "") if code else OFF_PROJECT
        yield (month, SummaryLevel.PROJECT, code, name, *_sums(borne), _brief(_to_settle(borne)))
    yield (month, SummaryLevel.MONTH, "", "", *_sums(parts), _brief(_to_settle(parts)))


def _part(row: Row, alert: str) -> _Part:
    return _Part(
        row.contract, row.worked_minutes or 0, row.gross_cents, row.charges_cents, row.total_cents, alert
    )


def _by_project(
    office: Office, parts: Sequence[_Part], shares: Sequence[Row]
) -> Mapping[str, Sequence[_Part]]:
    """What each project bears of a month; under no code, what none bears."""
    alerts = {part.contract: part.alert for part in parts}
    found: dict[str, list[_Part]] = defaultdict(list)
    for share in shares:
        if share.contract in alerts:
            found[share.project].append(_part(share, alerts[share.contract]))
    shared, own = {share.contract for share in shares}, contracts(office)
    for part in parts:
        if part.contract not in shared:
            contract = own.get(part.contract)
            found[contract.project if contract else ""].append(part)
    return found


def _sums(parts: Sequence[_Part]) -> tuple[int | None, ...]:
    """How many contracts, their minutes, their gross, charges and total."""
    return (
        len({part.contract for part in parts}),
        sum(part.worked_minutes for part in parts),
        known_sum(part.gross_cents for part in parts),
        known_sum(part.charges_cents for part in parts),
        known_sum(part.total_cents for part in parts),
    )


def _brief(alerts: Sequence[str]) -> str:
    """Alerts within the width that a page leaves them: the first ones, and how many others `Paie` has."""
    for kept in range(len(alerts), 0, -1):
        others = len(alerts) - kept
        more = [f"{counted(others, 'autre')}"] if others else []
        told = ALERT_SEPARATOR.join([*alerts[:kept], *more])
        if len(told) <= _WIDEST_ALERT or kept == 1:
            return told
    return ""


def _alerts(parts: Sequence[_Part]) -> list[str]:
    """What the contracts of a person have to settle, each thing once, their sessions added up."""
    told: dict[str, str] = {}
    sessions: Counter[str] = Counter()
    for text in (text for part in parts for text in part.alert.split(ALERT_SEPARATOR) if text):
        match = _SESSIONS_ALERT.fullmatch(text)
        if match is None:
            told[text] = text
            continue
        what = match[2].replace("ées", "ée")
        sessions[what] += int(match[1])
        told[what] = counted_sessions(sessions[what], what)
    return [*told.values()]


def _to_settle(parts: Sequence[_Part]) -> list[str]:
    """How many contracts have something to settle, and those whose gross is not known."""
    alerted = len({part.contract for part in parts if part.alert})
    unknown = [*dict.fromkeys(part.contract for part in parts if part.gross_cents is None)]
    told = [f"{counted(alerted, 'contrat')} à régler"] if alerted else []
    return [*told, *([f"brut non connu : {first_names(unknown)}"] if unknown else [])]


def _people(office: Office) -> Mapping[str, str]:
    """What each person is called, the last name first."""
    return {row.code: f"{row.last_name} {row.first_name}".strip() for row in office["Equipe"]}
