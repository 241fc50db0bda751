"""Frame rates as people and tools write them: « 25p », « 50i », « 23,976 », `24000/1001`, « 29.97 DF », « 1080i25 »."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from postprod_xl.domain.technique.spellings.written import (
    Written,
    absent,
    impossible,
    known,
    says_nothing,
    unknown_word,
)
from postprod_xl.domain.technique.timing.rates import FrameRate, trade_rates
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.technical_vocabulary import ScanKind, TimecodeMode

EXPECTED_RATE = "une cadence connue : 23,976, 24, 25, 29,97, 50…"
_CUT_DECIMALS = 5
_NEAR = Fraction(5, 1000)
"""Share below which an unknown rate is told with the known one it is near; it is never taken for it."""


@dataclass(frozen=True)
class WrittenRate:
    """What a rate written says: frames per second, and the scan and the counting where they are written too.

    Attributes
    ----------
    rate
        In frames, never in fields: « 50i » is 25.
    scan, counting
        None where the text does not say.
    """

    rate: FrameRate
    scan: ScanKind | None = None
    counting: TimecodeMode | None = None


def read_rate(text: str) -> Written[WrittenRate]:
    """What somebody or a tool wrote as a frame rate.

    Known when it is exactly one of the known rates, or one of them rounded or cut as it is usually written (two
    decimals or more); `note` says when fields were taken for frames. Anything else is kept and not known, and told
    apart from what no rate can be: zero, negative, absurd.

    Examples
    --------
    >>> [read_rate(text).value.rate.name for text in ("23.98", "24000/1001", "25 i/s", "50i", "29,97 DF")]
    ['23,976', '23,976', '25', '25', '29,97']
    >>> read_rate("37").state.value, read_rate("0").state.value, read_rate("").state.value
    ('non reconnu', 'impossible', 'à renseigner')
    """
    text = cleaned(text)
    if says_nothing(text):
        return absent(text)
    if plain_letters(text) in _VARIABLE:
        return unknown_word(text, "cadence variable : elle n'a pas de valeur exacte")
    match = _WRITTEN.fullmatch(plain_letters(text))
    if match is None:
        return unknown_word(text, f"n'est pas {EXPECTED_RATE}")
    return _read(text, match)


_VARIABLE = frozenset({"vfr", "variable", "cadence variable", "variable frame rate"})
_PROGRESSIVE = r"progressive|progressif|prog\.?|p"
_INTERLACED = r"interlaced|entrelace|i"
_NUMBER = r"[+-]?[0-9]+(?:[.,][0-9]+)?"
_WRITTEN = re.compile(
    rf"(?:(?P<raster>480|486|576|720|1080|2160)\s*(?P<lead>psf|{_PROGRESSIVE}|{_INTERLACED})\s*[/@]?\s*)?"
    rf"(?P<number>{_NUMBER})(?:\s*/\s*(?P<under>[0-9]+))?"
    rf"(?:\s*\((?P<top>[0-9]+)/(?P<bottom>[0-9]+)\))?"
    r"(?:\s*(?P<unit>i/s|im/s|img/s|image/s|images/s|images par seconde|images/seconde|ips|fps|f/s|hz))?"
    rf"(?P<space>\s*)(?P<scan>psf|{_PROGRESSIVE}|{_INTERLACED})?"
    r"(?:\s*(?P<lateunit>i/s|im/s|img/s|images/s|ips|fps))?"
    r"(?:\s*\(?(?P<counting>ndf|df|non[- ]?drop(?:[- ]?frame)?|drop(?:[- ]?frame)?)\)?)?"
)


def _read(text: str, match: re.Match[str]) -> Written[WrittenRate]:
    if match["unit"] and match["lateunit"]:
        return unknown_word(text, f"n'est pas {EXPECTED_RATE}")
    number = _fraction(match["number"], match["under"])
    if number is None or number <= 0:
        return impossible(text, "une cadence est un nombre d'images par seconde, plus grand que 0")
    if number > trade_rates().absurd_above:
        return impossible(
            text, f"{FrameRate(number).name} images par seconde : une virgule s'est-elle perdue ?"
        )
    if (found := _known(number, _decimals(match))) is None:
        return unknown_word(text, f"cadence inconnue{_near(number)}")
    if match["top"] and _named_apart(match, found):
        return unknown_word(text, "les deux cadences écrites ne sont pas la même")
    return _scanned(text, match, found)


def _fraction(number: str, under: str | None) -> Fraction | None:
    """The number written, over another when it is a fraction; None over zero."""
    if under is not None and int(under) == 0:
        return None
    return Fraction(number.replace(",", ".")) / int(under or 1)


def _decimals(match: re.Match[str]) -> int:
    """Decimals that were written; those of a fraction over 10, 100, 1000 are its zeros."""
    _, _, decimals = match["number"].replace(",", ".").partition(".")
    under = match["under"] or ""
    return len(decimals) + (len(under) - 1 if re.fullmatch("10+", under) else 0)


def _known(number: Fraction, decimals: int) -> Fraction | None:
    """The known rate of a number: itself, or one that is it once rounded, or cut after five decimals or more.

    Cut after two, 23.976 would be 23.97, which somebody may have measured.
    """
    for rate in trade_rates().exact:
        if rate == number:
            return rate
    for rate in trade_rates().exact:
        scaled = rate * 10**decimals
        rounded = number * 10**decimals == math.floor(scaled + Fraction(1, 2))
        cut = decimals >= _CUT_DECIMALS and number * 10**decimals == math.floor(scaled)
        if decimals >= 2 and (rounded or cut):
            return rate
    return None


def _near(number: Fraction) -> str:
    nearest = min(trade_rates().exact, key=lambda rate: abs(rate - number))
    if abs(nearest - number) > number * _NEAR:
        return ""
    return f", proche de {FrameRate(nearest).name} : écrivez-la si c'est elle"


def _named_apart(match: re.Match[str], found: Fraction) -> bool:
    """Whether the fraction that MediaInfo adds in brackets is another rate."""
    exact = _fraction(match["top"], match["bottom"])
    return exact is None or _known(exact, len(match["bottom"]) - 1) != found


def _scanned(text: str, match: re.Match[str], number: Fraction) -> Written[WrittenRate]:
    """The rate in frames, from what is said of its scan: an interlaced one may be written in fields."""
    lead, last = _scan_of(match["lead"]), _scan_of(match["scan"])
    if lead and last and lead is not last:
        return unknown_word(text, "le balayage est écrit deux fois, et n'est pas le même")
    counting = _counting_of(match["counting"])
    if match["scan"] == "i" and match["space"] and not match["unit"]:
        return _said_with_a_space(text, number, counting)
    scan, rates = lead or last, trade_rates()
    if scan is not ScanKind.INTERLACED:
        if match["unit"] == "hz" and scan is None and number in rates.interlaced_fields:
            return unknown_word(
                text, f"{FrameRate(number).name} Hz se dit d'images ou de trames : écrivez « i/s »"
            )
        return known(text, WrittenRate(FrameRate(number), scan, counting))
    return _interlaced(text, number, counting)


def _interlaced(text: str, number: Fraction, counting: TimecodeMode | None) -> Written[WrittenRate]:
    rates = trade_rates()
    if number in rates.interlaced_frames:
        return known(text, WrittenRate(FrameRate(number), ScanKind.INTERLACED, counting))
    if number in rates.interlaced_fields:
        rate = FrameRate(number / 2)
        note = f"{FrameRate(number).name} trames entrelacées par seconde, soit {rate.name} images"
        return known(text, WrittenRate(rate, ScanKind.INTERLACED, counting), note)
    name = FrameRate(number).name
    if number in rates.ambiguous_interlaced:
        return unknown_word(text, f"« {name}i » se dit de 29,97 comme de 30 images : écrivez 29,97 ou 30")
    return unknown_word(text, f"aucune image entrelacée n'est à {name}")


def _said_with_a_space(text: str, number: Fraction, counting: TimecodeMode | None) -> Written[WrittenRate]:
    """« 25 i » : frames or interlaced; the rate is known only where both give the same."""
    if number in trade_rates().interlaced_fields | trade_rates().ambiguous_interlaced:
        name = FrameRate(number).name
        return unknown_word(
            text, f"« {name} i » se dit d'images ou de trames : écrivez « {name} i/s » ou « {name}i »"
        )
    return known(text, WrittenRate(FrameRate(number), None, counting))


def _scan_of(word: str | None) -> ScanKind | None:
    if not word:
        return None
    if word == "psf":
        return ScanKind.SEGMENTED
    return ScanKind.PROGRESSIVE if word.startswith("p") else ScanKind.INTERLACED


def _counting_of(word: str | None) -> TimecodeMode | None:
    if not word:
        return None
    return TimecodeMode.NON_DROP if word.startswith("n") else TimecodeMode.DROP
