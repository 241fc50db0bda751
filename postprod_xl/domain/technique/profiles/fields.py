"""What a requirement may be about: a column of Livrables, a column that only files have, or a piece beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from postprod_xl.domain.technique.rules.known_values import NO_BREAK, grouped, signed_text
from postprod_xl.domain.technique.rules.rule import Advice
from postprod_xl.domain.technique.spellings.codecs import codecs, read_codec
from postprod_xl.domain.technique.spellings.colours import (
    colour_spaces,
    gammas,
    read_colour_space,
    read_gamma,
)
from postprod_xl.domain.technique.spellings.containers import ContainerWords, containers, read_container
from postprod_xl.domain.technique.spellings.lexicon import word_key
from postprod_xl.domain.technique.spellings.pictures import Raster, read_chroma, read_raster, read_scan
from postprod_xl.domain.technique.spellings.sounds import (
    audio_layouts,
    read_audio_layout,
    read_subtitle_format,
    subtitle_formats,
)
from postprod_xl.domain.technique.spellings.written import Written, absent, known, unknown_word
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.technique.timing.timecode import Timecode
from postprod_xl.domain.technique.timing.written_rates import read_rate
from postprod_xl.schema.bounds import is_outside
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.spelling import closest, plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables.technique import DELIVERABLES, MEDIAS
from postprod_xl.schema.technical_vocabulary import PieceNature
from postprod_xl.schema.vocabulary import YesNo

Reader = Callable[[str], Written[Any]]
Same = Callable[[Any, Any], bool]
WHOLE_HOUR = "HH:00:00:00"
"""Any whole hour, as a first timecode is asked for."""
FILE_TIMECODE = "file_timecode"
"""The first timecode of a file, which is not that of its programme (corrections of 28 November, 2)."""
_IDENTITY = frozenset({"project", "deliverable", "episode", "recipient", "type"})
_DOCUMENT = frozenset({"specification", "specification_version", "specification_day"})
_PROGRESS = frozenset({"task", "due_day", "state", "state_day", "remarks"})
_NOT_REQUIRED = _IDENTITY | _DOCUMENT | _PROGRESS
_FILE_ONLY = ("gop", "chroma", "bit_depth", "short_term_lufs", "loudness_range", "first_timecode")
_UNIT = re.compile(r" \((?P<unit>[^)]*)\)$")


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
    read
        What a text says as a value of it.
    wants
        French, what its values look like.
    same
        Whether a value found is the one wanted.
    is_ordered
        Whether « supérieur » and « entre » mean something.
    advice
        Whom to consult about it.
    """

    name: str
    heading: str
    held: HeldIn
    read: Reader
    wants: str
    same: Same
    is_ordered: bool
    advice: Advice

    @property
    def unit(self) -> str:
        """What follows its values: `LUFS`, `i/s`; empty without."""
        if self.read is _rate:
            return "i/s"
        match = _UNIT.search(self.heading)
        return match["unit"] if match else ""

    @property
    def label(self) -> str:
        """The heading without its unit."""
        return _UNIT.sub("", self.heading)

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
        RequiredField(
            nature.value, nature.value, HeldIn.PIECE, _yes_no, "Oui ou Non", _equal, False, Advice.LABORATORY
        )
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
        return grouped(value)
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
    reader = _READERS.get(column.name)
    read, wants, same = reader or _of_kind(column)
    ordered = reader is None and column.kind in (Kind.INT, Kind.NUMBER)
    return RequiredField(
        name, column.heading, held, read, wants, same, ordered or read is _rate, _advice(name)
    )


def _of_kind(column: Column) -> tuple[Reader, str, Same]:
    if column.kind is Kind.BOOL:
        return _yes_no, "Oui ou Non", _equal
    if column.kind is Kind.CHOICE:
        return _choice(column), f"un mot de la liste : {', '.join(column.choices)}", _equal
    if column.kind in (Kind.INT, Kind.NUMBER):
        return _number(column), f"un nombre{' entier' if column.kind is Kind.INT else ''}", _equal
    return _words, "un texte", _same_words


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


