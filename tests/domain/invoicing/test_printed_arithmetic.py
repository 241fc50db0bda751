"""What is printed adds up: recomputed from the text a reader sees, on the pay sheet, the invoice and its ledger."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.domain.invoicing.issue import issue_step
from postprod_xl.domain.money import shown_quantity
from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.schema.kinds import cell_value
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import half_up
from postprod_xl.workbook.draw.invoice.tab import invoice_workbook
from postprod_xl.workbook.style import number_format
from tests.domain.invoicing.houses import QUOTE, STEPS, TODAY, VERSION, credit, house, issued, written
from tests.domain.offices import office, records_of, table_rows

CENT = Decimal("0.01")


def displayed(value: Any, code: str) -> Decimal:
    """The number that a cell shows under a format: `General`, `#,##0.00 "€"`, `0.0## %`."""
    if code == "General":
        return Decimal(repr(value))
    digits = code.partition(".")[2].split(" ")[0]
    scale = Decimal(100) if "%" in code else Decimal(1)
    shown = Decimal(repr(value)) * scale
    return shown.quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP) / scale


def of_ledger(table: str, row: dict[str, Any], *names: str) -> list[Decimal]:
    """What some cells of a row of a table show; nothing is shown as nothing."""
    columns = [BY_NAME[table].by_name[name] for name in names]
    values = (cell_value(column.kind, row[column.name]) for column in columns)
    return [
        displayed(value or 0, number_format(BY_NAME[table], column))
        for column, value in zip(columns, values, strict=True)
    ]


def product(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    return (quantity * price * (1 - discount)).quantize(CENT, ROUND_HALF_UP)


def shown(cell: Cell) -> Decimal:
    """What a number, or a rate written in French, shows."""
    if isinstance(cell.value, str):
        return Decimal(cell.value.removesuffix(" %").replace(",", ".")) / 100
    return displayed(cell.value or 0, cell.number_format)


def assert_adds_up(document: InvoiceDocument) -> None:
    """Lines, total, VAT of each rate, what is due and the annex, from what the tab shows."""
    sheet: Worksheet = openpyxl.load_workbook(io.BytesIO(invoice_workbook(document)))[document.number]
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    texts = [[cell.value for cell in row] for row in rows]
    start = next(n for n, row in enumerate(texts) if "Désignation" in row)
    end = next(n for n, row in enumerate(texts) if row[:1] == ["Total HT"])
    total = Decimal(0)
    for row in sheet.iter_rows(min_row=start + 2, max_row=end):
        _, _, quantity, _, price, discount, amount = row[:7]
        if amount.value is None or quantity.value is None:
            continue
        rate = shown(discount) if discount.value else Decimal(0)
        assert product(shown(quantity), shown(price), rate) == shown(amount)
        total += shown(amount)
    assert shown(rows[end][-1]) == total
    due = total
    for row in rows[end + 1 :]:
        label = row[0].value if row else None
        if isinstance(label, str) and label.startswith("TVA "):
            rate = Decimal(label[4:].partition(" %")[0].replace(",", ".")) / 100
            assert shown(row[2]) == (shown(row[1]) * rate).quantize(CENT, ROUND_HALF_UP)
            due += shown(row[2])
        elif label == "Total TTC":
            assert shown(row[-1]) == due
        elif isinstance(label, str) and label.startswith("Acompte"):
            due += shown(row[-1])
        elif isinstance(label, str) and label.startswith("Net à"):
            assert shown(row[-1]) == due
            break
    assert_annex_adds_up(rows)


def assert_annex_adds_up(rows: list[list[Cell]]) -> None:
    lines = [
        row for row in rows if len(row) > 1 and row[0].is_date and row[-1].value in ("Incluse", "En plus")
    ]
    totals = [row[-1] for row in rows if row and str(row[0].value).startswith(("Total des heures", "dont "))]
    if not totals:
        return
    assert shown(totals[0]) == sum(shown(row[-2]) for row in lines)
    assert len(totals) == 1 or shown(totals[0]) == sum(map(shown, totals[1:]))


def assert_ledger_adds_up(lines: list[dict[str, Any]], invoice: dict[str, Any]) -> None:
    names = ("quantity", "unit_price_cents", "discount_rate", "amount_cents")
    for line in lines:
        *factors, amount = of_ledger("LignesFacture", line, *names)
        assert product(*factors) == amount
    assert sum(line["amount_cents"] for line in lines) == invoice["total_cents"]


quantities = st.one_of(
    st.decimals(0, 400, places=2),
    st.decimals(0, 40, places=9),
    st.sampled_from([Decimal(20) / 3, Decimal(1) / 7]),
)
discounts = st.one_of(st.none(), st.decimals(0, "0.5", places=4))


@settings(max_examples=15, deadline=None)
@given(
    lines=st.lists(
        st.tuples(quantities, st.integers(0, 500_000), discounts, st.sampled_from(["Forfait", "Régie"])),
        min_size=1, max_size=4,
    ),
    minutes=st.lists(st.tuples(st.integers(1, 600), st.sampled_from(["Incluse", "En plus"])), max_size=4),
    part=st.decimals("0.01", "0.9", places=6),
    day=st.sampled_from([420, 480, 450]),
)  # fmt: skip
def test_what_any_invoice_prints_adds_up_on_paper_and_in_the_ledger(
    lines: list, minutes: list, part: Decimal, day: int
) -> None:
    quote = [
        {**QUOTE[0], "line": f"L{n}", "quantity": quantity, "unit_price_cents": price, "discount_rate": rate,
         "mode": mode}
        for n, (quantity, price, rate, mode) in enumerate(lines)
    ]  # fmt: skip
    sessions = [
        {"number": f"S{n}", "day": TODAY - timedelta(days=n), "project": "P001", "task": "T0", "start": 540,
         "end": 540 + length, "billing": billing}
        for n, (length, billing) in enumerate(minutes)
    ]  # fmt: skip
    home = house(
        {"day_minutes": day}, Devis=quote, Versions=[VERSION], Seances=sessions,
        Planning=[{"task": "T0", "project": "P001", "line": "L0"}],
        Echeancier=[{**STEPS[1], "rank": 1, "share_rate": part}, STEPS[2]],
    )  # fmt: skip
    for rank in (1, 3):
        issue, _ = issue_step(home, "P001", rank, TODAY)
        if issue is None:
            return
        assert_adds_up(issue.document)
        assert_ledger_adds_up(records_of(issue.lines), issue.invoice)
        home = written(home, issue)
    assert_adds_up(credit(home, issue.invoice["number"]).document)


def test_hours_worked_are_billed_by_a_quantity_that_gives_their_price() -> None:
    # 7 h 40 of 8 h at 1 200,00: 460 / 480 = 0,958333…; x 1 200 = 1 150,00. 0,9583 would give 1 149,96.
    quote = [{**QUOTE[0], "unit_price_cents": 120_000, "mode": "Régie", "quantity": Decimal(1)}]
    worked = {"day": TODAY, "project": "P001", "task": "T1", "start": 540, "end": 1000, "number": "S1"}
    tasks = [{"task": "T1", "project": "P001", "line": "L1"}]
    issue = issued(house(Devis=quote, Seances=[worked], Planning=tasks), rank=3)
    line = issue.lines.frame().iloc[0]
    assert (line["quantity"], line["amount_cents"]) == (Decimal("0.95833"), 115_000)


def test_a_quantity_just_below_a_half_of_a_cent_is_rounded_up() -> None:
    # a third of 4,5 cents is 1,5 cents: 2; 0,33 and 0,3333333 give 1, 0,34 gives 2
    third = Decimal(1) / 3
    found = shown_quantity(third, 2, lambda quantity: half_up(quantity * Decimal("4.5")) == 2)
    assert found == Decimal("0.34")


PERSON = {"code": "T1", "payroll_id": "M1", "status": "Intermittent"}
CONTRACT = {"contract": "C1", "technician": "T1", "type": "CDDU", "convention": "Aucune"}


@settings(max_examples=25)
@given(
    st.lists(st.integers(1, 15 * 60), min_size=1, max_size=8),
    st.integers(1, 20_000),
    st.decimals(0, "0.9", places=4),
)
def test_what_any_pay_sheet_prints_adds_up(minutes: list[int], hourly: int, charges: Decimal) -> None:
    sessions = [
        {"number": f"S{n}", "day": date(2026, 11, 2 + n), "project": "P1", "technician": "T1", "contract": "C1",
         "start": 0, "end": length}
        for n, length in enumerate(minutes)
    ]  # fmt: skip
    tables = {
        "Equipe": [PERSON],
        "Contrats": [{**CONTRACT, "hourly_rate_cents": hourly}],
        "Seances": sessions,
    }
    home = office(
        settings={"fixed_term_charges_rate": charges, "holiday_fund_rate": Decimal("0.155")},
        **{name: table_rows(name, rows) for name, rows in {**tables, "Projets": [{"code": "P1"}]}.items()},
    )
    result = payroll(home, "2026-11")
    names = ("base_hours", "rate_cents", "premium_rate", "amount_cents")
    gross = Decimal(0)
    for item in records_of(result.items):
        base, rate, premium, amount = of_ledger("Rubriques", item, *names)
        assert (base * rate * (1 + premium)).quantize(CENT, ROUND_HALF_UP) == amount
        gross += amount
    [pay] = records_of(result.pay)
    shown_gross, cost, total = of_ledger("Paie", pay, "gross_cents", "charges_cents", "total_cents")
    assert (shown_gross, total) == (gross, gross + cost)


@pytest.mark.parametrize(
    ("minutes", "label"), [(440, "Total des heures (soit 22 h 00)"), (450, "Total des heures")]
)
def test_the_annex_totals_the_hours_it_prints(minutes: int, label: str) -> None:
    # three times 7 h 20: 7,33 + 7,33 + 7,33 = 21,99, for 22 h 00
    sessions = [
        {"number": f"S{n}", "day": TODAY - timedelta(days=n), "project": "P001", "start": 540, "end": 540 + minutes,
         "billing": "Incluse"}
        for n in range(3)
    ]  # fmt: skip
    document = issued(house(Seances=sessions), rank=3).document
    sheet = openpyxl.load_workbook(io.BytesIO(invoice_workbook(document)))[document.number]
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert_annex_adds_up(rows)
    assert rows[-1][0].value == label
