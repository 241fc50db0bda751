"""What numba keeps of the kernels is read back as it was kept, or compiled again."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from postprod_xl.engines.kept_code import is_whole, sealed
from postprod_xl.engines.schedule.kernels.compiled import _jitted

NAME = "keys_59c0eae9"
PYTHON = "".join(map(str, sys.version_info[:2]))


def keep(folder: Path, names: tuple[str, ...] = ("nbi", "1.nbc")) -> list[Path]:
    """Keep one function as numba does; gives its files."""
    files = [folder / f"genetic.{NAME}-72.py{PYTHON}.{name}" for name in names]
    with sealed(str(folder), NAME):
        for file in files:
            file.write_bytes(b"code")
    return files


def test_what_was_kept_is_whole_for_its_python_alone(tmp_path: Path) -> None:
    assert not is_whole(tmp_path, NAME)
    files = keep(tmp_path)
    assert is_whole(tmp_path, NAME)
    assert not is_whole(tmp_path, NAME, (3, 99))
    with sealed(str(tmp_path), NAME):
        assert all(file.exists() for file in files)


@pytest.mark.parametrize("damage", [b"", b"cod", bytes(4), b"cofe"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_file_is_removed_before_numba_reads_it(tmp_path: Path, damage: bytes, which: int) -> None:
    files = keep(tmp_path)
    files[which].write_bytes(damage)
    assert not is_whole(tmp_path, NAME)
    with sealed(str(tmp_path), NAME):
        assert not any(file.exists() for file in files)


@pytest.mark.parametrize("seal", [None, b"", b"\xff\xfe"])
def test_what_has_no_seal_is_removed(tmp_path: Path, seal: bytes | None) -> None:
    files = keep(tmp_path)
    (written,) = tmp_path.glob("*.seal")
    written.unlink() if seal is None else written.write_bytes(seal)
    with sealed(str(tmp_path), NAME):
        assert not any(file.exists() for file in files)


class Dispatcher:
    """A function of numba whose cache fails as it is told to."""

    def __init__(self, folder: Path, failure: Exception | None = None) -> None:
        self.stats, self.failure = SimpleNamespace(cache_path=str(folder)), failure
        self.signatures: list[Any] = []
        self.is_cached = self.is_closed = False

    def enable_caching(self) -> None:
        self.is_cached = True

    def compile(self, signature: Any) -> None:
        if self.is_cached and isinstance(self.failure, EOFError):
            raise self.failure
        self.signatures.append(signature)
        if self.is_cached and self.failure:
            raise self.failure

    def disable_compile(self) -> None:
        self.is_closed = True


def jitted(folder: Path, failure: Exception | None) -> Any:
    def njit(signature: Any = None, **_: Any) -> Any:
        def compiled(_: Any) -> Dispatcher:
            dispatcher = Dispatcher(folder, failure)
            if signature:
                dispatcher.compile(signature)
                dispatcher.disable_compile()
            return dispatcher

        return compiled

    return _jitted(SimpleNamespace(njit=njit), keep, "int64(int64)")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "failure",
    [None, OSError(28, "disque plein"), EOFError("lu à moitié")],
    ids=["whole", "full disk", "unread"],
)
def test_a_kernel_is_compiled_whatever_becomes_of_what_is_kept(
    tmp_path: Path, failure: Exception | None
) -> None:
    dispatcher = jitted(tmp_path, failure)
    assert dispatcher.signatures == ["int64(int64)"]
    assert dispatcher.is_closed
