"""Signals that ask a program to stop: they end a run as one exception, and never come in the middle of a save."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_ASKING_TO_STOP = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]
_Handler = Callable[[int, FrameType | None], Any]


class Interrupted(BaseException):
    """A signal asked the run to stop; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number

    @property
    def status(self) -> int:
        """The exit status that shells give to a program stopped by this signal."""
        return 128 + self.number


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise `Interrupted` in the block when a signal asks to stop; what the program ignores stays ignored."""
    with deferred() as signals, signals.listening():
        yield


@contextmanager
def shielded() -> Iterator[None]:
    """Finish the block before a signal that asks to stop is heard; outside the main thread none comes."""
    with deferred():
        yield


class Pledge:
    """What a run must do before it ends, even where a signal stops it between two instructions."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        _PLEDGES.append(self)

    def keep(self) -> None:
        """Do it, once."""
        if self in _PLEDGES:
            _PLEDGES.remove(self)
            self._done()


_PLEDGES: list[Pledge] = []


class Deferral:
    """Signals that ask to stop, kept until somebody listens."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self._is_heard = False

    def hear(self, number: int, _: FrameType | None) -> None:
        if self._is_heard:
            self._is_heard = False
            raise Interrupted(number)
        self.asked.append(number)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Raise `Interrupted` in the block, at its start for a signal that came before it; what it pledged is kept."""
        before = len(_PLEDGES)
        self._is_heard = True
        try:
            if self.asked:
                raise Interrupted(self.asked.pop(0))
            yield
        except Interrupted:
            with shielded():
                for pledge in reversed(_PLEDGES[before:]):
                    pledge.keep()
            raise
        finally:
            self._is_heard = False


@contextmanager
def deferred() -> Iterator[Deferral]:
    """Hear a signal that asks to stop only where the block listens; the others wait for its end."""
    deferral = Deferral()
    try:
        with _handled(deferral.hear):
            yield deferral
    finally:
        if deferral.asked:
            signal.raise_signal(deferral.asked[0])


def deferred_for_good() -> Deferral:
    """As `deferred`, until the program ends."""
    deferral = Deferral()
    for number in _ASKING_TO_STOP:
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, deferral.hear)
    return deferral


@contextmanager
def unheard() -> Iterator[None]:
    """Hear no signal that asks to stop in the block, but in those of its blocks that are `interruptible`."""
    with _handled(lambda number, _: None):
        yield


@contextmanager
def _handled(handler: _Handler) -> Iterator[None]:
    former: dict[int, Any] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in _ASKING_TO_STOP:
                current = signal.getsignal(number)
                if current not in (signal.SIG_IGN, None):
                    former[number] = current
                    signal.signal(number, handler)
        yield
    finally:
        for number, current in former.items():
            signal.signal(number, current)


def ignore_interrupts() -> None:
    """Hear no signal that asks to stop any more: the program is ending, and its status is known."""
    for number in _ASKING_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
