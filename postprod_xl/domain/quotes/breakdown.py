"""What a version of a quote comes to, part by part: its lines by chapter, its discount, its additions, its VAT."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.chapters import chapter_title, line_chapters
from postprod_xl.domain.quotes.versions import (
    Totals,
    VersionKey,
    line_amounts,
    totals,
    version_keys,
    version_vat_rates,
)


class ChapterTotal(NamedTuple):
    """The lines of one chapter, None for those without any: its title, and what they come to before the discount."""

    chapter: int | None
    title: str
    cents: int


@dataclass(frozen=True)
class Breakdown:
    """What one version comes to, in cents: each part as it is printed, so that they add up.

    Parameters
    ----------
    chapters
        In the order of the CNC budget, what has no chapter last; only those with a line.
    totals
        Subtotal of the lines, global discount, contingency and overhead, total HT.
    vat_rate, vat
        None when no rate is known on the day of the version.
    """

    chapters: tuple[ChapterTotal, ...]
    totals: Totals
    vat_rate: Decimal | None
    vat: int | None

    @property
    def total_with_vat(self) -> int | None:
        """Total TTC."""
        return None if self.vat is None else self.totals.total + self.vat


def breakdowns(office: Office) -> dict[VersionKey, Breakdown]:
    """What every version comes to, part by part, by project and version."""
    versions, by_version = office["Versions"], totals(office)
    chapters = _chapter_totals(office)
    found = {}
    for key, rate in zip(version_keys(versions), version_vat_rates(office), strict=True):
        vat = None if rate is None else share_cents(by_version[key].total, rate)
        found[key] = Breakdown(chapters.get(key, ()), by_version[key], rate, vat)
    return found


def _chapter_totals(office: Office) -> dict[VersionKey, tuple[ChapterTotal, ...]]:
    quote = office["Devis"]
    cents: defaultdict[VersionKey, Counter[int | None]] = defaultdict(Counter)
    rows = zip(version_keys(quote), line_chapters(office, quote), line_amounts(office, quote), strict=True)
    for key, chapter, amount in rows:
        cents[key][chapter] += amount
    return {
        key: tuple(
            ChapterTotal(chapter, chapter_title(chapter, office.today), of_version[chapter])
            for chapter in sorted(of_version, key=lambda each: (each is None, each))
        )
        for key, of_version in cents.items()
    }
