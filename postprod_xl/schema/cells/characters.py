"""Characters that a screen does not show: read as if they were not there, or named where a message quotes them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUOTE = 100
LONGEST_LINE = 2_000
_TAIL = 400

# Every Unicode space, and the letters that are drawn as nothing.
_SPACES = dict.fromkeys(
    [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0],
    " ",
)
# Joiners, variation selectors and tags have a meaning inside emoji and some scripts, none after a Latin letter.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
    "|(?<![^\x00-\u024f])[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e007f]+"
)
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+ *")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|" + _INVISIBLE.pattern)
_QUOTE = re.compile(rf"« ([^«»]{{{LONGEST_QUOTE + 1},}}) »")
_NAMES = {
    0x00AD: "trait d'union conditionnel",
    0x200B: "espace sans chasse",
    0x200C: "antiliant",
    0x200D: "liant",
    0x2060: "gluon de mots",
    0xFEFF: "indicateur d'ordre des octets",
}
# Letters of other alphabets that are drawn as Latin ones.
_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")
_LATIN |= {0xFF00 + code: 0x20 + code for code in range(1, 0x5F)}
_FOREIGN = frozenset({*range(0x370, 0x530), *range(0xFF01, 0xFF5F)})
_SCRIPTS = {"CYRILLIC": "lettre cyrillique", "GREEK": "lettre grecque", "FULLWIDTH": "pleine chasse"}


def cleaned(text: str) -> str:
    r"""Text without what no screen shows: plain spaces, no zero-width or control character, composed accents.

    >>> cleaned(" P001\u200b"), cleaned("E\u0301tape"), cleaned("12\u202f500")
    ('P001', 'Étape', '12 500')
    """
    text = text.strip()
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_SPACES))).strip()


def one_line(text: str) -> str:
    r"""Text on one line that no terminal takes for an order; what a screen does not show is named.

    >>> one_line("Montage\nimage"), one_line("P001\u200b"), one_line("\x1b[31mrouge")
    ('Montage image', 'P001[U+200B espace sans chasse]', '␛[31mrouge')
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_named, _BREAKS.sub(" ", text))


def brief(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Text on one line, cut with « … » past a length.

    >>> brief("M" * 32_000, 5)
    'MMMM…'
    """
    line = one_line(text[: longest * 2])
    return line if len(line) <= longest and len(text) <= longest * 2 else f"{line[: longest - 1].rstrip()}…"


def message_line(text: str) -> str:
    """A message on one line: long quotations are cut, then the middle of what is still too long for a screen."""
    if len(text) > LONGEST_QUOTE:
        text = _QUOTE.sub(lambda match: f"« {brief(match[1])} »", text)
    line = one_line(text)
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[: LONGEST_LINE - _TAIL - 3]} … {line[-_TAIL:]}"


def as_drawn(text: str) -> str:
    r"""Text in the Latin letters it looks like, to tell two codes that no eye tells apart.

    >>> as_drawn("\u0420001") == "P001"
    True
    """
    return text if text.isascii() else text.translate(_LATIN)


def disguised(text: str) -> str:
    r"""The letters of another alphabet that a text holds in place of Latin ones, by name; empty when it has none.

    >>> disguised("\u0420001"), disguised("P001"), disguised("\u0412\u043e\u0439\u043d\u0430")
    ('« Р » (U+0420, lettre cyrillique)', '', '')
    """
    if text.isascii():
        return ""
    foreign = dict.fromkeys(letter for letter in text if _script(letter))
    if any(ord(letter) not in _LATIN for letter in foreign):
        return ""
    return ", ".join(f"« {letter} » (U+{ord(letter):04X}, {_script(letter)})" for letter in foreign)


def _script(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") if ord(letter) in _FOREIGN else ""


def _named(match: re.Match[str]) -> str:
    return "".join(map(_name, match[0]))


def _name(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code in (0x7F, *range(0xD800, 0xE000)):
        return "\u2421" if code == 0x7F else "\ufffd"
    name = _NAMES.get(code, "caractère invisible")
    return f"[U+{code:04X} {name}]"
