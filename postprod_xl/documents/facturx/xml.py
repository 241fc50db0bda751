"""The XML of an invoice: a CrossIndustryInvoice of the EN 16931 profile, as `factur-x` writes it.

What is said of each term is a key of the norm (BT-1, BG-25…); amounts are texts of two decimals, so that nothing is
rounded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from postprod_xl.documents.facturx.arithmetic import CREDITS, DEPOSIT
from postprod_xl.documents.facturx.received import SIREN_SCHEME, SIRET_SCHEME
from postprod_xl.documents.invoice import InvoiceDocument, InvoiceLine, Party
from postprod_xl.schema.cells.formats import DOMESTIC, ELECTRONIC_ADDRESS
from postprod_xl.schema.units import plain
from postprod_xl.schema.vocabulary import Unit

FRENCH_DIRECTORY, E_MAIL = "0225", "EM"
"""Schemes of the addresses of a party (EAS)."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ONE = "C62"
# UN/ECE recommendation 20; what it has no unit for counts as pieces, its French unit beside it.
_UNITS: dict[str, str] = {
    Unit.DAY: "DAY",
    Unit.HOUR: "HUR",
    Unit.WEEK: "WEE",
    Unit.MINUTE: "MIN",
    Unit.LUMP_SUM: "LS",
}
_TRANSFER, _OTHER_MEANS = "58", "1"
_EXEMPTIONS = {"AE": "VATEX-EU-AE", "G": "VATEX-EU-G"}
WITH_VAT = "S"


def invoice_xml(document: InvoiceDocument) -> bytes:
    """The XML of a document; the same bytes for the same document.

    Nothing is checked: neither its figures (`arithmetic.faults`), nor its schema (`check_schema`), nor the rules of
    EN 16931 and of France (`rules.py`).
    """
    from facturx import generate_xml

    terms = {
        name: _legal_text(value) for name, value in _terms(document).items() if value not in ("", None, [])
    }
    xml: bytes = generate_xml(
        terms, flavor="factur-x", level="en16931", check_xsd=False, check_schematron=False
    )
    return xml


def check_schema(xml: bytes) -> None:
    """Check an XML against the schema of its profile.

    Raises
    ------
    Exception
        It does not follow the schema: a fault of this program, as `factur-x` says it.
    """
    from facturx import xml_check_xsd

    xml_check_xsd(xml, flavor="factur-x", level="en16931")


def _terms(document: InvoiceDocument) -> dict[str, Any]:
    first, last = document.service_days
    is_deposit = document.type_code == DEPOSIT
    return {
        "BT-1": document.number,
        "BT-2": document.day,
        "BT-3": document.type_code,
        "BT-5": "EUR",
        "BT-8": document.vat_point,
        "BT-9": document.due_day,
        "BT-11": document.project,
        "BT-11-0": document.title or document.project,
        "BT-13": document.purchase_order,
        "BT-20": document.terms or document.credit_terms,
        "BT-23": document.process,
        # No service was rendered for a deposit: what it is for is paid in advance.
        "BT-72": document.day if is_deposit else last,
        "BT-73": None if is_deposit else first,
        "BT-74": None if is_deposit else last,
        **_payment(document),
        "BG-1": list(_notes(document)),
        "BG-3": list(_references(document)),
        "BG-4": _party(document.seller, ", ".join(_legal(document.seller))),
        "BG-7": _party(document.buyer),
        "BG-20": [_allowance(document, line) for line in document.allowances],
        "BG-23": [_vat(document, at) for at in range(len(document.vat))],
        "BG-25": [_line(document, rank, line) for rank, line in enumerate(document.billed_lines, 1)],
        **_totals(document),
    }


def _legal_text(value: Any) -> Any:
    """The same terms, less the characters that no XML may hold (XML 1.0, 2.2): the pages leave them out as well."""
    if isinstance(value, str):
        return _ILLEGAL.sub("", value)
    if isinstance(value, dict):
        return {name: _legal_text(each) for name, each in value.items()}
    return [_legal_text(each) for each in value] if isinstance(value, list) else value


def _payment(document: InvoiceDocument) -> dict[str, Any]:
    iban = _compact(document.seller.iban).upper()
    if document.type_code in CREDITS or not iban:
        return {"BT-81": _OTHER_MEANS}
    return {"BT-81": _TRANSFER, "BT-83": document.number, "BT-84": iban}


def _notes(document: InvoiceDocument) -> Iterator[dict[str, str]]:
    if document.subject:
        yield {"BT-22": document.subject}
    for mention in document.mentions:
        yield {"BT-21": mention.code, "BT-22": mention.text} if mention.code else {"BT-22": mention.text}
    yield {"BT-21": "BAR", "BT-22": document.treatment}


