"""The register of the versions that were frozen, read back: what each was, and which of its rows are not ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.versions.totals import VersionKey
from postprod_xl.domain.sealed_rows import seal_of
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.units import plain

LINE_CELLS = (
    "item",
    "label",
    "quantity",
    "unit",
    "unit_price_cents",
    "discount_rate",
    "mode",
    "cnc_chapter",
)
"""The typed cells of a row of `Devis` that a client reads or that price it."""
VERSION_CELLS = ("day", "discount_rate", "contingency_rate", "overhead_rate")
"""Those of a row of `Versions`."""
_RATES = {"discount_rate", "contingency_rate", "overhead_rate"}
_FINGERPRINT_LETTERS = 16
_SEPARATOR = chr(31)

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class FrozenVersion:
    """What a version was on the day it was frozen: its own cells, and those of each of its lines by code."""

    key: VersionKey
    day: date
    cells: Cells
    lines: Mapping[str, Cells]

    @cached_property
    def fingerprint(self) -> str:
        """The mark of all its cells; a letter first, that no spreadsheet takes it for a number.

        It is made of what cells mean, not of how they are written: the same in every host and in CSV files.
        """
        own = _text(*self.key, self.day, *(self.cells[name] for name in VERSION_CELLS))
        text = "\n".join([own, *(self._texts[line] for line in sorted(self.lines))])
        return f"E{sha256(text.encode()).hexdigest()[:_FINGERPRINT_LETTERS]}"

    def line_seal(self, line: str) -> str:
        """The mark of the row of one of its lines."""
        return seal_of("L", self._texts[line])

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {
            line: _text(*self.key, line, self.day, *map(cells.__getitem__, LINE_CELLS))
            for line, cells in self.lines.items()
        }

    def records(self) -> list[dict[str, Any]]:
        """Its rows of `VersionsFigees`: its own first, then those of its lines."""
        project, version = self.key
        common = {"project": project, "version": version, "frozen_day": self.day}
        own = {**common, **self.cells, "seal": self.fingerprint}
        return [
            own,
            *(
                {**common, "line": line, **cells, "seal": self.line_seal(line)}
                for line, cells in self.lines.items()
            ),
        ]


@dataclass
class FrozenRegister:
    """The versions that were frozen.

    Parameters
    ----------
    versions
        By project and version; what was typed over or cut since is not in them.
    damaged
        The rows that are not as they were written.
    incomplete
        The versions some of whose rows were added, cut or typed over, and the row that stands for each.
    """

    versions: dict[VersionKey, FrozenVersion] = field(default_factory=dict)
    damaged: list[Row] = field(default_factory=list)
    incomplete: dict[VersionKey, Row] = field(default_factory=dict)

    def whole(self, key: VersionKey) -> FrozenVersion | None:
        """A version none of whose rows was changed; None of any other."""
        return None if key in self.incomplete else self.versions.get(key)


@fact(VersionsFigees=" ".join(FROZEN.by_name))
def frozen_register(office: Office) -> FrozenRegister:
    """The register of an office, whatever the order of its rows."""
    rows: defaultdict[VersionKey, list[Row]] = defaultdict(list)
    for row in office["VersionsFigees"]:
        rows[row.project, row.version].append(row)
    register = FrozenRegister()
    for key, of_version in rows.items():
        _read(register, key, of_version)
    return register


def frozen_version(key: VersionKey, day: date, version: Row, lines: Iterable[Row]) -> FrozenVersion:
    """A version as it is in `Versions` and `Devis`."""
    return FrozenVersion(
        key, day, cells_of(version, VERSION_CELLS), {line.line: cells_of(line, LINE_CELLS) for line in lines}
    )


def cells_of(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Some cells of a row, by code name."""
    return {name: getattr(row, name) for name in names}


def is_changed(name: str, before: Any, after: Any) -> bool:
    """Whether a typed cell of a quote no longer says what it said; a blank rate is a rate of 0 %.

    >>> is_changed("discount_rate", None, Decimal(0)), is_changed("quantity", None, Decimal(0))
    (False, True)
    """
    if name in _RATES:
        return (before or 0) != (after or 0)
    return before != after and not (is_empty(before) and is_empty(after))


def _read(register: FrozenRegister, key: VersionKey, rows: list[Row]) -> None:
    heads, lines = [row for row in rows if not row.line], [row for row in rows if row.line]
    if len(heads) == 1 and heads[0].frozen_day is not None:
        head = heads[0]
        version = frozen_version(key, head.frozen_day, head, lines)
        if (
            len(version.lines) == len(lines)
            and version.fingerprint == head.seal
            and all(
                line.frozen_day == head.frozen_day and version.line_seal(line.line) == line.seal
                for line in lines
            )
        ):
            register.versions[key] = version
            return
    register.incomplete[key] = (heads or rows)[0]
    whole = [row for row in lines if row.frozen_day and _is_whole(key, row)]
    register.damaged += [row for row in lines if row not in whole]
    day = next((row.frozen_day for row in (*heads, *whole) if row.frozen_day), None)
    if day is not None:
        # Its own cells are not known: what a client holds of it is what its whole lines say.
        register.versions[key] = FrozenVersion(
            key, day, {}, {row.line: cells_of(row, LINE_CELLS) for row in whole}
        )


def _is_whole(key: VersionKey, row: Row) -> bool:
    alone = FrozenVersion(key, row.frozen_day, {}, {row.line: cells_of(row, LINE_CELLS)})
    return alone.line_seal(row.line) == row.seal


def _text(*values: Any) -> str:
    """What some cells mean, as a text: `0,10` and `0,1` are the same, an empty cell is an empty text."""
    return _SEPARATOR.join(
        "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)
        for value in values
    )
