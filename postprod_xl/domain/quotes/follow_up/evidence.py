"""The hours of quote lines told by some tables only, and which table each figure still needs.

Without `Tarifs` or `Parametres` the hours of a unit or of a day are assumed, and without `Versions` the
reference version is. The last refresh knew them all, and left its figures in `Devis`: what they confirm is given, the
rest is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import remaining_days
from postprod_xl.domain.quotes.follow_up.line_hours import LineHours, line_hours
from postprod_xl.domain.quotes.line_work import planned_minutes
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.unit_times import day_lengths, unit_lengths
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.vocabulary import Unit

Lengths = Callable[[Office, Rows], Sequence[int | None]]


SOLD, WORKED, PROJECTED, VARIANCE = "sold", "worked", "projected", "variance"
"""The figures of a line, attributes of its `LineHours`."""


@dataclass(frozen=True)
class LineEvidence:
    """The hours of every line, and by line the first table to give besides those given.

    Parameters
    ----------
    hours
        By line.
    sold, remaining
        The table that what the line sells needs, that what remains to do needs; a line without need is absent.
    """

    hours: Mapping[str, LineHours]
    sold: Mapping[str, str]
    remaining: Mapping[str, str]

    def missing(self, figure: str, line: str) -> str:
        """The table that a figure of a line needs; empty when none is missing."""
        sold = self.sold.get(line, "") if figure in (SOLD, VARIANCE) else ""
        is_open = figure in (PROJECTED, VARIANCE) and self.hours[line].remaining
        return sold or (self.remaining.get(line, "") if is_open else "")


def line_evidence(office: Office, given: Collection[str]) -> LineEvidence:
    """The hours of every line of `Devis`, and what is missing to tell them as a refresh would.

    Parameters
    ----------
    office
        `Devis` as given, with what the last refresh wrote in its computed columns; tables not given are empty,
        but for `Versions` (see `with_named_versions`).
    given
        Names of the tables given.
    """
    sold, remaining = _needs(office, given)
    refreshed = office.with_columns("Devis", quote_columns(office))
    return LineEvidence(line_hours(refreshed, remaining_days(refreshed)), sold, remaining)


def _needs(office: Office, given: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    versions = {} if "Versions" in given else _unsure_versions(office)
    if {"Tarifs", "Parametres"} <= set(given):
        return versions, versions
    rows = line_rows(office)
    sold = _unsure_lengths(office, rows, given, unit_lengths, _confirmed_units(office))
    days = _unsure_lengths(office, rows, given, day_lengths, _confirmed_days(office, rows))
    return {**sold, **versions}, {**days, **versions}


def _unsure_lengths(
    office: Office, rows: LineRows, given: Collection[str], lengths: Lengths, confirmed: Collection[Any]
) -> dict[str, str]:
    """Lines whose unit has a length that neither the tables given nor the last refresh confirm."""
    lines = rows.rows
    day = office.settings["day_minutes"]
    longer = replace(office, settings=Settings({**office.settings, "day_minutes": day + 1}))
    columns = (lines.column("line"), _kinds(lines), lengths(office, lines), lengths(longer, lines))
    unsure = {}
    for line, kind, length, other in zip(*columns, strict=True):
        if kind in confirmed:
            continue
        if "Tarifs" not in given and kind[1] != Unit.HOUR:
            unsure[line] = "Tarifs"
        elif "Parametres" not in given and length != other:
            unsure[line] = "Parametres"
    return unsure


def _confirmed_units(office: Office) -> set[tuple[str, str]]:
    """Kinds of lines of which one sells, by the tables given, the hours the last refresh wrote."""
    quote = office["Devis"]
    was_refreshed = [minutes is not None for minutes in quote.column("worked_minutes")]
    found = [time.minutes for time in sold_times(office, quote)]
    rows = zip(_kinds(quote), was_refreshed, quote.column("sold_minutes"), found, strict=True)
    # Nothing of a unit is nothing whatever its length.
    return {kind for kind, refreshed, was, now in rows if refreshed and was == now and was != 0}


def _confirmed_days(office: Office, rows: LineRows) -> set[tuple[str, str]]:
    """Kinds of lines of which one plans, by the tables given, the hours the last refresh wrote."""
    planned = planned_minutes(office)
    lines = rows.rows.select("item", "unit", "line", "planned_minutes")
    return {(item, unit) for item, unit, line, was in lines if was and was == planned[line]}


def _unsure_versions(office: Office) -> dict[str, str]:
    """Lines of the projects whose reference version the last refresh did not find where we do."""
    quote, rows = office["Devis"], line_rows(office)
    refreshed = quote.where(minutes is not None for minutes in quote.column("worked_minutes"))
    elsewhere = set(refreshed.column("line")) - _lines_of(rows.rows, refreshed)
    standing = [*rows.rows.select("line", "project")]
    unsure = {
        project
        for (line, project), is_held in zip(standing, rows.held, strict=True)
        if line in elsewhere or not is_held
    }
    return {line: "Versions" for line, project in standing if project in unsure}


def _lines_of(standing: Rows, refreshed: Rows) -> set[str]:
    """The lines of the standing rows that were refreshed."""
    rows = zip(standing.numbers, standing.column("line"), strict=True)
    return {line for row, line in rows if row in refreshed}


def _kinds(lines: Rows) -> Iterator[tuple[str, str]]:
    """Item and unit of each row: what says the length of its unit."""
    return lines.select("item", "unit")
