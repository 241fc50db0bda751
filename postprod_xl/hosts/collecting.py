"""How often Python looks for cycles among objects: a command makes millions of small ones that all stay in use.

Looking costs a fifth of the time of a refresh, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


def collect_rarely() -> None:
    """For a process that lives a few seconds."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


@contextmanager
def few_collections() -> Iterator[None]:
    """For a block, in a process that lives on."""
    former = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*former)
