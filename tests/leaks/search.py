"""Words looked for in a file as a curious receiver would: every part, stream and property, in every spelling."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator

import pikepdf

MARK = "ZQK"
"""What every planted word begins with: three letters that no French or English word holds in a row."""
_SHAPE = (*MARK, *["0123456789"] * 5, "W")
"""The letters that each place of a planted word may have."""
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_TAGS = re.compile(rb"<[^>]*>")
_DEEPEST = 4


def word(number: int) -> str:
    """The planted word of a number."""
    return f"{MARK}{number:05d}W"


def words_in(data: bytes) -> set[str]:
    """Every planted word of a file: an `.xlsx` is unzipped, a PDF unpacked and read."""
    return {found for piece in _pieces(data, 0) for found in _spelled(piece)}


def figures_in(data: bytes) -> set[str]:
    """Every figure of a file as plain digits: 1 234,56 € and 1234.56 alike are 1234.56."""
    figures: set[str] = set()
    for piece in _pieces(data, 0):
        for found in re.findall(r"\d(?:[\d \u00a0\u202f,.]*\d)?", piece.decode("utf-8", "ignore")):
            plain = re.sub(r"[ \u00a0\u202f]", "", found)
            figures.update({plain.replace(",", "."), plain.replace(",", "")})
            figures.update(re.findall(r"\d+(?:\.\d+)?", found))
    return figures


def _ways() -> Iterator[tuple[str, str]]:
    """How one letter may be spelled: what stands before it and behind it, with its number in hexadecimal, or itself."""
    yield from (("", ""), ("", "\\x00"), ("\\x00", ""))
    yield from (("&#x0*", ";"), ("&amp;#x0*", ";"), ("_x00", "_"), (r"\\u00", ""), ("%", ""), ("\\\\x", ""))


def _pattern() -> re.Pattern[bytes]:
    spellings = []
    for before, behind in _ways():
        is_number = bool(before) and before != "\\x00"
        spellings.append([_any(letters, before, behind, is_number) for letters in _SHAPE])
    spellings.append([f"(?:{'|'.join(f'{ord(letter):02x}' for letter in letters)})" for letters in _SHAPE])
    decimal = [f"&(?:amp;)?#0*(?:{'|'.join(str(ord(letter)) for letter in letters)});" for letters in _SHAPE]
    spellings += [decimal, [f"[{letters}]" for letters in reversed(_SHAPE)]]
    return re.compile("|".join("".join(spelling) for spelling in spellings).encode(), re.IGNORECASE)


def _any(letters: str, before: str, behind: str, is_number: bool) -> str:
    one_of = "|".join(f"{ord(letter):x}" if is_number else letter for letter in letters)
    return f"{before}(?:{one_of}){behind}"


_SPELLINGS = _pattern()
_PLAIN = re.compile(rf"{MARK}\d{{5}}W")


def _spelled(data: bytes) -> Iterator[str]:
    for found in _SPELLINGS.findall(data):
        yield _read(found)


def _read(found: bytes) -> str:
    """The word of a spelling: the letters themselves, or those of their numbers."""
    text = found.replace(b"\x00", b"").decode().upper()
    if _PLAIN.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text[::-1]):
        return text[::-1]
    if "#" in text and "#X" not in text:
        return "".join(chr(int(number)) for number in re.findall(r"#0*(\d+);", text))
    return bytes.fromhex("".join(re.findall(r"(?:AMP;|#X0*|_X00|\\U00|\\X|%)?([0-9A-F]{2})", text))).decode()


def _pieces(data: bytes, depth: int) -> Iterator[bytes]:
    """The bytes of a file, then those of all that it holds."""
    yield data
    if data.lstrip().startswith(b"<"):
        # A word whose letters are in runs of their own is one word to its reader.
        yield _TAGS.sub(b"", data)
    for found in _BASE64.findall(data):
        yield from _decoded(found)
    if depth == _DEEPEST:
        return
    if data.startswith(b"PK"):
        for inner in _unzipped(data):
            yield from _pieces(inner, depth + 1)
    elif data.startswith(b"%PDF"):
        yield from _printed(data)
        for inner in _unpacked(data):
            yield from _pieces(inner, depth + 1)


def _decoded(found: bytes) -> Iterator[bytes]:
    for start in range(4):
        piece = found[start:].translate(bytes.maketrans(b"-_", b"+/"))
        yield base64.b64decode(piece[: len(piece) // 4 * 4])


def _unzipped(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment
        for entry in archive.infolist():
            yield entry.filename.encode()
            yield entry.comment
            yield entry.extra
            yield archive.read(entry)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Every object of a PDF, its streams unpacked, its texts read; fonts hold outlines."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                yield each.read_bytes()
            yield from _strings(each)


def _strings(each: pikepdf.Object) -> Iterator[bytes]:
    yield each.unparse(resolved=False)
    values = each.values() if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) else ()
    for value in values:
        if isinstance(value, pikepdf.String):
            yield str(value).encode()
            yield bytes(value)


def _printed(data: bytes) -> Iterator[bytes]:
    """What the pages say: the letters of their fonts are in numbers of their own."""
    for order in ("-layout", "-raw"):
        run = subprocess.run(["pdftotext", order, "-", "-"], input=data, capture_output=True, check=True)
        yield run.stdout
        yield b"".join(run.stdout.split())
