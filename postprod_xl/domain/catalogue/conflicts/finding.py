"""What is wrong in the rights of a work: a record a fact, whatever rule found it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Severity

SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class RightsFinding:
    """A row of `ConflitsDroits`.

    Parameters
    ----------
    rule
        `DRT-01` to `DRT-20`, of the facts of the catalogue.
    severity
        What it is worth; a blocking one never blocks the workbook.
    work, contract, other_contract
        Codes: the work, the contract it is about, and the one it runs into; empty where there is none.
    message, fix
        In French: what is wrong, with the values, and how to put it right.
    media, territories, languages, versions
        Masks of the axes of `Grounds` and of the versions of the work: what it touches; zero says nothing.
    first, last
        The days that it touches, both included; None where it is about no days.
    rows
        The rows whose `Alerte` says it too.
    """

    rule: str
    severity: Severity
    work: str
    contract: str
    message: str
    fix: str = ""
    other_contract: str = ""
    media: int = 0
    territories: int = 0
    languages: int = 0
    versions: int = 0
    first: date | None = None
    last: date | None = None
    rows: tuple[Row, ...] = ()

    @property
    def rank(self) -> tuple[int, str, date, str, str, str]:
        """Where it stands among others: the gravest first, then by work, day, rule and contracts."""
        day = self.first or date.max
        return (
            SEVERITIES.index(self.severity),
            self.work,
            day,
            self.rule,
            self.contract,
            self.other_contract,
        )

    def on(self, block: RightsBlock) -> RightsFinding:
        """The same, of what a block holds."""
        return replace(
            self,
            media=block.media,
            territories=block.territories,
            languages=block.languages,
            versions=block.versions,
            first=block.span.first_day,
            last=block.span.last_day,
        )

    @property
    def days(self) -> int | None:
        """How many days it touches, both ends included."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1
