"""The conflicts of small random catalogues are those of an enumeration, cell for cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.found import rights_findings
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.brute import (
    FIRST_DAY,
    TODAY,
    Cell,
    Fact,
    SmallContract,
    SmallTerm,
    facts,
    random_catalogue,
    random_sale,
    tables,
)
from tests.domain.catalogue.offices import catalogue_office

PAIRS = ("DRT-04", "DRT-05", "DRT-07", "DRT-08")


def read(contracts: Sequence[SmallContract]) -> Catalogue:
    return catalogue(catalogue_office(TODAY, **tables(contracts)))


def cells_of(held: Catalogue, finding: RightsFinding) -> list[Cell]:
    assert finding.first is not None
    assert finding.last is not None
    grounds = held.grounds
    return [
        *product(
            grounds.media.leaves(finding.media),
            grounds.territories.leaves(finding.territories),
            grounds.languages.leaves(finding.languages),
            held.versions[finding.work].leaves(finding.versions),
            range((finding.first - FIRST_DAY).days, (finding.last - FIRST_DAY).days + 1),
        )
    ]


def found_facts(contracts: Sequence[SmallContract]) -> dict[Fact, list[Cell]]:
    held = read(contracts)
    assert not held.problems or all("vente sans mandat" in one.message for one in held.problems)
    found: dict[Fact, list[Cell]] = defaultdict(list)
    for one in rights_findings(held):
        other = one.other_contract
        if one.rule in PAIRS:
            contract, other = sorted((one.contract, other))
        else:
            contract = one.contract
            other = "" if one.rule < "DRT-04" else other
        found[one.rule, one.severity, contract, other] += cells_of(held, one)
    return found


@pytest.mark.parametrize("seeds", [range(start, start + 75) for start in (0, 75)], ids=str)
def test_the_conflicts_are_those_of_every_cell_and_each_cell_is_said_once(seeds: range) -> None:
    for seed in seeds:
        contracts = random_catalogue(seed)
        found = found_facts(contracts)
        assert {fact: set(cells) for fact, cells in found.items()} == facts(contracts), seed
        assert all(len(cells) == len(set(cells)) for cells in found.values()), seed


def test_the_random_catalogues_have_every_fact_in_every_severity() -> None:
    told = {fact[:2] for seed in range(150) for fact in facts(random_catalogue(seed))}
    assert len(told) == len([*_BLOCKING, *_WARNING, *_INFO])
    assert told == {
        *((rule, Severity.BLOCKING) for rule in _BLOCKING),
        *((rule, Severity.WARNING) for rule in _WARNING),
        *((rule, Severity.INFO) for rule in _INFO),
    }


_BLOCKING = ("DRT-01", "DRT-02", "DRT-03", "DRT-04", "DRT-06", "DRT-08", "DRT-20")
_WARNING = ("DRT-01", "DRT-02", "DRT-03", "DRT-06", "DRT-07", "DRT-20")
_INFO = ("DRT-05", "DRT-06", "DRT-07")


def said(contracts: Sequence[SmallContract]) -> list[Any]:
    return [replace(one, rows=()) for one in rights_findings(read(contracts))]


@pytest.mark.parametrize("axis", ["days", "media", "territories", "languages"])
def test_splitting_a_term_in_two_changes_no_line(axis: str) -> None:
    for seed in range(25):
        contracts = random_catalogue(seed)
        at = seed % len(contracts)
        first, *others = contracts[at].terms
        split = replace(contracts[at], terms=(*others, *_halves(first, axis)))
        assert said([*contracts[:at], split, *contracts[at + 1 :]]) == said(contracts), seed


def _halves(term: SmallTerm, axis: str) -> tuple[SmallTerm, ...]:
    if axis == "days":
        middle = (term.first + term.last) // 2
        halves = (replace(term, last=middle), replace(term, first=middle + 1))
        return halves if term.first < term.last else (term,)
    held = sorted(getattr(term, axis))
    parts = (held[: len(held) // 2], held[len(held) // 2 :])
    return tuple(replace(term, **{axis: frozenset(part)}) for part in parts if part)


def test_a_sale_more_takes_nothing_away_from_what_was_said() -> None:
    for seed in range(25):
        contracts = random_catalogue(seed)
        before, after = (
            found_facts(held) for held in (contracts, [*contracts, *random_sale(Random(seed), "W")])
        )
        assert all(set(after[fact]) == set(cells) for fact, cells in before.items()), seed
