"""Colour: the primaries of a picture and its transfer curve, two facts that tools and people write apart."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from postprod_xl.domain.technique.spellings.lexicon import Lexicon, lexicon, tables
from postprod_xl.domain.technique.spellings.written import Written


class ColourSpace(StrEnum):
    """Colour primaries, as a French technical sheet names them; a DCP is in X′Y′Z′, P3 is where it is graded."""

    REC709 = "Rec.709"
    REC2020 = "Rec.2020"
    REC601 = "Rec.601"
    REC601_625 = "Rec.601 (625)"
    REC601_525 = "Rec.601 (525)"
    P3 = "P3"
    P3_D65 = "P3-D65"
    P3_DCI = "P3-DCI"
    XYZ = "X′Y′Z′"
    SRGB = "sRGB"
    ACES = "ACES"
    S_GAMUT3 = "S-Gamut3"
    S_GAMUT3_CINE = "S-Gamut3.Cine"
    ARRI_WIDE_GAMUT_3 = "ARRI Wide Gamut 3"
    ARRI_WIDE_GAMUT_4 = "ARRI Wide Gamut 4"
    RED_WIDE_GAMUT = "REDWideGamutRGB"
    V_GAMUT = "V-Gamut"
    CINEMA_GAMUT = "Cinema Gamut"
    BMD_WIDE_GAMUT = "Blackmagic Wide Gamut"
    DAVINCI_WIDE_GAMUT = "DaVinci Wide Gamut"


class Gamma(StrEnum):
    """A transfer curve. `SDR` is any of the standard range: it contradicts neither Rec.709 nor gamma 2.4."""

    SDR = "SDR"
    REC709 = "Rec.709"
    REC601 = "Rec.601"
    REC2020_SDR = "Rec.2020 SDR"
    GAMMA_22 = "Gamma 2,2"
    GAMMA_24 = "Gamma 2,4"
    GAMMA_26 = "Gamma 2,6"
    SRGB = "sRGB"
    PQ = "PQ"
    HLG = "HLG"
    LINEAR = "Linéaire"
    LOG = "Log"
    S_LOG = "S-Log"
    S_LOG2 = "S-Log2"
    S_LOG3 = "S-Log3"
    LOG_C = "LogC"
    LOG_C3 = "LogC3"
    LOG_C4 = "LogC4"
    C_LOG = "C-Log"
    C_LOG2 = "C-Log2"
    C_LOG3 = "C-Log3"
    V_LOG = "V-Log"
    LOG3G10 = "Log3G10"
    RED_LOG_FILM = "RedLogFilm"
    BMD_FILM = "Film Blackmagic"
    F_LOG = "F-Log"
    F_LOG2 = "F-Log2"
    N_LOG = "N-Log"
    D_LOG = "D-Log"
    D_LOG_M = "D-Log M"
    ACES_CCT = "ACEScct"
    CINEON = "Cineon"
    DAVINCI_INTERMEDIATE = "Intermédiaire DaVinci"
    APPLE_LOG = "Apple Log"
    J_LOG = "J-Log"


class DynamicRange(StrEnum):
    """What a curve is made for."""

    STANDARD = "SDR"
    HIGH = "HDR"
    LOG = "Log"
    THEATRE = "Salle"
    LINEAR = "Linéaire"


@cache
def colour_spaces() -> Lexicon[ColourSpace]:
    """The colour spaces that we know, in all their spellings."""
    return lexicon(ColourSpace, "words.toml", "colour_space", "un espace de couleur")


@cache
def gammas() -> Lexicon[Gamma]:
    """The transfer curves that we know, in all their spellings."""
    return lexicon(Gamma, "words.toml", "gamma", "un gamma")


def read_colour_space(text: str) -> Written[ColourSpace]:
    """The colour space that somebody or a tool names.

    >>> [read_colour_space(text).value.value for text in ("BT.709", "smpte432", "XYZ", "Rec 2020")]
    ['Rec.709', 'P3-D65', 'X′Y′Z′', 'Rec.2020']
    """
    return colour_spaces().read(text)


def read_gamma(text: str) -> Written[Gamma]:
    """The transfer curve that somebody or a tool names; « HDR » is not one: PQ and HLG are.

    >>> read_gamma("SLog3").value.value, read_gamma("arib-std-b67").value.value, read_gamma("HDR").note
    ('S-Log3', 'HLG', 'se dit de PQ et de HLG')
    """
    return gammas().read(text)


def dynamic_range(gamma: Gamma) -> DynamicRange:
    """What a curve is made for: `Log` for every camera log."""
    return DynamicRange(tables("words.toml")["gamma"][gamma.name]["range"])


def is_log(gamma: Gamma) -> bool:
    """Whether a picture in this curve needs a LUT to be looked at."""
    return dynamic_range(gamma) is DynamicRange.LOG
