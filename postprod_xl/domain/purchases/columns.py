"""The computed columns of `Achats`: what each invoice asks for, what is still owed on it, what is to be done."""

from __future__ import annotations

from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.costs import OwedToSupplier, owed_cents, unpaid_purchases, with_vat_cents
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.rows import Rows


def purchase_amounts(office: Office) -> Rows:
    """The calculated columns of `Achats`, in cents: what is asked for with tax, what is owed."""
    purchases = office["Achats"]
    return computed_columns(
        "Achats",
        purchases.numbers,
        with_vat_cents=[with_vat_cents(purchase) for purchase in purchases],
        owed_cents=[owed_cents(purchase) for purchase in purchases],
    )


def purchase_columns(office: Office) -> Rows:
    """Every computed column of `Achats`, row by row."""
    owed = {one.purchase: one for one in unpaid_purchases(office)}
    alerts = [_alert(owed.get(code), office.today) for code in office["Achats"].column("purchase")]
    return purchase_amounts(office).with_columns({"alert": alerts})


def _alert(one: OwedToSupplier | None, today: date) -> str:
    if one is None or one.due_day is None or not one.is_late(today):
        return ""
    return f"À payer : {euros_text(one.cents)} depuis {counted((today - one.due_day).days, 'jour')}"
