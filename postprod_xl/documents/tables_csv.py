"""Every table as CSV and back: `;`, UTF-8 with BOM, French headings, ISO dates, decimal point."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.schema.kinds import csv_text
from postprod_xl.schema.problems import CSV_LINE, Problem, blocking, info
from postprod_xl.schema.table import Table, TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable

if TYPE_CHECKING:
    import pandas as pd

FIRST_LINE = 2


@dataclass(frozen=True)
class CsvPlace:
    """Where a CSV table stands: problems name its file and line."""

    sheet: str
    headings: Sequence[str]

    def cell(self, row: int, heading: str) -> str:
        return f"{CSV_LINE}{row}"


@dataclass(frozen=True)
class CsvFolder:
    """The input tables found in a folder: raw cells by table name, where they stand, and what was ignored."""

    tables: dict[str, RawTable]
    places: dict[str, CsvPlace]
    problems: list[Problem]


def export_tables(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write one CSV a table, typed and computed columns alike.

    Parameters
    ----------
    frames
        Typed frames by table name.
    folder
        Created when missing; files of the same names are replaced.

    Returns
    -------
    list of Path
        The files written, in table order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        path.write_bytes(csv_bytes(BY_NAME[name], frame))
        written.append(path)
    return written


def csv_bytes(table: Table, frame: pd.DataFrame) -> bytes:
    """One table as the bytes of its CSV file."""
    columns = [[csv_text(column.kind, value) for value in frame[column.name]] for column in table.columns]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def read_folder(folder: Path) -> CsvFolder:
    """The CSV files of a folder whose names are those of input tables.

    Files of ledgers and results are not imported (they are said so); other names are ignored with a note.
    """
    found = CsvFolder({}, {}, [])
    for path in sorted(folder.glob("*.csv")):
        table = BY_NAME.get(path.stem)
        if table is None:
            found.problems.append(_note(path, "ce nom n'est pas celui d'une table : fichier ignoré"))
        elif table.kind is not TableKind.INPUT:
            found.problems.append(_note(path, f"{table.name} est écrite par le programme : fichier ignoré"))
        else:
            found.places[table.name] = CsvPlace(path.name, table.headings)
            found.tables[table.name] = _read(table, path)
    return found


def _note(path: Path, message: str) -> Problem:
    return info("", None, "", path.name, "une table de saisie", f"{path.name} : {message}")


def _read(table: Table, path: Path) -> RawTable:
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _unreadable(table, "codage UTF-16", "un CSV en UTF-8 séparé par « ; »")
    rows = list(csv.reader(io.StringIO(_decoded(data), newline=""), delimiter=";"))
    if (
        rows
        and len(rows[0]) == 1
        and (found := next((mark for mark in (",", "\t") if mark in rows[0][0]), ""))
    ):
        return _unreadable(
            table,
            f"séparateur « {'tabulation' if found == chr(9) else found} »",
            "des champs séparés par « ; »",
        )
    header = [heading.strip() for heading in rows[0]] if rows else []
    notes = [_ragged(table, line, row, header) for line, row in _numbered(rows) if len(row) > len(header)]
    notes += [
        blocking(
            table.name,
            None,
            heading,
            "colonne en double",
            "une seule colonne",
            f"la colonne « {heading} » est écrite deux fois",
        )
        for heading in sorted({h for h in header if h and header.count(h) > 1})
    ]
    body = [row + [""] * (len(header) - len(row)) for row in rows[1:]]
    values = {heading: [row[at] for row in body] for at, heading in enumerate(header)}
    return RawTable(table.name, range(FIRST_LINE, FIRST_LINE + len(body)), values, notes)


def _unreadable(table: Table, found: str, expected: str) -> RawTable:
    """A file of another form: one problem, and no row to look at."""
    blank: dict[str, list[str]] = {column.heading: [] for column in table.typed}
    return RawTable(table.name, (), blank, [blocking(table.name, None, "", found, expected)])


def _numbered(rows: list[list[str]]) -> Iterable[tuple[int, list[str]]]:
    return enumerate(rows[1:], FIRST_LINE)


def _ragged(table: Table, line: int, row: list[str], header: list[str]) -> Problem:
    return blocking(
        table.name,
        line,
        "",
        f"{len(row)} champs",
        f"{len(header)} champs",
        f"{len(row)} champs trouvés, {len(header)} attendus : un « ; » de trop ?",
    )


def _decoded(data: bytes) -> str:
    """CSV saved by Excel in France is in Windows' own encoding unless « CSV UTF-8 » was chosen."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
