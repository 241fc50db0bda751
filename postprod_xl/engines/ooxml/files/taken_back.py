"""A new file that goes with another one: where the other cannot be written, it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postprod_xl.engines.ooxml.files.disk_record import forget
from postprod_xl.engines.ooxml.files.interrupts import shielded
from postprod_xl.engines.ooxml.files.leftovers import removed
from postprod_xl.engines.ooxml.files.privacy import Readers
from postprod_xl.engines.ooxml.files.saving import create


@contextmanager
def created_with(path: Path, data: bytes, readers: Readers) -> Iterator[None]:
    """Write a new file, then let the block write what it goes with; where the block fails, it is taken back.

    A program killed in between leaves it. What `create` refuses is refused before the block.
    """
    is_made = False
    try:
        with shielded():
            create(path, data, readers)
            is_made = True
        yield
    except BaseException:
        if is_made and not removed(path):
            forget(path)
        raise
