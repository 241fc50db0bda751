"""Every kind of invoice follows the official rules of EN 16931 and of France, and a damaged one does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.documents.facturx.rules import Objection, objections
from postprod_xl.documents.facturx.xml import invoice_xml
from postprod_xl.documents.invoice import InvoiceDocument
from tests.documents.facturx.invoices import BALANCE, INVOICES
from tests.domain.invoicing.houses import CLIENT, VERSION, credit, house, issued, written

# What is changed in a valid invoice, and a rule that must see it.
DAMAGE = {
    "total": (b"GrandTotalAmount>12138.14<", b"GrandTotalAmount>12138.15<", "BR-CO-15"),
    "payable": (b"DuePayableAmount>8496.69<", b"DuePayableAmount>8496.68<", "BR-CO-16"),
    "line": (b"LineTotalAmount>4800.00<", b"LineTotalAmount>4800.01<", "BR-CO-10"),
    "allowance": (b"ActualAmount>532.38<", b"ActualAmount>532.37<", "BR-CO-11"),
    "VAT amount": (b"CalculatedAmount>2023.02<", b"CalculatedAmount>2023.12<", "BR-CO-14"),
    "VAT category": (b"CategoryCode>S<", b"CategoryCode>QQ<", "BR-FR-15"),
    "VAT rate": (b"RateApplicablePercent>20<", b"RateApplicablePercent>19<", "BR-FR-16"),
    "type": (b"TypeCode>380<", b"TypeCode>999<", "BR-FR-04"),
    "type of a final invoice": (b"TypeCode>380<", b"TypeCode>386<", "BR-FR-CO-08"),
    "day": (b'format="102">20261123<', b'format="102">18261123<', "BR-FR-03"),
    "due day": (b'format="102">20261223<', b'format="102">20261122<', "BR-FR-CO-07"),
    "number": (b"ID>FA-2026-0002<", b"ID>FA 2026 0002<", "BR-FR-02"),
    "penalties": (b"SubjectCode>PMD<", b"SubjectCode>AAI<", "BR-FR-05"),
    "process": (b"ID>S4<", b"ID>Z4<", "BR-FR-08"),
    "SIREN": (b'schemeID="0002">732829320<', b'schemeID="0002">7328293<', "BR-FR-10"),
    "address": (b'schemeID="0225">552100554_COMPTA<', b'schemeID="0225">999100554<', "BR-FR-21"),
}
# Official names of the rules of amounts, which Factur-X numbers its own way.
AS_FACTURX = {"BR-CO-10", "BR-CO-11", "BR-CO-14", "BR-CO-15", "BR-CO-16"}


def house_invoices() -> dict[str, InvoiceDocument]:
    """What the rules of invoicing make of one project: a deposit, a situation, a balance and their credit notes."""
    home = house(Versions=[{**VERSION, "discount_rate": Decimal("0.1")}])
    made = {}
    for rank in (1, 2, 3):
        issue = issued(home, rank=rank)
        home = written(home, issue)
        made[f"step {rank}"] = issue.document
        if rank != 2:
            made[f"credit of step {rank}"] = credit(home, issue.document.number).document
    belgian = {"vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "BE0417497106", "siren": ""}
    home = house(Clients=[{**CLIENT, **belgian, "siret": "", "email": "factures@client.example"}])
    return made | {"Belgian": issued(home).document}


HOUSE_INVOICES = ("step 1", "credit of step 1", "step 2", "step 3", "credit of step 3", "Belgian")


def damaged(name: str) -> bytes:
    old, new, _ = DAMAGE[name]
    xml = invoice_xml(BALANCE)
    assert old in xml, name
    return xml.replace(old, new)


@pytest.fixture(scope="module")
def said() -> dict[str, list[Objection]]:
    """What the rules say of every invoice and of every damaged one, in one process."""
    xmls = {name: invoice_xml(invoice) for name, invoice in (INVOICES | house_invoices()).items()}
    xmls |= {f"damaged {name}": damaged(name) for name in DAMAGE}
    return dict(zip(xmls, objections(list(xmls.values()), french=True), strict=True))


@pytest.mark.parametrize("name", [*INVOICES, *HOUSE_INVOICES])
def test_an_invoice_follows_every_rule(said: dict[str, list[Objection]], name: str) -> None:
    # Without address, a foreign client is out of the French directory: BR-FR-12 is for invoices within France.
    foreign = {"BR-FR-12_BT-49"} if name == "outside" else set()
    assert not [objection for objection in said[name] if objection.rule not in foreign]


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_invoice_breaks_the_rule_of_what_was_damaged(
    said: dict[str, list[Objection]], name: str
) -> None:
    rule = DAMAGE[name][2]
    broken = [each for each in said[f"damaged {name}"] if each.is_blocking]
    assert any(rule in f"{each.rule} {each.text}" for each in broken), broken


def test_a_rule_reported_without_flag_blocks() -> None:
    unflagged = {"id": "BR-X", "flag": "", "text": "…"}
    assert Objection.of(unflagged).is_blocking
    assert not Objection.of(unflagged | {"flag": "warning"}).is_blocking


def test_what_the_process_cannot_read_is_a_failure_and_never_an_approval() -> None:
    with pytest.raises(RuntimeError):
        objections([b"<no invoice"], french=True)
