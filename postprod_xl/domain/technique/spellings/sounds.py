"""Sound layouts and subtitle formats, in all their spellings."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from postprod_xl.domain.technique.spellings.lexicon import Lexicon, lexicon, tables
from postprod_xl.domain.technique.spellings.written import Written, absent, known
from postprod_xl.schema.cells.spelling import plain_letters

_BURNT = "incruste"


class AudioLayout(StrEnum):
    """What the channels of a mix are."""

    MONO = "Mono"
    STEREO = "Stéréo"
    LT_RT = "LtRt"
    S51 = "5.1"
    S51_STEREO = "5.1 + stéréo"
    S71 = "7.1"
    ATMOS = "Dolby Atmos"
    DOLBY_E = "Dolby E"


class SubtitleFormat(StrEnum):
    """A format of subtitles; a DCP takes SMPTE 428-7 or CineCanvas, neither SRT nor STL (facts A1.4: REZO)."""

    EBU_STL = "STL"
    SRT = "SRT"
    WEBVTT = "WebVTT"
    TTML = "TTML"
    IMSC = "IMSC"
    EBU_TT_D = "EBU-TT-D"
    EBU_TT = "EBU-TT"
    SMPTE_TT = "SMPTE-TT"
    SCC = "SCC"
    DCP = "DCP"
    SMPTE_428_7 = "SMPTE 428-7"
    CINECANVAS = "CineCanvas"
    PAC = "PAC"
    CAVENA_890 = "Cavena 890"
    ASS = "ASS"
    PGS = "PGS"


@cache
def audio_layouts() -> Lexicon[AudioLayout]:
    """The sound layouts that we know, in all their spellings."""
    return lexicon(AudioLayout, "words.toml", "audio_layout", "une configuration son")


@cache
def subtitle_formats() -> Lexicon[SubtitleFormat]:
    """The subtitle formats that we know, in all their spellings."""
    return lexicon(SubtitleFormat, "words.toml", "subtitle_format", "un format de sous-titres")


def read_audio_layout(text: str) -> Written[AudioLayout]:
    """The layout that somebody or a tool names, the channels of MediaInfo in any order.

    >>> [read_audio_layout(text).value.value for text in ("Stereo", "L R C LFE Ls Rs", "C L R Ls Rs LFE", "5,1")]
    ['Stéréo', '5.1', '5.1', '5.1']
    """
    found = audio_layouts().read(text)
    channels = frozenset(text.split())
    if not found.is_known and len(channels) > 1 and channels in _by_channels():
        return known(found.text, _by_channels()[channels])
    return found


@cache
def _by_channels() -> dict[frozenset[str], AudioLayout]:
    """The layouts by the channels they hold, as tools list them."""
    held = tables("words.toml")["audio_layout"]
    return {
        frozenset(text.split()): layout
        for layout in AudioLayout
        for text in held[layout.name]["spellings"]
        if len(text.split()) == held[layout.name].get("channels", 0) > 1
    }


def channels_of(layout: AudioLayout) -> int | None:
    """How many channels a layout has; None where it depends (Atmos, Dolby E)."""
    count: int | None = tables("words.toml")["audio_layout"][layout.name].get("channels")
    return count


def read_subtitle_format(text: str) -> Written[SubtitleFormat]:
    """The subtitle format that somebody or a tool names; nothing where they are in the picture, without a file.

    >>> read_subtitle_format("EBU STL").value.value, read_subtitle_format("subrip").value.value
    ('STL', 'SRT')
    >>> read_subtitle_format("Incrustés").value
    """
    if plain_letters(text).startswith(_BURNT):
        return absent(text)
    return subtitle_formats().read(text)
