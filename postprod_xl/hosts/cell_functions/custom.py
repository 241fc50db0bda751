"""What a custom function is: its arguments, how they are read, and how one result a cell is computed.

Nothing here raises into a spreadsheet: a person's mistake is a short French text in the cell, a fault of ours
too, with the path of its log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any

from postprod_xl.domain.limits import TooLarge
from postprod_xl.hosts.cell_functions.blocks import (
    ONE_CELL,
    CellFault,
    block_of,
    common_shape,
    in_rows,
    shape_of,
    spread,
)
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.kinds import Kind, cell_value, is_empty

CATEGORY = "Postproduction"

Formula = Callable[..., Any]
"""What gives the typed result of one cell from the typed values of its cell arguments, in their order."""

_faults: dict[str, str] = {}


@dataclass(frozen=True)
class Argument:
    """One argument of a custom function.

    Parameters
    ----------
    name
        French, without accent: a VBA identifier.
    help
        One French sentence: the function wizard shows it.
    read
        Reads what the spreadsheet hands over: one cell for a `CellArgument`, the whole argument for a `WholeArgument`.
    optional
        Whether it may be left out; it is then read as an empty cell.
    """

    name: str
    help: str
    read: Callable[[Any], Any]
    optional: bool = False


class CellArgument(Argument):
    """An argument that may be one cell, or a column, row or block of cells with one result each."""


class MaybeEmpty(CellArgument):
    """A cell argument written in every formula, which may be empty: that has a meaning of its own."""


class WholeArgument(Argument):
    """An argument taken as a whole: a table, a list of days, the day of the computation."""


@dataclass(frozen=True)
class CustomFunction:
    """One custom function; called with what a spreadsheet hands over, it gives what the cells show.

    Parameters
    ----------
    name, help
        As the function wizard shows them; the help is one French sentence.
    arguments
        In the order of the formula, the optional ones last.
    result
        What the result is, which says how it is written: euros, decimal hours, a date…
    prepare
        Given the `WholeArgument` arguments as read, the formula of one cell.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...]
    result: Kind
    prepare: Callable[..., Formula]

    @property
    def signature(self) -> Signature:
        """The signature that xlwings reads: plain names, None for what may be left out."""
        return Signature(
            [
                Parameter(
                    argument.name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=None if argument.optional else Parameter.empty,
                )
                for argument in self.arguments
            ]
        )

    def __call__(self, *given: Any) -> Any:
        """The result: one value, or a block of them as rows when an argument is a block of cells.

        Days are `datetime.date`, amounts euros, times decimal hours, rates fractions (floats); text is text.
        A cell whose required argument is empty gives `""`, and so does a figure that does not exist.
        """
        try:
            return self._computed(given)
        except CellFault as fault:
            return f"{self.name} : {fault}"
        except BaseException as error:
            if not is_fault(error):
                raise
            # The outermost line of the host: a person never sees a traceback.
            return f"{self.name} : erreur interne, journal {_logged(self.name, error)}"

    def _computed(self, given: Sequence[Any]) -> Any:
        values = self._all_values(given)
        pairs = list(zip(self.arguments, values, strict=True))
        formula = self.prepare(
            *(_whole(arg, value) for arg, value in pairs if isinstance(arg, WholeArgument))
        )
        cells = [(arg, block_of(value)) for arg, value in pairs if isinstance(arg, CellArgument)]
        shape = common_shape([shape_of(block) for _, block in cells])
        columns = [_read_all(arg, spread(block, shape)) for arg, block in cells]
        needed = [
            at for at, (arg, _) in enumerate(cells) if not (arg.optional or isinstance(arg, MaybeEmpty))
        ]
        results = [self._one(formula, row, needed) for row in zip(*columns, strict=True)]
        return results[0] if shape == ONE_CELL else in_rows(results, shape)

    def _all_values(self, given: Sequence[Any]) -> list[Any]:
        if len(given) > len(self.arguments):
            raise CellFault(f"{len(self.arguments)} arguments au plus, {len(given)} donnés")
        missing = [argument.name for argument in self.arguments[len(given) :] if not argument.optional]
        if missing:
            raise CellFault(f"il manque {', '.join(missing)}")
        return [*given, *[None] * (len(self.arguments) - len(given))]

    def _one(self, formula: Formula, row: Sequence[Any], needed: Sequence[int]) -> Any:
        for value in row:
            if isinstance(value, CellFault):
                return f"{self.name} : {value}"
        if any(is_empty(row[at]) for at in needed):
            return ""
        try:
            found = cell_value(self.result, formula(*row))
        except (CellFault, UnknownRate, TooLarge) as fault:
            return f"{self.name} : {fault}"
        return "" if found is None else found


def _whole(argument: Argument, value: Any) -> Any:
    if value is None and not argument.optional:
        raise CellFault(f"il manque {argument.name}")
    return argument.read(value)


def _read_all(argument: Argument, cells: Sequence[Any]) -> list[Any]:
    """Each cell read, a fault in place of what cannot be; a value met again is not read again."""
    # True, 1 and 1.0 are equal and do not mean the same.
    keys = list(zip(map(type, cells), cells, strict=True))
    known: dict[Any, Any] = {}
    for key in set(keys):
        try:
            known[key] = argument.read(key[1])
        except CellFault as fault:
            known[key] = fault
    return [known[key] for key in keys]


def _logged(name: str, error: BaseException) -> str:
    """Where the trace of a fault is; the same fault in ten thousand cells is logged once."""
    kind = f"{name} {error!r}"
    if kind not in _faults:
        _faults[kind] = str(fault_log(error))
    return _faults[kind]
