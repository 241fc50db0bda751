"""A file that an application opens for a moment, where it opens it without asking the person."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.files.scratch import scratch_folder

if TYPE_CHECKING:
    from xlwings import App

_OF_EXCEL = Path("Library", "Containers", "com.microsoft.Excel", "Data")


@contextmanager
def passing_file(app: App, content: bytes) -> Iterator[Path]:
    """Give an `.xlsx` file that is removed at the end; no workbook of a person has its name, which Excel refuses twice.

    On macOS Excel opens what lies in its own folder, and asks « Grant File Access » for any other.
    """
    own = Path.home() / _OF_EXCEL
    is_of_excel = sys.platform == "darwin" and app.engine.name == "excel" and own.is_dir()
    with scratch_folder(own if is_of_excel else None) as folder:
        path = Path(folder, folder.name).with_suffix(".xlsx")
        path.write_bytes(content)
        yield path
