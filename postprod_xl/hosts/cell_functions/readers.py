"""The arguments that several custom functions share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from postprod_xl.hosts.cell_functions.blocks import ONE_CELL, CellFault, block_of, shape_of
from postprod_xl.hosts.cell_functions.custom import CellArgument, MaybeEmpty, WholeArgument
from postprod_xl.hosts.cell_functions.live_cells import read_cell, read_choice, shown
from postprod_xl.schema.cells.departments import DEPARTMENTS, department_code
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.payroll import CONTRACTS

_AGREEMENTS, _GENRES = (CONTRACTS.by_name[name].choices for name in ("convention", "genre"))


def cell(name: str, help: str, kind: Kind, *, optional: bool = False) -> CellArgument:
    """An argument of one kind of cells."""
    return CellArgument(name, help, lambda raw: read_cell(name, kind, raw), optional)


def chosen(name: str, help: str, choices: tuple[str, ...]) -> CellArgument:
    """An optional argument that names one of a closed list."""
    return CellArgument(name, help, lambda raw: read_choice(name, choices, raw), optional=True)


def agreement(otherwise: str) -> MaybeEmpty:
    """The collective agreement of a contract; `otherwise` says what an empty one means."""
    help = f'Convention du contrat ({", ".join(_AGREEMENTS)}) ; "" : {otherwise}.'
    return MaybeEmpty("convention", help, lambda raw: read_choice("convention", _AGREEMENTS, raw))


def optional_agreement(otherwise: str) -> CellArgument:
    """The optional agreement of a contract; `otherwise` says what an empty one means."""
    return chosen("convention", f"{', '.join(_AGREEMENTS)} ; vide : {otherwise}.", _AGREEMENTS)


def genre(otherwise: str) -> CellArgument:
    """The optional genre of a contract; `otherwise` says what an empty one means."""
    return chosen("genre", f"{', '.join(_GENRES)} ; vide : {otherwise}.", _GENRES)


def department() -> CellArgument:
    """The optional département whose public holidays count; empty, those of the whole country."""
    help = "Code du département (57, 67 et 68 : Alsace-Moselle) ; vide : jours fériés nationaux."
    return CellArgument("departement", help, _department, optional=True)


def _department(raw: Any) -> str:
    text: str = read_cell("departement", Kind.TEXT, raw)
    if text and department_code(text) not in DEPARTMENTS:
        raise CellFault(f"département « {shown(raw)} » inconnu")
    return text


def days_off() -> WholeArgument:
    """The optional range of days the house is closed besides public holidays."""
    help = "Plage d'autres jours chômés, fermetures de la maison par exemple."
    return WholeArgument("feries", help, _days_off, optional=True)


def _days_off(value: Any) -> frozenset[date]:
    days = (read_cell("feries", Kind.DAY, raw) for row in block_of(value) for raw in row)
    return frozenset(day for day in days if day is not None)


def day_of_computation(today: Callable[[], date] = date.today) -> WholeArgument:
    """The optional day the office is looked at, one for the whole formula."""
    help = "Jour du calcul, AUJOURDHUI() par exemple ; vide : le jour où la cellule est calculée."
    return WholeArgument("jour", help, lambda value: _one_day(value) or today(), optional=True)


def _one_day(value: Any) -> date | None:
    block = block_of(value)
    if shape_of(block) != ONE_CELL:
        raise CellFault("jour est une seule cellule")
    return read_cell("jour", Kind.DAY, block[0][0])


def unknown(fact: str, code: str, known: Iterable[str]) -> CellFault:
    """What is said of a code that stands nowhere: the fact, then the closest known code if there is one."""
    meant = closest(code, known)
    return CellFault(f"{fact} : vouliez-vous dire « {meant} » ?" if meant else fact)
