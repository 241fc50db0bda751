"""What is to be paid or asked for of those the house buys from."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.home.concerns.concern import INVOICING, Concern, first_named, money
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.costs import OwedToSupplier, unpaid_purchases
from postprod_xl.domain.purchases.expected import Expected, expected_invoices, is_to_claim
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.tables.purchases import EXPECTED_INVOICES, PURCHASES
from postprod_xl.schema.vocabulary import Light


def buying_concerns(office: Office) -> Iterator[Concern]:
    """The suppliers that the house pays late, and the invoices of independents that a month over still lacks."""
    late: dict[str, list[OwedToSupplier]] = {}
    for owed in unpaid_purchases(office):
        if owed.is_late(office.today):
            late.setdefault(owed.project, []).append(owed)
    for project, invoices in late.items():
        cents = sum(owed.cents for owed in invoices)
        names = first_named([owed.supplier for owed in invoices])
        text = (
            f"{counted_whole(len(invoices), 'fournisseur')} à payer en retard{money(cents, 'TTC')} : {names}"
        )
        yield Concern(project, INVOICING, Light.ORANGE, text, PURCHASES.name, cents=cents)
    missing: dict[str, list[Expected]] = {}
    for one in expected_invoices(office):
        if is_to_claim(office, one):
            missing.setdefault(one.service.project, []).append(one)
    for project, expected in missing.items():
        cents = sum(one.missing_cents or 0 for one in expected)
        names = first_named([f"{one.service.technician} {one.service.month_text}" for one in expected])
        text = f"factures d'indépendants à réclamer{money(cents)} : {names}"
        yield Concern(project, INVOICING, Light.ORANGE, text, EXPECTED_INVOICES.name, cents=cents)
