"""What numba keeps of the functions it compiles, used only as it was kept.

numba reads its files back without checking them: one cut by a full disk or a power cut makes every later search
fail, and one damaged in its machine code may do anything. A seal beside them holds their SHA-256.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path


@contextmanager
def sealed(kept_in: str, name: str) -> Iterator[None]:
    """Load or keep one function in the block; files that are not as they were kept are removed before.

    Parameters
    ----------
    kept_in
        The folder where numba keeps the function.
    name
        The name under which it does.

    Raises
    ------
    OSError
        Damaged files cannot be read or removed.
    """
    folder = Path(kept_in)
    if not is_whole(folder, name):
        for path in _files(folder, name):
            path.unlink(missing_ok=True)
    yield
    # Where no seal can be written, the function is compiled again by the next search.
    with suppress(OSError):
        _seal(folder, name)


def is_whole(folder: Path, name: str, python: tuple[int, int] = sys.version_info[:2]) -> bool:
    """Whether a function is kept, and as it was when its seal was written."""
    found = _digests(folder, name, python)
    return bool(found) and _written(folder, name, python) == found


def _seal(folder: Path, name: str) -> None:
    python = sys.version_info[:2]
    found = _digests(folder, name, python)
    if not found or _written(folder, name, python) == found:
        return
    seal = _seal_path(folder, name, python)
    staged = seal.with_name(f"{seal.name}.tmp.{os.getpid()}")
    try:
        staged.write_text(found, "ascii")
        os.replace(staged, seal)
    finally:
        staged.unlink(missing_ok=True)


def _digests(folder: Path, name: str, python: tuple[int, int]) -> str:
    """One line a file, its digest and its name."""
    paths = sorted(_files(folder, name, python))
    return "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def _written(folder: Path, name: str, python: tuple[int, int]) -> str:
    try:
        return _seal_path(folder, name, python).read_text("ascii", "replace")
    except OSError:
        return ""


def _files(folder: Path, name: str, python: tuple[int, int] = sys.version_info[:2]) -> list[Path]:
    """The index and the code of a function for one Python: `module.name-line.py311.nbi` and `….1.nbc`."""
    return list(folder.glob(f"*.{name}-*.py{_tag(python)}.*nb[ic]"))


def _seal_path(folder: Path, name: str, python: tuple[int, int]) -> Path:
    return folder / f"{name}.py{_tag(python)}.seal"


def _tag(python: tuple[int, int]) -> str:
    return "".join(map(str, python))
