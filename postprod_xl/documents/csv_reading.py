"""A CSV file as other programs write it: its encoding, its separator, its records with their true line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from postprod_xl.schema.units import folded

SEPARATOR = ";"
LONGEST_FIELD = 32_767  # characters in a cell (Microsoft: Excel specifications and limits)
AS_UTF8 = "enregistrez-le depuis Excel ou LibreOffice au format « CSV UTF-8 », séparé par des points-virgules"

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"))
_BOMS_OF_TWO = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_FORMATS = ((b"PK\3\4", "un classeur"), (b"\xd0\xcf\x11\xe0", "un classeur"), (b"%PDF", "un PDF"))
_EIGHT_BITS = {"cp1252": "Windows (cp1252)", "mac_roman": "Mac (Mac OS Roman)", "cp850": "MS-DOS (cp850)"}
_DECLARED = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_NAMES = {",": "« , »", "\t": "« tabulation »", "|": "« | »"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE = 4096
# How likely a character is in what a French office types; one that is not listed counts against its encoding.
_LIKELY = (
    dict.fromkeys("éèêëàâîïôûùüçœæÉÈÊËÀÂÎÏÔÛÙÜÇŒÆ€\u00a0«»’…–—°", 2)
    | dict.fromkeys("ñáíóúãõåøßäö‘“”·²³½", 1)
    | dict.fromkeys("©®™×÷§±µ¶¼¾£¨´¸ªº¡¿", 0)
)
_UNLIKELY = -2


class UnreadableCsv(Exception):
    """A file of another form: what was found, what is expected, and the line when one is to blame."""

    def __init__(self, found: str, expected: str, line: int | None = None) -> None:
        super().__init__(f"trouvé « {found} », attendu : {expected}")
        self.found, self.expected, self.line = found, expected, line


@dataclass(frozen=True)
class CsvText:
    """The records of a CSV file: its headings, then its rows, each with the line it starts on.

    ``guessed`` names an encoding that no mark declares and that was recognised by its letters.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    guessed: str = ""


def read_csv(data: bytes, headings: Sequence[str]) -> CsvText:
    """The records of a file.

    Parameters
    ----------
    data
        UTF-8, UTF-16 or UTF-32, with or without a byte order mark, Windows-1252, Mac OS Roman or MS-DOS; fields
        separated by `;`, a first line `sep=;` allowed.
    headings
        The headings expected, by which an encoding is recognised.

    Raises
    ------
    UnreadableCsv
        Another encoding or separator, a field that is not closed or does not fit in a cell, no heading.
    """
    text, guessed = decoded(data, headings)
    declared = _DECLARED.match(text)
    _refuse_separator(declared[1] if declared else "", text)
    start = declared.end() if declared else 0
    records = records_of(text[start:], 1 if declared else 0)
    filled = (record for record in records if any(field.strip() for field in record[1]))
    line, header = next(filled, (0, []))
    if not header:
        raise UnreadableCsv("fichier vide", "une ligne d'en-têtes, puis une ligne par élément")
    found = [" ".join(heading.replace("\ufeff", "").split()) for heading in header]
    if not {folded(heading) for heading in found} & {folded(heading) for heading in headings}:
        raise UnreadableCsv(
            " ; ".join(found)[:60], f"les en-têtes de la table ({', '.join(headings[:3])}…)", line
        )
    return CsvText(found, list(records), guessed)


def decoded(data: bytes, headings: Sequence[str]) -> tuple[str, str]:
    """The text of a file, and the encoding that had to be recognised, empty when it is declared or UTF-8."""
    for start, kind in _OTHER_FORMATS:
        if data.startswith(start):
            raise UnreadableCsv(f"{kind} renommé", f"un fichier CSV : {AS_UTF8}")
    text, guessed = _unicode(data), ""
    if text is None:
        text, guessed = _eight_bits(data, headings)
    at = text.find("\0")
    if at >= 0:
        raise UnreadableCsv("caractère nul", f"du texte : {AS_UTF8}", _line_of(text, at))
    return text, guessed


