"""Cells that name what stands in another table: a row that must exist, or a name expected to be known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from postprod_xl.schema.cells.characters import as_drawn, disguised
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.problems import Problem, blocking, first_of, named_cells, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.units import folded

_MEANT = "vouliez-vous dire"
SEPARATOR = ";"
"""Between the names of one cell, where it holds several."""


def reference_problems(
    tables: Mapping[str, Table], held: Mapping[str, Rows], unread: Collection[str] = ()
) -> list[Problem]:
    """Typed cells that name a row which does not exist, in workbook order.

    References to the tables of `unread`, which are absent or have lost their key, are not looked at: one
    missing table is one problem.
    """
    keys = {
        name: set(rows.column(tables[name].key[0]))
        for name, rows in held.items()
        if tables[name].key and name not in unread
    }
    problems: list[Problem] = []
    for name, rows in held.items():
        for column in tables[name].typed:
            if column.references and all(target in keys for target in column.references):
                known = set().union(*(keys[target] for target in column.references))
                place = " ou ".join(tables[target].tab for target in column.references)
                problems += _dangling(column, rows, Known(known, place))
    return problems


class Known(NamedTuple):
    """Names that are known, and where they stand, in French."""

    names: Collection[str]
    place: str


def _dangling(column: Column, rows: Rows, known: Known) -> Iterator[Problem]:
    """One problem a cell, or one for all when a single missing row breaks many cells."""
    strangers = set(rows.column(column.name)).difference(known.names, [""])
    if not strangers:
        return
    alike = {_as_seen(code): code for code in known.names}
    broken: dict[str, list[int]] = {}
    for row, value in zip(rows.numbers, rows.column(column.name), strict=True):
        if value in strangers:
            broken.setdefault(value, []).append(row)
    expected = f"un code de l'onglet {known.place}"
    for value, at in broken.items():
        cells, more = named_cells(at)
        meant = _meant(alike.get(_as_seen(value), ""))
        message = f"« {value} » n'existe pas dans {known.place}{more}{meant}"
        for row in cells:
            yield blocking(rows.table.name, row, column.heading, value, expected, message)


def _meant(alike: str) -> str:
    """What is said of the code that looks like the one written, if there is one."""
    letters = disguised(alike)
    if letters:
        return f" : il y est écrit avec {letters}"
    return f" : écrivez « {alike} »" if alike else ""


def _as_seen(code: str) -> str:
    """A code as an eye compares it, whatever its case, its spaces and the alphabet of its letters."""
    return folded(as_drawn(code))


def unknown_names(tables: Mapping[str, Table], held: Mapping[str, Rows]) -> list[Problem]:
    """Names that no cell of the columns they refer to holds: one warning each, with the closest known name.

    Nothing is said while those columns are empty, nor of a name that is not theirs in any case.
    """
    problems: list[Problem] = []
    for name, rows in held.items():
        for column in tables[name].typed:
            if column.named_in:
                tabs = dict.fromkeys(tables[target.partition(".")[0]].tab for target in column.named_in)
                place = f"dans l'onglet {' ou '.join(tabs)}"
                problems += _strangers(name, column, rows, (_known(tables, held, column), place))
    return problems


def name_problem(table: str, heading: str, name: str, rows: Sequence[int], known: Known) -> Problem:
    """The warning of a name that is not among the known ones, at the first of the rows that hold it."""
    meant = closest(name, known.names)
    message = f"« {name} » est inconnu {known.place}{first_of(len(rows))}"
    message += f" : {_MEANT} « {meant} » ?" if meant else " : vérifiez son orthographe"
    return warning(table, rows[0], heading, name, meant or f"un nom connu {known.place}", message)


def is_misspelt(problem: Problem) -> bool:
    """Whether the warning of an unknown name says which one was meant."""
    return _MEANT in problem.message


def _known(tables: Mapping[str, Table], held: Mapping[str, Rows], column: Column) -> dict[str, str]:
    """The names that the columns a column refers to hold, by how they are compared."""
    found: dict[str, str] = {}
    for target in column.named_in:
        table, _, name = target.partition(".")
        if table in held:
            for text in set(held[table].column(name)):
                found |= {folded(part): part for part in _names(text)}
    return found


def _names(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(SEPARATOR) if part.strip())


def _strangers(
    table: str, column: Column, rows: Rows, expected: tuple[Mapping[str, str], str]
) -> Iterator[Problem]:
    known, place = expected
    if not known:
        return
    unknown: dict[str, list[int]] = {}
    for row, text in zip(rows.numbers, rows.column(column.name), strict=True):
        for name in _names(text):
            if folded(name) not in known:
                unknown.setdefault(name, []).append(row)
    for name, at in unknown.items():
        yield name_problem(table, column.heading, name, at, Known(known.values(), place))
