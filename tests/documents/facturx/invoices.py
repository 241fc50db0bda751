"""Invoices of every kind that the house issues, as records; each is valid under the official rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.invoice import (
    Deposit,
    InvoiceDocument,
    InvoiceLine,
    Mention,
    Party,
    SessionLine,
)
from postprod_xl.domain.vat import vat_shares

DAY, DUE = date(2026, 11, 23), date(2026, 12, 23)
VAT, NONE = Decimal("0.2"), Decimal(0)
SELLER = Party(
    "Studio des Quais", "12 quai de la Consigne", "34200", "Sète", "FR", "732829320", "73282932000074",
    "FR44732829320", "compta@port.example", "SAS", "RCS Montpellier 732 829 320", "FR76 3000 6000 0112 3456 7890 189",
    "40 000 €", "732829320",
)  # fmt: skip
BUYER = Party(
    "Films du Môle & Cie", "3 rue de la Lune", "75010", "Paris", "FR", "552100554", "", "", "factures@mole.example",
    electronic_address="552100554_COMPTA",
)  # fmt: skip
BELGIAN = Party(
    "Lumière BV", "Kaai 4", "9000", "Gand", "BE", "", "", "BE0417497106", "facturen@lumiere.example"
)
SWISS = replace(BELGIAN, name="Lac SA", country="CH", vat_number="", email="")
OVERSEAS = replace(BUYER, postcode="97300", city="Cayenne", country="GF")
MENTIONS = (
    Mention("PMD", "Pénalités de retard : trois fois le taux d'intérêt légal."),
    Mention("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40,00 € (C. com. D441-5)."),
    Mention("AAB", "Escompte : aucun escompte pour paiement anticipé."),
    Mention("", "Catégorie de l'opération : prestation de services."),
)


def lump(label: str, cents: int, rate: Decimal = VAT, **rest: Any) -> InvoiceLine:
    return InvoiceLine(label, Decimal(1), "forfait", cents, cents, rate, **rest)


def document(lines: Sequence[InvoiceLine], **rest: Any) -> InvoiceDocument:
    """An invoice of some lines; `rest` says what is its own."""
    whole: dict[str, Any] = {
        "number": "FA-2026-0002", "type": "Facture", "day": DAY, "due_day": DUE,
        "service_days": (date(2026, 9, 30), date(2026, 11, 20)), "project": "CRUE", "title": "La Crue",
        "purchase_order": "BC-2600", "client": "MOLE", "subject": "La Crue — Solde (étape 3)", "seller": SELLER,
        "buyer": BUYER, "vat_regime": "France", "lines": tuple(lines), "vat": vat_shares(lines), "deposits": (),
        "mentions": MENTIONS, "terms": "Paiement à 30 jours, au plus tard le 23/12/2026.",
    }  # fmt: skip
    return InvoiceDocument(**whole | rest)


# 4 800,00 + 3 450,00 + 1 780,00 + 617,50 = 10 647,50; less 5 % = 532,38: 10 115,12; VAT 2 023,02; 12 138,14 in all.
FOUR_LINES = (
    InvoiceLine("Montage", Decimal(8), "jour", 60_000, 480_000, VAT, "CRUE-IMG-20", group="Image"),
    InvoiceLine("Étalonnage", Decimal(3), "jour", 115_000, 345_000, VAT, "CRUE-IMG-40", group="Image"),
    InvoiceLine("Mixage", Decimal(2), "jour", 89_000, 178_000, VAT, "CRUE-SON-31", group="Son"),
    InvoiceLine("Sous-titres", Decimal(65), "minute", 950, 61_750, VAT, "CRUE-LIV-02", group="Livraison"),
    lump("Remise globale 5 %", -53_238, group="Remise, imprévus et frais généraux"),
)
BY_HAND = document(FOUR_LINES)
THIRDS = document([lump(f"Film {name}", 3_333) for name in "ABC"])
DEPOSIT = document(
    [lump("Acompte 30 % — devis accepté v1", 303_454)], number="FA-2026-0001", type="Acompte", type_code="386",
    day=date(2026, 9, 21), due_day=date(2026, 9, 21), subject="La Crue — Acompte 30 % (étape 1)",
)  # fmt: skip
BALANCE = replace(
    BY_HAND, process="S4", deposits=(Deposit(DEPOSIT.number, DEPOSIT.day, DEPOSIT.total_with_vat_cents),),
    sessions=tuple(SessionLine(date(2026, 11, day), "Mixage VO", "Mixeur", 450, "Incluse") for day in range(1, 20)),
)  # fmt: skip
CREDIT = replace(
    BALANCE, number="AV-2026-0001", type="Avoir", type_code="381", due_day=None, terms="", origin=BALANCE.number,
    origin_day=DAY, subject="Avoir sur FA-2026-0002", sessions=(),
)  # fmt: skip
PARTIAL_CREDIT = replace(
    CREDIT, process="S1", deposits=(), lines=FOUR_LINES[:1], vat=vat_shares(FOUR_LINES[:1])
)
DEPOSIT_CREDIT = replace(
    DEPOSIT, number="AV-2026-0002", type="Avoir", type_code="503", due_day=None, terms="", day=DAY,
    origin=DEPOSIT.number, origin_day=DEPOSIT.day,
)  # fmt: skip
REVERSE_CHARGE = document(
    [InvoiceLine("Mixage", Decimal("2.5"), "jour", 89_000, 211_375, NONE, "L1", Decimal("0.05"))], buyer=BELGIAN,
    vat_regime="UE autoliquidation", vat_category="AE",
    vat_reason="Autoliquidation : TVA due par le preneur, art. 283-2 du CGI.",
)  # fmt: skip
OUTSIDE = document(
    [lump("Mixage", 89_000, NONE)], buyer=SWISS, vat_regime="Hors UE", vat_category="G",
    vat_reason="TVA non applicable : preneur établi hors de l'Union européenne, art. 259-1° du CGI.",
)  # fmt: skip
REUNION = document(
    [lump("Mixage", 89_000, Decimal("0.085"))], buyer=OVERSEAS, vat_regime="DOM", on_debits=True
)
GUIANA = document(
    [lump("Mixage", 89_000, NONE)], buyer=OVERSEAS, vat_regime="DOM", vat_category="E",
    vat_reason="TVA non applicable : art. 294 du CGI.",
)  # fmt: skip
# What is taken back of an earlier invoice, hours without end, a line for nothing, a line less than nothing.
ODD = document(
    [
        InvoiceLine("Régie « VO » <1>", Decimal("7.6667"), "heure", 20_00, 153_33, VAT, "L1"),
        InvoiceLine("Part d'un grand poste", Decimal("0.333333"), "jour", 9_999_999, 3_333_330, VAT, "L2"),
        InvoiceLine("Bande-annonce offerte", Decimal(1), "forfait", 0, 0, VAT, "L3"),
        InvoiceLine("Cassettes", Decimal(12), "cartouche", 4_000, 43_200, VAT, "L4", Decimal("0.1")),
        InvoiceLine("Montage", Decimal(-1), "demi-journée", 30_000, -27_000, VAT, "L5", Decimal("0.1")),
        lump("Situation déjà facturée : FA-2026-0001 du 21/09/2026", -100_000, group="Déjà facturé"),
        lump("Situation déjà facturée : FA-2026-0001 du 21/09/2026", -10_000, Decimal("0.1"), group="Déjà facturé"),
    ],
    seller=replace(SELLER, iban="", email=""),
)  # fmt: skip

INVOICES = {
    "by hand": BY_HAND, "thirds": THIRDS, "deposit": DEPOSIT, "balance": BALANCE, "credit": CREDIT,
    "partial credit": PARTIAL_CREDIT, "deposit credit": DEPOSIT_CREDIT, "reverse charge": REVERSE_CHARGE,
    "outside": OUTSIDE, "Réunion": REUNION, "Guyane": GUIANA, "odd": ODD,
}  # fmt: skip
