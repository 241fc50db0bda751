"""Damaged cells put into the parts of a workbook, without any reader or writer of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests.fuzz.values import Damage

_ROW = re.compile(r'(<row r="(\d+)"[^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(r' s="\d+"')


def with_damages(parts: Mapping[str, bytes], damages: Iterable[Damage]) -> dict[str, bytes]:
    """The parts, each damaged cell in place of the one that stood there."""
    by_part: dict[str, dict[int, dict[str, Damage]]] = {}
    for damage in damages:
        letters = damage.spot.cell.rstrip("0123456789")
        by_part.setdefault(damage.spot.part, {}).setdefault(damage.spot.row, {})[letters] = damage
    return {**parts, **{part: _sheet(parts[part], rows) for part, rows in by_part.items()}}


def _sheet(xml: bytes, rows: dict[int, dict[str, Damage]]) -> bytes:
    def row(match: re.Match[str]) -> str:
        damages = rows.get(int(match[2]))
        return match[0] if damages is None else f"{match[1]}>{_row(match[3] or '', damages)}</row>"

    return _ROW.sub(row, xml.decode()).encode()


def _row(inner: str, damages: dict[str, Damage]) -> str:
    cells = {match[1]: (match[0], (_STYLE.search(match[2]) or [""])[0]) for match in _CELL.finditer(inner)}
    written = {letters: cell for letters, (cell, _) in cells.items()}
    for letters, damage in damages.items():
        written[letters] = damage.xml(cells.get(letters, ("", ""))[1])
    return "".join(written[letters] for letters in sorted(written, key=lambda name: (len(name), name)))
