"""The kernels, interpreted on lists or compiled by numba on arrays: the same functions.

Nothing is imported or compiled before `compiled` is called. numba caches the compiled code beside the package
(or in the user's cache directory), checked when it is read back and compiled again when it is damaged; the names
of the compiled functions carry a digest of all the sources, so that changing one kernel recompiles them all.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from types import FunctionType
from typing import Any, NamedTuple, get_type_hints

from postprod_xl.engines.kept_code import sealed
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels import genetic, local_search, sgs

_MODULES = (sgs, genetic, local_search)


class Engine(NamedTuple):
    """The kernels a caller needs, and how a list is stored for them."""

    serial_sgs: Callable[..., None]
    store_member: Callable[..., None]
    initialise: Callable[..., int]
    evolve: Callable[..., int]
    local_search: Callable[..., int]
    stored: Callable[[Ints], Any]


def interpreted() -> Engine:
    """The functions as written, on lists."""
    return Engine(
        sgs.serial_sgs,
        genetic.store_member,
        genetic.initialise,
        genetic.evolve,
        local_search.local_search,
        _own_list,
    )


def _own_list(values: Ints) -> Ints:
    return list(values)


@cache
def compiled() -> Engine:
    """The functions compiled by numba; the interpreted ones when numba is absent or disabled."""
    try:
        numba, numpy = import_module("numba"), import_module("numpy")
    except ImportError:
        return interpreted()
    if numba.config.DISABLE_JIT:
        return interpreted()
    space = _compiled_space(numba)

    def stored(values: Ints) -> Any:
        return numpy.array(values, dtype=numpy.int64)

    return Engine(**{name: space[name] for name in Engine._fields[:-1]}, stored=stored)


def _compiled_space(numba: Any) -> dict[str, Any]:
    """Every kernel compiled once, for its annotated types, each calling the compiled ones."""
    space = {name: item for module in _MODULES for name, item in vars(module).items()}
    functions = _kernels()
    digest = kernels_digest()
    signatures = {name: _signature(numba, function) for name, function in functions.items()}
    for name in _callees_first(functions):
        function = _copied if name == sgs.copy.__name__ else functions[name]
        own = FunctionType(function.__code__, space, name, function.__defaults__)
        own.__module__ = function.__module__
        own.__qualname__ = f"{name}_{digest}"
        space[name] = _jitted(numba, own, signatures[name])
    return space


def _kernels() -> dict[str, FunctionType]:
    """The functions to compile, by name."""
    return {
        name: item
        for module in _MODULES
        for name, item in vars(module).items()
        if isinstance(item, FunctionType) and item.__module__ == module.__name__
    }


def compiled_names() -> list[str]:
    """The names under which numba caches the compiled functions."""
    digest = kernels_digest()
    return [f"{name}_{digest}" for name in _kernels()]


def kernels_digest() -> str:
    """Suffix of the compiled functions' names: unchanged as long as no source changes."""
    return f"{_digest(_kernels().values()):08x}"


def _copied(source: Any, first: int, target: Any, to: int, count: int) -> None:
    """The compiled twin of `copy`: numba spends seconds compiling the error messages of a slice assignment."""
    for place in range(count):
        target[to + place] = source[first + place]


def _callees_first(functions: dict[str, FunctionType]) -> list[str]:
    """Names of the kernels, callees before callers."""
    calls = {
        name: [callee for callee in function.__code__.co_names if callee in functions]
        for name, function in functions.items()
    }
    return list(TopologicalSorter(calls).static_order())


def _signature(numba: Any, function: FunctionType) -> Any:
    """Argument types of a kernel, from its annotations."""
    integers = numba.types.int64[::1]
    kinds = {
        Ints: integers,
        int: numba.types.int64,
        genetic.SearchState: numba.types.NamedUniTuple(
            integers, len(genetic.SearchState._fields), genetic.SearchState
        ),
    }
    hints = get_type_hints(function)
    return tuple(kinds[kind] for name, kind in hints.items() if name != "return")


def _jitted(numba: Any, function: FunctionType, signature: Any) -> Any:
    dispatcher = numba.njit(nogil=True)(function)
    try:
        dispatcher.enable_caching()
        with sealed(dispatcher.stats.cache_path, function.__qualname__):
            dispatcher.compile(signature)
    except Exception:  # noqa: BLE001 - nothing is hidden: what comes of the kernel itself is raised again below
        # No folder to keep it in, a full disk, files that another numba wrote and that read as ours.
        if not dispatcher.signatures:
            return numba.njit(signature, nogil=True)(function)
    dispatcher.disable_compile()
    return dispatcher


def _digest(functions: Iterable[FunctionType]) -> int:
    """A checksum of the kernels' bytecode and of the constants they read."""
    numbers = {name: item for module in _MODULES for name, item in vars(module).items() if type(item) is int}
    found = zlib.crc32(repr(sorted(numbers.items())).encode())
    for function in functions:
        code = function.__code__
        found = zlib.crc32(code.co_code + repr((code.co_consts, code.co_names)).encode(), found)
    return found
