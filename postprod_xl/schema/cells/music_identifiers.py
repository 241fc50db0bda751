"""The identifiers of music, ISWC of a work and ISRC of a recording, understood in every spelling, never rewritten.

An ISWC (ISO 15707) ends with a digit that checks the others; nothing in an ISRC (ISO 3901) does. Its form, its
countries and its agencies are those of `python-stdnum`, which has no ISWC.
"""

from __future__ import annotations

import re

from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.work_identifiers import Identifier

_LONGEST = 200
_MARKS = re.compile(r"[\s.:\-\u2010-\u2015\u2212_]+")
_ISWC = re.compile(r"(?:ISWC)?T([0-9]{9})([0-9])")
_ISWC_BASE = 10
ISWC_FORM, ISRC_FORM = "T-034.524.680-1", "FR-Z03-98-00212"


def read_iswc(text: str) -> Identifier:
    """An ISWC: its last digit brings to a multiple of ten the sum of 1 and of each other digit times its rank.

    >>> read_iswc("T0345246801").canonical, read_iswc("T-034.524.680-2").fault
    ('T-034.524.680-1', 'le chiffre de contrôle est 2, attendu 1 avec ces chiffres')
    """
    match = _ISWC.fullmatch(_compact(text))
    if match is None:
        return Identifier(
            fault=f"ce n'est pas un ISWC, attendu : T, 9 chiffres et 1 de contrôle, {ISWC_FORM}"
        )
    digits, check = match.groups()
    total = 1 + sum(rank * int(digit) for rank, digit in enumerate(digits, 1))
    expected = str(-total % _ISWC_BASE)
    if check != expected:
        return Identifier(fault=f"le chiffre de contrôle est {check}, attendu {expected} avec ces chiffres")
    canonical = f"T-{digits[:3]}.{digits[3:6]}.{digits[6:]}-{check}"
    return Identifier(canonical, canonical)


def read_isrc(text: str) -> Identifier:
    """An ISRC: a country or an agency, who registered it, the year, a number.

    >>> read_isrc("frz039800212").canonical, read_isrc("FR-Z03-98-0212").canonical
    ('FR-Z03-98-00212', '')
    """
    from stdnum import isrc

    written = _compact(text).removeprefix("ISRC")
    if not (written.isascii() and isrc.is_valid(written)):
        return Identifier(
            fault=f"ce n'est pas un ISRC, attendu : pays, 3 caractères, année, 5 chiffres, {ISRC_FORM}"
        )
    canonical = isrc.format(written)
    return Identifier(canonical, canonical)


def _compact(text: str) -> str:
    return _MARKS.sub("", cleaned(text[:_LONGEST])).upper()
