"""What a setting of the house is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from postprod_xl.schema.bounds import FREE, Bounds
from postprod_xl.schema.cells.formats import Format
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.versions import FIRST

HOUSE = "réglage maison"

LONGEST = 200
"""Characters of a setting that a document prints: an address line, a sentence."""


@dataclass(frozen=True)
class Setting:
    """One setting: its English code, French name, kind, default, unit and where the default comes from.

    A number outside of its `bounds` is refused, one outside of its `usual` ones questioned; a text has `longest`
    characters at most, and is questioned when it has not its `format`. A share that `takes_yes_no` may also be
    written Oui, the whole, or Non, nothing. A workbook of a version before `since` has no row of it.
    """

    code: str
    name: str
    kind: Kind
    default: Any
    unit: str
    source: str
    bounds: Bounds = FREE
    usual: Bounds = FREE
    format: Format | None = None
    since: str = FIRST
    takes_yes_no: bool = False
    longest: int = LONGEST
