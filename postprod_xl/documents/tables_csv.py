"""Every table as CSV and back: `;`, UTF-8 with BOM, French headings, ISO dates, decimal point."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from postprod_xl.documents.csv_reading import CsvText, UnreadableCsv, read_csv
from postprod_xl.schema.kinds import TEXT_KINDS, Kind, csv_text
from postprod_xl.schema.problems import CSV_LINE, Problem, blocking, info, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column, Table, TableKind
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.validate import RawTable

EXTENSION = ".csv"
_BY_FOLDED_NAME = {folded(table.name): table for table in TABLES}
# What makes a spreadsheet compute a field instead of showing it (OWASP, CSV Injection), full-width signs included.
_COMPUTED = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_RISKY = re.compile(f"'*{_COMPUTED.pattern}")
_MARKED = re.compile(f"'+{_COMPUTED.pattern}")


class Reader(Enum):
    """Who opens an export: a person in a spreadsheet, or a program that takes every field as it is."""

    SPREADSHEET = "tableur"
    PROGRAM = "programme"


@dataclass(frozen=True)
class CsvPlace:
    """Where a CSV table stands: problems name its file and line."""

    sheet: str
    headings: Sequence[str]

    def cell(self, row: int, heading: str) -> str:
        return f"{CSV_LINE}{row}"


@dataclass(frozen=True)
class CsvFolder:
    """The input tables found in a folder.

    Raw cells and places by table name, what is to be said of the files, and the tables whose file cannot be
    read or lacks the column that names its rows: nothing is said of what refers to them.
    """

    tables: dict[str, RawTable] = field(default_factory=dict)
    places: dict[str, CsvPlace] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def csv_bytes(table: Table, rows: Rows, reader: Reader = Reader.SPREADSHEET) -> bytes:
    """One table as the bytes of its CSV file, typed and computed columns alike; `read_folder` reads both forms.

    For a spreadsheet, a text that it would compute (`=1+1`, `+33 6`, `@nom`) starts with an apostrophe. For a
    program only a text that already has this mark gets one more.
    """
    columns = [_fields(column, rows.column(column.name), reader) for column in table.columns]
    return csv_file(table.headings, zip(*columns, strict=True))


def csv_file(headings: Sequence[str], records: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> bytes:
    """The bytes of a CSV file as French spreadsheets open it: `;` between fields, headings first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(records)
    return text.getvalue().encode(encoding)


def for_spreadsheet(text: str) -> str:
    """A text as a spreadsheet shows it instead of computing it: an apostrophe before what it would compute."""
    return f"'{text}" if _RISKY.match(text) else text


def _fields(column: Column, values: Sequence[Any], reader: Reader) -> list[str]:
    fields = [csv_text(column.kind, value) for value in values]
    marked = _to_mark(column.kind, reader)
    if marked is None:
        return fields
    return [
        f"'{text}" if isinstance(value, str) and marked.match(text) else text
        for text, value in zip(fields, values, strict=True)
    ]


def _to_mark(kind: Kind, reader: Reader) -> re.Pattern[str] | None:
    """The texts that take an apostrophe; one of any kind has its own already where it needs it to be read back."""
    if kind in TEXT_KINDS:
        return _RISKY if reader is Reader.SPREADSHEET else _MARKED
    return _COMPUTED if kind is Kind.ANY and reader is Reader.SPREADSHEET else None


def read_folder(folder: Path) -> CsvFolder:
    """The CSV files of a folder whose names are those of input tables, whatever their case.

    Files of ledgers and results are not imported (they are said so); other names are ignored with a note.
    """
    found = CsvFolder()
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != EXTENSION:
            continue
        table = _BY_FOLDED_NAME.get(folded(path.stem))
        if table is None:
            found.problems.append(_note(path, "ce nom n'est pas celui d'une table : fichier ignoré"))
        elif table.kind is not TableKind.INPUT:
            found.problems.append(_note(path, f"{table.name} est écrite par le programme : fichier ignoré"))
        elif table.name in found.places:
            found.problems.append(_twice(path, table, found.places[table.name].sheet))
        else:
            _take(found, table, path)
    return found