def _unicode(data: bytes) -> str | None:
    """The text of a Unicode file, None when it is written in an encoding of eight bits."""
    for mark, encoding in (*_BOMS, *_BOMS_OF_TWO):
        if data.startswith(mark):
            return _whole(data, encoding).lstrip("\ufeff")
    if encoding := _unmarked_utf16(data[:_SAMPLE]):
        return _whole(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
        return None


def _refuse_damaged(data: bytes, start: int) -> None:
    """Refuse UTF-8 with a few foreign bytes: accents of two bytes hardly ever appear by chance elsewhere."""
    text = data.decode("utf-8", "replace")
    foreign = text.count("\ufffd")
    if sum(not letter.isascii() for letter in text) - foreign >= foreign:
        line = len(_LINE_END.findall(data[:start].decode("latin-1"))) + 1
        raise UnreadableCsv(
            "un caractère qui n'est pas de l'UTF-8, comme le reste", f"du texte : {AS_UTF8}", line
        )


def _whole(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"codage {encoding.upper()} interrompu à l'octet {error.start}"
        raise UnreadableCsv(found, f"un fichier complet : {AS_UTF8}") from error


def _unmarked_utf16(sample: bytes) -> str:
    """The order of the bytes of a UTF-16 file without mark: Latin letters have a null byte each."""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2 * 0.6
    if high > most > low or low > most > high:
        return "utf-16-le" if high > low else "utf-16-be"
    return ""


def _eight_bits(data: bytes, headings: Sequence[str]) -> tuple[str, str]:
    """The text of a file of Windows or of an old Mac, told by its headings, then by its letters."""
    found = {}
    for encoding in _EIGHT_BITS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = folded(_LINE_END.split(text, maxsplit=2)[0])
        known = sum(folded(heading) in start for heading in headings)
        found[encoding] = (known, _likelihood(text), text)
    ranked = sorted(found, key=lambda encoding: found[encoding][:2], reverse=True)
    known, likelihood, _ = found[ranked[0]]
    if likelihood <= 0 or (len(ranked) > 1 and found[ranked[1]][:2] == (known, likelihood)):
        line = _line_of(data.decode("latin-1"), next(at for at, byte in enumerate(data) if byte > 127))
        raise UnreadableCsv("accents d'un codage incertain", f"un codage Unicode : {AS_UTF8}", line)
    return found[ranked[0]][2], _EIGHT_BITS[ranked[0]]


def _likelihood(text: str) -> int:
    """How much the accents of a text look like those of an office."""
    return sum(
        _UNLIKELY if _is_out_of_place(text, at) else _LIKELY.get(letter, _UNLIKELY)
        for at, letter in enumerate(text)
        if not letter.isascii()
    )


def _is_out_of_place(text: str, at: int) -> bool:
    """Whether a letter stands alone, or in the other case than those around it; or another sign inside a word."""
    before, after = text[max(at - 2, 0) : at], text[at + 1 : at + 2]
    if not text[at].isalpha():
        return text[at] not in "’‘·" and before[-1:].isalpha() and after.isalpha()
    if not before[-1:].isalpha() and not after.isalpha():
        return text[at] not in "àÀ"
    if text[at].isupper():
        return before[-1:].islower() or (before[-1:].isupper() and after.islower())
    return after.isupper() or (len(before) == 2 and before.isalpha() and before.isupper())


def _refuse_separator(declared: str, text: str) -> None:
    """Refuse a separator other than ours, declared by `sep=` or alone in the first line."""
    start = _LINE_END.split(text, maxsplit=1)[0]
    other = declared or ("" if SEPARATOR in start else next((mark for mark in _NAMES if mark in start), ""))
    if other and other != SEPARATOR:
        found = f"séparateur {_NAMES.get(other, f'« {other} »')}"
        raise UnreadableCsv(found, f"des champs séparés par « ; » : {AS_UTF8}", 1)


def records_of(text: str, before: int, separator: str = SEPARATOR) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on, the lines inside quoted fields counted.

    Parameters
    ----------
    text
        The records.
    before
        How many lines of the file stand before them.
    separator
        What parts their fields.

    Raises
    ------
    UnreadableCsv
        A quote is not closed, or a field is longer than a cell.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for _ in count():
        line = before + reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(error, line) from error
        longest = max(map(len, record), default=0)
        if longest > LONGEST_FIELD:
            raise _too_long(f"{longest} caractères", line)
        yield line, record


def _refused(error: csv.Error, line: int) -> UnreadableCsv:
    if "limit" in str(error):
        return _too_long(f"plus de {csv.field_size_limit()} caractères", line)
    return UnreadableCsv(
        "guillemet mal fermé",
        'un champ entre guillemets fermé juste avant le séparateur, ses propres guillemets doublés ("")',
        line,
    )


def _too_long(found: str, line: int) -> UnreadableCsv:
    expected = f"{LONGEST_FIELD} au plus, ce que tient une cellule (guillemet oublié ?)"
    return UnreadableCsv(f"champ de {found}", expected, line)


def _line_of(text: str, at: int) -> int:
    return len(_LINE_END.findall(text, 0, at)) + 1
