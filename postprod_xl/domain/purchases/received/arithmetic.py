"""Whether the figures of an electronic invoice add up: each is found again from what it is made of.

The schemas of Factur-X check no arithmetic. Sources: EN 16931-1, rules BR-CO-10 to BR-CO-17, BR-S-08 to BR-O-09 and
BR-DEC; BR-FR-16 (XP Z12-012) for the rates of a French seller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from postprod_xl.documents.facturx.received import (
    PROFILE_WITHOUT_VAT,
    PROFILES_WITHOUT_LINES,
    DocumentAdjustment,
    ReceivedInvoice,
    TradeLine,
    TradeVat,
)
from postprod_xl.domain.purchases.received.amounts import CENT, NOTHING, percent_text, shown
from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.problems import Problem, blocking, warning

STANDARD = "S"
_UNTAXED = frozenset({"Z", "E", "AE", "K", "G", "O"})
_TAXED = frozenset({STANDARD, "L", "M"})
REVERSE_CHARGE = frozenset({"AE", "K"})
_MOST_ROUNDING = Decimal(1)
"""What the rules of EN 16931 let the tax of a rate differ from its base times the rate (BR-S-09)."""


def arithmetic_problems(invoice: ReceivedInvoice) -> list[Problem]:
    """The figures of an invoice that are not what its lines, its rates and its other figures come to, blocking.

    A line that is not its quantity times its price, tax that differs from its base times its rate by the rounding of
    its lines are warnings.
    """
    return [*_line_problems(invoice), *_total_problems(invoice), *_vat_problems(invoice)]


def _wrong(what: str, found: str, expected: str, why: str) -> Problem:
    return blocking("", None, "", found, expected, f"{what} : {found} dans le XML, {expected} {why}")


def _line_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    for line in invoice.lines:
        if line.quantity is None or line.price is None:
            continue
        units = line.quantity / (line.price_quantity or 1)
        expected = units * line.price + line.adjustment
        if abs(expected - line.amount) > _tolerance(line.price, units):
            found = shown(line.amount, invoice.currency)
            rounded = shown(expected.quantize(CENT, ROUND_HALF_UP), invoice.currency)
            what = f"ligne {line.number}, « {line.label} »"
            message = f"{what} : {found} dans le XML, {rounded} d'après sa quantité et son prix"
            # No rule of EN 16931 binds them: a price may be that of another unit, or leave a tax out.
            yield warning("", None, "", found, rounded, message)
        if line.price < 0 or (line.quantity < 0 and line.amount > 0):
            message = f"ligne {line.number} : prix négatif, ou quantité négative pour un montant positif"
            yield blocking(
                "", None, "", f"{line.quantity} × {line.price}", "une quantité et un prix positifs", message
            )
    if not invoice.lines and invoice.profile not in PROFILES_WITHOUT_LINES:
        yield blocking(
            "", None, "", "aucune ligne", "au moins une ligne", "aucune ligne : rien n'est facturé"
        )


def _tolerance(price: Decimal, units: Decimal) -> Decimal:
    """Half a cent, and half of the last printed decimal of the price for each unit."""
    decimals = -int(price.as_tuple().exponent)
    return CENT / 2 + abs(units) * Decimal(5).scaleb(-max(decimals, 2) - 1)


def _total_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    totals, currency = invoice.totals, invoice.currency
    lines = sum((line.amount for line in invoice.lines), NOTHING) if invoice.lines else totals.lines
    given = [-each.amount for each in invoice.adjustments if not each.is_charge]
    charged = [each.amount for each in invoice.adjustments if each.is_charge]
    base = None if totals.lines is None else totals.lines - (totals.allowances or 0) + (totals.charges or 0)
    tax = totals.tax or NOTHING
    with_tax = None if totals.base is None else totals.base + tax
    payable = (
        None if totals.with_tax is None else totals.with_tax - (totals.prepaid or 0) + (totals.rounding or 0)
    )
    if invoice.profile == PROFILE_WITHOUT_VAT:
        # It leaves out what was paid before: what is due may be less than the total.
        payable = totals.payable
    sums = [
        ("total des lignes (BT-106)", totals.lines, lines, "d'après les lignes"),
        ("total HT (BT-109)", totals.base, base, "d'après les lignes, les remises et les frais"),
        ("total TTC (BT-112)", totals.with_tax, with_tax, "d'après le total HT et la TVA"),
        ("net à payer (BT-115)", totals.payable, payable, "d'après le total TTC et ce qui est déjà payé"),
    ]
    if invoice.profile != PROFILE_WITHOUT_VAT:
        sums += [
            (
                "total des remises (BT-107)",
                totals.allowances or NOTHING,
                sum(given, NOTHING),
                "d'après les remises",
            ),
            (
                "total des frais (BT-108)",
                totals.charges or NOTHING,
                sum(charged, NOTHING),
                "d'après les frais",
            ),
        ]
    for what, found, expected, why in sums:
        if found is not None and expected is not None and found != expected:
            yield _wrong(what, shown(found, currency), shown(expected, currency), why)
    for name, found in (("total HT (BT-109)", totals.base), ("total TTC (BT-112)", totals.with_tax)):
        if found is None:
            yield blocking(
                "", None, "", "absent", name, f"le XML n'a pas de {name} : ce n'est pas une facture"
            )
    yield from _decimals(invoice)


def _decimals(invoice: ReceivedInvoice) -> Iterator[Problem]:
    amounts = [
        *(amount for amount in vars(invoice.totals).values() if amount is not None),
        *(line.amount for line in invoice.lines),
        *(amount for share in invoice.vat for amount in (share.base, share.tax)),
    ]
    for amount in dict.fromkeys(amounts):
        if amount != amount.quantize(CENT):
            found = shown(amount, invoice.currency)
            yield blocking(
                "", None, "", found, "deux décimales", f"{found} : un montant a deux décimales au plus"
            )


def _vat_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    if invoice.profile == PROFILE_WITHOUT_VAT:
        return
    total, currency = sum((share.tax for share in invoice.vat), NOTHING), invoice.currency
    if (invoice.totals.tax or NOTHING) != total:
        found = shown(invoice.totals.tax or NOTHING, currency)
        yield _wrong("TVA (BT-110)", found, shown(total, currency), "d'après la TVA de chaque taux")
    yield from _base_problems(invoice)
    for share in invoice.vat:
        yield from _share_problems(invoice, share)


def _base_problems(invoice: ReceivedInvoice) -> Iterator[Problem]:
    """Bases that are not what the lines, the allowances and the charges of their rate come to."""
    currency = invoice.currency
    if not invoice.lines:
        bases = sum((share.base for share in invoice.vat), NOTHING)
        if invoice.totals.base is not None and bases != invoice.totals.base:
            why = "d'après la base de chaque taux"
            yield _wrong(
                "total HT (BT-109)", shown(invoice.totals.base, currency), shown(bases, currency), why
            )
        return
    expected: defaultdict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    parts: tuple[TradeLine | DocumentAdjustment, ...] = (*invoice.lines, *invoice.adjustments)
    for part in parts:
        expected[part.vat_category, part.vat_rate or NOTHING] += part.amount
    stated: defaultdict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for share in invoice.vat:
        stated[share.category, share.rate or NOTHING] += share.base
    for key in sorted(expected.keys() | stated.keys()):
        if expected[key] != stated[key]:
            what = f"base de TVA {_rate_text(*key)} (BT-116)"
            yield _wrong(
                what, shown(stated[key], currency), shown(expected[key], currency), "d'après les lignes"
            )


def _share_problems(invoice: ReceivedInvoice, share: TradeVat) -> Iterator[Problem]:
    rate, name = share.rate or NOTHING, _rate_text(share.category, share.rate or NOTHING)
    expected = (share.base * rate).quantize(CENT, ROUND_HALF_UP)
    gap = abs(share.tax - expected)
    if gap:
        # The tax of each line may have been rounded before it was summed.
        is_rounding = gap <= min(_MOST_ROUNDING, CENT * max(len(invoice.lines), 1))
        texts = (shown(share.tax, invoice.currency), shown(expected, invoice.currency))
        message = f"TVA {name} (BT-117) : {texts[0]} dans le XML, {texts[1]} d'après sa base et son taux"
        yield (warning if is_rounding else blocking)("", None, "", *texts, message)
    if share.category not in _UNTAXED | _TAXED:
        message = f"code de TVA « {share.category} » inconnu (BT-118)"
        yield blocking("", None, "", share.category, "S, AE, E, K, G, O ou Z", message)
    elif (share.category in _UNTAXED) is not (rate == 0):
        message = f"TVA de code « {share.category} » au taux de {percent_text(rate)} : l'un contredit l'autre"
        yield blocking("", None, "", percent_text(rate), "un taux de ce code", message)
    elif invoice.seller.is_french and not is_french_rate(rate, invoice.day):
        message = f"TVA à {percent_text(rate)} : aucun taux français n'est celui-là au {invoice.day:%d/%m/%Y}"
        yield blocking("", None, "", percent_text(rate), "un taux en vigueur", message)
    if share.category in REVERSE_CHARGE and not (invoice.seller.vat_number and invoice.buyer.vat_number):
        message = "autoliquidation sans les deux numéros de TVA : demandez une facture complète"
        yield blocking("", None, "", "numéro absent", "les deux numéros de TVA", message)


def is_french_rate(rate: Decimal, day: date) -> bool:
    """Whether a rate is one that a French invoice may bear on a day; any, before the first known list.

    >>> is_french_rate(Decimal("0.055"), date(2026, 11, 23)), is_french_rate(Decimal("0.196"), date(2026, 11, 23))
    (True, False)
    """
    try:
        return rate in in_force("purchases.vat_rates", day).value
    except UnknownRate:
        return True


def _rate_text(category: str, rate: Decimal) -> str:
    return percent_text(rate) if category == STANDARD else f"{category} {percent_text(rate)}"
