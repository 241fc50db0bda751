"""The names of files: what an output must end with, what several files are called in messages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from postprod_xl.engines.ooxml.errors import UnusableFile

PDF = ".pdf"
WORKBOOK = ".xlsx"
CSV = ".csv"


def refuse_another_kind(output: Path, kind: str = PDF, what: str = "du document") -> None:
    """Refuse an output whose name does not end with its kind: nothing would open it.

    Parameters
    ----------
    output
        The file to be written.
    kind
        How its name must end.
    what
        What it is, after « le nom », in French.

    Raises
    ------
    UnusableFile
        Its name ends otherwise.
    """
    if output.suffix.lower() != kind:
        raise UnusableFile(f"{output.name or output} — le nom {what} finit par {kind} : donnez-en un autre.")


def called(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called: its name; those of one name, by their path from the folder they have in common."""
    shared = Counter(path.name for path in files)
    try:
        common = os.path.commonpath([Path(os.path.abspath(path)).parent for path in files]) if files else ""
    except ValueError:  # files of several drives
        return {path: str(path) for path in files}
    return {path: path.name if shared[path.name] == 1 else _path_from(common, path) for path in files}


def _path_from(folder: str, path: Path) -> str:
    return Path(os.path.relpath(os.path.abspath(path), folder)).as_posix()
