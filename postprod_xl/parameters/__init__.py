"""What the law and the trade say: dated, sourced values, and the one in force on a given day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


class UnknownRate(LookupError):
    """No sourced value is known for that day; the text names the rate and the day, in French."""


@dataclass(frozen=True)
class Value:
    """One value of a parameter: in force since a day, with its source and when it was read."""

    since: date
    value: Any
    source: str
    checked: date


@lru_cache(maxsize=4096)
def in_force(name: str, day: date) -> Value:
    """The value of a parameter in force on a day.

    Parameters
    ----------
    name
        `file.key`, for example ``"vat.standard"``.
    day
        The day asked for.

    Raises
    ------
    UnknownRate
        Before the first known value, or where the value of the period could not be sourced: the
        nearest value is never returned in its place.

    Examples
    --------
    >>> in_force("vat.standard", date(2026, 11, 23)).value
    Decimal('0.20')
    """
    parameter = _parameter(name)
    known = [value for value in parameter["values"] if value["since"] <= day]
    if not known or "value" not in known[-1]:
        raise UnknownRate(f"{parameter['label']} : valeur inconnue au {day:%d/%m/%Y}")
    return Value(**known[-1])


def periods(name: str) -> list[Value]:
    """The known values of a parameter, in the order they came into force; those that nobody sourced are left out."""
    return [Value(**value) for value in _parameter(name)["values"] if "value" in value]


def rate(name: str, day: date) -> Decimal:
    """The number in force on a day; same errors as `in_force`."""
    return Decimal(in_force(name, day).value)


@cache
def changes(name: str) -> tuple[date, ...]:
    """The days on which a parameter takes another value, ascending.

    >>> changes("minimum_wage.weeks_per_year")
    (datetime.date(2002, 1, 1),)
    """
    return tuple(value["since"] for value in _parameter(name)["values"])


def named(file: str) -> frozenset[str]:
    """The names of the parameters of a file."""
    return frozenset(_file(file))


def described(file: str) -> Mapping[str, Mapping[str, Any]]:
    """What the parameters of a file say besides their values, by name, in the order of the file."""
    return {
        name: {key: text for key, text in entry.items() if key != "values"}
        for name, entry in _file(file).items()
    }


def agreement(name: str) -> Mapping[str, Any]:
    """What the file of a collective agreement says: its dates, its texts, its pay rules one by one."""
    return _file(f"agreements/{name}")


@cache
def recipient_profiles() -> tuple[Mapping[str, Any], ...]:
    """What each version of a recipient's technical specification says, in the order of the names of its files."""
    folder = files(__package__).joinpath("recipients")
    return tuple(_file(f"recipients/{name.removesuffix('.toml')}") for name in sorted(_names(folder)))


def recipient_names() -> Mapping[str, Any]:
    """The other names under which people write each recipient."""
    return _file("recipient_names")


def technique_sources() -> Mapping[str, Mapping[str, Any]]:
    """Where the technical rules come from, by key: title, address, day read, how much it is worth."""
    return _file("technique_sources")


def rights_words(axis: str) -> Mapping[str, Any]:
    """The words of one axis of rights: its leaves, its groups dated and sourced, what is never guessed.

    Parameters
    ----------
    axis
        `territories`, `media_rights` or `catalogue_languages`.
    """
    return _file(axis)


def media_chronology() -> Mapping[str, Any]:
    """The agreements of the French media chronology, and what each says of every window."""
    return _file("chronologie")


def _names(folder: Traversable) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")]


def _parameter(name: str) -> Mapping[str, Any]:
    file, _, key = name.partition(".")
    found: Mapping[str, Any] = _file(file)[key]
    return found


@cache
def _file(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)
