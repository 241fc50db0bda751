"""The lines of a contract in a statement: what was said before, what moved, what changed of earlier days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postprod_xl.documents.catalogue.royalty_statement import RoyaltyAdvance, RoyaltyLine
from postprod_xl.domain.catalogue.statements.register import RoyaltyLineKey, adjusted_label, adjustment_label
from postprod_xl.schema.catalogue_vocabulary import StatementSection

_ALWAYS = (StatementSection.NET, StatementSection.SHARE)
"""The sections that a statement has even when they are nothing."""
_ORDER = {section: at for at, section in enumerate(StatementSection)}


@dataclass(frozen=True)
class RoyaltyFigure:
    """What a line came to since the beginning, and what is still to be recouped of it."""

    cents: int
    remaining_cents: int | None = None


NOTHING = RoyaltyFigure(0)
Figures = Mapping[RoyaltyLineKey, RoyaltyFigure]
"""The lines of a contract at a day, for one holder: of the shares, his own."""


@dataclass(frozen=True)
class ContractFigures:
    """The lines of a contract at a day, for one holder, its advances, and what is to be known of both."""

    lines: Figures = field(default_factory=dict)
    advances: tuple[RoyaltyAdvance, ...] = ()
    notes: tuple[str, ...] = ()


def stated_lines(
    eve: Figures, last: Figures, said: Mapping[RoyaltyLineKey, int], titles: Mapping[str, str]
) -> tuple[RoyaltyLine, ...]:
    """The lines of a contract over a period.

    A line has what its last statement said before the period, and what moved over it. What was said and is no longer
    what the same days come to, a late collection for one, is an adjustment: a line of its own, in the period.

    Parameters
    ----------
    eve, last
        The lines on the eve of the period and on its last day, in the order they are read.
    said
        What the last statement said of the contract; what it came to before the ledger where none did.
    titles
        The title of each work.
    """
    lines = [line for key in _keys(eve, last, said) for line in _of_key(key, eve, last, said, titles)]
    return tuple(sorted(lines, key=lambda line: _ORDER[line.section]))


def _keys(eve: Figures, last: Figures, said: Mapping[RoyaltyLineKey, int]) -> list[RoyaltyLineKey]:
    return list(dict.fromkeys([*last, *eve, *said]))


def _of_key(
    key: RoyaltyLineKey,
    eve: Figures,
    last: Figures,
    said: Mapping[RoyaltyLineKey, int],
    titles: Mapping[str, str],
) -> Iterator[RoyaltyLine]:
    before, after = eve.get(key, NOTHING), last.get(key, NOTHING)
    prior = said.get(key, 0)
    section, title = StatementSection(key.section), titles.get(key.work, key.work)
    moved, changed = after.cents - before.cents, before.cents - prior
    if prior or moved or after.remaining_cents or section in _ALWAYS:
        yield RoyaltyLine(section, key.label, prior, moved, after.remaining_cents, key.work, title)
    if changed:
        yield RoyaltyLine(section, adjustment_label(key.label), 0, changed, None, key.work, title)


def adjusted_cents(lines: Sequence[RoyaltyLine]) -> int:
    """What the adjustments among some lines come to."""
    return sum(line.period_cents for line in lines if adjusted_label(line.label) != line.label)
