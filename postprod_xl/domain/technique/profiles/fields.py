"""What a requirement may be about: a column of Livrables, a column that only files have, or a piece beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from postprod_xl.domain.technique.profiles.readings import (
    PRESENCE,
    UNIT,
    WHOLE_HOUR,
    ValueReading,
    rate_alone,
    reading_of,
)
from postprod_xl.domain.technique.rules.known_values import MINUS, NO_BREAK, grouped, signed_text
from postprod_xl.domain.technique.rules.rule import Advice
from postprod_xl.domain.technique.spellings.containers import ContainerWords
from postprod_xl.domain.technique.spellings.pictures import Raster
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.technique.timing.timecode import Timecode
from postprod_xl.schema.cells.spelling import closest, plain_letters
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables.technique import DELIVERABLES, MEDIAS
from postprod_xl.schema.technical_vocabulary import PieceNature
from postprod_xl.schema.vocabulary import YesNo

FILE_TIMECODE = "file_timecode"
"""The first timecode of a file, which is not that of its programme (corrections of 28 November, 2)."""
_IDENTITY = frozenset({"project", "deliverable", "episode", "recipient", "type"})
_DOCUMENT = frozenset({"specification", "specification_version", "specification_day"})
_PROGRESS = frozenset({"task", "due_day", "state", "state_day", "remarks"})
_NOT_REQUIRED = _IDENTITY | _DOCUMENT | _PROGRESS
_FILE_ONLY = ("gop", "chroma", "bit_depth", "short_term_lufs", "loudness_range", "first_timecode")


class HeldIn(StrEnum):
    """Where the value that a requirement looks at is."""

    DECLARED = "déclarée"
    FILE = "mesurée"
    PIECE = "attestée"


@dataclass(frozen=True)
class RequiredField:
    """One thing that a recipient may ask something of.

    Parameters
    ----------
    name
        Code name in Livrables or Medias, or the nature of a piece.
    heading
        As people read it.
    held
        Where its value is.
    reading
        How its values are read and compared.
    advice
        Whom to consult about it.
    """

    name: str
    heading: str
    held: HeldIn
    reading: ValueReading
    advice: Advice

    @property
    def unit(self) -> str:
        """What follows its values: `LUFS`, `i/s`; empty without."""
        if self.reading.read is rate_alone:
            return "i/s"
        match = UNIT.search(self.heading)
        return match["unit"] if match else ""

    @property
    def label(self) -> str:
        """The heading without its unit."""
        return UNIT.sub("", self.heading)

    @property
    def code(self) -> str:
        """What ends the identifier of its requirements.

        >>> field_named("bit_rate_mbps").code, field_named("Fichier XML").code
        ('DEBIT', 'FICHIER-XML')
        """
        return "-".join(re.findall("[A-Z0-9]+", plain_letters(self.label).upper()))

    @property
    def is_measured(self) -> bool:
        """Whether a file can show it: the first timecode of a file is not that of the programme."""
        return self.held is not HeldIn.PIECE and (self.held is HeldIn.FILE or self.name in _OF_FILES)

    @property
    def measured_name(self) -> str:
        """The attribute of what a reader saw."""
        return "first_timecode" if self.name == FILE_TIMECODE else self.name


_OF_FILES = frozenset(column.name for column in MEDIAS.columns) - {"first_timecode"}


@cache
def fields() -> Mapping[str, RequiredField]:
    """Everything that may be required, by name, in the order of the tables."""
    declared = [
        _field(column, HeldIn.DECLARED)
        for column in DELIVERABLES.columns
        if not column.is_computed and column.name not in _NOT_REQUIRED
    ]
    files = [_field(MEDIAS.by_name[name], HeldIn.FILE) for name in _FILE_ONLY]
    pieces = [
        RequiredField(nature.value, nature.value, HeldIn.PIECE, PRESENCE, Advice.LABORATORY)
        for nature in PieceNature
        if nature is not PieceNature.OTHER
    ]
    return {field.name: field for field in (*declared, *files, *pieces)}


def field_named(name: str) -> RequiredField:
    """The field of a code name.

    Raises
    ------
    KeyError
        Nothing is required of that.
    """
    return fields()[name]


def field_of_heading(heading: str) -> RequiredField | None:
    """The field that somebody names, with its unit or without; None when there is none.

    >>> field_of_heading("débit").name, field_of_heading("Loudness (LUFS)").name, field_of_heading("Prix")
    ('bit_rate_mbps', 'loudness_lufs', None)
    """
    return _by_heading().get(plain_letters(heading))


def closest_heading(heading: str) -> str:
    """The heading that a misspelt one most resembles, empty when none is close."""
    return closest(heading, [field.heading for field in fields().values()])


@cache
def _by_heading() -> dict[str, RequiredField]:
    spelled = {plain_letters(field.label): field for field in fields().values()}
    return spelled | {plain_letters(field.heading): field for field in fields().values()}


def shown_value(field: RequiredField, value: Any) -> str:
    """A value as people read it, without its unit.

    >>> shown_value(field_named("loudness_lufs"), Decimal("-23.5")), shown_value(field_named("has_sme"), True)
    ('−23,5', 'Oui')
    """
    if isinstance(value, bool):
        return (YesNo.YES if value else YesNo.NO).value
    if isinstance(value, int):
        return grouped(value).replace("-", MINUS)
    if isinstance(value, Decimal):
        return signed_text(value)
    if isinstance(value, FrameRate | Raster):
        return value.name
    if isinstance(value, ContainerWords):
        return f"{value.container.value} {value.shim.value}" if value.shim else value.container.value
    if isinstance(value, Timecode):
        return value.text
    if value == WHOLE_HOUR:
        return "une heure ronde (10:00:00:00)"
    return str(value)


def with_unit(field: RequiredField, text: str) -> str:
    """A value shown with its unit, that no line break parts from it."""
    return f"{text}{NO_BREAK}{field.unit}" if field.unit else text


def _field(column: Column, held: HeldIn) -> RequiredField:
    name = FILE_TIMECODE if held is HeldIn.FILE and column.name == "first_timecode" else column.name
    return RequiredField(name, column.heading, held, reading_of(column), _advice(name))


def _advice(name: str) -> Advice:
    if name.startswith(("audio_", "loudness_", "dialogue_", "true_peak", "short_term", "mix", "has_me")):
        return Advice.SOUND
    if name.startswith(("subtitle_", "is_retimed", "has_sme", "has_audio_description")):
        return Advice.TEXTS
    pictures = (
        "raster",
        "frame_rate",
        "scan",
        "colour_space",
        "gamma",
        "chroma",
        "bit_depth",
        "has_textless",
    )
    return Advice.PICTURE if name in pictures else Advice.LABORATORY
