"""What one unit of a quote line is sold at: as typed on the line, else as the rate card has its item; its cost there.

A price of the rate card is that of its own unit: a line in another unit has none, since a half-day or an hour is
seldom sold at its share of a day. A feature film has its own where the rate card has one. A price typed on the line is
its own, 0 included; 0 in the rate card says nothing.
"""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import ProjectType


def line_prices(office: Office, lines: Rows) -> list[int | None]:
    """The price of one unit of each row of `Devis`, in cents before discount; None where nothing says it.

    Parameters
    ----------
    office
        Read for the rate card.
    lines
        Rows of `Devis`, any selection.
    """
    return _unit_cents(office, lines, "unit_price_cents", "price_cents")


def listed_costs(office: Office, lines: Rows) -> list[int | None]:
    """The cost of one unit of each row of `Devis` as typed, else in the rate card, in cents; as `line_prices`.

    What a line costs is known otherwise before the rate card is asked: see `unit_costs`.
    """
    return _unit_cents(office, lines, "unit_cost_cents", "cost_cents")


def line_units(office: Office, lines: Rows) -> list[str]:
    """The unit of each row of `Devis`: its own, else that of its item; empty where neither says one."""
    listed = office["Tarifs"].by_key("item", "unit")
    return [unit or listed.get(item, "") for item, unit in lines.select("item", "unit")]


def with_prices(office: Office, lines: Rows) -> Rows:
    """Some rows of `Devis` with the units and prices that they are sold at, for what leaves the house."""
    return lines.with_columns(
        {"unit": line_units(office, lines), "unit_price_cents": line_prices(office, lines)}
    )


def _unit_cents(office: Office, lines: Rows, own: str, listed: str) -> list[int | None]:
    rows = [*lines.select("project", "item", "unit", own)]
    if all(cents is not None for *_, cents in rows):
        return lines.column(own)
    films = {
        code for code, kind in office["Projets"].select("code", "type") if kind == ProjectType.FEATURE_FILM
    }
    items = office["Tarifs"].select("item", "unit", listed, f"film_{listed}")
    card = {item: (unit, cents, film_cents) for item, unit, cents, film_cents in items if unit}

    def listed_cents(project: str, item: str, unit: str) -> int | None:
        listed_unit, cents, film_cents = card.get(item, ("", None, None))
        if unit and unit != listed_unit:
            return None
        return (film_cents if project in films else None) or cents or None

    return [listed_cents(*of_line) if cents is None else cents for *of_line, cents in rows]