def _take(found: CsvFolder, table: Table, path: Path) -> None:
    """Put one file's table among those found."""
    found.places[table.name] = CsvPlace(path.name, table.headings)
    try:
        text = read_csv(_bytes(path), table.headings)
    except UnreadableCsv as error:
        blank: dict[str, list[str]] = {column.heading: [] for column in table.typed}
        problem = _at(path, error.line, blocking(table.name, None, "", error.found, error.expected))
        found.tables[table.name] = RawTable(table.name, (), blank, [problem])
        found.unread.add(table.name)
        return
    found.tables[table.name] = raw = _raw_table(table, path, text)
    if any(table.heading(name) not in raw.values for name in table.key):
        found.unread.add(table.name)
    if text.guessed:
        found.problems.append(_note(path, f"lu dans le codage {text.guessed}, reconnu à ses accents"))


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableCsv("un dossier, un tube ou un lien rompu", "un fichier")
    try:
        return path.read_bytes()
    except OSError as error:
        reason = f"lecture impossible ({error.strerror or error})"
        raise UnreadableCsv(reason, "un fichier fermé et que vous avez le droit d'ouvrir") from error


def _raw_table(table: Table, path: Path, text: CsvText) -> RawTable:
    """The cells by heading as declared, short rows completed, the apostrophe of texts taken away."""
    declared = {folded(heading): heading for heading in table.headings}
    headings = [declared.get(folded(heading), heading) for heading in text.headings]
    width = len(headings)
    body = [row + [""] * (width - len(row)) for _, row in text.rows]
    columns = {heading: [row[at] for row in body] for at, heading in enumerate(headings)}
    values = {
        heading: [_unmarked(cell) for cell in cells] if heading in _texts(table) else cells
        for heading, cells in columns.items()
    }
    notes = [*_strange_headings(table, path, headings, columns), *_ragged(table, path, text.rows, width)]
    return RawTable(table.name, [line for line, _ in text.rows], values, notes)


def _texts(table: Table) -> set[str]:
    return {column.heading for column in table.columns if column.kind in TEXT_KINDS}


def _unmarked(text: str) -> str:
    return text[1:] if _MARKED.match(text) else text


def _strange_headings(
    table: Table, path: Path, headings: Sequence[str], columns: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    """What is to be said of the headings: written twice, unknown, or absent over filled cells."""
    for heading, times in Counter(headings).items():
        if heading and times > 1:
            message = f"la colonne « {heading} » est écrite {times} fois : gardez-en une"
            yield blocking(table.name, None, heading, "colonne en double", "une seule colonne", message)
        elif not heading and any(cell.strip() for cell in columns[""]):
            message = "une colonne sans en-tête contient des valeurs : nommez-la ou videz-la"
            yield _at(path, 1, blocking(table.name, None, "", "colonne sans en-tête", "un en-tête", message))
        elif heading and heading not in table.headings:
            message = f"la colonne « {heading} » n'est pas de la table {table.name} : elle est ignorée"
            yield _at(path, None, warning(table.name, None, "", heading, "une colonne de la table", message))


def _ragged(table: Table, path: Path, rows: Sequence[tuple[int, list[str]]], width: int) -> Iterator[Problem]:
    """The rows with more fields than headings, and a word on those with fewer: Excel leaves out the last blanks."""
    for line, row in rows:
        if len(row) > width:
            message = f"{len(row)} champs trouvés, {width} attendus : un « ; » de trop ?"
            problem = blocking(table.name, line, "", f"{len(row)} champs", f"{width} champs", message)
            yield _at(path, line, problem)
    short = [line for line, row in rows if 0 < len(row) < width]
    if short:
        lines = f"{len(short)} lignes ont" if len(short) > 1 else "une ligne a"
        message = f"{lines} moins de {width} champs, à partir de celle-ci : ce qui manque à la fin est lu comme vide"
        problem = warning(table.name, short[0], "", f"{len(short)} lignes", f"{width} champs", message)
        yield _at(path, short[0], problem)


def _at(path: Path, line: int | None, problem: Problem) -> Problem:
    """A problem of a file as a whole, or of one of its lines."""
    return replace(problem, tab=path.name, cell="" if line is None else f"{CSV_LINE}{line}")


def _note(path: Path, message: str) -> Problem:
    return info("", None, "", path.name, "une table de saisie", f"{path.name} : {message}")


def _twice(path: Path, table: Table, other: str) -> Problem:
    message = f"« {other} » est aussi un fichier de la table {table.name} : gardez-en un seul"
    return _at(path, None, blocking(table.name, None, "", path.name, "un seul fichier par table", message))
