"""Offices of a catalogue as a coordinator writes them in `tests/cases/catalogue_royalties.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows

FILE = Path(__file__).parents[3] / "cases" / "catalogue_royalties.toml"
CODES = {"Encaissements": "Encaissement", "Frais": "Frais", "Avances": "Avance"}
"""The tables whose rows have a code of their own, and its heading."""
CONTRACTED = ("Baremes", "Frais", "Avances", "Repartitions")


@cache
def held() -> dict[str, Any]:
    """The cases, and the office they have in common."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)


def described(case: dict[str, Any]) -> Office:
    """The office of a case: its rows behind those that all have; of M1, and coded, where they do not say otherwise."""
    common = held()["bureau"]
    names = [name for name in BY_NAME if name in common or name in case]
    tables = {name: [*common.get(name, ()), *_told(name, case.get(name, ()))] for name in names}
    return office(
        case.get("jour", common["jour"]),
        **{name: table_rows(name, [_row(name, row) for row in rows]) for name, rows in tables.items()},
    )


def _told(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    contract = {"Contrat": "M1"} if table in CONTRACTED else {}
    return [
        {**({CODES[table]: f"{table[0]}{number}"} if table in CODES else {}), **contract, **row}
        for number, row in enumerate(rows, 1)
    ]


def _row(table: str, written: dict[str, Any]) -> dict[str, Any]:
    columns = {column.heading: column for column in BY_NAME[table].columns}
    return {columns[heading].name: _value(columns[heading].kind, cell) for heading, cell in written.items()}


def _value(kind: Any, cell: Any) -> Any:
    if isinstance(cell, date):
        return cell
    return typed(kind, float(cell) if isinstance(cell, Decimal | int) else cell)
