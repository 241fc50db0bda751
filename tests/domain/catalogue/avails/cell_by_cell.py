"""What is free, asked of each cell of each day: a slow second opinion written from the facts, for small catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason

Cell = tuple[str, str, str]
"""A medium, a territory, a language."""
Why = frozenset[tuple[HoleReason, Freedom, str]]
MEDIA, TERRITORIES, LANGUAGES = ("SVOD", "AVOD"), ("FR", "BE", "CH"), ("fr", "en")
BOUND = ("Signé",)


@dataclass(frozen=True)
class Catalogued:
    """The rows of a small catalogue of one work, by table, under the code names of the columns."""

    mandates: Sequence[Mapping[str, Any]]
    mandate_terms: Sequence[Mapping[str, Any]]
    sales: Sequence[Mapping[str, Any]]
    sale_terms: Sequence[Mapping[str, Any]]
    holdbacks: Sequence[Mapping[str, Any]]

    @property
    def tables(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The same by name of table."""
        return {
            "Mandats": self.mandates,
            "TermesMandat": self.mandate_terms,
            "Ventes": self.sales,
            "TermesVente": self.sale_terms,
            "Holdbacks": self.holdbacks,
        }


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day, both included."""
    for after in range((last - first).days + 1):
        yield first + timedelta(days=after)


def cells_of(row: Mapping[str, Any]) -> set[Cell]:
    """The cells of a line: an empty language is all of them."""
    languages = words(row.get("languages", "")) or LANGUAGES
    return set(product(words(row["media"]), words(row["territories"]), languages))


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


def why_not(held: Catalogued, cell: Cell, day: date, exclusive: bool) -> Why:
    """Every reason why a cell is not free on a day."""
    return frozenset([*_mandates(held, cell, day, exclusive), *_sales(held, cell, day, exclusive)])


def _mandates(
    held: Catalogued, cell: Cell, day: date, exclusive: bool
) -> Iterator[tuple[HoleReason, Freedom, str]]:
    giving = [row for row in held.mandates if row["nature"] == "Mandat de distribution"]
    firm = [(row, term) for row in giving for term in _terms(held, row, cell) if _on(term, day)]
    later = [
        (row, term) for row in giving for term in _terms(held, row, cell) if _after(held, row, term, day)
    ]
    if not _able(firm, exclusive):
        able = _able(later, exclusive)
        for row, _ in able:
            yield HoleReason.NOT_HELD, Freedom.DOUBTFUL, row["contract"]
        if not able:
            for row, _ in [*firm, *later]:
                yield HoleReason.NOT_EXCLUSIVE, Freedom.TAKEN, row["contract"]
            if not firm and not later:
                yield HoleReason.NOT_HELD, Freedom.TAKEN, ""
    for row in held.mandates:
        if row in giving:
            continue
        terms = [*_terms(held, row, cell)]
        if any(_on(term, day) for term in terms):
            continue
        beside = [
            other for other in held.mandates if other is not row and row["grantor"] and _alike(row, other)
        ]
        doubt = any(_after(held, row, term, day) for term in terms) or any(
            _on(term, day) for other in beside for term in _terms(held, other, cell)
        )
        yield HoleReason.CLEARANCE, Freedom.DOUBTFUL if doubt else Freedom.TAKEN, row["contract"]


def _alike(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two contracts are of one party, and of one nature."""
    return (row["grantor"], row["nature"]) == (other["grantor"], other["nature"])


def _able(given: Sequence[tuple[Any, Any]], exclusive: bool) -> list[tuple[Any, Any]]:
    return [(row, term) for row, term in given if term["is_exclusive"] or not exclusive]


def _terms(held: Catalogued, row: Mapping[str, Any], cell: Cell) -> Iterator[Mapping[str, Any]]:
    for term in held.mandate_terms:
        if term["contract"] == row["contract"] and cell in cells_of(term):
            yield term


def _on(line: Mapping[str, Any], day: date) -> bool:
    return line["first_day"] <= day <= line["last_day"]


def _after(held: Catalogued, row: Mapping[str, Any], term: Mapping[str, Any], day: date) -> bool:
    """Whether a day is after the end of a contract that goes on, of which the term lasts until the end."""
    end = max(each["last_day"] for each in held.mandate_terms if each["contract"] == row["contract"])
    return bool(row.get("is_renewed")) and term["last_day"] == end and day > end


def _sales(
    held: Catalogued, cell: Cell, day: date, exclusive: bool
) -> Iterator[tuple[HoleReason, Freedom, str]]:
    states = {row["sale"]: row["state"] for row in held.sales}
    for term in held.sale_terms:
        if cell in cells_of(term) and _on(term, day) and (exclusive or term["is_exclusive"]):
            if states[term["sale"]] in BOUND:
                yield HoleReason.SOLD, Freedom.TAKEN, term["sale"]
            else:
                yield HoleReason.OPTIONED, Freedom.DOUBTFUL, term["sale"]
    for line in held.holdbacks:
        if cell in cells_of(line) and _on(line, day):
            bound = states[line["sale"]] in BOUND
            yield HoleReason.HELD_BACK, Freedom.TAKEN if bound else Freedom.DOUBTFUL, line["sale"]
