"""French company numbers: their check digit (Luhn's formula, ISO/IEC 7812-1, as INSEE uses it)."""

from __future__ import annotations

SIREN_LENGTH, SIRET_LENGTH = 9, 14


def is_siren(text: str) -> bool:
    """Whether a text is a SIREN: nine digits with a right check digit; spaces do not count.

    >>> is_siren("732 829 320"), is_siren("732829321")
    (True, False)
    """
    return _is_checked(text, SIREN_LENGTH)


def is_siret(text: str, siren: str = "") -> bool:
    """Whether a text is a SIRET: fourteen digits with a right check digit, beginning with the SIREN if given.

    >>> is_siret("73282932000074", "732829320"), is_siret("73282932000074", "552100554")
    (True, False)
    """
    return _is_checked(text, SIRET_LENGTH) and _digits(text).startswith(_digits(siren))


def _is_checked(text: str, length: int) -> bool:
    digits = _digits(text)
    if len(digits) != length or not (digits.isascii() and digits.isdigit()):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _digits(text: str) -> str:
    return "".join(text.split())
