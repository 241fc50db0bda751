"""The conflicts of small catalogues, cell by cell: every medium, territory, language, version and day in turn.

It shares nothing with the program but the words of the tabs: contracts are described here by sets, from which both the
rows and the facts are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any

from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from postprod_xl.schema.vocabulary import Severity

MEDIA = ("SVOD", "TVOD", "TV_GRATUITE")
TERRITORIES = ("FR", "BE", "CA")
LANGUAGES = ("fr", "nl")
VERSIONS = ("", "VF")
DAYS = range(20)
FIRST_DAY = date(2026, 1, 1)
TODAY = FIRST_DAY + timedelta(days=10)
WORK = "CRUE"
SIGNED = RightsState.SIGNED

Cell = tuple[str, str, str, str, int]
Fact = tuple[str, Severity, str, str]
"""The rule, what it is worth, the contract and the other one."""


def day(number: int) -> date:
    """The date of a day of the small catalogue."""
    return FIRST_DAY + timedelta(days=number)


@dataclass(frozen=True)
class SmallTerm:
    """A line of a contract, by its sets of leaves and its two days."""

    media: frozenset[str]
    territories: frozenset[str]
    languages: frozenset[str]
    versions: frozenset[str]
    first: int
    last: int
    exclusive: bool = False

    def cells(self, last: int) -> Iterator[Cell]:
        """Its cells, up to a day."""
        days = range(self.first, min(self.last, last) + 1)
        return product(self.media, self.territories, self.languages, self.versions, days)

    def row(self) -> dict[str, Any]:
        """Its cells in a tab."""
        return {
            "media": " ; ".join(sorted(self.media)),
            "territories": ", ".join(sorted(self.territories)),
            "languages": "; ".join(sorted(self.languages)),
            "version": "VF" if self.versions == {"VF"} else "",
            "first_day": day(self.first),
            "last_day": day(self.last),
        }


@dataclass(frozen=True)
class SmallContract:
    """A contract or an amendment; without nature, a sale."""

    code: str
    terms: tuple[SmallTerm, ...]
    state: RightsState = SIGNED
    root: str = ""
    nature: MandateNature | None = None
    party: str = ""
    signed: int = 0
    stopped: int | None = None
    holdbacks: tuple[SmallTerm, ...] = field(default=())

    @property
    def is_signed(self) -> bool:
        """Whether it binds; one that was terminated did, until it stopped."""
        return self.state not in (RightsState.DRAFT, RightsState.OPTION)

    @property
    def last(self) -> int:
        """The last day that it can have."""
        return len(DAYS) if self.stopped is None else self.stopped - 1

    def cells(self) -> dict[Cell, bool]:
        """Whether it is exclusive, by cell."""
        found: dict[Cell, bool] = {}
        for term in self.terms:
            for cell in term.cells(self.last):
                found[cell] = found.get(cell, False) or term.exclusive
        return found


def random_catalogue(seed: int) -> list[SmallContract]:
    """Two mandates at most, two authorisations at most, three sales at most, some of them amended."""
    draw = Random(seed)
    contracts = [
        SmallContract(f"M{at}", _terms(draw, 1), nature=MandateNature.DISTRIBUTION)
        for at in range(draw.choice((0, 1, 1, 2, 2)))
    ]
    for at in range(draw.choice((0, 0, 1, 2))):
        state = draw.choice([SIGNED, SIGNED, SIGNED, RightsState.DRAFT, RightsState.TERMINATED])
        stopped = draw.choice(DAYS[1:]) if state is RightsState.TERMINATED else None
        of_music = {"nature": MandateNature.MUSIC, "party": draw.choice(["X", "X", ""]), "stopped": stopped}
        contracts.append(SmallContract(f"A{at}", _terms(draw, 1), state, **of_music))
    for at in range(draw.choice((1, 2, 2, 3))):
        contracts += random_sale(draw, f"V{at}")
    return contracts


def random_sale(draw: Random, code: str) -> list[SmallContract]:
    """A sale in any state, amended or not; an amendment in force that holds nothing back keeps the holdbacks."""
    state = draw.choice([*RightsState, SIGNED, SIGNED, SIGNED])
    stopped = draw.randint(1, DAYS[-1]) if state is RightsState.TERMINATED else None
    held_back = _terms(draw, 0)[:1]
    first = SmallContract(code, _terms(draw, 1), state, stopped=stopped, holdbacks=held_back)
    if state is not SIGNED or draw.random() < 0.7:
        return [first]
    amended = draw.choice([SIGNED, RightsState.OPTION, RightsState.DRAFT])
    kept = held_back if amended is SIGNED else ()
    return [first, SmallContract(f"{code}-A", _terms(draw, 1), amended, code, signed=5, holdbacks=kept)]


def _terms(draw: Random, least: int) -> tuple[SmallTerm, ...]:
    return tuple(_term(draw) for _ in range(draw.randint(least, 3)))


def _term(draw: Random) -> SmallTerm:
    first, last = sorted((draw.choice(DAYS), draw.choice(DAYS)))

    def some(codes: Sequence[str]) -> frozenset[str]:
        return frozenset(draw.sample(codes, draw.randint(1, len(codes))))

    versions = frozenset(draw.choice([VERSIONS, VERSIONS, ("VF",)]))
    return SmallTerm(
        some(MEDIA), some(TERRITORIES), some(LANGUAGES), versions, first, last, draw.random() < 0.5
    )


def tables(contracts: Sequence[SmallContract]) -> dict[str, list[dict[str, Any]]]:
    """The rows of `catalogue_office` that a person would type for some contracts."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows |= {"versions": [{"version": "VF"}], "mandates": [], "mandate_terms": []}
    for one in contracts:
        tab, key = ("mandates", "contract") if one.nature else ("sales", "sale")
        cells = {
            key: one.code,
            "root": one.root,
            "state": one.state,
            "signature_day": day(one.signed) if one.is_signed else None,
            "termination_day": None if one.stopped is None else day(one.stopped),
        }
        of_mandate = {"nature": one.nature, "grantor": one.party}
        of_sale = {"option_until": day(15) if one.state is RightsState.OPTION else None}
        rows[tab].append({**cells, **(of_mandate if one.nature else of_sale)})
        rows[f"{tab[:-1]}_terms"] += [
            {"term": f"T{at}", key: one.code, "is_exclusive": term.exclusive, **term.row()}
            for at, term in enumerate(one.terms)
        ]
        rows["holdbacks"] += [
            {"holdback": f"{one.code}-{at}", "sale": one.code, **term.row()}
            for at, term in enumerate(one.holdbacks)
        ]
    return dict(rows)


