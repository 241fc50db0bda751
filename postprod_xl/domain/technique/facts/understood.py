"""The cells of one row of a technique tab, understood: values that rules may compare, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from postprod_xl.domain.technique.spellings.written import WordState, Written
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.technique.timing.timecode import Timecode, read_span, read_timecode
from postprod_xl.domain.technique.timing.written_rates import WrittenRate, read_rate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.technical_vocabulary import ScanKind, TimecodeMode
from postprod_xl.schema.vocabulary import YesNo

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

_read_rate = lru_cache(maxsize=1024)(read_rate)
_VARIABLE = read_rate("variable")
WITHOUT_RATE = "sans la cadence, il ne se compte pas"


class Understanding:
    """What is understood of one row, cell by cell.

    Attributes
    ----------
    unread
        What is written and is not understood: French note by code name. What was not understood has no value either.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.unread: dict[str, str] = {}

    def plain(self, name: str) -> Any:
        """A number, a day, an answer or a free text; None when empty."""
        value = getattr(self.row, name)
        return None if value == "" else value

    def choice(self, name: str, words: type[Word]) -> Word | None:
        """A word of a closed list; None when empty."""
        value = getattr(self.row, name)
        return words(value) if value else None

    def word(self, name: str, read: Callable[[str], Written[T]]) -> T | None:
        """What a reader of `spellings` or `timing` makes of a text."""
        return self._kept(name, read(getattr(self.row, name)))

    def rate(self, name: str) -> FrameRate | None:
        """A frame rate in frames a second: « 50i » is 25."""
        written = self.word(name, _read_rate)
        return None if written is None else written.rate

    def is_constant(self, name: str, rate: str) -> bool | None:
        """Whether a rate is constant: as its column says, else No where the rate is written « variable »."""
        declared: bool | None = self.plain(name)
        if _read_rate(getattr(self.row, rate)).note != _VARIABLE.note:
            return declared
        if declared:
            self.unread[name] = (
                f"« {YesNo.YES} », alors que la cadence est écrite « {getattr(self.row, rate)} »"
            )
            return None
        return False

    def scan(self, name: str, rate: str) -> ScanKind | None:
        """How the picture is scanned: as its column says, else as the rate was written (« 50i »).

        Where both are written and one is interlaced and not the other, neither is believed. « 25p » beside PsF is not
        a contradiction: a segmented frame is a progressive one.
        """
        declared, said = self.choice(name, ScanKind), self._said(rate)
        written = None if said is None else said.scan
        if declared is None or written is None:
            return declared or written
        if is_interlaced(declared) != is_interlaced(written):
            text = getattr(self.row, rate)
            self.unread[name] = f"« {declared} », alors que la cadence « {text} » dit {str(written).lower()}"
            return None
        return declared

    def counting(self, name: str, rate: str) -> TimecodeMode | None:
        """How frames are numbered: as its column says, else as the rate was written (« 29,97 DF »)."""
        declared, said = self.choice(name, TimecodeMode), self._said(rate)
        written = None if said is None else said.counting
        if declared is not None and written is not None and declared is not written:
            text = getattr(self.row, rate)
            self.unread[name] = f"« {declared} », alors que la cadence « {text} » dit {str(written).lower()}"
            return None
        return declared or written

    def of_codec(self, name: str, words: type[Word], only: Word | None) -> Word | None:
        """A word of a closed list that some codecs leave no choice of: as its column says, else as the codec has it."""
        declared = self.choice(name, words)
        if declared is not None and only is not None and declared is not only:
            self.unread[name] = f"« {declared} », alors que le codec {self.row.codec} est toujours {only}"
            return None
        return declared or only

    def timecode(self, name: str, rate: FrameRate | None) -> Timecode | None:
        """The label of a frame at a rate."""
        return self._at(name, rate, read_timecode)

    def span(self, name: str, rate: FrameRate | None) -> int | None:
        """The frames of a duration written as a timecode."""
        return self._at(name, rate, read_span)

    def _at(
        self, name: str, rate: FrameRate | None, read: Callable[[str, FrameRate], Written[T]]
    ) -> T | None:
        text = getattr(self.row, name)
        if rate is None:
            if text:
                self.unread[name] = WITHOUT_RATE
            return None
        return self._kept(name, read(text, rate))

    def _said(self, rate: str) -> WrittenRate | None:
        return _read_rate(getattr(self.row, rate)).value

    def _kept(self, name: str, written: Written[T]) -> T | None:
        if written.state in (WordState.UNKNOWN, WordState.IMPOSSIBLE):
            self.unread[name] = f"« {written.text} » : {written.note}"
        return written.value if written.is_known else None


def is_interlaced(scan: ScanKind | None) -> bool:
    """Whether a scan is known to make fields of two moments: PsF is a progressive frame carried in two segments."""
    return scan is ScanKind.INTERLACED
