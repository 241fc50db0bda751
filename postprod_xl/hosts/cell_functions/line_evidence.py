"""Which table a formula of quote lines still needs, told by the figures the last refresh left in `Devis`.

Without `Tarifs` or `Parametres` the hours of a unit or of a day are assumed, and without `Versions` the
reference version is. The last refresh knew them all: what its figures confirm is given, the rest is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from postprod_xl.domain.columns import known
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.line_work import planned_minutes
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.unit_times import HOUR, day_lengths, unit_lengths
from postprod_xl.schema.settings import Settings

Lengths = Callable[[Office, pd.DataFrame], Sequence[int | None]]


@dataclass(frozen=True)
class Needs:
    """By line, the first table to give besides those given: for what it sells, and for what remains to do."""

    sold: dict[str, str]
    remaining: dict[str, str]


def needs_of(office: Office, given: Collection[str]) -> Needs:
    """What is missing to tell the hours of each line as a refresh would.

    Parameters
    ----------
    office
        `Devis` as given, with what the last refresh wrote in its computed columns; tables not given are empty,
        but for `Versions`.
    given
        Names of the tables given.
    """
    versions = {} if "Versions" in given else _unsure_versions(office)
    if {"Tarifs", "Parametres"} <= set(given):
        return Needs(versions, versions)
    rows = line_rows(office)
    sold = _unsure_lengths(office, rows, given, unit_lengths, _confirmed_units(office))
    days = _unsure_lengths(office, rows, given, day_lengths, _confirmed_days(office, rows))
    return Needs({**sold, **versions}, {**days, **versions})


def _unsure_lengths(
    office: Office, rows: LineRows, given: Collection[str], lengths: Lengths, confirmed: Collection[Any]
) -> dict[str, str]:
    """Lines whose unit has a length that neither the tables given nor the last refresh confirm."""
    frame = rows.frame
    day = office.settings["day_minutes"]
    longer = replace(office, settings=Settings({**office.settings, "day_minutes": day + 1}))
    columns = (known(frame["line"]), _kinds(frame), lengths(office, frame), lengths(longer, frame))
    unsure = {}
    for line, kind, length, other in zip(*columns, strict=True):
        if kind in confirmed:
            continue
        if "Tarifs" not in given and kind[1] != HOUR:
            unsure[line] = "Tarifs"
        elif "Parametres" not in given and length != other:
            unsure[line] = "Parametres"
    return unsure


def _confirmed_units(office: Office) -> set[tuple[str, str]]:
    """Kinds of lines of which one sells, by the tables given, the hours the last refresh wrote."""
    quote = office["Devis"]
    was_refreshed = quote["worked_minutes"].notna().tolist()
    found = [time.minutes for time in sold_times(office, quote)]
    rows = zip(_kinds(quote), was_refreshed, known(quote["sold_minutes"]), found, strict=True)
    # Nothing of a unit is nothing whatever its length.
    return {kind for kind, refreshed, was, now in rows if refreshed and was == now and was != 0}


def _confirmed_days(office: Office, rows: LineRows) -> set[tuple[str, str]]:
    """Kinds of lines of which one plans, by the tables given, the hours the last refresh wrote."""
    planned, frame = planned_minutes(office), rows.frame
    columns = zip(_kinds(frame), known(frame["line"]), known(frame["planned_minutes"]), strict=True)
    return {kind for kind, line, was in columns if was and was == planned[line]}


def _unsure_versions(office: Office) -> dict[str, str]:
    """Lines of the projects whose reference version the last refresh did not find where we do."""
    quote, rows = office["Devis"], line_rows(office)
    refreshed = quote[quote["worked_minutes"].notna()]
    elsewhere = set(known(refreshed["line"])) - set(known(rows.frame["line"].loc[_common(rows, refreshed)]))
    standing = list(zip(*(known(rows.frame[name]) for name in ("line", "project")), rows.held, strict=True))
    unsure = {project for line, project, is_held in standing if line in elsewhere or not is_held}
    return {line: "Versions" for line, project, _ in standing if project in unsure}


def _common(rows: LineRows, refreshed: pd.DataFrame) -> pd.Index:
    return rows.frame.index.intersection(refreshed.index)


def _kinds(lines: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Item and unit of each row: what says the length of its unit."""
    return zip(known(lines["item"]), known(lines["unit"]), strict=True)