def _number(column: Column) -> Reader:
    match = _UNIT.search(column.heading)
    unit = match["unit"] if match else ""

    def read(text: str) -> Written[Any]:
        bare = cleaned(text)
        if unit and plain_letters(bare).endswith(plain_letters(unit)):
            bare = bare[: -len(unit)].rstrip()
        try:
            value = typed(column.kind, bare)
        except Unreadable as error:
            return unknown_word(text, f"attendu : {error}")
        if value is None:
            return absent()
        if is_outside(value, column.bounds):
            return unknown_word(text, "hors de ce que la colonne admet")
        return known(text, value)

    return read


def _choice(column: Column) -> Reader:
    spelled = {plain_letters(word): word for word in column.choices}

    def read(text: str) -> Written[Any]:
        word = spelled.get(plain_letters(text))
        return unknown_word(text, "n'est pas dans la liste") if word is None else known(text, word)

    return read


def _yes_no(text: str) -> Written[Any]:
    try:
        return known(text, typed(Kind.BOOL, text))
    except Unreadable as error:
        return unknown_word(text, f"attendu : {error}")


def _words(text: str) -> Written[Any]:
    return known(text, cleaned(text)) if word_key(text) else unknown_word(text, "ne dit rien")


def _rate(text: str) -> Written[Any]:
    found = read_rate(text)
    rate = None if found.value is None else found.value.rate
    return Written(found.text, found.state, rate, found.note)


_LABEL = re.compile(r"(?:[0-9]{1,3}|HH)[:;][0-9]{2}[:;][0-9]{2}[:;][0-9]{2,3}")


def _timecode(text: str) -> Written[Any]:
    """A label, without its rate; `HH:00:00:00` is any whole hour."""
    label = cleaned(text).upper()
    if not _LABEL.fullmatch(label):
        return unknown_word(
            text, "n'est pas un timecode : 10:00:00:00, ou HH:00:00:00 pour toute heure ronde"
        )
    return known(text, label)


def _equal(found: Any, wanted: Any) -> bool:
    return bool(found == wanted)


def _same_words(found: Any, wanted: Any) -> bool:
    return word_key(str(found)) == word_key(str(wanted))


def _same_label(found: Any, wanted: Any) -> bool:
    label = found.text if isinstance(found, Timecode) else str(found)
    if wanted.startswith("HH"):
        label, wanted = label.partition(":")[2], wanted.partition(":")[2]
    return label.replace(";", ":") == wanted.replace(";", ":")


def _same_container(found: ContainerWords, wanted: ContainerWords) -> bool:
    """A constraint that is not said is not denied: no tool sees AS-10, a report attests it (correction 5)."""
    if not containers().agree(found.container, wanted.container):
        return False
    return wanted.shim is None or found.shim in (None, wanted.shim)


_READERS: Mapping[str, tuple[Reader, str, Same]] = {
    "codec": (read_codec, "un codec : XDCAM HD422 50", lambda one, other: codecs().agree(one, other)),
    "container": (read_container, "un conteneur : MXF AS-10", _same_container),
    "raster": (read_raster, "une définition : 1920×1080", _equal),
    "frame_rate": (_rate, "une cadence : 25", _equal),
    "subtitle_rate": (_rate, "une cadence : 25", _equal),
    "scan": (read_scan, "Progressif, Entrelacé ou PsF", _equal),
    "chroma": (read_chroma, "un échantillonnage : 4:2:2", _equal),
    "colour_space": (
        read_colour_space,
        "un espace : Rec.709",
        lambda one, other: colour_spaces().agree(one, other),
    ),
    "gamma": (read_gamma, "un gamma : SDR, HLG ou PQ", lambda one, other: gammas().agree(one, other)),
    "audio_layout": (
        read_audio_layout,
        "une configuration : Stéréo, 5.1",
        lambda one, other: audio_layouts().agree(one, other),
    ),
    "subtitle_format": (
        read_subtitle_format,
        "un format : STL, SRT, TTML",
        lambda one, other: subtitle_formats().agree(one, other),
    ),
    "first_timecode": (_timecode, "un timecode : 10:00:00:00", _same_label),
}
