"""Definitions, colour sampling and scans, as people name them and as tools write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from postprod_xl.domain.technique.spellings.lexicon import tables, word_key
from postprod_xl.domain.technique.spellings.written import (
    Written,
    absent,
    impossible,
    known,
    says_nothing,
    unknown_word,
)
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.formats import RASTER
from postprod_xl.schema.technical_vocabulary import Chroma, ScanKind


@dataclass(frozen=True, order=True)
class Raster:
    """Width and height in pixels.

    >>> Raster(1920, 1080).name
    '1920×1080'
    """

    width: int
    height: int

    @property
    def name(self) -> str:
        """As it is written, with the sign of multiplication."""
        return f"{self.width}×{self.height}"


def read_raster(text: str) -> Written[Raster]:
    """The definition that somebody or a tool writes: in pixels, or by a name that has one meaning.

    >>> read_raster("1920 x 1080").value.name, read_raster("UHD").value.name, read_raster("4K").note
    ('1920×1080', '3840×2160', 'se dit de 3840×2160 (UHD) et de 4096×2160 (DCI)')
    """
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    if not RASTER.complaint(text):
        return known(text, _in_pixels(RASTER.canonical(text)))
    key = word_key(text)
    if _EMPTY_SIDE.fullmatch(text):
        return impossible(text, "une définition n'a pas de côté nul")
    if key in _rasters():
        return known(text, _rasters()[key])
    return unknown_word(
        text, _raster_notes().get(key, "n'est pas une définition : largeur × hauteur, 1920×1080")
    )


_EMPTY_SIDE = re.compile(r"0+ *[×xX*] *[0-9]+|[0-9]+ *[×xX*] *0+")


def _in_pixels(text: str) -> Raster:
    width, height = text.split("×")
    return Raster(int(width), int(height))


@cache
def _rasters() -> dict[str, Raster]:
    named = tables("words.toml")["raster"]
    return {word_key(name): _in_pixels(pixels) for pixels, names in named.items() for name in names}


@cache
def _raster_notes() -> dict[str, str]:
    return {word_key(name): note for name, note in tables("words.toml")["ambiguous"]["raster"].items()}


_PIXEL_FORMAT = re.compile(
    r"(?:yuv|yuvj|yuva)(444|422|420|411)p(?:[0-9]{1,2}(?:le|be))?|(gbrp|gbrap|rgb|rgba|bgr)[0-9a-z]*"
)
_RAW = frozenset({"raw", "bayer", "cfa"})


def read_chroma(text: str) -> Written[Chroma]:
    """How colour is sampled: « 4:2:2 », « 422 », `yuv422p10le` of ffprobe, `RGB`.

    >>> [read_chroma(text).value.value for text in ("4:2:2", "420", "yuv422p10le", "RGB", "Bayer")]
    ['4:2:2', '4:2:0', '4:2:2', '4:4:4', 'RAW']
    """
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    key = word_key(text.partition("(")[0])
    if key in _RAW or key.startswith("bayer"):
        return known(text, Chroma.RAW)
    match = _PIXEL_FORMAT.fullmatch(key)
    digits = (
        "444" if match and match[2] else match[1] if match else key.removeprefix("yuv").removeprefix("ycbcr")
    )
    spelled = {word_key(chroma.value): chroma for chroma in Chroma}
    if digits in spelled:
        return known(text, spelled[digits])
    return unknown_word(text, "n'est pas un échantillonnage que nous connaissons : 4:2:2, 4:2:0, 4:4:4")


_SCANS = {
    ScanKind.PROGRESSIVE: ("progressif", "progressive", "p", "prog", "non entrelace"),
    ScanKind.INTERLACED: (
        "entrelace", "interlaced", "i", "tt", "bb", "tb", "bt", "tff", "bff", "interlace",
        "entrelace tff", "entrelace bff", "trame superieure en premier", "trame inferieure en premier",
    ),
    ScanKind.SEGMENTED: ("psf", "progressive segmented frame", "progressif segmente"),
}  # fmt: skip
_CODED_BY_FIELDS = frozenset({"mbaff", "paff"})


def read_scan(text: str) -> Written[ScanKind]:
    """How a picture is scanned: in words, by MediaInfo (`MBAFF`), by ffprobe (`tt`, `progressive`).

    >>> read_scan("tt").value.value, read_scan("Progressive").value.value, read_scan("mixed").value
    ('Entrelacé', 'Progressif', None)
    """
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    key = word_key(text)
    if key in _CODED_BY_FIELDS:
        return known(text, ScanKind.INTERLACED, f"{text} : codé par trames, image par image")
    for scan, words in _SCANS.items():
        if key in {word_key(word) for word in words}:
            return known(text, scan)
    return unknown_word(text, "n'est pas un balayage que nous connaissons : Progressif, Entrelacé, PsF")
