"""What the house charges for each item and how much of it a programme usually takes: `Tarifs`, then the estimates.

A cell that the house left blank, or a column that its workbook is too old to have, is what the estimated rate card says
of the item of the same code, its quantities and prices only in the same unit. An item that it does not know has a fixed
quantity, and no lowest or highest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.drafting.rate_card import Estimate, Quantity, Template, rate_card
from postprod_xl.domain.quotes.drafting.scaling import scaled_quantity
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import PriceOrigin, Scale, Unit


class Price(NamedTuple):
    """What one unit is sold at and costs, in cents, None where nobody says; `is_estimate`: to be replaced."""

    price_cents: int | None
    cost_cents: int | None
    is_estimate: bool


class HouseItem(NamedTuple):
    """An item of the house for a type of programme.

    Parameters
    ----------
    row
        Its row of `Tarifs`.
    price
        What a unit of it is sold at.
    scale
        What its quantity follows.
    quantity
        The usual quantity and its limits, None where nobody says any.
    """

    row: Row
    price: Price
    scale: str
    quantity: Quantity | None


def house_items(office: Office, template: Template) -> Iterator[HouseItem]:
    """The items of `Tarifs` as a type of programme takes them, in its order."""
    card = rate_card(office.today)
    for row in office["Tarifs"]:
        estimate = card.get(row.item)
        scale = row.scale or (estimate.scale if estimate else Scale.FIXED)
        if estimate and row.unit != estimate.unit:
            estimate = None
        yield HouseItem(row, _price(row, estimate, template), scale, _quantity(row, estimate, template))


def estimated_prices(office: Office) -> dict[str, frozenset[int]]:
    """The prices of each item that are still estimates, in cents; an item without any is absent.

    Those of the estimated rate card, unless the house says that they are its own (`Origine du prix`); of an item
    that it does not know, the price that the house itself calls an estimate.
    """
    card, found = rate_card(office.today), {}
    terms = office["Tarifs"].select("item", "unit", "price_cents", "film_price_cents", "price_origin")
    for item, unit, price, film_price, origin in terms:
        estimate = card.get(item)
        if origin == PriceOrigin.HOUSE:
            continue
        if estimate and unit == estimate.unit:
            prices = {estimate.price_cents, estimate.film_price_cents}
        else:
            prices = {price, film_price} if origin == PriceOrigin.ESTIMATE else set()
        if known := frozenset(cents for cents in prices if cents is not None):
            found[item] = known
    return found


def _price(row: Row, estimate: Estimate | None, template: Template) -> Price:
    """The price of a feature film is its own column, else that of the estimates while the house has not set prices."""
    is_ours = _is_estimate(row, row.price_cents, estimate.price_cents if estimate else None)
    if not template.is_film:
        return Price(row.price_cents, row.cost_cents, is_ours)
    price, cost = row.film_price_cents, row.film_cost_cents
    estimated = estimate.film_price_cents if estimate else None
    if price:
        is_ours = _is_estimate(row, price, estimated)
    elif estimate is None or estimated is None or not is_ours:
        price = row.price_cents
    else:
        price = estimated
        if cost is None and row.cost_cents in (None, estimate.cost_cents):
            cost = estimate.film_cost_cents
    return Price(price, row.cost_cents if cost is None else cost, is_ours)


def _is_estimate(row: Row, price: int | None, estimated: int | None) -> bool:
    """A price that the house changed is no longer an estimate; one that it confirms, even the same, neither."""
    if row.price_origin == PriceOrigin.HOUSE or price is None:
        return False
    return row.price_origin == PriceOrigin.ESTIMATE if estimated is None else price == estimated


def _quantity(row: Row, estimate: Estimate | None, template: Template) -> Quantity | None:
    column = template.base.lower()
    usual = getattr(row, f"quantity_{column}")
    if usual is None:
        return None
    if usual and estimate and row.item in template.quantities:
        return template.quantities[row.item]
    known = estimate.quantities.get(template.base) if estimate else None
    least, most = getattr(row, f"least_{column}"), getattr(row, f"most_{column}")
    if known:
        least, most = known.least if least is None else least, known.most if most is None else most
    quantity = Quantity(usual, least, most, known.flag if known and known.usual == usual else "")
    return quantity if row.unit not in template.shared_units else _shared(quantity, row.unit, template)


def _shared(quantity: Quantity, unit: str, template: Template) -> Quantity:
    """The share of a quantity that a shorter programme takes; of days of work, never less than its fewest."""
    shared = scaled_quantity(quantity, Fraction(template.share), unit)
    if unit != Unit.DAY:
        return shared
    usual, least, most, flag = shared
    fewest = template.least_days
    return Quantity(
        usual and max(usual, fewest), least and max(least, fewest), most and max(most, fewest), flag
    )
