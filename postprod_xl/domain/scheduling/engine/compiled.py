"""The kernels, plain or compiled: the same functions, over lists or over arrays.

Nothing is imported or compiled before `compiled` is called. numba keeps what it has compiled beside the
package (or in the user's cache directory); the names of the compiled functions carry a digest of all the
sources, so that one kernel changed makes them all new.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from types import FunctionType
from typing import Any, NamedTuple

from postprod_xl.domain.scheduling.engine import kernels, search, wander
from postprod_xl.domain.scheduling.engine.tables import Ints

_MODULES = (kernels, search, wander)


class Engine(NamedTuple):
    """The functions a host of the kernels calls, and how a list is stored for them."""

    build: Callable[..., None]
    remember: Callable[..., None]
    populate: Callable[..., int]
    evolve: Callable[..., int]
    wander: Callable[..., int]
    stored: Callable[[Ints], Any]


def plain() -> Engine:
    """The functions as they are written, over lists."""
    return Engine(kernels.build, search.remember, search.populate, search.evolve, wander.wander, _own_list)


def _own_list(values: Ints) -> Ints:
    return list(values)


@cache
def compiled() -> Engine:
    """The functions compiled by numba; the plain ones where numba is absent or switched off."""
    try:
        numba, numpy = import_module("numba"), import_module("numpy")
    except ImportError:
        return plain()
    if numba.config.DISABLE_JIT:
        return plain()
    space = _compiled_space(numba)

    def stored(values: Ints) -> Any:
        return numpy.array(values, dtype=numpy.int64)

    return Engine(**{name: space[name] for name in Engine._fields[:-1]}, stored=stored)


def _compiled_space(numba: Any) -> dict[str, Any]:
    """Every kernel compiled, each seeing the compiled ones instead of the plain."""
    space = {name: item for module in _MODULES for name, item in vars(module).items()}
    functions = {
        name: item
        for module in _MODULES
        for name, item in vars(module).items()
        if isinstance(item, FunctionType) and item.__module__ == module.__name__
    }
    digest = f"{_digest(functions.values()):08x}"
    for name, function in functions.items():
        own = FunctionType(function.__code__, space, name, function.__defaults__)
        own.__module__ = function.__module__
        own.__qualname__ = f"{name}_{digest}"
        space[name] = _jitted(numba, own)
    return space


def _jitted(numba: Any, function: FunctionType) -> Any:
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        # Nowhere to keep what is compiled: it is compiled again each time.
        return numba.njit(nogil=True)(function)


def _digest(functions: Iterable[FunctionType]) -> int:
    """A number that changes with the text of a kernel or with a constant one reads."""
    numbers = {name: item for module in _MODULES for name, item in vars(module).items() if type(item) is int}
    found = zlib.crc32(repr(sorted(numbers.items())).encode())
    for function in functions:
        code = function.__code__
        found = zlib.crc32(code.co_code + repr((code.co_consts, code.co_names)).encode(), found)
    return found
