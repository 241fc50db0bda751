"""Who a supplier is, under whatever name and number it is written in `Achats`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded

_LIKENESS = 0.88
"""Share of letters in common from which one supplier is taken for another: « Studio A » is not « Studio B »."""


class Supplier(NamedTuple):
    """A supplier as one row, or one invoice, names it."""

    name: str
    siren: str
    vat_number: str

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What it is found again by: each of its numbers, and its name, with the field that it is of."""
        known = zip(self._fields, (folded(self.name), self.siren, self.vat_number), strict=True)
        return [(field, text) for field, text in known if text]

    def is_same_as(self, other: Supplier) -> bool:
        """Whether two are one: by the first of their numbers that both have, else by their names."""
        for own, its in ((self.siren, other.siren), (self.vat_number, other.vat_number)):
            if own and its:
                return own == its
        return bool(self.name) and folded(self.name) == folded(other.name)


def supplier_of(purchase: Row) -> Supplier:
    """The supplier that a row of `Achats` names; an independent without a name is known by his code."""
    name = purchase.supplier or purchase.technician
    return Supplier(name, squeezed(purchase.siren), squeezed(purchase.vat_number).upper())


def squeezed(text: str) -> str:
    """A number without its blanks.

    >>> squeezed("732 829 320")
    '732829320'
    """
    return "".join(text.split())


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers of invoices are one, whatever their case and their blanks."""
    return bool(one) and squeezed(one).casefold() == squeezed(other).casefold()


def is_same_year(one: date | None, other: date | None) -> bool:
    """Whether two invoices are of one year, or one is not dated: a supplier may number from 1 each year."""
    return one is None or other is None or one.year == other.year


def near_names(office: Office) -> Iterator[Problem]:
    """Names that look like another supplier's: one warning each, at the rarer of both.

    Two names beside which two different SIREN stand are two companies.
    """
    purchases = office["Achats"]
    counts = Counter(name for name in purchases.column("supplier") if name)
    rows: dict[str, Row] = {}
    sirens: defaultdict[str, set[str]] = defaultdict(set)
    for row in purchases:
        rows.setdefault(row.supplier, row)
        sirens[row.supplier] |= {squeezed(row.siren)} - {""}
    # Names are seldom misspelt from their first letter on; to compare all with all would take a second of a refresh.
    alike: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, _ in counts.most_common():
        known = alike[folded(name)[:1]]
        for seen in get_close_matches(folded(name), known, 1, _LIKENESS):
            meant = known[seen]
            if sirens[name] and sirens[meant] and not sirens[name] & sirens[meant]:
                continue
            message = f"« {name} » ressemble à « {meant} » : écrivez le même nom si c'est le même fournisseur"
            yield rows[name].warning("supplier", name, meant, message)
        known.setdefault(folded(name), name)
