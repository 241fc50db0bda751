"""Formulas that move, and the groups of cells that share one formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import formula_of, with_formula

_GROUP = re.compile(r"""\st\s*=\s*["']shared["']""")
_GROUP_INDEX = re.compile(r"""\ssi\s*=\s*["'](\d+)["']""")
_REFERENCE = re.compile(r"""\sref\s*=\s*["']([A-Z0-9:$]+)["']""")
_BLOCK = re.compile(r"""\st\s*=\s*["'](?:array|dataTable)["']""")
_DIGITS = "0123456789"
_CELL_REFERENCE = re.compile(r"""(\sr\s*=\s*["'])([A-Z]{1,3}[0-9]+)""")


@dataclass(frozen=True)
class Shared:
    """The formula of a group of cells, as its first cell has it."""

    origin: str
    text: str


def group_of(raw: str) -> int | None:
    """Give the number of the shared formula a cell belongs to; None for every other cell."""
    if "shared" not in raw:
        return None
    formula = formula_of(raw)
    if formula is None or not _GROUP.search(formula[0]):
        return None
    index = _GROUP_INDEX.search(formula[0])
    return int(index[1]) if index else None


def shared_formulas(cells: Iterable[str]) -> dict[int, Shared]:
    """Collect the shared formulas of a sheet from the XML of its cells."""
    found = {}
    for raw in cells:
        group = group_of(raw)
        formula = formula_of(raw)
        if group is not None and formula and formula[1]:
            found[group] = Shared(reference_of(raw), formula[1])
    return found


def block_area(raw: str) -> Area | None:
    """Give the cells that an array formula or a data table fills from this cell; None for any other cell."""
    formula = formula_of(raw)
    if formula is None or not _BLOCK.search(formula[0]):
        return None
    reference = _REFERENCE.search(formula[0])
    return Area.parse(reference[1]) if reference else None


def reference_of(raw: str) -> str:
    """Give the address written on a cell."""
    found = _CELL_REFERENCE.search(raw)
    assert found, raw
    return found[2]


def own_formula(raw: str, groups: dict[int, Shared]) -> str:
    """Give the cell with its formula written out in full instead of shared; other cells as they are."""
    group = group_of(raw)
    if group is None or group not in groups:
        return raw
    shared = groups[group]
    return with_formula(raw, translated(shared.text, shared.origin, reference_of(raw)))


def moved(raw: str, reference: str, groups: dict[int, Shared]) -> str:
    """Give the cell at another address, its relative formula pointing as far from there as from here."""
    if "<f" not in raw and ":f" not in raw:
        return at(raw, reference)
    origin = reference_of(raw)
    raw = own_formula(raw, groups)
    formula = formula_of(raw)
    if formula is not None and origin != reference:
        raw = _moved_formula(raw, formula, origin, reference)
    return at(raw, reference)


def at(raw: str, reference: str) -> str:
    """Give the cell with another address, its content as it is."""
    if raw.startswith('<c r="'):
        rest = raw[raw.index('"', 6) :]
        return f'<c r="{reference}{rest}'
    found = _CELL_REFERENCE.search(raw)
    assert found, raw
    return raw[: found.start(2)] + reference + raw[found.end(2) :]


def translated(text: str, origin: str, reference: str) -> str:
    """Rewrite a formula's relative references for another cell.

    Raises
    ------
    CannotEdit
        A reference would leave the sheet.

    >>> translated("D4+$D$1+T[[#This Row],[Prix]]", "E5", "E7")
    'D6+$D$1+T[[#This Row],[Prix]]'
    """
    from openpyxl.formula.translate import Translator, TranslatorError

    if origin.rstrip(_DIGITS) == reference.rstrip(_DIGITS) and _stays_on_any_row(text):
        return text
    try:
        return str(Translator("=" + text, origin=origin).translate_formula(reference))[1:]
    except TranslatorError as error:
        raise CannotEdit(
            f"{origin} — la formule « ={text} » ne peut pas suivre sa ligne en {reference} : "
            "elle désignerait une cellule hors de la feuille ; utilisez des références absolues ($)."
        ) from error


@lru_cache(maxsize=1024)
def _stays_on_any_row(text: str) -> bool:
    """Tell whether a formula names no row relatively: one that a row further down leaves as it is."""
    from openpyxl.formula.translate import Translator

    return str(Translator("=" + text, origin="A1").translate_formula("A2"))[1:] == text


def _moved_formula(raw: str, formula: tuple[str, str], origin: str, reference: str) -> str:
    attributes, text = formula
    if not _BLOCK.search(attributes):
        return with_formula(raw, translated(text, origin, reference)) if text else raw
    kept = attributes.replace(f'"{origin}"', f'"{reference}"').replace(f"'{origin}'", f"'{reference}'")
    explicit = with_formula(raw, translated(text, origin, reference))
    return re.sub(r"(<(?:\w+:)?f)>", lambda match: f"{match[1]}{kept}>", explicit, count=1)
