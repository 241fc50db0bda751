"""What a technical advice form asked, made again from the quote it is about: a form keeps no manifest.

Each of its rows bears the fingerprint of the line as it was asked: a line that still gives it is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.documents.advice_form import (
    ANSWER_COLUMNS,
    FINGERPRINT_HEADING,
    FORM_HEADING,
    SOLD_DAYS_HEADING,
    AskedLine,
)
from postprod_xl.documents.grid import Grid
from postprod_xl.documents.sharing.manifest import SentColumn, SentRow, SentTable
from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.merging.sent import Sent, refusal
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.quotes.feasibility.advice import UNANSWERED, lines_of_version
from postprod_xl.domain.quotes.feasibility.forms import asked_lines
from postprod_xl.domain.wording import listed
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.units import folded

_FORM = re.compile(r"(?P<project>.+)-V(?P<version>[0-9]{1,4})-(?P<technician>.+)-[0-9a-f]{12}")
_ASKED = ("line", "item", "label", "quantity", "unit")
CHANGED = "la ligne du devis a changé depuis la demande"


class _Form(NamedTuple):
    """What the identifier of a form says."""

    identifier: str
    project: str
    version: int
    technician: str


def is_advice_form(grids: Sequence[Grid]) -> bool:
    """Whether a sheet has the headings by which the rows of an advice form are told."""
    return _header_of(grids) is not None


def sent_form(office: Office, returned: ReturnedFile) -> Sent:
    """What was asked in an advice form that came back.

    Raises
    ------
    Refusal
        Its rows are of several forms or of none, or of a quote that the workbook does not have.
    """
    asked = [*_rows_of(returned.grids)]
    form = _form_of(asked, returned)
    rows = lines_of_version(office, form.project, form.version)
    if not len(rows):
        quote = f"la version {form.version} du devis de {form.project}"
        raise refusal(
            returned, "un devis de ce classeur", f"fiche d'avis de {quote}, que ce classeur n'a pas"
        )
    by_line = {folded(row.line): row for row in rows}
    lines = {line.fingerprint: line for line in asked_lines(office, rows)}
    sent, numbers, doubts = list[SentRow](), dict[str, int](), dict[str, str]()
    for cells in asked:
        fingerprint, name = _text(cells, FINGERPRINT_HEADING), _text(cells, QUOTE.heading("line"))
        line = lines.get(fingerprint)
        row = by_line.get(folded(line.line if line else name))
        if row is None or fingerprint in numbers:
            continue
        sent.append(_sent_row(fingerprint, row, _said(form, line) if line else cells))
        numbers[fingerprint] = row.row
        if line is None:
            doubts[fingerprint] = CHANGED
    names = {row.code: full_name(row) for row in office["Equipe"]}
    table = SentTable(
        QUOTE.name, QUOTE.heading("technical_advice"), FINGERPRINT_HEADING, _COLUMNS, tuple(sent)
    )
    receiver = f"technicien, {names.get(form.technician) or form.technician}"
    return Sent(form.identifier, receiver, (table,), numbers=numbers, doubts=doubts)


_COLUMNS = (
    *(SentColumn(name, QUOTE.heading(name)) for name in _ASKED),
    SentColumn("", SOLD_DAYS_HEADING),
    SentColumn("", RATES.heading("room_type")),
    *(SentColumn(name, QUOTE.heading(name), is_answered=True) for name in ANSWER_COLUMNS),
    *(SentColumn(name, QUOTE.heading(name)) for name in ("project", "version")),
    SentColumn("", FORM_HEADING),
)


def _said(form: _Form, line: AskedLine) -> dict[str, Any]:
    """What a form shows of a line, by its headings."""
    return {
        QUOTE.heading("project"): form.project,
        QUOTE.heading("version"): form.version,
        FORM_HEADING: form.identifier,
        **{QUOTE.heading(name): getattr(line, name) for name in _ASKED},
        SOLD_DAYS_HEADING: line.sold_days,
        RATES.heading("room_type"): line.room_type,
    }


def _sent_row(fingerprint: str, row: Row, cells: Mapping[str, Any]) -> SentRow:
    """A row of a form: what it showed, its answers blank."""
    values = tuple(None if column.is_answered else cells.get(column.heading) for column in _COLUMNS)
    # A line may wait for its advice with a word that says so: answering it contradicts nobody.
    held = ("feasibility", row.feasibility) if row.feasibility in UNANSWERED else None
    return SentRow(fingerprint, values, (held,) if held else ())


def _form_of(asked: Sequence[Mapping[str, Any]], returned: ReturnedFile) -> _Form:
    names = [name for name in dict.fromkeys(_text(cells, FORM_HEADING) for cells in asked) if name]
    if len(names) > 1:
        message = f"ses lignes sont de plusieurs fiches d'avis, {listed(names)} : un fichier par fiche"
        raise refusal(returned, "une seule fiche d'avis", message)
    match = _FORM.fullmatch(names[0]) if names else None
    if match is None:
        what = f"sa colonne « {FORM_HEADING} » ne dit plus quelle fiche d'avis c'est"
        message = f"{what} : reprenez celle qui a été envoyée"
        raise refusal(returned, "une fiche d'avis", message)
    return _Form(names[0], match["project"], int(match["version"]), match["technician"])


def _header_of(grids: Sequence[Grid]) -> tuple[Grid, int] | None:
    """The sheet and the row of the headings of a form."""
    wanted = {plain_letters(FORM_HEADING), plain_letters(FINGERPRINT_HEADING)}
    for grid in grids:
        for row, cells in grid.rows.items():
            if wanted <= {plain_letters(cell) for cell in cells.values() if isinstance(cell, str)}:
                return grid, row
    return None


def _rows_of(grids: Sequence[Grid]) -> Iterator[dict[str, Any]]:
    """The rows of a form that say what they are about, by the headings of the form."""
    header = _header_of(grids)
    assert header is not None
    grid, at = header
    ours = (*(column.heading for column in _COLUMNS), FINGERPRINT_HEADING)
    headings = {plain_letters(heading): heading for heading in ours}
    columns = {
        column: headings[plain_letters(cell)]
        for column, cell in grid.rows[at].items()
        if isinstance(cell, str) and plain_letters(cell) in headings
    }
    for row, cells in grid.rows.items():
        held = {columns[column]: cell for column, cell in cells.items() if column in columns}
        if row > at and _text(held, FINGERPRINT_HEADING):
            yield held


def _text(cells: Mapping[str, Any], heading: str) -> str:
    return cleaned(shown(cells.get(heading)))
