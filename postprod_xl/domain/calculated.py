"""The Python twins of the Excel calculated columns: row arithmetic that a person sees while typing."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.columns import purchase_amounts
from postprod_xl.domain.quotes.change_orders import change_order_columns
from postprod_xl.domain.quotes.pricing.unit_costs import UnitCost
from postprod_xl.domain.quotes.versions.totals import line_amounts, line_margins, quoted_line_costs
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.domain.sessions.line_columns import line_columns
from postprod_xl.schema.rows import Rows


def calculated_columns(office: Office) -> dict[str, Rows]:
    """The values of every calculated column, by table, for each of its rows.

    Parameters
    ----------
    office
        Tables `Projets`, `Tarifs`, `Devis`, `Avenants`, `Achats`, `Planning` and `Seances`; nothing needs to be
        computed yet, but the figures of the last refresh in `Depassements` and `Seances` are read, as is a cost that
        nobody typed.
    """
    sessions = office["Seances"]
    return {
        "Devis": _amounts(office),
        "Avenants": change_order_columns(office),
        "Achats": purchase_amounts(office),
        "Seances": computed_columns(
            "Seances", sessions.numbers, worked_minutes=session_minutes(office)
        ).with_columns(line_columns(office)),
    }


def _amounts(office: Office) -> Rows:
    quote = office["Devis"]
    written = quote.select("unit_cost_cents", "kept_cost_cents")
    unit = [UnitCost(kept if typed is None else typed, "") for typed, kept in written]
    amounts, costs = line_amounts(office, quote), quoted_line_costs(quote, unit)
    return computed_columns(
        "Devis",
        quote.numbers,
        amount_cents=amounts,
        cost_cents=costs,
        margin_rate=line_margins(amounts, costs),
    )
