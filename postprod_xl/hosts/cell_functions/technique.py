"""Custom functions of technique: a duration at another frame rate, frames and timecodes, a timecode retimed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from fractions import Fraction
from typing import Any

from postprod_xl.domain.technique.timing.lengths import (
    EXPECTED_LENGTH,
    SECONDS_PER_DAY,
    length_text,
    read_length,
)
from postprod_xl.domain.technique.timing.rates import FrameRate, SpeedChange
from postprod_xl.domain.technique.timing.timecode import (
    EXPECTED_TIMECODE,
    BeyondDay,
    KeptThrough,
    Retiming,
    TimeBase,
    Timecode,
    read_span,
    read_timecode,
)
from postprod_xl.domain.technique.timing.written_rates import WrittenRate, read_rate
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CellArgument, CustomFunction
from postprod_xl.hosts.cell_functions.live_cells import read_choice, shown
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.technical_vocabulary import TimecodeMode
from postprod_xl.workbook.live.values import held

FRAMES, TIME = "images", "durée"
_KEPT = {FRAMES: KeptThrough.FRAMES, TIME: KeptThrough.TIME}
_MILLISECONDS_PER_DAY = SECONDS_PER_DAY * 1000
_FOUR_PARTS = re.compile(r"[0-9]+[:;][0-9]+[:;][0-9]+[:;][0-9]+")
_WHOLE = re.compile(r"0|[1-9][0-9]*")


def _rate(name: str, help: str, *, optional: bool = False) -> CellArgument:
    """An argument that is a frame rate, as a number or as it is written."""
    return CellArgument(name, help, lambda raw: _read_rate(name, raw), optional)


def _read_rate(name: str, raw: Any) -> WrittenRate | None:
    written = read_rate(shown(raw))
    if written.value is None and written.note:
        raise CellFault(f"{name} « {written.text} » : {written.note}")
    return written.value


def _read_given(name: str, expected: str, raw: Any) -> Any:
    """A text, a number, or the seconds of an Excel time as a `Fraction`; None when empty."""
    value = held(raw)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, time):
        value = timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    if isinstance(value, timedelta):
        return Fraction(value // timedelta(milliseconds=1), 1000)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return Fraction(round(value * _MILLISECONDS_PER_DAY), 1000) if 0 < value < 1 else value
    if value is None:
        return None
    raise CellFault(f"{name} « {shown(raw)} », attendu : {expected}")


def _at_rate() -> Callable[..., Any]:
    def at_rate(length: Any, start: WrittenRate, end: WrittenRate) -> Any:
        """The same frames at another rate: a timecode for a timecode, a text for a text, a time for a time."""
        change = SpeedChange(start.rate, end.rate)
        if isinstance(length, Fraction):
            return float(change.duration(length) / SECONDS_PER_DAY)
        if not isinstance(length, str):
            # 90 would be minutes for one, frames or days for another.
            if length == 0:
                return 0.0
            raise CellFault(f"duree « {shown(length)} », attendu : {EXPECTED_LENGTH}")
        if _FOUR_PARTS.fullmatch(length):
            return _base(end).label(_span("duree", length, start))
        read = read_length(length)
        if read.value is None:
            raise CellFault(f"duree « {length} » : {read.note}")
        return length_text(change.duration(read.value))

    return at_rate


def _span(name: str, text: str, rate: WrittenRate) -> int:
    read = read_span(text, rate.rate, rate.counting)
    if read.value is None:
        raise CellFault(f"{name} « {text} » : {read.note}")
    return read.value


def _base(written: WrittenRate) -> TimeBase:
    """What counts the frames of a rate; numbers are dropped where the rate says so."""
    rate, counting = written.rate, written.counting or TimecodeMode.NON_DROP
    if not (rate.is_whole or rate.is_ntsc):
        raise CellFault(f"aucun timecode ne compte {rate.name} images par seconde")
    if counting is TimecodeMode.DROP and not rate.may_drop:
        raise CellFault("le timecode DF n'existe qu'à 29,97 et 59,94 i/s")
    return TimeBase(rate, counting)


def _timecode() -> Callable[..., Any]:
    def timecode(
        value: Any, rate: WrittenRate, end: WrittenRate | None, kept: str, start: Any, new_start: Any
    ) -> Any:
        if end is None:
            if kept or start is not None or new_start is not None:
                raise CellFault("il manque vers, la cadence où recaler ce timecode")
            return _converted(value, rate)
        # LibreOffice hands a 0 over for an argument left out between two others: no start is guessed from it.
        if not kept or not start:
            missing = "garder (images ou durée)" if not kept else "debut, le timecode de la première image"
            raise CellFault(f"pour recaler, donnez aussi {missing}")
        starts = _placed("debut", start, rate), _placed("debut_vers", new_start or start, end)
        retiming = Retiming(*starts, _KEPT[kept])
        return _retimed(retiming, value, rate)

    return timecode


def _converted(value: Any, rate: WrittenRate) -> Any:
    """A number of frames as a timecode, or a timecode as the rank of its frame."""
    placed = _placed("valeur", value, rate)
    is_count = isinstance(value, int | float) or (isinstance(value, str) and _WHOLE.fullmatch(value))
    return placed.text if is_count else placed.frame


def _retimed(retiming: Retiming, value: Any, rate: WrittenRate) -> str:
    placed = _placed("valeur", value, rate)
    if placed.base != retiming.start.base:
        raise CellFault("valeur et debut ne sont pas comptés pareil : l'un est DF, l'autre non")
    try:
        return retiming.of(placed).timecode.text
    except BeyondDay:
        raise CellFault(f"valeur « {placed.text} » : recalée, elle sort de la journée de 24 h") from None


def _placed(name: str, value: Any, written: WrittenRate) -> Timecode:
    """A timecode, an Excel time taken as its hours, minutes and seconds, or the rank of a frame from 0."""
    if isinstance(value, Fraction):
        return _read(name, _label_of_time(name, value, written), written.rate, written.counting)
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        return _read(name, value, written.rate, written.counting)
    base, frame = _base(written), Fraction(value)
    if frame.denominator != 1:
        raise CellFault(
            f"{name} « {shown(value)} », attendu : un nombre entier d'images, ou {EXPECTED_TIMECODE}"
        )
    try:
        return Timecode(base, int(frame))
    except BeyondDay:
        last = base.frames_per_day - 1
        raise CellFault(
            f"{name} « {shown(value)} » : la journée finit à l'image {last}, {base.label(last)}"
        ) from None


def _label_of_time(name: str, seconds: Fraction, written: WrittenRate) -> str:
    if seconds.denominator != 1:
        raise CellFault(f"{name} « {length_text(seconds)} » : écrivez les images, {EXPECTED_TIMECODE}")
    mark = ";" if written.counting is TimecodeMode.DROP else ":"
    return f"{length_text(seconds)}{mark}00"


def _read(name: str, text: str, rate: FrameRate, counting: TimecodeMode | None) -> Timecode:
    read = read_timecode(text, rate, counting)
    if read.value is None:
        raise CellFault(f"{name} « {text} » : {read.note}")
    return read.value


def _given(name: str, help: str, expected: str, *, optional: bool = False) -> CellArgument:
    return CellArgument(name, help, lambda raw: _read_given(name, expected, raw), optional)


_RATE_HELP = "23,976, 24, 25, 29,97, 50i…"

FUNCTIONS = (
    CustomFunction(
        "PP_DUREE_CADENCE",
        "Durée des mêmes images à une autre cadence ; un timecode donne un timecode, une heure d'Excel une heure.",
        (
            _given(
                "duree", "Durée : 1:30:00, 1h30, 90 min, 52', une heure d'Excel, ou 01:30:00:00.", EXPECTED_LENGTH
            ),
            _rate("de", f"Cadence où elle dure autant : {_RATE_HELP}."),
            _rate("vers", "Cadence où les mêmes images sont lues ; 29,97 DF pour un timecode DF."),
        ),
        Kind.ANY,
        _at_rate,
    ),
    CustomFunction(
        "PP_TC",
        "Timecode d'une image, rang de l'image d'un timecode, ou, avec vers, ce timecode recalé à une autre cadence.",
        (
            _given("valeur", "Timecode (10:00:00:00), ou rang de l'image depuis 00:00:00:00.", EXPECTED_TIMECODE),
            _rate("cadence", f"Sa cadence : {_RATE_HELP} ; 29,97 DF pour un timecode DF."),
            _rate("vers", "Cadence où le recaler ; vide : il ne l'est pas.", optional=True),
            CellArgument(
                "garder",
                "Ce que la conversion garde : images (la vitesse change) ou durée (les images sont refaites).",
                lambda raw: read_choice("garder", (FRAMES, TIME), raw),
                True,
            ),
            _given(
                "debut", "Timecode de la première image du programme, d'où tout se compte.", EXPECTED_TIMECODE,
                optional=True,
            ),
            _given(
                "debut_vers", "Le sien à la nouvelle cadence ; vide : le même.", EXPECTED_TIMECODE, optional=True
            ),
        ),
        Kind.ANY,
        _timecode,
    ),
)  # fmt: skip
