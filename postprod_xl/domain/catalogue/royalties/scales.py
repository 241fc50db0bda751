"""The scales of contracts: the rows of `Baremes`, and which one a medium on a territory falls under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from postprod_xl.domain.catalogue.contracts.dated_grounds import DatedGrounds
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.lexicon import Expanded
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.catalogue.royalties.lines import percent_text
from postprod_xl.domain.catalogue.royalties.waterfall import CommissionScale
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.catalogue_vocabulary import CommissionBase, RecoupmentOrder
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import SCALES


class Ground(NamedTuple):
    """Some media on some territories: masks of the axes of `Grounds`."""

    media: int
    territories: int

    def meets(self, other: Ground) -> bool:
        """Whether they have a cell in common."""
        return bool(self.media & other.media and self.territories & other.territories)

    def holds(self, other: Ground) -> bool:
        """Whether all the other is in it."""
        return not (other.media & ~self.media or other.territories & ~self.territories)


class ScaleRow(NamedTuple):
    """A row of `Baremes` and what it is about."""

    row: Row
    ground: Ground
    scale: CommissionScale


@dataclass(frozen=True)
class ContractScale:
    """The scale of a contract.

    Parameters
    ----------
    rows
        Those that are understood, in order.
    is_crossed
        Whether costs and advances are recouped on all its works and media together.
    problems
        What keeps its accounts from being known.
    """

    root: str
    rows: tuple[ScaleRow, ...] = ()
    is_crossed: bool = False
    problems: tuple[Problem, ...] = ()

    def row_of(self, grounds: Iterable[Ground]) -> ScaleRow | None:
        """The only row that some grounds fall under: the most precise one, and the same for all their cells.

        None where a cell has no row, where rows share the cells, or where none of two rows is the more precise.
        """
        asked = [*grounds]
        touched = [one for one in self.rows if any(one.ground.meets(ground) for ground in asked)]
        for one in touched:
            covers = all(one.ground.holds(ground) for ground in asked)
            if covers and all(other.ground.holds(one.ground) for other in touched):
                return one
        return None

    def row_of_media(self, media: int) -> ScaleRow | None:
        """The only row that some media fall under, whatever the territory; every medium where none is said."""
        touched = [one for one in self.rows if not media or one.ground.media & media]
        everywhere = 0
        for one in touched:
            everywhere |= one.ground.territories
        asked = media or _all_media(touched)
        return self.row_of([Ground(asked, everywhere)])

    def order(self, row: ScaleRow) -> RecoupmentOrder:
        """What is recouped first in the pool of a row."""
        typed = next((one.row.order for one in self._pooled(row) if one.row.order), "")
        return RecoupmentOrder(typed) if typed else RecoupmentOrder.COSTS_FIRST

    def cap_cents(self, row: ScaleRow) -> int | None:
        """The cap in euros of the pool of a row."""
        return next(
            (one.row.cost_cap_cents for one in self._pooled(row) if one.row.cost_cap_cents is not None),
            None,
        )

    def cap_rate(self, row: ScaleRow) -> Fraction | None:
        """The cap in percent of the pool of a row."""
        rates = (one.row.cost_cap_rate for one in self._pooled(row))
        return next((Fraction(rate) for rate in rates if rate is not None), None)

    def _pooled(self, row: ScaleRow) -> Sequence[ScaleRow]:
        return self.rows if self.is_crossed else (row,)


def _all_media(rows: Iterable[ScaleRow]) -> int:
    media = 0
    for one in rows:
        media |= one.ground.media
    return media


def scales(office: Office, mandates: Mapping[str, ContractFamily]) -> dict[str, ContractScale]:
    """The scale of each contract that has one, by the code of the first contract.

    Its words mean what they meant on the day the contract was signed.
    """
    dated = DatedGrounds(office)
    typed: dict[str, list[Row]] = defaultdict(list)
    for row in office[SCALES.name]:
        if (family := mandates.get(row.contract)) is not None:
            typed[family.root].append(row)
    return {
        root: _scale(mandates[root], rows, dated.on(mandates[root].head.signature_day or office.today))
        for root, rows in typed.items()
    }


def _scale(family: ContractFamily, typed: Sequence[Row], grounds: Grounds) -> ContractScale:
    problems: list[Problem] = []
    rows: list[ScaleRow] = []
    for row in typed:
        found = [*_row_problems(row, family, grounds)]
        problems += found
        if not found:
            rows.append(_understood(row, grounds))
    problems += _doubles(rows)
    is_crossed = any(row.is_crossed for row in typed)
    if is_crossed:
        problems += _crossed_problems(typed)
    return ContractScale(family.root, tuple(rows), is_crossed, tuple(problems))


def _understood(row: Row, grounds: Grounds) -> ScaleRow:
    ground = Ground(grounds.media_of(row.media).mask, grounds.territories_of(row.territories).mask)
    label = f"{grounds.said_media(ground.media)}, {grounds.said_territories(ground.territories)}"
    base = CommissionBase(row.base) if row.base else CommissionBase.NET_RECEIPTS
    return ScaleRow(row, ground, CommissionScale(row.row, label, Fraction(row.commission_rate), base))


def _row_problems(row: Row, family: ContractFamily, grounds: Grounds) -> Iterator[Problem]:
    """What of one row is not understood, or cannot be."""
    if row.contract != family.root:
        message = (
            f"{row.contract} est un avenant, qui garde le barème du premier contrat : écrivez {family.root}"
        )
        yield row.warning("contract", row.contract, family.root, message)
    yield from word_problems(row, "media", (AxisName.MEDIA, grounds), grounds.media_of(row.media))
    yield from word_problems(
        row, "territories", (AxisName.TERRITORIES, grounds), grounds.territories_of(row.territories)
    )
    rate, expected = row.commission_rate, "plus de 0 % et au plus 100 %"
    if rate is None:
        yield row.warning("commission_rate", "", expected, "taux vide : la commission n'est pas connue")
    elif not 0 < rate <= 1:
        found = percent_text(Fraction(rate))
        yield row.warning("commission_rate", found, expected, f"taux de {found} : il faut {expected}")
    if row.cost_cap_cents is not None and row.cost_cap_rate is not None:
        message = "plafond en euros et en pourcentage sur la même ligne : gardez celui du contrat"
        yield row.warning(
            "cost_cap_rate", percent_text(Fraction(row.cost_cap_rate)), "un seul plafond", message
        )
    if row.base == CommissionBase.AFTER_COSTS and row.order == RecoupmentOrder.ADVANCE_FIRST:
        message = f"« {row.order} » d'une commission sur « {row.base} » : les frais y passent avant elle"
        yield row.warning("order", row.order, RecoupmentOrder.COSTS_FIRST, message)


def word_problems(row: Row, column: str, axis: tuple[AxisName, Grounds], said: Expanded) -> Iterator[Problem]:
    """The problem of the media or territories of a cell that are not understood."""
    name, grounds = axis
    what = "un média ou un groupe" if name is AxisName.MEDIA else "un pays ou un groupe"
    if said.unknown:
        words = ", ".join(f"« {word} »" for word in said.unknown)
        verb = "ne sont pas définis" if len(said.unknown) > 1 else "n'est pas défini"
        advice = grounds.advice(name, said.unknown[0])
        message = f"{words} {verb}{f' : {advice}' if advice else ''}"
        yield row.warning(column, getattr(row, column), what, message)
    elif not said.mask:
        yield row.warning(column, getattr(row, column), what, f"vide : indiquez {what}")


def _doubles(rows: Sequence[ScaleRow]) -> Iterator[Problem]:
    """Rows that are about the very same media and territories."""
    known: dict[Ground, ScaleRow] = {}
    for one in rows:
        first = known.setdefault(one.ground, one)
        if first is not one:
            message = (
                f"mêmes médias et territoires que la ligne {first.row.row} : lequel vaut n'est pas connu"
            )
            yield one.row.warning("media", one.row.media, "une ligne par média et territoire", message)


_POOLED = {
    "order": "un seul ordre",
    "cost_cap_cents": "un seul plafond",
    "cost_cap_rate": "un seul plafond",
}


def _crossed_problems(typed: Sequence[Row]) -> Iterator[Problem]:
    """What of a crossed contract its rows do not say alike."""
    first = typed[0]
    for row in typed[1:]:
        if row.is_crossed != first.is_crossed:
            message = (
                f"{row.contract} est croisé sur une ligne et pas sur une autre : il l'est en entier, ou pas"
            )
            yield row.warning("is_crossed", "", "comme les autres lignes du contrat", message)
    for column, expected in _POOLED.items():
        yield from _unlike(typed, column, expected)
    caps = [row for row in typed if row.cost_cap_cents is not None]
    rates = [row for row in typed if row.cost_cap_rate is not None]
    if caps and rates and caps[0] is not rates[0]:
        message = (
            f"{caps[0].contract} est croisé, son plafond est en euros sur une ligne et en % sur une autre"
        )
        yield rates[0].warning("cost_cap_rate", "", "un seul plafond", message)
    if any(row.base == CommissionBase.AFTER_COSTS for row in typed):
        for column in ("base", "commission_rate"):
            if len({getattr(row, column) for row in typed}) > 1:
                message = (
                    f"{first.contract} est croisé : une commission sur « {CommissionBase.AFTER_COSTS} » y a la même "
                    "assiette et le même taux sur toutes ses lignes, ou la part de chacune n'est pas connue"
                )
                yield first.warning(column, "", "la même sur toutes les lignes", message)
                return


def _unlike(typed: Sequence[Row], column: str, expected: str) -> Iterator[Problem]:
    """A second value where a crossed contract has one; an empty cell says nothing."""
    values = [(row, getattr(row, column)) for row in typed if getattr(row, column) not in (None, "")]
    for row, value in values[1:]:
        if value != values[0][1]:
            heading = in_sentence(row.table.heading(column))
            message = (
                f"{row.contract} est croisé : il a {expected}, et cette ligne en dit un autre ({heading})"
            )
            yield row.warning(column, "", expected, message)
            return
