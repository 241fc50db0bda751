"""What a house starts from: the estimated rate card, and the types of programme that a quote is drafted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from postprod_xl.parameters import described, in_force
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR
from postprod_xl.schema.vocabulary import PriceOrigin

ITEMS, TEMPLATES, STEPS = "rate_card", "quote_templates", "programme_steps"


class Quantity(NamedTuple):
    """The usual quantity of an item for a type of programme, the lowest and the highest; None where unknown.

    `flag` says where it comes from: `S` read in a source, `R` derived from a sourced rule, `E` estimated; empty
    when the house typed it.
    """

    usual: Decimal
    least: Decimal | None = None
    most: Decimal | None = None
    flag: str = ""


@dataclass(frozen=True)
class Estimate:
    """An item of the estimated rate card, in cents and minutes.

    Parameters
    ----------
    item, label, family, unit, cnc_chapter, unit_minutes
        As the columns of `Tarifs`; `unit_minutes` is None where no hours are counted.
    scale
        What its quantity follows, one of `Scale`.
    price_cents, cost_cents
        Of one unit.
    film_price_cents, film_cost_cents
        Those of a feature film; None where they are the same.
    room_type
        The type of room that it sells; empty when it sells none, or the room of its steps.
    quantities
        By type of programme.
    """

    item: str
    label: str
    family: str
    unit: str
    cnc_chapter: int
    unit_minutes: int | None
    scale: str
    price_cents: int
    cost_cents: int
    film_price_cents: int | None
    film_cost_cents: int | None
    room_type: str
    quantities: Mapping[str, Quantity]


@dataclass(frozen=True)
class Template:
    """A type of programme that a quote is drafted for.

    Parameters
    ----------
    code, label
        Its code and its French name.
    minutes, shooting_days
        The length and the shooting days that its quantities are for, of one episode.
    base
        The type whose quantities it takes: a column of `Tarifs`.
    is_film
        Whether the prices of a feature film are its own.
    share, shared_units, least_days
        The share that it takes of the quantities of its base, for the units that may be shared, and the fewest days
        that this leaves.
    quantities
        Those that are its own, whatever its base has.
    """

    code: str
    label: str
    minutes: int
    shooting_days: int
    base: str
    is_film: bool = False
    share: Decimal = Decimal(1)
    shared_units: frozenset[str] = frozenset()
    least_days: Decimal = Decimal(0)
    quantities: Mapping[str, Quantity] = field(default_factory=dict)


@cache
def rate_card(day: date) -> Mapping[str, Estimate]:
    """The items of the estimated rate card in force on a day, by code, in order.

    >>> rate_card(date(2026, 11, 23))["IMG-50"].quantities["DOC52"]
    Quantity(usual=Decimal('3'), least=Decimal('2'), most=Decimal('5'), flag='E')
    """
    return {
        code: _estimate(code, entry, in_force(f"{ITEMS}.{code}", day).value)
        for code, entry in described(ITEMS).items()
    }


@cache
def templates(day: date) -> Mapping[str, Template]:
    """The types of programme in force on a day, by code, in order.

    >>> [*templates(date(2026, 11, 23))]
    ['LM90', 'TF90', 'DOC52', 'SER52', 'EP26', 'QUO26', 'MAG52', 'MAG26']
    """
    return {
        code: _template(code, entry["label"], in_force(f"{TEMPLATES}.{code}", day).value)
        for code, entry in described(TEMPLATES).items()
    }


def starting_rates(day: date = date.max) -> list[dict[str, Any]]:
    """The rows of `Tarifs` that a house starts from, in cents and minutes, by code name: every price an estimate.

    The skill and the type of room are those of the item, else of the steps that it pays for, where they agree.

    Parameters
    ----------
    day
        The day they are in force; by default the latest known.
    """
    steps = described(STEPS).values()
    return [
        _starting_rate(estimate, [step for step in steps if step["item"] == estimate.item])
        for estimate in rate_card(day).values()
    ]


def _starting_rate(estimate: Estimate, steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    row = {name: value for name, value in asdict(estimate).items() if name != "quantities"}
    for name in ("skill", "room_type"):
        words = {step[name] for step in steps}
        row[name] = row.get(name) or (words.pop() if len(words) == 1 else "")
    for template, (usual, least, most, _) in estimate.quantities.items():
        column = template.lower()
        row |= {f"quantity_{column}": usual, f"least_{column}": least, f"most_{column}": most}
    return {**row, "price_origin": PriceOrigin.ESTIMATE}


def _estimate(code: str, entry: Mapping[str, Any], value: Mapping[str, Any]) -> Estimate:
    hours = entry.get("hours")
    return Estimate(
        code,
        entry["label"],
        entry["family"],
        entry["unit"],
        entry["chapter"],
        None if hours is None else int(hours * MINUTES_PER_HOUR),
        entry["scale"],
        _cents(value["price"]),
        _cents(value["cost"]),
        _cents(value["film_price"]) if "film_price" in value else None,
        _cents(value["film_cost"]) if "film_cost" in value else None,
        entry.get("room_type", ""),
        {template: _quantity(*given) for template, given in value["quantities"].items()},
    )


def _template(code: str, label: str, value: Mapping[str, Any]) -> Template:
    return Template(
        code,
        label,
        value["minutes"],
        value["shooting_days"],
        value.get("base", code),
        value.get("film", False),
        Decimal(value.get("share", 1)),
        frozenset(value.get("shared_units", ())),
        Decimal(value.get("least_days", 0)),
        {item: _quantity(*given) for item, given in value.get("quantities", {}).items()},
    )


def _quantity(usual: Decimal, least: Decimal, most: Decimal, flag: str) -> Quantity:
    return Quantity(Decimal(usual), Decimal(least), Decimal(most), flag)


def _cents(euros: Decimal) -> int:
    return int(euros * CENTS_PER_EURO)
