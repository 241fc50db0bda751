"""The computed columns of `Achats`: what each invoice asks for, what is still owed on it, what is to be done."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.costs import owed_cents, with_vat_cents
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.rows import Row, Rows


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
    alerts = [_alert(office, purchase) for purchase in office["Achats"]]
    return purchase_amounts(office).with_columns({"alert": alerts})


def _alert(office: Office, purchase: Row) -> str:
    owed, due = owed_cents(purchase), purchase.due_day
    if not owed or due is None or due >= office.today or owed < 0:
        return ""
    late = counted((office.today - due).days, "jour")
    return f"À payer : {euros_text(owed)} depuis {late}"
