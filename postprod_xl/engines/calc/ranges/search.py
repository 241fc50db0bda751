"""Finding, replacing and sorting in cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from postprod_xl.engines.calc.formulas.references import box_of
from postprod_xl.engines.calc.office.bridge import properties, structure, uno_module
from postprod_xl.engines.calc.ranges.core import CellBlock

# Where a search looks: com.sun.star.util.SearchDescriptor, property SearchType.
_FORMULAS, _VALUES = 0, 1


class SearchableCells(CellBlock):
    """A range that can be searched and sorted."""

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Self | None:
        """The first cell that shows the text; « * », « ? » and « ~ » mean what they mean in Excel."""
        descriptor = self._descriptor(self.xl.createSearchDescriptor(), text, whole, match_case)
        descriptor.SearchType = _VALUES
        descriptor.SearchByRow = order == "rows"
        descriptor.SearchBackwards = direction == "backward"
        found = self.xl.findFirst(descriptor)
        return self.at(box_of(found)) if found is not None else None

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        if self.xl is None:
            return
        self.refuse_locked()
        descriptor = self._descriptor(self.xl.createReplaceDescriptor(), old, whole, match_case)
        descriptor.SearchType = _FORMULAS
        descriptor.setReplaceString(new)
        self.xl.replaceAll(descriptor)

    def _descriptor(self, descriptor: Any, text: str, whole: bool, match_case: bool) -> Any:
        descriptor.SearchWildcard = True
        descriptor.setSearchString(text)
        descriptor.SearchWords = whole
        descriptor.SearchCaseSensitive = match_case
        return descriptor

    def sort(self, keys: Sequence[int], ascending: Sequence[bool], has_headers: bool) -> None:
        self.refuse_locked()
        fields = [
            structure("table.TableSortField", Field=key - 1, IsAscending=direction, IsCaseSensitive=False)
            for key, direction in zip(keys, ascending, strict=True)
        ]
        typed = uno_module().Any("[]com.sun.star.table.TableSortField", tuple(fields))
        self.xl.sort(properties(SortFields=typed, ContainsHeader=has_headers, IsSortColumns=False))