def in_force(contracts: Iterable[SmallContract]) -> list[SmallContract]:
    """Of each contract, the version signed last, and those that are not signed."""
    found: dict[str, SmallContract] = {}
    pending = []
    for one in contracts:
        root = one.root or one.code
        if not one.is_signed:
            pending.append(one)
        elif root not in found or one.signed > found[root].signed:
            found[root] = one
    return [*found.values(), *(one for one in pending if one.nature is not MandateNature.DISTRIBUTION)]


def facts(contracts: Sequence[SmallContract]) -> dict[Fact, set[Cell]]:
    """The cells of every fact, by rule, severity and contracts; of two sales, in alphabetical order."""
    counted = in_force(contracts)
    found: dict[Fact, set[Cell]] = defaultdict(set)
    given = [one for one in counted if one.nature is MandateNature.DISTRIBUTION]
    sales = [one for one in counted if one.nature is None]
    limits = [one for one in counted if one.nature not in (None, MandateNature.DISTRIBUTION)]
    for sale in sales:
        _outside(found, sale, given)
        _limited(found, sale, limits)
        for other in sales:
            _held_back(found, sale, other)
    for one, other in combinations(sales, 2):
        _clash(found, one, other)
    for one, other in combinations(given, 2):
        both = {cell for cell, exclusive in one.cells().items() if exclusive and other.cells().get(cell)}
        found["DRT-08", Severity.BLOCKING, *_pair(one, other)] |= both
    return {fact: cells for fact, cells in found.items() if cells}


def _worth(one: SmallContract) -> Severity:
    return Severity.BLOCKING if one.is_signed else Severity.WARNING


def _outside(found: dict[Fact, set[Cell]], sale: SmallContract, mandates: Sequence[SmallContract]) -> None:
    held: dict[Cell, bool] = {}
    for mandate in mandates:
        for cell, exclusive in mandate.cells().items():
            held[cell] = held.get(cell, False) or exclusive
    ever = {cell[:-1] for cell in held}
    for cell, exclusive in sale.cells().items():
        if cell[:-1] not in ever:
            found["DRT-01", _worth(sale), sale.code, ""].add(cell)
        elif cell not in held:
            found["DRT-02", _worth(sale), sale.code, ""].add(cell)
        elif exclusive and not held[cell]:
            found["DRT-03", _worth(sale), sale.code, ""].add(cell)


def _limited(found: dict[Fact, set[Cell]], sale: SmallContract, limits: Sequence[SmallContract]) -> None:
    for one in limits:
        beside = [
            other for other in limits if other is not one and other.is_signed and other.party == one.party
        ]
        known = {cell for other in beside if one.party for cell in other.cells()}
        allowed = one.cells().keys() if one.is_signed else set()
        versions = frozenset[str]().union(*(term.versions for term in one.terms))
        late = {cell for cell in sale.cells() if cell[3] in versions and cell not in allowed}
        doubt = late & known if one.is_signed else late
        found["DRT-20", Severity.WARNING, sale.code, one.code] |= doubt
        found["DRT-20", _worth(sale), sale.code, one.code] |= late - doubt


def _held_back(found: dict[Fact, set[Cell]], sale: SmallContract, holder: SmallContract) -> None:
    if (holder.root or holder.code) == (sale.root or sale.code):
        return
    forbidden = {cell for term in holder.holdbacks for cell in term.cells(holder.last)}
    signed = sale.is_signed + holder.is_signed
    severity = (Severity.INFO, Severity.WARNING, Severity.BLOCKING)[signed]
    found["DRT-06", severity, sale.code, holder.code] |= sale.cells().keys() & forbidden


def _clash(found: dict[Fact, set[Cell]], one: SmallContract, other: SmallContract) -> None:
    if (one.root or one.code) == (other.root or other.code):
        return
    mine, theirs = one.cells(), other.cells()
    both = mine.keys() & theirs.keys()
    exclusive = {cell for cell in both if mine[cell] or theirs[cell]}
    if one.is_signed and other.is_signed:
        found["DRT-04", Severity.BLOCKING, *_pair(one, other)] |= exclusive
        found["DRT-05", Severity.INFO, *_pair(one, other)] |= both - exclusive
    else:
        severity = Severity.WARNING if one.is_signed or other.is_signed else Severity.INFO
        found["DRT-07", severity, *_pair(one, other)] |= exclusive


def _pair(one: SmallContract, other: SmallContract) -> tuple[str, str]:
    first, second = sorted((one.code, other.code))
    return first, second
