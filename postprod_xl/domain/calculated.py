"""The Python twins of the Excel calculated columns: row arithmetic that a person sees while typing."""

from __future__ import annotations

import pandas as pd

from postprod_xl.domain.columns import computed_frame
from postprod_xl.domain.money import margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import change_order_columns
from postprod_xl.domain.quotes.versions import line_amounts, line_costs
from postprod_xl.domain.sessions.done import worked_minutes


def calculated_columns(office: Office) -> dict[str, pd.DataFrame]:
    """The values of every calculated column, by table, on the table's index.

    Parameters
    ----------
    office
        Tables `Devis`, `Avenants` and `Seances`; nothing needs to be computed yet.
    """
    return {
        "Devis": _amounts(office["Devis"]),
        "Avenants": change_order_columns(office),
        "Seances": worked_minutes(office["Seances"]).to_frame("worked_minutes"),
    }


def _amounts(quote: pd.DataFrame) -> pd.DataFrame:
    amounts, costs = line_amounts(quote), line_costs(quote)
    rates = [margin_rate(amount, cost) for amount, cost in zip(amounts, costs, strict=True)]
    return computed_frame("Devis", quote.index, amount_cents=amounts, cost_cents=costs, margin_rate=rates)
