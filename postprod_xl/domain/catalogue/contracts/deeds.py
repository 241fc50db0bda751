"""The versions of contracts that count today, each with the lines it stands on: its own, or those that it keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.catalogue.contracts.families import ContractFamily, code_of
from postprod_xl.domain.catalogue.contracts.records import RIGHTS_GIVING, RightsSide
from postprod_xl.domain.catalogue.contracts.works import ContractWorks
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import SALES


@dataclass(frozen=True)
class Deed:
    """A version of a contract that counts: the one in force, or one that is not signed yet.

    Attributes
    ----------
    family, row
        The contract with its amendments, and the row of this version.
    works
        What it names.
    state
        Signed, in option or in negotiation.
    ended
        The last day of a contract that is terminated.
    party, nature
        Its own, else those of the version before.
    """

    family: ContractFamily
    row: Row
    works: ContractWorks
    state: RightsState
    ended: date | None
    party: str
    nature: MandateNature | None

    @property
    def code(self) -> str:
        """The code of this version."""
        return code_of(self.row)

    @property
    def is_signed(self) -> bool:
        """Whether it binds."""
        return self.state is RightsState.SIGNED

    @property
    def side(self) -> RightsSide | None:
        """What it does to rights; None for a mandate that does not say its nature."""
        if self.row.table is SALES:
            return RightsSide.SOLD
        if self.nature is None:
            return None
        return RightsSide.HELD if self.nature in RIGHTS_GIVING else RightsSide.LIMITING


class LinesByContract:
    """The lines of a table of terms or of holdbacks, by the code of their contract, in order.

    Parameters
    ----------
    rows
        Of TermesMandat, TermesVente or Holdbacks.
    contract
        The code name of the column that names the contract.
    """

    def __init__(self, rows: Rows, contract: str) -> None:
        self._lines: dict[str, list[Row]] = defaultdict(list)
        for code, row in zip(rows.column(contract), rows, strict=True):
            self._lines[code].append(row)

    def own(self, row: Row) -> Sequence[Row]:
        """The lines of a version."""
        return self._lines.get(code_of(row), ())

    def kept(self, deed: Deed) -> tuple[Sequence[Row], Row]:
        """The lines that a version stands on, and the version that they were written for.

        An amendment without lines keeps those of the version before it.
        """
        for version in (deed.row, *deed.family.before(deed.row)):
            if own := self.own(version):
                return own, version
        return (), deed.row


def deeds_of(
    family: ContractFamily, works: Mapping[int, ContractWorks], party: str, nature: str = ""
) -> Iterator[Deed]:
    """The versions of a contract that count, the one in force first; none of one that cannot be read.

    Parameters
    ----------
    family
        The contract with its amendments.
    works
        What each row names, by row number.
    party, nature
        The code names of the columns that say them.
    """
    if family.fault is not None:
        return
    current = family.current
    for row in (*((current,) if current is not None else ()), *family.pending):
        versions = (row, *(family.before(row) or family.signed))
        is_signed = row is current
        yield Deed(
            family,
            row,
            works[row.row],
            RightsState.SIGNED if is_signed else _unsigned(row),
            family.ended if is_signed else None,
            _first(versions, party) or "",
            MandateNature(found) if nature and (found := _first(versions, nature)) else None,
        )


def _unsigned(row: Row) -> RightsState:
    return RightsState.OPTION if row.state == RightsState.OPTION else RightsState.DRAFT


def _first(versions: Sequence[Row], column: str) -> str | None:
    """The value of the latest version that has one."""
    return next((value for row in versions if (value := getattr(row, column))), None)
