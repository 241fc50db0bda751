"""The quotes of the house written for the printer as their clients read them: each on its page, no cost, no margin."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.quote import (
    LINES_TOTAL,
    TO_DEFINE,
    ClientQuote,
    LineGroup,
    OpenQuotes,
    PricedLine,
    QuoteOrder,
)
from postprod_xl.schema.drawn_tabs import QUOTES
from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS
from postprod_xl.workbook.draw.page import (
    FIRST_ROW,
    HEADER_ROW,
    HEADING_FILL,
    LEFT_WIDTHS,
    LEGEND_ROW,
    write_head,
    write_headings,
)
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, MISSING_INK, line_count
from postprod_xl.workbook.style import LINE, NUMBER_FORMATS, PALE_INK, Formats, family_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COLUMNS = ("line", "label", "quantity", "unit", "unit_price_cents", "discount_rate", "amount_cents")
_LINE, _LABEL, _QUANTITY, _UNIT, _PRICE, _DISCOUNT, _AMOUNT = range(len(COLUMNS))
_NO_LEGEND, _HEADING = 3.0, 19.0
_RATE = "0.0## %"


def draw_quotes(sheet: Worksheet, quotes: OpenQuotes, formats: Formats) -> None:
    """Write quotes one after the other on an empty tab.

    Parameters
    ----------
    sheet
        The tab, set up.
    quotes
        What is written; a page begins at each.
    formats
        The formats of the workbook.
    """
    write_head(sheet, QUOTES, quotes.lines, formats)
    write_headings(sheet, [QUOTE.heading(name) for name in COLUMNS], formats)
    for row in range(LEGEND_ROW, HEADER_ROW):
        sheet.set_row(row, _NO_LEGEND)
    writing = _Writing(sheet, formats)
    breaks = []
    for quote in quotes.quotes:
        if writing.row > FIRST_ROW:
            breaks.append(writing.row)
        writing.quote(quote)
    if breaks:
        sheet.set_h_pagebreaks(breaks)


class _Writing:
    """Rows written from top to bottom; `row` is the next one."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self.row = FIRST_ROW
        below = {"bottom": 4, "bottom_color": LINE}
        self._code = formats(**below, font_color=PALE_INK)
        self._label = formats(**below, text_wrap=True)
        self._text = formats(**below)
        self._unit = formats(**below, indent=1)
        self._missing = formats(**below, font_color=MISSING_INK, italic=True, align="right")
        self._numbers: dict[int, Format] = {
            _QUANTITY: formats(**below),
            _PRICE: formats(**below, num_format=NUMBER_FORMATS[Kind.EURO]),
            _DISCOUNT: formats(**below, num_format=_RATE),
            _AMOUNT: formats(**below, num_format=NUMBER_FORMATS[Kind.EURO]),
        }

    def quote(self, quote: ClientQuote) -> None:
        """A whole quote: what it is, its groups, its totals, its chapters, how long it holds."""
        self._heading(quote)
        for group in quote.groups:
            self._group(group)
        self.row += 1
        self._totals(quote)
        if quote.order is QuoteOrder.HOUSE:
            self._chapters(quote)
        note = " ".join(filter(None, (f"Valable jusqu'au {quote.valid_until:%d/%m/%Y}.", quote.vat_mention)))
        self._sheet.write_string(self.row, _LINE, note, self._formats(font_color=PALE_INK))
        self.row += 2

    def _heading(self, quote: ClientQuote) -> None:
        colour = family_of(QUOTE).colour
        look: dict[str, Any] = {"bold": True, "bg_color": colour, "font_color": "#FFFFFF"}
        self._fill(look)
        self._sheet.set_row(self.row, _HEADING)
        self._sheet.write_string(self.row, _LINE, quote.project, self._formats(**look))
        self._sheet.write_string(self.row, _LABEL, quote.title, self._formats(**look))
        self.row += 1
        state = ", ".join((f"version {quote.version}", quote.stamp or quote.status, f"{quote.day:%d/%m/%Y}"))
        self._sheet.write_string(self.row, _LINE, state, self._formats(bold=True))
        self._sheet.write_string(self.row, _AMOUNT, quote.buyer.name, self._formats(align="right"))
        self.row += 1

    def _group(self, group: LineGroup) -> None:
        look: dict[str, Any] = {"bold": True, "bg_color": HEADING_FILL}
        self._fill(look)
        self._sheet.write_string(self.row, _LINE, group.title, self._formats(**look))
        self._sum(_AMOUNT, group.total_cents, look)
        self.row += 1
        for line in group.lines:
            self._priced(line)

    def _priced(self, line: PricedLine) -> None:
        self._sheet.write_string(self.row, _LINE, line.line, self._code)
        self._sheet.write_string(self.row, _LABEL, line.label, self._label)
        self._sheet.write_string(self.row, _UNIT, line.unit, self._unit)
        self._number(_QUANTITY, line.quantity)
        self._number(_PRICE, _euros(line.unit_price_cents))
        self._number(_AMOUNT, _euros(line.amount_cents))
        if line.discount_rate:
            self._number(_DISCOUNT, line.discount_rate)
        else:
            self._sheet.write_blank(self.row, _DISCOUNT, None, self._numbers[_DISCOUNT])
        lines = line_count(line.label, LEFT_WIDTHS[QUOTES][_LABEL])
        if lines > 1:
            self._sheet.set_row(self.row, min(HIGHEST_ROW, LINE_HEIGHT * lines))
        self.row += 1

    def _number(self, column: int, value: Decimal | float | None) -> None:
        if value is None:
            self._sheet.write_string(self.row, column, TO_DEFINE, self._missing)
        else:
            self._sheet.write_number(self.row, column, float(value), self._numbers[column])

    def _totals(self, quote: ClientQuote) -> None:
        if quote.adjustments:
            self._total(LINES_TOTAL, None, quote.subtotal_cents)
        for each in quote.adjustments:
            self._total(each.label, each.rate, each.cents)
        self._total(VERSIONS.heading("total_cents"), None, quote.total_cents, bold=True)
        self._total(VERSIONS.heading("vat_cents"), quote.vat_rate, quote.vat_cents)
        self._total(VERSIONS.heading("total_with_vat_cents"), None, quote.total_with_vat_cents, bold=True)
        self.row += 1

    def _total(self, label: str, rate: Decimal | None, cents: int, **look: Any) -> None:
        look |= {"top": 1, "top_color": LINE}
        self._sheet.write_string(self.row, _UNIT, label, self._formats(**look))
        for column in (_PRICE, _DISCOUNT):
            self._sheet.write_blank(self.row, column, None, self._formats(**look))
        if rate is not None:
            self._sheet.write_number(
                self.row, _DISCOUNT, float(rate), self._formats(**look, num_format=_RATE)
            )
        self._sum(_AMOUNT, cents, look)
        self.row += 1

    def _chapters(self, quote: ClientQuote) -> None:
        """What the lines of each chapter of the CNC budget come to, before the global discount."""
        self._sheet.write_string(self.row, _LABEL, RATES.heading("cnc_chapter"), self._formats(bold=True))
        self.row += 1
        for title, cents in quote.chapters:
            self._sheet.write_string(self.row, _LABEL, title, self._text)
            for column in (_QUANTITY, _UNIT):
                self._sheet.write_blank(self.row, column, None, self._text)
            self._sum(_PRICE, cents, {"bottom": 4, "bottom_color": LINE})
            self.row += 1
        self.row += 1

    def _sum(self, column: int, cents: int, look: dict[str, Any]) -> None:
        amount = self._formats(**look, num_format=NUMBER_FORMATS[Kind.EURO])
        self._sheet.write_number(self.row, column, cell_value(Kind.EURO, cents), amount)

    def _fill(self, look: dict[str, Any]) -> None:
        for column in range(len(COLUMNS)):
            self._sheet.write_blank(self.row, column, None, self._formats(**look))


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
