"""A CSV file of any program as a grid: its encoding and its separator are found from what it holds."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from postprod_xl.documents.csv_reading import SEPARATOR, UnreadableCsv, decoded, records_of
from postprod_xl.documents.grid import Grid
from postprod_xl.schema.tables import TABLES

_SEPARATORS = f"{SEPARATOR}\t,|"
_SAMPLED_LINES = 100
_DECLARED = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


def csv_grid(title: str, data: bytes) -> Grid:
    """A CSV file as a grid: each cell is text, each row has the number of the line that its record starts on.

    Parameters
    ----------
    title
        Name of the file.
    data
        Its bytes, in an encoding of `documents.csv_reading`; fields parted by `;`, a comma, a tabulation or `|`,
        declared by a first line `sep=` or found from the lines.

    Raises
    ------
    UnreadableCsv
        Its encoding is uncertain, a quote is not closed, a field is longer than a cell, or nothing is written in it.
    """
    text, _ = decoded(data, _headings_of_ours())
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text.splitlines()[:_SAMPLED_LINES])
    start = declared.end() if declared else 0
    records = records_of(text[start:], 1 if declared else 0, separator)
    cells = {
        (line, column): field
        for line, record in records
        for column, field in enumerate(record, 1)
        if field.strip()
    }
    if not cells:
        raise UnreadableCsv("fichier vide", "une ligne d'en-têtes, puis une ligne par élément")
    return Grid(title, cells, is_csv=True)


def _headings_of_ours() -> list[str]:
    """The headings by which an encoding without mark is recognised first: people name their columns as we do."""
    return [heading for table in TABLES for heading in table.headings if not heading.isascii()]


def _separator(lines: Sequence[str]) -> str:
    """The separator that parts most lines into as many fields, ours when none does better."""
    return max(_SEPARATORS, key=lambda separator: _regularity(lines, separator))


def _regularity(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """How many lines have the commonest number of fields, of two at least, and that number."""
    records = csv.reader(lines, delimiter=separator)
    widths = Counter[int]()
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except csv.Error:
            continue
        widths[len(record)] += len(record) > 1
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width if count else 0
