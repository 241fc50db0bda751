"""The conflicts of a catalogue of rights: `python -m tests.benchmarks.rights --sales 100 1000 10000`.

Catalogues are drawn from a seed: one work for five sales, a mandate each, authorisations for some, holdbacks for some;
territories are groups or up to eight countries out of all those of the program. Each is read and its conflicts found,
with the rows of their tab, in a process of its own; `one work` are as many sales of a single work, at most 1,000.
Seconds are the processor's, the peak is that of the whole process. The clashes of the smallest are found by an
enumeration of its cells too, and are the same ones. What is expected on two cores: 10,000 sales under 3 s and
500 MiB, a slope of at most 1.3.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any, NamedTuple

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.found import conflict_rows, rights_findings
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue, Grant
from postprod_xl.domain.catalogue.grounds.grounds import published_grounds
from postprod_xl.domain.office import Office
from postprod_xl.hosts.collecting import collect_rarely
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from tests.benchmarks.children import measured
from tests.benchmarks.growth import chart, exponent
from tests.domain.catalogue.offices import DAY, catalogue_office

PER_WORK = 5
MOST_OF_ONE_WORK = 1000
SHOWN = "import sys; from tests.benchmarks.rights import print_conflicts; print_conflicts(*map(int, sys.argv[1:]))"
MEDIA = ("SVOD", "TVOD", "EST", "AVOD", "TV gratuite", "TV payante", "Salles", "Vidéo", "VOD")
GROUPS = (
    "France et DROM-COM",
    "Europe francophone",
    "Benelux",
    "Maghreb",
    "Amérique latine",
    "Asie",
    "Afrique",
)
CLASHES = ("DRT-04", "DRT-05", "DRT-07")

Place = tuple[frozenset[str], int, int, int]
"""The contracts of a clash, then a medium, a territory and a day."""


class Measured(NamedTuple):
    """What the conflicts of one catalogue took, and how many they are."""

    sales: int
    findings: int
    read_seconds: float
    found_seconds: float
    mebibytes: float


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.rights", description=__doc__)
    parser.add_argument("--sales", nargs="+", type=int, default=[100, 1000, 10_000])
    sizes = sorted(set(parser.parse_args(arguments).sales))
    for label, one_work in (("five sales a work", 0), ("one work", 1)):
        print(f"{label:>20}{'findings':>10}{'read s':>10}{'conflicts s':>13}{'peak MiB':>10}")
        rows = []
        for sales in sizes:
            if not one_work or sales <= MOST_OF_ONE_WORK:
                rows.append(_measured(sales, one_work))
                _print_row(rows[-1])
        _print_growth(label, rows)
    _compare_with_brute_force(sizes[0])
    return 0


def print_conflicts(sales: int, one_work: int) -> None:
    """Find the conflicts of a catalogue and print what it took."""
    collect_rarely()
    _conflicts(drawn_office(10, 2))
    office = drawn_office(sales, 1 if one_work else max(1, sales // PER_WORK))
    started = time.process_time()
    catalogue(office)
    read = time.process_time()
    findings = _conflicts(office)
    print(json.dumps([len(findings), read - started, time.process_time() - read]))


def _conflicts(office: Office) -> list[RightsFinding]:
    findings = rights_findings(catalogue(office))
    conflict_rows(office, findings)
    return findings


def drawn_office(sales: int, works: int, seed: int = 1) -> Office:
    """A catalogue of works and sales drawn from a seed."""
    draw = Random(seed)
    codes = [f"W{at}" for at in range(works)]
    sold = [draw.choice(codes) for _ in range(sales)]
    return catalogue_office(
        works=[{"work": code} for code in codes],
        mandates=[*({"contract": f"M-{code}", "works": code} for code in codes), *_authorisations(codes)],
        mandate_terms=[_mandate_term(draw, code) for code in codes]
        + [{"contract": f"A-{code}", "last_day": date(2029, 6, 30)} for code in codes[::4]],
        sales=[{"works": work, **_state(draw)} for work in sold],
        sale_terms=[term for at in range(sales) for term in _terms(draw, f"V{at + 1}")],
        holdbacks=[
            {"sale": f"V{at + 1}", **_grounds(draw), **_days(draw, 200)} for at in range(0, sales, PER_WORK)
        ],
    )


def _authorisations(codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    for code in codes[::4]:
        yield {"contract": f"A-{code}", "works": code, "nature": MandateNature.MUSIC, "grantor": "LABEL"}


def _mandate_term(draw: Random, code: str) -> dict[str, Any]:
    return {
        "contract": f"M-{code}",
        "excluded_territories": draw.choice(("", "", "US ; CA", "Asie")),
        "last_day": date(draw.randint(2026, 2032), 12, 31),
        "is_exclusive": draw.random() < 0.8,
    }


def _state(draw: Random) -> Mapping[str, Any]:
    if draw.random() < 0.8:
        return {"signature_day": date(draw.randint(2012, 2026), draw.randint(1, 11), draw.randint(1, 28))}
    return {"state": RightsState.OPTION, "signature_day": None, "option_until": date(2027, 1, 31)}


def _terms(draw: Random, sale: str) -> Iterator[dict[str, Any]]:
    for at in range(draw.choice((1, 1, 2))):
        exclusive = draw.random() < 0.5
        days = _days(draw, 1500)
        yield {"term": f"T{at}", "sale": sale, **_grounds(draw), **days, "is_exclusive": exclusive}


def _grounds(draw: Random) -> dict[str, Any]:
    codes = published_grounds(DAY).territories.codes
    countries = draw.sample(codes, draw.randint(1, 8))
    return {
        "media": " ; ".join(draw.sample(MEDIA, draw.randint(1, 3))),
        "territories": draw.choice(GROUPS) if draw.random() < 0.4 else ", ".join(countries),
        "languages": draw.choice(("", "", "fr", "en ; es")),
    }


def _days(draw: Random, longest: int) -> dict[str, date]:
    first = date(2021, 1, 1) + timedelta(days=draw.randint(0, 3000))
    return {"first_day": first, "last_day": first + timedelta(days=draw.randint(30, longest))}


def _measured(sales: int, one_work: int) -> Measured:
    cost, printed = measured([sys.executable, "-c", SHOWN, str(sales), str(one_work)])
    findings, read, found = json.loads(printed)
    return Measured(sales, findings, read, found, cost.mebibytes)


def _print_row(row: Measured) -> None:
    print(
        f"{row.sales:14} sales{row.findings:10}{row.read_seconds:10.2f}{row.found_seconds:13.2f}{row.mebibytes:10.0f}",
        flush=True,
    )


def _print_growth(label: str, rows: Sequence[Measured]) -> None:
    if len(rows) < 2:
        return
    points = [(float(row.sales), row.read_seconds + row.found_seconds) for row in rows]
    of_findings = [(float(row.findings), seconds) for row, (_, seconds) in zip(rows, points, strict=True)]
    print(f"\n{label}: seconds ~ sales^{exponent(points):.2f} ~ findings^{exponent(of_findings):.2f}")
    for (sales, seconds), bar in zip(points, chart(points), strict=True):
        print(f"{sales:7.0f} {bar} {seconds:.2f} s")
    print()


def _compare_with_brute_force(sales: int) -> None:
    held = catalogue(drawn_office(sales, max(1, sales // PER_WORK)))
    started = time.process_time()
    found = places_found(held)
    engine = time.process_time() - started
    started = time.process_time()
    enumerated = set(enumerated_places(held))
    brute = time.process_time() - started
    assert found == enumerated, "the clashes are not those of the enumeration"
    print(
        f"{sales} sales, {len(found):,} cells in clashes, the same ones: {engine:.3f} s with their enumeration,"
    )
    print(f"{brute:.3f} s cell by cell; found alone, {_alone(held):.3f} s, ÷{brute / _alone(held):.0f}")


def _alone(held: Catalogue) -> float:
    started = time.process_time()
    rights_findings(held)
    return time.process_time() - started


def places_found(held: Catalogue) -> set[Place]:
    """The medium, territory and day of every cell of the clashes, as the rules find them."""
    places: set[Place] = set()
    for one in rights_findings(held):
        if one.rule in CLASHES:
            assert one.first is not None
            assert one.last is not None
            days = range(one.first.toordinal(), one.last.toordinal() + 1)
            contracts = frozenset((one.contract, one.other_contract))
            places |= {
                (contracts, *place) for place in product(_bits(one.media), _bits(one.territories), days)
            }
    return places


def enumerated_places(held: Catalogue) -> Iterator[Place]:
    """The same, by looking at each medium, each territory and each day of every two terms of a work."""
    for grants in held.sold.values():
        for one, other in combinations(grants, 2):
            signed = one.is_signed and other.is_signed
            if one.root == other.root or not (signed or one.exclusive or other.exclusive):
                continue
            contracts = frozenset((one.contract, other.contract))
            for medium, territory in product(_bits(one.media), _bits(one.territories)):
                for day in range(one.first.toordinal(), one.last.toordinal() + 1):
                    if _has(other, medium, territory, day) and one.languages & other.languages:
                        yield contracts, medium, territory, day


def _has(grant: Grant, medium: int, territory: int, day: int) -> bool:
    return bool(
        grant.media >> medium & 1
        and grant.territories >> territory & 1
        and grant.first.toordinal() <= day <= grant.last.toordinal()
    )


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