def _references(document: InvoiceDocument) -> Iterator[dict[str, Any]]:
    if document.origin:
        yield {"BT-25": document.origin, "BT-26": document.origin_day}
        return
    for deposit in document.deposits:
        yield {"BT-25": deposit.number, "BT-26": deposit.day}


def _party(party: Party, legal: str = "") -> dict[str, Any]:
    siren, siret = _compact(party.siren), _compact(party.siret)
    is_french = party.country in DOMESTIC
    address, scheme = _address(party)
    said = {
        "name": party.name,
        "addr_l1": party.street,
        "postcode": party.postcode,
        "city": party.city,
        "country_code": party.country or "FR",
        "legal_identifier": siren,
        "legal_identifier_schemeid": SIREN_SCHEME if siren and is_french else "",
        "identifiers": {SIRET_SCHEME: siret} if siret and is_french else {},
        "vat_identifier": _compact(party.vat_number).upper(),
        "legal_info": legal,
        "contacts": [{"email": party.email}] if party.email else [],
        "einvoicing_addr": address,
        "einvoicing_addr_schemeid": scheme if address else "",
    }
    return {name: value for name, value in said.items() if value}


def _address(party: Party) -> tuple[str, str]:
    """The electronic address of a party and its scheme: of the French directory, else its e-mail."""
    if ELECTRONIC_ADDRESS.fits(party.electronic_address):
        return party.electronic_address, FRENCH_DIRECTORY
    return party.electronic_address or party.email, E_MAIL


def _legal(seller: Party) -> Iterator[str]:
    if seller.form:
        yield seller.form
    if seller.capital_mention:
        yield seller.capital_mention
    if seller.register:
        yield f"RCS {seller.register.removeprefix('RCS').strip()}"


def _line(document: InvoiceDocument, rank: int, line: InvoiceLine) -> dict[str, Any]:
    code = _UNITS.get(line.unit, _ONE)
    named = code == _ONE and line.unit and line.unit != Unit.ITEM
    return {
        "BT-126": str(rank),
        "BT-129": plain(line.stated_quantity),
        "BT-130": code,
        "BT-131": _amount(line.amount_cents),
        "BT-146": _amount(line.stated_price_cents),
        "BT-151": _category(document, line.vat_rate),
        "BT-152": _percent(line.vat_rate),
        # A name of what no XML may hold is no name.
        "BT-153": _legal_text(line.label).strip() or line.line or "Sans libellé",
        "BT-155": line.line,
        "BG-27": [_off(line, line.off_cents)] if line.off_cents > 0 else [],
        # What a line below zero takes back of its discount.
        "BG-28": [_off(line, -line.off_cents)] if line.off_cents < 0 else [],
        "BG-32": [{"BT-160": "Unité", "BT-161": str(line.unit)}] if named else [],
    }


def _off(line: InvoiceLine, cents: int) -> dict[str, str]:
    return {"amount": _amount(cents), "reason": line.off_reason}


def _allowance(document: InvoiceDocument, line: InvoiceLine) -> dict[str, str]:
    return {
        "amount": _amount(-line.amount_cents),
        "reason": line.label,
        "vat_category_code": _category(document, line.vat_rate),
        "vat_rate": _percent(line.vat_rate),
    }


def _vat(document: InvoiceDocument, at: int) -> dict[str, str]:
    share = document.vat[at]
    category = _category(document, share.rate)
    said = {
        "BT-116": _amount(share.base_cents),
        "BT-117": _amount(share.vat_cents),
        "BT-118": category,
        "BT-119": _percent(share.rate),
    }
    if share.rate:
        return said
    reasons = {"BT-120": document.vat_reason, "BT-121": _EXEMPTIONS.get(category, "")}
    return said | {name: text for name, text in reasons.items() if text}


def _totals(document: InvoiceDocument) -> dict[str, str]:
    off = -sum(line.amount_cents for line in document.allowances)
    return {
        "BT-106": _amount(document.total_cents + off),
        "BT-107": _amount(off) if off else "",
        "BT-109": _amount(document.total_cents),
        "BT-110": _amount(document.vat_cents),
        "BT-112": _amount(document.total_with_vat_cents),
        "BT-113": _amount(document.deposits_cents) if document.deposits else "",
        "BT-115": _amount(document.payable_cents),
    }


def _category(document: InvoiceDocument, rate: Decimal) -> str:
    return WITH_VAT if rate else document.vat_category


def _amount(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f}"


def _percent(rate: Decimal) -> str:
    return plain(rate * 100)


def _compact(number: str) -> str:
    return "".join(number.split())
