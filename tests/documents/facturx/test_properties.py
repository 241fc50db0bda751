"""Whatever is billed: the XML passes its schema, its own figures add up, and they are those of the ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from postprod_xl.documents.facturx.arithmetic import faults
from postprod_xl.documents.facturx.xml import invoice_xml
from postprod_xl.documents.invoice import InvoiceDocument, InvoiceLine
from postprod_xl.domain.invoicing.billing.lines import with_shown_quantities
from postprod_xl.domain.invoicing.register.ledger import ledger_row
from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.vat import vat_shares
from postprod_xl.schema.vocabulary import Unit
from tests.documents.facturx.invoices import BALANCE, DEPOSIT, document

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
CENT = Decimal("0.01")


@st.composite
def lines(draw: st.DrawFn) -> InvoiceLine:
    quantity = draw(st.decimals(-500, 500, places=draw(st.integers(0, 6))))
    price = draw(st.integers(-(10**7), 10**7))
    discount = draw(st.none() | st.decimals(0, 1, places=2))
    return InvoiceLine(
        draw(st.text(max_size=40)) or "Montage", quantity, draw(st.sampled_from([*Unit, ""])), price,
        amount_cents(quantity, price, discount), draw(st.sampled_from([Decimal("0.2"), Decimal("0.085")])),
        draw(st.sampled_from(["", "CRUE-IMG-20"])), discount,
    )  # fmt: skip


@st.composite
def invoices(draw: st.DrawFn) -> InvoiceDocument:
    billed = with_shown_quantities(draw(st.lists(lines(), min_size=1, max_size=6)))
    kind = draw(st.sampled_from([BALANCE, DEPOSIT, document(())]))
    return replace(kind, lines=tuple(billed), vat=vat_shares(billed))


@given(invoices())
def test_the_figures_of_an_xml_add_up_and_are_those_of_the_ledger(invoice: InvoiceDocument) -> None:
    assert faults(invoice) == []
    root = etree.fromstring(invoice_xml(invoice))
    summed = root.find(f".//{RAM}SpecifiedTradeSettlementHeaderMonetarySummation")
    billed, off, whole, vat, total, paid, payable = (
        amount(summed, name)
        for name in (
            "LineTotalAmount", "AllowanceTotalAmount", "TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount",
            "TotalPrepaidAmount", "DuePayableAmount",
        )
    )  # fmt: skip
    items = root.findall(f".//{RAM}IncludedSupplyChainTradeLineItem")
    assert billed == sum(map(line_amount, items))
    assert whole == billed - off and total == whole + vat and payable == total - paid
    assert vat == sum(tax_amount(tax) for tax in taxes(root))
    by_rate(root, items)
    row = ledger_row(invoice)
    names = ("total_cents", "vat_cents", "total_with_vat_cents", "deposits_cents", "payable_cents")
    assert [row[name] for name in names] == [int(each * 100) for each in (whole, vat, total, paid, payable)]


def amount(element: etree._Element, name: str) -> Decimal:
    return Decimal(element.findtext(f"{RAM}{name}", "0"))


def line_amount(item: etree._Element) -> Decimal:
    """The amount of a line, once found again from its quantity, its price and what is taken off it."""
    quantity = Decimal(item.findtext(f".//{RAM}BilledQuantity"))
    price = Decimal(item.findtext(f".//{RAM}ChargeAmount"))
    assert price >= 0 and -quantity.as_tuple().exponent <= 4
    found = (quantity * price).copy_abs().quantize(CENT, ROUND_HALF_UP).copy_sign(quantity)
    for each in item.iter(f"{RAM}SpecifiedTradeAllowanceCharge"):
        is_charge = "true" in "".join(each.find(f"{RAM}ChargeIndicator").itertext())
        found += amount(each, "ActualAmount") * (1 if is_charge else -1)
    stated = Decimal(item.findtext(f".//{RAM}LineTotalAmount"))
    assert found == stated
    return stated


def taxes(root: etree._Element) -> list[etree._Element]:
    return root.findall(f".//{RAM}ApplicableHeaderTradeSettlement/{RAM}ApplicableTradeTax")


def tax_amount(tax: etree._Element) -> Decimal:
    """The VAT of a rate, once found again from its base."""
    base, rate = amount(tax, "BasisAmount"), amount(tax, "RateApplicablePercent")
    assert abs(base * rate / 100 - amount(tax, "CalculatedAmount")) <= CENT / 2
    return amount(tax, "CalculatedAmount")


def by_rate(root: etree._Element, items: list[etree._Element]) -> None:
    """The base of each rate is what its lines come to, less its allowances."""
    bases: dict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        bases[item.findtext(f".//{RAM}RateApplicablePercent")] += Decimal(
            item.findtext(f".//{RAM}LineTotalAmount")
        )
    for each in root.findall(f".//{RAM}ApplicableHeaderTradeSettlement/{RAM}SpecifiedTradeAllowanceCharge"):
        bases[each.findtext(f".//{RAM}RateApplicablePercent")] -= amount(each, "ActualAmount")
    assert bases == {t.findtext(f"{RAM}RateApplicablePercent"): amount(t, "BasisAmount") for t in taxes(root)}
