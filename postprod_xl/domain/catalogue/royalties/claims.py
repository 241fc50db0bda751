"""What is taken back of the receipts: the costs that may be charged, the advances paid, each out of its pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.catalogue.royalties.movements import DatedClaim, PoolKey
from postprod_xl.domain.catalogue.royalties.scales import ContractScale, ScaleRow, word_problems
from postprod_xl.domain.catalogue.royalties.waterfall import Recoupable
from postprod_xl.domain.wording import first_names, in_sentence
from postprod_xl.schema.problems import Refusal
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import SCALES
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import YesNo


@dataclass(frozen=True)
class ClaimReader:
    """Reads the costs and the advances of a contract.

    Parameters
    ----------
    root
        Code of the first contract.
    works
        Those of the contract.
    scale
        Its scale, without a problem.
    grounds
        The axes of rights.
    """

    root: str
    works: Mapping[str, str]
    scale: ContractScale
    grounds: Grounds

    def cost(self, row: Row) -> DatedClaim | None:
        """A row of `Frais`; None where the contract does not let charge it.

        Raises
        ------
        Refusal
            What it is, or out of what it is recovered, is not known.
        """
        if not row.is_opposable:
            return None
        if row.amount_cents is None:
            raise _unsaid(row, "amount_cents", "un montant")
        if row.day is None:
            raise _unsaid(row, "day", "une date")
        pool, scale = self._pool(row)
        if row.is_capped and self.scale.cap_cents(scale) is None and self.scale.cap_rate(scale) is None:
            message = (
                f"plafonné, et le barème de {self.root} est sans plafond : ce qui se récupère n'est pas connu"
            )
            raise Refusal(row.warning("is_capped", YesNo.YES, f"un plafond dans {SCALES.tab}", message))
        said = " — ".join(text for text in (row.nature, row.label) if text)
        return DatedClaim(row.day, pool, self._claim(row, said, row.cost))

    def advance(self, row: Row) -> DatedClaim | None:
        """A row of `Avances`; None where it is not paid.

        Raises
        ------
        Refusal
            What it is, or out of what it is recouped, is not known.
        """
        if row.paid_day is None:
            return None
        if row.amount_cents is None:
            raise _unsaid(row, "amount_cents", "un montant")
        pool, _ = self._pool(row)
        return DatedClaim(row.paid_day, pool, self._claim(row, row.nature, row.advance))

    def _claim(self, row: Row, said: str, code: str) -> Recoupable:
        is_capped = row.is_capped if "is_capped" in row.table.by_name else False
        return Recoupable(
            f"{said} ({code})" if said else code, row.amount_cents, is_capped, self._work(row), row.row
        )

    def _work(self, row: Row) -> str:
        """The work of a row; empty where it says none, and the contract has several.

        Raises
        ------
        Refusal
            The row says one that is not a work of the contract.
        """
        if not row.work:
            return next(iter(self.works.values())) if len(self.works) == 1 else ""
        work = self.works.get(folded(row.work))
        if work is None:
            told = first_names([*self.works.values()]) or "aucune"
            message = f"« {row.work} » n'est pas une œuvre de {self.root} : {told}"
            raise Refusal(row.warning("work", row.work, told, message))
        return work

    def _pool(self, row: Row) -> tuple[PoolKey, ScaleRow]:
        work = self._work(row)
        media = self._media(row)
        if not self.scale.rows:
            message = (
                f"{self.root} n'a aucune ligne dans {SCALES.tab} : sur quoi cela se récupère n'est pas connu"
            )
            raise Refusal(row.warning("contract", row.contract, f"une ligne de {SCALES.tab}", message))
        if self.scale.is_crossed:
            return PoolKey(), self.scale.rows[0]
        if not work:
            told = first_names([*self.works.values()])
            message = f"{self.root} n'est pas croisé et a plusieurs œuvres : indiquez laquelle, {told}"
            raise Refusal(row.warning("work", "", told, message))
        found = self.scale.row_of_media(media)
        if found is None:
            told = " ; ".join(one.scale.label for one in self.scale.rows)
            message = f"{self.root} n'est pas croisé : indiquez un média qui n'a qu'un barème, parmi {told}"
            raise Refusal(row.warning("media", row.media, "un média d'un seul barème", message))
        return PoolKey(work, found.row.row), found

    def _media(self, row: Row) -> int:
        if not row.media:
            return 0
        said = self.grounds.media_of(row.media)
        for problem in word_problems(row, "media", (AxisName.MEDIA, self.grounds), said):
            raise Refusal(problem)
        return said.mask


def _unsaid(row: Row, column: str, expected: str) -> Refusal:
    heading = in_sentence(row.table.heading(column))
    message = f"{heading} vide : ce qui reste à récupérer n'est pas connu"
    return Refusal(row.warning(column, "", expected, message))
