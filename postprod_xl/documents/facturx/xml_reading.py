"""The XML of an electronic invoice, in either syntax of EN 16931, as a record: nothing of it is believed yet."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.facturx.received import (
    SIREN_SCHEME,
    SIRET_SCHEME,
    DocumentAdjustment,
    ReceivedInvoice,
    TradeLine,
    TradeParty,
    TradeTotals,
    TradeVat,
)
from postprod_xl.documents.facturx.refusal import InvoiceUnreadable

if TYPE_CHECKING:
    from lxml import etree

_SYNTAXES = {"factur-x": "CII", "ubl-2.1-invoice": "UBL", "ubl-2.1-creditnote": "UBL"}
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,10})?|\.[0-9]{1,10})")
_DAY_TAGS = {"DateTimeString": "%Y%m%d", "DateString": "%Y%m%d"}
_UBL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SIREN_DIGITS, SIRET_DIGITS = 9, 14
_TOTALS = ("BT-106", "BT-107", "BT-108", "BT-109", "BT-110", "BT-112", "BT-113", "BT-114", "BT-115")

Found = Mapping[str, Any]
"""What the library read, by the business terms of EN 16931."""


def xml_root(xml: bytes) -> etree._Element:
    """The root of the XML of an invoice: no document type, no entity, no network.

    Raises
    ------
    InvoiceUnreadable
        It is not well-formed, or declares a document type or an entity.
    """
    from lxml import etree

    suspect = InvoiceUnreadable(
        "le XML déclare un type de document ou une entité : fichier suspect, non lu ; demandez-en un autre"
    )
    codes = ("ascii", "utf-16-le", "utf-16-be")
    if any(text.encode(code) in xml for text in _FORBIDDEN for code in codes):
        raise suspect
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = " ".join(str(error).split())
        raise InvoiceUnreadable(f"le XML est mal formé ({why}) : demandez-en une autre copie") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise suspect
    return root


def flavour_of(root: etree._Element) -> tuple[str, str]:
    """The syntax and the profile of an invoice, by the names of the library.

    Raises
    ------
    InvoiceUnreadable
        It is no invoice of EN 16931, or names no profile that is known.
    """
    from facturx import get_flavor, get_level

    tag = str(root.tag).rpartition("}")[2]
    if tag == "CrossIndustryDocument":
        raise InvoiceUnreadable(
            "XML de ZUGFeRD 1, format abandonné : demandez une facture Factur-X ou ZUGFeRD 2"
        )
    if tag not in ("CrossIndustryInvoice", "Invoice", "CreditNote"):
        raise InvoiceUnreadable(f"le XML est un « {tag} », pas une facture CII ou UBL")
    try:
        flavour = str(get_flavor(root))
        return flavour, str(get_level(root, flavour))
    except (ValueError, AttributeError) as error:
        raise InvoiceUnreadable(
            "le XML ne dit pas son profil (BT-24), ou dit un profil inconnu : demandez une facture Factur-X"
        ) from error


def invoice_of(root: etree._Element, flavour: str, level: str) -> ReceivedInvoice:
    """The record of an invoice.

    Raises
    ------
    InvoiceUnreadable
        A number, a date or a term without which nothing is an invoice is missing or unreadable.
    """
    from facturx import parse_ubl_cii_xml

    # It warns of what it reads twice.
    logging.getLogger("factur-x").setLevel(logging.CRITICAL)
    _check_days(root)
    try:
        found = parse_ubl_cii_xml(root, flavour, level, check_xsd=False, check_schematron=False)
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise InvoiceUnreadable(f"le XML est illisible ({error}) : demandez-en une autre copie") from error
    text = partial(_text, found)
    return ReceivedInvoice(
        syntax=_SYNTAXES[flavour],
        profile=level,
        guideline=text("BT-24"),
        process=text("BT-23"),
        number=_required(found, "BT-1", "numéro"),
        day=_required_day(found),
        type_code=_required(found, "BT-3", "type"),
        currency=_required(found, "BT-5", "devise"),
        seller=_party(found.get("BG-4")),
        buyer=_party(found.get("BG-7")),
        payee=_text(found.get("BG-10") or {}, "name"),
        lines=tuple(map(_line, found.get("BG-25") or ())),
        adjustments=(*_adjustments(found), *_logistics(root)),
        vat=tuple(map(_vat, found.get("BG-23") or ())),
        totals=TradeTotals(*(_decimal(found, term) for term in _TOTALS)),
        due_day=_day(found, "BT-9"),
        service_day=_day(found, "BT-72"),
        period=(_day(found, "BT-73"), _day(found, "BT-74")),
        order=text("BT-13"),
        origins=tuple((_text(origin, "BT-25"), _day(origin, "BT-26")) for origin in found.get("BG-3") or ()),
        ibans=tuple(_all(found.get("BT-84"))),
    )


def _check_days(root: etree._Element) -> None:
    """Refuse a date that no calendar has, which the schemas admit."""
    for element in root.iter("{*}*"):
        tag, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
        form = _DAY_TAGS.get(tag) or ("%Y-%m-%d" if tag.endswith("Date") and _UBL_DAY.match(text) else "")
        if not form or not text:
            continue
        try:
            datetime.strptime(text, form)
        except ValueError as error:
            raise InvoiceUnreadable(
                f"le XML porte la date « {text[:20]} », qui n'existe dans aucun calendrier : facture à refaire"
            ) from error


def _all(value: Any) -> Iterator[str]:
    """What a term says, each time it is said, without saying the same twice."""
    held = value if isinstance(value, list) else [value] if value else []
    yield from dict.fromkeys(str(each).strip() for each in held)


def _text(found: Found, term: str) -> str:
    """What a term says; one that says two things is refused."""
    said = [*_all(found.get(term))]
    if len(said) > 1:
        raise InvoiceUnreadable(
            f"le XML dit deux choses de {term}, « {said[0][:40]} » et « {said[1][:40]} » : facture à refaire"
        )
    return said[0] if said else ""


def _required(found: Found, term: str, name: str) -> str:
    text = _text(found, term)
    if not text:
        raise InvoiceUnreadable(f"le XML n'a pas de {name} ({term}) : ce n'est pas une facture complète")
    return text


def _required_day(found: Found) -> date:
    day = _day(found, "BT-2")
    if day is None:
        raise InvoiceUnreadable(
            "le XML n'a pas de date de facture (BT-2) : ce n'est pas une facture complète"
        )
    return day


def _day(found: Found, term: str) -> date | None:
    """A day; the first of several, such as the due days of a payment in parts."""
    value = found.get(term)
    days = [day for day in (value if isinstance(value, list) else [value]) if isinstance(day, date)]
    return min(days, default=None)


def _decimal(found: Found, term: str) -> Decimal | None:
    text = _text(found, term)
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        raise InvoiceUnreadable(f"le XML porte « {text[:40]} » en {term}, qui n'est pas un nombre lisible")
    return Decimal(text)


def _rate(found: Found, term: str) -> Decimal | None:
    percent = _decimal(found, term)
    return None if percent is None else percent / 100


def _amount(found: Found, term: str) -> Decimal:
    return _decimal(found, term) or Decimal(0)


def _party(found: Found | None) -> TradeParty:
    found = found or {}
    identifiers: Found = found.get("identifiers") or {}
    legal, scheme = _text(found, "legal_identifier"), _text(found, "legal_identifier_schemeid")
    # Many put their SIRET where the SIREN belongs, the official examples of Factur-X among them.
    own = legal if scheme in (SIREN_SCHEME, SIRET_SCHEME, "") else ""
    own, digits = own or identifiers.get(SIREN_SCHEME) or "", len("".join(own.split()))
    siret = identifiers.get(SIRET_SCHEME) or (own if digits == SIRET_DIGITS else "")
    siren = "".join(siret.split())[:SIREN_DIGITS] if digits == SIRET_DIGITS or not own else own
    return TradeParty(
        name=_text(found, "name"),
        siren=siren,
        siret=siret,
        vat_number=_text(found, "vat_identifier"),
        country=_text(found, "country_code"),
        city=_text(found, "city"),
    )


def _line(found: Found) -> TradeLine:
    charges = sum((_amount(each, "amount") for each in found.get("BG-28") or ()), Decimal(0))
    allowances = sum((_amount(each, "amount") for each in found.get("BG-27") or ()), Decimal(0))
    return TradeLine(
        number=_text(found, "BT-126"),
        label=_text(found, "BT-153"),
        quantity=_decimal(found, "BT-129"),
        unit=_text(found, "BT-130"),
        price=_decimal(found, "BT-146"),
        price_quantity=_decimal(found, "BT-149") or Decimal(1),
        amount=_amount(found, "BT-131"),
        adjustment=charges - allowances,
        vat_category=_text(found, "BT-151"),
        vat_rate=_rate(found, "BT-152"),
    )


def _adjustments(found: Found) -> Iterator[DocumentAdjustment]:
    for group, sign in (("BG-20", -1), ("BG-21", 1)):
        for each in found.get(group) or ():
            yield DocumentAdjustment(
                sign > 0,
                sign * _amount(each, "amount"),
                _text(each, "reason"),
                _text(each, "vat_category_code"),
                _rate(each, "vat_rate"),
            )


def _logistics(root: etree._Element) -> Iterator[DocumentAdjustment]:
    """The charges of delivery of the EXTENDED profile, which stand apart (BG-X-42): the library leaves them out."""
    for charge in root.iterfind(
        f".//{{{_RAM}}}ApplicableHeaderTradeSettlement/{{{_RAM}}}SpecifiedLogisticsServiceCharge"
    ):
        tax = f"{{{_RAM}}}AppliedTradeTax/{{{_RAM}}}"
        told = {
            "amount": charge.findtext(f"{{{_RAM}}}AppliedAmount"),
            "rate": charge.findtext(f"{tax}RateApplicablePercent"),
        }
        yield DocumentAdjustment(
            True,
            _amount(told, "amount"),
            charge.findtext(f"{{{_RAM}}}Description") or "",
            charge.findtext(f"{tax}CategoryCode") or "",
            _rate(told, "rate"),
        )


def _vat(found: Found) -> TradeVat:
    return TradeVat(
        _text(found, "BT-118"), _rate(found, "BT-119"), _amount(found, "BT-116"), _amount(found, "BT-117")
    )
