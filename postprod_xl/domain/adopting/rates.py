"""The rates of an office put into the rate card that quotes are drafted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postprod_xl.domain.adopting.codes import code_of
from postprod_xl.domain.adopting.heading_units import unit_sold
from postprod_xl.domain.adopting.reading import ReadList
from postprod_xl.domain.mapping.known_names import name_key
from postprod_xl.domain.quotes.drafting.rate_card import starting_rates
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.vocabulary import PriceOrigin

Records = Sequence[Mapping[str, Any]]


def give_unit(found: ReadList) -> None:
    """Give the rates of a list without a column of units the one that the heading of their price says."""
    price = found.mapping.read.get("price_cents") or found.mapping.read.get("cost_cents")
    if price and "unit" not in found.mapping.read and (unit := unit_sold(price.heading)):
        for row in found.rows:
            row.record["unit"] = unit


def card_with(theirs: Records) -> tuple[list[dict[str, Any]], str]:
    """The estimated rate card with the rates of an office, and what is to be said of it.

    Parameters
    ----------
    theirs
        The records of their rates, each with its code.

    Returns
    -------
    list
        Ours, the items that theirs name — by code or label, in the same unit — with their prices, then theirs that
        ours has not. A price of theirs is that of the house.
    str
        How many of each.
    """
    card: list[dict[str, Any]] = [dict(rate) for rate in starting_rates()]
    by_name = {name_key(str(rate[name])): rate for rate in reversed(card) for name in ("label", "item")}
    added: list[dict[str, Any]] = []
    for rate in theirs:
        given = {name: value for name, value in rate.items() if value not in (None, "")}
        own = {**given, **({"price_origin": PriceOrigin.HOUSE.value} if "price_cents" in given else {})}
        held = by_name.get(name_key(str(rate["item"]))) or by_name.get(name_key(str(rate.get("label", ""))))
        if held is None or given.get("unit", held["unit"]) != held["unit"]:
            # One of theirs may have the code of one of ours that is sold otherwise.
            taken = {str(each["item"]).upper() for each in (*card, *added)}
            code = str(rate["item"])
            added.append({**own, "item": code_of(code, taken) if code.upper() in taken else code})
        else:
            held |= {name: value for name, value in own.items() if name not in ("item", "label")}
    priced = len(theirs) - len(added)
    parts = [
        f"{counted(priced, 'poste')} de notre tarif {'prennent' if priced > 1 else 'prend'} votre prix"
    ] * bool(priced)
    parts += [f"{counted(len(added), 'poste')} à vous {'sont' if len(added) > 1 else 'est'} en plus"] * bool(
        added
    )
    said = f"{RATES.tab} : {listed(parts)} ; les autres prix restent nos estimations, à remplacer"
    return [*card, *added], said
