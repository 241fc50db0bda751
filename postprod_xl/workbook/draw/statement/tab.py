"""An issued royalty statement as one tab ready to print on A4: constants only, for it never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from postprod_xl.documents.catalogue.royalty_statement import (
    TOTAL,
    UNPAID_NOTE,
    UNPAID_TITLE,
    RoyaltyAdvance,
    RoyaltyContract,
    RoyaltyLine,
    RoyaltyStatement,
    is_bare,
    total_line,
)
from postprod_xl.schema.tables.catalogue.accounts import ADVANCES, STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS
from postprod_xl.schema.units import CENTS_PER_EURO
from postprod_xl.workbook.draw.invoice.amounts import EURO, RULE, table_heading
from postprod_xl.workbook.draw.invoice.heading import DAY, FIRST, LAST, SMALL, PrintedHeading, heading_rows
from postprod_xl.workbook.draw.invoice.tab import issued_workbook
from postprod_xl.workbook.draw.printed_page import TABLE_HEIGHT, PrintedCell, PrintedPage, PrintedRow
from postprod_xl.workbook.style import FILL_COMPUTED

# The label over three columns, which the heading needs, then four amounts: the width of an A4 sheet.
WIDTHS = (12.0, 32.0, 3.5, 14.0, 14.0, 14.0, 14.0)
_LABEL_END, _PRIOR, _PERIOD, _CUMULATIVE, _REMAINING = 2, 3, 4, 5, 6
_RIGHT = {"align": "right"}
_BOLD = {"bold": True}
_TITLES: Sequence[Mapping[str, Any]] = ({"bold": True, "font_size": 12}, SMALL)
_TOTAL = {"bold": True, "font_size": 12, "bg_color": FILL_COMPUTED, "top": 2, "bottom": 2}


def statement_workbook(statement: RoyaltyStatement) -> bytes:
    """A workbook of one tab, titled by the number of the statement, to be grafted into another.

    Returns
    -------
    bytes
        The `.xlsx`; the same for the same statement. A4 portrait, one page wide: what is due first, then each contract
        from its receipts to the part of the holder, earlier statements that are unpaid, what the figures mean.
    """
    return issued_workbook(
        statement.number, STATEMENTS, statement.house, WIDTHS, lambda page: _write(page, statement)
    )


def _write(page: PrintedPage, statement: RoyaltyStatement) -> None:
    page.add(heading_rows(_heading(statement)))
    page.add_together([*_due(statement)])
    for contract in statement.contracts:
        title = [PrintedRow(least=10.0), *_title(f"Contrat {contract.named}", " ; ".join(contract.works))]
        first, *others = _sections(contract)
        page.add_together([*title, *_columns(), *first])
        page.add_rest(_columns(), others)
        page.add_together([*_advances(contract.advances), *_texts(contract.notes)])
    page.add_together([*_unpaid(statement)])
    page.add_together(
        [PrintedRow(least=10.0), *_title("Ce que disent ces chiffres"), *_texts(statement.mentions)]
    )
    page.finish()


def _heading(statement: RoyaltyStatement) -> PrintedHeading:
    references: list[tuple[str, str | date]] = [
        ("Date", statement.day),
        ("Période", statement.period),
        ("Du", statement.first_day),
        ("Au", statement.last_day),
        *([("Remplace", statement.corrects)] if statement.corrects else []),
    ]
    return PrintedHeading(
        statement.title,
        f"N° {statement.number}",
        statement.house,
        HOLDERS.heading("holder"),
        statement.payee,
        tuple(references),
        statement.subject,
    )


def _due(statement: RoyaltyStatement) -> Iterator[PrintedRow]:
    for term in statement.due:
        yield PrintedRow(
            (PrintedCell(_PRIOR, _CUMULATIVE, term.label, RULE), _amount(_REMAINING, term.cents, RULE)),
            TABLE_HEIGHT,
        )
    cells = (
        PrintedCell(_PRIOR, _CUMULATIVE, statement.due_label, {**_TOTAL, "left": 2}),
        _amount(_REMAINING, statement.due_cents, {**_TOTAL, "right": 2}),
    )
    yield PrintedRow(cells, 24.0)


def _title(*texts: str) -> Iterator[PrintedRow]:
    for text, look in zip(texts, _TITLES, strict=False):
        if text:
            yield PrintedRow((PrintedCell(FIRST, LAST, text, dict(look)),), 16.0)


def _columns() -> list[PrintedRow]:
    names = ("section", "prior_cents", "period_cents", "cumulative_cents", "remaining_cents")
    label, *figures = (STATEMENT_LINES.heading(name) for name in names)
    amounts = (PrintedCell(at, at, text, _RIGHT) for at, text in enumerate(figures, _PRIOR))
    return table_heading((PrintedCell(FIRST, _LABEL_END, label), *amounts))


def _sections(contract: RoyaltyContract) -> list[list[PrintedRow]]:
    """One block a line; the title of a section goes with its first line, its total with the last."""
    blocks: list[list[PrintedRow]] = []
    for section, held in groupby(contract.lines, key=lambda line: line.section):
        lines = tuple(held)
        if is_bare(lines):
            blocks.append([_line(str(section), lines[0], {**RULE, **_BOLD})])
            continue
        rows = [[_line(line.full_label, line, RULE)] for line in lines]
        shaded = {"bold": True, "bg_color": FILL_COMPUTED}
        rows[0].insert(0, PrintedRow((PrintedCell(FIRST, LAST, str(section), shaded),), 16.0))
        if len(lines) > 1:
            rows[-1].append(_line(TOTAL, total_line(lines), {**RULE, **_BOLD}))
        blocks += rows
    return blocks


def _line(label: str, line: RoyaltyLine, look: dict[str, Any]) -> PrintedRow:
    remaining = line.remaining_cents
    cells = (
        PrintedCell(FIRST, _LABEL_END, label, look),
        _amount(_PRIOR, line.prior_cents, look),
        _amount(_PERIOD, line.period_cents, look),
        _amount(_CUMULATIVE, line.cumulative_cents, look),
        PrintedCell(_REMAINING, _REMAINING, None, look)
        if remaining is None
        else _amount(_REMAINING, remaining, look),
    )
    return PrintedRow(cells, TABLE_HEIGHT)


def _advances(advances: Sequence[RoyaltyAdvance]) -> Iterator[PrintedRow]:
    if not advances:
        return
    names = ("advance", "paid_day", "amount_cents", "recouped_cents", "balance_cents")
    label, *figures = (ADVANCES.heading(name) for name in names)
    yield PrintedRow(least=6.0)
    amounts = (PrintedCell(at, at, text, _RIGHT) for at, text in enumerate(figures, _PRIOR))
    yield from table_heading((PrintedCell(FIRST, _LABEL_END, label), *amounts))
    for advance in advances:
        cells = (
            PrintedCell(FIRST, _LABEL_END, advance.named, RULE),
            PrintedCell(_PRIOR, _PRIOR, advance.paid_day, {**DAY, **RULE, **_RIGHT}),
            _amount(_PERIOD, advance.amount_cents, RULE),
            _amount(_CUMULATIVE, advance.recouped_cents, RULE),
            _amount(_REMAINING, advance.balance_cents, RULE),
        )
        yield PrintedRow(cells, TABLE_HEIGHT)


def _unpaid(statement: RoyaltyStatement) -> Iterator[PrintedRow]:
    if not statement.unpaid:
        return
    yield PrintedRow(least=10.0)
    yield from _title(UNPAID_TITLE)
    for each in statement.unpaid:
        cells = (
            PrintedCell(FIRST, _LABEL_END, f"{each.number}, {each.period}", RULE),
            PrintedCell(_PRIOR, _PRIOR, each.day, {**DAY, **RULE}),
            PrintedCell(_PERIOD, _CUMULATIVE, None, RULE),
            _amount(_REMAINING, each.cents, RULE),
        )
        yield PrintedRow(cells, TABLE_HEIGHT)
    yield from _texts((UNPAID_NOTE,))


def _texts(sentences: Sequence[str]) -> list[PrintedRow]:
    return [PrintedRow((PrintedCell(FIRST, LAST, text, SMALL),)) for text in sentences]


def _amount(column: int, cents: int, look: dict[str, Any]) -> PrintedCell:
    return PrintedCell(column, column, Decimal(cents) / CENTS_PER_EURO, {**EURO, **look})
