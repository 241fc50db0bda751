"""A progress bar on stderr, where a person watches and there is more than one file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[T], T]]:
    """Give what counts an item as done, and hands it back.

    Parameters
    ----------
    total
        How many items there are.
    what
        What they are, in French.
    """
    if total < 2 or not sys.stderr.isatty():
        yield lambda item: item
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(item: T) -> T:
            bar.advance(task)
            return item

        yield advance
