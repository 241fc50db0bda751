"""How the values of each field are read and compared: rates as rates, numbers with their comma, words of the trade."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from postprod_xl.domain.technique.spellings.codecs import codecs, read_codec
from postprod_xl.domain.technique.spellings.colours import (
    colour_spaces,
    gammas,
    read_colour_space,
    read_gamma,
)
from postprod_xl.domain.technique.spellings.containers import ContainerWords, containers, read_container
from postprod_xl.domain.technique.spellings.lexicon import word_key
from postprod_xl.domain.technique.spellings.pictures import read_chroma, read_raster, read_scan
from postprod_xl.domain.technique.spellings.sounds import (
    audio_layouts,
    read_audio_layout,
    read_subtitle_format,
    subtitle_formats,
)
from postprod_xl.domain.technique.spellings.written import Written, absent, known, unknown_word
from postprod_xl.domain.technique.timing.timecode import Timecode
from postprod_xl.domain.technique.timing.written_rates import read_rate
from postprod_xl.schema.bounds import is_outside
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.table import Column

Reader = Callable[[str], Written[Any]]
Same = Callable[[Any, Any], bool]
WHOLE_HOUR = "HH:00:00:00"
"""Any whole hour, as a first timecode is asked for."""
UNIT = re.compile(r" \((?P<unit>[^)]*)\)$")
"""The unit at the end of a heading."""


@dataclass(frozen=True)
class ValueReading:
    """How the values of a column are read and compared.

    Parameters
    ----------
    read
        What a text says as a value of it.
    wants
        French, what its values look like.
    same
        Whether a value found is the one wanted.
    is_ordered
        Whether « supérieur » and « entre » mean something.
    """

    read: Reader
    wants: str
    same: Same
    is_ordered: bool = False


def reading_of(column: Column) -> ValueReading:
    """How the values of a column of Livrables or of Medias are read: by its name, else by its kind."""
    return _READINGS.get(column.name) or _of_kind(column)


def _of_kind(column: Column) -> ValueReading:
    if column.kind is Kind.BOOL:
        return PRESENCE
    if column.kind is Kind.CHOICE:
        return ValueReading(_choice(column), f"un mot de la liste : {', '.join(column.choices)}", _equal)
    if column.kind in (Kind.INT, Kind.NUMBER):
        wants = "un nombre entier" if column.kind is Kind.INT else "un nombre"
        return ValueReading(_number(column), wants, _equal, is_ordered=True)
    return ValueReading(_words, "un texte", _same_words)


def _number(column: Column) -> Reader:
    match = UNIT.search(column.heading)
    unit = match["unit"] if match else ""

    def read(text: str) -> Written[Any]:
        bare = cleaned(text)
        if unit and plain_letters(bare).endswith(plain_letters(unit)):
            bare = bare[: -len(unit)].rstrip()
        try:
            value = typed(column.kind, bare)
        except Unreadable as error:
            return unknown_word(text, f"n'est pas {error}")
        if value is None:
            return absent()
        if is_outside(value, column.bounds):
            return unknown_word(text, "n'est pas une valeur que la colonne admet")
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
        return unknown_word(text, f"n'est pas {error}")


def _words(text: str) -> Written[Any]:
    return known(text, cleaned(text)) if word_key(text) else unknown_word(text, "ne dit rien")


def rate_alone(text: str) -> Written[Any]:
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


PRESENCE = ValueReading(_yes_no, "Oui ou Non", _equal)
"""What is provided or not."""
_A_RATE = ValueReading(rate_alone, "une cadence : 25", _equal, is_ordered=True)
_READINGS: Mapping[str, ValueReading] = {
    "codec": ValueReading(
        read_codec, "un codec : XDCAM HD422 50", lambda one, other: codecs().agree(one, other)
    ),
    "container": ValueReading(read_container, "un conteneur : MXF AS-10", _same_container),
    "raster": ValueReading(read_raster, "une définition : 1920×1080", _equal),
    "frame_rate": _A_RATE,
    "subtitle_rate": _A_RATE,
    "scan": ValueReading(read_scan, "Progressif, Entrelacé ou PsF", _equal),
    "chroma": ValueReading(read_chroma, "un échantillonnage : 4:2:2", _equal),
    "colour_space": ValueReading(
        read_colour_space, "un espace : Rec.709", lambda one, other: colour_spaces().agree(one, other)
    ),
    "gamma": ValueReading(
        read_gamma, "un gamma : SDR, HLG ou PQ", lambda one, other: gammas().agree(one, other)
    ),
    "audio_layout": ValueReading(
        read_audio_layout,
        "une configuration : Stéréo, 5.1",
        lambda one, other: audio_layouts().agree(one, other),
    ),
    "subtitle_format": ValueReading(
        read_subtitle_format,
        "un format : STL, SRT, TTML",
        lambda one, other: subtitle_formats().agree(one, other),
    ),
    "first_timecode": ValueReading(_timecode, "un timecode : 10:00:00:00", _same_label),
}
