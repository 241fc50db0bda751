"""The calls of the system on the files of one folder, counted, so that the one of a given number can fail.

Everything that `os` and `fcntl` ask of the system is replaced, and the files that `open` gives: a call that the
program makes tomorrow is counted like those of today. Calls on other files go through uncounted.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# What takes a number that is no descriptor, or asks nothing of the system about a file.
NOT_CALLS = {
    "fspath", "strerror", "urandom", "umask", "kill", "killpg", "waitpid", "getpgid", "getsid", "getpriority",
    "abort", "register_at_fork", "device_encoding", "get_terminal_size", "isatty",
}  # fmt: skip
# What a share may do before it loses the answer.
DONE_ALL_THE_SAME = {"replace", "rename", "link", "unlink", "rmdir", "mkdir"}
_readlink = os.readlink
_genuine_open = io.open


class FailingCalls:
    """Counts the calls on a folder; the call `at` fails once with `error`.

    With `is_answer_lost`, a call that gives or takes a name is carried out before it fails.
    """

    def __init__(self, root: Path) -> None:
        self.root = f"{os.path.realpath(root)}{os.sep}"
        self.start()

    def start(self, at: int = 0, error: int = errno.EIO, is_answer_lost: bool = False) -> None:
        self.made: list[str] = []
        self.at, self.error, self.is_answer_lost = at, error, is_answer_lost

    def count(self, name: str) -> None:
        """Count a call, which fails when its turn has come."""
        self.made.append(name)
        if len(self.made) == self.at:
            raise OSError(self.error, os.strerror(self.error))

    def concerns(self, argument: Any) -> bool:
        """Whether an argument of a call is a file of the folder, by its path or by a descriptor."""
        if isinstance(argument, bool):
            return False
        if isinstance(argument, int):
            try:
                argument = _readlink(f"/proc/self/fd/{argument}")
            except OSError:
                return False
        return isinstance(argument, str | os.PathLike) and f"{os.fspath(argument)}{os.sep}".startswith(
            self.root
        )

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Replace the calls for the length of the block."""
        former = []
        for module in (os, fcntl):
            for name, call in vars(module).copy().items():
                is_call = type(call).__name__ == "builtin_function_or_method" and not name.startswith("_")
                if is_call and name not in NOT_CALLS:
                    former.append((module, name, call))
                    setattr(module, name, self._counted(name, call))
        former += [(io, "open", io.open), (builtins, "open", builtins.open)]
        io.open = builtins.open = self._opened  # type: ignore[assignment]
        try:
            yield
        finally:
            for module, name, call in former:
                setattr(module, name, call)

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            if not any(map(self.concerns, arguments[:2])):
                return call(*arguments, **named)
            is_lost = self.is_answer_lost and name in DONE_ALL_THE_SAME and len(self.made) + 1 == self.at
            if name == "close" or is_lost:  # a descriptor is closed even where the system reports an error
                with suppress(OSError if is_lost else ()):
                    call(*arguments, **named)
            try:
                self.count(name)
            except OSError:
                if name == "access":
                    return False
                raise
            if name in ("close", "fsync"):  # nothing here is about what a disk forgets, and it costs the most
                return None
            found = call(*arguments, **named)
            return _Entries(found, self) if name == "scandir" else found

        return counted

    def _opened(self, file: Any, mode: str = "r", buffering: int = -1, *text: Any, **named: Any) -> Any:
        """What `open` gives, over a descriptor whose calls are counted."""
        if not self.concerns(file) or isinstance(file, int):
            return _genuine_open(file, mode, buffering, *text, **named)
        raw = _CountedFile(file, mode.replace("b", "").replace("t", ""), opener=_opener)
        raw.calls = self
        buffered = io.BufferedReader(raw) if raw.readable() else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *text, **named)


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o666)


class _CountedFile(io.FileIO):
    calls: FailingCalls

    def readall(self) -> bytes:
        self.calls.count("read")
        return super().readall()

    def readinto(self, buffer: Any) -> Any:
        self.calls.count("read")
        return super().readinto(buffer)

    def write(self, data: Any) -> Any:
        self.calls.count("write")
        return super().write(data)

    def close(self) -> None:
        was_open = not self.closed
        super().close()
        if was_open:
            self.calls.count("close")


class _Entries:
    """The entries of a folder, each read counted."""

    def __init__(self, found: Any, calls: FailingCalls) -> None:
        self._found, self._calls = found, calls

    def __iter__(self) -> _Entries:
        return self

    def __next__(self) -> Any:
        self._calls.count("readdir")
        return next(self._found)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        self._found.close()

    close = __exit__


def open_files(root: Path) -> list[str]:
    """The files of a folder that this process has open."""
    found = []
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            found.append(_readlink(f"/proc/self/fd/{descriptor}"))
        except OSError:
            continue
    return [path for path in found if path.startswith(f"{os.path.realpath(root)}{os.sep}")]
