"""One thing looked at on a machine or in a workbook: how it is, and what fixes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a thing is: well, to be known but not in the way, or broken."""

    WELL = "ok"
    NOTE = "--"
    BROKEN = "!!"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, how it is, and the command or gesture that fixes it when it is not well."""

    subject: str
    state: str
    mark: Mark = Mark.WELL
    remedy: str = ""

    @property
    def is_broken(self) -> bool:
        return self.mark is Mark.BROKEN

    @property
    def line(self) -> str:
        return f"{self.mark}  {self.subject} : {self.state}" + (f" → {self.remedy}" if self.remedy else "")
