"""The identifiers of audiovisual works, ISAN and EIDR, understood in every spelling and never rewritten.

Both end with a check character of ISO 7064 Mod 37,36, that of `python-stdnum`. Sources: ISO 15706-1 (ISAN) and 15706-2
(V-ISAN: eight more digits for the version); EIDR ID Format 1.51 of 5 October 2017 (canonical form, the same without
hyphens, URN, DOI proxy), read on 2026-11-30.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.formats import EATEN, is_eaten

EIDR_PREFIX = "10.5240"
"""That of the works; other prefixes of EIDR are those of companies and services."""
_LONGEST = 200
_MARKS = re.compile(r"[\s\-\u2010-\u2015\u2212_]+")
_ISAN_NAME = re.compile(r"(URN:)?V?ISAN:?")
_EIDR_NAME = re.compile(r"HTTPS?://(DX\.|WWW\.)?DOI\.ORG/|(INFO:)?DOI[:/]?|URN:EIDR:|EIDR:?")
_EIDR_PARTS = re.compile(r"(?:(10\.[0-9]+)(?:/|:|%2F))?(.*)")
_NO_DIGIT = re.compile(r"[^0-9A-F]")
_ISAN_PARTS = {16: (16, 0, 0, 0), 17: (16, 1, 0, 0), 24: (16, 0, 8, 0), 26: (16, 1, 8, 1)}
"""Lengths of the work, its check character, the version and its own, by that of the whole."""
_EIDR_DIGITS = 20


@dataclass(frozen=True)
class Identifier:
    """What a text that identifies a work says.

    Parameters
    ----------
    canonical
        Its published spelling, check characters included; empty when it cannot be understood.
    root
        What of it names the work, to compare: an ISAN without its version; empty with `canonical`.
    fault
        What is wrong with it, French, to be read after it; empty when it is right.
    is_checked
        Whether it has its check characters: without them, nothing tells a mistyped digit.
    has_version
        Whether it is a V-ISAN.
    """

    canonical: str = ""
    root: str = ""
    fault: str = ""
    is_checked: bool = True
    has_version: bool = False


@lru_cache(maxsize=4096)
def read_isan(text: str) -> Identifier:
    """An ISAN, or a V-ISAN, whatever its case, its hyphens and the name in front of it.

    >>> read_isan("isan 00000000d07a0090q").canonical
    '0000-0000-D07A-0090-Q'
    >>> read_isan("0000-0000-D07A-0090-Q-0000-0000-A").fault
    'le caractère de contrôle de la version est A, attendu X avec ces chiffres'
    """
    body = _ISAN_NAME.sub("", _compact(text), count=1)
    if len(body) not in _ISAN_PARTS:
        return _refused(text, body, "17, ou 26 avec la version")
    root, check, version, last = _cut(body, _ISAN_PARTS[len(body)])
    if fault := _digit_fault(root + version):
        return Identifier(fault=fault)
    of_root, of_version = _check_of(root), _check_of(root + version) if version else ""
    if check and (check, last) != (of_root, of_version):
        return Identifier(fault=_check_fault((check, of_root), (last, of_version)))
    parts = [_grouped(root), of_root, *([_grouped(version), of_version] if version else [])]
    return Identifier("-".join(parts), root, "", bool(check), bool(version))


@lru_cache(maxsize=4096)
def read_eidr(text: str) -> Identifier:
    """An EIDR, whatever its case, its hyphens, and the address, the URN or the name in front of it.

    >>> read_eidr("https://doi.org/10.5240/7ec7-228a-510a-053e-cbb8-j").canonical
    '10.5240/7EC7-228A-510A-053E-CBB8-J'
    >>> read_eidr("10.5240/1489-49A2-3956-4B2D-FE16-A").fault
    'le caractère de contrôle est A, attendu 5 avec ces chiffres'
    """
    parts = _EIDR_PARTS.fullmatch(_EIDR_NAME.sub("", _compact(text), count=1))
    prefix, body = (parts[1], parts[2]) if parts else (None, "")
    if prefix and prefix != EIDR_PREFIX:
        return Identifier(fault=f"le préfixe est {prefix}, attendu : {EIDR_PREFIX}, celui des œuvres")
    if len(body) not in (_EIDR_DIGITS, _EIDR_DIGITS + 1):
        return _refused(text, body, f"21 après {EIDR_PREFIX}/")
    digits, check = body[:_EIDR_DIGITS], body[_EIDR_DIGITS:]
    if fault := _digit_fault(digits):
        return Identifier(fault=fault)
    expected = _check_of(digits)
    if check and check != expected:
        return Identifier(fault=_check_fault((check, expected)))
    canonical = f"{EIDR_PREFIX}/{_grouped(digits)}-{expected}"
    return Identifier(canonical, canonical, "", bool(check))


def _compact(text: str) -> str:
    """A text in capitals, without spaces and hyphens."""
    return _MARKS.sub("", cleaned(text[:_LONGEST])).upper()


def _cut(text: str, lengths: Iterable[int]) -> tuple[str, ...]:
    """A text cut in consecutive parts of some lengths."""
    ends = [*accumulate(lengths)]
    return tuple(text[first:last] for first, last in pairwise([0, *ends]))


def _grouped(digits: str) -> str:
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _check_of(digits: str) -> str:
    from stdnum.iso7064 import mod_37_36

    return str(mod_37_36.calc_check_digit(digits))


def _refused(text: str, body: str, expected: str) -> Identifier:
    """A text that has not the length of its identifier."""
    if is_eaten(text):
        return Identifier(fault=EATEN)
    count = f"{len(body)} caractère{'s' if len(body) > 1 else ''}"
    return Identifier(fault=f"{count} sans les tirets, attendu : {expected}")


def _digit_fault(digits: str) -> str:
    stranger = _NO_DIGIT.search(digits)
    return f"« {stranger[0]} » là où l'on attend un chiffre ou une lettre de A à F" if stranger else ""


def _check_fault(*checks: tuple[str, str]) -> str:
    """What is said of the first check character that is not the one of the digits before it."""
    at, (found, expected) = next((at, pair) for at, pair in enumerate(checks) if pair[0] != pair[1])
    which = (" de l'œuvre", " de la version")[at] if checks[-1][1] and len(checks) > 1 else ""
    return f"le caractère de contrôle{which} est {found}, attendu {expected} avec ces chiffres"
